"""OData filters as CBS accepts them, as expressions on columns."""

from __future__ import annotations

import re

import polars as pl

_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<word>[A-Za-z_][A-Za-z0-9_]*)|(?P<sign>[(),]))"
)
_COMPARISONS = {"eq": "eq", "ne": "ne", "ge": "ge", "gt": "gt", "le": "le", "lt": "lt"}


class BadFilter(ValueError):
    """A filter that the real service would refuse too."""


def parse_filter(text: str) -> pl.Expr:
    """The filter *text* as an expression. Raises ``BadFilter``."""
    tokens: list[tuple[str, str]] = []
    at = 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None:
            raise BadFilter(f"Syntax error at position {at} in '{text}'.")
        tokens.append((str(match.lastgroup), match[match.lastgroup or 0]))
        at = match.end()
    expression, rest = _either(tokens)
    if rest:
        raise BadFilter(f"Syntax error near '{rest[0][1]}' in '{text}'.")
    return expression


Tokens = list[tuple[str, str]]


def _either(tokens: Tokens) -> tuple[pl.Expr, Tokens]:
    left, tokens = _both(tokens)
    while tokens and tokens[0] == ("word", "or"):
        right, tokens = _both(tokens[1:])
        left = left | right
    return left, tokens


def _both(tokens: Tokens) -> tuple[pl.Expr, Tokens]:
    left, tokens = _one(tokens)
    while tokens and tokens[0] == ("word", "and"):
        right, tokens = _one(tokens[1:])
        left = left & right
    return left, tokens


def _one(tokens: Tokens) -> tuple[pl.Expr, Tokens]:
    match tokens:
        case [("sign", "("), *rest]:
            inside, rest = _either(rest)
            if not rest or rest[0] != ("sign", ")"):
                raise BadFilter("A bracket is not closed.")
            return inside, rest[1:]
        case [
            ("word", "startswith" | "contains" | "substringof" as function),
            ("sign", "("),
            first,
            ("sign", ","),
            second,
            ("sign", ")"),
            *rest,
        ]:
            field, text = (first, second) if first[0] == "word" else (second, first)
            column, value = pl.col(field[1]), _text(text)
            if function == "startswith":
                return column.str.starts_with(value), rest
            return column.str.contains(value, literal=True), rest
        case [("word", field), ("word", sign), ("text", value), *rest] if sign in _COMPARISONS:
            return getattr(pl.col(field), _COMPARISONS[sign])(_text(("text", value))), rest
    raise BadFilter("Syntax error in the filter.")


def _text(token: tuple[str, str]) -> str:
    if token[0] != "text":
        raise BadFilter(f"'{token[1]}' is not a text.")
    return token[1][1:-1].replace("''", "'")

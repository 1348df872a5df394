"""Reads mappings from files, with every problem on its line; ``mapping_text`` writes them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from duidelijk.figures.table import MISSING, STATUSES
from duidelijk.foundation.declarations import Declaration, KeyPath, read_declaration
from duidelijk.foundation.problems import Problem, Refused, did_you_mean, one_of
from duidelijk.periods import Period, UnknownPeriod
from duidelijk.regions import LEVELS
from duidelijk.sources.sheets.layouts import CELLS, KNOWN
from duidelijk.sources.sheets.mapping import (
    GIVEN,
    HEADING_ROLES,
    IGNORE,
    PLACES,
    ROLES,
    UNSETTLED,
    Column,
    Details,
    FileMapping,
    Heading,
    column_range,
    unsettled,
)
from duidelijk.sources.sheets.mapping_text import COLUMN_KEYS, HEADING_KEYS, KEYS, RELEASE_KEYS


def read_mapping(path: Path, shown_as: str | None = None, *, settled: bool = True) -> FileMapping:
    """The mapping in a file.

    Raises ``Refused`` with every problem on its line; also for what is left to settle (``?``),
    unless *settled* is False.
    """
    declaration = read_declaration(path, shown_as or path.name)
    problems = list(declaration.problems)
    reader = _Reader(declaration, problems)
    mapping = reader.mapping(path.name.removesuffix(".yaml").removesuffix(".proposed"))
    if settled:
        problems += [
            declaration.problem(key, f"{_named(key)} is still to be settled", _SETTLE)
            for key in unsettled(declaration.value)
        ]
    if problems:
        raise Refused(f"The mapping {declaration.file} is not in order:", set(problems))
    return mapping


_SETTLE = "replace ? by what is meant; the remark beside it tells what it may be"


def _named(path: KeyPath) -> str:
    return " › ".join(str(part + 1) if isinstance(part, int) else part or "“”" for part in path)


class _Reader:
    """Takes a declaration apart, key by key, and notes what is wrong with it."""

    def __init__(self, declaration: Declaration, problems: list[Problem]) -> None:
        self.declaration, self.problems = declaration, problems

    def wrong(self, path: KeyPath, what: str, remedy: str = "") -> None:
        self.problems.append(self.declaration.problem(path, what, remedy))

    def mapping(self, name: str) -> FileMapping:
        whole = self.block(self.declaration.value, (), KEYS)
        text, number = self.text, self.number
        header = self.rows(whole, "header_rows")
        columns = self.items(whole, "columns", self.column)
        headings = self.items(whole, "headings", self.heading)
        if not columns and not self.problems:
            self.wrong((), "says nothing about columns", "add columns: with a line a column")
        found = FileMapping(
            name=name,
            layout=self.choice(whole, "layout", (CELLS, *KNOWN)) or "cells",
            recognise=text(whole, "recognise"),
            sheet=text(whole, "sheet"),
            delimiter=self.choice(whole, "delimiter", (",", ";", "\t", "|")),
            header_rows=header,
            first_row=number(whole, "first_row", 1) or (header[-1] + 1 if header else 1),
            last_row=number(whole, "last_row", 1),
            footer=self.texts(whole, "footer"),
            decimal=self.choice(whole, "decimal", (".", ",")) or ".",
            missing=self.words(whole, "missing", self.missing_word),
            columns=columns,
            headings=headings,
            fixed=self.fixed(whole),
            names=self.names(whole),
            region_level=self.choice(whole, "region_level", LEVELS),
            region_year=number(whole, "region_year", 1000, 2999),
            times=self.by_indicator(whole, "times"),
            method=self.by_indicator(whole, "method"),
            status=self.choice(whole, "status", STATUSES),
            decimals=number(whole, "decimals", 0, 9),
            release=self.release(whole),
            file=self.declaration.file,
            lines=self.declaration.lines,
        )
        self.whole(found)
        return found

    def whole(self, found: FileMapping) -> None:
        """What can only be seen of all keys together."""
        if found.header_rows != tuple(sorted(set(found.header_rows))):
            self.wrong(("header_rows",), "are not in order", "write them from top to bottom")
        if found.header_rows and found.first_row <= found.header_rows[-1]:
            self.wrong(("first_row",), "lies among the header rows", "it comes after them")
        roles = [each.role for each in found.columns]
        parts = [part for each in found.columns for part in each.parts]
        parts += [part for each in found.headings for part in each.parts]
        told = {*roles, *(each.role for each in found.headings), *parts, *found.fixed}
        told |= {place for each in found.columns for place in PLACES if getattr(each, place)}
        if found.columns and "value" not in roles and not self.problems and UNSETTLED not in roles:
            self.wrong(("columns",), "no column is the value", "write is: value at one of them")
        for place in ("region", "period", "indicator"):
            if place not in told and found.columns and UNSETTLED not in roles:
                remedy = f"write is: {place} at a column, or fixed: {{{place}: …}}"
                self.wrong(("columns",), f"nothing tells the {place}", remedy)

    def block(self, value: Any, path: KeyPath, known: tuple[str, ...]) -> dict[str, Any]:
        """A block of keys without those that are unknown."""
        if not isinstance(value, dict):
            if not self.problems:
                self.wrong(
                    path,
                    "is not a block of keys" if value else "is empty",
                    "see the reference of mappings",
                )
            return {}
        for key in value.keys() - set(known):
            self.wrong((*path, key), f"unknown key “{key}”", did_you_mean(key, known))
        return {key: value[key] for key in known if value.get(key) is not None}

    def text(self, block: dict[str, Any], key: str, path: KeyPath = ()) -> str:
        value = block.get(key, "")
        if isinstance(value, str | int) and not isinstance(value, bool):
            return str(value)
        self.wrong((*path, key), f"{key} is not text", "put it between quotes")
        return ""

    def choice(
        self, block: dict[str, Any], key: str, known: tuple[str, ...], path: KeyPath = ()
    ) -> str:
        value = self.text(block, key, path)
        if value and value != UNSETTLED and value not in known:
            self.wrong(
                (*path, key),
                f"{key} cannot be “{value}”",
                f"write {one_of([json.dumps(each)[1:-1] for each in known])}",
            )
            return ""
        return value

    def number(
        self, block: dict[str, Any], key: str, low: int, high: int = 2_000_000_000
    ) -> int | None:
        value = block.get(key)
        if value is None or value == UNSETTLED:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        self.wrong((key,), f"{key} is not a whole number from {low}", f"as {key}: {max(low, 8)}")
        return None

    def rows(self, block: dict[str, Any], key: str) -> tuple[int, ...]:
        value = block.get(key, [])
        if isinstance(value, list) and all(type(each) is int and each > 0 for each in value):
            return tuple(value)
        if value != UNSETTLED:
            self.wrong((key,), f"{key} is not a list of row numbers", f"as {key}: [4, 5]")
        return ()

    def texts(self, block: dict[str, Any], key: str, path: KeyPath = ()) -> tuple[str, ...]:
        value = block.get(key, [])
        listed = value if isinstance(value, list) else [value]
        if all(isinstance(each, str | int) for each in listed):
            return tuple(str(each) for each in listed)
        self.wrong((*path, key), f"{key} is not a list of texts", f'as {key}: ["Bron"]')
        return ()

    def items(self, block: dict[str, Any], key: str, one: Callable[..., Any]) -> tuple[Any, ...]:
        value = block.get(key, [])
        if not isinstance(value, list):
            self.wrong((key,), f"{key} is not a list", "start every line of it with a hyphen")
            return ()
        return tuple(one(each, (key, number)) for number, each in enumerate(value))

    def column(self, value: Any, path: KeyPath) -> Column:
        block = self.block(value, path, COLUMN_KEYS)
        role = self.role(block, path, ROLES)
        column = self.text(block, "column", path)
        title = self.text(block, "title", path)
        if column and column_range(column) is None:
            self.wrong(
                (*path, "column"),
                f"“{column}” is no column",
                "write C, C-F, or C- for all from C on",
            )
        if not column and not title:
            self.wrong(path, "does not say which column", "give column: with its letter, or title:")
        given = {place: self.code(block, place, path) for place in PLACES}
        keep = self.texts(block, "keep", path)
        if (role == "filter") != bool(keep):
            self.wrong(
                path, "a filter keeps the rows with certain texts", "as is: filter, keep: [Totaal]"
            )
        return Column(
            role=role,
            column=column,
            title=title,
            times=self.factor(block.get("times"), (*path, "times")),
            level=self.choice(block, "level", LEVELS, path),
            keep=keep,
            names=self.words(block, "names", None, path),
            indicator=given["indicator"],
            group=given["group"],
            period=given["period"],
            region=given["region"],
            **self.split(block, role, path),
        )

    def heading(self, value: Any, path: KeyPath) -> Heading:
        block = self.block(value, path, HEADING_KEYS)
        row = block.get("row")
        if type(row) is not int or row < 1:
            self.wrong(path, "does not say which row", "give row: with its number")
            row = 1
        role = self.role(block, path, HEADING_ROLES)
        return Heading(row, role, **self.split(block, role, path))

    def role(self, block: dict[str, Any], path: KeyPath, known: tuple[str, ...]) -> str:
        if "is" not in block:
            self.wrong(path, "does not say what it is", f"add is: {one_of(known)}")
        return self.choice(block, "is", known, path) or IGNORE

    def split(self, block: dict[str, Any], role: str, path: KeyPath) -> dict[str, Any]:
        by, parts = self.text(block, "by", path), self.texts(block, "parts", path)
        if role != "split" and (by or parts):
            self.wrong(
                path, "has parts, but is not split", "write is: split, or remove by and parts"
            )
        if role == "split" and (not by or len(parts) < 2):
            self.wrong(path, "does not say how it is split", 'as by: "-", parts: [region, group]')
        for part in parts:
            if part not in (*PLACES, IGNORE, UNSETTLED):
                self.wrong(
                    (*path, "parts"),
                    f"a part cannot be “{part}”",
                    f"write {one_of([*PLACES, IGNORE])}",
                )
        return {"by": by, "parts": parts}

    def code(self, block: dict[str, Any], place: str, path: KeyPath) -> str:
        code = self.text(block, place, path)
        if place == "period" and code not in ("", UNSETTLED, GIVEN):
            try:
                Period.parse(code)
            except UnknownPeriod as error:
                self.wrong((*path, place), "unknown period", str(error))
        return code

    def fixed(self, whole: dict[str, Any]) -> dict[str, str]:
        block = self.block(whole.get("fixed", {}), ("fixed",), PLACES) if "fixed" in whole else {}
        return {place: self.code(block, place, ("fixed",)) for place in block}

    def names(self, whole: dict[str, Any]) -> dict[str, dict[str, str]]:
        block = self.block(whole["names"], ("names",), PLACES) if "names" in whole else {}
        return {place: self.words(block, place, None, ("names",)) for place in block}

    def words(
        self,
        block: dict[str, Any],
        key: str,
        check: Callable[[str, KeyPath], None] | None,
        path: KeyPath = (),
    ) -> dict[str, str]:
        """A block of texts, each with one word."""
        value = block.get(key, {})
        if not isinstance(value, dict):
            self.wrong((*path, key), f"{key} is not a block of texts", 'as {"x": withheld}')
            return {}
        found = {}
        for text in value:
            word = self.text(value, text, (*path, key))
            if word == "":
                self.wrong((*path, key, text), f"“{text}” has no meaning", "write one behind it")
            if check:
                check(word, (*path, key, text))
            found[" ".join(text.split())] = word
        return found

    def missing_word(self, word: str, path: KeyPath) -> None:
        known = (*MISSING, "0", IGNORE)
        if word not in (*known, UNSETTLED):
            self.wrong(path, f"“{word}” is no reason", f"write {one_of(known)}")

    def by_indicator(self, whole: dict[str, Any], key: str) -> dict[str, Any]:
        """What is given for all figures (under an empty key), or indicator by indicator."""
        value = whole.get(key)
        if value is None:
            return {}
        given = value if isinstance(value, dict) else {"": value}
        found: dict[str, Any] = {}
        for indicator, each in given.items():
            path: KeyPath = (key, indicator) if isinstance(value, dict) else (key,)
            if key == "method":
                found[indicator] = str(each)
            elif (factor := self.factor(each, path)) is not None:
                found[indicator] = factor
        return found

    def factor(self, value: Any, path: KeyPath) -> float | None:
        if value is None or value == UNSETTLED:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 1e12:
            return float(value)
        self.wrong(path, "times is not a number above 0", "as times: 1000")
        return None

    def release(self, whole: dict[str, Any]) -> Details:
        if "release" not in whole:
            return Details()
        block = self.block(whole["release"], ("release",), RELEASE_KEYS)
        return Details(**{key: self.text(block, key, ("release",)) for key in block})

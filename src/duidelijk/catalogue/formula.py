"""Arithmetic in declarations: numbers, names, + − × ÷ and brackets; nothing else runs."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_LONGEST = 200


class FormulaError(ValueError):
    """A formula that is not plain arithmetic; the message says what is wrong."""


def names_in(formula: str) -> set[str]:
    """The names a formula uses. Raises ``FormulaError``."""
    found: set[str] = set()

    def seen(name: str) -> _Anything:
        found.add(name)
        return _Anything()

    evaluate(formula, seen, lambda _: _Anything())
    return found


class _Anything:
    """Stands for every number, to walk through a formula without reckoning."""

    def __add__(self, other: object) -> _Anything:
        return self

    __sub__ = __mul__ = __truediv__ = __add__


def evaluate(formula: str, name: Callable[[str], T], number: Callable[[float], T]) -> T:
    """What a formula comes to, given what its names and numbers stand for.

    Works on anything that knows ``+ - * /``: numbers, arrays, expressions on columns.
    Raises ``FormulaError``.
    """

    def value(node: ast.AST) -> T:
        match node:
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return value(left) + value(right)  # type: ignore[operator,no-any-return]
            case ast.BinOp(left=left, op=ast.Sub(), right=right):
                return value(left) - value(right)  # type: ignore[operator,no-any-return]
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                return value(left) * value(right)  # type: ignore[operator,no-any-return]
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                return value(left) / value(right)  # type: ignore[operator,no-any-return]
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return number(0.0) - value(operand)  # type: ignore[operator,no-any-return]
            case ast.Constant(value=int() | float() as constant) if not isinstance(constant, bool):
                return number(float(constant))
            case ast.Name(id=identifier):
                return name(identifier)
        raise FormulaError(f"“{ast.unparse(node)}” is not plain arithmetic")

    try:
        return value(_parsed(formula).body)
    except ZeroDivisionError:
        raise FormulaError(f"“{formula}” divides by nought") from None


def _parsed(formula: str) -> ast.Expression:
    if len(formula) > _LONGEST:
        raise FormulaError(f"a formula has at most {_LONGEST} characters")
    try:
        return ast.parse(formula, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise FormulaError(f"“{formula}” cannot be read") from None

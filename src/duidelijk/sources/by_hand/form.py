"""The fields of a form as an entry: what the command line and a page on the web have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from duidelijk.figures.release import Precision
from duidelijk.foundation.problems import Problem, did_you_mean
from duidelijk.sources.by_hand.entry import Entry
from duidelijk.sources.by_hand.typed import Mistyped, date_typed, number_typed, plain, whole_typed

FIELDS = tuple(each.name for each in fields(Entry))
"""The names of the fields of an entry; all of them may come as text."""


def entry_typed(texts: Mapping[str, str]) -> tuple[Entry, list[Problem]]:
    """The entry that was typed, by field, and what could not be read; empty fields are left out.

    Give the problems to ``entry.checked``, so that all that is wrong is told at once.
    """
    given = {name: plain(text) for name, text in texts.items() if plain(text)}
    found: dict[str, Any] = dict(given)
    problems: list[Problem] = []

    def read(name: str, reading: Callable[[str], Any]) -> Any:
        if name not in given:
            return None
        del found[name]
        try:
            found[name] = reading(given[name])
        except Mistyped as mistyped:
            problems.append(Problem(name, 0, mistyped.what, mistyped.remedy))
        return found.get(name)

    decimals = read("decimals", _decimals)
    value = read("value", lambda text: number_typed(text, decimals))
    if value is not None:
        found["value"], digits = value
        decimals = found.setdefault("decimals", digits) if "decimals" not in given else decimals
    for name in ("lower", "upper"):
        read(name, lambda text: number_typed(text, decimals)[0])
    for name in ("design_effect", "standard_deviation"):
        read(name, lambda text: number_typed(text, 3)[0])
    read("n", whole_typed)
    precision = read("precision", _precision)
    if dated := read("published", date_typed):
        found["published"], told = dated
        found["precision"] = precision or told
    return Entry(**found), problems


def _decimals(text: str) -> int:
    number, digits = number_typed(text)
    if digits:
        raise Mistyped(f"“{text}” is not a whole number", "as 1; −3 is rounded to thousands")
    return int(number)


def _precision(text: str) -> Precision:
    try:
        return Precision(text)
    except ValueError:
        raise Mistyped(f"unknown precision “{text}”", did_you_mean(text, Precision)) from None

"""Units in headings and names that are no ones: “x 1 000”, “mln euro”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from duidelijk.catalogue import Indicator
from duidelijk.foundation.problems import Problem
from duidelijk.sources.sheets.mapping import FileMapping
from duidelijk.sources.sheets.roles import Roles

_FACTORS = {
    1_000.0: re.compile(r"\bx ?1[ .]?000\b(?![ .]?000)|\bduizend\b|\bthousand\b"),
    1_000_000.0: re.compile(r"\bx ?1[ .]?000[ .]?000\b|\bmln\b|\bmiljoen\b|\bmillion\b"),
}


def factor_in(title: str) -> float | None:
    """What numbers under a heading are to be multiplied by to be in ones, when it says so."""
    plain = title.casefold()
    return next((factor for factor, said in _FACTORS.items() if said.search(plain)), None)


def unit_problems(
    mapping: FileMapping, roles: Roles, indicators: Mapping[str, Indicator]
) -> Iterator[Problem]:
    """Headings and names in another unit than the indicator they are of, where ``times`` is not
    told: figures would be a thousand times too small.
    """
    if "" in mapping.times:
        return
    for value in roles.values:
        title = roles.headed.titles[value.column] or ""
        if value.times is None and (key := value.fixed.get("indicator", "")):
            yield from _problem(mapping, ("columns", value.column), title, key, indicators)
    if all(value.times is None for value in roles.values):
        for text, key in mapping.names.get("indicator", {}).items():
            yield from _problem(mapping, ("names", "indicator", text), text, key, indicators)


def _problem(
    mapping: FileMapping,
    path: tuple[str | int, ...],
    said: str,
    key: str,
    indicators: Mapping[str, Indicator],
) -> Iterator[Problem]:
    factor = factor_in(said)
    if factor is None or key not in indicators or key in mapping.times:
        return
    known = indicators[key]
    if known.scale != factor:
        what = f"“{said}” is no number of {known.unit.en}, the unit of {key}"
        remedy = f"write times: {{{key}: {factor / known.scale:g}}}, or 1 when it is in that unit"
        yield mapping.problem(path, what, remedy)

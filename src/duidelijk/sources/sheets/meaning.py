"""What the texts of one file mean: codes of regions, periods, groups and indicators, and numbers.

Names that somebody settled in the mapping go first; the rest is read as people write it, and what
could be two things is never chosen between.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from duidelijk.catalogue import Monitor
from duidelijk.catalogue.model import TOTAL
from duidelijk.figures.table import MISSING, STATUSES
from duidelijk.foundation.problems import did_you_mean, one_of
from duidelijk.periods import Period, UnknownPeriod
from duidelijk.regions import find, region
from duidelijk.regions.levels import PREFIXES
from duidelijk.sources.sheets.cells import BOOLEAN, DATE, ERROR, FILLED, NUMBER, PERCENT
from duidelijk.sources.sheets.mapping import GIVEN, IGNORE, UNSETTLED, FileMapping
from duidelijk.sources.table import CBS_STATUSES
from duidelijk.sources.wording import number_in_words, period_in_words, region_in_words


class Meant(NamedTuple):
    """What a text means: a code, or what is wrong with it and what to do."""

    code: str | None
    what: str = ""
    remedy: str = ""
    status: str | None = None
    """Of a period: what the mark behind it says of the figures."""


class Number(NamedTuple):
    """What a cell means as a number: the number, why there is none, or what is wrong."""

    value: float | None = None
    missing: str | None = None
    what: str = ""
    remedy: str = ""
    decimals: int = 0


class Meanings:
    """Reads texts by one mapping, for one monitor; the same text is looked up once."""

    def __init__(self, mapping: FileMapping, monitor: Monitor) -> None:
        self.mapping, self.monitor = mapping, monitor
        self.year = mapping.region_year or _year(mapping.fixed.get("period", ""))
        self.place = lru_cache(maxsize=200_000)(self._place)
        self.number = lru_cache(maxsize=200_000)(self._number)

    def _place(
        self, place: str, text: str, level: str = "", own: tuple[tuple[str, str], ...] = ()
    ) -> Meant:
        """The code of a text that tells a region, period, group or indicator."""
        code = dict(own).get(text) or self.mapping.names.get(place, {}).get(text)
        if code is not None:
            if code == UNSETTLED:
                return Meant(None, f"“{text}” is still to be settled ({place})", _settle(place))
            return Meant(code)
        if text in (UNSETTLED, GIVEN):
            return Meant(None, f"the {place} is not given", f"give the {place} of this file")
        if not text:
            return Meant(None, f"has no {place}", _settle(place, '""'))
        match place:
            case "region":
                return self._region(text, level or self.mapping.region_level)
            case "period":
                return _period(text)
            case "group":
                return self._group(text)
        return self._indicator(text)

    def _region(self, text: str, level: str) -> Meant:
        text = with_letters(text, level)
        found, candidates = region_in_words(text, level or None, self.year)
        if not found and level:  # one of another level among them, as the country or “Utrecht (PV)”
            found, others = region_in_words(text, None, self.year)
            candidates = candidates or others
        if found:
            return Meant(found)
        near = [f"{code} ({region(code).title('en')})" for code in candidates[:4]]
        if len(find(text)) > 1:
            what, remedy = f"“{text}” can be {len(candidates)} regions", f"choose {one_of(near)}; "
        else:
            what = f"unknown region “{text}”"
            remedy = f"did you mean {one_of(near)}? " if near else ""
        return Meant(None, what, remedy + _settle("region"))

    def _group(self, text: str) -> Meant:
        if text == TOTAL or text in self.monitor.group_codes:
            return Meant(text)
        near = _near(text, [TOTAL, *self.monitor.group_codes])
        return Meant(None, f"unknown group “{text}”", near + _settle("group"))

    def _indicator(self, text: str) -> Meant:
        if text in self.monitor.indicators:
            return Meant(text)
        near = _near(text, self.monitor.indicators)
        return Meant(None, f"unknown indicator “{text}”", near + _settle("indicator"))

    def _number(self, text: str, kind: str) -> Number:
        """The number in a cell of *kind*."""
        if (reason := self.mapping.missing.get(text)) is not None:
            if reason == UNSETTLED:
                return Number(what=f"“{text}” is still to be settled", remedy=_settle_missing(text))
            return Number(0.0) if reason == "0" else Number(missing=reason)
        if wrong := _WRONG_KINDS.get(kind):
            return Number(what=f"“{text}” is {wrong[0]}", remedy=wrong[1])
        decimal = "." if kind in (NUMBER, PERCENT) else self.mapping.decimal
        if decimal == UNSETTLED:
            return Number(what="the decimal sign is still to be settled", remedy=_DECIMAL)
        bare = text.removesuffix("%").rstrip()
        value, missing = number_in_words(bare, decimal)
        if value is None or bare == "-":  # a hyphen is nought to some and nothing to others
            hint = missing if missing in MISSING else None
            what = f"“{text}” is not a number" if text else "has no value"
            return Number(what=what, remedy=_settle_missing(text, hint))
        digits = re.search(rf"{re.escape(decimal)}([0-9]+)", text)
        return Number(value, decimals=min(len(digits[1]), 9) if digits else 0)


_WRONG_KINDS = {
    DATE: ("a date, not a number", "see in Excel whether a number was taken for a date"),
    BOOLEAN: ("true or false, not a number", "check the column"),
    ERROR: ("an error of Excel, not a number", "mend it in Excel, or name it under missing:"),
    FILLED: (
        "one merged cell over several rows or columns",
        "unmerge it in Excel, or name the region under names: as ignore",
    ),
}


def with_letters(text: str, level: str) -> str:
    """A bare code with the letters and noughts that CBS puts in front, when the level is told."""
    if not text.isdecimal() or not text.isascii() or not level:
        return text
    prefix = next(each for each, known in PREFIXES.items() if known == level)
    return f"{prefix}{text.zfill(4 if level in ('municipality', 'ggd') else 2)}"


def status_in_words(text: str) -> str | None:
    """A status of figures in our words, from ours or those of CBS; None when it is neither."""
    return text if text in STATUSES else CBS_STATUSES.get(text)


def _period(text: str) -> Meant:
    try:
        return Meant(Period.parse(text).code)
    except UnknownPeriod:
        pass
    if found := period_in_words(text):
        code, status = found
        return Meant(code, status=status)
    return Meant(None, f"unknown period “{text}”", _settle("period", f'"{text}"'))


def _near(text: str, known: Iterable[str]) -> str:
    near = did_you_mean(text, known)
    return f"{near} " if near.startswith("did") else ""


def _settle(place: str, text: str = "") -> str:
    written = {"region": "GM0363", "period": "2024JJ00", "group": "total", "indicator": "KEY"}
    return (
        f"write {text or 'it'}: {written[place]} (or {IGNORE}) under names › {place} in the mapping"
    )


def _settle_missing(text: str, hint: str | None = None) -> str:
    words = hint or one_of([*MISSING, "0", IGNORE])
    return f'write "{text}": {words} under missing in the mapping'


_DECIMAL = "write decimal: with a point or a comma between quotes in the mapping"


def _year(code: str) -> int | None:
    try:
        return Period.parse(code).end.year
    except UnknownPeriod:
        return None

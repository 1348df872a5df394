"""What codes of SDMX, and of JSON-stat which shares them, are in our words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from duidelijk.periods import Period, UnknownPeriod
from duidelijk.sources.table import Kind

COUNTRY = "NL01"
# NUTS codes of provinces look like codes of CBS for the country
_PROVINCES = (
    "NL11 PV20, NL12 PV21, NL13 PV22, NL21 PV23, NL22 PV25, NL23 PV24, NL31 PV26, NL32 PV27, "
    "NL33 PV28, NL34 PV29, NL35 PV26, NL36 PV28, NL41 PV30, NL42 PV31"
)
_REGIONS = {"NL": COUNTRY} | {pair[:4]: pair[5:] for pair in _PROVINCES.split(", ")}
_KINDS = {
    "time_period": Kind.TIME,
    "time": Kind.TIME,
    "ref_area": Kind.REGION,
    "geo": Kind.REGION,
}
_LETTERS = {"A": "JJ", "S": "HJ", "Q": "KW", "M": "MM", "W": "W1"}
_REPORTING = re.compile(r"([0-9]{4})-?([ASQMW])0?([0-9]{1,2})\Z")
_YEAR = re.compile(r"[0-9]{4}\Z")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})\Z")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T00:00(?::00(?:\.0+)?)?(?:Z|[+-]00:00)?)?\Z")
_DAY_OF_YEAR = re.compile(r"([0-9]{4})-D([0-9]{3})\Z")

_PROVISIONAL = "p"
_CONFIDENTIAL = frozenset("cq")
_REASONS = {
    "c": "withheld",
    "q": "withheld",
    "m": "impossible",
    "z": "impossible",
    "h": "not_measured",
    "n": "unreliable",
    "u": "unreliable",
}
"""Of CL_OBS_STATUS, and of the flags of Eurostat: why there is no value. Others, as L and O, say
that it exists and was not delivered."""
_NOTES = {
    "b": "break in the series",
    "d": "definition differs",
    "e": "estimated",
    "f": "forecast",
    "i": "imputed",
    "u": "low reliability",
}
_LONGEST = 4
"""Letters of flags; longer ones are words, of a list that is not known here."""
_FREE = {"", "f", "_z", "_u"}


@dataclass(frozen=True)
class Said:
    """What the flags of an observation say of it."""

    shown: bool
    """Whether its value may be known."""
    status: str | None
    missing: str
    """The reason, when there is no value."""
    note: str | None


def said(flags: str, confidentiality: str = "") -> Said:
    """What OBS_STATUS or flags (letters, in either case) and CONF_STATUS say."""
    letters = flags.casefold() if len(flags) <= _LONGEST else ""
    free = confidentiality.casefold() in _FREE and not _CONFIDENTIAL & set(letters)
    missing = next((_REASONS[each] for each in letters if each in _REASONS), "not_delivered")
    notes = [_NOTES[each] for each in letters if each in _NOTES]
    status = "provisional" if _PROVISIONAL in letters else None
    return Said(free, status, missing if free else "withheld", ", ".join(notes) or None)


def kind_of(id_: str) -> Kind:
    """What a dimension divides by, judged by its id."""
    return _KINDS.get(id_.casefold(), Kind.OTHER)


def own_code(kind: Kind, code: str) -> str:
    """A code as we write it: periods and regions. Raises ``UnknownPeriod``."""
    if kind is Kind.TIME:
        return period_code(code)
    return _REGIONS.get(code, code) if kind is Kind.REGION else code


def period_code(text: str) -> str:
    """The period of ``2021-Q1``, ``2021-03``, ``2021``, ``2021-S1``, ``2021-W09`` or a date.

    Raises ``UnknownPeriod``.
    """
    text = text.strip()
    code = text
    if _YEAR.match(text):
        code = f"{text}JJ00"
    elif month := _MONTH.match(text):
        code = f"{month[1]}MM{month[2]}"
    elif day := _DAY.match(text):
        code = day[1].replace("-", "")
    elif reporting := _REPORTING.match(text):
        year, letter, number = reporting.groups()
        code = f"{year}{_LETTERS[letter]}{0 if letter == 'A' else int(number):02}"
        if letter == "A" and number != "1":
            code = text
    elif day_of_year := _DAY_OF_YEAR.match(text):
        code = _nth_day(int(day_of_year[1]), int(day_of_year[2])) or text
    try:
        return Period.parse(code).code
    except UnknownPeriod:
        wanted = "2021, 2021-S1, 2021-Q1, 2021-03, 2021-W09 or 2021-03-11"
        raise UnknownPeriod(f"“{text[:60]}” is not a period; write {wanted}") from None


def _nth_day(year: int, number: int) -> str | None:
    if not 1 <= year <= 9999 or not 1 <= number <= 366:
        return None
    day = dt.date(year, 1, 1) + dt.timedelta(days=number - 1)
    return day.strftime("%Y%m%d") if day.year == year else None


def twice(codes: Iterable[str]) -> str | None:
    """The first code that comes a second time."""
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            return code
        seen.add(code)
    return None

"""From what people write to codes: periods, regions and numbers as titles and cells have them.

Pure. What cannot be told for certain is not told: the caller then keeps the words.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from duidelijk.periods import Period, PeriodKind, UnknownPeriod
from duidelijk.regions import (
    LEVELS,
    Region,
    find,
    level_name,
    normalise,
    partition_of_year,
    suggest,
)
from duidelijk.regions.levels import PREFIXES
from duidelijk.regions.region import every_region
from duidelijk.sources.table import CBS_SYMBOLS

# --- periods

_STATUSES: Final = {"": None, "*": "provisional", "**": "revised_provisional"}
_FIRST_YEAR, _LAST_YEAR = 1800, 2100
"""Years that people mean when they write four digits."""

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february feb",
            "maart march mrt mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "augustus august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_WEEKDAYS: Final = {
    name: number
    for number, names in enumerate(
        (
            "maandag monday",
            "dinsdag tuesday",
            "woensdag wednesday",
            "donderdag thursday",
            "vrijdag friday",
            "zaterdag saturday",
            "zondag sunday",
        )
    )
    for name in names.split()
}
_ORDINALS: Final = {
    name: number
    for number, names in enumerate(
        ("1 eerste first", "2 tweede second", "3 derde third", "4 vierde fourth"), 1
    )
    for name in names.split()
}
_NTH = rf"(?P<nth>{'|'.join(_ORDINALS)})(?:e|de|ste|st|nd|rd|th)?"
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_WEEKDAY = rf"(?:(?P<weekday>{'|'.join(_WEEKDAYS)}) )?"

_CODE = re.compile(
    r"[0-9]{4}(?:JJ|HJ|KW|MM|SJ|W1|X0)[0-9]{2}|[0-9]{8}|D(?:/D)?".replace(
        "D", "[0-9]{4}-[0-9]{2}-[0-9]{2}"
    )
)
_SCHOOL_YEAR = re.compile(
    r"(?:schooljaar |studiejaar |school year )?([0-9]{4}) ?/ ?'?([0-9]{4}|[0-9]{2})"
)
_DATE = re.compile(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})")
_YEAR_AND_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_YEAR_FIRST = re.compile(r"([0-9]{4})(?:[ ,.-]+|(?![0-9]))(.*)")
_YEAR_LAST = re.compile(r"(.+?)[ ,.-]+([0-9]{4})")

_COUNTED: Final = (
    (
        PeriodKind.QUARTER,
        re.compile(rf"{_NTH} (?:kwartaal|kw|quarter)|(?:q|k|kw|kwartaal |quarter )(?P<n>[1-4])"),
    ),
    (
        PeriodKind.HALF_YEAR,
        re.compile(rf"{_NTH} (?:halfjaar|half jaar|half year|half)|(?:h|halfjaar )(?P<n>[12])"),
    ),
    (PeriodKind.MONTH, re.compile(_MONTH)),
)
_WEEK = re.compile(r"(?:week |week|wk |wk|w)([0-9]{1,2})(?: \(([1-7]) (?:dagen|dag|days|day)\))?")
_DAY = (
    re.compile(rf"{_WEEKDAY}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)? {_MONTH}"),
    re.compile(rf"{_WEEKDAY}{_MONTH} (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?"),
)


def period_in_words(text: str) -> tuple[str, str | None] | None:
    """The code of a period as people write it in Dutch or English, with its status if it has one.

    A day written out, or as 01-03-2021 (day first), is a day; an ISO date is a code already, and
    stays one. ``None`` when it cannot be told what is meant, as for ``2011-12``.

    >>> period_in_words("2e kwartaal 2020*")
    ('2020KW02', 'provisional')
    """
    words = " ".join(text.split())
    bare = words.rstrip("*").rstrip()
    stars = words[len(bare) :].strip()
    if stars not in _STATUSES:
        return None
    plain = bare.casefold().replace("’", "'").replace("‘", "'")
    try:
        code = _period(bare.upper(), plain)
        return None if code is None else (Period.parse(code).code, _STATUSES[stars])
    except (UnknownPeriod, ValueError):
        return None


def _period(code: str, words: str) -> str | None:
    """The code that is meant, not yet known to be in the calendar. May raise ``ValueError``."""
    if _CODE.fullmatch(code):
        return code
    if match := _SCHOOL_YEAR.fullmatch(words):
        first, second = int(match[1]), int(match[2])
        follows = second == (first + 1 if second > 99 else (first + 1) % 100)
        return f"{first}SJ00" if follows and _likely(first) else None
    if match := _DATE.fullmatch(words):
        return _day(int(match[3]), int(match[2]), int(match[1]))
    if match := _YEAR_AND_MONTH.fullmatch(words):
        year, month = int(match[1]), int(match[2])
        # 2011-12 can be a school year as well
        return None if month == (year + 1) % 100 or not _likely(year) else f"{year}MM{month:02}"
    if match := _YEAR_FIRST.fullmatch(words):
        return _within(int(match[1]), match[2])
    if match := _YEAR_LAST.fullmatch(words):
        return _within(int(match[2]), match[1])
    return None


def _within(year: int, words: str) -> str | None:
    """The code of the part of *year* that *words* tell; all of it when there are none."""
    if not _likely(year):
        return None
    if not words:
        return f"{year}JJ00"
    part = " ".join(re.split(r"[ ,.-]+", words)).strip()
    for kind, pattern in _COUNTED:
        if match := pattern.fullmatch(part):
            found = match.groupdict()
            if kind is PeriodKind.MONTH:
                return Period.of(kind, year, _MONTHS[found["month"]]).code
            number = found["n"] or _ORDINALS[found["nth"]]
            return Period.of(kind, year, int(number)).code
    if match := _WEEK.fullmatch(part):
        return _week(year, int(match[1]), int(match[2] or 7))
    for pattern in _DAY:
        if match := pattern.fullmatch(part):
            weekday = _WEEKDAYS.get(match["weekday"] or "")
            return _day(year, _MONTHS[match["month"]], int(match["day"]), weekday)
    return None


def _week(year: int, number: int, days: int) -> str | None:
    """A week, or one that the turn of the year cuts short, as CBS writes “week 53 (4 dagen)”."""
    code = f"{year}W1{number:02}" if days == 7 else f"{year}X0{number:02}"
    period = Period.parse(code)
    return code if (period.end - period.start).days + 1 == days else None


def _day(year: int, month: int, day: int, weekday: int | None = None) -> str | None:
    date = dt.date(year, month, day)
    as_said = weekday is None or date.weekday() == weekday
    return date.strftime("%Y%m%d") if as_said and _likely(year) else None


def _likely(year: int) -> bool:
    return _FIRST_YEAR <= year <= _LAST_YEAR


# --- regions

_ENOUGH = 2
"""Names of one level that make it a level of the table."""
_REGION_CODE = re.compile(rf"\s*(?:{'|'.join(PREFIXES)})[0-9]{{2,4}}\s*", re.IGNORECASE)
_BRACKETS = re.compile(r".*\(([^()]*)\)")
_LEVEL_WORDS: Final = {
    word.casefold() for each in LEVELS for word in (level_name(each, "nl"), level_name(each, "en"))
} | {prefix.casefold() for prefix in PREFIXES}


def region_in_words(
    text: str, level: str | None = None, year: int | None = None
) -> tuple[str | None, tuple[str, ...]]:
    """The code of a region by its name or code, or ``None`` with the codes that may be meant.

    *level* and *year* (of the partition) tell namesakes apart; so do a level in front of the name
    ("gemeente Utrecht") and one between brackets ("Utrecht (PV)").
    """
    found = _regions(text, level)
    if year is not None:
        partition = partition_of_year(min(max(year, 1), 9999))
        then = [one for one in found if one.code in partition]
        if not then and found:
            return None, tuple(one.code for one in found)
        found = then
    if len(found) == 1:
        return found[0].code, ()
    return None, tuple(one.code for one in found or suggest(text))


def regions_in_words(texts: Iterable[str]) -> dict[str, str]:
    """By text the code of each region that is certain, also from the others in the same table.

    A name that several regions have is decided by the levels of the other names without a level
    of their own, and by what stands in the table under another name: among municipalities, and
    beside "Utrecht (PV)", "Utrecht" is the municipality. What stays uncertain is left out.
    """
    texts = tuple(dict.fromkeys(texts))
    found = {text: _regions(text) for text in texts}
    sure = {text: regions[0] for text, regions in found.items() if len(regions) == 1}
    taken = {one.code for one in sure.values()}
    of_level = Counter(one.level for text, one in sure.items() if not _tells_level(text))
    levels = {level for level, names in of_level.items() if names >= _ENOUGH}
    codes = {text: one.code for text, one in sure.items()}
    for text, regions in found.items():
        left = [one for one in regions if one.level in levels and one.code not in taken]
        if len(regions) > 1 and len(left) == 1:
            codes[text] = left[0].code
    return codes


@lru_cache(maxsize=16384)
def _regions(text: str, level: str | None = None) -> Sequence[Region]:
    """Every region that goes by this code or name."""
    if _REGION_CODE.fullmatch(text):
        one = every_region().get(normalise(text.upper()))
        return (one,) if one and level in (None, one.level) else ()
    if found := find(text, level):
        return found
    for each in LEVELS:
        said = f"{level_name(each)} ".casefold()
        if each != "country" and text.strip().casefold().startswith(said):
            return find(text.strip()[len(said) :], each) if level in (None, each) else ()
    return ()


def _tells_level(text: str) -> bool:
    """Whether a name has its level between brackets, as "Utrecht (PV)"; "Beek (L.)" has not."""
    match = _BRACKETS.fullmatch(text.strip())
    return match is not None and match[1].casefold() in _LEVEL_WORDS


# --- numbers

_GAPS = " \u00a0\u2009\u202f"
"""Spaces between thousands: plain, and three that do not break."""


def _number_pattern(decimal: str, gaps: str) -> re.Pattern[str]:
    thousands = rf"[1-9][0-9]{{0,2}}([{gaps}])[0-9]{{3}}(?:\1[0-9]{{3}})*"
    return re.compile(rf"[-+−]?(?:{thousands}|[0-9]+)(?:{re.escape(decimal)}[0-9]+)?")


_NUMBERS: Final = {",": _number_pattern(",", f"{_GAPS}."), ".": _number_pattern(".", _GAPS)}


def number_in_words(text: str, decimal: str) -> tuple[float | None, str | None]:
    """The value of a cell, or the reason (in our words) why it has none.

    *decimal* is the decimal mark, comma or point. ``-`` is nought, as CBS writes it. Text that is
    neither a number nor a symbol gives ``(None, None)``.

    >>> number_in_words(" 1.234,5 ", ",")
    (1234.5, None)
    """
    bare = text.strip()
    if _NUMBERS[decimal].fullmatch(bare):
        digits = re.sub(f"[{_GAPS}{'.' if decimal == ',' else ''}]", "", bare)
        value = float(digits.replace(decimal, ".").replace("−", "-"))
        return (value, None) if math.isfinite(value) else (None, None)
    if bare == "-":
        return 0.0, None
    return None, CBS_SYMBOLS.get(bare)

"""What people type, in a form or a cell, as values: numbers, dates, periods and regions.

What can be read in two ways is refused, with the two ways to write it.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata

from duidelijk.catalogue import Indicator
from duidelijk.figures.release import Precision
from duidelijk.periods import Period, PeriodKind, UnknownPeriod
from duidelijk.regions import UnknownRegion, level_of, normalise, region
from duidelijk.sources.wording import period_in_words, region_in_words


class Mistyped(ValueError):
    """Text that cannot be read; ``remedy`` says how to write it."""

    def __init__(self, what: str, remedy: str) -> None:
        self.what, self.remedy = what, remedy
        super().__init__(f"{what} → {remedy}")


def plain(text: str) -> str:
    """Text on one line, without characters that cannot be seen, as pages leave when copied."""
    spaced = "".join(" " if letter.isspace() else letter for letter in text)
    seen = "".join(each for each in spaced if unicodedata.category(each)[0] != "C")
    return " ".join(seen.split())


_GROUPED = r"[0-9]{{1,3}}(?:{0}[0-9]{{3}})+"
_SHAPES = (
    # thousands, decimal mark
    (re.compile(rf"(?:{_GROUPED.format(' ')}|[0-9]+)(?:([.,])([0-9]+))?"), " "),
    (re.compile(rf"{_GROUPED.format('[.]')}(,)([0-9]+)"), "."),
    (re.compile(rf"{_GROUPED.format(',')}([.])([0-9]+)"), ","),
    (re.compile(r"[0-9]{1,3}(?:[.][0-9]{3}){2,}()()"), "."),
    (re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){2,}()()"), ","),
)
_TWO_WAYS = re.compile(r"([1-9][0-9]{0,2})[.,]([0-9]{3})")
_LONGEST = 40


def number_typed(text: str, decimals: int | None = None) -> tuple[float, int]:
    """A number as people write it in Dutch or English, and how many decimals were written.

    *decimals* of the publication, where known, tell whether ``1.234`` is a fraction. Raises
    ``Mistyped``.

    >>> number_typed("1.234,50"), number_typed("−3,5")
    ((1234.5, 2), (-3.5, 1))
    """
    bare = plain(text).replace("−", "-").replace("–", "-")
    sign = -1.0 if bare.startswith("-") else 1.0
    digits = bare[1:] if bare[:1] in ("-", "+") else bare
    if len(digits) > _LONGEST:
        raise Mistyped(f"“{digits[:_LONGEST]}…” is not a number", "as 1234.5 or 1234,5")
    if (both := _TWO_WAYS.fullmatch(digits)) and decimals != 3:
        if decimals is None or decimals > 0:
            whole = "".join(both.groups())
            remedy = f"write {whole}, or give it 3 decimals when it is a fraction"
            raise Mistyped(f"“{text.strip()}” can be read in two ways", remedy)
        return sign * float("".join(both.groups())), 0
    for shape, thousands in _SHAPES:
        if match := shape.fullmatch(digits):
            fraction = match[2] or ""
            whole = digits[: len(digits) - len(fraction) - len(match[1] or "")]
            value = float(f"{whole.replace(thousands, '')}.{fraction or 0}")
            return sign * value, len(fraction)
    raise Mistyped(f"“{text.strip()}” is not a number", "as 1234.5 or 1234,5")


def whole_typed(text: str) -> int:
    """A whole number as people write it, as ``5.002``. Raises ``Mistyped``."""
    value, digits = number_typed(text, 0)
    if digits or value != int(value):
        raise Mistyped(f"“{text.strip()}” is not a whole number", "as 1234")
    return int(value)


def date_typed(text: str) -> tuple[dt.date, Precision]:
    """A date as ``11-3-2021``, ``11 maart 2021`` or ``2021-03-11``; a month is its last day.

    A month is written as ``3-2021``, ``maart 2021`` or ``2021-03``.

    Raises ``Mistyped``.
    """
    bare = plain(text)
    shapes = (
        (r"([0-9]{4})-([0-9]{1,2})(?:-([0-9]{1,2}))?", (1, 2, 3)),
        (r"(?:([0-9]{1,2})[-/.])?([0-9]{1,2})[-/.]([0-9]{4})", (3, 2, 1)),
    )
    try:
        for shape, (year, month, day) in shapes:
            if match := re.fullmatch(shape, bare):
                date = dt.date(int(match[year]), int(match[month]), int(match[day] or 1))
                if match[day]:
                    return date, Precision.DAY
                last = calendar.monthrange(date.year, date.month)[1]
                return date.replace(day=last), Precision.MONTH
        spoken = period_in_words(bare)
        if spoken and (period := Period.parse(spoken[0])).kind is PeriodKind.DAY:
            return period.start, Precision.DAY
        if spoken and period.kind is PeriodKind.MONTH:
            return period.end, Precision.MONTH
    except ValueError:
        raise Mistyped(f"“{bare}” is not in the calendar", _AS_DATE) from None
    raise Mistyped(f"“{bare}” is not a date", _AS_DATE)


_AS_DATE = "write it as 11-3-2021, or as 2021-03-11"


def period_typed(text: str, indicator: Indicator | None) -> tuple[str, str | None]:
    """The code of a period by its code or its words, and its status where stars tell one.

    For a survey in waves a day is a wave. Raises ``Mistyped``.
    """
    bare = plain(text)
    spoken = period_in_words(bare)
    if spoken is None:
        try:
            Period.parse(bare)
        except UnknownPeriod as error:
            raise Mistyped("unknown period", str(error)) from None
        return bare, None
    code, status = spoken
    period = Period.parse(code)
    if period.kind is PeriodKind.DAY and indicator and indicator.frequency == "wave":
        code = period.start.isoformat()
    return code, status


def region_typed(text: str, indicator: Indicator | None, year: int | None) -> str:
    """The code of a region by its code or name; *indicator* says which levels can be meant.

    *year* is that of the division of the country. A code is taken as it is: whether it existed
    then is for the checks. Raises ``Mistyped`` with the regions that may be meant.
    """
    bare = plain(text)
    code = normalise(bare.upper())
    try:
        level_of(code)
    except UnknownRegion:
        pass
    else:
        return code
    found, near = region_in_words(bare, None, year)
    if found is None and indicator is not None:
        of_levels = {region_in_words(bare, each, year)[0] for each in indicator.region_levels}
        of_levels.discard(None)
        found = of_levels.pop() if len(of_levels) == 1 else None
    if found is not None:
        return found
    meant = [f"{each} ({region(each).title('en')})" for each in near[:4]]
    if not meant:
        raise Mistyped(f"unknown region “{bare}”", "write its name, or its code as GM0363")
    raise Mistyped(f"“{bare}” is not the name of one region", f"write {' or '.join(meant)}")

"""Periods and dates in words, in Dutch and English."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from duidelijk.periods import Period, PeriodKind


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


MONTHS = {
    "nl": _words(
        "januari februari maart april mei juni juli augustus september oktober november december"
    ),
    "en": _words(
        "January February March April May June July August September October November December"
    ),
}
SHORT_MONTHS = {
    "nl": _words("jan feb mrt apr mei jun jul aug sep okt nov dec"),
    "en": _words("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
}
_ORDINALS = {"nl": ("1e", "2e", "3e", "4e"), "en": ("first", "second", "third", "fourth")}


def date_words(date: dt.date, language: str) -> str:
    """``11 maart 2021``, ``11 March 2021``."""
    return f"{date.day}\u00a0{MONTHS[language][date.month - 1]} {date.year}"


def short_date_words(date: dt.date, language: str) -> str:
    """``11 mrt 2021``, for where there is little room."""
    return f"{date.day} {SHORT_MONTHS[language][date.month - 1]} {date.year}"


def month_words(date: dt.date, language: str) -> str:
    """``maart 2021``."""
    return f"{MONTHS[language][date.month - 1]} {date.year}"


@lru_cache(maxsize=8192)
def period_words(code: str, language: str) -> str:
    """A period as it stands in a sentence: ``december 2020``, ``het 4e kwartaal van 2020``."""
    period = Period.parse(code)
    dutch = language == "nl"
    nth = _ORDINALS[language][period.number - 1] if period.number <= 4 else ""
    match period.kind:
        case PeriodKind.YEAR:
            return str(period.year)
        case PeriodKind.MONTH:
            return month_words(period.start, language)
        case PeriodKind.QUARTER:
            if dutch:
                return f"het {nth} kwartaal van {period.year}"
            return f"the {nth} quarter of {period.year}"
        case PeriodKind.HALF_YEAR:
            if dutch:
                return f"de {nth} helft van {period.year}"
            return f"the {nth} half of {period.year}"
        case PeriodKind.SCHOOL_YEAR:
            span = f"{period.year}–{period.year + 1}"
            return f"schooljaar {span}" if dutch else f"school year {span}"
        case PeriodKind.WEEK:
            return (
                f"week {period.number} van {period.year}"
                if dutch
                else (f"week {period.number} of {period.year}")
            )
    if period.start == period.end:
        return date_words(period.start, language)
    until = "tot en met" if dutch else "to"
    return f"{date_words(period.start, language)} {until} {date_words(period.end, language)}"


def short_months(text: str, language: str) -> str:
    """A text with the names of months cut short, for where there is little room."""
    short = dict(zip(MONTHS[language], SHORT_MONTHS[language], strict=True))
    return " ".join(short.get(word, word) for word in text.split())


@lru_cache(maxsize=8192)
def period_label(code: str, language: str) -> str:
    """A period for an axis or a column: ``dec 2020``, ``2020-4``, ``20 apr 2021``."""
    period = Period.parse(code)
    short = SHORT_MONTHS[language][period.start.month - 1]
    match period.kind:
        case PeriodKind.YEAR:
            return str(period.year)
        case PeriodKind.MONTH:
            return f"{short} {period.year}"
        case PeriodKind.QUARTER:
            return f"{'K' if language == 'nl' else 'Q'}{period.number} {period.year}"
        case PeriodKind.HALF_YEAR:
            return f"{'H' if language == 'en' else 'helft '}{period.number} {period.year}"
        case PeriodKind.SCHOOL_YEAR:
            return f"{period.year}/{(period.year + 1) % 100:02}"
        case PeriodKind.WEEK:
            return f"wk {period.number} {period.year}"
    return short_date_words(period.start, language)

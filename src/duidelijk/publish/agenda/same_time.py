"""What else changed in the time of an action: measures in force, and what happened to a series."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from duidelijk.catalogue import Indicator, Measure
from duidelijk.editions.edition import Edition
from duidelijk.periods import Period
from duidelijk.publish.agenda.aim_verdicts import Around
from duidelijk.publish.agenda.moments import phrases
from duidelijk.publish.periods import date_words, period_words
from duidelijk.publish.sentences import capital, stopped

_NAMED = 3


@dataclass(frozen=True)
class SameTime:
    """A measure that was in force."""

    title: str
    first: dt.date
    until: dt.date | None
    when: str
    """From when to when, in words."""
    source: str


@dataclass(frozen=True)
class Measures:
    """The measures in force in a time."""

    measures: tuple[SameTime, ...]
    sentence: str
    """The heaviest of them by name, and how many there were; empty for none."""


def same_time(edition: Edition, first: dt.date, last: dt.date, language: str) -> Measures:
    """The measures in force from *first* to *last*, oldest first."""
    held = [
        each
        for each in edition.monitor.measures
        if each.from_ <= last and (each.until is None or each.until >= first)
    ]
    shown = tuple(
        SameTime(
            title=each.title.to(language),
            first=each.from_,
            until=each.until,
            when=_when(each, language),
            source=each.source or "",
        )
        for each in held
    )
    return Measures(shown, _sentence(held, (first, last), language))


def _when(measure: Measure, language: str) -> str:
    w, from_ = phrases(language), date_words(measure.from_, language)
    if measure.until is None:
        return w["effect_from_on"].format(from_=from_)
    return w["effect_from_to"].format(from_=from_, until=date_words(measure.until, language))


def _sentence(held: Sequence[Measure], shown: tuple[dt.date, dt.date], language: str) -> str:
    if not held:
        return ""

    def weighs(measure: Measure) -> tuple[int, int]:
        """The heaviest first, and of those what was in force longest."""
        until = min(measure.until or shown[1], shown[1])
        return -measure.weight, (max(measure.from_, shown[0]) - until).days

    w = phrases(language)
    named = [each.title.to(language) for each in sorted(held, key=weighs)[:_NAMED]]
    names = "; ".join(f"“{each}”" for each in named)
    if len(held) == 1:
        return w["effect_measures_one"].format(names=names)
    key = "effect_measures_all" if len(held) <= _NAMED else "effect_measures_some"
    return w[key].format(names=names, count=len(held))


def events_in(indicator: Indicator, found: Around, language: str) -> tuple[str, ...]:
    """What its declaration says happened to a series, from the last figure before the start on."""
    first = found.before or found.across or found.rows[0]
    last = found.rows[-1]
    return tuple(
        f"{capital(period_words(each.period, language))}: {stopped(each.note.to(language))}"
        for each in indicator.events
        if (period := Period.parse(each.period)).end >= first["period_start"]
        and period.start <= last["period_end"]
    )

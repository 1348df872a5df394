"""What a series did around the day an action began, in a few plain sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from duidelijk.catalogue import Indicator
from duidelijk.change.pairing import PAIRED
from duidelijk.change.verdict import Reason, Verdict
from duidelijk.duiding.report import FigureKey
from duidelijk.editions.edition import Edition
from duidelijk.periods import PER_YEAR, Period, PeriodKind
from duidelijk.publish.agenda.aim_verdicts import Around
from duidelijk.publish.agenda.moments import phrases
from duidelijk.publish.duiding.evidence import series_words
from duidelijk.publish.national import is_old
from duidelijk.publish.numbers import quantity, shown_decimals
from duidelijk.publish.periods import date_words, period_words
from duidelijk.publish.sentences import (
    REASON_WORDS,
    Change,
    capital,
    change_sentence,
    stopped,
)
from duidelijk.publish.series import Row

_CALENDAR: set[str] = {*PER_YEAR, PeriodKind.WEEK, PeriodKind.DAY}
_TESTED = (Verdict.RISEN, Verdict.FALLEN, Verdict.NO_DEMONSTRABLE_CHANGE)
_GOOD = {True: "effect_good", False: "effect_bad", None: "effect_neither"}
_STEPS_AHEAD = 800


def missing_sentence(edition: Edition, figure: FigureKey, language: str) -> str:
    """That an edition has nothing of a series, and what of it is missing."""
    w = phrases(language)
    if figure.indicator not in edition.monitor.indicators:
        return w["effect_unknown"].format(key=figure.indicator)
    return w["effect_no_figures"].format(series=series_words(edition, figure, language))


def course_sentences(
    edition: Edition, figure: FigureKey, found: Around, began: dt.date | None, language: str
) -> list[str]:
    """What was before, what is since, and whether the change is demonstrable."""
    return _Course(edition, figure, found, began, language).sentences()


class _Course:
    """The sentences on one series."""

    def __init__(
        self,
        edition: Edition,
        figure: FigureKey,
        found: Around,
        began: dt.date | None,
        language: str,
    ) -> None:
        self.edition, self.figure, self.found = edition, figure, found
        self.began, self.language = began, language
        self.indicator: Indicator = edition.monitor.indicators[figure.indicator]
        self.w: Mapping[str, str] = phrases(language)

    def sentences(self) -> list[str]:
        """Everything that is to be said, in order."""
        newest = self.found.newest
        if newest is None:
            series = series_words(self.edition, self.figure, self.language)
            return [self.w["effect_no_values"].format(series=series), *self._method()]
        if self.began is None:
            return [self._of(newest, "effect_planned"), *self._method(), *self._ended(newest)]
        return [
            *self._before(self.began),
            *self._since(self.began),
            *self._method(),
            *self._broken(),
            *self._ended(newest),
        ]

    def _of(self, row: Row, key: str, **other: str) -> str:
        """A phrase with a figure and its period."""
        decimals = shown_decimals(self.indicator, row["decimals"])
        value = quantity(row["value"], decimals, self.indicator, self.language)
        period = period_words(row["period"], self.language)
        return self.w[key].format(value=value, period=period, **other)

    def _before(self, began: dt.date) -> list[str]:
        day, found = date_words(began, self.language), self.found
        if found.before is None:
            said = [self.w["effect_no_before"].format(began=day)]
        else:
            said = [self._of(found.before, "effect_before", began=day)]
        if found.other:
            said.append(self._of(found.other, "effect_other_kind"))
        return said + ([self._of(found.across, "effect_across")] if found.across else [])

    def _since(self, began: dt.date) -> list[str]:
        since = self.found.since
        if not since:
            return [self.w["effect_none_since"], *self._awaited(began)]
        key = "effect_since_one" if len(since) == 1 else "effect_since_many"
        return [self._of(since[-1], key, count=str(len(since))), *self._demonstrable(began)]

    def _awaited(self, began: dt.date) -> list[str]:
        """When the first figure that speaks of the time since is to come."""
        last = self.found.rows[-1]
        if self._stopped:
            return []
        kinds = {self.indicator.frequency, last["period_kind"]}
        if kinds <= _CALENDAR and len(kinds) > 1:
            return [self.w["effect_next_mixed"]]
        period = first_since(self.indicator, last, began)
        if period is None:
            return [self.w["effect_next_unknown"]]
        date = period.end + dt.timedelta(days=self.indicator.reporting_delay)
        key = "effect_next_late" if date <= self.edition.date else "effect_next"
        words = period_words(period.code, self.language)
        return [self.w[key].format(period=words, date=date_words(date, self.language))]

    def _demonstrable(self, began: dt.date) -> list[str]:
        """Whether a comparison from before the start to after it shows a change."""
        found, newest = self.found, self.found.since[-1]
        told = spanning(found, began)
        if told is None or told["verdict"] not in _TESTED:
            return [self.w["effect_untold"].format(why=self._why(told))]
        decimals = shown_decimals(self.indicator, told["decimals"])
        said = [change_sentence(self.indicator, Change(told, decimals), self.language)]
        if told["period"] != newest["period"]:
            said.insert(0, self._of(told, "effect_of_period"))
        if told["verdict"] != Verdict.NO_DEMONSTRABLE_CHANGE:
            said.append(self.w[_GOOD[told["favourable"]]])
            if found.before and told["reference_period"] != found.before["period"]:
                said.append(self.w["effect_partly_before"])
        if told["period"] != newest["period"]:
            why = found.direct["reason"] if found.direct else None
            key = "effect_newest_untold_why" if why else "effect_newest_untold"
            said.append(self.w[key].format(why=self._why(found.direct)))
        return [" ".join(said)]

    def _why(self, told: Row | None) -> str:
        if told is None or not told["reason"] or told["reason"] == Reason.BREAK:
            return self.w["effect_no_span"]
        return REASON_WORDS[Reason(told["reason"])].to(self.language)

    def _method(self) -> list[str]:
        used = self.found.method
        named = self.figure.method
        method = self.indicator.method(used)
        if not named or named == used or method is None:
            return []
        return [self.w["effect_other_method"].format(method=method.title.to(self.language))]

    def _broken(self) -> list[str]:
        """The breaks between the last figure before the start and the newest."""
        first = self.found.before or self.found.across
        if first is None or not self.found.since:
            return []
        start, end = first["period_start"], self.found.since[-1]["period_end"]
        return [
            self.w["effect_break"].format(
                period=period_words(each.period, self.language),
                reason=stopped(capital(each.reason.to(self.language))),
            )
            for each in self.indicator.breaks
            if start < Period.parse(each.period).start <= end
        ]

    @property
    def _stopped(self) -> bool:
        """Whether the series had stopped on the edition's date."""
        since = self.indicator.stopped_since
        over = since is None or Period.parse(since).start <= self.edition.date
        return self.indicator.status == "stopped" and over

    def _ended(self, newest: Row) -> list[str]:
        if not self._stopped:
            return [self.w["effect_old"]] if is_old(self.edition, newest) else []
        since, successor = self.indicator.stopped_since, self.indicator.successor
        said = [self.w["effect_stopped"]]
        if since:
            words = period_words(since, self.language)
            said = [self.w["effect_stopped_since"].format(since=words)]
        if successor and successor in self.edition.monitor.indicators:
            title = self.edition.monitor.indicators[successor].title.to(self.language)
            said.append(self.w["effect_successor"].format(series=title))
        return [" ".join(said)]


def first_since(indicator: Indicator, last: Row, began: dt.date) -> Period | None:
    """The first period after the *last* one that begins on or after a day; ``None`` for a series
    that follows no calendar.
    """
    period = Period.parse(last["period"])
    if period.kind not in _CALENDAR or indicator.frequency == "irregular":
        return None
    for _ in range(_STEPS_AHEAD):
        period = period.next()
        if period.start >= began:
            return period
    return None


def spanning(found: Around, began: dt.date) -> Row | None:
    """The comparison of a figure since with one from before the start that says most: that of the
    newest figure with the last before where margins allow it, else of the newest figure that was
    compared with any from before; one that is tested goes first.
    """
    paired = {each.value for each in PAIRED}
    since = {row["period"] for row in found.since}
    spans: Sequence[Row] = [
        row
        for row in found.compared
        if row["comparison"] in paired
        and row["period"] in since
        and row["reference_period"] is not None
        and Period.parse(row["reference_period"]).end < began
    ]
    spans = [*([found.direct] if found.direct else []), *spans]
    tested = [row for row in spans if row["verdict"] in _TESTED]
    return next(iter([*tested, *spans]), None)

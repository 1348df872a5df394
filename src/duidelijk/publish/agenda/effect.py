"""What the figures did after an action: their course, the verdicts since, and what is not known.

It shows the order of events, never cause; and it says so.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from duidelijk.agenda.dossier import Action, Dossier
from duidelijk.catalogue import Indicator
from duidelijk.change.pairing import PAIRED
from duidelijk.change.verdict import Verdict
from duidelijk.duiding.report import FigureKey
from duidelijk.editions.edition import Edition
from duidelijk.publish.agenda.aim_picture import FigureRow, picture, table
from duidelijk.publish.agenda.aim_sentences import course_sentences, missing_sentence
from duidelijk.publish.agenda.aim_verdicts import Around, around
from duidelijk.publish.agenda.moments import Dated, began, day_words, days_of, phrases
from duidelijk.publish.agenda.same_time import SameTime, events_in, same_time
from duidelijk.publish.duiding.evidence import figure_address, series_words
from duidelijk.publish.expectation_sentences import expectation_sentence
from duidelijk.publish.numbers import quantity, shown_decimals
from duidelijk.publish.periods import period_words
from duidelijk.publish.sentences import (
    FAVOURABLE_WORDS,
    VERDICT_WORDS,
    Change,
    change_sentence,
    short_change,
)
from duidelijk.publish.series import Row


class Seen(StrEnum):
    """What an edition can say of a series."""

    UNKNOWN = "unknown"
    """It does not know the indicator."""
    NO_FIGURES = "no_figures"
    """It has no figure of that region and group."""
    NOT_BEGUN = "not_begun"
    """The action is only planned."""
    NONE_SINCE = "none_since"
    """No figure yet speaks of the time since."""
    SINCE = "since"


@dataclass(frozen=True)
class Judged:
    """One comparison of one figure, as values and in words."""

    period: str
    comparison: str
    reference_period: str
    value: float | None
    reference: float | None
    difference: float | None
    verdict: Verdict
    """Also the name of its mark."""
    reason: str
    favourable: bool | None
    main: bool
    """Whether it speaks for the figure."""
    period_words: str
    value_words: str
    reference_words: str
    than: str
    """What it is compared with."""
    word: str
    """The verdict in a word or two."""
    size: str
    """The difference with its sign; empty where there is none."""
    judgement: str
    """``gunstig``, ``ongunstig`` or ``geen oordeel``; empty without a demonstrable change."""
    sentence: str
    address: str


@dataclass(frozen=True)
class AimEffect:
    """What one series did around the day an action began."""

    figure: FigureKey
    title: str
    seen: Seen
    sentences: tuple[str, ...]
    chart: str
    """Markup for wide screens and phones; empty where there is nothing to draw."""
    table: tuple[FigureRow, ...]
    since: tuple[Judged, ...]
    """Every comparison of the figures since, newest first."""
    before: tuple[Judged, ...]
    """Those of the last figure from before: how it stood."""
    count: int
    """So many figures speak of the time since."""
    events: tuple[str, ...]
    """What is known to have happened to the series itself in this time."""
    address: str
    """The page of its newest figure; empty where there is none."""

    @property
    def sentence(self) -> str:
        """What there is to say, in one piece."""
        return " ".join(self.sentences)


@dataclass(frozen=True)
class ActionEffect:
    """What the figures did that an action was to move."""

    edition: str
    began: dt.date | None
    days: tuple[tuple[dt.date, str], ...]
    """The days of the action with what was done, in words; the lines of the charts."""
    aims: tuple[AimEffect, ...]
    warning: str
    """That this shows the order of events, not cause."""
    measures: tuple[SameTime, ...]
    """The measures in force in that time."""


def effect_of(edition: Edition, dossier: Dossier, action: Action, language: str) -> ActionEffect:
    """What the figures of an *edition* did that an *action* was to move."""
    start, days = began(dossier, action), days_of(dossier, action)
    aims = tuple(
        aim_effect(edition, each, start, days, language, id_=f"e-{dossier.number}-{action.id}-{n}")
        for n, each in enumerate(action.aims, 1)
    )
    first = start or min((each.date for each in days), default=edition.date)
    measures = same_time(edition, first, edition.date, language)
    return ActionEffect(
        edition=edition.id,
        began=start,
        days=tuple((each.date, day_words(each, language)) for each in days),
        aims=aims,
        warning=" ".join(filter(None, [phrases(language)["effect_warning"], measures.sentence])),
        measures=measures.measures,
    )


def aim_effect(
    edition: Edition,
    figure: FigureKey,
    start: dt.date | None,
    days: list[Dated],
    language: str,
    *,
    id_: str = "e",
) -> AimEffect:
    """What one series did around the *start* of an action, with its *days* in the chart; *id_*
    tells the charts of a page apart.
    """
    title = series_words(edition, figure, language)
    indicator = edition.monitor.indicators.get(figure.indicator)
    found = around(edition, figure, start)
    if indicator is None or found is None:
        seen = Seen.UNKNOWN if indicator is None else Seen.NO_FIGURES
        said = (missing_sentence(edition, figure, language),)
        return AimEffect(figure, title, seen, said, "", (), (), (), 0, (), "")
    sentences = tuple(course_sentences(edition, figure, found, start, language))
    newest, before = found.newest, found.before["period"] if found.before else ""
    judged = [_judged(edition, indicator, figure, each, language) for each in found.compared]
    return AimEffect(
        figure=figure,
        title=title,
        seen=_seen(found, start),
        sentences=sentences,
        chart=picture(
            edition,
            indicator,
            found,
            start,
            days,
            id_=id_,
            title=title,
            description=" ".join(sentences),
            language=language,
        ),
        table=table(edition, indicator, figure, found, start, language),
        since=tuple(each for each in judged if each.period != before),
        before=tuple(each for each in judged if each.period == before),
        count=len(found.since),
        events=events_in(indicator, found, language),
        address=figure_address(edition.id, figure, newest["period"]) if newest else "",
    )


def _seen(found: Around, start: dt.date | None) -> Seen:
    if found.newest is None:
        return Seen.NO_FIGURES
    if start is None:
        return Seen.NOT_BEGUN
    return Seen.SINCE if found.since else Seen.NONE_SINCE


def _judged(
    edition: Edition, indicator: Indicator, figure: FigureKey, row: Row, language: str
) -> Judged:
    w = phrases(language)
    decimals = shown_decimals(indicator, row["decimals"])
    change, verdict = Change(row, decimals), Verdict(row["verdict"])
    paired = row["comparison"] in {each.value for each in PAIRED}
    reference, moved = row["reference_period"], verdict in (Verdict.RISEN, Verdict.FALLEN)
    than = w[f"effect_than_{row['comparison']}"]
    if paired and reference is None:
        than = ""
    elif paired:
        than = than.format(period=period_words(reference, language))
    return Judged(
        period=row["period"],
        comparison=row["comparison"],
        reference_period=reference or "",
        value=row["value"],
        reference=row["reference"],
        difference=row["difference"],
        verdict=verdict,
        reason=row["reason"] or "",
        favourable=row["favourable"],
        main=row["main"],
        period_words=period_words(row["period"], language),
        value_words=quantity(row["value"], decimals, indicator, language),
        reference_words=quantity(row["reference"], decimals, indicator, language)
        if row["reference"] is not None
        else "",
        than=than,
        word=VERDICT_WORDS[verdict].to(language) if paired else w[f"effect_verdict_{verdict}"],
        size=short_change(indicator, change, language),
        judgement=FAVOURABLE_WORDS[row["favourable"]].to(language) if moved else "",
        sentence=change_sentence(indicator, change, language)
        if paired
        else expectation_sentence(indicator, change, language, figure.group),
        address=figure_address(edition.id, figure, row["period"]),
    )

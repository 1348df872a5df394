"""The actions that a next session gets on its agenda: new figures came of what they should move."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from duidelijk.agenda.dossier import Action, Dossier
from duidelijk.agenda.standing import standing
from duidelijk.agenda.workflow import State
from duidelijk.catalogue import Text
from duidelijk.change.verdict import Verdict
from duidelijk.duiding.report import FigureKey
from duidelijk.editions.edition import Edition
from duidelijk.periods import Period
from duidelijk.publish.agenda.aim_verdicts import Around, around
from duidelijk.publish.agenda.moments import began, phrases
from duidelijk.publish.duiding.evidence import figure_address, series_words
from duidelijk.publish.periods import date_words, period_words
from duidelijk.publish.sentences import FAVOURABLE_WORDS, VERDICT_WORDS
from duidelijk.publish.series import Row
from duidelijk.publish.words import LANGUAGES

_FOLLOWED = (State.OPEN, State.CLOSED)
"""A signal that was closed is still followed: what the figures do comes later."""


@dataclass(frozen=True)
class NewFigure:
    """A series with a new figure that speaks of the time since an action began."""

    figure: FigureKey
    title: Text
    period: str
    address: str
    """The page of that figure."""
    verdict: Verdict
    favourable: bool | None
    why: Text
    """Why it comes up, in a sentence."""


@dataclass(frozen=True)
class DueAction:
    """An action to talk about again."""

    number: int
    """Of its signal."""
    signal: Text
    action: str
    title: Text
    owner: Text
    began: dt.date
    themes: tuple[str, ...]
    figures: tuple[NewFigure, ...]


def due_for_session(edition: Edition, dossiers: Iterable[Dossier]) -> list[DueAction]:
    """The actions of which figures they should move are new in this edition, and speak of the time
    since they began; by the number of their signal.
    """
    found = []
    for dossier in sorted(dossiers, key=lambda each: each.number):
        if standing(dossier).signal not in _FOLLOWED:
            continue
        for action in dossier.actions:
            start = began(dossier, action)
            figures = tuple(_new(edition, action, start)) if start else ()
            if start and figures:
                found.append(
                    DueAction(
                        number=dossier.number,
                        signal=dossier.title,
                        action=action.id,
                        title=action.title,
                        owner=action.owner.name,
                        began=start,
                        themes=dossier.themes,
                        figures=figures,
                    )
                )
    return found


def _new(edition: Edition, action: Action, start: dt.date) -> list[NewFigure]:
    """The series that an action aims at with a new figure since it began."""
    new = []
    for figure in action.aims:
        if not _any_fresh(edition, figure, start):
            continue  # working out the verdicts of a whole series takes long
        found = around(edition, figure, start)
        row = _fresh(found) if found else None
        if found is None or row is None:
            continue
        nl, en = (series_words(edition, figure, language) for language in LANGUAGES)
        new.append(
            NewFigure(
                figure=figure,
                title=Text(nl, en),
                period=row["period"],
                address=figure_address(edition.id, figure, row["period"]),
                verdict=Verdict(row["verdict"]),
                favourable=row["favourable"],
                why=Text(*(_why(row, len(found.since), start, each) for each in LANGUAGES)),
            )
        )
    return new


def _any_fresh(edition: Edition, figure: FigureKey, start: dt.date) -> bool:
    """Whether a figure by any method is new and of the time since."""
    rows = edition.change_of(figure.indicator, figure.region, figure.group)
    return any(row["fresh"] and Period.parse(row["period"]).start >= start for row in rows)


def _fresh(found: Around) -> Row | None:
    """The comparison that speaks for the newest figure, when that is new and of the time since."""
    if not found.since:
        return None
    newest = found.since[-1]["period"]
    own = [row for row in found.compared if row["period"] == newest and row.get("fresh")]
    return own[0] if own else None


def _why(row: Row, count: int, start: dt.date, language: str) -> str:
    """That a figure is new, the how-manieth it is since the start, and its verdict."""
    w, verdict = phrases(language), Verdict(row["verdict"])
    told = VERDICT_WORDS[verdict].to(language)
    if verdict in (Verdict.RISEN, Verdict.FALLEN):
        told = f"{told} ({FAVOURABLE_WORDS[row['favourable']].to(language)})"
    if row["reference_period"] is not None:
        than = w[f"effect_than_{row['comparison']}"]
        told = f"{told}, {than.format(period=period_words(row['reference_period'], language))}"
    key = "effect_due_one" if count == 1 else "effect_due_many"
    return w[key].format(
        period=period_words(row["period"], language),
        began=date_words(start, language),
        count=count,
        told=told,
    )

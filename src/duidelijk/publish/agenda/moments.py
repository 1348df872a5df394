"""The days of an action: when it was planned, began and ended, and which milestones were met."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from duidelijk.agenda.dossier import Action, Dossier
from duidelijk.agenda.standing import standing
from duidelijk.agenda.workflow import State, Thing
from duidelijk.catalogue import Text
from duidelijk.publish.charts.moments import Moment
from duidelijk.publish.periods import date_words, short_date_words
from duidelijk.publish.words import read_words

WORDS = Path(__file__).with_name("effect_words.yaml")


class Done(StrEnum):
    """What was done on a day."""

    PLANNED = "planned"
    STARTED = "started"
    FINISHED = "finished"
    STOPPED = "stopped"
    RESUMED = "resumed"
    MET = "met"


_STEPS = {
    "plan": Done.PLANNED,
    "start": Done.STARTED,
    "finish": Done.FINISHED,
    "stop": Done.STOPPED,
    "resume": Done.RESUMED,
}


@dataclass(frozen=True)
class Dated:
    """A day of an action."""

    date: dt.date
    done: Done
    number: int = 0
    """Of a milestone, from 1 in the order of the action."""
    text: Text | None = None
    """Of a milestone what it is."""


def phrases(language: str) -> Mapping[str, str]:
    """The words of what figures did, by key."""
    return read_words(language, WORDS)


def began(dossier: Dossier, action: Action) -> dt.date | None:
    """The day an action began; of one that was finished and never told to begin that of its plan.
    ``None`` while it is only planned.
    """
    steps = standing(dossier).steps_of(Thing.ACTION, action.id)
    names = {each.name: each.on for each in reversed(steps)}
    if "start" in names:
        return names["start"]
    return names.get("plan") if "finish" in names or "resume" in names else None


def days_of(dossier: Dossier, action: Action) -> list[Dated]:
    """The days of an action, oldest first; a plan of the day it began is not told apart."""
    stands = standing(dossier)
    found = [Dated(each.on, _STEPS[each.name]) for each in stands.steps_of(Thing.ACTION, action.id)]
    started = {each.date for each in found if each.done is Done.STARTED}
    found = [each for each in found if each.done is not Done.PLANNED or each.date not in started]
    for number, milestone in enumerate(action.milestones, 1):
        if stands.of(Thing.MILESTONE, milestone.id) is State.MET:
            met = stands.steps_of(Thing.MILESTONE, milestone.id)[-1]
            found.append(Dated(met.on, Done.MET, number, milestone.text))
    return sorted(found, key=lambda each: each.date)


def day_words(dated: Dated, language: str) -> str:
    """``8 december 2020 gestart``."""
    w = phrases(language)
    what = w[f"effect_mark_{dated.done}"]
    if dated.done is Done.MET:
        what = w["effect_met"].format(text=dated.text.to(language) if dated.text else "")
    return w["effect_on"].format(date=date_words(dated.date, language), what=what)


def marks(days: Sequence[Dated], language: str) -> list[Moment]:
    """The days as a chart shows them; what was done on one day is one line."""
    w = phrases(language)
    together: dict[dt.date, list[Dated]] = {}
    for each in days:
        together.setdefault(each.date, []).append(each)
    found = []
    for date, own in together.items():
        words = [w[f"effect_mark_{each.done}"].format(number=each.number) for each in own]
        label = ", ".join(words)
        if any(each.done is not Done.MET for each in own):
            label = f"{label} {short_date_words(date, language)}"
        told = "; ".join(day_words(each, language) for each in own)
        found.append(Moment(date, label, told))
    return found

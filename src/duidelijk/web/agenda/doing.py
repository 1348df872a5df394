"""Perspective for action, for everybody: per theme what is seen, what is done, what to copy."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from duidelijk.agenda.practice import Audience
from duidelijk.agenda.practice import Practice as PracticeTold
from duidelijk.agenda.standing import TAKEN_BACK
from duidelijk.agenda.workflow import State
from duidelijk.catalogue import Text
from duidelijk.editions.edition import Edition
from duidelijk.foundation.documents import from_plain
from duidelijk.publish.agenda.practices import PracticeShown, practice_shown
from duidelijk.publish.agenda.showing import ActionShown, SignalShown, signal_shown
from duidelijk.publish.chosen import shown
from duidelijk.publish.developments import by_indicator
from duidelijk.publish.duiding.conclusions import of_theme
from duidelijk.publish.duiding.plain import in_language
from duidelijk.web.accounts.rights import Kind
from duidelijk.web.agenda.models import Addressee, Facet, Practice, Publication, PublicSignal
from duidelijk.web.agenda.naming import Names
from duidelijk.web.agenda.publishing import published_dossier
from duidelijk.web.agenda.tracking import Wanted, tracked
from duidelijk.web.dashboard.pages.duiding import leading
from duidelijk.web.dashboard.pages.striking import of_theme as striking_of_theme
from duidelijk.web.dashboard.places import Place
from duidelijk.web.library import library
from duidelijk.web.words import words

_MOST_SEEN = 3
_MOST_SIGNALS = 30
"""Of so many signals the actions stand on the page of a theme; the list of signals has the rest."""
ANCHORS = {Audience.MUNICIPALITIES: "gemeenten", Audience.STATE: "rijk"}
_OF_THE_STATE = frozenset({Kind.MINISTRY, Kind.EXECUTING_BODY, Kind.POLICE})
_ORDER = (State.UNDER_WAY, State.PLANNED, State.DONE, State.STOPPED)


@dataclass(frozen=True)
class ActionRow:
    """What somebody does, with the signal it answers."""

    action: ActionShown
    signal: SignalShown
    url: str
    """Of its part of the page of the signal."""


@dataclass(frozen=True)
class Told:
    """How much is told by the published signals of a theme."""

    signals: int = 0
    asked: int = 0
    """Questions and proposals that were put to somebody."""
    actions: int = 0


def doing_page(edition: Edition, place: Place) -> dict[str, Any]:
    """Every theme, with how much is seen, asked, done and to be copied."""
    practices = published_practices()
    counted = _told_of_themes()
    ready = Counter((each.theme, each.audience) for each in practices if not each.withdrawn)
    return {
        "subjects": [
            {
                "title": each.title.to(place.language),
                "question": each.question.to(place.language),
                "url": place.doing(each.id),
                "theme_url": place.theme(each.id),
                "signals_url": place.signals("theme", each.id),
                "seen": _striking(edition, each.id),
                "told": counted.get(each.id, Told()),
                "for": [
                    {
                        "audience": audience.value,
                        "count": ready[each.id, audience],
                        "url": f"{place.doing(each.id)}#{anchor}",
                    }
                    for audience, anchor in ANCHORS.items()
                ],
            }
            for each in edition.monitor.themes
        ],
        "example": any(each.example for each in practices),
    }


def theme_page(edition: Edition, theme: str, place: Place, today: dt.date) -> dict[str, Any] | None:
    """What municipalities and the state can do about a theme; ``None`` for no such theme."""
    found = next((each for each in edition.monitor.themes if each.id == theme), None)
    if found is None:
        return None
    names = Names(edition, place.language)
    practices = _shown(published_practices(theme), names, place)
    public = tracked(Wanted({"theme": theme}), today)
    actions, rest = _actions(public, names, place, today)
    kinds = dict(Addressee.objects.values_list("slug", "kind"))
    parts = []
    for audience, anchor in ANCHORS.items():
        own = [each for each in practices if each.audience is audience]
        parts.append(
            {
                "audience": audience.value,
                "anchor": anchor,
                "actions": [
                    each
                    for each in actions
                    if _audience(kinds.get(each.action.owner.key, "")) is audience
                ],
                "practices": [each for each in own if not each.withdrawn],
                "withdrawn": [each for each in own if each.withdrawn],
            }
        )
    return {
        "subject": {
            "title": found.title.to(place.language),
            "question": found.question.to(place.language),
            "url": place.theme(theme),
        },
        "said": _said(theme, place),
        "striking": striking_of_theme(edition, theme, place, _MOST_SEEN),
        "more_striking": max(_striking(edition, theme) - _MOST_SEEN, 0),
        "signals": [
            {
                "title": in_language(Text(**each.row["title"]), place.language),
                "url": place.signal(each.pk),
                "stage": words(place.language)[f"stage_{each.stage}"],
                "example": each.row["example"],
            }
            for each in public[:_MOST_SEEN]
        ],
        "parts": parts,
        "rest": rest,
        "signals_url": place.signals("theme", theme),
        "example": any(each.example for each in practices)
        or any(each.signal.example for each in actions),
    }


def _said(theme: str, place: Place) -> dict[str, Any] | None:
    """The first conclusions of the newest edition of which people concluded something on a theme;
    one that was corrected is passed over for its correction.
    """
    editions = library().editions()
    corrected = {each.corrects for each in editions.values()}
    for edition in reversed(list(editions.values())):
        there = place.of(edition.id)
        found = of_theme(edition, theme, leading(there), place.language)
        if found and edition.id not in corrected:
            return {
                "title": edition.title.to(place.language),
                "url": there.theme_duiding(theme),
                "example": any(each.example for each in found),
                "conclusions": [
                    {"told": each, "url": f"{there.session(each.session)}#{each.anchor}"}
                    for each in found[:_MOST_SEEN]
                ],
            }
    return None


def _striking(edition: Edition, theme: str) -> int:
    """How many indicators of a theme have something that stands out."""
    return len(by_indicator([each for each in shown(edition) if each["theme"] == theme]))


def _actions(
    signals: QuerySet[PublicSignal], names: Names, place: Place, today: dt.date
) -> tuple[list[ActionRow], int]:
    """What is done about these signals, and of how many signals more it is not told."""
    public = signals.filter(row__actions__gt=0).exclude(stage__in=TAKEN_BACK)
    rows: list[ActionRow] = []
    for each in public.select_related("publication")[:_MOST_SIGNALS]:
        dossier = published_dossier(each.publication)
        told = signal_shown(dossier, names, leading(place), place.language, today)
        url = place.signal(each.pk)
        rows += [ActionRow(action, told, f"{url}#{action.id}") for action in told.actions]
    rows.sort(key=lambda row: _ORDER.index(row.action.state))
    return rows, max(public.count() - _MOST_SIGNALS, 0)


def _audience(kind: str) -> Audience:
    """In which part stands what an organisation of a *kind* does."""
    return Audience.STATE if kind in _OF_THE_STATE else Audience.MUNICIPALITIES


def published_practices(theme: str = "") -> list[PracticeTold]:
    """The practices that everybody may read, as they were published."""
    kept = Practice.objects.filter(published__isnull=False).order_by("pk")
    told = [from_plain(PracticeTold, each) for each in kept.values_list("published", flat=True)]
    return [each for each in told if not theme or each.theme == theme]


def _shown(practices: Sequence[PracticeTold], names: Names, place: Place) -> list[PracticeShown]:
    """In words: what somebody does first, then what nobody has tried."""
    tried_first = sorted(practices, key=lambda each: not each.organisation)
    return [practice_shown(each, names, leading(place), place.language) for each in tried_first]


def _told_of_themes() -> dict[str, Told]:
    last = Publication.objects.order_by("-pk").values_list("pk", "moment").first()
    return _counted(str(connection.settings_dict["NAME"]), last)


@lru_cache(maxsize=8)
def _counted(_database: str, _last: tuple[int, dt.datetime] | None) -> dict[str, Told]:
    """Counted once for each publication: nothing else changes what is published."""
    found: dict[str, Told] = {}
    rows = Facet.objects.filter(of=Facet.Of.THEME).values_list("key", "public__row")
    for theme, row in rows.iterator():
        so_far = found.get(theme, Told())
        found[theme] = Told(
            so_far.signals + 1,
            so_far.asked + len(row["asked"]),
            so_far.actions + row["actions"],
        )
    return found


def public_state() -> str:
    """What changes with everything that is published of signals and practices."""
    last = Publication.objects.order_by("-pk").values_list("pk", flat=True).first()
    kept = Practice.objects.filter(published__isnull=False).order_by("pk")
    return repr((last, list(kept.values_list("published", flat=True))))

"""How the signals stood when an edition came out: on a page of their own, and in brief."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from duidelijk.agenda.dossier import Dossier
from duidelijk.editions.edition import Edition
from duidelijk.publish.agenda.count_sentences import counts_sentence
from duidelijk.publish.agenda.counting import counted
from duidelijk.publish.agenda.edition_names import EditionNames
from duidelijk.publish.agenda.showing import SignalShown, signal_shown
from duidelijk.web.dashboard.pages.duiding import leading
from duidelijk.web.dashboard.places import Place

_IN_BRIEF = 4


def sealed_page(edition: Edition, place: Place) -> dict[str, Any]:
    """Every signal of an edition, with what was asked, answered and done by then."""
    return {
        "counted": _counted(edition, edition.texts.signals, place),
        "signals": [_row(each, place) for each in _shown(edition, place)],
        "example": any(each.example for each in edition.texts.signals),
    }


def in_brief(
    edition: Edition, place: Place, theme: str = "", group: str = "", region: str = ""
) -> dict[str, Any] | None:
    """The signals of an edition that are about something, the first of them; ``None`` of none."""
    own = [
        each
        for each in edition.texts.signals
        if (not theme or theme in each.themes)
        and (not group or group in each.groups)
        and (not region or region in each.regions)
    ]
    if not own:
        return None
    shown = [_row(each, place) for each in _shown(edition, place, own[:_IN_BRIEF])]
    return {
        "counted": _counted(edition, own, place),
        "rows": shown,
        "more": len(own) - len(shown),
        "example": any(each.example for each in own),
        "url": place.of(edition.id).sealed_signals(),
    }


def _counted(edition: Edition, dossiers: Sequence[Dossier], place: Place) -> str:
    return counts_sentence(counted(dossiers, edition.date), place.language)


def _shown(
    edition: Edition, place: Place, dossiers: list[Dossier] | None = None
) -> list[SignalShown]:
    names = EditionNames(edition, place.language)
    link = leading(place)
    every = edition.texts.signals if dossiers is None else dossiers
    return [signal_shown(each, names, link, place.language, edition.date) for each in every]


def _row(told: SignalShown, place: Place) -> dict[str, Any]:
    return {"told": told, "url": place.signal(told.number)}

"""A signal in words with the names and links of this site."""

from __future__ import annotations

from typing import Any

from duidelijk.agenda.dossier import Action, Dossier
from duidelijk.editions.edition import Edition
from duidelijk.publish.agenda.effect import effect_of
from duidelijk.publish.agenda.showing import SignalShown, day_of, signal_shown
from duidelijk.web.agenda.models import today
from duidelijk.web.agenda.naming import Names, NoNames
from duidelijk.web.dashboard.pages.duiding import leading
from duidelijk.web.dashboard.places import Place
from duidelijk.web.library import library


def with_effects(
    dossier: Dossier, told: SignalShown, edition: Edition | None, place: Place
) -> list[dict[str, Any]]:
    """Every action in words, with what the figures of an *edition*, where there is one, did after
    it.
    """
    effects = {each.id: each for each in dossier.actions if each.aims}
    return [
        {
            "told": each,
            "effect": _effect(dossier, effects[each.id], edition, place)
            if each.id in effects and edition
            else None,
        }
        for each in told.actions
    ]


def _effect(dossier: Dossier, action: Action, edition: Edition, place: Place) -> dict[str, Any]:
    found = effect_of(edition, dossier, action, place.language)
    link = leading(place)
    return {
        "told": found,
        "edition": edition.title.to(place.language),
        "days": [(day_of(day, place.language), what) for day, what in found.days],
        "aims": [{"told": each, "url": link(each.address)} for each in found.aims],
    }


def told_shown(dossier: Dossier, language: str, place: Place | None = None) -> SignalShown:
    """A signal with everything that followed, as it stands today."""
    newest = library().newest()
    names: Names | NoNames = Names(newest, language) if newest else NoNames()
    return signal_shown(dossier, names, leading(place or Place(language)), language, today())

"""What stands on the picture that goes with a link to a page."""

from __future__ import annotations

from duidelijk.editions.edition import Edition
from duidelijk.publish.developments import by_region
from duidelijk.publish.group_figures import group_sentence
from duidelijk.publish.national import national_sentences
from duidelijk.publish.releases import publishers
from duidelijk.publish.striking import head_sentence
from duidelijk.web.dashboard.pages.striking import of_theme
from duidelijk.web.dashboard.places import Place
from duidelijk.web.words import words


def share_of(edition: Edition, subject: str, key: str, place: Place) -> dict[str, str] | None:
    """Kicker, heading, sentence and foot; ``None`` when the edition has no such subject."""
    language, monitor = place.language, edition.monitor
    foot = monitor.publisher.to(language).partition(". ")[0]
    told: tuple[str, str] | None = None
    if subject == "front":
        head = head_sentence(edition.striking, language) if edition.striking else ""
        told = monitor.title.to(language), head or monitor.lead.to(language)
    elif subject == "theme":
        told = _theme(edition, key, place)
    elif subject == "group":
        target = monitor.target_group(key)
        if target is not None:
            told = target.title.to(language), group_sentence(edition, target, language)
    elif subject == "region" and key in edition.regions:
        told = edition.regions[key].name.to(language), _region(edition, key, language)
    elif subject == "indicator" and key in monitor.indicators:
        indicator = monitor.indicators[key]
        kept = national_sentences(edition, key, language)
        said = f"{kept.get('value', '')} {kept.get('change', '')}".strip()
        told = indicator.question.to(language), said or indicator.definition.to(language)
        foot = f"{words(language)['source']}: {publishers(edition, indicator, language)}"
    if told is None:
        return None
    kicker = f"{monitor.title.to(language)} · {edition.title.to(language)}"
    return {"kicker": kicker, "heading": told[0], "sentence": told[1], "foot": foot}


def _theme(edition: Edition, key: str, place: Place) -> tuple[str, str] | None:
    theme = next((each for each in edition.monitor.themes if each.id == key), None)
    if theme is None:
        return None
    language = place.language
    listed = of_theme(edition, key, place, most=1)
    said = (
        f"{listed[0]['value']} {listed[0]['sentence']}" if listed else theme.question.to(language)
    )
    return theme.title.to(language), said


def _region(edition: Edition, key: str, language: str) -> str:
    own = by_region(edition).get(key, [])
    return str(own[0]["sentences"][language]) if own else words(language)["region_nothing"]

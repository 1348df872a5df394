"""Questions in words, for readers and for who answers them."""

from __future__ import annotations

from typing import Any

from django.urls import Resolver404, resolve
from django.utils import timezone

from duidelijk.editions.edition import Edition
from duidelijk.publish.periods import date_words, period_words
from duidelijk.web.dashboard.pages.prose import shown_prose
from duidelijk.web.dashboard.places import Place
from duidelijk.web.questions.models import Question


def shown_question(held: Question, edition: Edition | None, place: Place) -> dict[str, Any]:
    """A question with its answer as pages show it."""

    def day(moment: Any) -> str:
        return date_words(timezone.localtime(moment).date(), place.language) if moment else ""

    return {
        "about": held.about,
        "title": title_of(edition, held.about, place.language),
        "edition": held.edition,
        "text": held.text,
        "language": held.language,
        "asked": day(held.asked),
        "answer": answer_html(held.answer, held, edition),
        "answered": day(held.answered),
    }


def answer_html(text: str, held: Question, edition: Edition | None) -> str:
    """An answer in Markdown, as it stands under its question; empty for none."""
    return shown_prose(edition, text, Place(held.language)) if text.strip() else ""


def title_of(edition: Edition | None, address: str, language: str) -> str:
    """What a page is about, in words; its address where that is all there is."""
    try:
        given = resolve(address).kwargs
    except Resolver404:  # a page of an earlier version of the program
        return address
    if edition is None:
        return address
    key, monitor = given.get("key", ""), edition.monitor
    target = monitor.target_group(key)
    names = [
        monitor.indicators[key].title if key in monitor.indicators else None,
        target.title if target else None,
        next((each.title for each in monitor.themes if each.id == key), None),
        edition.regions[key].name if key in edition.regions else None,
    ]
    found = next((each.to(language) for each in names if each is not None), "")
    if not found:
        return address if address.strip("/") not in ("", "en") else monitor.title.to(language)
    period = given.get("period")
    return f"{found}, {period_words(period, language)}" if period else found

"""What the editors' pages show, in words."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from duidelijk.catalogue import Monitor
from duidelijk.editions.calendar import State, calendar
from duidelijk.editions.edition import Edition
from duidelijk.editions.readiness import Kind, Wait
from duidelijk.editions.texts import LANGUAGES, OPENING, development_key, text_names, theme_text
from duidelijk.publish.developments import about
from duidelijk.publish.periods import date_words
from duidelijk.web.audit.showing import moment_words
from duidelijk.web.dashboard.pages.striking import shown_verdict
from duidelijk.web.editorial.desk import in_review, monitor_in_force, monitor_of, published
from duidelijk.web.editorial.models import ChoiceVersion
from duidelijk.web.editorial.writing import TextKey, latest, latest_choices
from duidelijk.web.operations.database_state import began
from duidelijk.web.words import words

_OF_TEXTS = (Kind.MISSING_TEXT, Kind.UNKNOWN_CHART, Kind.CHART_WITHOUT_WORDS)


def due_rows(language: str) -> list[dict[str, Any]]:
    """The editions that are still to come, the first in front; empty without declarations."""
    try:
        found = calendar_rows(language)
    except Http404:
        return []
    return [each for each in reversed(found) if not each["done"]]


def calendar_rows(language: str) -> list[dict[str, Any]]:
    """Every edition on the calendar, the latest first."""
    monitor, phrases = monitor_in_force(), words(language)
    titles = {each.id: each.title.to(language) for each in monitor.editions}
    found = calendar(monitor, published(), in_review(), timezone.localdate(), began())
    return [
        {
            "id": due.id,
            "title": titles[due.id] if due.id else phrases["edition_foreseen"],
            "url": reverse("edition_desk", args=[due.id]) if due.id else "",
            "date": date_words(due.date, language),
            "review": date_words(due.review, language),
            "state": phrases[f"life_{due.state}"],
            "late": due.late,
            "afterwards": due.afterwards,
            "done": due.state is State.PUBLISHED,
        }
        for due in reversed(found)
    ]


def state_of(edition: str) -> State:
    """How far a planned edition is."""
    if edition in published():
        return State.PUBLISHED
    return State.IN_REVIEW if edition in in_review() else State.PLANNED


def text_title(monitor: Monitor, name: str, language: str) -> str:
    """What a text of an edition that *monitor* declares is about."""
    if name == OPENING:
        return words(language)["text_opening"]
    titles = {theme_text(each.id): each.title.to(language) for each in monitor.themes}
    return titles.get(name, name)


def text_rows(edition: str, language: str) -> list[dict[str, Any]]:
    """Every text of an edition, with how far it is in each language."""
    rows, monitor = [], monitor_of(edition)
    for name in text_names(monitor):
        states = []
        for each in LANGUAGES:
            held = latest(TextKey(edition, name, each))
            written = held is not None and bool(held.text.strip())
            states.append(
                {
                    "language": each,
                    "url": reverse("text", args=[edition, name, each]),
                    "written": written,
                    "by": held.author.name if held and written else "",
                    "saved": moment_words(held.saved) if held and written else "",
                }
            )
        rows.append({"title": text_title(monitor, name, language), "languages": states})
    return rows


def choice_rows(edition: str, review: Edition, language: str) -> list[dict[str, Any]]:
    """Every striking development of an edition in review, with what was chosen."""
    chosen = latest_choices(edition)
    rows = []
    for number, each in enumerate(_developments(review)):
        key = development_key(each)
        held = chosen.get(key)
        rows.append(
            {
                "number": number,
                "key": key,
                "title": review.monitor.indicators[each["indicator"]].title.to(language),
                "about": about(review, each, language),
                "sentence": each["sentences"][language],
                "verdict": shown_verdict(review, each, language),
                "choice": held.choice if held else "",
                "reason_nl": held.reason_nl if held else "",
                "reason_en": held.reason_en if held else "",
                "reason": _reason(held, language) if held else "",
                "by": held.author.name if held else "",
            }
        )
    return rows


def _reason(chosen: ChoiceVersion, language: str) -> str:
    """Why it was chosen so, in the other language where there is no other."""
    both: dict[str, str] = {"nl": chosen.reason_nl, "en": chosen.reason_en}
    return both[language] or both["nl"] or both["en"]


def evidence(review: Edition, name: str, language: str) -> list[dict[str, Any]]:
    """What an edition found striking that a text may speak of."""
    of_theme = [
        each
        for each in _developments(review)
        if name == OPENING or theme_text(each["theme"]) == name
    ]
    return [
        {
            "title": review.monitor.indicators[each["indicator"]].title.to(language),
            "sentence": each["sentences"][language],
            "verdict": shown_verdict(review, each, language),
            "chart": f"![{each['sentences'][language]}](indicator:{each['indicator']})",
        }
        for each in of_theme
    ]


def waits(review: Edition, found: list[Wait], language: str) -> list[str]:
    """What keeps an edition from coming out, a sentence each."""
    phrases = words(language)
    keys = {development_key(each): each for each in _developments(review)}
    told = []
    for each in found:
        subject = each.subject
        if subject in keys:
            held = keys[subject]
            title = review.monitor.indicators[held["indicator"]].title.to(language)
            subject = f"{title} ({about(review, held, language)})"
        elif each.kind in _OF_TEXTS:
            name, _, rest = subject.partition(" ")
            subject = f"{text_title(review.monitor, name, language)} {rest}".strip()
        sentence = phrases[f"wait_{each.kind}"].format(detail=each.detail)
        told.append(f"{subject}: {sentence}")
    return told


def _developments(review: Edition) -> list[dict[str, Any]]:
    return list(review.striking["developments"]) if review.striking else []

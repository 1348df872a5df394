"""A session, its agenda and its mix of people, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from duidelijk.duiding.mix import Part
from duidelijk.duiding.phases import Phase
from duidelijk.duiding.report import FigureKey
from duidelijk.web.accounts.models import User
from duidelijk.web.audit.showing import moment_words
from duidelijk.web.dashboard.pages.striking import shown_verdict
from duidelijk.web.dashboard.places import Place
from duidelijk.web.duiding.citing import item_evidence
from duidelijk.web.duiding.evidence import development_of, edition_of, shown_figure
from duidelijk.web.duiding.models import (
    Item,
    Session,
)
from duidelijk.web.library import library
from duidelijk.web.words import words

_LINKED = re.compile(r'<th scope="row"><a href="[^"]*">([^<]*)</a>')


def session_shown(session: Session, language: str) -> dict[str, Any]:
    """The particulars of a session."""
    phrases = words(language)
    edition = edition_of(session.edition)
    title = edition.title.to(language) if edition else session.edition
    theme = next(
        (each for each in edition.monitor.themes if each.id == session.theme)
        if edition
        else iter([]),
        None,
    )
    return {
        "key": session.pk,
        "question": session.question_in(language),
        "edition": session.edition,
        "edition_title": title,
        "not_out": session.edition not in library().editions(),
        "theme": theme.title.to(language) if theme else "",
        "starts": moment_words(session.starts),
        "place": session.place,
        "place_link": session.place if session.place.startswith("https://") else "",
        "note": session.note,
        "phase": session.phase,
        "phase_words": phrases[f"phase_{session.phase}"],
        "phase_do": phrases[f"phase_{session.phase}_do"],
        "attribution": phrases[f"attribution_{session.attribution}"],
        "example": session.example,
        "facilitator": session.facilitator.name,
        "tables": session.tables,
        "lang": session.language,
    }


def afterwards(session: Session, language: str) -> dict[str, str] | None:
    """Where the report of a session can be read by everybody; ``None`` while no edition that is out
    holds it.
    """
    if session.stage is not Phase.CLOSED:
        return None
    for id_, edition in library().editions().items():
        if any(each.id == str(session.pk) for each in edition.texts.duiding):
            place = Place(language, id_)
            return {
                "title": edition.title.to(language),
                "url": place.duiding(),
                "record": place.duiding_record(),
            }
    return None


def sessions_of(user: User, language: str) -> list[dict[str, Any]]:
    """The sessions that somebody leads or takes part in and that are not closed, the next first."""
    open_ones = Session.objects.exclude(phase=Phase.CLOSED).select_related("facilitator")
    mine = open_ones.filter(
        Q(facilitator=user) | Q(members__user=user, members__withdrawn=None)
    ).distinct()
    return [
        session_shown(each, language)
        | {
            "url": reverse(
                "session" if each.facilitator_id == user.pk else "take_part", args=[each.pk]
            )
        }
        for each in mine.order_by("starts", "pk")
    ]


def sessions_about(edition: str, user: User, language: str) -> list[dict[str, Any]]:
    """The sessions about an edition, with whether their report goes along at its publication."""
    held = Session.objects.filter(edition=edition).select_related("facilitator")
    return [
        session_shown(each, language)
        | {
            "url": reverse("session", args=[each.pk]) if each.facilitator_id == user.pk else "",
            "established": each.stage is Phase.CLOSED,
        }
        for each in held
    ]


def agenda_of(session: Session, language: str) -> list[dict[str, Any]]:
    """What is on the agenda of a session, in order."""
    return [
        {"pk": each.pk, "title": each.title_in(language)}
        for each in session.items.filter(state=Item.State.ON)
    ]


def item_shown(session: Session, item: Item, language: str) -> dict[str, Any]:
    """An item with the figure it is about, as everybody in the room sees it."""
    edition = edition_of(session.edition)
    found = {
        "key": item.pk,
        "title": item.title_in(language),
        "why": item.why,
        "by": item.proposed_by,
        "theme": item.theme,
    }
    evidence = item_evidence(session, item)
    if edition is None or evidence is None or evidence.figure is None:
        return found | {"figure": None, "sentence": "", "verdict": None}
    own = edition if evidence.edition == edition.id else edition_of(evidence.edition)
    if own is None:
        return found | {"figure": None, "sentence": evidence.caption.to(language), "verdict": None}
    development = development_of(own, item.development) if item.development else None
    figure = shown_figure(own, _series(evidence.figure), evidence.period, language)
    if figure is not None and own.id not in library().editions():
        # of a draft who takes part sees what is on the agenda, and no other page
        unlinked = _LINKED.sub(r'<th scope="row">\1', figure["table"]["body"])
        figure = figure | {"table": figure["table"] | {"body": unlinked}}
    return found | {
        "figure": figure,
        "sentence": evidence.caption.to(language),
        "verdict": shown_verdict(own, development, language) if development else None,
    }


def _series(key: FigureKey) -> FigureKey:
    """The series of a figure, by whatever method; so that it is drawn once."""
    return FigureKey(key.indicator, key.region, key.group)


def mix_shown(parts: Iterable[Part], prefix: str, language: str) -> list[dict[str, Any]]:
    """The mix of a group: each part in words, with who is missing."""
    phrases = words(language)
    return [
        {
            "name": phrases[f"{prefix}_{each.key}"],
            "wanted": each.wanted,
            "invited": each.invited,
            "present": each.present,
            "short": each.short_of_invited,
            "absent": each.short_of_present,
        }
        for each in parts
    ]


def timer_shown(session: Session) -> dict[str, Any] | None:
    """When the time is up; ``None`` when no clock runs."""
    until = session.timer_until
    if until is None or until < timezone.now():
        return None
    return {
        "iso": until.isoformat(timespec="seconds"),
        "until": f"{timezone.localtime(until):%H:%M}",
        "left": int((until - timezone.now()).total_seconds()),
    }

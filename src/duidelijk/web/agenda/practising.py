"""Keeping what others can copy: proposing it, changing it, publishing it, taking it back.

Somebody publishes it who wrote nothing of what is new in it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from duidelijk.agenda.practice import Audience, Withdrawal
from duidelijk.agenda.practice import Practice as PracticeTold
from duidelijk.catalogue import Text
from duidelijk.duiding.report import Evidence
from duidelijk.foundation.documents import as_plain, from_plain
from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.rights import Right
from duidelijk.web.agenda.changing import NotPossible, Overtaken
from duidelijk.web.agenda.evidence import evidence_from, kept_evidence
from duidelijk.web.agenda.models import Practice, today
from duidelijk.web.agenda.words_of import both
from duidelijk.web.audit.models import Event
from duidelijk.web.audit.recording import record


@dataclass(frozen=True)
class PracticeDraft:
    """A practice as somebody words it."""

    audience: Audience
    theme: str
    title: Text
    text: Text
    groups: Sequence[str] = ()
    organisation: str = ""
    region: str = ""
    since: dt.date | None = None
    contact: str = ""
    evidence: Sequence[Evidence] = ()


def practices_for(user: User) -> QuerySet[Practice]:
    """The practices that somebody may see as they are worked on: all of them for who keeps or
    publishes, for others what they proposed.
    """
    every = Practice.objects.all()
    return every if sees_all(user) else every.filter(author=user)


def sees_all(user: User) -> bool:
    """Whether somebody sees the practices that others proposed, as they are worked on."""
    return user.may(Right.KEEP_AGENDA) or user.may(Right.PUBLISH)


def may_change(practice: Practice, by: User) -> bool:
    """Whether somebody may change it: who keeps the agenda, and who proposed it until then."""
    return by.may(Right.KEEP_AGENDA) or _own_proposal(practice, by)


def may_withdraw(practice: Practice, by: User) -> bool:
    """Whether somebody may take it back; a publisher may too, since that cannot wait."""
    may = may_change(practice, by) or by.may(Right.PUBLISH)
    return may and not practice.withdrawn


def _own_proposal(practice: Practice, by: User) -> bool:
    mine = practice.author_id == by.pk and by.may(Right.RAISE_SIGNALS)
    return mine and practice.published is None


@transaction.atomic
def propose(draft: PracticeDraft, token: str, by: User, *, example: bool = False) -> Practice:
    """Keep a new practice; the one there is when the same form was sent before."""
    if not by.may(Right.RAISE_SIGNALS):
        raise NotPossible("yours")
    token = f"{by.pk}-{token}"[:60]
    known = Practice.objects.filter(token=token).first()
    if known is not None:
        return known
    made = Practice(author=by, token=token, example=example)
    _lay_down(made, draft)
    made.save()
    record(by, "practice_proposed", subject_of(made.pk), title=made.title_nl)
    return made


@transaction.atomic
def change(key: int, draft: PracticeDraft, revision: int, by: User) -> Practice:
    """Change a practice; one that was taken back is taken up again by that.

    Raises ``Overtaken`` when it was changed since *revision*, ``NotPossible`` for who may not.
    """
    held = _held(key, revision)
    if not may_change(held, by):
        raise NotPossible("yours")
    _lay_down(held, draft)
    held.withdrawn = ""
    held.revision += 1
    held.save()
    record(by, "practice_changed", subject_of(key), title=held.title_nl)
    return held


@transaction.atomic
def withdraw(key: int, reason: Text, revision: int, by: User) -> Practice:
    """Take a practice back, at once; whoever read it finds it as taken back, and why.

    Raises ``Overtaken`` when it was changed since *revision*, ``NotPossible`` for who may not.
    """
    held = _held(key, revision)
    if not may_withdraw(held, by):
        raise NotPossible("yours")
    if not reason.nl:
        raise NotPossible("without_reason")
    held.withdrawn = reason.nl
    held.revision += 1
    public = published_practice(held)
    if public is not None:
        held.published = as_plain(replace(public, withdrawn=Withdrawal(today(), reason)))
    held.save()
    record(by, "practice_withdrawn", subject_of(key), title=held.title_nl, reason=reason.nl)
    return held


@transaction.atomic
def publish(key: int, seen: str, by: User) -> Practice:
    """Let everybody read a practice as it stands, when that is what *by* saw (``seal_of``).

    Raises ``Overtaken`` when it was changed since, ``NotPossible`` for who wrote a part of what is
    new, and when nothing is.
    """
    held = _held(key)
    if not by.may(Right.PUBLISH):
        raise NotPossible("yours")
    if written_by(held, by):
        raise NotPossible("four_eyes")
    if not publishable(held):
        raise NotPossible("practice_nothing")
    if seal_of(held) != seen:
        raise Overtaken
    held.published, held.published_on = as_plain(practice_of(held)), timezone.now()
    held.save(update_fields=["published", "published_on"])
    record(by, "practice_published", subject_of(key), title=held.title_nl)
    return held


def practice_of(held: Practice) -> PracticeTold:
    """A practice as it stands now, as everybody would read it."""
    return PracticeTold(
        number=held.pk,
        audience=Audience(held.audience),
        theme=held.theme,
        title=both(held, "title"),
        text=both(held, "text"),
        groups=tuple(held.groups),
        organisation=held.organisation,
        region=held.region,
        since=held.since,
        contact=held.contact,
        evidence=evidence_from(held.evidence),
        example=held.example,
    )


def published_practice(held: Practice) -> PracticeTold | None:
    """A practice as it was published; ``None`` for one that was not."""
    return from_plain(PracticeTold, held.published) if held.published is not None else None


def seal_of(held: Practice) -> str:
    """By what the version that somebody looked at is known from another."""
    return hashlib.sha256(repr(as_plain(practice_of(held))).encode()).hexdigest()[:32]


def publishable(held: Practice) -> bool:
    """Whether it stands otherwise than everybody reads it."""
    return not held.withdrawn and as_plain(practice_of(held)) != held.published


def changes_since(held: Practice) -> list[Event]:
    """What was changed since it was published last, first to last."""
    events = Event.objects.filter(subject=subject_of(held.pk)).order_by("pk")
    last = events.filter(action="practice_published").last()
    return list(events.filter(pk__gt=last.pk) if last else events)


def written_by(held: Practice, user: User) -> bool:
    """Whether somebody made one of the changes that are not published."""
    return any(each.actor_key == user.pk for each in changes_since(held))


def subject_of(key: int) -> str:
    """By what the log finds everything about a practice."""
    return f"practice {key}"


def _held(key: int, revision: int | None = None) -> Practice:
    """The row, held until the transaction ends. 404 for none."""
    held = Practice.objects.select_for_update().filter(pk=key).first()
    if held is None:
        raise Http404("no such practice")
    if revision is not None and held.revision != revision:
        raise Overtaken
    return held


def _lay_down(held: Practice, draft: PracticeDraft) -> None:
    told: dict[str, Any] = {
        "audience": draft.audience.value,
        "theme": draft.theme,
        "groups": list(draft.groups),
        "title_nl": draft.title.nl,
        "title_en": draft.title.en,
        "text_nl": draft.text.nl,
        "text_en": draft.text.en,
        "organisation": draft.organisation,
        "region": draft.region,
        "since": draft.since,
        "contact": draft.contact,
        "evidence": kept_evidence(draft.evidence),
    }
    for name, value in told.items():
        setattr(held, name, value)

"""What a session comes to: drafted by its facilitator, weighed and approved by who took part."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from duidelijk.duiding.phases import Phase
from duidelijk.duiding.report import SessionReport
from duidelijk.duiding.scales import Confidence, Expected, Status, middle, most_of
from duidelijk.duiding.sealing import as_document
from duidelijk.foundation.checksums import canonical_json
from duidelijk.web.accounts.models import User
from duidelijk.web.audit.recording import record
from duidelijk.web.duiding.changing import Overtaken, held, told
from duidelijk.web.duiding.models import (
    Answer,
    Approval,
    Explanation,
    Item,
    Kind,
    Member,
    Outcome,
    Session,
)
from duidelijk.web.typed_text import one_line, plain

LONGEST = 2000
"""Characters of a conclusion, a signal or a question."""
LONGEST_INTRODUCTION = 8000
SILENCE = dt.timedelta(days=7)
"""After so long who said nothing of the report does not hold it up any more."""
_DRAFTED = (Phase.TOGETHER, Phase.AGAIN, Phase.CONCLUDING)


@dataclass(frozen=True)
class Draft:
    """What a facilitator lays down of a conclusion, a signal or a question."""

    kind: str
    text_nl: str
    text_en: str = ""
    item: int | None = None
    themes: Sequence[str] = ()
    groups: Sequence[str] = ()
    status: str = ""
    confidence: str = ""
    expected: str = ""
    asked_of: str = ""
    asked_by: int | None = None
    statements: Sequence[int] = field(default_factory=tuple)


class Hindrance(StrEnum):
    """What keeps a report from being established."""

    NOTHING = "nothing"
    """It holds no conclusion, signal or question."""
    UNHEARD = "unheard"
    """Fewer than half of who took part said what they think of this report, in less than a week."""
    REJECTED = "rejected"
    """More disagree with it than agree."""
    NO_EVIDENCE = "no_evidence"
    """A conclusion rests on no statement and no figure."""


@transaction.atomic
def put(session_key: int, draft: Draft, token: str, by: User) -> Outcome:
    """Add a draft; sent twice with the same token it is there once. Raises ``ValueError``."""
    session = held(session_key, *_DRAFTED)
    token = one_line(token, 40) or secrets.token_urlsafe(16)
    there = session.outcomes.filter(token=token).first()
    if there is not None and there.text_nl == plain(draft.text_nl):
        return there
    if there is not None:  # sent from a page gone back to, with other words
        token = secrets.token_urlsafe(16)
    last = session.outcomes.aggregate(last=Max("order"))["last"] or 0
    outcome = Outcome(session=session, order=last + 1, token=token)
    _lay_down(outcome, draft)
    outcome.save()
    outcome.statements.set(_statements(session, draft))
    told(session)
    record(by, "outcome_drafted", f"{session.pk} {session.question}", what=outcome.kind)
    return outcome


@transaction.atomic
def change(session_key: int, key: int, draft: Draft, based_on: int, by: User) -> Outcome:
    """Change a draft. Raises ``Overtaken`` when it was changed in another window since."""
    session = held(session_key, *_DRAFTED)
    outcome = Outcome.objects.select_for_update().get(pk=key, session=session, withdrawn=None)
    if outcome.revision != based_on:
        raise Overtaken
    _lay_down(outcome, draft)
    outcome.revision += 1
    outcome.save()
    outcome.statements.set(_statements(session, draft))
    told(session)
    record(by, "outcome_changed", f"{session.pk} {session.question}", what=outcome.kind)
    return outcome


@transaction.atomic
def withdraw(session_key: int, key: int, by: User) -> None:
    """Take a draft out of the report."""
    session = held(session_key, *_DRAFTED)
    found = session.outcomes.filter(pk=key, withdrawn=None)
    if found.update(withdrawn=timezone.now()):
        told(session)
        record(by, "outcome_withdrawn", f"{session.pk} {session.question}")


@transaction.atomic
def conclude_from(session_key: int, explanation_key: int, by: User) -> Outcome:
    """A draft conclusion with the words and the statements of a reading, as sure as the group was
    and with what most of them expect; made once.
    """
    session = held(session_key, *_DRAFTED)
    explanation = Explanation.objects.select_related("item").get(
        pk=explanation_key, item__session=session, dropped=None
    )
    token = f"explanation-{explanation.pk}"
    statements = explanation.statements.filter(withdrawn=None, replaced_by=None)
    confidence, expected = _judged(explanation.item)
    draft = Draft(
        kind=Kind.CONCLUSION.value,
        text_nl=explanation.title,
        item=explanation.item_id,
        themes=[explanation.item.theme] if explanation.item.theme else [],
        statements=list(statements.values_list("pk", flat=True)),
        confidence=confidence,
        expected=expected,
    )
    there = session.outcomes.filter(token=token).first()
    outcome = there or put(session_key, draft, token, by)
    if outcome.withdrawn is not None:
        outcome.withdrawn = None
        outcome.save(update_fields=["withdrawn"])
        told(session)
    if outcome.explanation_id is None:
        outcome.explanation = explanation
        outcome.save(update_fields=["explanation"])
    return outcome


def conclude_from_all(session_key: int, by: User) -> int:
    """A draft conclusion of every reading that has none yet; returns how many were made."""
    readings = Explanation.objects.filter(
        item__session_id=session_key, item__state=Item.State.ON, dropped=None
    )
    there = set(
        Outcome.objects.filter(session_id=session_key).values_list("explanation", flat=True)
    )
    waiting = [
        each.pk for each in readings.order_by("item__order", "order") if each.pk not in there
    ]
    for key in waiting:
        conclude_from(session_key, key, by)
    return len(waiting)


def _judged(item: Item) -> tuple[str, str]:
    """How sure the group is of an item, and what most of them expect, by their last word on it."""
    last: dict[int, Answer] = {}
    own = item.answers.exclude(handed_in=None).select_related("member")
    for each in own.order_by("round", "id"):
        last[each.member.person] = each
    sure = middle([Confidence(each.confidence) for each in last.values() if each.confidence])
    expected = most_of([Expected(each.expected) for each in last.values() if each.expected])
    foreseen = expected.value if expected and expected.verdict else ""
    return sure.value if sure else "", foreseen


@transaction.atomic
def introduce(session_key: int, nl: str, en: str, based_on: int, by: User) -> None:
    """Write the words the report opens with. Raises ``Overtaken`` and ``ValueError``."""
    session = held(session_key, *_DRAFTED)
    dutch, english = plain(nl), plain(en)
    if max(len(dutch), len(english)) > LONGEST_INTRODUCTION:
        raise ValueError("long")
    if session.revision != based_on:
        raise Overtaken
    session.introduction_nl, session.introduction_en = dutch, english
    session.revision += 1
    session.save(update_fields=["introduction_nl", "introduction_en", "revision"])
    told(session)
    record(by, "report_introduced", f"{session.pk} {session.question}")


@transaction.atomic
def approve(member: Member, agrees: bool, remark: str, seen: str) -> None:
    """Keep whether a member finds that the report with the checksum *seen* tells what was said.

    Raises ``ValueError`` for a remark that is too long.
    """
    session = held(member.session_id, Phase.CONCLUDING)
    words = plain(remark)
    if len(words) > LONGEST:
        raise ValueError("long")
    Approval.objects.update_or_create(
        member=member,
        defaults={
            "session": session,
            "agrees": agrees,
            "remark": words,
            "of": one_line(seen, 64),
            "made": timezone.now(),
        },
    )
    told(session)


def checksum(report: SessionReport) -> str:
    """Of all that a report says, apart from what participants think of it, and as who they are
    named: somebody who comes in late, or is forgotten, does not undo what others agreed to.
    """
    (document,) = as_document([report])["sessions"]
    for name in ("established", "perspectives", "organisations", "missing"):
        document.pop(name)
    for each in document["statements"]:
        each.pop("by")
    for each in document["questions"]:
        each.pop("asked_by", None)
    for each in document["conclusions"]:
        if each["status"] == each["suggested"]:  # it goes with the counts
            each.pop("status")
        for name in ("agreement", "dissent", "suggested"):
            each.pop(name)
    return hashlib.sha256(canonical_json(document).encode()).hexdigest()


def approvals_of(session: Session, of: str) -> list[Approval]:
    """What participants said of the report with the checksum *of*, everybody once."""
    said = session.approvals.filter(of=of).select_related("member__organisation")
    last = {each.member.person: each for each in said.order_by("made")}
    return sorted(last.values(), key=lambda each: each.pk)


def hindrances(session: Session, report: SessionReport) -> list[Hindrance]:
    """What keeps the report of a session from being established; empty when nothing does."""
    found = []
    if not (report.conclusions or report.signals or report.questions):
        found.append(Hindrance.NOTHING)
    if any(not (each.statements or each.evidence) for each in report.conclusions):
        found.append(Hindrance.NO_EVIDENCE)
    said = approvals_of(session, checksum(report))
    since = session.concluding_since
    waited = since is not None and timezone.now() - since >= SILENCE
    if 2 * len(said) < report.participants and not waited:
        found.append(Hindrance.UNHEARD)
    agree = sum(each.agrees for each in said)
    if len(said) - agree > agree:
        found.append(Hindrance.REJECTED)
    return found


def _lay_down(outcome: Outcome, draft: Draft) -> None:
    dutch, english = plain(draft.text_nl), plain(draft.text_en)
    if not dutch:
        raise ValueError("empty")
    if max(len(dutch), len(english)) > LONGEST:
        raise ValueError("long")
    if (outcome.text_nl, outcome.text_en) != (dutch, english):
        outcome.worded = timezone.now()
    outcome.kind = Kind(draft.kind).value
    outcome.text_nl, outcome.text_en = dutch, english
    item = outcome.session.items.filter(pk=draft.item, state=Item.State.ON).first()
    outcome.item = item
    outcome.themes, outcome.groups = list(draft.themes), list(draft.groups)
    outcome.status = draft.status if draft.status in set(Status) else ""
    outcome.confidence = draft.confidence if draft.confidence in set(Confidence) else ""
    outcome.expected = draft.expected if draft.expected in set(Expected) else ""
    outcome.asked_of = one_line(draft.asked_of, 200)
    outcome.asked_by = outcome.session.members.filter(pk=draft.asked_by).first()


def _statements(session: Session, draft: Draft) -> list[int]:
    own = session.statements.filter(pk__in=list(draft.statements), withdrawn=None)
    return list(own.values_list("pk", flat=True))

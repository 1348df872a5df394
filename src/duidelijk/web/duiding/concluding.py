"""What a session comes to: drafted by its facilitator, weighed and approved by who took part."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

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
from duidelijk.web.duiding.changing import Overtaken, held, held_by, redrafted, told
from duidelijk.web.duiding.estimating import confidence, estimated, expected
from duidelijk.web.duiding.models import (
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
DRAFTED = (Phase.TOGETHER, Phase.AGAIN, Phase.CONCLUDING)
"""When a facilitator may lay down what a session comes to."""


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
    """Fewer than half of who took part said what they think of this report, and it has not stood
    so for a week yet."""
    REJECTED = "rejected"
    """More disagree with it than agree."""
    NO_EVIDENCE = "no_evidence"
    """A conclusion rests on no statement and no figure."""


@transaction.atomic
def put(session_key: int, draft: Draft, token: str, by: User) -> Outcome:
    """Add a draft; sent twice with the same token it is there once. Raises ``ValueError``."""
    session = held(session_key, *DRAFTED)
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
    redrafted(session)
    told(session)
    record(by, "outcome_drafted", f"{session.pk} {session.question}", what=outcome.kind)
    return outcome


@transaction.atomic
def change(session_key: int, key: int, draft: Draft, based_on: int, by: User) -> Outcome:
    """Change a draft. Raises ``Overtaken`` when it was changed in another window since."""
    session = held(session_key, *DRAFTED)
    outcome = Outcome.objects.select_for_update().get(pk=key, session=session, withdrawn=None)
    if outcome.revision != based_on:
        raise Overtaken
    _lay_down(outcome, draft)
    outcome.revision += 1
    outcome.save()
    outcome.statements.set(_statements(session, draft))
    redrafted(session)
    told(session)
    record(by, "outcome_changed", f"{session.pk} {session.question}", what=outcome.kind)
    return outcome


@transaction.atomic
def withdraw(session_key: int, key: int, by: User) -> None:
    """Take a draft out of the report."""
    session = held(session_key, *DRAFTED)
    found = session.outcomes.filter(pk=key, withdrawn=None)
    if found.update(withdrawn=timezone.now()):
        redrafted(session)
        told(session)
        record(by, "outcome_withdrawn", f"{session.pk} {session.question}")


@transaction.atomic
def conclude_from(session_key: int, explanation_key: int, by: User) -> Outcome:
    """A draft conclusion with the words and the statements of a reading; made once, and given the
    statements that came under the reading since.

    How sure people were is of the explanation each gave. So it is taken over, as what is in the
    middle, for the only reading of an item and for none of several that compete.
    """
    session = held(session_key, *DRAFTED)
    explanation = Explanation.objects.select_related("item").get(
        pk=explanation_key, item__session=session, dropped=None
    )
    token = f"explanation-{explanation.pk}"
    statements = explanation.statements.filter(withdrawn=None, replaced_by=None)
    alone = not explanation.item.explanations.filter(dropped=None).exclude(pk=explanation.pk)
    sure, foreseen = judged(explanation.item)
    draft = Draft(
        kind=Kind.CONCLUSION.value,
        text_nl=explanation.title,
        item=explanation.item_id,
        themes=[explanation.item.theme] if explanation.item.theme else [],
        statements=list(statements.values_list("pk", flat=True)),
        confidence=sure if alone else "",
        expected=foreseen,
    )
    there = session.outcomes.filter(token=token).first()
    outcome = there or put(session_key, draft, token, by)
    if outcome.withdrawn is not None:
        outcome.withdrawn = None
        outcome.save(update_fields=["withdrawn"])
        redrafted(session)
        told(session)
    if outcome.explanation_id is None:
        outcome.explanation = explanation
        outcome.save(update_fields=["explanation"])
    held_already = set(outcome.statements.values_list("pk", flat=True))
    if more := set(draft.statements) - held_already:
        outcome.statements.add(*more)
        redrafted(session)
        told(session)
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


def judged(item: Item) -> tuple[str, str]:
    """How sure the group is of an item, and what most of them expect, by their last open word."""
    last = estimated([item])[item.pk].last.values()
    sure, foreseen = middle(confidence(last)), most_of(expected(last))
    return (
        sure.value if sure else "",
        foreseen.value if foreseen and foreseen.verdict else "",
    )


@transaction.atomic
def introduce(session_key: int, nl: str, en: str, based_on: int, by: User) -> None:
    """Write the words the report opens with. Raises ``Overtaken`` and ``ValueError``."""
    session = held(session_key, *DRAFTED)
    dutch, english = plain(nl), plain(en)
    if max(len(dutch), len(english)) > LONGEST_INTRODUCTION:
        raise ValueError("long")
    if session.revision != based_on:
        raise Overtaken
    session.introduction_nl, session.introduction_en = dutch, english
    session.revision += 1
    session.save(update_fields=["introduction_nl", "introduction_en", "revision"])
    redrafted(session)
    told(session)
    record(by, "report_introduced", f"{session.pk} {session.question}")


@transaction.atomic
def approve(member: Member, agrees: bool, remark: str, seen: str) -> None:
    """Keep whether a member finds that the report with the checksum *seen* tells what was said.

    Raises ``ValueError`` for a remark that is too long.
    """
    session = held_by(member, Phase.CONCLUDING)
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


def checksum(report: SessionReport, language: str = "nl") -> str:
    """Of all that a report says to who reads it in *language*, apart from what participants think
    of it, and as who they are named: somebody who comes in late, or is forgotten, does not undo
    what others agreed to, nor does a translation undo what was read in the other language.
    """
    (document,) = as_document([report])["sessions"]
    for name in ("established", "perspectives", "organisations", "missing"):
        document.pop(name)
    for each in document["statements"]:
        each.pop("by")
    for each in document["questions"]:
        each.pop("asked_by", None)
    for each in document["conclusions"]:
        if each["suggested"] is None:  # nobody put its status: it goes with the counts
            each.pop("status")
        for name in ("agreement", "dissent", "suggested"):
            each.pop(name)
    return hashlib.sha256(canonical_json(_read_in(document, language)).encode()).hexdigest()


def checksums(report: SessionReport) -> list[str]:
    """The checksum of a report in every language it is read in."""
    return [checksum(report, each) for each in ("nl", "en")]


def _read_in(value: Any, language: str) -> Any:
    """Plain values with of every text what is read in a language."""
    if isinstance(value, dict):
        if value.keys() == {"nl", "en"}:
            return value[language] or value["nl"]
        return {key: _read_in(each, language) for key, each in value.items()}
    return [_read_in(each, language) for each in value] if isinstance(value, list) else value


def approvals_of(session: Session, report: SessionReport) -> list[Approval]:
    """What participants said of a report, in whichever language they read it, everybody once."""
    said = session.approvals.filter(of__in=checksums(report))
    last = {
        each.member.person: each
        for each in said.select_related("member__organisation").order_by("made")
    }
    return sorted(last.values(), key=lambda each: each.pk)


def hindrances(session: Session, report: SessionReport) -> list[Hindrance]:
    """What keeps the report of a session from being established; empty when nothing does."""
    found = []
    if not (report.conclusions or report.signals or report.questions):
        found.append(Hindrance.NOTHING)
    if any(not (each.statements or each.evidence) for each in report.conclusions):
        found.append(Hindrance.NO_EVIDENCE)
    said = approvals_of(session, report)
    since = session.draft_since
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
    if outcome.text_nl != dutch:
        outcome.worded = timezone.now()
    if (outcome.text_en or outcome.text_nl) != (english or dutch):
        outcome.worded_en = timezone.now()
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

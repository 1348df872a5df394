"""What is known of a participant as a person: told, taken along, and forgotten."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from duidelijk.duiding.phases import Phase
from duidelijk.duiding.scales import Attribution
from duidelijk.web.accounts.models import User
from duidelijk.web.audit.recording import PARTICIPANT, record
from duidelijk.web.duiding.changing import held, held_by, told
from duidelijk.web.duiding.models import Answer, Approval, Member, Statement
from duidelijk.web.duiding.reporting import keep_established
from duidelijk.web.typed_text import one_line


@transaction.atomic
def introduce(member: Member, name: str, perspective: str, user: User | None) -> None:
    """Keep what somebody says of themselves when they come in; with an account, it is tied to
    that, unless the account takes part already.

    From where they look is asked the first time: what they say is counted and named by it, so it
    stays. Raises ``ShutOut``.
    """
    session = held_by(member)
    member.refresh_from_db(fields=["name", "perspective", "joined", "user"])
    if not came_in(member):
        member.perspective = perspective
    member.name = one_line(name, 160)
    member.seen = timezone.now()
    member.joined = member.joined or timezone.now()
    if user is not None and member.user_id is None:
        taken = session.members.filter(user=user).exists() or session.facilitator_id == user.pk
        member.user = None if taken else user
    member.save(update_fields=["name", "perspective", "seen", "joined", "user"])
    told(session)


def came_in(member: Member) -> bool:
    """Whether somebody came in before, by this link or by one from before they came in anew."""
    return _same_person(member).exclude(joined=None).exists()


def _same_person(member: Member) -> QuerySet[Member]:
    own = Q(pk=member.person) | Q(first=member.person)
    return Member.objects.filter(own, session=member.session_id)


def kept_of(member: Member) -> dict[str, Any]:
    """Everything that is kept of a participant, for themselves."""
    return {
        "session": {"number": member.session_id, "question": member.session.question},
        "name": member.name,
        "email": member.email,
        "organisation": member.organisation.name if member.organisation else "",
        "kind_of_organisation": member.kind,
        "perspective": member.perspective,
        "table": member.table,
        "invited": _moment(member.invited),
        "joined": _moment(member.joined),
        "last_seen": _moment(member.seen),
        "links": [
            {"made": _moment(each.made), "used": _moment(each.used), "ended": _moment(each.ended)}
            for each in member.passes.order_by("id")
        ],
        "brought_in": [
            {"title": each.title, "why": each.why, "theme": each.theme, "address": each.address}
            for each in member.session.items.filter(proposed_by=member)
        ],
        "questions_asked": list(
            member.session.outcomes.filter(asked_by=member, withdrawn=None).values_list(
                "text_nl", flat=True
            )
        ),
        "came_in_before": _before(member),
        "answers": _answers(member),
        "statements": _statements(member),
        "stances": _stances(member),
        "approval": [
            {"agrees": each.agrees, "remark": each.remark, "made": _moment(each.made)}
            for each in Approval.objects.filter(member=member)
        ],
    }


def _before(member: Member) -> list[dict[str, Any]]:
    """As whom the same person came in before they were let in anew, and how much is kept of that.

    Not what it says: whoever leads makes the new link, and could read by it what was said without a
    name. Forgetting takes it along.
    """
    return [
        {
            "invited": _moment(each.invited),
            "joined": _moment(each.joined),
            "answers": each.answers.count(),
            "statements": each.statements.count(),
            "stances": each.weighings.count(),
        }
        for each in _same_person(member).exclude(pk=member.pk).order_by("id")
    ]


def _answers(member: Member) -> list[dict[str, Any]]:
    """What they wrote alone."""
    return [
        {
            "item": each.item.title,
            "round": each.round,
            "texts": each.texts,
            "stands_on": each.bases,
            "seriousness": each.seriousness,
            "confidence": each.confidence,
            "expected": each.expected,
            "typed": _moment(each.typed),
            "handed_in": _moment(each.handed_in),
        }
        for each in member.answers.select_related("item").order_by("id")
    ]


def _statements(member: Member) -> list[dict[str, Any]]:
    """What they put before the others, with what it stands on."""
    return [
        {
            "item": each.item.title,
            "about": each.said,
            "round": each.round,
            "text": each.text,
            "made": _moment(each.made),
            "taken_back": _moment(each.withdrawn),
            "stands_on": [
                {
                    "kind": one.kind,
                    "what": one.caption_nl,
                    "address": one.address,
                    "edition": one.edition,
                    "period": one.period,
                }
                for one in each.cited.all()
            ],
        }
        for each in member.statements.select_related("item").prefetch_related("cited")
    ]


def _stances(member: Member) -> list[dict[str, Any]]:
    """What they think of readings and conclusions."""
    return [
        {
            "on": str(each.explanation or each.outcome),
            "stance": each.stance,
            "reason": each.reason,
            "made": _moment(each.made),
        }
        for each in member.weighings.select_related("explanation", "outcome").order_by("id")
    ]


@transaction.atomic
def forget(member: Member, by: User | None = None) -> None:
    """Forget name, address, organisation and account of a participant, and every way in.

    What they said, and how they weighed, stays under their perspective: a report rests on it. What
    they typed that was never put before others, or was taken back, goes. Who came in anew is
    forgotten as who they were before, too. *by* is who asks for it,
    when it is not they themselves.
    """
    session = held(member.session_id)
    for each in _same_person(member):
        _forget(each)
    member.refresh_from_db()
    if session.stage is Phase.CLOSED and session.attribution == Attribution.ORGANISATION:
        keep_established(session)  # which named their organisation
    told(session)
    record(by or PARTICIPANT, "participant_forgotten", f"{session.pk} #{member.pk}")


def _forget(member: Member) -> None:
    member.name, member.email = "", ""
    member.organisation, member.user = None, None
    member.erased = timezone.now()
    member.save(update_fields=["name", "email", "organisation", "user", "erased"])
    Answer.objects.filter(member=member, opened=None).delete()
    # the words of these are statements by now; what they estimated is counted
    Answer.objects.filter(member=member).update(texts={}, bases={})
    Statement.objects.filter(member=member).exclude(withdrawn=None).update(text="")
    member.passes.all().delete()


def forget_account(user: User) -> int:
    """Forget an account in every session it took part in; returns in how many."""
    own = list(Member.objects.filter(user=user, erased=None).select_related("session"))
    for each in own:
        forget(each)
    return len(own)


def _moment(moment: Any) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""

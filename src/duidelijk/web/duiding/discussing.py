"""The discussion: what is added, how statements are grouped, and what people think of readings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from duidelijk.duiding.agreement import Count, by_perspective
from duidelijk.duiding.phases import Phase
from duidelijk.duiding.scales import Said, Stance
from duidelijk.web.accounts.models import User
from duidelijk.web.audit.recording import record
from duidelijk.web.duiding.answering import LONGEST, Nothing, TooLong
from duidelijk.web.duiding.changing import NotNow, Overtaken, held, held_by, own_token, told
from duidelijk.web.duiding.citing import Basis, cite
from duidelijk.web.duiding.models import (
    Cited,
    Explanation,
    Item,
    Kind,
    Member,
    Outcome,
    Session,
    Statement,
    Weighing,
)
from duidelijk.web.typed_text import one_line, plain

LONGEST_REASON = 2000
_DISCUSSED = (Phase.TOGETHER,)
WEIGHED = (Phase.TOGETHER,)
"""When readings are weighed: while everybody estimates again, nobody sees what others think now."""
_ORDERED = (Phase.TOGETHER, Phase.AGAIN, Phase.CONCLUDING)


def contribute(
    member: Member, item: Item, said: str, text: str, basis: Basis, token: str
) -> Statement:
    """Put something before the others. With the same *token* it is there once, however often sent.

    Raises ``NotNow`` outside the discussion, ``Nothing`` and ``TooLong``.
    """
    words = plain(text)
    if not words:
        raise Nothing
    if len(words) > LONGEST:
        raise TooLong(said)
    kind = said if said in set(Said) else Said.ADDED.value
    with transaction.atomic():
        session = held_by(member)
        own = own_token(member, token)
        there = Statement.objects.filter(session=session, token=own).first()
        if there is not None and there.text == words:
            return there
        if there is not None:  # sent from a page gone back to, with other words
            own = own_token(member, "")
        if session.stage not in _DISCUSSED:
            raise NotNow(session.phase)
        statement = Statement.objects.create(
            session=session,
            item=item,
            member=member,
            said=kind,
            round=2,
            text=words,
            token=own,
        )
        found = cite(Basis.of(basis.plain()), session, item)
        Cited.objects.create(statement=statement, **found.fields())
        told(session)
    return statement


@transaction.atomic
def take_back(member: Member, statement_key: int) -> None:
    """Take back one's own words, as long as no conclusion rests on them.

    That something was taken back stays to be seen. Raises ``NotNow`` and ``Overtaken``.
    """
    session = held_by(member, *_ORDERED)
    own = Statement.objects.filter(pk=statement_key, member=member, withdrawn=None).first()
    if own is None:
        return
    if own.outcomes.filter(withdrawn=None).exists():
        raise Overtaken
    own.withdrawn = timezone.now()
    own.save(update_fields=["withdrawn"])
    told(session)


@transaction.atomic
def add_explanation(session_key: int, item_key: int, title: str, statements: Sequence[int]) -> None:
    """Put a reading beside the others, with the statements that support it.

    Raises ``ValueError`` without a title; a reading of the same words is not made twice.
    """
    session = held(session_key, *_ORDERED)
    item = session.items.get(pk=item_key)
    words = one_line(title, 300)
    if not words:
        raise ValueError("title")
    found = item.explanations.filter(title=words, dropped=None).first()
    if found is None:
        last = item.explanations.aggregate(last=Max("order"))["last"] or 0
        found = Explanation.objects.create(item=item, title=words, order=last + 1)
    item.statements.filter(pk__in=statements).update(explanation=found)
    told(session)


@transaction.atomic
def rename_explanation(session_key: int, key: int, title: str, based_on: int) -> None:
    """Give a reading other words; what people thought of it was of the old ones, and is kept with
    it: who thinks otherwise now says so. Raises ``Overtaken`` and ``ValueError``.
    """
    session = held(session_key, *_ORDERED)
    found = Explanation.objects.select_for_update().get(pk=key, item__session=session)
    words = one_line(title, 300)
    if not words:
        raise ValueError("title")
    if found.revision != based_on and found.title != words:
        raise Overtaken
    if found.title != words:
        found.title, found.revision = words, found.revision + 1
        found.save()
        told(session)


@transaction.atomic
def drop_explanation(session_key: int, key: int, by: User) -> None:
    """Take a reading away; its statements stand apart again."""
    session = held(session_key, *_ORDERED)
    found = Explanation.objects.get(pk=key, item__session=session)
    found.dropped = timezone.now()
    found.save(update_fields=["dropped"])
    found.statements.update(explanation=None)
    told(session)
    record(by, "explanation_dropped", f"{session.pk} {session.question}", title=found.title)


@transaction.atomic
def sort_statements(
    session_key: int, item_key: int, statements: Sequence[int], explanation: int | None
) -> None:
    """Put statements under a reading, or under none."""
    session = held(session_key, *_ORDERED)
    under = None
    if explanation is not None:
        under = Explanation.objects.get(pk=explanation, item_id=item_key, dropped=None)
    Statement.objects.filter(pk__in=statements, session=session, item_id=item_key).update(
        explanation=under
    )
    told(session)


def weigh_explanation(member: Member, key: int, stance: str, reason: str) -> None:
    """Say what one thinks of a reading. Raises ``NotNow`` and ``ValueError``."""
    with transaction.atomic():
        session = held_by(member, *WEIGHED)
        found = Explanation.objects.get(pk=key, item__session=session, dropped=None)
        _weigh(session, member, {"explanation": found}, stance, reason)


def weigh_outcome(
    member: Member, key: int, stance: str, reason: str, worded: str = "", language: str = "nl"
) -> None:
    """Say what one thinks of a draft conclusion, read in *language*.

    *worded* is when the words that whoever weighs it read were given to it. Raises ``Overtaken``
    when it has others by now, ``NotNow`` and ``ValueError``.
    """
    with transaction.atomic():
        session = held_by(member, Phase.CONCLUDING)
        found = Outcome.objects.get(
            pk=key, session=session, withdrawn=None, kind=Kind.CONCLUSION.value
        )
        if worded and worded != found.worded_in(language).isoformat():
            raise Overtaken
        _weigh(session, member, {"outcome": found}, stance, reason, language)


def _weigh(
    session: Session,
    member: Member,
    what: dict[str, Explanation] | dict[str, Outcome],
    stance: str,
    reason: str,
    language: str = "nl",
) -> None:
    if stance not in set(Stance):
        raise ValueError("stance")
    words = plain(reason)
    if len(words) > LONGEST_REASON:
        raise TooLong("reason")
    Weighing.objects.update_or_create(
        member=member,
        **what,
        defaults={
            "stance": stance,
            "reason": words,
            "language": language,
            "made": timezone.now(),
        },
    )
    told(session)


def last_words(weighings: Iterable[Weighing]) -> list[Weighing]:
    """What everybody thinks by now: of who came in anew only what they said last."""
    last: dict[int, Weighing] = {}
    for each in sorted(weighings, key=lambda each: each.made):
        last[each.member.person] = each
    return sorted(last.values(), key=lambda each: each.pk)


def counts(weighings: Sequence[Weighing]) -> dict[str, Count]:
    """What people think, by perspective."""
    return by_perspective((each.member.perspective, Stance(each.stance)) for each in weighings)

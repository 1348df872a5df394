"""The rounds that each writes alone: kept as typed, handed in, and opened all at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from duidelijk.duiding.phases import ROUNDS, Phase, is_open, round_of
from duidelijk.duiding.scales import Confidence, Expected, Said, Seriousness
from duidelijk.web.duiding.changing import Overtaken, held_by, told
from duidelijk.web.duiding.citing import Basis, cite
from duidelijk.web.duiding.models import Answer, Cited, Item, Member, Session, Statement
from duidelijk.web.typed_text import plain

LONGEST = 4000
"""Characters of one text that is put before others; more is kept, and asked to be shortened."""
MOST_KEPT = 1_500_000
"""Characters of one text that are kept while somebody is still writing."""
IN_TALK = 2
"""The round of what was written alone and brought in during the discussion."""
_FROM_ANSWER = "answer-"
"""How what comes from an answer is known; never by what a form sends, see ``own_token``."""
ASKED = (Said.SEEN, Said.EXPLAINED, Said.HIT, Said.MISSING)


@dataclass(frozen=True)
class Typed:
    """What somebody has on their form."""

    texts: Mapping[str, str] = field(default_factory=dict)
    bases: Mapping[str, Basis] = field(default_factory=dict)
    seriousness: str = ""
    confidence: str = ""
    expected: str = ""


class TooLong(Exception):
    """A text is longer than others can be asked to read; it is kept, and not handed in."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


class TooMuch(Exception):
    """A text is longer than is kept at all."""


class Nothing(Exception):
    """There is nothing to hand in."""


def answer_of(member: Member, item: Item, round_: int) -> Answer:
    """What somebody wrote in a round; in a later one it starts as they left it in the first,
    without what they took back.
    """
    found = Answer.objects.filter(member=member, item=item, round=round_).first()
    if found is not None:
        return found
    fresh = Answer(member=member, item=item, round=round_)
    if round_ > 1:
        earlier = Answer.objects.filter(member=member, item=item, round__lt=round_)
        first = earlier.order_by("round").last()
        if first is not None and first.handed_in:
            stands = [said for said in first.texts if said not in _taken_back(first)]
            fresh.texts = {said: first.texts[said] for said in stands}
            fresh.bases = {said: of for said, of in first.bases.items() if said in stands}
            fresh.seriousness, fresh.confidence = first.seriousness, first.confidence
            fresh.expected = first.expected
    return fresh


def arrived(member: Member, item: Item) -> dict[str, dict[str, str]]:
    """What the server has of what somebody wrote alone on an item: by round, by question."""
    own = Answer.objects.filter(member=member, item=item)
    kept = {1 if each.round == IN_TALK else each.round: dict(each.texts) for each in own}
    return {str(round_): kept.get(round_, {}) for round_ in ROUNDS.values()}


def keep(member: Member, item: Item, typed: Typed, based_on: int, hand_in: bool) -> Answer:
    """Keep what somebody wrote alone; with *hand_in* also say that they are done.

    *based_on* is the revision their window showed. Raises ``Overtaken`` when another window kept
    something else since, ``NotNow`` when nobody writes alone at present, ``TooMuch`` when it is
    not kept, ``TooLong`` and ``Nothing`` when it is kept but not handed in.
    """
    problem: Exception | None = None
    with transaction.atomic():
        session = held_by(member, *ROUNDS)
        round_ = round_of(session.stage)
        assert round_ is not None
        answer = answer_of(member, item, round_)
        if any(len(text) > MOST_KEPT for text in typed.texts.values()):
            raise TooMuch
        changed = _put(answer, typed)
        if answer.pk and answer.revision != based_on and changed:
            raise Overtaken
        before = answer.handed_in
        wrong = _problem(answer)
        if hand_in:
            problem = wrong
            answer.handed_in = timezone.now()
        if wrong:  # what others could not be asked to read is not handed in, by any window
            answer.handed_in = None
        if changed or answer.handed_in != before or not answer.pk:
            answer.revision += 1
            answer.typed = timezone.now()
            answer.save()
        if bool(before) != bool(answer.handed_in):
            told(session)
    if problem:
        raise problem
    return answer


def take_again(member: Member, item: Item) -> None:
    """Go on writing on what was handed in, as long as the round is not opened.

    Raises ``NotNow`` after that.
    """
    with transaction.atomic():
        session = held_by(member, *ROUNDS)
        own = Answer.objects.filter(member=member, item=item, round=round_of(session.stage))
        if own.filter(opened=None).update(handed_in=None):
            told(session)


def bring_in_late(member: Member, item: Item) -> list[Statement]:
    """Put what somebody had typed and not handed in before the others after all.

    It counts as said in the discussion: by then they could read the rest. Raises ``NotNow``,
    ``TooLong`` or ``Nothing``.
    """
    with transaction.atomic():
        session = held_by(member, Phase.TOGETHER)
        answer = Answer.objects.filter(member=member, item=item, round=1, opened=None).first()
        if answer is None:
            raise Nothing
        if problem := _problem(answer):
            raise problem
        answer.handed_in = answer.handed_in or timezone.now()
        answer.round = IN_TALK  # their estimate was not given before they could read the others'
        made = _open(session, answer, round_=IN_TALK)
        told(session)
    return made


def unopened(member: Member, item: Item) -> Answer | None:
    """What somebody typed in the first round and did not hand in, once that is open."""
    if not is_open(member.session.stage):
        return None
    found = Answer.objects.filter(member=member, item=item, round=1, opened=None).first()
    return found if found is not None and any(found.texts.values()) else None


def open_round(session: Session, round_: int) -> int:
    """Make statements of every answer of a round that was handed in; the session must be held.

    Returns how many statements that are. What was not handed in stays with who wrote it.
    """
    answers = Answer.objects.filter(
        item__session=session, item__state=Item.State.ON, round=round_, opened=None
    ).exclude(handed_in=None)
    return sum(
        len(_open(session, each, round_))
        for each in answers.select_related("member", "item").order_by("id")
    )


def _open(session: Session, answer: Answer, round_: int) -> list[Statement]:
    made = []
    earlier = _said_before(answer) if answer.round > 1 else {}
    for said in ASKED:
        text = answer.texts.get(said, "")
        before = earlier.get(said)
        if not text or (before is not None and before.text == text):
            continue  # said already, or taken back: it is not put before the others once more
        if before is not None and before.withdrawn:
            before = None
        statement = Statement.objects.create(
            session=session,
            item=answer.item,
            member=answer.member,
            said=said,
            round=round_,
            text=text,
            replaces=before,
            explanation=before.explanation if before else None,
            token=f"{_FROM_ANSWER}{answer.pk}-{said}",
        )
        basis = Basis.of(answer.bases.get(said))
        found = cite(basis, session, answer.item)
        Cited.objects.create(statement=statement, **found.fields())
        made.append(statement)
    answer.opened = timezone.now()
    answer.save(update_fields=["round", "opened", "handed_in"])
    return made


def _said_before(answer: Answer) -> dict[str, Statement]:
    """By question: what somebody wrote alone before, also when they took it back; what they added
    in talk stands beside it.
    """
    found: dict[str, Statement] = {}
    own = Statement.objects.filter(
        item=answer.item, member=answer.member, token__startswith=_FROM_ANSWER
    )
    for each in own.order_by("id"):
        found[each.said] = each
    return found


def _taken_back(answer: Answer) -> set[str]:
    """The questions of which what somebody wrote in this answer was taken back."""
    return {said for said, each in _said_before(answer).items() if each.withdrawn}


def _put(answer: Answer, typed: Typed) -> bool:
    """Put what was typed on an answer; whether it says something else by that."""
    texts = {said: plain(typed.texts.get(said, "")) for said in ASKED}
    new = {
        "texts": {said: text for said, text in texts.items() if text},
        "bases": {said: typed.bases[said].plain() for said in ASKED if said in typed.bases},
        "seriousness": typed.seriousness if typed.seriousness in set(Seriousness) else "",
        "confidence": typed.confidence if typed.confidence in set(Confidence) else "",
        "expected": typed.expected if typed.expected in set(Expected) else "",
    }
    changed = any(getattr(answer, name) != value for name, value in new.items())
    for name, value in new.items():
        setattr(answer, name, value)
    return changed


def _problem(answer: Answer) -> Exception | None:
    for said in ASKED:
        if len(answer.texts.get(said, "")) > LONGEST:
            return TooLong(said)
    if not any(answer.texts.values()) and not answer.seriousness:
        return Nothing()
    return None

"""What everybody estimated alone, from the moment that it may be seen.

Every page, report and conclusion takes estimates from here. What is not opened yet is not in it,
whoever asks and whatever phase the session is in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from duidelijk.duiding.scales import Confidence, Expected, Seriousness
from duidelijk.web.duiding.models import Answer, Item


@dataclass(frozen=True)
class Estimated:
    """What a group estimated of one item: one answer of everybody, by the key of the person."""

    first: dict[int, Answer]
    """In the first round."""
    again: dict[int, Answer]
    """In the third, of who estimated again."""

    @property
    def last(self) -> dict[int, Answer]:
        """The last word of everybody."""
        return self.first | self.again

    @property
    def changed(self) -> int:
        """How many estimated otherwise the second time."""
        both = self.first.keys() & self.again.keys()
        return sum(_judged(self.first[key]) != _judged(self.again[key]) for key in both)


def estimated(items: Sequence[Item]) -> dict[int, Estimated]:
    """What was estimated of each item and is open by now, by the key of the item."""
    opened = Answer.objects.filter(item__in=items).exclude(opened=None)
    own: dict[int, list[Answer]] = {each.pk: [] for each in items}
    for each in opened.select_related("member").order_by("id"):
        own[each.item_id].append(each)
    return {key: Estimated(_round(1, of), _round(3, of)) for key, of in own.items()}


def seriousness(answers: Iterable[Answer]) -> list[Seriousness]:
    """The steps that were chosen of how serious it is."""
    return [Seriousness(each.seriousness) for each in answers if each.seriousness]


def confidence(answers: Iterable[Answer]) -> list[Confidence]:
    """The steps that were chosen of how sure somebody is."""
    return [Confidence(each.confidence) for each in answers if each.confidence]


def expected(answers: Iterable[Answer]) -> list[Expected]:
    """What was expected of the next figure."""
    return [Expected(each.expected) for each in answers if each.expected]


def _round(number: int, answers: Iterable[Answer]) -> dict[int, Answer]:
    return {each.member.person: each for each in answers if each.round == number}


def _judged(answer: Answer) -> tuple[str, str, str]:
    return answer.seriousness, answer.confidence, answer.expected

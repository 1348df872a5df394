"""How far people agree: counted by perspective, and never in total alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from duidelijk.duiding.scales import Stance, Status


@dataclass(frozen=True)
class Count:
    """How many took which stance."""

    agree: int = 0
    unsure: int = 0
    disagree: int = 0

    @property
    def total(self) -> int:
        return self.agree + self.unsure + self.disagree

    def plus(self, stance: Stance) -> Count:
        """With one more."""
        return Count(
            self.agree + (stance is Stance.AGREE),
            self.unsure + (stance is Stance.UNSURE),
            self.disagree + (stance is Stance.DISAGREE),
        )

    def __add__(self, other: Count) -> Count:
        return Count(
            self.agree + other.agree, self.unsure + other.unsure, self.disagree + other.disagree
        )


def by_perspective(weighed: Iterable[tuple[str, Stance]]) -> dict[str, Count]:
    """The count of each perspective, from the perspective and stance of everybody who weighed."""
    found: dict[str, Count] = {}
    for perspective, stance in weighed:
        found[perspective] = found.get(perspective, Count()).plus(stance)
    return found


def whole(parts: Mapping[str, Count]) -> Count:
    """All perspectives together."""
    return sum(parts.values(), Count())


def suggested_status(parts: Mapping[str, Count], present: int) -> Status:
    """How a conclusion stands, by what people said of it.

    Supported: of who weighed it at least two in three agree, and in no perspective more disagree
    than agree. Contested: a quarter or more disagree, or one whole perspective rather disagrees.
    Unknown: everything else, and whenever fewer than half of who is *present* weighed it.
    """
    count = whole(parts)
    if not count.total or 2 * count.total < present:
        return Status.UNKNOWN
    against = any(each.disagree > each.agree for each in parts.values())
    if against or 4 * count.disagree >= count.total:
        return Status.CONTESTED
    return Status.SUPPORTED if 3 * count.agree >= 2 * count.total else Status.UNKNOWN


def told_apart(parts: Mapping[str, int], least: int = 2) -> frozenset[str]:
    """The perspectives that may be named outside the session: those that *least* people hold.

    Who is the only one of a perspective is not anonymous under it; nor are they as the only one
    without a name. So where fewer than *least* would be left, the smallest perspective that could
    be named joins them, as in secondary suppression (Willenborg and De Waal, 2001).
    """
    named = {key: count for key, count in parts.items() if count >= least}
    rest = sum(parts.values()) - sum(named.values())
    if named and 0 < rest < least:
        named.pop(min(named, key=lambda key: (named[key], key)))
    return frozenset(named)

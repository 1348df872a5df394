"""Who is there and who is missing: the mix of a group against the mix that was asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """One perspective, or one kind of organisation, in a group."""

    key: str
    wanted: int
    invited: int
    present: int

    @property
    def short_of_invited(self) -> int:
        """How many more should be invited."""
        return max(0, self.wanted - self.invited)

    @property
    def short_of_present(self) -> int:
        """How many are missing in the room."""
        return max(0, self.wanted - self.present)


def mix(
    wanted: Mapping[str, int], invited: Iterable[str], present: Iterable[str], order: Iterable[str]
) -> list[Part]:
    """The parts of a group that are wanted or there, in *order*."""
    asked, there = Counter(invited), Counter(present)
    return [
        Part(key, wanted.get(key, 0), asked[key], there[key])
        for key in order
        if wanted.get(key) or asked[key] or there[key]
    ]


def missing(parts: Iterable[Part], in_the_room: bool = False) -> list[str]:
    """The keys of the parts of which nobody, or too few, are invited, or are *in the room*."""
    return [
        each.key
        for each in parts
        if (each.short_of_present if in_the_room else each.short_of_invited)
    ]


def spread_over_tables(perspectives: Mapping[int, str], tables: int) -> dict[int, int]:
    """The table, from 1, for each member: perspectives are dealt out one by one, so that every
    table gets as many of them as it can, and no table more than one person more than another.

    *perspectives* is by key of the member; the same ones give the same tables.
    """
    if tables < 1:
        raise ValueError("there is no table")
    by_perspective: dict[str, list[int]] = {}
    for member in sorted(perspectives):
        by_perspective.setdefault(perspectives[member], []).append(member)
    dealt = (member for key in sorted(by_perspective) for member in by_perspective[key])
    return {member: at % tables + 1 for at, member in enumerate(dealt)}

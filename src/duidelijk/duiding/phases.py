"""The life of a session, after the structured way of asking experts (IDEA protocol).

Everybody investigates and writes alone, then all is opened and discussed, then each estimates
again alone, then it is brought together (Hemming et al., 2018, "A practical guide to structured
expert elicitation using the IDEA protocol").
"""

from __future__ import annotations

from enum import StrEnum


class Phase(StrEnum):
    """Where a session stands."""

    PREPARING = "preparing"
    """The agenda is made and people are invited; participants may propose, and read."""
    ALONE = "alone"
    """The first round: each writes, nobody sees another's."""
    TOGETHER = "together"
    """The second: all is open, is ordered, discussed and weighed."""
    AGAIN = "again"
    """The third: each estimates once more, alone."""
    CONCLUDING = "concluding"
    """Conclusions are drafted, and participants say what they think of them."""
    CLOSED = "closed"
    """The report is established; nothing changes any more."""


_NEXT: dict[Phase, frozenset[Phase]] = {
    Phase.PREPARING: frozenset({Phase.ALONE}),
    Phase.ALONE: frozenset({Phase.TOGETHER}),
    Phase.TOGETHER: frozenset({Phase.AGAIN, Phase.CONCLUDING}),
    Phase.AGAIN: frozenset({Phase.CONCLUDING}),
    Phase.CONCLUDING: frozenset({Phase.CLOSED}),
    Phase.CLOSED: frozenset({Phase.CONCLUDING}),
}
"""What may follow. What was opened is never closed again: a second first word does not exist.
A report that was established can be taken up again as long as no edition holds it."""


def may_follow(now: Phase, next_: Phase) -> bool:
    """Whether a session that stands at *now* may go to *next_*."""
    return next_ in _NEXT[now]


def following(now: Phase) -> list[Phase]:
    """The phases a session may go to, in order."""
    return [each for each in Phase if each in _NEXT[now]]


ROUNDS = {Phase.ALONE: 1, Phase.AGAIN: 3}
"""The rounds in which people estimate, alone."""


def round_of(phase: Phase) -> int | None:
    """The round in which people write or estimate alone; ``None`` when that is not now."""
    return ROUNDS.get(phase)


def is_open(phase: Phase) -> bool:
    """Whether what was written alone may be seen by the others."""
    return phase not in (Phase.PREPARING, Phase.ALONE)


def revised_seen(phase: Phase) -> bool:
    """Whether what was estimated in the third round may be seen by the others."""
    return phase in (Phase.CONCLUDING, Phase.CLOSED)

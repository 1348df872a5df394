"""What became of a region, what it came from, and whether the figures may be added up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal, TypeAlias

from duidelijk.regions.partition import Partition, partition_on
from duidelijk.regions.region import region
from duidelijk.regions.tables import SuccessionRow, succession_rows

Step = SuccessionRow

Reason: TypeAlias = Literal[
    "unchanged",  # the same territory
    "merged",  # whole municipalities became one: sums are comparable
    "split",  # divided over several
    "received_part",  # took in a part of another that was divided
    "boundary",  # an area gained or lost territory
    "unknown_membership",  # for one of the dates it is not known what belonged to the area
]

_ADDITIVE: tuple[Reason, ...] = ("unchanged", "merged")

_EXPLAINED: dict[Reason, tuple[str, str]] = {
    "unchanged": (
        "{name} had op beide datums hetzelfde gebied.",
        "{name} had the same territory on both dates.",
    ),
    "merged": (
        "{together} vormen samen, in hun geheel, {successors}; hun cijfers mogen worden opgeteld.",
        "{together} together, as wholes, make {successors}; their figures may be added up.",
    ),
    "split": (
        "{name} is verdeeld over {successors}. Welk deel van een cijfer waarheen ging, is niet "
        "bekend.",
        "{name} was divided over {successors}. Which share of a figure went where is not known.",
    ),
    "received_part": (
        "{successors} kreeg er een deel bij van {divided}. Hoeveel van een cijfer dat is, is niet "
        "bekend.",
        "{successors} took in part of {divided}. How much of a figure that is, is not known.",
    ),
    "boundary": (
        "{name} had op de twee datums niet hetzelfde gebied: {changed}.",
        "{name} did not have the same territory on the two dates: {changed}.",
    ),
    "unknown_membership": (
        "Niet voor beide datums is bekend of bij {name} hoorde: {changed}.",
        "It is not known for both dates whether {name} included: {changed}.",
    ),
}


@dataclass(frozen=True, slots=True)
class Succession:
    """What a region on one date had become by a later date.

    `together`: all regions on the first date whose territory went, wholly or partly, into the
    successors. `additive`: the sum of the figures of `together` is the figure of the successor;
    never so when a step in between was in parts. `changed`: for areas, the municipalities that
    make the difference.
    """

    code: str
    on: date
    by: date
    successors: tuple[str, ...]
    together: tuple[str, ...]
    reason: Reason
    steps: tuple[Step, ...] = ()
    changed: tuple[str, ...] = ()

    @property
    def additive(self) -> bool:
        """Whether figures of the first date, added up, are comparable with the later date."""
        return self.reason in _ADDITIVE

    def explain(self, lang: str = "nl") -> str:
        """The reason in a sentence, in Dutch (nl) or English (en)."""
        return _EXPLAINED[self.reason][0 if lang == "nl" else 1].format(
            name=region(self.code).name(lang),
            successors=_listed(self.successors, lang),
            together=_listed(self.together, lang),
            divided=_listed(sorted({s.source for s in self.steps if not s.whole}), lang),
            changed=_listed(self.changed, lang),
        )


@dataclass(frozen=True, slots=True)
class Origin:
    """What a region came from: `predecessors` on the date `since`.

    `additive` as in Succession: their figures, added up, are the figure of the region.
    """

    code: str
    on: date
    since: date
    predecessors: tuple[str, ...]
    reason: Reason

    @property
    def additive(self) -> bool:
        """Whether the figures of the predecessors may be added up."""
        return self.reason in _ADDITIVE


def became(code: str, on: date, by: date) -> Succession:
    """What a region that existed `on` a date had become `by` a later date.

    Raises UnknownRegion when it did not exist then, ValueError when `by` comes before `on`.
    Outside the known years nothing is taken to have happened (see Partition.exact).
    """
    if by < on:
        raise ValueError(f"became() looks ahead, but {by} is before {on}; use predecessors().")
    before, after = partition_on(on), partition_on(by)
    found = before.region(code)
    steps = tuple(step for step in succession_rows() if on < step.date <= by)
    if found.level != "municipality":
        reason, changed = _area_change(found.code, before, after, steps)
        one = (found.code,)
        return Succession(found.code, on, by, one, one, reason, steps if changed else (), changed)
    successors = follow(found.code, steps)
    together = sources(successors, before.municipalities(), steps)
    taken = trail(together, successors, steps)
    reason = _reason(found.code, successors, together, taken)
    return Succession(found.code, on, by, successors, together, reason, taken)


@lru_cache(maxsize=16_384)
def predecessors(code: str, on: date, since: date) -> Origin:
    """What a region that existed `on` a date was made of on the earlier date `since`.

    Raises UnknownRegion when it did not exist then, ValueError when `since` comes after `on`.
    """
    if on < since:
        raise ValueError(f"predecessors() looks back, but {since} is after {on}; use became().")
    before, found = partition_on(since), partition_on(on).region(code)
    if found.level != "municipality":
        same = became(found.code, since, on)
        return Origin(found.code, on, since, same.successors, same.reason)
    steps = tuple(step for step in succession_rows() if since < step.date <= on)
    origins = sources((found.code,), before.municipalities(), steps)
    taken = trail(origins, (found.code,), steps)
    reason = _reason(found.code, (found.code,), origins, taken)
    return Origin(found.code, on, since, origins, reason)


def follow(code: str, steps: Sequence[Step]) -> tuple[str, ...]:
    """The codes a municipality ended in after all these steps, in order."""
    if all(step.source != code for step in steps):
        return (code,)
    now = {code}
    for day in sorted({step.date for step in steps}):
        today = [step for step in steps if step.date == day and step.source in now]
        now = now - {step.source for step in today} | {step.target for step in today}
    return tuple(sorted(now))


def sources(
    targets: Sequence[str], candidates: Iterable[str], steps: Sequence[Step]
) -> tuple[str, ...]:
    """Those candidates of which anything ended in one of the targets, in order."""
    wanted, gone = set(targets), {step.source for step in steps}
    return tuple(
        sorted(
            code
            for code in candidates
            if (code in wanted if code not in gone else not wanted.isdisjoint(follow(code, steps)))
        )
    )


def trail(start: Sequence[str], targets: Sequence[str], steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps by which anything of the start ended in the targets, in order of time."""
    ahead, taken = set(start), []
    for step in sorted(steps, key=lambda step: (step.date, step.source, step.target)):
        if step.source in ahead:
            later = [other for other in steps if other.date > step.date]
            ahead.add(step.target)
            if not set(targets).isdisjoint(follow(step.target, later)):
                taken.append(step)
    return tuple(taken)


def _reason(
    code: str, successors: Sequence[str], together: Sequence[str], taken: Sequence[Step]
) -> Reason:
    """Why figures of a municipality may or may not be added up."""
    if any(not step.whole for step in taken):
        own = trail((code,), successors, taken)
        return "split" if any(not step.whole for step in own) else "received_part"
    return "unchanged" if (*successors,) == (*together,) == (code,) else "merged"


def _area_change(
    area: str, before: Partition, after: Partition, steps: Sequence[Step]
) -> tuple[Reason, tuple[str, ...]]:
    """Whether an area kept its territory, and else the municipalities that make the difference."""
    level = region(area).level
    moved: set[str] = set()
    unknown: set[str] = set()
    for code in before.municipalities():
        was = before.membership(code, level).code
        for target in follow(code, steps):
            now = after.membership(target, level).code
            if was == now:
                continue
            if None in (was, now):
                if area in (was, now) or _near(area, code, before):
                    unknown.add(code)
            elif area in (was, now):
                moved.add(code)
    if unknown:
        return "unknown_membership", tuple(sorted(unknown | moved))
    return ("boundary", tuple(sorted(moved))) if moved else ("unchanged", ())


def _near(area: str, municipality: str, partition: Partition) -> bool:
    """Whether a municipality of unknown membership may have belonged to an area.

    The cautious guess: when most of the area lies in the same province.
    """
    province = partition.membership(municipality, "province").code
    members = partition.members(area)
    alike = sum(partition.membership(code, "province").code == province for code in members)
    return 2 * alike > len(members)


def _listed(codes: Sequence[str], lang: str) -> str:
    names = [region(code).name(lang) for code in codes]
    both = " en " if lang == "nl" else " and "
    return both.join([", ".join(names[:-1]), *names[-1:]]) if len(names) > 1 else "".join(names)

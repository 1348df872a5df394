"""Makes out how indicators' draws are taken from a table: measures, codes, regions, periods.

Measures and codes that the table does not have are refused by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from duidelijk.catalogue import Draw, Indicator
from duidelijk.catalogue.draws import QUANTITY
from duidelijk.catalogue.model import TOTAL
from duidelijk.foundation.problems import Problem, did_you_mean
from duidelijk.periods import PeriodKind
from duidelijk.sources.table import Description, Dimension, Kind

_PERIODS: dict[str, tuple[PeriodKind, ...]] = {
    "day": (PeriodKind.DAY,),
    "week": (PeriodKind.WEEK,),
    "month": (PeriodKind.MONTH,),
    "quarter": (PeriodKind.QUARTER,),
    "half_year": (PeriodKind.HALF_YEAR,),
    "year": (PeriodKind.YEAR,),
    "school_year": (PeriodKind.SCHOOL_YEAR,),
    "wave": (PeriodKind.WAVE, PeriodKind.DAY),
    "irregular": tuple(PeriodKind),
}


@dataclass(frozen=True)
class Plan:
    """A draw made out against a table: which rows and columns, with the source's own codes."""

    indicator: Indicator
    draw: Draw
    measures: Mapping[str, str]
    """Name in the formula → measure id; one without formula, under ``value``."""
    quantities: Mapping[str, str]
    """Name in the formula → another indicator."""
    region: str | None
    period: str | None
    choices: tuple[tuple[Mapping[str, str], str], ...]
    """Which code of each dimension, and the group that is."""
    decimals: int | None
    statuses: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """``lower`` and ``upper`` → the codes that differ from those of the value."""

    def recipes(self) -> Iterator[tuple[str, Mapping[str, str], str, str]]:
        """Every measure and codes it takes, with the part of a figure and the group that is."""
        for codes, group in self.choices:
            for name, measure in self.measures.items():
                yield measure, codes, name, group
            for name, other in self.limits.items():
                yield self.measures["value"], {**codes, **other}, name, group

    @property
    def in_parts(self) -> bool:
        """Whether one figure is made of several observations, which may stand far apart."""
        return bool(self.draw.formula or self.limits)


def plan_draws(
    description: Description, draws: Sequence[tuple[Indicator, Draw]]
) -> tuple[list[Plan], list[Problem]]:
    """How each draw is taken from the table, and every measure, dimension or code it lacks."""
    plans: list[Plan] = []
    problems: list[Problem] = []
    for indicator, draw in draws:
        where = f"{indicator.id}, table {description.id}"
        found: list[Problem] = []
        measures, quantities = _measures(description, draw, where, found)
        region = _field(description, draw.region_field, Kind.REGION, where, found)
        period = _field(description, draw.period_field, Kind.TIME, where, found)
        if period is None and draw.period is None and not found:
            found.append(
                Problem(where, 0, "the table has no dimension of time", "give period_field")
            )
        choices, limits = _choices(description, draw, {region, period}, where, found)
        problems += found
        if found:
            continue
        times = description.dimension(period) if period else None
        plans.append(
            Plan(
                indicator,
                draw,
                measures,
                quantities,
                region,
                period,
                choices,
                _decimals(description, measures.values(), draw),
                times.statuses if times else {},
                limits,
            )
        )
    return plans, problems


def wanted_codes(plans: Iterable[Plan]) -> dict[str, list[str]]:
    """By dimension the codes that any plan takes, for a filter at the source; none, no filter."""
    plans = list(plans)
    found: dict[str, set[str]] = {}
    taken = [codes for plan in plans for _, codes, _, _ in plan.recipes()]
    for dimension in {key for codes in taken for key in codes}:
        if all(dimension in codes for codes in taken):
            found[dimension] = {codes[dimension] for codes in taken}
    return {dimension: sorted(codes) for dimension, codes in sorted(found.items())}


def kinds_of(plan: Plan) -> tuple[PeriodKind, ...]:
    """The sorts of period a plan takes: those named, else those of its indicator's frequency."""
    named = tuple(PeriodKind(each) for each in plan.draw.periods)
    return named or kinds_of_frequency(plan.indicator.frequency)


def kinds_of_frequency(frequency: str) -> tuple[PeriodKind, ...]:
    """The sorts of period in which an indicator of a frequency is told."""
    return _PERIODS[frequency]


def wanted_measures(plans: Iterable[Plan]) -> list[str]:
    """The ids of the measures that any plan takes."""
    return sorted({measure for plan in plans for measure in plan.measures.values()})


def _measures(
    description: Description, draw: Draw, where: str, problems: list[Problem]
) -> tuple[dict[str, str], dict[str, str]]:
    named = dict(draw.measures) if draw.formula else {"value": draw.measure or ""}
    measures: dict[str, str] = {}
    quantities: dict[str, str] = {}
    for name, wanted in named.items():
        if wanted.startswith(QUANTITY):
            quantities[name] = wanted.removeprefix(QUANTITY)
        elif found := _measure(description, wanted, where, problems):
            measures[name] = found
    return measures, quantities


def _measure(
    description: Description, wanted: str, where: str, problems: list[Problem]
) -> str | None:
    """The id of a measure given by id, by its whole title or by the end of it."""
    by_id = {each.id for each in description.measures}
    if wanted in by_id:
        return wanted
    plain = _plain(wanted)
    found = [each for each in description.measures if _plain(each.title) == plain] or [
        each for each in description.measures if _plain(each.title).endswith(f"› {plain}")
    ]
    if len(found) == 1:
        return found[0].id
    titles = [f"{each.id} ({each.title})" for each in found or description.measures]
    if found:
        what = f"“{wanted}” is the title of {len(found)} measures"
        remedy = f"give its id: {', '.join(titles[:8])}"
    else:
        what = f"has no measure “{wanted}”"
        remedy = did_you_mean(wanted, [*by_id, *(each.title for each in description.measures)])
    problems.append(Problem(where, 0, what, remedy))
    return None


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())


def _field(
    description: Description, given: str | None, kind: Kind, where: str, problems: list[Problem]
) -> str | None:
    if given is None:
        found = description.of_kind(kind)
        return found.id if found else None
    if description.dimension(given) is None:
        problems.append(_no_dimension(description, given, where))
    return given


def _no_dimension(description: Description, given: str, where: str) -> Problem:
    known = [each.id for each in description.dimensions]
    return Problem(where, 0, f"has no dimension “{given}”", did_you_mean(given, known))


def _choices(
    description: Description,
    draw: Draw,
    apart: set[str | None],
    where: str,
    problems: list[Problem],
) -> tuple[tuple[tuple[Mapping[str, str], str], ...], dict[str, dict[str, str]]]:
    """The codes of the total, then of every group with all other dimensions at their total; and
    those of the limits. Reports codes the table lacks, and dimensions without a choice.
    """

    def code(key: str, given: str) -> str:
        return _code(description, key, given, where, problems)

    total = {key: code(key, given) for key, given in draw.where.items()}
    choices: list[tuple[Mapping[str, str], str]] = [(total, TOTAL)]
    for key, groups in draw.groups.items():
        choices += [({**total, key: code(key, given)}, group) for given, group in groups.items()]
    limits: dict[str, dict[str, str]] = {}
    if draw.limits:
        key = draw.limits["dimension"]
        limits = {each: {key: code(key, draw.limits[each])} for each in ("lower", "upper")}
    for dimension in description.dimensions:
        if dimension.id not in total and dimension.id not in apart:
            remedy = f"add where: {{{dimension.id}: {_total_code(dimension)}}}"
            what = f"no code of dimension {dimension.id} is chosen"
            problems.append(Problem(where, 0, what, remedy))
    return tuple(choices), limits


def _code(
    description: Description, key: str, given: str, where: str, problems: list[Problem]
) -> str:
    """The code that is *given*, or that has it for its title."""
    dimension = description.dimension(key)
    if dimension is None:
        problem = _no_dimension(description, key, where)
        if problem not in problems:
            problems.append(problem)
        return given
    if not dimension.codes or given in dimension.codes:
        return given
    titled = [code for code, title in dimension.codes.items() if _plain(title) == _plain(given)]
    if len(titled) == 1:
        return titled[0]
    if titled:
        what = f"“{given}” is the title of {len(titled)} codes of {key}"
        remedy = f"give one: {', '.join(titled[:8])}"
    else:
        what = f"{key} has no code “{given}”"
        known = [f"{each} ({title})" for each, title in dimension.codes.items()]
        near = did_you_mean(given, [*dimension.codes, *dimension.codes.values()])
        remedy = near if "mean" in near else f"known: {', '.join(known[:6])}"
    problems.append(Problem(where, 0, what, remedy))
    return given


def _total_code(dimension: Dimension) -> str:
    """The code that looks like everybody, for a remedy."""
    for code, title in dimension.codes.items():
        if title.casefold().startswith(("totaal", "total", "alle")):
            return f'"{code}"'
    return "CODE"


def _decimals(description: Description, used: Iterable[str], draw: Draw) -> int | None:
    """The decimals of publication after multiplication; unknown for a formula."""
    known = {each.id: each.decimals for each in description.measures}
    decimals = [known.get(each) for each in used]
    if draw.formula or len(decimals) != 1 or decimals[0] is None:
        return None
    shift = len(str(int(draw.times))) - 1 if draw.times >= 1 else 0
    return max(0, decimals[0] - shift)

"""Turns observations of a source's table into figures, by what indicators declare.

Pure: frames in, frames out. Codes and titles that the table does not have are refused by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

import polars as pl

from duidelijk.catalogue import Draw, Indicator
from duidelijk.catalogue.draws import QUANTITY
from duidelijk.catalogue.formula import evaluate
from duidelijk.catalogue.model import TOTAL
from duidelijk.figures.table import SCHEMA
from duidelijk.foundation.problems import Problem, did_you_mean
from duidelijk.periods import Period, PeriodKind, UnknownPeriod
from duidelijk.regions import UnknownRegion, level_of, normalise, partition_of_year
from duidelijk.sources.table import MEASURE, OBSERVATION, Description, Dimension, Kind

COUNTRY = "NL01"

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
        _codes(description, draw, {region, period}, where, found)
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
                _choices(draw),
                _decimals(description, measures.values(), draw),
                times.statuses if times else {},
            )
        )
    return plans, problems


def wanted_codes(plans: Iterable[Plan]) -> dict[str, list[str]]:
    """By dimension the codes that any plan takes, for a filter at the source; none, no filter."""
    plans = list(plans)
    found: dict[str, set[str]] = {}
    for dimension in {key for plan in plans for codes, _ in plan.choices for key in codes}:
        if all(dimension in codes for plan in plans for codes, _ in plan.choices):
            found[dimension] = {codes[dimension] for plan in plans for codes, _ in plan.choices}
    return {dimension: sorted(codes) for dimension, codes in sorted(found.items())}


def wanted_measures(plans: Iterable[Plan]) -> list[str]:
    """The ids of the measures that any plan takes."""
    return sorted({measure for plan in plans for measure in plan.measures.values()})


@dataclass
class Skipped:
    """Rows that are no figure of ours, by why; told, not stored."""

    counts: dict[str, int] = field(default_factory=dict)

    def add(self, why: str, rows: int) -> None:
        """Count *rows* more for *why*."""
        if rows:
            self.counts[why] = self.counts.get(why, 0) + rows


def draw_figures(
    chunk: pl.DataFrame,
    plan: Plan,
    release: str,
    quantities: Mapping[str, pl.DataFrame] | None = None,
    skipped: Skipped | None = None,
) -> pl.DataFrame:
    """The figures (``figures.table.SCHEMA``) that *plan* takes from one chunk of observations.

    *quantities* holds, by key, the figures of the indicators a formula divides by. A chunk must
    hold all measures of a cell when the plan has a formula.
    """
    skipped = skipped if skipped is not None else Skipped()
    rows = chunk.filter(pl.col(MEASURE).is_in(list(plan.measures.values())))
    parts = []
    for codes, group in plan.choices:
        chosen = [pl.col(dimension) == code for dimension, code in codes.items()]
        part = rows.filter(*chosen) if chosen else rows
        parts.append(part.with_columns(pl.lit(group).alias("group")))
    rows = pl.concat(parts) if len(parts) > 1 else parts[0]
    rows = _with_places(rows, plan, skipped)
    if plan.draw.formula:
        rows = _reckoned(rows, plan, quantities or {})
    return _as_figures(rows, plan, release)


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


def _codes(
    description: Description,
    draw: Draw,
    apart: set[str | None],
    where: str,
    problems: list[Problem],
) -> None:
    """Report codes the table does not know, and dimensions for which the draw chooses none."""
    wanted: dict[str, set[str]] = {key: {code} for key, code in draw.where.items()}
    for key, groups in draw.groups.items():
        wanted.setdefault(key, set()).update(groups)
    for key, codes in wanted.items():
        dimension = description.dimension(key)
        if dimension is None:
            problems.append(_no_dimension(description, key, where))
            continue
        for code in sorted(codes - dimension.codes.keys() if dimension.codes else ()):
            known = [f"{each} ({title})" for each, title in dimension.codes.items()]
            near = did_you_mean(code, dimension.codes)
            remedy = near if "mean" in near else f"known: {', '.join(known[:6])}"
            problems.append(Problem(where, 0, f"{key} has no code “{code}”", remedy))
    for dimension in description.dimensions:
        if dimension.id not in wanted and dimension.id not in apart:
            remedy = f"add where: {{{dimension.id}: {_total_code(dimension)}}}"
            what = f"no code of dimension {dimension.id} is chosen"
            problems.append(Problem(where, 0, what, remedy))


def _total_code(dimension: Dimension) -> str:
    """The code that looks like everybody, for a remedy."""
    for code, title in dimension.codes.items():
        if title.casefold().startswith(("totaal", "total", "alle")):
            return f'"{code}"'
    return "CODE"


def _choices(draw: Draw) -> tuple[tuple[Mapping[str, str], str], ...]:
    """The total, then every group with all other dimensions at their total."""
    choices: list[tuple[Mapping[str, str], str]] = [(dict(draw.where), TOTAL)]
    for dimension, groups in draw.groups.items():
        choices += [({**draw.where, dimension: code}, group) for code, group in groups.items()]
    return tuple(choices)


def _decimals(description: Description, used: Iterable[str], draw: Draw) -> int | None:
    """The decimals of publication after multiplication; unknown for a formula."""
    known = {each.id: each.decimals for each in description.measures}
    decimals = [known.get(each) for each in used]
    if draw.formula or len(decimals) != 1 or decimals[0] is None:
        return None
    shift = len(str(int(draw.times))) - 1 if draw.times >= 1 else 0
    return max(0, decimals[0] - shift)


def _with_places(rows: pl.DataFrame, plan: Plan, skipped: Skipped) -> pl.DataFrame:
    """Add region, region_year and period; leave out other sorts of period and of region."""
    kinds = (
        tuple(PeriodKind(each) for each in plan.draw.periods) or _PERIODS[plan.indicator.frequency]
    )
    if plan.period is None:
        rows = rows.with_columns(pl.lit(plan.draw.period).alias("period"))
    else:
        rows = rows.rename({plan.period: "period"}) if plan.period != "period" else rows
    since = Period.parse(plan.draw.since).start if plan.draw.since else None
    years: dict[str, int] = {}
    for code in rows["period"].drop_nulls().unique().to_list():
        try:
            period = Period.parse(code)
        except UnknownPeriod:
            continue
        if period.kind in kinds and (since is None or period.start >= since):
            years[code] = plan.draw.region_year or period.end.year
    kept = rows.filter(pl.col("period").is_in(list(years)))
    skipped.add("other periods", len(rows) - len(kept))
    rows = kept.with_columns(
        pl.col("period").replace_strict(years, return_dtype=pl.Int16).alias("region_year")
        if years
        else pl.lit(None, pl.Int16).alias("region_year")
    )
    if plan.region is None:
        return rows.with_columns(pl.lit(COUNTRY).alias("region"))
    rows = rows.rename({plan.region: "region"}) if plan.region != "region" else rows
    return _in_regions(rows, plan, skipped)


def _in_regions(rows: pl.DataFrame, plan: Plan, skipped: Skipped) -> pl.DataFrame:
    codes: dict[str, str] = {}
    for code in rows["region"].drop_nulls().unique().to_list():
        try:
            if level_of(code) in plan.indicator.region_levels:
                codes[code] = normalise(code)
        except UnknownRegion:
            continue
    kept = rows.filter(pl.col("region").is_in(list(codes)))
    skipped.add("other regions", len(rows) - len(kept))
    rows = kept.with_columns(
        pl.col("region").replace_strict(codes, return_dtype=pl.String)
        if codes
        else pl.col("region")
    )
    absent = _not_there(rows)
    if absent.is_empty():
        return rows
    gone = rows.join(absent, on=["region", "region_year"], how="semi")
    empty = gone.filter(pl.col("value").is_null())
    skipped.add("regions that did not exist then", len(empty))
    return pl.concat(
        [
            rows.join(absent, on=["region", "region_year"], how="anti"),
            gone.filter(pl.col("value").is_not_null()),
        ]
    )


def _not_there(rows: pl.DataFrame) -> pl.DataFrame:
    """Pairs of region and year in which that region did not exist."""
    pairs = rows.select("region", "region_year").unique()
    absent = [
        (code, year) for code, year in pairs.iter_rows() if code not in partition_of_year(year)
    ]
    return pl.DataFrame(absent, schema={"region": pl.String, "region_year": pl.Int16}, orient="row")


_PLACE = ("region", "region_year", "group", "period")


def _reckoned(
    rows: pl.DataFrame, plan: Plan, quantities: Mapping[str, pl.DataFrame]
) -> pl.DataFrame:
    """One row a place with the value of the formula; missing when any part of it is."""
    table: pl.DataFrame | None = None
    for name, measure in plan.measures.items():
        of_measure = rows.filter(pl.col(MEASURE) == measure)
        columns = [pl.col("value").alias(name)]
        for extra in ("missing", "status"):
            if extra in rows.columns:
                columns.append(pl.col(extra).alias(f"{extra} {name}"))
        part = of_measure.select(*_PLACE, *columns)
        table = (
            part if table is None else table.join(part, on=list(_PLACE), how="full", coalesce=True)
        )
    assert table is not None, "a formula has at least one measure of the feed"
    for name, key in plan.quantities.items():
        held = quantities[key].select("region", "period", pl.col("value").alias(name))
        table = _joined_quantity(table, held, name)
    value = evaluate(str(plan.draw.formula), pl.col, pl.lit)
    reasons = [pl.col(each) for each in table.columns if each.startswith("missing ")]
    statuses = [pl.col(each) for each in table.columns if each.startswith("status ")]
    result = table.with_columns(value.alias("value"))
    finite = pl.col("value").is_finite()
    return result.with_columns(
        pl.when(finite).then(pl.col("value")).alias("value"),
        pl.when(~finite.fill_null(False))
        .then(pl.coalesce([*reasons, pl.lit("not_delivered")]))
        .alias("missing"),
        (pl.coalesce(statuses) if statuses else pl.lit(None, pl.String)).alias("status"),
    )


def _joined_quantity(table: pl.DataFrame, held: pl.DataFrame, name: str) -> pl.DataFrame:
    """Join a context quantity: that of the same region and year, whatever the sort of period."""
    year = pl.col("period").str.slice(0, 4)
    latest = (
        held.with_columns(year.alias("year"))
        .sort("period")
        .unique(["region", "year"], keep="last")
        .select("region", "year", name)
    )
    return (
        table.with_columns(year.alias("year"))
        .join(latest, on=["region", "year"], how="left")
        .drop("year")
    )


def _as_figures(rows: pl.DataFrame, plan: Plan, release: str) -> pl.DataFrame:
    present = [name for name in OBSERVATION if name in rows.columns and name != MEASURE]
    table = rows.select("region", "region_year", "group", "period", *present)
    if plan.draw.times != 1.0:
        scaled = [name for name in ("value", "lower", "upper") if name in table.columns]
        digits = (plan.decimals or 0) if plan.decimals is not None else 9
        table = table.with_columns((pl.col(scaled) * plan.draw.times).round(digits))
    status = pl.col("period").replace_strict(
        dict(plan.statuses), default=None, return_dtype=pl.String
    )
    if "status" in table.columns:
        status = pl.coalesce(pl.col("status"), status)
    extra = {
        "indicator": pl.lit(plan.indicator.id),
        "method": pl.lit(plan.draw.method or ""),
        "release": pl.lit(release),
        "status": status,
    }
    if "decimals" not in table.columns:
        extra["decimals"] = pl.lit(plan.decimals, pl.Int8)
    table = table.with_columns(**extra)
    if "missing" in table.columns:
        table = table.with_columns(
            pl.when(pl.col("value").is_null())
            .then(pl.col("missing").fill_null("not_delivered"))
            .alias("missing")
        )
    else:
        table = table.with_columns(
            pl.when(pl.col("value").is_null()).then(pl.lit("not_delivered")).alias("missing")
        )
    absent = [pl.lit(None, kind).alias(name) for name, kind in SCHEMA.items() if name not in table]
    return table.with_columns(absent).select(
        [pl.col(name).cast(kind) for name, kind in SCHEMA.items()]
    )


def drawn(
    chunks: Iterable[pl.DataFrame],
    plans: Sequence[Plan],
    release: str,
    quantities: Mapping[str, pl.DataFrame] | None = None,
    skipped: Skipped | None = None,
) -> Iterator[pl.DataFrame]:
    """The figures of all *plans*, chunk by chunk; chunks with formulas are gathered first."""
    simple = [plan for plan in plans if not plan.draw.formula]
    reckoned = [plan for plan in plans if plan.draw.formula]
    gathered: list[pl.DataFrame] = []
    for chunk in chunks:
        if simple:
            tables = [draw_figures(chunk, plan, release, quantities, skipped) for plan in simple]
            yield pl.concat(tables)
        if reckoned:
            needed = wanted_measures(reckoned)
            gathered.append(chunk.filter(pl.col(MEASURE).is_in(needed)))
    if gathered:
        whole = reduce(lambda one, other: one.vstack(other), gathered)
        yield pl.concat(
            [draw_figures(whole, plan, release, quantities, skipped) for plan in reckoned]
        )

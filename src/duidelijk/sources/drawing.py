"""Turns observations of a source's table into figures, by what indicators declare.

Pure: frames in, frames out. All plans of a table are taken from a chunk in one pass: a table of
recipes (measure and codes → indicator and group) is joined to its rows.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from duidelijk.catalogue.formula import evaluate
from duidelijk.figures.table import SCHEMA, empty_table
from duidelijk.periods import Period, PeriodKind, UnknownPeriod
from duidelijk.regions import UnknownRegion, level_of, normalise, partition_of_year
from duidelijk.sources.planning import Plan, kinds_of
from duidelijk.sources.table import MEASURE

COUNTRY = "NL01"

_PLAN, _PART, _YEAR = "the plan", "the part", "the year"
"""Columns of our own beside those of the source, with names no source would use."""


@dataclass
class Skipped:
    """Rows that are no figure of ours, by why; told, not stored."""

    counts: dict[str, int] = field(default_factory=dict)

    def add(self, why: str, rows: int) -> None:
        """Count *rows* more for *why*."""
        if rows:
            self.counts[why] = self.counts.get(why, 0) + rows


def drawn(
    chunks: Iterable[pl.DataFrame],
    plans: Sequence[Plan],
    release: str,
    quantities: Mapping[str, pl.DataFrame] | None = None,
    skipped: Skipped | None = None,
) -> Iterator[pl.DataFrame]:
    """The figures of all *plans*, chunk by chunk; what formulas need is gathered first.

    *quantities* holds, by key, the figures of the indicators that formulas divide by.
    """
    skipped = skipped if skipped is not None else Skipped()
    drawings = [_Drawing(each, release, quantities or {}) for each in _alike(plans)]
    gathered: list[list[pl.DataFrame]] = [[] for _ in drawings]
    for chunk in chunks:
        for drawing, parts in zip(drawings, gathered, strict=True):
            rows = drawing.placed(chunk, skipped)
            yield drawing.plain_figures(rows)
            if drawing.in_parts:
                parts.append(rows.filter(pl.col(_PLAN).is_in(drawing.in_parts)))
    for drawing, parts in zip(drawings, gathered, strict=True):
        if parts:
            yield drawing.reckoned_figures(pl.concat(parts))


def draw_figures(
    chunk: pl.DataFrame,
    plan: Plan,
    release: str,
    quantities: Mapping[str, pl.DataFrame] | None = None,
    skipped: Skipped | None = None,
) -> pl.DataFrame:
    """The figures (``figures.table.SCHEMA``) that one plan takes from one whole table."""
    tables = list(drawn([chunk], [plan], release, quantities, skipped))
    return pl.concat(tables) if tables else empty_table()


def _alike(plans: Sequence[Plan]) -> list[list[Plan]]:
    """Plans by the dimensions they choose from: these can be taken in one pass."""
    found: dict[tuple[object, ...], list[Plan]] = {}
    for plan in plans:
        key = (plan.region, plan.period, *sorted(plan.choices[0][0]))
        found.setdefault(key, []).append(plan)
    return list(found.values())


class _Drawing:
    """Plans over the same dimensions, made out as tables to join."""

    def __init__(
        self, plans: Sequence[Plan], release: str, quantities: Mapping[str, pl.DataFrame]
    ) -> None:
        self.plans, self.release, self.quantities = plans, release, quantities
        self.in_parts = [at for at, plan in enumerate(plans) if plan.in_parts]
        self.dimensions = sorted(plans[0].choices[0][0])
        recipes = self._recipes()
        self.pinned = {
            name: recipes[name][0] for name in self.dimensions if recipes[name].n_unique() == 1
        }
        """Dimensions of which every plan takes the same code: quicker to filter than to join."""
        self.recipes = recipes.drop(list(self.pinned))
        self.on = [MEASURE, *(name for name in self.dimensions if name not in self.pinned)]
        self.calendars = _calendars(plans)
        self.statuses = {
            period: status for plan in plans for period, status in plan.statuses.items()
        }
        self.constants = self._constants()

    def _recipes(self) -> pl.DataFrame:
        rows = [
            (measure, *(codes[each] for each in self.dimensions), at, part, group)
            for at, plan in enumerate(self.plans)
            for measure, codes, part, group in plan.recipes()
        ]
        texts = dict.fromkeys([MEASURE, *self.dimensions], pl.String())
        own = {_PLAN: pl.UInt32(), _PART: pl.String(), "group": pl.String()}
        return pl.DataFrame(rows, schema={**texts, **own}, orient="row")

    def _constants(self) -> pl.DataFrame:
        """What is the same for all figures of a plan."""
        rows = [
            (at, plan.indicator.id, plan.draw.method or "", plan.decimals, plan.draw.times)
            for at, plan in enumerate(self.plans)
        ]
        schema = {
            _PLAN: pl.UInt32(),
            "indicator": pl.String(),
            "method": pl.String(),
            "plan decimals": pl.Int8(),
            "times": pl.Float64(),
        }
        return pl.DataFrame(rows, schema=schema, orient="row")

    def placed(self, chunk: pl.DataFrame, skipped: Skipped) -> pl.DataFrame:
        """The rows any plan takes, with plan, part, group, period, region and region_year."""
        pinned = [pl.col(name) == code for name, code in self.pinned.items()]
        rows = chunk.filter(*pinned) if pinned else chunk
        rows = rows.drop(list(self.pinned))
        rows = rows.join(self.recipes, on=self.on, how="inner", maintain_order="left")
        rows = self._with_periods(rows, skipped)
        rows = self._with_regions(rows, skipped)
        return _without_absent(rows, skipped)

    def _with_periods(self, rows: pl.DataFrame, skipped: Skipped) -> pl.DataFrame:
        field = self.plans[0].period
        if field is None:
            given = [(at, str(plan.draw.period)) for at, plan in enumerate(self.plans)]
            table = pl.DataFrame(
                given, schema={_PLAN: pl.UInt32(), "period": pl.String()}, orient="row"
            )
            rows = rows.join(table, on=_PLAN, how="left", maintain_order="left")
        elif field != "period":
            rows = rows.rename({field: "period"})
        codes = rows["period"].drop_nulls().unique().sort()
        allowed = self._periods(codes, field is None)
        if len(self.calendars) == 1:
            years = dict(allowed.select("period", "region_year").rows())
            year = pl.col("period").replace_strict(years, default=None, return_dtype=pl.Int16)
            kept = rows.with_columns(year.alias("region_year"))
            if len(years) < len(codes) or rows["period"].null_count():
                kept = kept.filter(pl.col("region_year").is_not_null())
        else:
            kept = rows.join(allowed, on=[_PLAN, "period"], how="inner", maintain_order="left")
        skipped.add("other periods", len(rows) - len(kept))
        return kept

    def _periods(self, codes: pl.Series, given: bool) -> pl.DataFrame:
        """Which periods each plan takes, with the year of the division of the country."""
        allowed = []
        for code in codes:
            try:
                period = Period.parse(code)
            except UnknownPeriod:
                continue
            for (kinds, since, year), plans in self.calendars.items():
                if (given or period.kind in kinds) and (since is None or period.start >= since):
                    alike = plans[:1] if len(self.calendars) == 1 else plans
                    allowed += [(at, code, year or period.end.year) for at in alike]
        return pl.DataFrame(
            allowed,
            schema={_PLAN: pl.UInt32(), "period": pl.String(), "region_year": pl.Int16()},
            orient="row",
        )

    def _with_regions(self, rows: pl.DataFrame, skipped: Skipped) -> pl.DataFrame:
        field = self.plans[0].region
        if field is None:
            return rows.with_columns(pl.lit(COUNTRY).alias("region"))
        found = []
        for code in rows[field].drop_nulls().unique().to_list():
            with contextlib.suppress(UnknownRegion):
                found.append((code, normalise(code), level_of(code)))
        named = pl.DataFrame(
            found,
            schema={field: pl.String(), "known region": pl.String(), "level": pl.String()},
            orient="row",
        )
        levels = [(at, level) for at, plan in enumerate(self.plans) for level in _levels(plan)]
        wanted = pl.DataFrame(
            levels, schema={_PLAN: pl.UInt32(), "level": pl.String()}, orient="row"
        )
        kept = rows.join(named, on=field, how="inner", maintain_order="left").join(
            wanted, on=[_PLAN, "level"], how="semi", maintain_order="left"
        )
        skipped.add("other regions", len(rows) - len(kept))
        return kept.drop("level", field).rename({"known region": "region"})

    def plain_figures(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The figures of plans that take one measure as it is."""
        if self.in_parts:
            rows = rows.filter(~pl.col(_PLAN).is_in(self.in_parts))
        return self._as_figures(rows)

    def reckoned_figures(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The figures of plans that put several observations together, from all their rows."""
        tables = []
        for at in self.in_parts:
            plan, taken = self.plans[at], rows.filter(pl.col(_PLAN) == at)
            if plan.draw.formula:
                taken = _reckoned(taken, plan, self.quantities)
            else:
                taken = _with_limits(taken)
            tables.append(self._as_figures(taken.with_columns(pl.lit(at, pl.UInt32).alias(_PLAN))))
        return pl.concat(tables)

    def _as_figures(self, rows: pl.DataFrame) -> pl.DataFrame:
        table = rows.join(self.constants, on=_PLAN, how="left", maintain_order="left")
        if any(plan.draw.times != 1.0 for plan in self.plans):
            table = _multiplied(table)
        status = pl.col("period").replace_strict(
            self.statuses, default=None, return_dtype=pl.String
        )
        given = pl.col("missing") if "missing" in table.columns else pl.lit(None, pl.String)
        columns = {
            "release": pl.lit(self.release),
            "status": pl.coalesce(pl.col("status"), status)
            if "status" in table.columns
            else status,
            "missing": pl.when(pl.col("value").is_null()).then(given.fill_null("not_delivered")),
            "decimals": pl.coalesce(pl.col("decimals"), pl.col("plan decimals"))
            if "decimals" in table.columns
            else pl.col("plan decimals"),
        }
        table = table.with_columns(**columns)
        absent = [
            pl.lit(None, kind).alias(name) for name, kind in SCHEMA.items() if name not in table
        ]
        return table.with_columns(absent).select(
            [pl.col(name).cast(kind) for name, kind in SCHEMA.items()]
        )


Calendar = tuple[tuple[PeriodKind, ...], dt.date | None, int | None]
"""Sorts of period, the first day, and the year of the division of the country."""


def _calendars(plans: Sequence[Plan]) -> dict[Calendar, list[int]]:
    """The plans by which periods they take: mostly all the same."""
    found: dict[Calendar, list[int]] = {}
    for at, plan in enumerate(plans):
        since = Period.parse(plan.draw.since).start if plan.draw.since else None
        found.setdefault((kinds_of(plan), since, plan.draw.region_year), []).append(at)
    return found


def _levels(plan: Plan) -> tuple[str, ...]:
    return plan.indicator.region_levels


def _multiplied(table: pl.DataFrame) -> pl.DataFrame:
    """In the indicator's unit; rounded to what was published, since 0.1 × 3 is not 0.3."""
    numbers = [name for name in ("value", "lower", "upper") if name in table.columns]
    scale = pl.lit(10.0).pow(pl.col("plan decimals").fill_null(9).cast(pl.Float64))
    return table.with_columns(
        [((pl.col(name) * pl.col("times") * scale).round() / scale).alias(name) for name in numbers]
    )


def _without_absent(rows: pl.DataFrame, skipped: Skipped) -> pl.DataFrame:
    """Leave out empty cells of regions that did not exist in that year.

    Cells of such regions that hold a number stay: the check of figures tells of them.
    """
    pairs = rows.select("region", "region_year").unique()
    absent = [
        (code, year) for code, year in pairs.iter_rows() if code not in partition_of_year(year)
    ]
    if not absent:
        return rows
    schema = {"region": pl.String(), "region_year": pl.Int16()}
    table = pl.DataFrame(absent, schema=schema, orient="row").with_columns(
        pl.lit(True).alias("absent")
    )
    marked = rows.join(table, on=list(schema), how="left", maintain_order="left")
    kept = marked.filter(pl.col("absent").is_null() | pl.col("value").is_not_null())
    skipped.add("regions that did not exist then", len(rows) - len(kept))
    return kept.drop("absent")


_PLACE = ("region", "region_year", "group", "period")


def _with_limits(rows: pl.DataFrame) -> pl.DataFrame:
    """One row a place: the value with the limits that stand in rows of their own."""
    table = rows.filter(pl.col(_PART) == "value")
    for limit in ("lower", "upper"):
        part = rows.filter(pl.col(_PART) == limit).select(*_PLACE, pl.col("value").alias(limit))
        table = table.join(part, on=list(_PLACE), how="left", maintain_order="left")
    both = pl.col("value").is_not_null() & pl.col("lower").is_not_null()
    both &= pl.col("upper").is_not_null()
    return table.with_columns(
        [pl.when(both).then(pl.col(limit)).alias(limit) for limit in ("lower", "upper")]
    )


def _reckoned(
    rows: pl.DataFrame, plan: Plan, quantities: Mapping[str, pl.DataFrame]
) -> pl.DataFrame:
    """One row a place with the value of the formula; missing when any part of it is."""
    table: pl.DataFrame | None = None
    for name in plan.measures:
        columns = [pl.col("value").alias(name)]
        columns += [
            pl.col(extra).alias(f"{extra} {name}")
            for extra in ("missing", "status")
            if extra in rows.columns
        ]
        part = rows.filter(pl.col(_PART) == name).select(*_PLACE, *columns)
        table = (
            part if table is None else table.join(part, on=list(_PLACE), how="full", coalesce=True)
        )
    assert table is not None, "a formula has at least one measure of the feed"
    for name, key in plan.quantities.items():
        table = _with_quantity(table, quantities[key], name)
    value = evaluate(str(plan.draw.formula), pl.col, pl.lit)
    reasons = [pl.col(each) for each in table.columns if each.startswith("missing ")]
    statuses = [pl.col(each) for each in table.columns if each.startswith("status ")]
    result = table.with_columns(value.alias("value"))
    finite = pl.col("value").is_finite().fill_null(False)
    return result.select(
        *_PLACE,
        pl.when(finite).then(pl.col("value")).alias("value"),
        pl.when(~finite).then(pl.coalesce([*reasons, pl.lit("not_delivered")])).alias("missing"),
        (pl.coalesce(statuses) if statuses else pl.lit(None, pl.String)).alias("status"),
    )


def _with_quantity(table: pl.DataFrame, held: pl.DataFrame, name: str) -> pl.DataFrame:
    """Join a context quantity: the last one of the same region and year."""
    year = pl.col("period").str.slice(0, 4).alias(_YEAR)
    latest = (
        held.with_columns(year)
        .sort("period")
        .unique(["region", _YEAR], keep="last")
        .select("region", _YEAR, pl.col("value").alias(name))
    )
    return table.with_columns(year).join(latest, on=["region", _YEAR], how="left").drop(_YEAR)

"""Turns observations of a source's table into figures, by what indicators declare.

Pure: frames in, frames out. All plans of a table are taken from a chunk in one pass (``placing``);
what makes a figure of several observations is done here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import polars as pl

from duidelijk.catalogue.formula import evaluate
from duidelijk.figures.table import SCHEMA, empty_table
from duidelijk.sources.coding import taken
from duidelijk.sources.placing import PART, PLAN, Placing, Skipped, alike
from duidelijk.sources.planning import Plan

_YEAR = "the year"
"""A column of our own, with a name no source would use."""


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
    drawings = [_Drawing(each, release, quantities or {}) for each in alike(plans)]
    gathered: list[list[pl.DataFrame]] = [[] for _ in drawings]
    for chunk in chunks:
        for drawing, parts in zip(drawings, gathered, strict=True):
            rows = drawing.placed(chunk, skipped)
            yield drawing.plain_figures(rows)
            if drawing.in_parts:
                parts.append(rows.filter(pl.col(PLAN).is_in(drawing.in_parts)))
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


class _Drawing:
    """Plans over the same dimensions, and what is the same for all figures of each."""

    def __init__(
        self, plans: Sequence[Plan], release: str, quantities: Mapping[str, pl.DataFrame]
    ) -> None:
        self.plans, self.release, self.quantities = plans, release, quantities
        self.placed = Placing(plans).placed
        self.in_parts = [at for at, plan in enumerate(plans) if plan.in_parts]
        self.indicators = pl.Series("indicator", [plan.indicator.id for plan in plans])
        self.methods = pl.Series("method", [plan.draw.method or "" for plan in plans])
        self.decimals = pl.Series("decimals", [plan.decimals for plan in plans], pl.Int8())
        self.times = pl.Series("times", [plan.draw.times for plan in plans])

    def plain_figures(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The figures of plans that take one measure as it is."""
        if self.in_parts:
            rows = rows.filter(~pl.col(PLAN).is_in(self.in_parts))
        return self._as_figures(rows)

    def reckoned_figures(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The figures of plans that put several observations together, from all their rows."""
        tables = []
        for at in self.in_parts:
            plan, parts = self.plans[at], rows.filter(pl.col(PLAN) == at)
            if plan.draw.formula:
                parts = _reckoned(parts, plan, self.quantities)
            else:
                parts = _with_limits(parts)
            tables.append(self._as_figures(parts.with_columns(pl.lit(at, pl.UInt32).alias(PLAN))))
        return pl.concat(tables)

    def _as_figures(self, rows: pl.DataFrame) -> pl.DataFrame:
        plans = rows[PLAN].to_numpy()
        decimals = taken(self.decimals, plans)
        if (self.times != 1.0).any():
            rows = _multiplied(rows, taken(self.times, plans), decimals)
        given = pl.col("missing") if "missing" in rows.columns else pl.lit(None, pl.String)
        table = rows.with_columns(
            taken(self.indicators, plans),
            taken(self.methods, plans),
            pl.coalesce("decimals", decimals) if "decimals" in rows.columns else decimals,
            pl.lit(self.release).alias("release"),
            pl.when(pl.col("value").is_null())
            .then(given.fill_null("not_delivered"))
            .alias("missing"),
        )
        absent = [
            pl.lit(None, kind).alias(name) for name, kind in SCHEMA.items() if name not in table
        ]
        return table.with_columns(absent).select(
            [pl.col(name).cast(kind) for name, kind in SCHEMA.items()]
        )


def _multiplied(rows: pl.DataFrame, times: pl.Series, decimals: pl.Series) -> pl.DataFrame:
    """In the indicator's unit; rounded to what was published, since 0.1 × 3 is not 0.3."""
    numbers = [name for name in ("value", "lower", "upper") if name in rows.columns]
    scale = 10.0 ** decimals.fill_null(9).cast(pl.Float64)
    return rows.with_columns(
        [((pl.col(name) * times * scale).round() / scale).alias(name) for name in numbers]
    )


_PLACE = ("region", "region_year", "group", "period")


def _with_limits(rows: pl.DataFrame) -> pl.DataFrame:
    """One row a place: the value with the limits that stand in rows of their own."""
    table = rows.filter(pl.col(PART) == "value")
    for limit in ("lower", "upper"):
        part = rows.filter(pl.col(PART) == limit).select(*_PLACE, pl.col("value").alias(limit))
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
        part = rows.filter(pl.col(PART) == name).select(*_PLACE, *columns)
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

"""Carries counts of municipalities that merged to the newer division of the country.

Only where adding up is allowed, and never across a split: a carried figure is the sum of figures
that their source published, and says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import polars as pl

from duidelijk.catalogue import Indicator
from duidelijk.figures.table import KEY, SCHEMA, with_periods
from duidelijk.figures.territory import redrawn
from duidelijk.regions import partition_of_year, predecessors, region

CARRIED: dict[str, pl.DataType] = {
    **SCHEMA,
    "published": pl.Date(),
    "carried_from": pl.String(),
}
"""Columns of carried figures: ``carried_from`` holds the codes of the parts, apart by spaces."""

_NAMED = 6
"""The note names this many parts, and counts more."""
_WEAKNESS = {"definitive": 0, None: 1, "revised_provisional": 2, "provisional": 3}
_COUNT = ["indicator", "group", "method"]
_SUM = [*_COUNT, "heir", "heir_year", "period", "region_year"]


def carried_figures(figures: pl.DataFrame, indicators: Mapping[str, Indicator]) -> pl.DataFrame:
    """Figures of earlier periods for the territory that a region has in its latest figure.

    *figures* holds one vintage a key, with ``published``. Only indicators that add up, and only
    regions and periods without a figure of that territory of their own (``impossible`` is none).

    - A municipality that took in others as wholes: the sum of all of them. Without a value when
      one of them has none, for the reason that the first of those by code gives; when their rows
      are absent, ``not_delivered``.
    - A larger area that gained or lost whole municipalities: the sum of the municipalities it has
      now. Only when it is known, not derived, what belonged to it on both dates, all of those
      have a value, and those it had then add up to its own figure of then, as far as rounding
      lets them.

    ``n`` is the sum; limits are combined as √(Σ distance²), for independent parts (Zou and Donner
    2008), and dropped when one lacks them; ``status`` is the weakest, ``decimals`` the least,
    ``release`` and ``published`` those of the part published last.
    """
    added = [each.id for each in indicators.values() if each.adds_up]
    counts = figures.lazy().filter(pl.col("indicator").is_in(added))
    places = counts.group_by("indicator", "region").agg(pl.col("region_year").max()).collect()
    divisions = counts.select(pl.col("region_year").unique()).collect().to_series()
    lineage = _lineage(places.select("region", "region_year").unique(), sorted(divisions))
    if lineage.is_empty():
        return pl.DataFrame(schema=CARRIED)
    columns = [*SCHEMA, "published"]
    heirs, parts = lineage["heir"].unique().implode(), lineage["part"].unique().implode()
    own = with_periods(counts.filter(pl.col("region").is_in(heirs)).select(columns).collect())
    rows = with_periods(counts.filter(pl.col("region").is_in(parts)).select(columns).collect())
    earlier = (
        rows.join(lineage, left_on=["region", "region_year"], right_on=["part", "part_year"])
        .join(_latest(own), on=[*_COUNT, "period_kind", "heir", "heir_year"])
        .filter(pl.col("period_start") < pl.col("latest"))
        .join(_of_own(own), on=[*_COUNT, "heir", "heir_year", "period"], how="anti")
    )
    sums = _that_may(_added_up(earlier), own, indicators)
    nearest = sums.sort([*_SUM[:-1], "whole", "region_year"]).unique(
        _SUM[:-1], keep="last", maintain_order=True
    )
    return _as_figures(nearest)


def parts_of(carried_from: str) -> list[str]:
    """The codes in ``carried_from``."""
    return carried_from.split()


def _lineage(places: pl.DataFrame, divisions: Sequence[int]) -> pl.DataFrame:
    """What the regions of *places* were made of in each earlier of the *divisions*: a row a part.

    Columns: heir, heir_year, part, part_year; ``inside`` (it lies in the heir), ``before`` (it lay
    in the region of that code), ``parts`` (how many rows) and ``carried_from``.
    """
    found = []
    for heir, now in places.sort("region", "region_year").iter_rows():
        for then in divisions:
            parts = list(_parts(heir, now, then)) if then < now else []
            inside = " ".join(part for part, belongs, _ in parts if belongs)
            found += [
                (heir, now, part, then, belongs, belonged, len(parts), inside)
                for part, belongs, belonged in parts
            ]
    return pl.DataFrame(
        found,
        schema={
            "heir": pl.String,
            "heir_year": pl.Int16,
            "part": pl.String,
            "part_year": pl.Int16,
            "inside": pl.Boolean,
            "before": pl.Boolean,
            "parts": pl.UInt32,
            "carried_from": pl.String,
        },
        orient="row",
    )


def _parts(heir: str, now: int, then: int) -> Iterator[tuple[str, bool, bool]]:
    """The municipalities of *then* that make a region of *now*, where their figures add up to it.

    Each with whether it lies in the region now, and whether it did then. Nothing for a region that
    has the same territory: its own figures hold.
    """
    before, after = partition_of_year(then), partition_of_year(now)
    if before.valid_from == after.valid_from or heir not in after:
        return
    level = region(heir).level
    if level == "municipality":
        origin = predecessors(heir, dt.date(now, 1, 1), dt.date(then, 1, 1))
        if origin.reason == "merged":
            yield from ((part, True, True) for part in origin.predecessors)
        return
    known = before.exact and after.exact
    if not known or level in before.derived_levels | after.derived_levels:
        return
    if predecessors(heir, dt.date(now, 1, 1), dt.date(then, 1, 1)).reason != "boundary":
        return
    origins = [_whole(each, now, then) for each in after.members(heir)]
    if all(origins):
        inside = {part for parts in origins for part in parts}
        belonged = set(before.members(heir))
        for part in sorted(inside | belonged):
            yield part, part in inside, part in belonged


@cache
def _whole(code: str, now: int, then: int) -> tuple[str, ...]:
    """What a municipality was made of, as wholes; empty when of parts."""
    origin = predecessors(code, dt.date(now, 1, 1), dt.date(then, 1, 1))
    return origin.predecessors if origin.additive else ()


def _latest(own: pl.DataFrame) -> pl.DataFrame:
    """The division and the start of the latest period of each series of an heir."""
    series = [*_COUNT, "region", "period_kind"]
    return (
        own.sort([*series, "period_start", "region_year"])
        .group_by(series, maintain_order=True)
        .agg(pl.col("region_year").last(), pl.col("period_start").last().alias("latest"))
        .rename({"region": "heir", "region_year": "heir_year"})
    )


def _of_own(own: pl.DataFrame) -> pl.DataFrame:
    """Figures an heir has itself, by each division in which it had the territory of theirs."""
    pairs = own.select("region", "region_year").unique()
    same = [
        (code, year, other)
        for code, year, other in pairs.join(pairs, on="region", suffix="_other").iter_rows()
        if not redrawn(code, min(year, other), max(year, other))
    ]
    schema = {"region": pl.String, "region_year": pl.Int16, "heir_year": pl.Int16}
    alike = pl.DataFrame(same, schema=schema, orient="row")
    # a source may list a region for years in which there was none: that is no figure of it
    there = own.filter(pl.col("missing").ne_missing("impossible"))
    return there.join(alike, on=["region", "region_year"]).rename({"region": "heir"})


def _added_up(rows: pl.DataFrame) -> pl.DataFrame:
    """One row an heir, period and division of the parts; ``before_sum`` is that of the old area."""
    inside = pl.col("inside")
    value, release = pl.col("value").filter(inside), pl.col("release").filter(inside)
    published = pl.col("published").filter(inside)
    # sums of tenths leave 1e-16 behind; nothing finer than what was published is meant
    unit = pl.lit(10.0).pow(pl.col("decimals").max().fill_null(6).cast(pl.Float64))

    def margin(to: str) -> pl.Expr:
        distance = (pl.col("value") - pl.col(to)).filter(inside)
        return pl.when(~distance.is_null().any()).then((distance**2).sum().sqrt())

    def total(of: pl.Expr) -> pl.Expr:
        return (of.sum() * unit).round(0) / unit

    whole = (pl.len() == pl.col("parts").first()) & pl.col("value").is_not_null().all()
    return (
        rows.sort([*_SUM[:-1], "region_year", "region"])
        .group_by(_SUM, maintain_order=True)
        .agg(
            whole.alias("whole"),
            total(value).alias("value"),
            margin("lower").alias("down"),
            margin("upper").alias("up"),
            pl.when(~pl.col("n").filter(inside).is_null().any())
            .then(pl.col("n").filter(inside).sum())
            .alias("n"),
            pl.col("decimals").filter(inside).min(),
            pl.col("status")
            .filter(inside)
            .replace_strict(_WEAKNESS, default=1, return_dtype=pl.Int8)
            .max()
            .alias("weakness"),
            pl.col("missing").drop_nulls().first(),
            release.sort_by(published, release).last().alias("release"),
            published.max().alias("published"),
            pl.col("carried_from").first(),
            total(pl.col("value").filter(pl.col("before"))).alias("before_sum"),
            pl.col("before").sum().alias("before_parts"),
        )
    )


def _that_may(
    sums: pl.DataFrame, own: pl.DataFrame, indicators: Mapping[str, Indicator]
) -> pl.DataFrame:
    """Without the areas whose municipalities are not all there, or do not make its own figure."""
    steps = pl.DataFrame(
        [(each.id, (each.rounding or 0) / each.scale) for each in indicators.values()],
        schema={"indicator": pl.String, "step": pl.Float64},
        orient="row",
    )
    theirs = own.select(
        *_COUNT,
        pl.col("region").alias("heir"),
        "region_year",
        "period",
        pl.col("value").alias("of_source"),
    )
    step = pl.max_horizontal("step", pl.lit(10.0).pow(-pl.col("decimals").cast(pl.Float64)))
    most = step * (pl.col("before_parts") + 1) / 2 + 1e-9
    agrees = (pl.col("before_sum") - pl.col("of_source")).abs() <= most
    municipal = pl.col("heir").str.starts_with("GM")
    return (
        sums.join(steps, on="indicator", how="left")
        .join(theirs, on=[*_COUNT, "heir", "region_year", "period"], how="left")
        .filter(municipal | (pl.col("whole") & agrees.fill_null(False)))
    )


def _as_figures(sums: pl.DataFrame) -> pl.DataFrame:
    """Sums as figures of their heir in its own division."""
    whole, value = pl.col("whole"), pl.col("value")
    notes = {each: _note(each) for each in sums["carried_from"].unique()}
    limited = whole & pl.col("down").is_not_null() & pl.col("up").is_not_null()
    return (
        sums.select(
            "indicator",
            pl.col("heir").alias("region"),
            pl.col("heir_year").alias("region_year"),
            *("group", "period", "method"),
            pl.when(whole).then(value).alias("value"),
            pl.when(limited).then(value - pl.col("down")).alias("lower"),
            pl.when(limited).then(value + pl.col("up")).alias("upper"),
            pl.when(whole).then(pl.col("n")).alias("n"),
            "decimals",
            pl.col("weakness")
            .replace_strict(
                {rank: status for status, rank in _WEAKNESS.items()}, return_dtype=pl.String
            )
            .alias("status"),
            pl.when(~whole).then(pl.col("missing").fill_null("not_delivered")).alias("missing"),
            "release",
            pl.col("carried_from").replace_strict(notes, return_dtype=pl.String).alias("note"),
            "published",
            "carried_from",
        )
        .select(pl.col(name).cast(kind) for name, kind in CARRIED.items())
        .sort(list(KEY))
    )


def _note(carried_from: str) -> str:
    """The parts by name; CBS's word for them where they are many."""
    parts = parts_of(carried_from)
    if len(parts) > _NAMED:
        return f"= {len(parts)} gemeenten"
    return "= " + " + ".join(region(each).name() for each in parts)

"""Whether parts add up to their whole, within what rounding allows; for counts only."""

from __future__ import annotations

from typing import Any

import polars as pl

from duidelijk.catalogue.model import TOTAL
from duidelijk.figures.beside import COUNTRY, SideBySide, by_word, number, packed, told
from duidelijk.foundation.problems import Problem
from duidelijk.regions import LEVELS, UnknownRegion, level_name, level_of, partition_of_year

LEAST_SUMS = 3
"""Fewer sums than this do not tell whether parts make a whole."""
MOSTLY = 0.8
"""Groups make the whole where this share of their sums comes out."""
_REMEDY = "look for a part that is missing, counted twice or in another unit"


def sums(both: SideBySide) -> list[Problem]:
    """Sums of groups beside their total, and of regions beside the country, that do not come out.

    Only where every part is there with a value, and one of them or the whole is new. That groups
    make the whole is learned: most of their sums come out. Regions of one level make the country,
    unless earlier figures say otherwise (as where part of it happened in no known region). With n
    parts rounded to steps s the sum may be off by s·(n + 1)/2, and hardly ever by more than
    4·s·√((n + 1)/3), four standard errors where rounding goes up or down at random; the smaller
    of the two is allowed.
    """
    counts = [key for key, each in both.monitor.indicators.items() if each.adds_up]
    known = _slim(both.known, counts)
    new = _slim(both.new, counts)
    if new.is_empty():
        return []
    new = new.join(known.select("key", was="value"), on="key", how="left").with_columns(
        fresh=~pl.col("value").eq_missing(pl.col("was"))
    )
    then = known.with_columns(fresh=pl.lit(False))
    now = pl.concat([then.join(new.select("key"), on="key", how="anti"), new.drop("was")])
    return [*_of_groups(now, then), *_of_regions(now, then)]


_SLIM = ["indicator", "method", "region", "group", "period", "region_year", "order", "key"]
_KIND = ["indicator", "method", "of"]


def _slim(rows: pl.DataFrame, indicators: list[str]) -> pl.DataFrame:
    wanted = rows.filter(pl.col("indicator").cast(pl.String).is_in(indicators))
    return wanted.select(*_SLIM, "value", "step")


def _of_groups(now: pl.DataFrame, then: pl.DataFrame) -> list[Problem]:
    cells = _group_cells(now)
    wrong = _wrong(cells)
    if wrong.is_empty():
        return []
    learned = pl.concat([_share(cells), _share(_group_cells(then))])
    whole = learned.filter(
        (pl.col("right") >= LEAST_SUMS) & (pl.col("right") >= MOSTLY * pl.col("sums"))
    )
    wrong = wrong.join(whole, on=_KIND, how="semi")

    def what(row: dict[str, Any]) -> str:
        return (
            f"the {row['parts']} groups add up to {number(row['sum'])}, "
            f"the total is {number(row['total'])}"
        )

    return told(wrong.with_columns(group=pl.format("by {}", "of")), what, _REMEDY)


def _group_cells(rows: pl.DataFrame) -> pl.DataFrame:
    place = packed(rows, ["indicator", "method", "region", "period"])
    rows = rows.with_columns(cell=place * 10_000 + pl.col("region_year"))
    parts = rows.filter(pl.col("group") != TOTAL).with_columns(
        by_word(rows["group"], lambda group: group.partition(":")[0]).alias("of")
    )
    needed = parts.group_by(_KIND).agg(pl.col("group").n_unique().alias("needed"))
    return _judged(_cells(parts, rows.filter(pl.col("group") == TOTAL)).join(needed, on=_KIND))


def _of_regions(now: pl.DataFrame, then: pl.DataFrame) -> list[Problem]:
    wrong = _wrong(_region_cells(now))
    if wrong.is_empty():
        return []
    apart = _share(_region_cells(then)).filter(
        (pl.col("sums") >= LEAST_SUMS) & (pl.col("right") * 2 < pl.col("sums"))
    )
    wrong = wrong.join(apart, on=_KIND, how="anti")

    def what(row: dict[str, Any]) -> str:
        level = level_name(row["of"], "en")
        return (
            f"the {row['parts']} figures by {level} add up to {number(row['sum'])}, "
            f"that of the country is {number(row['total'])}"
        )

    return told(wrong, what, _REMEDY)


def _region_cells(rows: pl.DataFrame) -> pl.DataFrame:
    place = packed(rows, ["indicator", "method", "group", "period"])
    rows = rows.with_columns(cell=place * 10_000 + pl.col("region_year"))
    parts = rows.filter(pl.col("region") != COUNTRY).with_columns(
        by_word(rows["region"], _level).alias("of")
    )
    needed = _partitions(parts["region_year"].unique().to_list())
    needed = needed.cast({"of": parts.schema["of"]}, strict=False)
    cells = _cells(parts, rows.filter(pl.col("region") == COUNTRY))
    return _judged(cells.join(needed, on=["of", "region_year"]))


def _level(code: str) -> str | None:
    try:
        return level_of(code)
    except UnknownRegion:
        return None


def _partitions(years: list[int]) -> pl.DataFrame:
    """How many regions each level had in a year, where that is surely known."""
    found = []
    for year in years:
        partition = partition_of_year(min(max(year, 1), 9999))
        for level in LEVELS:
            if level != "municipality" or (partition.exact and not partition.derived):
                found.append((level, year, len(partition.regions(level))))
    return pl.DataFrame(
        found, {"of": pl.String, "region_year": pl.Int16, "needed": pl.UInt32}, orient="row"
    )


def _cells(parts: pl.DataFrame, wholes: pl.DataFrame) -> pl.DataFrame:
    """One row a whole and what it is divided by (``of``), with the sum of its parts."""
    added = parts.group_by("cell", "of").agg(
        pl.col("value").sum().alias("sum"),
        pl.col("value").count().alias("parts"),
        pl.col("step").max().alias("part_step"),
        pl.col("fresh").any().alias("part_fresh"),
    )
    return (
        wholes.filter(pl.col("value").is_not_null())
        .rename({"value": "total"})
        .join(added, on="cell")
    )


def _judged(cells: pl.DataFrame) -> pl.DataFrame:
    """Whole sums only, with whether they are ``off``, and whether they tell anything."""
    parts, step = pl.col("parts"), pl.col("part_step")
    most = parts * step / 2.0 + pl.col("step") / 2.0
    likely = 4.0 * ((parts * step**2 + pl.col("step") ** 2) / 3.0).sqrt()
    gap = (pl.col("sum") - pl.col("total")).abs()
    return (
        cells.filter(pl.col("parts") == pl.col("needed"), pl.col("parts") > 1)
        .with_columns(allowed=pl.min_horizontal(most, likely))
        .with_columns(
            # a hair wider, for what floats lose in adding
            off=gap > pl.col("allowed") + 1e-9 * pl.col("total").abs(),
            telling=pl.col("total").abs() > 4.0 * pl.col("allowed"),
            fresh=pl.col("fresh") | pl.col("part_fresh"),
            size=gap / pl.col("allowed"),
        )
    )


def _wrong(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.filter("off", "fresh").with_columns(pl.col(*_KIND, "group").cast(pl.String))


def _share(cells: pl.DataFrame) -> pl.DataFrame:
    """How many sums there are of each kind, and how many come out."""
    return (
        cells.filter("telling")
        .with_columns(pl.col(_KIND).cast(pl.String))
        .group_by(_KIND)
        .agg(pl.len().alias("sums"), (~pl.col("off")).sum().alias("right"))
    )

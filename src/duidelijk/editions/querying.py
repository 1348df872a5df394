"""Which of an edition's figures are asked for: a page of them, in order of key, and how many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import polars as pl

from duidelijk.editions.edition import Edition
from duidelijk.figures.known import known_on
from duidelijk.figures.table import KEY, with_periods
from duidelijk.regions.levels import COUNTRY, PREFIXES


@dataclass(frozen=True)
class Wanted:
    """Figures of any of these; nothing named is no limit."""

    indicators: tuple[str, ...] | None = None
    regions: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    since: dt.date | None = None
    """Of periods that begin on this day or later."""
    until: dt.date | None = None
    """Of periods that end on this day or earlier."""
    known_on: dt.date | None = None
    """As they were known on this day, instead of as the edition shows them."""


def figures_wanted(
    edition: Edition, wanted: Wanted, offset: int, length: int
) -> tuple[pl.DataFrame, int]:
    """*length* of the *wanted* figures from *offset* on, in order of key; and how many there are.

    The columns are those of the edition's figures. With ``known_on`` each is the vintage that was
    known that day, of all releases the edition holds.
    """
    if wanted.levels == ("country",) and not wanted.regions:
        wanted = replace(wanted, regions=(COUNTRY,))
    kept = edition.kept_figures()
    if kept is not None:
        found = _narrowed(edition, kept, wanted.indicators).filter(*conditions(wanted))
    elif wanted.regions:
        by_region = pl.scan_parquet(edition.folder / "figures.by-region.parquet")
        found = by_region.filter(*conditions(wanted)).collect().sort(KEY)
    elif wanted.known_on is not None and not edition.vintages().is_empty():
        return _known_of_many(edition, wanted, offset, length)
    else:
        return _of_many(edition, wanted, offset, length)
    if wanted.known_on is not None:
        others = _others(edition).filter(*conditions(wanted))
        found = found if others.is_empty() else _latest(edition, found, others)
    return found.slice(offset, length), len(found)


def conditions(wanted: Wanted) -> list[pl.Expr]:
    """What is wanted as conditions on a table with the columns of figures and of periods."""
    named = (
        ("indicator", wanted.indicators),
        ("region", wanted.regions or None),
        ("group", wanted.groups or None),
        ("period", wanted.periods or None),
    )
    found = [_is_one_of(column, keys) for column, keys in named if keys is not None]
    if wanted.levels:
        begins = [prefix for prefix, level in PREFIXES.items() if level in wanted.levels]
        found.append(pl.col("region").str.slice(0, 2).is_in(begins))
    if wanted.since is not None:
        found.append(pl.col("period_start") >= wanted.since)
    if wanted.until is not None:
        found.append(pl.col("period_end") <= wanted.until)
    if wanted.known_on is not None:
        found.append(pl.col("published") <= wanted.known_on)
    return found


def _is_one_of(column: str, keys: Sequence[str]) -> pl.Expr:
    return pl.col(column) == keys[0] if len(keys) == 1 else pl.col(column).is_in(list(keys))


def _narrowed(
    edition: Edition, figures: pl.DataFrame, indicators: Sequence[str] | None
) -> pl.DataFrame:
    """The figures of these indicators, found by their place."""
    if not indicators:
        return figures if indicators is None else figures.clear()
    return pl.concat([edition.figures_of(each) for each in sorted(set(indicators))])


def _of_many(
    edition: Edition, wanted: Wanted, offset: int, length: int
) -> tuple[pl.DataFrame, int]:
    """A page of figures that are not kept in memory: first their places, then only those rows."""
    path = edition.folder / "figures.by-indicator.parquet"
    if not conditions(wanted):
        page = pl.scan_parquet(path).slice(offset, length).collect()
        return page, int(edition.description["figures"])
    places = _places(edition, wanted)
    here = places.slice(offset, length)
    if here.is_empty():
        return pl.scan_parquet(path).head(0).collect(), len(places)
    first, last = int(here[0]), int(here[-1])
    within = pl.scan_parquet(path).slice(first, last - first + 1)
    return within.filter(*conditions(wanted)).collect(), len(places)


@lru_cache(maxsize=8)
def _places(edition: Edition, wanted: Wanted) -> pl.Series:
    """The rows of the file sorted by indicator; kept, since who asks a page asks the next."""
    places = _numbered(edition).filter(*conditions(wanted)).select("place")
    return places.collect().to_series()


def _known_of_many(
    edition: Edition, wanted: Wanted, offset: int, length: int
) -> tuple[pl.DataFrame, int]:
    """A page of figures as known on a day, of which more are there than are kept in memory."""
    places = _known_places(edition, wanted)
    here = places.slice(offset, length)
    plain = here.filter(pl.col("row").is_null())["position"].cast(pl.UInt32)
    scanned = _numbered(edition)
    if plain.is_empty():
        rows = scanned.head(0)
    else:
        first, last = int(plain[0]), int(plain[-1])
        rows = scanned.slice(first, last - first + 1).filter(pl.col("place").is_in(plain.implode()))
    shown = rows.with_columns(pl.col("place").cast(pl.Float64).alias("position")).collect()
    chosen = _contested(edition)[here["row"].drop_nulls()].select(shown.drop("place").columns)
    page = pl.concat([shown.drop("place"), chosen]).sort("position")
    return page.drop("position"), len(places)


@lru_cache(maxsize=8)
def _known_places(edition: Edition, wanted: Wanted) -> pl.DataFrame:
    """Where each wanted figure stands in the order of key (``position``); and of those with other
    vintages the ``row`` of the one that was known. Kept, since who asks a page asks the next.
    """
    contested = _contested(edition)
    known = (
        contested.with_row_index("row")
        .filter(*conditions(wanted))
        .unique("position", keep="last", maintain_order=True)
        .select("position", "row")
    )
    shown = _numbered(edition).filter(*conditions(wanted)).select("place").collect()
    position = pl.col("place").cast(pl.Float64).alias("position")
    plain = shown.select(position).join(contested.select("position"), on="position", how="anti")
    return pl.concat([plain, known], how="diagonal").sort("position")


@lru_cache(maxsize=2)
def _contested(edition: Edition) -> pl.DataFrame:
    """Every vintage of each figure that has other ones, the latest last, with its ``position``.

    That is the row of the file sorted by indicator. What the edition shows by another method only
    stands between its rows.
    """
    others = _others(edition)
    keys = _numbered(edition).select(*KEY, pl.col("place").cast(pl.Float64).alias("position"))
    mine = others.select(KEY).unique()
    alike = keys.join(mine.lazy(), on=KEY, how="semi").collect()
    strange = mine.join(alike, on=KEY, how="anti")
    near = keys.filter(pl.col("indicator").is_in(strange["indicator"].unique().implode()))
    between = _between(near.collect(), strange)
    shown = _numbered(edition).filter(
        pl.col("place").is_in(alike["position"].cast(pl.UInt32).implode())
    )
    every = [shown.drop("place").collect(), others]
    ranks = {key: rank for rank, key in enumerate(edition.releases)}
    return (
        pl.concat([each.select(every[0].columns) for each in every])
        .join(pl.concat([alike, between]), on=KEY, how="inner")
        .sort("position", "published", pl.col("release").replace_strict(ranks))
    )


def _between(keys: pl.DataFrame, strange: pl.DataFrame) -> pl.DataFrame:
    """The *strange* keys, each with a position between those of *keys* it stands between.

    *keys* are all of their indicators.
    """
    count = len(strange) + 1.0
    before = pl.col("position").forward_fill().fill_null(pl.col("position").min() - 1.0)
    return (
        pl.concat([keys, strange.with_columns(pl.lit(None, pl.Float64).alias("position"))])
        .sort(KEY)
        .with_columns(pl.col("position").is_null().alias("strange"))
        .with_columns(before.over("indicator").alias("position"))
        .with_columns(pl.col("strange").cum_sum().over("indicator", "position").alias("nth"))
        .filter("strange")
        .select(*KEY, pl.col("position") + pl.col("nth") / count)
    )


def _numbered(edition: Edition) -> pl.LazyFrame:
    """The figures in order of key, with their ``place`` in the file."""
    return pl.scan_parquet(edition.folder / "figures.by-indicator.parquet", row_index_name="place")


@lru_cache(maxsize=8)
def _others(edition: Edition) -> pl.DataFrame:
    """The other vintages with the columns of figures; an edition never changes."""
    by_then = pl.col("published") <= edition.date
    vintage = pl.when(by_then).then(pl.lit("by_then")).otherwise(pl.lit("later"))
    return with_periods(edition.vintages()).with_columns(vintage.alias("vintage"))


def _latest(edition: Edition, shown: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """Of each figure the latest vintage among those *shown* and the *others*, in order of key.

    Only what has other vintages is looked at: mostly that is little.
    """
    alike = shown.join(others, on=KEY, how="semi")
    both = pl.concat([alike, others.select(shown.columns)])
    won = known_on(both.drop("published"), edition.releases.values(), both["published"].max())  # type: ignore[arg-type]
    dated = won.join(both.select("release", "published").unique(), on="release", how="left")
    rest = shown.join(others, on=KEY, how="anti")
    return pl.concat([rest, dated.select(shown.columns)]).sort(KEY)

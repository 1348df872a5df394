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
    others = _others_known(edition, wanted) if wanted.known_on else None
    kept = edition.kept_figures()
    if kept is not None:
        found = _narrowed(edition, kept, wanted.indicators).filter(*conditions(wanted))
    elif wanted.regions:
        by_region = pl.scan_parquet(edition.folder / "figures.by-region.parquet")
        found = by_region.filter(*conditions(wanted)).collect().sort(KEY)
    elif others is None:
        return _of_many(edition, wanted, offset, length)
    else:
        by_indicator = pl.scan_parquet(edition.folder / "figures.by-indicator.parquet")
        found = by_indicator.filter(*conditions(wanted)).collect()
    if others is not None:
        found = _latest(edition, found, others)
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
    scanned = pl.scan_parquet(
        edition.folder / "figures.by-indicator.parquet", row_index_name="place"
    )
    return scanned.filter(*conditions(wanted)).select("place").collect().to_series()


def _others_known(edition: Edition, wanted: Wanted) -> pl.DataFrame | None:
    """The other vintages of wanted figures, as known on the day asked; ``None`` without any."""
    found = _others(edition).filter(*conditions(wanted))
    return None if found.is_empty() else found


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

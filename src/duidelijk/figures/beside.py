"""New figures beside those that were known, in one shape that is quick to compare."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property
from typing import Any

import polars as pl

from duidelijk.catalogue import Monitor
from duidelijk.catalogue.model import TOTAL
from duidelijk.figures.table import SERIES
from duidelijk.foundation.problems import Problem
from duidelijk.periods import Period, PeriodKind, UnknownPeriod
from duidelijk.regions import UnknownRegion, region

COUNTRY = "NL01"

_SHOWN = 5
"""Warnings of one sort and indicator that are told one by one."""

_NUMBERS = ["region_year", "value", "lower", "upper", "n", "decimals"]
_WORDS = [*SERIES, "period", "release"]


class SideBySide:
    """New and known figures with their ``series``, ``place`` and ``key`` as integers.

    A place is a series and a period, in order of time within the series; a key is a place and the
    division of the country. ``start`` is the first day of the period as a number, ``step`` what
    figures are rounded to and ``noise`` about one standard error, both in the unit of the figure.
    Words are enumerations, which are far quicker to compare than text. What is of no known
    indicator or period is left out.
    """

    def __init__(self, new: pl.DataFrame, known: pl.DataFrame, monitor: Monitor) -> None:
        self.monitor = monitor
        keys = [key for key in new["indicator"].unique().to_list() if key in monitor.indicators]
        periods = {**_periods(new), **_periods(known)}
        tables = [
            table.lazy()
            .select(*_WORDS, *_NUMBERS, new=pl.lit(is_new))
            .filter(
                pl.col("indicator").is_in(keys),
                pl.col("period").is_in(list(periods)),
                pl.all_horizontal(pl.col(*_WORDS, "region_year").is_not_null()),
            )
            for table, is_new in ((new, True), (known, False))
        ]
        both = _placed(pl.concat(tables).collect(), monitor, periods)
        self.new = last_of_each("key", both.filter("new").sort("key", maintain_order=True))
        self.known = last_of_each("key", both.filter(~pl.col("new")).sort("key"))

    @cached_property
    def before(self) -> pl.DataFrame:
        """What was known and has a value, one row a place: of two divisions the newest counts."""
        return last_of_each("place", self.known.filter(pl.col("value").is_not_null()))

    @cached_property
    def now(self) -> pl.DataFrame:
        """What has a value with the new figures taken in, one row a place, in order of time."""
        kept = self.before.join(self.new.select("place"), on="place", how="anti")
        newest = last_of_each("place", self.new)
        return pl.concat([kept, newest.filter(pl.col("value").is_not_null())]).sort("place")

    @cached_property
    def first_seen(self) -> pl.DataFrame:
        """The places of new figures that were not known, with a value or without."""
        return self.new.select("place").join(self.known.select("place"), on="place", how="anti")


def last_of_each(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The last of the rows with one value in a column; *rows* are in its order."""
    return rows.filter(pl.col(name) != pl.col(name).shift(-1, fill_value=-1))


def _periods(table: pl.DataFrame) -> dict[str, Period]:
    """Every period of a table that can be read."""
    found = {}
    for code in table["period"].drop_nulls().unique():
        with contextlib.suppress(UnknownPeriod):
            found[code] = Period.parse(code)
    return found


def _placed(rows: pl.DataFrame, monitor: Monitor, periods: Mapping[str, Period]) -> pl.DataFrame:
    rows = rows.with_columns([_enumerated(rows[name]) for name in _WORDS])
    in_time = {each: order for order, each in enumerate(sorted(periods.values()))}
    kinds = list(PeriodKind)
    return (
        rows.with_columns(
            by_word(rows["period"], lambda code: kinds.index(periods[code].kind)).alias("kind"),
            by_word(rows["period"], lambda code: in_time[periods[code]]).alias("order"),
            by_word(rows["period"], lambda code: periods[code].start.toordinal()).alias("start"),
        )
        .with_columns(series=packed(rows, SERIES) * len(kinds) + pl.col("kind"))
        .with_columns(place=pl.col("series") * (len(in_time) + 1) + pl.col("order"))
        .with_columns(key=pl.col("place") * 10_000 + pl.col("region_year"))
        .with_columns(step=_step(rows, monitor))
        .with_columns(noise=_noise(rows, monitor))
    )


def _enumerated(words: pl.Series) -> pl.Series:
    """Text as an enumeration, which knows the words that code here speaks of."""
    return words.cast(pl.Enum(sorted({*words.unique(), TOTAL, COUNTRY})))


def by_word(words: pl.Series, value: Callable[[str], float | str | None]) -> pl.Expr:
    """A value for every row, worked out once for every word that occurs; text as enumeration."""
    occur = set(words.unique().cast(pl.String))
    values = pl.Series([value(word) if word in occur else None for word in _categories(words)])
    if values.dtype == pl.String:
        values = values.cast(pl.Enum(values.drop_nulls().unique().sort()))
    return pl.lit(values).gather(pl.col(words.name).to_physical())


def _categories(words: pl.Series) -> list[str]:
    assert isinstance(words.dtype, pl.Enum)
    return words.dtype.categories.to_list()


def packed(rows: pl.DataFrame, columns: Sequence[str]) -> pl.Expr:
    """Enumerations as one integer, equal where all of them are."""
    whole = pl.lit(0, pl.Int64)
    for name in columns:
        length = len(_categories(rows[name]))
        whole = whole * length + pl.col(name).to_physical().cast(pl.Int64)
    return whole


def _step(rows: pl.DataFrame, monitor: Monitor) -> pl.Expr:
    """What figures are rounded to, in their own unit: by their decimals or as declared."""
    indicators = monitor.indicators
    keys = rows["indicator"]
    usual = by_word(keys, lambda key: indicators[key].decimals)
    declared = by_word(keys, lambda key: (indicators[key].rounding or 0) / indicators[key].scale)
    decimals = pl.coalesce(pl.col("decimals"), usual).cast(pl.Float64)
    return pl.max_horizontal(pl.lit(10.0).pow(-decimals), declared)


def _noise(rows: pl.DataFrame, monitor: Monitor) -> pl.Expr:
    """From published limits, else from n, or from the count itself; at least the rounding."""
    indicators = monitor.indicators
    kind = by_word(rows["indicator"], lambda key: indicators[key].kind)
    scale = by_word(rows["indicator"], lambda key: float(indicators[key].scale))
    chance = (
        pl.when(kind == "count")
        .then((pl.col("value").abs() * scale).clip(1.0).sqrt() / scale)
        .when((kind == "percent") & (pl.col("n") > 0))
        .then(50.0 / pl.col("n").cast(pl.Float64).sqrt())
    )
    published = (pl.col("upper") - pl.col("lower")) / 3.92
    return pl.max_horizontal(pl.coalesce(published, chance), pl.col("step"))


# --- words


def told(rows: pl.DataFrame, what: Callable[[dict[str, Any]], str], remedy: str) -> list[Problem]:
    """A warning for the rows of each indicator with the largest ``size``, and how many more."""
    found = []
    ordered = rows.sort("indicator", "size", "order", descending=[False, True, True])
    for (key,), of_key in ordered.group_by("indicator", maintain_order=True):
        for row in of_key.head(_SHOWN).iter_rows(named=True):
            found.append(Problem(place_words(row), 0, what(row), remedy))
        if len(of_key) > _SHOWN:
            more = f"{len(of_key) - _SHOWN} more figures like these"
            found.append(Problem(str(key), 0, more, remedy))
    return found


def place_words(row: Mapping[str, Any]) -> str:
    """What a row speaks of: its indicator, period, region by name, group and method."""
    parts = [row["indicator"], row["period"], _region_words(row["region"])]
    parts += [row[name] for name in ("group", "method") if row[name] not in (TOTAL, "")]
    return ", ".join(parts)


@cache
def _region_words(code: str) -> str:
    try:
        return f"{code} ({region(code).name('en')})"
    except UnknownRegion:
        return code


def number(value: float) -> str:
    """A number as short as it can be said, in plain digits.

    >>> number(421230.0), number(0.1 + 0.2)
    ('421230', '0.3')
    """
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text

"""Warnings at the door: figures that are well formed, and yet look as if something went wrong.

Errors are refused by ``checking``; what is found here may be true, so that a person decides.
What is usual is learned from the figures that were known, all series at once.
"""

from __future__ import annotations

import math
from typing import Any

import polars as pl

from duidelijk.catalogue import Monitor
from duidelijk.figures.adding_up import sums
from duidelijk.figures.beside import SideBySide, number, place_words, told
from duidelijk.foundation.problems import Problem
from duidelijk.regions import partition_of_year

TIMES_USUAL = 5.0
"""A revision is far when it is this many times what its series usually moves in a period."""
TIMES_LARGEST = 2.0
"""A step is far when it is this many times the largest step its series ever made."""
TIMES_NOISE = 5.0
"""And neither is far unless it is this many times what chance and rounding explain."""
LEAST_STEPS = 5
"""Fewer earlier steps than this do not tell what is usual; then ``TIMES_AS_MUCH`` holds."""
TIMES_AS_MUCH = 5.0
SLIPS = (1e2, 1e3, 1e6)
"""Factors between units that get mixed up: shares and percentages, ones, thousands, millions."""
LEAST_REPEATED = 5
"""Fewer series than this can be equal to the period before by chance."""

_LOOK = "compare it with the source; when it is right, say why in the note"


def warnings(new: pl.DataFrame, known: pl.DataFrame, monitor: Monitor) -> list[Problem]:
    """Everything that looks wrong in a whole table of *new* figures beside those *known*.

    Both have the columns of ``figures.table``; *known* holds the latest vintage of each figure, as
    ``known_on`` gives. Figures that ``check_figures`` would refuse are left out. For a few figures
    that are no table, as those entered by hand, use ``figure_warnings``.
    """
    both = SideBySide(new, known, monitor)
    return [*_single(both), *sums(both), *_shrunk(both), *_repeated(both)]


def figure_warnings(new: pl.DataFrame, known: pl.DataFrame, monitor: Monitor) -> list[Problem]:
    """Jumps, slips of unit, and parts that no longer add up with what is known beside them: what
    can be told of figures that are no whole table.
    """
    both = SideBySide(new, known, monitor)
    return [*_single(both), *sums(both)]


def _single(both: SideBySide) -> list[Problem]:
    slipped = _slipped(both)
    balances = [each.id for each in both.monitor.indicators.values() if each.kind == "balance"]
    rows = both.new.filter(pl.col("value").is_not_null())
    rows = rows.join(slipped.select("key"), on="key", how="anti").with_columns(
        balance=pl.col("indicator").is_in(balances)
    )
    history = _history(both.before)
    return [*_told_slips(slipped), *_revisions(rows, both, history), *_steps(rows, both, history)]


# --- slips of unit


def _slipped(both: SideBySide) -> pl.DataFrame:
    """New figures about 100, 1,000 or a million times what was known, or that part of it.

    A period that was not known is held against the latest figure of its series, and all against
    the largest and the smallest too: a peak like earlier ones is no slip.
    """
    size = pl.col("value").abs()
    series = both.before.group_by("series").agg(
        pl.col("value").last().alias("latest"),
        size.max().alias("largest"),
        size.filter(size > 0).min().alias("smallest"),
    )
    rows = (
        both.new.filter(pl.col("value").is_not_null())
        .join(both.before.select("place", was="value"), on="place", how="left")
        .join(series, on="series")
        .with_columns(was=pl.coalesce("was", "latest"))
        .with_columns(
            _times("was").alias("times"),
            _times("largest").alias("above"),
            _times("smallest").alias("below"),
        )
    )
    slip = pl.lit(None, pl.Float64)
    for factor in (math.log10(each) for each in SLIPS):
        more = ((pl.col("times") - factor).abs() < 0.3) & (pl.col("above") > factor - 0.5)
        less = ((pl.col("times") + factor).abs() < 0.3) & (pl.col("below") < 0.5 - factor)
        slip = pl.when(more).then(factor).when(less).then(-factor).otherwise(slip)
    moved = (pl.col("value") - pl.col("was")).abs()
    return rows.with_columns(slip=slip, size=moved / pl.col("noise")).filter(
        pl.col("slip").is_not_null(), pl.col("size") > TIMES_NOISE
    )


def _times(name: str) -> pl.Expr:
    """How many times as much a value is as that in another column, as a power of ten."""
    ratio = pl.col("value") / pl.col(name)
    return pl.when(ratio != 0, ratio.is_finite()).then(ratio.abs().log10())


def _told_slips(rows: pl.DataFrame) -> list[Problem]:
    def what(row: dict[str, Any]) -> str:
        factor = f"{10 ** abs(row['slip']):,.0f}"
        times = f"{factor} times" if row["slip"] > 0 else f"1/{factor} of"
        return f"is {number(row['value'])}, about {times} what was known ({number(row['was'])})"

    return told(
        rows, what, "give it in the unit of the indicator, or see whether the source's changed"
    )


# --- jumps


def _history(before: pl.DataFrame) -> pl.DataFrame:
    """One row a series: how many steps it made, the usual and the largest one, days a step."""
    same = pl.col("series") == pl.col("series").shift(1)
    steps = before.select(
        "series",
        pl.when(same).then((pl.col("value") - pl.col("value").shift(1)).abs()).alias("step"),
        pl.when(same).then(pl.col("start") - pl.col("start").shift(1)).alias("days"),
    ).drop_nulls()
    return steps.group_by("series").agg(
        pl.len().alias("steps"),
        pl.col("step").median().alias("usual"),
        pl.col("step").max().alias("largest"),
        pl.col("days").median().alias("usual_days"),
    )


def _sized(rows: pl.DataFrame, history: pl.DataFrame) -> pl.DataFrame:
    """Rows with ``was`` and ``was_noise``: add how much they moved, and what is usual."""
    return rows.join(history, on="series", how="left").with_columns(
        moved=(pl.col("value") - pl.col("was")).abs(),
        chance=(pl.col("noise") ** 2 + pl.col("was_noise") ** 2).sqrt(),
        steps=pl.col("steps").fill_null(0),
    )


def _far(beyond: pl.Expr) -> pl.Expr:
    """Whether a move is far: over *beyond*, or many times as much where little is known."""
    sizes = [pl.col("value").abs(), pl.col("was").abs()]
    many_times = (pl.col("value") * pl.col("was") > 0) & (
        pl.max_horizontal(sizes) > TIMES_AS_MUCH * pl.min_horizontal(sizes)
    )
    many_times = many_times & ~pl.col("balance")  # a balance near nought is soon many times as much
    known = pl.col("steps") >= LEAST_STEPS
    far = pl.when(known).then(pl.col("moved") > beyond).otherwise(many_times)
    return far & (pl.col("moved") > TIMES_NOISE * pl.col("chance"))


def _revisions(rows: pl.DataFrame, both: SideBySide, history: pl.DataFrame) -> list[Problem]:
    was = both.known.filter(pl.col("value").is_not_null()).unique("key", keep="last")
    pairs = rows.join(was.select("key", was="value", was_noise="noise"), on="key")
    found = _sized(pairs, history).filter(_far(TIMES_USUAL * pl.col("usual")))

    def what(row: dict[str, Any]) -> str:
        text = f"was {number(row['was'])} and is {number(row['value'])} now"
        if row["steps"] < LEAST_STEPS:
            return f"{text}; too little is known of this series to say what is usual"
        return (
            f"{text}: a revision of {number(row['moved'])}, where this series usually moves "
            f"{number(row['usual'])} from period to period"
        )

    sizes = found.with_columns(size=pl.col("moved") / pl.max_horizontal("usual", "chance"))
    return told(sizes, what, _LOOK)


def _steps(rows: pl.DataFrame, both: SideBySide, history: pl.DataFrame) -> list[Problem]:
    same = pl.col("series") == pl.col("series").shift(1)
    earlier = both.now.select(
        "place",
        pl.when(same).then(pl.col("value").shift(1)).alias("was"),
        pl.when(same).then(pl.col("noise").shift(1)).alias("was_noise"),
        pl.when(same).then(pl.col("period").shift(1)).alias("was_period"),
        pl.when(same).then(pl.col("start") - pl.col("start").shift(1)).alias("days"),
    ).drop_nulls("was")
    first_seen = rows.join(both.first_seen, on="place", how="semi").join(earlier, on="place")
    # a gap in the series may hide several steps
    gap = (pl.col("days") / pl.col("usual_days")).clip(lower_bound=1.0)
    found = _sized(first_seen, history).filter(_far(TIMES_LARGEST * gap * pl.col("largest")))

    def what(row: dict[str, Any]) -> str:
        text = f"is {number(row['value'])}, after {number(row['was'])} in {row['was_period']}"
        if row["steps"] < LEAST_STEPS:
            return f"{text}; too little is known of this series to say what is usual"
        return (
            f"{text}: a step of {number(row['moved'])}, where the largest so far was "
            f"{number(row['largest'])}"
        )

    sizes = found.with_columns(size=pl.col("moved") / pl.max_horizontal("largest", "chance"))
    return told(sizes, what, _LOOK)


# --- whole tables


def _shrunk(both: SideBySide) -> list[Problem]:
    """Figures with a value that the releases which *new* follows up gave, and *new* does not.

    A release is followed up where *new* gives any figure of it again; others, as a news item with
    an older figure, say nothing of what this table should hold.
    """
    again = both.new.select("place", again=pl.col("value").is_not_null())
    rows = (
        both.before.join(again.group_by("place").agg(pl.col("again").any()), on="place", how="left")
        .with_columns(
            follows=pl.col("again").is_not_null().any().over("indicator", "method", "release")
        )
        .filter("follows")
    )
    lost = _still_there(rows.filter(~pl.col("again").fill_null(False)), both.new)
    totals = dict(rows.group_by("indicator").len().iter_rows())
    found = []
    for (key,), gone in lost.group_by("indicator"):
        latest = gone.sort("start", "place", descending=[True, False]).head(3)
        examples = "; ".join(place_words(row) for row in latest.iter_rows(named=True))
        share = 100 * len(gone) / totals[key]
        what = (
            f"no longer gives {len(gone)} of the {totals[key]} figures known before "
            f"({share:.{0 if share >= 10 else 1}f} %), as {examples}"
        )
        remedy = "see whether the source withdrew them, or the table was cut short on the way"
        found.append(Problem(str(key), 0, what, remedy))
    return sorted(found)


def _still_there(lost: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Without regions that have gone from the division of the country that *new* is made by."""
    latest = dict(new.group_by("indicator").agg(pl.col("region_year").max()).iter_rows())
    gone = [
        (key, code)
        for key, code in lost.select("indicator", "region").unique().iter_rows()
        if code not in partition_of_year(min(max(latest[key], 1), 9999))
    ]
    kinds = {name: lost.schema[name] for name in ("indicator", "region")}
    table = pl.DataFrame(gone, kinds, orient="row")
    return lost.join(table, on=["indicator", "region"], how="anti")


def _repeated(both: SideBySide) -> list[Problem]:
    """New periods in which every series has the very value of the period before.

    Noughts do not count, nor do tables of fewer than ``LEAST_REPEATED`` series.
    """
    same = pl.col("series") == pl.col("series").shift(1)
    pairs = (
        both.now.with_columns(
            was=pl.when(same).then(pl.col("value").shift(1)),
            was_period=pl.when(same).then(pl.col("period").shift(1)),
        )
        .filter("new")
        .join(both.first_seen, on="place", how="semi")
        .drop_nulls("was")
        .filter((pl.col("value") != 0) | (pl.col("was") != 0))
    )
    found = (
        pairs.group_by("indicator", "order", "period", "was_period")
        .agg(pl.len().alias("count"), (pl.col("value") == pl.col("was")).all().alias("equal"))
        .filter(pl.col("equal"), pl.col("count") >= LEAST_REPEATED)
        .sort("indicator", "order")
    )
    remedy = "see whether the source gave the earlier period once more"
    return [
        Problem(f"{key}, {period}", 0, f"all {count} figures are equal to those of {was}", remedy)
        for key, period, was, count in found.select(
            "indicator", "period", "was_period", "count"
        ).iter_rows()
    ]

"""The verdict on several figures of one series, each as if it were the latest known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl

from duidelijk.catalogue import Indicator
from duidelijk.change.comparing import paired_changes
from duidelijk.change.judging import with_favourable
from duidelijk.change.pairing import Comparison, series_in_time
from duidelijk.periods import Period

_DIRECT = "direct"


def judged_in_turn(
    figures: pl.DataFrame,
    carried: pl.DataFrame,
    indicator: Indicator,
    crisis_start: dt.date | None,
    periods: Sequence[str],
    apart: tuple[str, str] | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The comparisons of the figures of *periods*, with what was usual before each of them; and
    that of the two figures *apart*, the earlier first, with nothing in between.

    *figures* and *carried* are of one series, by one method and of one kind of period, with
    ``period_start`` and no two figures of one start; *periods* are some of theirs.
    Columns as ``comparing.paired_changes`` gives them, and ``favourable``. Only published margins
    can tell whether two figures that lie any time apart differ: of other series the comparison of
    those *apart* is not testable.
    """
    # every figure is the latest of a series of its own: then all of them are judged at once
    kept = [(period, Period.parse(period).start) for period in periods]
    turns = pl.DataFrame(kept, schema={"turn": pl.String, "until": pl.Date}, orient="row")
    tables = [_up_to(figures, turns), _up_to(carried, turns)]
    if apart is not None:
        for number, table in enumerate((figures, carried)):
            pair = table.filter(pl.col("period").is_in(apart))
            pair = pair.with_columns(method=pl.lit(_DIRECT))
            tables[number] = pl.concat([tables[number], pair])
    own = {indicator.id: indicator}
    rows = series_in_time(tables[0], own, tables[1])
    judged = with_favourable(paired_changes(rows, own, crisis_start, tables[1]), own)
    each, two = pl.col("method") == pl.col("period"), pl.col("method") == _DIRECT
    method = pl.lit(figures["method"][0]).alias("method")
    before = pl.col("comparison") == Comparison.PREVIOUS.value
    return (
        judged.filter(each).with_columns(method),
        judged.filter(two & before).with_columns(method),
    )


def _up_to(figures: pl.DataFrame, turns: pl.DataFrame) -> pl.DataFrame:
    """What was known in each turn, under its name as the method."""
    known = figures.join(turns, how="cross").filter(pl.col("period_start") <= pl.col("until"))
    return known.with_columns(method=pl.col("turn")).select(figures.columns)

"""Checks figures drawn from a table: a glance at a whole chunk, and a close look where it fails."""

from __future__ import annotations

import polars as pl

from duidelijk.catalogue import Monitor
from duidelijk.figures.checking import date_problems, region_problems, value_problems
from duidelijk.figures.release import Release
from duidelijk.foundation.problems import Problem
from duidelijk.periods import Period


def check_drawn(
    rows: pl.DataFrame, monitor: Monitor, release: Release, regions: bool = True
) -> list[Problem]:
    """What can still be wrong with figures that declarations took from a table: their codes are
    known by then, their numbers and dates are not, nor (*regions*) that regions existed then.
    Columns as for ``check_figures``.
    """
    problems = region_problems(rows) if regions else []
    periods = rows["period"].unique().drop_nulls()
    if any(Period.parse(code).start > release.published for code in periods):
        problems += date_problems(rows, {release.id: release})
    if not _plainly_sound(rows, monitor):
        problems += value_problems(rows, monitor)
    return sorted(set(problems))  # without lines of a file many are the same


def _plainly_sound(rows: pl.DataFrame, monitor: Monitor) -> bool:
    """Whether a glance shows that no value is wrong: a quick answer for what is mostly so."""
    if any(rows[name].null_count() < len(rows) for name in ("lower", "upper", "n")):
        return False
    if not (rows["value"].is_null() == rows["missing"].is_not_null()).all():
        return False
    low, high = rows.select(low=pl.col("value").min(), high=pl.col("value").max()).row(0)
    if low is None:
        return True
    held = [monitor.indicators[key] for key in rows["indicator"].unique()]
    lowest = max((each.minimum for each in held if each.minimum is not None), default=low)
    highest = min((each.maximum for each in held if each.maximum is not None), default=high)
    return bool(low >= lowest and high <= highest) or _within_bounds(rows, monitor)


def _within_bounds(rows: pl.DataFrame, monitor: Monitor) -> bool:
    """Whether the values of each indicator lie within its own bounds."""
    spans = rows.group_by("indicator").agg(
        pl.col("value").min().alias("low"), pl.col("value").max().alias("high")
    )
    for key, low, high in spans.iter_rows():
        indicator = monitor.indicators[key]
        if low is not None and (
            (indicator.minimum is not None and low < indicator.minimum)
            or (indicator.maximum is not None and high > indicator.maximum)
        ):
            return False
    return True

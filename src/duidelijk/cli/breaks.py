"""Jumps in series that may be breaks in their method: a question to the editor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from duidelijk.catalogue.reading import read_monitor
from duidelijk.change.jumps import jumps
from duidelijk.cli.monitors import filled_store, monitor_folder
from duidelijk.cli.output import progress
from duidelijk.editions.selecting import select_figures
from duidelijk.foundation.home import Home


def ask_about_breaks(home: Home, given: Path | None, most: int) -> Iterator[str]:
    """Lines that ask, for the strongest jumps, whether the method broke or the thing jumped."""
    folder = monitor_folder(home, given)
    monitor = read_monitor(folder)
    with progress("Breaks", 2) as step:
        step("figures")
        store = filled_store(home, folder, monitor)
        selected = select_figures(
            store.figures(), store.releases().values(), monitor.indicators, dt.date.today()
        )
        step("jumps in every series")
        found = jumps(selected, monitor.indicators, monitor.crisis_start)
    if found.is_empty():
        yield "No jump was found that no break is declared for"
        return
    yield f"{len(found)} jump(s) that no break is declared for; the method, or a real jump?"
    for row in found.head(most).iter_rows(named=True):
        crisis = ", when the crisis began" if row["crisis"] else ""
        group = "" if row["group"] == "total" else f" {row['group']}"
        yield (
            f"  {row['indicator']} {row['region']}{group} from {row['period']}: "
            f"{_shown(row['before'])} → {_shown(row['after'])}{crisis}"
        )
    if len(found) > most:
        yield f"  and {len(found) - most} more: --most {len(found)}"
    several = found.group_by("indicator", "period").len().filter(pl.col("len") > 2)
    for indicator, period, number in several.sort("len", descending=True).head(5).iter_rows():
        yield f"  {indicator}: {number} series jumped in {period}, which looks like the method"
    yield (
        "If the method broke: declare it under “breaks” of the indicator, with the period and the "
        "reason. Otherwise leave it; nothing was changed"
    )


def _shown(value: float) -> str:
    return f"{value:,.4g}" if abs(value) < 10_000 else f"{value:,.0f}"

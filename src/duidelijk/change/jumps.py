"""Where the level of a series jumped and stayed: a break in the method, or a real one?

A check for editors, offline. It changes nothing by itself: whoever knows the source declares a
break, or leaves the jump as it is. Method: the standardised errors of a forecast that knows
trend and season show where a series left its course; the forecast frozen at that moment shows
whether it stayed away. A stray figure comes back at once. (A control chart on residuals: Alwan and
Roberts 1988, Time-series modeling for statistical process control, JBES 6, 87–95.)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np
import polars as pl

from duidelijk.catalogue import Indicator
from duidelijk.change.batching import CALENDAR, Layout, layouts
from duidelijk.change.expectation.arrays import Floats
from duidelijk.change.expectation.scales import Scale, from_scale, to_scale
from duidelijk.change.expectation.smoothing import smooth, standardised_errors
from duidelijk.change.expecting import with_level
from duidelijk.change.pairing import series_in_time

FIRST_ERROR = 4.0
"""A jump begins with an error this many times the usual one."""
STAYED = 3.0
"""And of that period and the next two the middle one is this far from what was expected before."""
_SIDE = 3
_NEAR = 2
"""A jump within so many periods of a declared break is that break."""
_COUNT_FLOOR = 0.5

JUMPS: dict[str, pl.DataType] = {
    "indicator": pl.String(),
    "region": pl.String(),
    "group": pl.String(),
    "period": pl.String(),
    "before": pl.Float64(),
    "after": pl.Float64(),
    "strength": pl.Float64(),
    "crisis": pl.Boolean(),
}
"""A jump: the first period of the new level, the usual figure of the three periods before and of up
to three from there, how many usual errors the new level is away from the old, and whether the
crisis began within two periods of it."""


def jumps(
    figures: pl.DataFrame, indicators: Mapping[str, Indicator], crisis_start: dt.date | None
) -> pl.DataFrame:
    """The jumps in every series that no break is declared for, the strongest first.

    *figures* holds one vintage a key. Columns as ``JUMPS``. Only series that come by a calendar:
    of a survey the margins tell what is chance, and its level may wander.
    """
    shown = [each.id for each in indicators.values() if not each.context]
    rows = series_in_time(figures.filter(pl.col("indicator").is_in(shown)), indicators)
    found = [pl.DataFrame(schema=JUMPS)]
    if not rows.is_empty():
        for layout in layouts(with_level(rows), indicators, crisis_start):
            if layout.kind in CALENDAR and not layout.survey:
                found.append(_of_layout(layout))
    return pl.concat(found).sort(
        ["strength", "indicator", "region", "group", "period"], descending=[True, *[False] * 4]
    )


def _of_layout(layout: Layout) -> pl.DataFrame:
    """The jumps of series that share a calendar."""
    values = to_scale(layout.values, layout.scale)
    least = _COUNT_FLOOR if layout.scale is Scale.COUNT else 0.0
    errors = standardised_errors(values, CALENDAR[layout.kind], least, layout.season)
    known = np.where(np.isfinite(errors), errors, 0.0)
    # not where a break is declared already
    jumped = np.abs(known) > FIRST_ERROR
    for each in layout.breaks:
        jumped[:, max(0, each - _NEAR) : each + _NEAR + 1] = False
    # of neighbours only the first: the ones after it are the same jump
    jumped[:, 1:] &= ~jumped[:, :-1]
    places = [(int(series), int(at)) for series, at in np.argwhere(jumped)]
    stayed = [(series, at, _stayed(layout, values, series, at, least)) for series, at in places]
    return pl.DataFrame(
        [_told(layout, values, *each) for each in stayed if each[2] > STAYED],
        schema=JUMPS,
        orient="row",
    ).filter(pl.col("before").is_not_nan() & pl.col("after").is_not_nan())


def _stayed(layout: Layout, values: Floats, series: int, at: int, least: float) -> float:
    """How far, in usual errors, the middle one of up to three figures from *at* on is from what was
    expected of them before it; few series come this far, so one at a time.
    """
    ahead = min(_SIDE, values.shape[1] - at)
    history = values[series : series + 1, :at]
    found = smooth(history, CALENDAR[layout.kind], ahead, least, season=layout.season)
    apart = (values[series, at : at + ahead] - found.mean[0]) / np.maximum(
        found.spread[0, 0], 1e-12
    )
    apart = apart[np.isfinite(apart)]
    return float(abs(np.median(apart))) if len(apart) else 0.0


def _told(
    layout: Layout, values: Floats, series: int, at: int, strength: float
) -> tuple[object, ...]:
    """One jump as a row of ``JUMPS``."""
    row = layout.rows.row(series, named=True)
    things = row["scale"] if layout.scale is Scale.COUNT else 1.0
    near = _NEAR if CALENDAR[layout.kind] > 4 else 0
    return (
        row["indicator"],
        row["region"],
        row["group"],
        layout.codes[at],
        _usual(layout, values, series, slice(max(0, at - _SIDE), at)) / things,
        _usual(layout, values, series, slice(at, at + _SIDE)) / things,
        strength,
        layout.crisis is not None and abs(at - layout.crisis) <= near,
    )


def _usual(layout: Layout, values: Floats, series: int, periods: slice) -> float:
    """The median of some figures of a series, in things for counts."""
    held = values[series, periods]
    held = held[np.isfinite(held)]
    if not len(held):
        return float("nan")
    return float(from_scale(np.array([np.median(held)]), layout.scale)[0])

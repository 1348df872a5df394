"""Many series of one calendar at once: forecast by both forecasters, pooled and calibrated."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from duidelijk.change.expectation.arrays import Floats, Whole
from duidelijk.change.expectation.columns import Design, design
from duidelijk.change.expectation.forecast import Forecast
from duidelijk.change.expectation.pooling import pooled
from duidelijk.change.expectation.regression import fit_counts, fit_normal
from duidelijk.change.expectation.scales import Scale, from_scale, slope, to_scale
from duidelijk.change.expectation.smoothing import TAIL_QUANTILES, smooth

ORIGINS = 6
"""At so many past moments the forecast is compared with what came."""
MOST_CALIBRATED = 100
"""Of a larger family every so-manieth series is looked at: a quantile needs no more."""
SETTLED = 3
"""After so many figures the level after a declared step is known."""
LEAST_SIDE = 6
"""A step that nobody declared has so many periods on either side, and half a year."""
_SHRINK = 30.0
"""So many past scores weigh as much as the belief that a forecast is as sure as it says."""
_TAIL_SHRINK = 10.0
"""Errors of a run are many and follow each other; they are believed sooner."""
LEAST_TAIL = 0.5
"""Errors so much smaller than the spread they are given do not tell what their tail is."""
_CHUNK = 1024
_LEAST_DISPERSION = 0.2
_COUNT_FLOOR = 0.5
"""On the scale of roots, chance alone gives a count this standard deviation."""


@dataclass(frozen=True)
class Batch:
    """Series that end in the same period, and share their rules."""

    values: Floats
    """(series, periods), NaN for gaps, in things for counts."""
    family: Whole
    """(series): series of one family lean on each other, numbered from nought."""
    scale: Scale
    per_year: int
    phase: int = 0
    """Place in the year of the first period, from nought."""
    steps: tuple[int, ...] = ()
    """Periods where the level may have changed for good, counted from the first."""
    season: bool = True
    rounding: Floats | float = 0.0
    """Standard deviation of the rounding of a figure, in its own unit."""
    calm: int | None = None
    """So many of the periods were before the crisis; ``None`` when all may teach what is usual."""

    def until(self, periods: int) -> Batch:
        """The same series as they were after so many periods."""
        return replace(
            self,
            values=self.values[:, :periods],
            steps=tuple(step for step in self.steps if step < periods),
        )

    def some(self, rows: Whole) -> Batch:
        """Only these series."""
        rounding = self.rounding
        if isinstance(rounding, np.ndarray):
            rounding = rounding[rows]
        return replace(self, values=self.values[rows], family=self.family[rows], rounding=rounding)


def forecast(batch: Batch, ahead: int = 1, mean: bool = False) -> Forecast:
    """What both forecasters expect of the period so many *ahead*, or of the *mean* up to it.

    Not calibrated: see ``calibrated``.
    """
    columns = design(
        batch.values.shape[1], batch.per_year, batch.phase, batch.steps, ahead, batch.season
    )
    parts = _in_chunks(batch, lambda rows: _fitted(batch.some(rows), columns, ahead, mean))
    centre, spread, degrees, total, excess, doubt, tail = parts
    widening = _tails(tail[0], tail[1], batch.family)
    floor = tail[2]
    if batch.scale is not Scale.COUNT:
        # what was rounded off is chance too, however even the figures look
        excess = np.maximum(excess, np.square(floor))
        variance, worth = pooled(excess, degrees[0], batch.family)
        spread[0] = np.sqrt(variance * (_share(ahead, mean) + doubt))
        degrees[0] = worth
        spread[1], degrees[1] = _pooled_spread(spread[1], degrees[1], batch)
        spread = np.maximum(spread, 1e-12)
        return Forecast(batch.scale, centre, spread, degrees, widening=widening)
    dispersion, worth = pooled(np.maximum(excess, _LEAST_DISPERSION), degrees[0], batch.family)
    variance = np.maximum(dispersion, 1.0) * total * (1.0 + total * doubt)
    periods = ahead if mean else 1
    spread[0] = np.sqrt(variance) / periods * slope(total / periods, Scale.COUNT)
    degrees[0] = worth
    spread[1], degrees[1] = _pooled_spread(spread[1], degrees[1], batch)
    return Forecast(batch.scale, centre, spread, degrees, total, variance, widening)


def _share(ahead: int, mean: bool) -> float:
    """The variance of the mean of the figures to come, in variances of one."""
    return 1.0 / ahead if mean else 1.0


def _pooled_spread(spread: Floats, degrees: Floats, batch: Batch) -> tuple[Floats, ...]:
    variance, worth = pooled(np.square(spread), degrees, batch.family)
    return np.sqrt(variance), worth


def _fitted(batch: Batch, columns: Design, ahead: int, mean: bool) -> Floats:
    """Of each series by both forecasters: (parts, forecasters or nothing, series), stacked."""
    on_scale = to_scale(batch.values, batch.scale)
    last = _last(batch.values)
    least = np.sqrt(
        np.square(batch.rounding * slope(last, batch.scale))
        + (_COUNT_FLOOR**2 if batch.scale is Scale.COUNT else 0.0)
    )
    counts = batch.scale is Scale.COUNT
    side = max(LEAST_SIDE, batch.per_year // 2)
    if counts:
        fitted = fit_counts(batch.values, columns, side)
    else:
        fitted = fit_normal(on_scale, columns, side)
    smoothed = smooth(
        on_scale + fitted.lift,
        batch.per_year,
        ahead,
        least,
        batch.steps,
        batch.season,
        batch.calm,
    )
    total = fitted.mean.sum(axis=1) if mean else fitted.mean[:, -1]
    doubt = fitted.total_doubt if mean else fitted.doubt[:, -1]
    if counts:
        centre = to_scale(total / (ahead if mean else 1), batch.scale)
    else:
        centre = _one(fitted.mean, batch.scale, mean)
    nothing = np.zeros(len(total))
    return np.array(
        [
            centre,
            _one(smoothed.mean, batch.scale, mean),
            nothing,
            smoothed.mean_spread if mean else smoothed.spread[:, -1],
            fitted.degrees,
            smoothed.degrees,
            total,
            fitted.dispersion,
            doubt,
            smoothed.tail,
            smoothed.number,
            np.broadcast_to(least, len(total)),
        ]
    )


def _one(expected: Floats, scale: Scale, mean: bool) -> Floats:
    """On the *scale* the last of the periods *expected*, or the mean of the figures they stand for.

    A mean of roots or logits is not that of the figures where a season moves them far.
    """
    if not mean:
        return expected[:, -1]
    return to_scale(from_scale(expected, scale).mean(axis=1), scale)


def _in_chunks(
    batch: Batch, work: Callable[[Whole], Floats]
) -> tuple[Floats, Floats, Floats, Floats, Floats, Floats, Floats]:
    """Run *work* over slices of the series on every core, and set the parts apart."""
    rows = np.arange(len(batch.values))
    slices = [rows[at : at + _CHUNK] for at in range(0, len(rows), _CHUNK)]
    if len(slices) > 1:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            done = np.concatenate(list(pool.map(work, slices)), axis=1)
    else:
        done = work(rows)
    return done[0:2], done[2:4], done[4:6], done[6], done[7], done[8], done[9:12]


def _tails(tail: Floats, number: Floats, family: Whole) -> Floats:
    """Of each series by how much the errors of its family have a wider far tail than a normal law.

    Nearer to 1 the fewer errors tell it, and never under it. A series of hardly
    more than noughts tells nothing: its spread is that of rounding or of counting.
    """
    telling = tail > LEAST_TAIL
    number = np.where(telling, number, 0.0)
    known = np.bincount(family, number)
    logs = np.bincount(family, number * np.log(np.where(telling, tail, 1.0)))
    excess = logs / np.maximum(known, 1.0)
    found: Floats = np.exp(np.maximum(excess * known / (known + _TAIL_SHRINK), 0.0))
    return found[family]


def _last(values: Floats) -> Floats:
    """The last known figure of each series; nought without any."""
    seen = np.isfinite(values)
    at = values.shape[1] - 1 - np.argmax(seen[:, ::-1], axis=1)
    return np.where(seen.any(axis=1), values[np.arange(len(values)), at], 0.0)


def calibrated(batch: Batch, given: Forecast, ahead: int = 1, mean: bool = False) -> Forecast:
    """*given*, widened by what past forecasts of the family missed: never narrowed.

    At the last ``ORIGINS`` moments the forecast is made again and compared with what came: the
    90 % quantile of the sizes of the scores over 1.645, or the 95 % quantile over 1.960. Moments
    before the crisis are taken where there are enough, for what a crisis does must not count as
    usual.
    """
    rows = _sampled(batch.family)
    sample = batch.some(rows)
    sizes = []
    for end in _ends(batch, ahead):
        now = sample.values[:, end : end + ahead]
        past = forecast(sample.until(end), ahead, mean)
        sizes.append(np.abs(past.score(now if mean else now[:, -1:])))
    found = widenings(np.array(sizes), sample.family)[_first_of(batch, rows)]
    return replace(given, widening=np.asarray(given.widening) * found)


def widenings(sizes: Floats, family: Whole) -> Floats:
    """Of each series by how much the *sizes* (moments, series) of its family's past scores were
    wider than those of a normal law; 1 at least, and nearer to 1 the fewer they are.
    """
    found = np.ones(len(family))
    if not len(sizes):
        return found
    for each in np.unique(family):
        mine = sizes[:, family == each]
        mine = mine[np.isfinite(mine)]
        if len(mine):
            excess = max(
                np.log(max(float(np.quantile(mine, share)), 1e-9) / normal)
                for share, normal in TAIL_QUANTILES
            )
            trust = len(mine) / (len(mine) + _SHRINK)
            found[family == each] = np.exp(max(excess * trust, 0.0))
    return found


def _first_of(batch: Batch, rows: Whole) -> Whole:
    """Of each series the place in *rows* of one of its family."""
    place = np.zeros(int(batch.family.max(initial=-1)) + 1, dtype=np.int64)
    place[batch.family[rows]] = np.arange(len(rows))
    return place[batch.family]


def _ends(batch: Batch, ahead: int) -> list[int]:
    """Lengths of history at the past moments, the latest first."""
    periods = batch.values.shape[1]
    least = max(8, 2 * batch.per_year + 4 if batch.season and batch.per_year > 1 else 8)
    calm = batch.calm if batch.calm is not None else periods
    for last in (min(calm, periods), periods):
        ends = [end for end in range(last - ahead, least - 1, -1) if _settled(batch, end, ahead)]
        ends = ends[:ORIGINS]
        if len(ends) >= ORIGINS // 2:
            return ends
    return []


def _settled(batch: Batch, end: int, ahead: int) -> bool:
    """Whether no step is among the periods asked for, or so near before them that its level was
    hardly known: to miss it then was no fault of the forecast.
    """
    return not any(end - SETTLED < step < end + ahead for step in batch.steps)


def _sampled(family: Whole) -> Whole:
    """At most ``MOST_CALIBRATED`` series of each family, evenly spread over it."""
    order = np.argsort(family, kind="stable")
    members = np.bincount(family)[family[order]]
    place = np.arange(len(order)) - np.searchsorted(family[order], family[order])
    step = np.ceil(members / MOST_CALIBRATED).astype(int)
    return np.sort(order[place % np.maximum(step, 1) == 0])

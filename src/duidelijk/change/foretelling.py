"""Forecasts of a layout's series: which forecaster, from which history, calibrated."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from duidelijk.change.batching import (
    CALENDAR,
    LEAST_HISTORY,
    LEAST_SINCE_BREAK,
    LEAST_WAVES,
    Layout,
    families,
)
from duidelijk.change.expectation.arrays import Floats, Whole
from duidelijk.change.expectation.batch import (
    ORIGINS,
    Batch,
    calibrated,
    forecast,
    widenings,
)
from duidelijk.change.expectation.forecast import Forecast
from duidelijk.change.expectation.level import SurveyForecast, predict
from duidelijk.change.expectation.scales import slope, to_scale

Foretold = Forecast | SurveyForecast

_LEAST_CALIBRATING = 4
"""A survey's forecast of fewer waves than this is not looked back on."""


@dataclass(frozen=True)
class Question:
    """Which figure of a layout is to be expected, from which history."""

    until: int
    """So many periods are history."""
    ahead: int = 1
    """So many periods after it are, or end with, what is to be expected."""
    mean: bool = False
    """Whether the mean of all of these is asked for, and not the last of them."""

    def now(self, values: Floats) -> Floats:
        """The figures that came, (series, 1 or ahead)."""
        first = self.until if self.mean else self.until + self.ahead - 1
        return values[:, first : self.until + self.ahead]


def foretold(
    layout: Layout, question: Question, widening: Floats | float | None = None
) -> Foretold:
    """What is expected; with *widening* (series) when it is known already."""
    if layout.survey:
        return _survey(layout, question, widening)
    batch = Batch(
        values=layout.values[:, : question.until],
        family=families(layout.rows),
        scale=layout.scale,
        per_year=CALENDAR[layout.kind],
        phase=layout.first % CALENDAR[layout.kind],
        steps=tuple(step for step in _steps(layout) if step < question.until),
        season=layout.season,
        rounding=_rounding(layout),
        calm=layout.crisis,
    )
    found = forecast(batch, question.ahead, question.mean)
    if widening is not None:
        return replace(found, widening=widening)
    return calibrated(batch, found, question.ahead, question.mean)


def _steps(layout: Layout) -> list[int]:
    """Where the level may have changed for good: at declared breaks, and when the crisis began."""
    return sorted({*layout.breaks, *([] if layout.crisis is None else [layout.crisis])} - {0})


def _rounding(layout: Layout) -> Floats:
    """The standard deviation of the rounding of each series' figures, in the unit of the values."""
    step = 10.0 ** -layout.rows["decimals"].cast(float).fill_null(12.0).to_numpy()
    things = layout.rows["scale"].to_numpy()
    declared = layout.rows["rounding"].to_numpy()
    if layout.scale == "count":
        step, given = step * things, declared
    else:
        given = declared / things
    found: Floats = np.maximum(step, given) / np.sqrt(12.0)
    return found


def sampling(layout: Layout, question: Question) -> Floats:
    """The sampling variance of the mean of the figures that came, on the scale; nought without."""
    now, margins = question.now(layout.values), question.now(layout.variances)
    found: Floats = _on_scale(layout, now, margins).mean(axis=1) / now.shape[1]
    return found


def _on_scale(layout: Layout, values: Floats, variances: Floats) -> Floats:
    if not layout.survey:
        return np.zeros_like(values)
    return variances * np.square(slope(values, layout.scale))


def _survey(layout: Layout, question: Question, widening: Floats | float | None) -> SurveyForecast:
    family = families(layout.rows)
    values = to_scale(layout.values, layout.scale)
    variances = _on_scale(layout, layout.values, layout.variances)
    since = _last_break(layout, question)

    def at(asked: Question) -> SurveyForecast:
        moments = _moments(layout.when, asked.until + asked.ahead)
        ahead = moments[asked.until :] if asked.mean else moments[-1:]
        return predict(
            values[:, since : asked.until],
            variances[:, since : asked.until],
            moments[since : asked.until],
            ahead,
            family,
            _usual_distance(moments),
            layout.scale,
        )

    found = at(question)
    if widening is not None:
        return replace(found, widening=widening)
    sizes: list[Floats] = []
    for past in _looked_back(layout, question, since):
        score = at(past).score(past.now(layout.values), sampling(layout, past))
        sizes.append(np.abs(score))
    return replace(found, widening=widenings(np.array(sizes), family))


def _last_break(layout: Layout, question: Question) -> int:
    """Where the history of a survey begins: at its last break, or at its first wave."""
    return max((each for each in layout.breaks if each < question.until), default=0)


def _looked_back(layout: Layout, question: Question, since: int) -> list[Question]:
    """Past questions to learn from: from before the crisis where there are enough of them."""
    ends = [question.until]
    if layout.crisis is not None and layout.crisis < question.until:
        ends.insert(0, layout.crisis)
    for last in ends:
        untils = [last - back - question.ahead + 1 for back in range(1, ORIGINS + 1)]
        usable = [each for each in untils if each - since >= _LEAST_CALIBRATING]
        if last == question.until or len(usable) >= ORIGINS // 2:
            return [replace(question, until=each) for each in usable]
    return []


def _moments(when: Floats, number: int) -> Floats:
    """The first moments, with more of them at the usual distance where there are too few."""
    beyond = np.arange(1, number - len(when) + 1)
    return np.concatenate([when[:number], when[-1] + beyond * _usual_distance(when)])


def _usual_distance(when: Floats) -> float:
    """From one moment to the next, in years; a year where there is but one."""
    apart = np.diff(when)
    apart = apart[apart > 0]
    return float(np.median(apart)) if len(apart) else 1.0


def enough(layout: Layout, question: Question) -> Whole:
    """Rows of the series whose history, and what came after it, are there for *question*."""
    known = np.isfinite(layout.values)
    least = least_history(layout)
    since = 0
    if layout.survey:
        # a wave without margins, or from before a break, tells nothing here
        known &= np.isfinite(layout.variances)
        since = _last_break(layout, question)
        least = LEAST_SINCE_BREAK if since else least
    history = known[:, since : question.until].sum(axis=1)
    came = np.isfinite(question.now(layout.values)).all(axis=1)
    if layout.survey:
        came &= np.isfinite(question.now(layout.variances)).all(axis=1)
    return np.flatnonzero((history >= least) & came)


def least_history(layout: Layout) -> int:
    """How many earlier figures there must be; two years of them where seasons count."""
    if layout.survey:
        return LEAST_WAVES
    per_year = CALENDAR[layout.kind]
    return max(LEAST_HISTORY, 2 * per_year + 2 if layout.season and per_year > 1 else 0)

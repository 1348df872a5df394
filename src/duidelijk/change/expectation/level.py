"""Expects the next wave of a survey: a level that wanders, a season, and margins that are known.

Figures with published margins say themselves how much of their movement is sampling. What remains
is a random walk of the level and a yearly pattern; how strong these are is learned from the whole
family of series by empirical Bayes, so that a series of few waves leans on its indicator. Sources:
Harvey (1989), Forecasting, structural time series models and the Kalman filter, ch. 2 (local
level); Pfeffermann (1991), JBES 9, 163–175 (known sampling error); Laird (1978), JASA 73, 805–811
(the family's mixture).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from duidelijk.change.expectation.arrays import Floats, Whole
from duidelijk.change.expectation.forecast import fitting_interval
from duidelijk.change.expectation.scales import Scale, to_scale
from duidelijk.change.expectation.tails import FARTHEST
from duidelijk.change.expectation.wandering import Grid, Moments, wandering

LEVEL_STEPS = (0.0, 0.02, 0.04, 0.07, 0.12, 0.2, 0.4)
"""Standard deviations of the level's step over a period, on the scale of the values."""
SEASONS = (0.0, 0.05, 0.1, 0.2)
"""Standard deviations of the yearly pattern, on the scale of the values."""
_ROUNDS = 30
_UNSEEN = 1e6
_LEAST_NOISE = 1e-5
"""No survey is surer than this: limits that meet are rounding."""
_NEARLY_TWO_YEARS = 2.0
_USUAL_MARGIN = 0.1
"""A usual standard error, in logits: that of some 400 respondents."""


@dataclass(frozen=True)
class SurveyForecast:
    """What the level model expects of the mean over the periods ahead; as ``Forecast`` is used."""

    scale: Scale
    parts: Floats
    """(grid, series): the mean by each point of the grid, on the scale."""
    variances: Floats
    """(grid, series): of the level itself, the sampling error of what is to come left out."""
    weights: Floats
    """(grid, series)"""
    widening: Floats | float = 1.0
    """(series): by how much the family's past scores were wider than they should have been."""

    def shifted(self, shift: Floats, doubt: Floats | float = 0.0) -> SurveyForecast:
        """The forecast if everything went by *shift* more on the scale; its variance *doubt*."""
        return replace(self, parts=self.parts + shift, variances=self.variances + doubt)

    def deviation(self, now: Floats, variance: Floats) -> tuple[Floats, Floats]:
        """How far *now* went from what was expected, on the scale, and its variance."""
        centre, whole = self._together(variance)
        return to_scale(now.mean(axis=1), self.scale) - centre, whole

    def score(self, now: Floats, variance: Floats) -> Floats:
        """The normal score of the mean of *now* (series, periods) under the family's mixture.

        *variance* (series) is the sampling variance of that mean, on the scale.
        """
        from scipy.special import log_ndtr, ndtri_exp

        values = to_scale(now.mean(axis=1), self.scale)
        apart = (values - self.parts) / np.sqrt(self.variances + variance)
        log_weight = np.log(np.maximum(self.weights, 1e-300))
        with np.errstate(invalid="ignore"):  # a figure that is not there
            below = np.logaddexp.reduce(log_weight + log_ndtr(apart), axis=0)
            above = np.logaddexp.reduce(log_weight + log_ndtr(-apart), axis=0)
        size = ndtri_exp(np.minimum(np.minimum(below, above), -1e-9))
        found: Floats = np.where(below < above, size, -size) / self.widening
        clipped: Floats = np.clip(found, -FARTHEST, FARTHEST)
        return clipped

    def interval(
        self, now: Floats, score: Floats, variance: Floats
    ) -> tuple[Floats, Floats, Floats]:
        """What is expected of the mean figure, and the ends of its 95 % range; as ``Forecast``."""
        centre, whole = self._together(variance)
        return fitting_interval(centre, np.sqrt(whole) * self.widening, now, score, self.scale)

    def expected(self, variance: Floats) -> tuple[Floats, Floats, Floats]:
        """As ``interval``, of a figure that is still to come."""
        unknown = np.full((self.parts.shape[1], 1), np.nan)
        return self.interval(unknown, np.zeros(self.parts.shape[1]), variance)

    def _together(self, variance: Floats) -> tuple[Floats, Floats]:
        centre: Floats = (self.weights * self.parts).sum(axis=0)
        apart = np.square(self.parts - centre)
        return centre, (self.weights * (self.variances + apart)).sum(axis=0) + variance


def predict(
    values: Floats,
    variances: Floats,
    when: Floats,
    ahead: Floats,
    family: Whole,
    period: float,
    scale: Scale,
) -> SurveyForecast:
    """Expect the mean of the figures at the moments *ahead*.

    *values* and their sampling *variances* (series, waves) on the *scale*, NaN for gaps; *when*
    (waves) and *ahead* in years; *family* of each series, numbered from nought; *period* is the
    length in years that ``LEVEL_STEPS`` speak of.
    """
    seen = np.isfinite(values) & np.isfinite(variances)
    known = np.where(seen, values, 0.0)
    noise = np.where(seen, variances, _UNSEEN)
    middle = known.sum(axis=1) / np.maximum(seen.sum(axis=1), 1)
    centred = np.where(seen, known - middle[:, None], 0.0)
    unit = _units(variances, family, scale)
    likelihood, mean, variance = wandering(
        centred / unit[:, None],
        np.maximum(noise / np.square(unit)[:, None], _LEAST_NOISE),
        Moments(when, ahead, period),
        Grid(LEVEL_STEPS, SEASONS if _long(when, period) else (0.0,)),
    )
    weights = _weights(likelihood, family)
    return SurveyForecast(scale, mean * unit + middle, variance * np.square(unit), weights)


def _units(variances: Floats, family: Whole, scale: Scale) -> Floats:
    """Of each series the unit in which the steps of the grid are told.

    Logits and logarithms have one of their own; on other scales a usual margin stands in.
    """
    if scale in (Scale.LOGIT, Scale.LOG):
        return np.ones(len(variances))
    usual = np.array(
        [np.nanmedian(variances[family == each]) for each in range(int(family.max()) + 1)]
    )
    unit: Floats = np.sqrt(usual[family]) / _USUAL_MARGIN
    return unit


def _long(when: Floats, period: float) -> bool:
    """Whether there are figures of two years, so that a yearly pattern can be told."""
    return len(when) > 0 and float(when[-1] - when[0]) >= _NEARLY_TWO_YEARS - period


def _weights(likelihood: Floats, family: Whole) -> Floats:
    """Of each series the weight of every point of the grid, (grid, series); each family's mixture
    of them is found by expectation and maximisation.
    """
    families = int(family.max(initial=-1)) + 1
    best = np.exp(likelihood - likelihood.max(axis=0))
    members = np.bincount(family, minlength=families)
    prior = np.full((len(likelihood), families), 1.0 / len(likelihood))
    for _ in range(_ROUNDS):
        weight = best * prior[:, family]
        weight /= weight.sum(axis=0)
        sums = np.array([np.bincount(family, each, minlength=families) for each in weight])
        # one series' worth of evenness: a small family does not settle on one point
        prior = (sums + 1.0 / len(likelihood)) / (members + 1.0)
    weight = best * prior[:, family]
    result: Floats = weight / weight.sum(axis=0)
    return result

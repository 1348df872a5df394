"""A forecast by two forecasters at once, and how far a figure lies from it.

The two are averaged, each with the weight of its precision; the better one is never picked, since
on one series nobody can tell which one that is (Bates and Granger 1969, The combination of
forecasts, Operational Research Quarterly 20, 451–468).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from duidelijk.change.expectation.arrays import Floats
from duidelijk.change.expectation.scales import Scale, from_scale, to_scale
from duidelijk.change.expectation.tails import FARTHEST, count_score, student_score

CORRELATION = 0.8
"""Between the scores of the two forecasters when nothing happens (measured: 0.74 to 0.90)."""
NORMAL_95 = 1.959964
_CLEAR = 0.5
"""A score beyond this says how wide the interval is; nearer to nought that is all rounding."""
_MOST_STRETCH = 2.0


@dataclass(frozen=True)
class Forecast:
    """What is expected of one figure, or of the mean of several, of each series."""

    scale: Scale
    centre: Floats
    """(forecasters, series), on the scale."""
    spread: Floats
    """(forecasters, series): standard deviation of the prediction, on the scale."""
    degrees: Floats
    """(forecasters, series): degrees of freedom of the spread."""
    total: Floats | None = None
    """(series): for counts what the regression expects of the total."""
    total_variance: Floats | None = None
    widening: Floats | float = 1.0
    """(series): by how much the family's past scores were wider than they should have been."""

    def shifted(self, shift: Floats, doubt: Floats | float = 0.0) -> Forecast:
        """The forecast if everything went by *shift* more: in logs for counts, else on the scale.

        *doubt* is the variance of the shift. The spread of chance itself stays.
        """
        if self.scale is not Scale.COUNT:
            spread = np.sqrt(np.square(self.spread) + doubt)
            return replace(self, centre=self.centre + shift, spread=spread)
        times = np.exp(shift)
        moved = np.maximum(from_scale(self.centre, self.scale) * times, 0.0)
        centre = to_scale(moved, self.scale)
        assert self.total is not None and self.total_variance is not None
        excess = self.total_variance / np.maximum(self.total, 1e-300)
        total = self.total * times
        return replace(
            self,
            centre=centre,
            # a logarithm's doubt, on the scale of roots
            spread=np.sqrt(np.square(self.spread) + doubt * np.square(centre) / 4.0),
            total=total,
            total_variance=total * excess + np.square(total) * doubt,
        )

    def deviation(self, now: Floats, variance: Floats | None = None) -> tuple[Floats, Floats]:
        """How far *now* went from what was expected, as ``shifted`` counts it, and its variance."""
        del variance
        centre, spread = self._together()
        apart = to_scale(now.mean(axis=1), self.scale)
        if self.scale is not Scale.COUNT:
            return apart - centre, np.square(spread)
        return 2.0 * np.log(apart / centre), np.square(2.0 * spread / centre)

    def _together(self) -> tuple[Floats, Floats]:
        """Centre and spread on the scale of the two forecasters' mean score."""
        precision = np.square(1.0 / self.spread)
        whole = precision.sum(axis=0)
        centre: Floats = (self.centre * precision).sum(axis=0) / whole
        return centre, _of_sum(1.0 / self.spread) / whole * self.widening

    def _of_student(self) -> Forecast:
        """As wide as a range of 95 % must be with a spread that is known from few figures."""
        from scipy.special import stdtrit

        wider = stdtrit(np.maximum(self.degrees, 1.0), 0.975) / NORMAL_95
        return replace(self, spread=self.spread * wider)

    def score(self, now: Floats, variance: Floats | None = None) -> Floats:
        """The normal score of *now* (series, periods): their mean, or for counts their total.

        *variance* is not looked at: chance is part of what is expected.
        """
        del variance
        on_scale = to_scale(now.mean(axis=1), self.scale)
        scores = [
            student_score((on_scale - centre) / spread, degrees)
            for centre, spread, degrees in zip(self.centre, self.spread, self.degrees, strict=True)
        ]
        if self.total is not None and self.total_variance is not None:
            exact = count_score(now.sum(axis=1), self.total, self.total_variance)
            # the count's own law says more than its normal likeness
            scores[0] = student_score(exact, self.degrees[0])
        weights = 1.0 / self.spread
        both = np.sum(weights * np.array(scores), axis=0) / _of_sum(weights)
        found: Floats = np.clip(both / self.widening, -FARTHEST, FARTHEST)
        return np.where(np.isfinite(on_scale), found, np.nan)

    def interval(
        self, now: Floats, score: Floats, variance: Floats | None = None
    ) -> tuple[Floats, Floats, Floats]:
        """What is expected of the mean figure, and the lower and upper end of its 95 % range.

        Where *score* (of *now*) is clear the range is as wide as it says, so that a figure lies
        outside the range exactly when its score is beyond 1.96.
        """
        del variance
        centre, spread = self._of_student()._together()
        return fitting_interval(centre, spread, now, score, self.scale)

    def expected(self, variance: Floats) -> tuple[Floats, Floats, Floats]:
        """As ``interval``, of a figure that is still to come."""
        unknown = np.full((self.centre.shape[1], 1), np.nan)
        return self.interval(unknown, np.zeros(self.centre.shape[1]), variance)


def fitting_interval(
    centre: Floats, spread: Floats, now: Floats, score: Floats, scale: Scale
) -> tuple[Floats, Floats, Floats]:
    """Centre and ends, off the *scale*, of a 95 % range stretched to say what the *score* says."""
    apart = to_scale(now.mean(axis=1), scale) - centre
    with np.errstate(divide="ignore", invalid="ignore"):
        stretch = apart / (score * spread)
    told = (np.abs(score) > _CLEAR) & np.isfinite(stretch) & (stretch > 0)
    # near nought a score says little; farther out the range must say what it says
    most = np.where(np.abs(score) > 1.0, np.inf, _MOST_STRETCH)
    stretch = np.clip(np.where(told, stretch, 1.0), 1.0 / most, most)
    half = NORMAL_95 * spread * stretch
    return (
        from_scale(centre, scale),
        from_scale(centre - half, scale),
        from_scale(centre + half, scale),
    )


def _of_sum(weights: Floats) -> Floats:
    """Standard deviation of the sum of two scores with these *weights* (2, series)."""
    first, second = weights
    found: Floats = np.sqrt(first**2 + second**2 + 2.0 * CORRELATION * first * second)
    return found

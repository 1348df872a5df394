"""The engine on the same sets of series."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from simulating import Made, Shocked

from duidelijk.change.expectation.batch import Batch, calibrated, forecast
from duidelijk.change.expectation.level import predict
from duidelijk.change.expectation.peers import shift_of_peers, spread_of_peers
from duidelijk.change.expectation.scales import Scale, slope, to_scale
from duidelijk.change.expectation.tails import p_value
from duidelijk.change.striking.discoveries import discoveries

Truths = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


def scores(made: Made, ahead: int = 1, together: bool = False) -> Floats:
    """The scores of the last *ahead* periods of counts; *together*: all series are one family."""
    family = np.zeros_like(made.family) if together else made.family
    given = Batch(made.values[:, :-ahead], family, Scale.COUNT, made.per_year)
    found = calibrated(given, forecast(given, ahead, ahead > 1), ahead, ahead > 1)
    return found.score(made.values[:, -ahead:])


def survey_scores(made: Made) -> Floats:
    """The scores of the last waves of surveys."""
    assert made.spread is not None
    values = to_scale(made.values, Scale.LOGIT)
    variances = np.square(made.spread * slope(made.values, Scale.LOGIT))
    when = np.arange(made.values.shape[1]) / made.per_year
    found = predict(
        values[:, :-1],
        variances[:, :-1],
        when[:-1],
        when[-1:],
        made.family,
        1.0 / made.per_year,
        Scale.LOGIT,
    )
    return found.score(made.values[:, -1:], variances[:, -1])


def listed(score: Floats, family: npt.NDArray[np.int64]) -> Truths:
    """What the list would hold."""
    return discoveries(p_value(score), family).found


def after_a_shock(shocked: Shocked) -> tuple[Truths, Truths]:
    """Which municipalities depart from the nation, and which from their own history."""
    peers = np.zeros(len(shocked.now), np.int64)
    given = Batch(shocked.history, peers, Scale.COUNT, 12)
    found = calibrated(given, forecast(given))
    now = shocked.now[:, None]
    deviation, _ = found.deviation(now)
    moved = found.shifted(shift_of_peers(deviation, shocked.now, peers))
    score = moved.score(now)
    return listed(score / spread_of_peers(score, peers), peers), listed(found.score(now), peers)

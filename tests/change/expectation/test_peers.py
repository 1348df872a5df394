"""What the nation did, by its regions: the median of how they left their courses."""

from __future__ import annotations

import numpy as np
import pytest

from duidelijk.change.expectation.batch import Batch, forecast
from duidelijk.change.expectation.peers import LEAST_PEERS, shift_of_peers, spread_of_peers
from duidelijk.change.expectation.scales import Scale
from duidelijk.change.expectation.tails import p_value
from duidelijk.change.striking.discoveries import discoveries


def test_it_is_the_weighted_median() -> None:
    deviation = np.array([1.0, 2, 3, 4, 5, 6, 7, 100])
    weight = np.array([1.0, 1, 1, 1, 1, 1, 1, 10])
    peers = np.zeros(8, np.int64)
    assert shift_of_peers(deviation, np.ones(8), peers)[0] == 4
    assert shift_of_peers(deviation, weight, peers)[0] == 100


def test_a_few_regions_cannot_tell_what_is_common() -> None:
    few = LEAST_PEERS - 1
    assert np.isnan(shift_of_peers(np.ones(few), np.ones(few), np.zeros(few, np.int64))).all()


def test_what_is_not_known_does_not_count() -> None:
    deviation = np.array([1.0] * 8 + [np.nan] * 20)
    assert shift_of_peers(deviation, np.ones(28), np.zeros(28, np.int64))[0] == 1.0


def test_peers_that_differ_more_than_chance_widen_and_others_do_not() -> None:
    random = np.random.default_rng(1)
    peers = np.repeat([0, 1], 400)
    score = np.concatenate([random.normal(size=400), 3 * random.normal(size=400)])
    spread = spread_of_peers(score, peers)
    assert spread[0] == pytest.approx(1.0, abs=0.12)
    assert spread[-1] == pytest.approx(3.0, rel=0.15)


def test_a_national_shock_is_said_once_and_planted_regions_are_found() -> None:
    runs = [_after_a_shock(seed) for seed in range(8)]
    assert np.mean([listed for listed, _, _ in runs]) <= 15
    assert np.mean([planted for _, planted, _ in runs]) >= 8
    assert np.mean([own for _, _, own in runs]) > 60


def _after_a_shock(seed: int) -> tuple[int, int, int]:
    """Of 342 regions after a national rise by a quarter: how many depart from the nation, how many
    of the ten planted are among them, and how many depart from their own history.
    """
    random = np.random.default_rng(seed)
    size = np.exp(random.normal(4, 1.2, 342))
    history = random.negative_binomial(size[:, None] / 0.8, 1 / 1.8, (342, 60)).astype(float)
    now = random.negative_binomial(1.25 * size / 0.8, 1 / 1.8).astype(float)
    planted = random.choice(np.flatnonzero(size > 30), 10, replace=False)
    now[planted] *= random.choice([0.4, 1.8], 10)
    given = Batch(history, np.zeros(342, np.int64), Scale.COUNT, 12)
    found, peers = forecast(given), np.zeros(342, np.int64)
    deviation, _ = found.deviation(now[:, None])
    shift = shift_of_peers(deviation, now, peers)
    assert np.exp(shift[0]) == pytest.approx(1.25, abs=0.06)
    score = found.shifted(shift).score(now[:, None])
    listed = discoveries(p_value(score / spread_of_peers(score, peers)), peers).found
    own = discoveries(p_value(found.score(now[:, None])), peers).found
    return int(listed.sum()), int(listed[planted].sum()), int(own.sum())

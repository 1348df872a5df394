"""Made-up series with known changes, to count hits and misses with.

**Counts** after Noufaily, Enki, Farrington, Garthwaite, Andrews and Charlett (2013), An improved
algorithm for outbreak detection in multiple surveillance systems, Statistics in Medicine 32,
1206–1222. Weekly counts are negative binomial about exp(θ + βt + Σ γ₁cos(2πjt/52) + γ₂sin(2πjt/52))
with variance φμ, over 624 weeks, in seven clusters of parameters, with and without trend, with
none, one or two harmonics. Whole weeks add up to periods; the last of them are the series, and the
last period of one in ten is moved.

**Surveys** are a random walk with a season on the logit scale. **Others** are laws the engine was
not made for, to see what it does with those.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]

CLUSTERS = (
    # θ, β where there is a trend, γ₁, γ₂, φ
    (0.1, 0.0025, 0.6, 0.6, 1.5),
    (-2.0, 0.005, 0.1, 0.3, 2.0),
    (1.5, 0.003, 0.2, -0.4, 1.0),
    (0.5, 0.002, 0.5, 0.5, 5.0),
    (2.5, 0.001, 1.0, 0.1, 3.0),
    (3.75, 0.001, 0.1, -0.1, 1.1),
    (5.0, 0.0001, 0.05, 0.01, 1.2),
)
WEEKS = 624
CHANGED = 0.10
"""Share of series of which the last period is moved."""


@dataclass(frozen=True)
class Made:
    """Series, the last period of some moved."""

    values: Floats
    """(series, periods)"""
    changed: Truths
    per_year: int
    family: npt.NDArray[np.int64]
    """Series of one indicator, so to say."""
    spread: Floats | None = None
    """(series, periods): standard errors, of surveys."""


@dataclass(frozen=True)
class Scenario:
    """How long a history, in which periods, and whether its level once changed."""

    periods: int
    per_year: int
    step: bool = False


SCENARIOS = {
    "A monthly T=72": Scenario(72, 12),
    "B two-monthly T=36": Scenario(36, 6),
    "C break in history": Scenario(72, 12, step=True),
    "D quarterly T=20": Scenario(20, 4),
}


def counts(seed: int, scenario: Scenario, each: int = 100, lasting: int = 1) -> Made:
    """42 × *each* series of counts; *lasting* is how many of the last periods are moved."""
    random = np.random.default_rng(seed)
    period = np.arange(WEEKS) * scenario.per_year // 52
    kept = np.flatnonzero(period > period[-1] - scenario.periods)
    week = kept + 1.0
    values, means, spread = [], [], []
    for theta, beta, gamma_1, gamma_2, phi in CLUSTERS:
        for trend in (0.0, 1.0):
            for harmonics in range(3):
                log_mean = theta + beta * trend * week
                for harmonic in range(1, harmonics + 1):
                    angle = 2 * np.pi * harmonic * week / 52.0
                    log_mean += gamma_1 * np.cos(angle) + gamma_2 * np.sin(angle)
                mean = np.tile(np.exp(log_mean), (each, 1))
                if scenario.step:
                    _stepped(random, mean)
                drawn = _negative_binomial(random, mean, phi)
                values.append(_summed(drawn, period[kept]))
                means.append(_summed(mean, period[kept]))
                spread.append(np.full(each, phi))
    made, level, phi_of = np.concatenate(values), np.concatenate(means), np.concatenate(spread)
    changed = random.random(len(made)) < CHANGED
    _move(random, made, level, changed, phi_of, lasting)
    return Made(made, changed, scenario.per_year, np.repeat(np.arange(42), each))


def _stepped(random: np.random.Generator, mean: Floats) -> None:
    """Half as much again, or half, from a week in the middle half of the history on."""
    weeks = mean.shape[1]
    start = random.integers(weeks // 4, 3 * weeks // 4, len(mean))
    times = random.choice([1.5, 0.5], len(mean))
    mean *= np.where(np.arange(weeks) >= start[:, None], times[:, None], 1.0)


def _summed(weekly: Floats, period: npt.NDArray[np.int64]) -> Floats:
    first = np.flatnonzero(np.r_[True, np.diff(period) > 0])
    return np.add.reduceat(weekly, first, axis=1)


def _negative_binomial(random: np.random.Generator, mean: Floats, phi: float) -> Floats:
    """Counts with variance φ·mean."""
    if phi <= 1.0:
        return random.poisson(mean).astype(float)
    return random.negative_binomial(mean / (phi - 1.0), 1.0 / phi).astype(float)


def _move(
    random: np.random.Generator,
    made: Floats,
    level: Floats,
    changed: Truths,
    phi: Floats,
    lasting: int,
) -> None:
    """Add Poisson(k·sd) cases to the last periods, or take away as many at random; k = 1 … 10."""
    rows = np.flatnonzero(changed)
    k = random.integers(1, 11, len(rows))
    up = random.random(len(rows)) < 0.5
    for back in range(1, lasting + 1):
        now, mean = made[rows, -back], level[rows, -back]
        size = k * np.sqrt(phi[rows] * mean)
        kept = np.clip(1.0 - size / mean, 0.0, 1.0)
        fewer = random.binomial(now.astype(int), kept)
        made[rows, -back] = np.where(up, now + random.poisson(size), fewer)


def surveys(seed: int, number: int = 8000, waves: int = 18, per_year: int = 6) -> Made:
    """Percentages of 100 to 10,000 people, design effect 1.5, and their standard errors.

    The level wanders by 0.04 logits a wave about a season of 0.1; a change is k = 1 … 10 standard
    errors, up or down.
    """
    random = np.random.default_rng(seed)
    asked = np.exp(random.uniform(np.log(100), np.log(10_000), number)) / 1.5
    level = random.uniform(-2.5, 0.5, number)[:, None]
    level = level + random.normal(0.0, 0.04, (number, waves)).cumsum(axis=1)
    phase = random.uniform(0, 2 * np.pi, number)[:, None]
    logit = level + 0.1 * np.cos(2 * np.pi * np.arange(waves) / per_year + phase)
    share = 1.0 / (1.0 + np.exp(-logit[:, -1]))
    error = 1.0 / np.sqrt(asked * share * (1.0 - share))
    changed = random.random(number) < CHANGED
    size = random.integers(1, 11, number) * error * random.choice([-1, 1], number)
    logit[changed, -1] += size[changed]
    people = np.round(asked).astype(int)[:, None]
    share = random.binomial(people, 1.0 / (1.0 + np.exp(-logit))) / people
    spread = np.sqrt(np.maximum(share * (1.0 - share), 1e-4) / people)
    return Made(100 * share, changed, per_year, np.zeros(number, np.int64), spread=100 * spread)


def others(seed: int, kind: str, each: int = 100) -> Made:
    """42 × *each* monthly series of 72 of another *kind* than the engine supposes.

    ``wandering``: counts about a level that walks, so that no season or trend explains it;
    ``self-exciting``: counts whose level follows the last ones (an INGARCH process); ``unlike``:
    families whose series differ in level and dispersion by a factor.
    """
    random = np.random.default_rng(seed)
    number, periods = 42 * each, 72
    family = np.repeat(np.arange(42), each)
    base = np.exp(random.uniform(1.0, 6.0, 42))[family]
    phi = np.full(number, 1.5)
    level = np.tile(base[:, None], (1, periods))
    if kind == "wandering":
        level = level * np.exp(random.normal(0, 0.05, (number, periods)).cumsum(axis=1))
    if kind == "unlike":
        level = level * np.exp(random.normal(0, 0.7, (number, 1)))
        phi = 1.0 + np.exp(random.normal(-0.5, 1.0, number))
    made = np.empty((number, periods))
    for at in range(periods):
        if kind == "self-exciting" and at:
            level[:, at] = 0.4 * base + 0.4 * made[:, at - 1] + 0.2 * level[:, at - 1]
        made[:, at] = random.negative_binomial(level[:, at] / (phi - 1.0), 1.0 / phi)
    changed = random.random(number) < CHANGED
    _move(random, made, level, changed, phi, 1)
    return Made(made, changed, 12, family)


@dataclass(frozen=True)
class Shocked:
    """Municipalities after a national shock."""

    history: Floats
    now: Floats
    planted: npt.NDArray[np.int64]


def national_shock(seed: int, municipalities: int = 342, rise: float = 0.25) -> Shocked:
    """Municipal counts of 60 months, then one that is a quarter higher everywhere; ten of the
    larger ones do something else still: well over, or under half of that.
    """
    random = np.random.default_rng(seed)
    size = np.exp(random.normal(4.0, 1.2, municipalities))
    phi = 1.8
    history = _negative_binomial(random, np.tile(size[:, None], (1, 60)), phi)
    now = _negative_binomial(random, size * (1.0 + rise), phi)
    planted = random.choice(np.flatnonzero(size > 30), 10, replace=False)
    now[planted] = np.round(now[planted] * random.choice([0.4, 1.8], 10))
    return Shocked(history, now, planted)

"""The scales on which figures wander evenly: there a forecast has one spread, up and down."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from duidelijk.change.expectation.arrays import Floats

_ANSCOMBE = 0.375
_EDGE = 1e-4
"""A share of nought or of one has no logit; it is taken this far from the edge."""


class Scale(StrEnum):
    """How a figure is looked at."""

    COUNT = "count"
    """√(y + 3/8): chance has the same size whatever the count (Anscombe 1948, Biometrika 35)."""
    LOG = "log"
    """For figures above nought that change by so many percent."""
    LOGIT = "logit"
    """For percentages: they cannot leave 0–100."""
    IDENTITY = "identity"
    """For balances and scores: as they are."""


def to_scale(values: Floats, scale: Scale) -> Floats:
    """*values* on *scale*; NaN where they cannot be on it."""
    with np.errstate(invalid="ignore", divide="ignore"):
        match scale:
            case Scale.COUNT:
                found = np.where(values >= 0, np.sqrt(values + _ANSCOMBE), np.nan)
            case Scale.LOG:
                found = np.where(values > 0, np.log(values), np.nan)
            case Scale.LOGIT:
                share = np.clip(values / 100.0, _EDGE, 1.0 - _EDGE)
                inside = (values >= 0) & (values <= 100)
                found = np.where(inside, np.log(share / (1.0 - share)), np.nan)
            case Scale.IDENTITY:
                found = values
    return np.where(np.isfinite(found), found, np.nan)


def from_scale(values: Floats, scale: Scale) -> Floats:
    """Back from *scale*; counts not below nought."""
    with np.errstate(over="ignore"):
        match scale:
            case Scale.COUNT:
                return np.maximum(np.square(np.maximum(values, 0.0)) - _ANSCOMBE, 0.0)
            case Scale.LOG:
                return np.exp(values)
            case Scale.LOGIT:
                return 100.0 / (1.0 + np.exp(-values))
            case Scale.IDENTITY:
                return values


def slope(values: Floats, scale: Scale) -> Floats:
    """How much *scale* changes for one unit of *values*: what turns a margin into a spread."""
    match scale:
        case Scale.COUNT:
            return 0.5 / np.sqrt(np.maximum(values, 0.0) + _ANSCOMBE)
        case Scale.LOG:
            return 1.0 / np.maximum(values, 1e-300)
        case Scale.LOGIT:
            share = np.clip(values / 100.0, _EDGE, 1.0 - _EDGE)
            return 0.01 / (share * (1.0 - share))
        case Scale.IDENTITY:
            return np.ones_like(values)

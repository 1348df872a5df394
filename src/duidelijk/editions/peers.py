"""Which regions are alike: the nearest by declared features, or all of one class."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from duidelijk.catalogue.model import Feature, RegionClass
from duidelijk.change.expectation.arrays import Floats
from duidelijk.editions.edition import Edition
from duidelijk.editions.quantities import quantities
from duidelijk.regions import partition_on

_FEW = 3
"""Fewer peers than this are no company."""


@dataclass(frozen=True)
class Company:
    """The peers of a region, and by what they were chosen."""

    codes: tuple[str, ...]
    features: tuple[Feature, ...] = ()
    """Those that most regions of the level have a value of, for the nearest."""
    low: float | None = None
    high: float | None = None
    """The bounds of the class, in things; ``None`` at its open end."""


def nearest(edition: Edition, code: str) -> Company | None:
    """The regions of the same level nearest to *code*, the most alike first.

    By the Euclidean distance over standardised features, as statistical neighbours are usually
    found (for instance CIPFA 2015, Nearest Neighbour Model). ``None`` when nothing is declared or
    known of this region.
    """
    peers = edition.monitor.peers
    if peers is None or code not in edition.regions:
        return None
    codes, features, matrix = _matrix(edition, edition.regions[code].level)
    there = partition_on(edition.date)
    if code not in codes or len(codes) <= _FEW or not features:
        return None
    at = codes.index(code)
    distance = np.sqrt(((matrix - matrix[at]) ** 2).sum(axis=1))
    order = sorted(range(len(codes)), key=lambda n: (distance[n], codes[n]))
    # a municipality that is no more is nobody's equal
    chosen = [codes[n] for n in order if n != at and codes[n] in there][: peers.nearest]
    return Company(tuple(chosen), features)


def of_class(edition: Edition, code: str, wanted: RegionClass) -> Company | None:
    """The other regions of the same level between the same two bounds."""
    held = quantities(edition, wanted.indicator)
    if code not in held or code not in edition.regions:
        return None
    level = edition.regions[code].level
    at = bisect_right(wanted.bounds, held[code])
    there = partition_on(edition.date)
    alike = tuple(
        sorted(
            each
            for each, region in edition.regions.items()
            if region.level == level
            and each != code
            and each in there
            and each in held
            and bisect_right(wanted.bounds, held[each]) == at
        )
    )
    ends = (None, *wanted.bounds, None)
    return Company(alike, (), ends[at], ends[at + 1]) if alike else None


@lru_cache(maxsize=64)
def _matrix(edition: Edition, level: str) -> tuple[tuple[str, ...], tuple[Feature, ...], Floats]:
    """Regions × features, standardised; features that most regions lack are left out."""
    assert edition.monitor.peers is not None
    everyone = [code for code, each in edition.regions.items() if each.level == level]
    columns = []
    for feature in edition.monitor.peers.features:
        values = [_value(edition, feature, code) for code in everyone]
        if sum(value is not None for value in values) > len(everyone) / 2:
            columns.append((feature, values))
    if not columns:
        return (), (), np.zeros((0, 0))
    held = [n for n in range(len(everyone)) if all(values[n] is not None for _, values in columns)]
    table = np.array([[values[n] for _, values in columns] for n in held], float)
    spread = table.std(axis=0)
    matrix = (table - table.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return (
        tuple(everyone[n] for n in held),
        tuple(feature for feature, _ in columns),
        matrix,
    )


def _value(edition: Edition, feature: Feature, code: str) -> float | None:
    value = quantities(edition, feature.indicator).get(code)
    if value is None:
        return None
    if feature.per is not None:
        of = quantities(edition, feature.per).get(code)
        if not of:
            return None
        value /= of
    if feature.log:
        return math.log(value) if value > 0 else None
    return value

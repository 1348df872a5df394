"""The smallest difference worth a meeting, declared by an indicator or by its kind."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from duidelijk.catalogue import Indicator

MATERIAL_PERCENT = 5.0
MATERIAL_POINTS = 2.0
"""For counts and durations a share of what it is compared with, for other figures a difference in
their own unit, where an indicator declares nothing else."""
FEWEST = 5.0
"""Of what is counted no difference of fewer things than this is worth a meeting: the fewer there
are, the larger any share."""


def material(indicators: Mapping[str, Indicator], reference: pl.Expr) -> pl.Expr:
    """The smallest difference from *reference* that matters, in the unit of the figures."""
    points: dict[str, float] = {}
    percent: dict[str, float] = {}
    for each in indicators.values():
        declared = each.materiality
        if declared and declared.points is not None:
            points[each.id] = float(declared.points)
        elif declared and declared.percent is not None:
            percent[each.id] = float(declared.percent)
        elif each.kind in ("count", "duration"):
            percent[each.id] = MATERIAL_PERCENT
        else:
            points[each.id] = MATERIAL_POINTS
    things = {each.id: FEWEST / each.scale for each in indicators.values() if each.kind == "count"}
    named = pl.col("indicator")
    few = named.replace_strict(things, default=None, return_dtype=pl.Float64)
    share = named.replace_strict(percent, default=None, return_dtype=pl.Float64) / 100.0
    return named.replace_strict(points, default=None, return_dtype=pl.Float64).fill_null(
        pl.max_horizontal(share * reference.abs(), few)
    )

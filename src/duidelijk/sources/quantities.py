"""What formulas divide by: figures of other indicators, such as inhabitants."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import polars as pl

from duidelijk.catalogue.model import TOTAL
from duidelijk.figures.known import known_on
from duidelijk.figures.store import FigureStore
from duidelijk.sources.planning import Plan


def quantities_of(
    plans: Iterable[Plan], store: FigureStore, date: dt.date
) -> dict[str, pl.DataFrame]:
    """The figures of everybody that the formulas of *plans* take from other indicators, as they
    were known on *date*, by indicator.
    """
    keys = {key for plan in plans for key in plan.quantities.values()}
    if not keys:
        return {}
    figures = store.figures().filter(
        pl.col("indicator").is_in(list(keys)), pl.col("group") == TOTAL
    )
    latest = known_on(figures, store.releases().values(), date)
    return {key: latest.filter(pl.col("indicator") == key) for key in keys}

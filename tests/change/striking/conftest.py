"""Rows of changes that say only what the list looks at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

USUAL: dict[str, Any] = {
    "indicator": "x",
    "region": "NL01",
    "region_year": 2021,
    "group": "total",
    "method": "",
    "period": "2021MM01",
    "comparison": "expected",
    "value": 12.0,
    "reference": 10.0,
    "difference": 2.0,
    "lower": 0.5,
    "upper": 3.5,
    "score": 2.6,
    "verdict": "risen",
    "reason": None,
    "favourable": False,
    "main": False,
    "fresh": True,
    "period_end": dt.date(2021, 1, 31),
    "status": None,
}


@pytest.fixture(scope="session")
def rows() -> Callable[..., pl.DataFrame]:
    """Changes from dictionaries; each series gets a main comparison when it has none."""

    def rows(*given: dict[str, Any]) -> pl.DataFrame:
        made = [{**USUAL, **row} for row in given]
        keys = ("indicator", "region", "group", "period")
        spoken = {tuple(row[key] for key in keys) for row in made if row["main"]}
        for row in list(made):
            place = tuple(row[key] for key in keys)
            if place not in spoken:
                spoken.add(place)
                nothing = {"score": None, "verdict": "not_testable", "reason": "short_history"}
                made.append({**row, "comparison": "previous", "main": True, **nothing})
        kinds = {"score": pl.Float64(), "status": pl.String(), "reason": pl.String()}
        return pl.DataFrame(made, schema_overrides=kinds, infer_schema_length=None)

    return rows

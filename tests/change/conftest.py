"""Indicators and figures that say only what matters to a comparison."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from hypothesis import settings

from duidelijk.catalogue import Break, Indicator, Text
from duidelijk.figures.table import SCHEMA

settings.register_profile("steady", deadline=None)  # a busy machine is no failure
settings.load_profile("steady")


def both(words: str) -> Text:
    return Text(words, words)


@pytest.fixture(scope="session")
def indicator(indicator: Callable[..., Indicator]) -> Callable[..., Indicator]:
    """As the shared one; ``breaks`` as codes of the first period after each."""

    def with_breaks(id_: str = "x", breaks: tuple[str, ...] = (), **other: Any) -> Indicator:
        declared = tuple(Break(period, both("reason")) for period in breaks)
        return indicator(id_, breaks=declared, **other)

    return with_breaks


@pytest.fixture(scope="session")
def figures() -> Callable[..., pl.DataFrame]:
    """Figures from dictionaries; ``margin`` gives limits around the value."""

    def figures(*rows: dict[str, Any]) -> pl.DataFrame:
        usual = {
            "indicator": "x",
            "region": "NL01",
            "region_year": 2021,
            "group": "total",
            "method": "",
            "decimals": 1,
            "release": "r1",
        }
        made = []
        for row in rows:
            full = {**usual, **row}
            margin = full.pop("margin", None)
            if margin is not None and full["value"] is not None:
                full |= {"lower": full["value"] - margin, "upper": full["value"] + margin}
            made.append(full)
        return pl.DataFrame(made, schema=SCHEMA)

    return figures

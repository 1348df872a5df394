"""Indicators and comparisons that say only what matters to a sentence or a chart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings

from duidelijk.catalogue import Break, Indicator, Text

settings.register_profile("steady", deadline=None)  # a busy machine is no failure
settings.load_profile("steady")


@pytest.fixture(scope="session")
def indicator() -> Callable[..., Indicator]:
    """A share of people; ``breaks`` as pairs of a period and a reason in both languages."""

    def indicator(breaks: tuple[tuple[str, Text], ...] = (), **other: Any) -> Indicator:
        fields: dict[str, Any] = {
            each: Text(each, each)
            for each in ("question", "definition", "population", "limitations")
        }
        fields |= {"id": "x", "title": Text("Werkloosheid", "Unemployment"), "unit": Text("%", "%")}
        fields |= {"kind": "percent", "decimals": 1, "polarity": "lower_is_favourable"}
        fields |= {"uncertainty": "published_limits", "frequency": "month", "reporting_delay": 20}
        fields |= {"region_levels": ("country",), "source": "cbs", "status": "active"}
        fields["breaks"] = tuple(Break(period, reason) for period, reason in breaks)
        return Indicator(**{**fields, **other})

    return indicator


@pytest.fixture(scope="session")
def people(indicator: Callable[..., Indicator]) -> Indicator:
    """A count in thousands of people."""
    unit = Text("duizend personen", "thousand people")
    return indicator(kind="count", unit=unit, scale=1000.0, decimals=0, uncertainty="count")

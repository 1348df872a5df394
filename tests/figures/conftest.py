"""A small catalogue, and figures and releases to put in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import settings

from duidelijk.catalogue import (
    Group,
    GroupDimension,
    Indicator,
    Method,
    Monitor,
    Source,
    Text,
)
from duidelijk.figures.checking import check_figures, normalised
from duidelijk.figures.reading import read_figures
from duidelijk.figures.release import Release
from duidelijk.foundation.problems import Problem

settings.register_profile("steady", deadline=None)  # a busy machine is no failure
settings.load_profile("steady")


def both(words: str) -> Text:
    return Text(words, words)


def _indicator(id_: str, **other: Any) -> Indicator:
    texts = ("title", "question", "definition", "population", "unit", "limitations")
    fields: dict[str, Any] = {each: both(each) for each in texts}
    fields |= {"kind": "percent", "decimals": 1, "polarity": "no_judgement", "theme": "werk"}
    fields |= {"uncertainty": "published_limits", "frequency": "month", "reporting_delay": 20}
    fields |= {"region_levels": ("country", "municipality"), "groups": ("leeftijd",)}
    fields |= {"source": "cbs", "status": "active"}
    return Indicator(id=id_, **{**fields, **other})


MONITOR = Monitor(
    id="proef",
    title=both("proef"),
    lead=both("proef"),
    publisher=both("proef"),
    synthetic=True,
    themes=(),
    editions=(),
    dimensions=(
        GroupDimension("leeftijd", both("a"), (Group("leeftijd:16-24", both("a"), both("a")),)),
    ),
    target_groups=(),
    sources={"cbs": Source("cbs", "CBS", "statistics_office", "CC BY 4.0")},
    measures=(),
    indicators={
        each.id: each
        for each in [
            _indicator("werkloosheid", minimum=0.0, maximum=100.0),
            _indicator("banen", kind="count", minimum=0.0, groups=()),
            _indicator(
                "stemming", methods=(Method("oud", both("oud")), Method("new", both("new")))
            ),
        ]
    },
)


@pytest.fixture
def monitor() -> Monitor:
    return MONITOR


MakeRelease = Callable[..., Release]


@pytest.fixture(scope="session")
def release() -> MakeRelease:
    def release(id_: str = "r1", published: str = "2023-03-11", **other: Any) -> Release:
        fields: dict[str, Any] = {
            "source": "cbs",
            "publisher": "CBS",
            "title": "Title",
            "address": "https://example.org/",
            "licence": "CC BY 4.0",
            "published": dt.date.fromisoformat(published),
        }
        return Release(id=id_, **{**fields, **other})

    return release


@pytest.fixture(scope="session")
def figures(figures: Callable[..., pl.DataFrame]) -> Callable[..., pl.DataFrame]:
    """As the shared one, of an indicator of the monitor here."""
    return lambda *rows: figures(*({"indicator": "werkloosheid", **row} for row in rows))


@pytest.fixture
def check(
    tmp_path: Path, release: MakeRelease
) -> Callable[[str], tuple[pl.DataFrame, list[Problem]]]:
    """Read and check a file with this content, as an import does; known releases: r1 and r2."""

    def check(content: str) -> tuple[pl.DataFrame, list[Problem]]:
        path = tmp_path / "figures.csv"
        path.write_text(content, encoding="utf-8")
        rows, problems = read_figures(path)
        rows = normalised(rows)
        return rows, [*problems, *check_figures(rows, MONITOR, [release("r1"), release("r2")])]

    return check

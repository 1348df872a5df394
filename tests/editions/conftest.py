"""The starting monitor that is shipped, made ready to freeze, and small tables of figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import settings

from duidelijk.catalogue import Indicator, Method, Monitor, Text
from duidelijk.catalogue.reading import read_with_declarations
from duidelijk.editions.content import Content, compile_content
from duidelijk.editions.edition import Edition
from duidelijk.editions.freezing import open_edition, write_document
from duidelijk.figures.checking import check_figures, normalised
from duidelijk.figures.reading import read_figures, read_releases
from duidelijk.figures.release import Release
from duidelijk.figures.table import in_order

settings.register_profile("steady", deadline=None)  # a busy machine is no failure
settings.load_profile("steady")


@dataclass(frozen=True)
class Small:
    """A whole monitor with its figures."""

    monitor: Monitor
    declarations: dict[str, Any]
    figures: pl.DataFrame
    releases: Mapping[str, Release]

    def content(self, number: int = 0) -> Content:
        plan = self.monitor.editions[number]
        return compile_content(self.monitor, plan, self.figures, self.releases)

    def freeze(self, editions: Path, number: int = 0) -> Edition:
        content = self.content(number)
        with open_edition(editions, content, self.declarations) as folder:
            write_document(folder / "sentences.json", {"nl": {"key": "Zin."}, "en": {}})
        return Edition(editions / content.plan.id)


@pytest.fixture(scope="session")
def small() -> Small:
    starter = resources.files("duidelijk").joinpath("monitors", "starter")
    with resources.as_file(starter) as folder:
        monitor, declarations = read_with_declarations(folder)
        releases, problems = read_releases(folder / "figures" / "releases.csv")
        rows, found = read_figures(folder / "figures" / "figures.csv")
    rows = normalised(rows)
    assert [*problems, *found, *check_figures(rows, monitor, releases)] == []
    return Small(monitor, declarations, in_order(rows), {each.id: each for each in releases})


@pytest.fixture(scope="session")
def sealed(small: Small, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both editions of the small monitor. Only for reading."""
    editions = tmp_path_factory.mktemp("editions")
    for number in range(len(small.monitor.editions)):
        small.freeze(editions, number)
    return editions


def both(words: str) -> Text:
    return Text(words, words)


@pytest.fixture(scope="session")
def indicator(indicator: Callable[..., Indicator]) -> Callable[..., Indicator]:
    """As the shared one; ``methods`` as names with the day each came into use."""

    def with_methods(id_: str = "x", **other: Any) -> Indicator:
        methods = tuple(
            Method(name, both(name), in_use_from=dt.date.fromisoformat(since) if since else None)
            for name, since in other.pop("methods", {}).items()
        )
        return indicator(id_, methods=methods, **{"uncertainty": "unknown", **other})

    return with_methods


@pytest.fixture(scope="session")
def releases() -> Callable[..., list[Release]]:
    """Releases by id, each with its date."""

    def releases(**published: str) -> list[Release]:
        return [
            Release(
                id_, "cbs", "CBS", "t", "https://example.org/", "CC0", dt.date.fromisoformat(day)
            )
            for id_, day in published.items()
        ]

    return releases

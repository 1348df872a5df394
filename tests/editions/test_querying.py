"""Asking an edition for figures gives the same, whether it is kept in memory or read from disk."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from duidelijk.editions import edition as edition_module
from duidelijk.editions.edition import Edition
from duidelijk.editions.querying import Wanted, figures_wanted
from duidelijk.figures.known import known_on
from duidelijk.figures.table import KEY

ASKED = {
    "everything": Wanted(),
    "indicator": Wanted(indicators=("bijstand_personen", "eenzaam")),
    "no indicator": Wanted(indicators=()),
    "region": Wanted(regions=("NL01", "GM0794")),
    "level": Wanted(levels=("safety_region", "province")),
    "municipalities": Wanted(levels=("municipality",), since=dt.date(2020, 1, 1)),
    "group": Wanted(groups=("leeftijd:16-24",)),
    "period": Wanted(periods=("2020MM12", "2020KW04")),
    "between": Wanted(since=dt.date(2020, 3, 1), until=dt.date(2020, 12, 31)),
    "all at once": Wanted(
        indicators=("bijstand_personen",), regions=("NL01",), since=dt.date(2019, 1, 1)
    ),
    "known": Wanted(known_on=dt.date(2021, 2, 1)),
    "known of an indicator": Wanted(
        indicators=("bijstand_personen",), known_on=dt.date(2021, 2, 1)
    ),
    "known of a region": Wanted(regions=("NL01",), known_on=dt.date(2021, 3, 11)),
    "nothing": Wanted(periods=("1900JJ00",)),
}


@pytest.fixture
def kept(corona_home: Path) -> Edition:
    edition = Edition(corona_home / "editions" / "2021-5")
    assert edition.kept_figures() is not None
    return edition


@pytest.fixture
def read(kept: Edition, monkeypatch: pytest.MonkeyPatch) -> Edition:
    """The same edition as if it had too many figures to keep."""
    monkeypatch.setattr(edition_module, "_KEPT_IN_MEMORY", 0)
    edition = Edition(kept.folder)
    assert edition.kept_figures() is None
    return edition


@pytest.mark.parametrize("name", ASKED)
def test_memory_and_disk_answer_alike(kept: Edition, read: Edition, name: str) -> None:
    for offset, length in ((0, 10_000), (3, 7), (100, 50), (20_000, 10)):
        one, count = figures_wanted(kept, ASKED[name], offset, length)
        other, other_count = figures_wanted(read, ASKED[name], offset, length)
        assert count == other_count
        assert len(one) == max(0, min(length, count - offset))
        assert one.equals(other)


@pytest.mark.parametrize("name", ASKED)
def test_pages_together_are_everything_in_order_of_key(kept: Edition, name: str) -> None:
    whole, count = figures_wanted(kept, ASKED[name], 0, 100_000)
    parts = [figures_wanted(kept, ASKED[name], at, 999)[0] for at in range(0, count + 1, 999)]
    assert pl.concat(parts).equals(whole)
    assert whole.select(KEY).equals(whole.select(KEY).sort(KEY))
    assert whole.select(KEY).is_duplicated().sum() == 0


def test_what_was_known_is_the_latest_vintage_of_each_figure(merged_home: Path) -> None:
    folders = sorted((merged_home / "editions").glob("2*"))
    edition = Edition(folders[-1])
    every = pl.concat([edition.figures().select(edition.vintages().columns), edition.vintages()])
    for day in sorted(set(every["published"])):
        found, _ = figures_wanted(edition, Wanted(known_on=day), 0, 100_000)
        wanted = known_on(every.drop("published"), edition.releases.values(), day)
        assert found.select(wanted.columns).equals(wanted)
        assert found["published"].max() <= day
        later = found["vintage"] == "later"
        assert later.equals((found["published"] > edition.date).rename("vintage"))


@pytest.mark.parametrize("asked", [{}, {"levels": ("municipality",)}, {"periods": ("2020JJ00",)}])
def test_what_was_known_is_alike_from_memory_and_from_disk(
    merged_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: dict[str, Any]
) -> None:
    folder = tmp_path / "edition"
    shutil.copytree(sorted((merged_home / "editions").glob("2*"))[-1], folder)
    path = folder / "vintages.parquet"
    vintages = pl.read_parquet(path)
    # by methods that the edition shows nothing of: before, between and after what it does show
    others = [vintages.with_columns(pl.lit(each).alias("method")) for each in ("a", "b")]
    assert not vintages.is_empty()
    pl.concat([vintages, *others]).write_parquet(path)
    kept = Edition(folder)
    assert kept.kept_figures() is not None
    monkeypatch.setattr(edition_module, "_KEPT_IN_MEMORY", 0)
    read = Edition(folder)
    assert read.kept_figures() is None
    seen = set()
    for day in sorted({*kept.figures()["published"], *vintages["published"]}):
        wanted = Wanted(known_on=day, **asked)
        whole, count = figures_wanted(kept, wanted, 0, 100_000)
        parts = [figures_wanted(read, wanted, at, 99)[0] for at in range(0, count + 1, 99)]
        assert pl.concat(parts).equals(whole)
        assert figures_wanted(read, wanted, 0, 10)[1] == count
        seen |= set(whole["method"])
    assert {"a", "b"} <= seen

"""Reading a frozen edition."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from duidelijk.editions import edition as edition_module
from duidelijk.editions.edition import Edition, edition_folders, find_edition
from duidelijk.foundation.problems import Refused


@pytest.fixture(params=["in memory", "from disk"])
def edition(request: Any, sealed: Path, monkeypatch: pytest.MonkeyPatch) -> Edition:
    if request.param == "from disk":
        monkeypatch.setattr(edition_module, "_KEPT_IN_MEMORY", 0)
    return Edition(sealed / "2030-2")


def test_the_parts_by_indicator_make_the_whole(edition: Edition, small: Any) -> None:
    parts = [edition.figures_of(key) for key in sorted(small.monitor.indicators)]
    content = small.content(1)
    keys = ["indicator", "region", "region_year", "group", "period", "method"]
    assert pl.concat(parts).equals(content.figures.sort(keys))
    assert edition.counts == {
        key: len(part)
        for key, part in zip(sorted(small.monitor.indicators), parts, strict=True)
        if len(part)
    }


def test_the_other_vintages_and_changes_come_by_indicator(edition: Edition, small: Any) -> None:
    content = small.content(1)
    for key in small.monitor.indicators:
        mine = pl.col("indicator") == key
        assert edition.vintages_of(key).equals(content.vintages.filter(mine))
        previous = mine & (pl.col("main"))
        rows, whole = edition.changes_of(key), content.changes.filter(previous).to_dicts()
        assert len(rows) == len(whole)
        assert all(a.items() <= b.items() for a, b in zip(rows, whole, strict=True))


def test_an_unknown_indicator_has_nothing(edition: Edition) -> None:
    assert edition.figures_of("unknown").is_empty()
    assert edition.vintages_of("unknown").is_empty()
    assert edition.changes_of("unknown") == []


def test_the_figures_of_a_region_are_those_for_everybody(edition: Edition, small: Any) -> None:
    found = edition.total_of("NL01")
    wanted = (pl.col("region") == "NL01") & (pl.col("group") == "total")
    assert len(found) == len(small.content(1).figures.filter(wanted)) > 0


def test_a_series_is_one_indicator_region_and_group(edition: Edition, small: Any) -> None:
    every = small.content(1).figures
    keys = ["indicator", "region", "group"]
    for key in every.select(keys).unique().sort(keys).iter_rows():
        mine = [pl.col(name) == value for name, value in zip(keys, key, strict=True)]
        expected = every.filter(*mine).sort("region_year", "period", "method")
        found = edition.series_of(*key).sort("region_year", "period", "method")
        assert found.equals(expected)
    assert edition.series_of("stress", "NL01", "unknown").is_empty()


def test_the_comparisons_of_a_series_come_with_every_column(edition: Edition, small: Any) -> None:
    main = small.content(1).changes.filter("main")
    row = main.row(0, named=True)
    found = edition.change_of(row["indicator"], row["region"], row["group"])
    assert row in found
    assert all(each["main"] for each in found)


def test_the_releases_of_an_indicator_are_among_those_of_the_edition(edition: Edition) -> None:
    assert edition.releases_of
    for used in edition.releases_of.values():
        assert used and set(used) <= edition.releases.keys()


def test_regions_and_tiles_are_read(edition: Edition) -> None:
    assert edition.regions["NL01"].level == "country"
    levels = {each.level for each in edition.regions.values()} - {"country"}
    for level in levels:
        places = edition.tiles(level)
        assert len(set(places.values())) == len(places) > 0
    assert edition.tiles("ggd") == {}


def test_editions_are_listed_oldest_first_by_number(sealed: Path, tmp_path: Path) -> None:
    for name in ("2030-10", "2030-2", "2029-1"):
        shutil.copytree(sealed / "2030-1", tmp_path / name)
    (tmp_path / "2031-1").mkdir()  # not sealed
    (tmp_path / "notes").mkdir()
    assert [path.name for path in edition_folders(tmp_path)] == ["2029-1", "2030-2", "2030-10"]
    assert edition_folders(tmp_path / "absent") == []


def test_a_copy_beside_an_edition_is_no_edition(sealed: Path, tmp_path: Path) -> None:
    for name in ("2030-1", "2030-1-old"):
        shutil.copytree(sealed / "2030-1", tmp_path / name)
    assert [path.name for path in edition_folders(tmp_path)] == ["2030-1"]


def test_an_edition_is_found_by_its_id_or_refused_with_those_there_are(sealed: Path) -> None:
    assert find_edition(sealed, "2030-2").id == "2030-2"
    with pytest.raises(Refused, match="there are 2030-1, 2030-2"):
        find_edition(sealed, "2030-3")


def test_where_there_is_no_edition_one_must_be_frozen_first(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="freeze one first"):
        find_edition(tmp_path, "2030-1")


def test_a_layout_of_another_version_is_refused(sealed: Path, tmp_path: Path) -> None:
    shutil.copytree(sealed / "2030-1", tmp_path / "2030-1")
    path = tmp_path / "2030-1" / "edition.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "format": 99}), "utf-8")
    with pytest.raises(Refused, match="layout 99"):
        Edition(tmp_path / "2030-1")

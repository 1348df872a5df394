"""What was revised since the edition before."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from duidelijk.editions.edition import Edition
from duidelijk.editions.freezing import open_edition, write_document
from duidelijk.editions.since_previous import KINDS, REVISIONS, counted, revised_since

MakeFigures = Callable[..., pl.DataFrame]


def since(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    found = revised_since(before.lazy(), after.lazy())
    assert found.schema == REVISIONS
    return found


def test_only_what_was_known_and_is_told_otherwise_counts(figures: MakeFigures) -> None:
    before = figures(
        {"period": "2020MM01", "value": 1.0},
        {"period": "2020MM02", "value": 2.0},
        {"period": "2020MM03", "value": 3.04, "decimals": 2},
        {"period": "2020MM04", "value": 4.06, "decimals": 2},
        {"period": "2020MM05", "value": 5.0},
        {"period": "2020MM06", "value": None, "missing": "withheld"},
    )
    after = figures(
        {"period": "2020MM01", "value": 1.0, "release": "r2"},
        {"period": "2020MM02", "value": 2.5, "release": "r2"},
        {"period": "2020MM03", "value": 3.0, "release": "r2"},
        {"period": "2020MM04", "value": 4.0, "release": "r2"},
        {"period": "2020MM06", "value": 6.0, "release": "r2"},
        {"period": "2020MM07", "value": 7.0, "release": "r2"},
    )
    found = since(before, after)
    assert found.select("period", "before", "after", "kind").rows() == [
        ("2020MM02", 2.0, 2.5, "revised"),
        ("2020MM03", 3.04, 3.0, "rounded"),
        ("2020MM04", 4.06, 4.0, "truncated"),
        ("2020MM05", 5.0, None, "withdrawn"),
    ]
    assert found["decimals_before"].to_list() == [1, 2, 2, 1]
    assert found["release_before"].to_list() == ["r1"] * 4
    assert found["release_after"].to_list() == ["r2", "r2", "r2", None]
    assert counted(found) == dict.fromkeys((kind.value for kind in KINDS), 1)


def test_what_was_withdrawn_by_a_release_names_it(figures: MakeFigures) -> None:
    emptied = figures({"value": None, "missing": "unreliable", "release": "r2"})
    (row,) = since(figures({}), emptied).rows(named=True)
    assert (row["kind"], row["release_before"], row["release_after"]) == ("withdrawn", "r1", "r2")


def test_a_figure_that_stands_for_another_division_now_was_not_withdrawn(
    figures: MakeFigures,
) -> None:
    before = figures({"region": "GM0599", "region_year": 2021})
    after = figures({"region": "GM0599", "region_year": 2020, "value": 9.0})
    assert since(before, after).is_empty()


def test_nothing_was_revised_in_the_same_figures_or_in_none(figures: MakeFigures) -> None:
    same = figures({}, {"indicator": "y", "value": None, "missing": "withheld"})
    assert since(same, same).is_empty()
    assert since(figures(), same).is_empty()
    assert counted(since(same, same)) == {kind.value: 0 for kind in KINDS}
    gone = since(same, figures())
    assert gone["kind"].to_list() == ["withdrawn"]


# --- in an edition


@pytest.fixture
def revise(small: Any, tmp_path: Path) -> Callable[..., Edition]:
    """Both editions sealed, the first with the newest value of one figure one higher; the second
    alone when it says so.
    """

    def revise(alone: bool = False) -> Edition:
        if not alone:
            first = small.freeze(tmp_path, 0)
            path = first.folder / "figures.by-indicator.parquet"
            table = pl.read_parquet(path).with_row_index("at")
            held = table.filter(pl.col("value").is_not_null())["at"].item(-1)
            other = pl.when(pl.col("at") == held).then(pl.col("value") + 1)
            table.with_columns(
                other.otherwise(pl.col("value")).alias("value"),
                pl.when(pl.col("at") == held)
                .then(pl.lit("theirs"))
                .otherwise("release")
                .alias("release"),
            ).drop("at").write_parquet(path)
            releases = first.folder / "releases.json"
            described = json.loads(releases.read_text("utf-8"))
            releases.write_text(json.dumps([*described, described[0] | {"id": "theirs"}]), "utf-8")
        return small.freeze(tmp_path, 1)

    return revise


def test_it_is_told_against_the_edition_before_as_it_was_sealed(
    revise: Callable[..., Edition],
) -> None:
    edition = revise()
    assert edition.description["previous_sealed"] is True
    assert edition.revised == {"revised": 1, "rounded": 0, "truncated": 0, "withdrawn": 0}
    (row,) = edition.revisions().collect().rows(named=True)
    assert row["before"] == row["after"] + 1
    assert row["release_before"] == "theirs"
    assert edition.releases["theirs"].title  # only the edition before knew that release


def test_without_it_what_was_known_on_its_date_stands_in(revise: Callable[..., Edition]) -> None:
    edition = revise(alone=True)
    assert edition.description["previous_sealed"] is False
    assert edition.revised == {"revised": 0, "rounded": 0, "truncated": 0, "withdrawn": 0}


def test_the_first_edition_has_none(sealed: Path) -> None:
    first = Edition(sealed / "2030-1")
    assert (first.revised, first.description["previous_sealed"]) == (None, False)
    assert first.revisions().collect().is_empty()


def test_a_revision_in_the_store_is_found(small: Any, tmp_path: Path) -> None:
    """A release between the two dates gives another value for a period of the first edition."""
    import dataclasses

    first, second = small.monitor.editions[:2]
    seen = small.content(0).figures
    row = seen.filter(pl.col("value").is_not_null()).head(1)
    old = small.releases[row["release"].item()]
    late = dataclasses.replace(old, id="late", published=second.date)
    changed = row.select(small.figures.columns).with_columns(
        pl.col("value") + 5, pl.lit("late").alias("release")
    )
    more = dataclasses.replace(
        small,
        figures=pl.concat([small.figures, changed]),
        releases={**small.releases, "late": late},
    )
    for number in (0, 1):
        more.freeze(tmp_path, number)
    (found,) = Edition(tmp_path / second.id).revisions().collect().rows(named=True)
    assert (found["after"] - found["before"], found["kind"]) == (5, "revised")
    assert (found["release_before"], found["release_after"]) == (old.id, "late")
    assert Edition(tmp_path / first.id).revised is None


def test_sealing_beside_another_edition_does_not_touch_it(small: Any, tmp_path: Path) -> None:
    small.freeze(tmp_path, 0)
    before = {path.name: path.read_bytes() for path in (tmp_path / "2030-1").iterdir()}
    copied = shutil.copytree(tmp_path / "2030-1", tmp_path / "copy" / "2030-1")
    one, other = small.freeze(tmp_path, 1), small.freeze(Path(copied).parent, 1)
    assert (one.folder / "SHA256SUMS").read_bytes() == (other.folder / "SHA256SUMS").read_bytes()
    after = {path.name: path.read_bytes() for path in (tmp_path / "2030-1").iterdir()}
    assert before == after


def test_an_edition_before_that_is_not_whole_yet_does_not_count(small: Any, tmp_path: Path) -> None:
    (tmp_path / "2030-1").mkdir()  # without SHA256SUMS it is not sealed
    with open_edition(tmp_path, small.content(1), small.declarations) as folder:
        write_document(folder / "sentences.json", {"nl": {}, "en": {}})
    assert Edition(tmp_path / "2030-2").description["previous_sealed"] is False

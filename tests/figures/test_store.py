"""The store keeps every vintage, changes none, and survives being killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from duidelijk.figures.release import Release
from duidelijk.figures.store import FigureStore
from duidelijk.foundation.problems import Refused

MakeFigures = Callable[..., pl.DataFrame]
MakeRelease = Callable[..., Release]


@pytest.fixture
def store(tmp_path: Path) -> FigureStore:
    return FigureStore(tmp_path / "figures")


def content(store: FigureStore) -> dict[str, bytes]:
    return {
        path.relative_to(store.folder).as_posix(): path.read_bytes()
        for path in store.folder.rglob("*")
        if path.is_file()
    }


def test_a_new_store_is_empty(store: FigureStore) -> None:
    assert store.figures().is_empty() and store.releases() == {}


def test_every_vintage_is_kept(
    store: FigureStore, figures: MakeFigures, release: MakeRelease
) -> None:
    late, early = release("late", "2021-03-11"), release("early", "2021-02-11")
    assert store.add([late], figures({"value": 4.1, "release": "late"})) == ["late"]
    assert store.add([early], figures({"value": 4.0, "release": "early"})) == ["early"]
    found = store.figures().select("release", "value").rows()
    assert found == [("early", 4.0), ("late", 4.1)]
    assert list(store.releases().values()) == [early, late]


def test_figures_come_back_as_they_were(
    store: FigureStore, figures: MakeFigures, release: MakeRelease
) -> None:
    rows = figures(
        {"lower": 0.1, "upper": 0.3, "value": 0.1 + 0.2, "note": "é\n", "n": 3},
        {"period": "2021MM02", "value": None, "missing": "withheld"},
    )
    store.add([release()], rows)
    assert store.figures().equals(rows)


def test_figures_written_in_chunks_come_back_as_they_were(
    store: FigureStore, figures: MakeFigures, release: MakeRelease
) -> None:
    chunks = [
        figures({"note": "the same"}, {"note": "the same", "period": "2021MM02"}),
        figures({"period": "2021MM03", "n": 3}, {"period": "2021MM04", "note": ""}),
        figures({"period": "2021MM05", "value": None, "missing": "withheld"}),
    ]
    with store.writing(release()) as writing:
        for chunk in chunks:
            writing.add(chunk)
    assert store.figures().equals(pl.concat(chunks))
    one = pl.col("period") == "2021MM02"
    found = pl.concat([store.part(path).filter(one).collect() for path in store.parts()])
    assert found.equals(chunks[0].filter(one))


def test_adding_twice_adds_nothing(
    store: FigureStore, figures: MakeFigures, release: MakeRelease
) -> None:
    rows = figures({"period": "2021MM01"}, {"period": "2021MM02"})
    store.add([release()], rows)
    before = content(store)
    assert store.add([release()], rows.reverse()) == []
    assert content(store) == before


def test_what_is_new_is_added_beside_what_is_there(
    store: FigureStore, figures: MakeFigures, release: MakeRelease
) -> None:
    rows = figures({"release": "r1"}, {"release": "r2"})
    store.add([release("r1")], rows)
    assert store.add([release("r1"), release("r2")], rows) == ["r2"]
    assert store.figures()["release"].to_list() == ["r1", "r2"]


@pytest.mark.parametrize(
    "changed",
    [{"value": 4.1}, {"note": "more"}, {"status": "provisional"}, {"period": "2021MM02"}],
    ids=str,
)
def test_other_figures_for_a_release_are_refused_and_nothing_is_stored(
    store: FigureStore, figures: MakeFigures, release: MakeRelease, changed: dict[str, object]
) -> None:
    store.add([release("r1")], figures({}))
    before = content(store)
    rows = figures(changed, {"release": "r2"})
    with pytest.raises(Refused, match="r1: is stored already") as refusal:
        store.add([release("r2"), release("r1")], rows)
    assert [each.where for each in refusal.value.problems] == ["r1"]
    assert content(store) == before


def test_another_description_of_a_release_is_refused(
    store: FigureStore, figures: MakeFigures, release: MakeRelease
) -> None:
    store.add([release("r1", "2021-03-11")], figures({}))
    with pytest.raises(Refused):
        store.add([release("r1", "2021-03-12")], figures({}))
    assert store.releases()["r1"] == release("r1", "2021-03-11")


def test_a_row_fewer_for_a_release_is_refused(
    store: FigureStore, figures: MakeFigures, release: MakeRelease
) -> None:
    rows = figures({"period": "2021MM01"}, {"period": "2021MM02"})
    store.add([release()], rows)
    with pytest.raises(Refused):
        store.add([release()], rows.head(1))


def test_what_was_written_stays_as_it_was_written(
    store: FigureStore, figures: MakeFigures, release: MakeRelease
) -> None:
    for number in range(12):
        before = content(store)
        store.add([release(f"r{number}")], figures({"release": f"r{number}", "value": number}))
        after = content(store)
        assert after.keys() > before.keys()
        assert {name: after[name] for name in before} == before
    assert sorted(store.figures()["value"]) == list(range(12))


def test_one_id_for_two_releases_is_refused(
    store: FigureStore, figures: MakeFigures, release: MakeRelease
) -> None:
    with pytest.raises(Refused):
        store.add([release("r1", "2021-03-11"), release("r1", "2021-04-11")], figures({}))


ADDS = """
import sys, datetime as dt
from pathlib import Path
import polars as pl
from duidelijk.figures.release import Release
from duidelijk.figures.store import FigureStore
rows = pl.read_parquet(sys.argv[2])
store = FigureStore(Path(sys.argv[1]))
print("ready", flush=True)
for number in range(10_000):
    made = Release(f"r{number}", "cbs", "CBS", "t", "https://x", "CC0", dt.date(2021, 3, 11))
    store.add([made], rows.with_columns(release=pl.lit(made.id)))
"""


def test_killing_an_addition_leaves_the_old_state_or_the_new(
    store: FigureStore, tmp_path: Path, figures: MakeFigures
) -> None:
    values = [{"period": f"{year}MM{m:02}"} for year in range(1900, 2000) for m in range(1, 13)]
    figures(*values).write_parquet(tmp_path / "rows")
    chance = random.Random(2021)
    for _ in range(5):
        before = len(store.releases())
        process = subprocess.Popen(
            [sys.executable, "-c", ADDS, str(store.folder), str(tmp_path / "rows")],
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None and process.stdout.readline() == b"ready\n"
        time.sleep(chance.uniform(0.0, 0.15))
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        releases, rows = store.releases(), store.figures()
        assert len(releases) >= before
        assert set(rows["release"]) == set(releases)
        assert len(rows) == len(releases) * len(values), "a release was stored in part"
    assert releases, "no addition ever ended: the test proves nothing"
    another = Release.from_json({**releases["r0"].as_json(), "id": "last"})
    store.add([another], figures({"release": "last"}))
    assert not list(store.folder.glob(".unfinished*"))

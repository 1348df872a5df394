"""What a release changes: told apart, and stored only where it differs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from duidelijk.figures.release import Release
from duidelijk.figures.store import FigureStore
from duidelijk.figures.vintages import SORTS, Known, News, counted
from duidelijk.foundation.problems import Refused


def release(id_: str, day: int, feed: str = "f") -> Release:
    date = dt.date(2021, 3, day)
    return Release(id_, "cbs", "CBS", "T", "https://x.nl/", "CC BY 4.0", date, feed=feed)


def put(store: FigureStore, of: Release, figures: pl.DataFrame) -> None:
    with store.writing(of) as writing:
        writing.add(figures.with_columns(pl.lit(of.id).alias("release")))


@pytest.fixture
def store(tmp_path: Path) -> FigureStore:
    return FigureStore(tmp_path / "figures")


def sorts(known: Known, figures: pl.DataFrame) -> list[News]:
    return [SORTS[each] for each in known.sort_out(figures)]


def test_each_sort_of_news_is_told(store: FigureStore, figures: Any) -> None:
    put(
        store,
        release("r1", 1),
        figures(
            {"period": "2021MM01", "value": 1.0},
            {"period": "2021MM02", "value": 2.0, "status": "provisional"},
            {"period": "2021MM03", "value": 3.0},
            {"period": "2021MM04", "value": 4.0},
        ),
    )
    known = Known(store, ["werkloosheid"], dt.date(2021, 3, 2))
    new = figures(
        {"period": "2021MM01", "value": 1.0},
        {"period": "2021MM02", "value": 2.0, "status": "definitive"},
        {"period": "2021MM03", "value": 3.5},
        {"period": "2021MM05", "value": 5.0},
    )
    assert sorts(known, new) == [News.SAME, News.RESTATED, News.REVISED, News.NEW]
    gone = known.withdrawn("f", "r2")
    assert gone.select("period", "value", "missing", "release", "note").rows() == [
        ("2021MM04", None, "not_delivered", "r2", "withdrawn by the source")
    ]
    assert known.withdrawn("another feed", "r2").is_empty()
    assert counted(known.sort_out(new))[News.REVISED] == 1


def test_only_what_was_out_by_then_is_known(store: FigureStore, figures: Any) -> None:
    put(store, release("r1", 1), figures({"value": 1.0}))
    put(store, release("r3", 20), figures({"value": 3.0}))
    put(store, release("r2", 10), figures({"value": 2.0}))
    for day, value in ((1, 1.0), (10, 2.0), (19, 2.0), (20, 3.0)):
        known = Known(store, ["werkloosheid"], dt.date(2021, 3, day))
        assert sorts(known, figures({"value": value})) == [News.SAME]
    assert sorts(Known(store, ["werkloosheid"], dt.date(2021, 2, 1)), figures({})) == [News.NEW]
    assert sorts(Known(store, ["y"], dt.date(2021, 3, 20)), figures({})) == [News.NEW]


def test_what_was_withdrawn_is_not_withdrawn_twice(store: FigureStore, figures: Any) -> None:
    put(store, release("r1", 1), figures({"value": 1.0}, {"period": "2021MM02"}))
    first = Known(store, ["werkloosheid"], dt.date(2021, 3, 2))
    first.sort_out(figures({"value": 1.0}))
    put(store, release("r2", 2), first.withdrawn("f", "r2"))
    second = Known(store, ["werkloosheid"], dt.date(2021, 3, 3))
    second.sort_out(figures({"value": 1.0}))
    assert second.withdrawn("f", "r3").is_empty()


def test_a_release_written_in_chunks_is_read_in_order(store: FigureStore, figures: Any) -> None:
    of = release("r1", 1)
    with store.writing(of) as writing:
        writing.add(figures({"period": "2021MM02", "release": "r1"}))
        assert not store.releases()  # nothing is there before the end
        writing.add(figures({"period": "2021MM01", "release": "r1"}))
        writing.add(figures().head(0))
    assert store.figures()["period"].to_list() == ["2021MM01", "2021MM02"]
    assert list(store.releases()) == ["r1"]
    assert not list(store.folder.glob(".unfinished*"))


def test_the_same_release_again_does_nothing_another_is_refused(
    store: FigureStore, figures: Any
) -> None:
    put(store, release("r1", 1), figures({"value": 1.0}))
    put(store, release("r1", 1), figures({"value": 1.0}))
    assert len(store.figures()) == 1
    with pytest.raises(Refused, match="never changed"):
        put(store, release("r1", 1), figures({"value": 2.0}))
    assert store.figures()["value"].to_list() == [1.0]


def test_a_figure_twice_in_whatever_chunks_is_refused(store: FigureStore, figures: Any) -> None:
    with (
        pytest.raises(Refused, match="more than once") as refusal,
        store.writing(release("r1", 1)) as writing,
    ):
        writing.add(figures({"release": "r1"}))
        writing.add(figures({"period": "2021MM02", "release": "r1"}, {"release": "r1"}))
    assert "2021MM01" in str(refusal.value)
    assert not store.releases()
    assert not list(store.folder.glob(".unfinished*"))


def test_an_error_halfway_stores_nothing(store: FigureStore, figures: Any) -> None:
    with pytest.raises(KeyError), store.writing(release("r1", 1)) as writing:
        writing.add(figures({"release": "r1"}))
        raise KeyError
    assert not store.releases()


def test_a_release_without_news_is_not_stored(store: FigureStore) -> None:
    with store.writing(release("r1", 1)):
        pass
    assert not store.releases()

"""A release that was wrong counts no more, and nothing of it is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from duidelijk.figures.release import Release
from duidelijk.figures.store import FigureStore
from duidelijk.foundation.problems import Refused

DAY = dt.date(2021, 7, 1)


def release(id_: str) -> Release:
    return Release(id_, "cbs", "CBS", "Titel", "https://x", "CC BY 4.0", dt.date(2021, 3, 1))


@pytest.fixture
def store(tmp_path: Path, figures: Callable[..., pl.DataFrame]) -> FigureStore:
    store = FigureStore(tmp_path)
    for id_, value in (("good", 4.0), ("wrong", 40.0)):
        store.add([release(id_)], figures({"release": id_, "value": value}))
    return store


def test_a_revoked_release_and_its_figures_count_no_more(store: FigureStore) -> None:
    store.revoke("wrong", "verkeerde kolom", DAY)
    assert list(store.releases()) == ["good"]
    assert store.figures()["value"].to_list() == [4.0]
    assert [store.part(each).collect().height for each in store.parts()] == [1, 0]
    assert store.revoked() == {"wrong": {"day": "2021-07-01", "reason": "verkeerde kolom"}}


def test_a_revoked_release_does_not_come_back_by_itself(
    store: FigureStore, figures: Callable[..., Any]
) -> None:
    store.revoke("wrong", "verkeerde kolom", DAY)
    again = figures({"release": "wrong", "value": 40.0})
    assert store.add([release("wrong")], again) == []
    with pytest.raises(Refused, match="use a new id"):
        store.add([release("wrong")], figures({"release": "wrong", "value": 4.1}))
    assert list(store.releases()) == ["good"]


def test_the_only_release_can_be_revoked(tmp_path: Path, figures: Callable[..., Any]) -> None:
    store = FigureStore(tmp_path)
    store.add([release("only")], figures({"release": "only"}))
    store.revoke("only", "test", DAY)
    assert store.figures().is_empty()


def test_revoking_needs_a_release_and_a_reason(store: FigureStore) -> None:
    with pytest.raises(Refused, match="did you mean wrong"):
        store.revoke("wrng", "", DAY)
    with pytest.raises(Refused, match="no reason was given"):
        store.revoke("wrong", "  ", DAY)
    store.revoke("wrong", "eerst", DAY)
    store.revoke("wrong", "later", DAY)
    assert store.revoked()["wrong"]["reason"] == "eerst"

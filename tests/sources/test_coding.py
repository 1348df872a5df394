"""Columns as numbers: each row still has its text."""

from __future__ import annotations

import random

import polars as pl
import pytest

from duidelijk.sources.coding import Coded, coded

TEXTS = pl.Series("a", ["y", "x", "y", None, "", "z, é", "x"])
SHARED = pl.Categorical(pl.Categories.random())


@pytest.mark.parametrize("kind", [pl.String(), pl.Categorical(), SHARED])
def test_each_row_keeps_its_text(kind: pl.DataType) -> None:
    pl.Series(["others", "that", "x", "are in the categories"], dtype=SHARED)
    found = coded(pl.DataFrame([TEXTS.cast(kind)]), ["a"])["a"]
    assert [found.texts[number] for number in found.numbers] == TEXTS.to_list()
    assert len(found.texts) == len(set(found.texts)) == TEXTS.n_unique()
    assert found.as_texts("a").equals(TEXTS)
    assert found.as_categories("a").cast(pl.String).equals(TEXTS)


def test_categories_may_be_the_same_again() -> None:
    found = coded(pl.DataFrame({"a": ["NL01  ", "NL01", "GM0363"]}), ["a"])["a"]
    stripped = Coded(found.numbers, [str(each).strip() for each in found.texts])
    assert stripped.as_categories("a").to_list() == ["NL01", "NL01", "GM0363"]


def test_several_columns_of_many_rows_and_of_none() -> None:
    choice = random.Random(1)
    rows = [(choice.choice("abc"), str(choice.randrange(500)), 1.5) for _ in range(5_000)]
    frame = pl.DataFrame(
        rows, {"a": pl.String(), "b": pl.String(), "c": pl.Float64()}, orient="row"
    )
    found = coded(frame, ["b", "a", "b"])
    assert list(found) == ["b", "a"]
    assert found["b"].as_texts("b").equals(frame["b"])
    none = coded(frame.clear(), ["a"])["a"]
    assert (len(none.numbers), list(none.texts)) == (0, [])

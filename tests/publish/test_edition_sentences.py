"""The sentences that are kept with an edition."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import resources
from typing import Any

import polars as pl
import pytest

from duidelijk.catalogue import Monitor, read_monitor
from duidelijk.editions.content import Content, compile_content
from duidelijk.figures.checking import normalised
from duidelijk.figures.reading import read_figures, read_releases
from duidelijk.publish.edition_sentences import (
    edition_sentences,
    latest_changes,
    sentence_key,
)

Sentences = Mapping[str, Mapping[str, Mapping[str, str]]]


@pytest.fixture(scope="module")
def content() -> Content:
    """The second edition of the starting monitor that is shipped."""
    starter = resources.files("duidelijk").joinpath("monitors", "starter")
    with resources.as_file(starter) as folder:
        monitor = read_monitor(folder)
        releases, _ = read_releases(folder / "figures" / "releases.csv")
        rows, _ = read_figures(folder / "figures" / "figures.csv")
    known = {each.id: each for each in releases}
    return compile_content(monitor, monitor.editions[1], normalised(rows), known)


@pytest.fixture(scope="module")
def sentences(content: Content) -> Sentences:
    return edition_sentences(
        content.monitor, content.figures, content.changes, content.coming, content.foretold
    )


def test_both_languages_speak_of_the_same(sentences: Sentences) -> None:
    dutch, english = sentences["nl"], sentences["en"]
    assert dutch and dutch.keys() == english.keys()
    assert all(dutch[key].keys() == english[key].keys() for key in dutch)


def test_every_national_series_speaks(content: Content, sentences: Sentences) -> None:
    pairs = content.figures.filter(pl.col("region") == "NL01").select("indicator", "group").unique()
    expected = {sentence_key(indicator, "NL01", group) for indicator, group in pairs.iter_rows()}
    assert set(sentences["nl"]) == expected


def test_every_sentence_is_a_sentence(sentences: Sentences) -> None:
    for language in sentences.values():
        for parts in language.values():
            assert {"change", "value"} <= parts.keys()
            for text in parts.values():
                assert text[0].isupper() and text.endswith(".")
                assert not re.search(r"None|nan|\{|\}", text)


def test_a_value_is_that_of_the_latest_figure(content: Content, sentences: Sentences) -> None:
    monitor: Monitor = content.monitor
    for key, parts in sentences["nl"].items():
        indicator, _, group = key.split("|")
        own = content.figures.filter(
            (pl.col("indicator") == indicator)
            & (pl.col("region") == "NL01")
            & (pl.col("group") == group)
        ).sort("period_end")
        shown = re.sub(r"[^0-9,]", "", parts["value"].rpartition(":")[2])
        assert float(shown.replace(",", ".")) == pytest.approx(own["value"][-1], abs=0.5)
        assert parts["value"].startswith(monitor.indicators[indicator].title.nl)


def test_of_several_kinds_of_period_the_latest_speaks() -> None:
    rows: list[dict[str, Any]] = [
        {"period": period, "period_end": end, "main": comparison == "previous"}
        for period, end, comparison in [
            ("2020MM11", "2020-11-30", "previous"),
            ("2020KW04", "2020-12-31", "previous"),
            ("2020MM11", "2020-11-30", "year"),
        ]
    ]
    keys = {"indicator": "x", "region": "NL01", "group": "total"}
    changes = pl.DataFrame([{**keys, **row} for row in rows])
    assert latest_changes(changes)["period"].to_list() == ["2020KW04"]

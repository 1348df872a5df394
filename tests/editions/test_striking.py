"""The list as an edition keeps it: counts that add up, evidence, and what a plain rule would do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from duidelijk.change.striking.discoveries import LEVEL
from duidelijk.editions.edition import Edition


@pytest.fixture(scope="module", params=[f"2021-{number}" for number in range(1, 6)])
def edition(request: pytest.FixtureRequest, corona_home: Path) -> Edition:
    return Edition(corona_home / "editions" / request.param)


@pytest.fixture(scope="module")
def first(corona_home: Path) -> Edition:
    return Edition(corona_home / "editions" / "2021-1")


def told(edition: Edition) -> dict[str, Any]:
    assert edition.striking is not None
    return edition.striking


def test_the_counts_add_up(edition: Edition) -> None:
    counts = told(edition)["counts"]
    assert counts["series"] == counts["judged"] + counts["not_testable"] + counts["too_old"]
    assert counts["listed"] == counts["striking"] + counts["possible"]
    assert counts["listed"] == len(told(edition)["developments"])
    assert counts["families_selected"] <= counts["families"] <= counts["tests"]
    assert LEVEL * counts["listed"] <= counts["expected_false"] < LEVEL * counts["listed"] + 1


def test_a_development_stands_once_and_in_order(edition: Edition) -> None:
    every = told(edition)["developments"]
    assert [each["rank"] for each in every] == list(range(1, len(every) + 1))
    places = [(each["indicator"], each["region"], each["group"]) for each in every]
    assert len(places) == len(set(places))
    striking = [each["strength"] for each in every if each["tier"] == "striking"]
    possible = [each["strength"] for each in every if each["tier"] == "possible"]
    assert striking == sorted(striking, reverse=True) and all(one >= 1 for one in striking)
    assert possible == sorted(possible, reverse=True)


def test_its_evidence_is_that_of_the_changes(edition: Edition) -> None:
    for each in told(edition)["developments"]:
        lead = each["evidence"][0]
        row = edition.changes.filter(
            (pl.col("indicator") == each["indicator"])
            & (pl.col("region") == each["region"])
            & (pl.col("group") == each["group"])
            & (pl.col("period") == each["period"])
            & (pl.col("comparison") == lead["comparison"])
        ).to_dicts()[0]
        assert lead["q_value"] == pytest.approx(row["q_value"], rel=1e-6)
        assert lead["q_value"] <= LEVEL and lead["tier"] == each["tier"]
        assert lead["value"] - lead["reference"] == pytest.approx(
            lead["difference"], rel=1e-6, abs=1e-6
        )
        assert (each["direction"] == "up") == (lead["difference"] > 0)


def test_every_development_has_its_sentence_in_both_languages(edition: Edition) -> None:
    for each in told(edition)["developments"]:
        for language in ("nl", "en"):
            text = each["sentences"][language]
            assert text[0].isupper() and text.endswith(".") and "None" not in text


def test_a_list_is_the_same_bytes_each_time(corona_home: Path) -> None:
    text = (corona_home / "editions" / "2021-1" / "striking.json").read_text(encoding="utf-8")
    assert json.loads(text)["level"] == LEVEL
    assert "NaN" not in text and "Infinity" not in text


def test_a_rule_of_thumb_points_at_twenty_times_as_much(first: Edition) -> None:
    assert told(first)["plain"]["flagged"] > 10 * told(first)["counts"]["listed"]


def test_what_the_rule_would_flag_and_the_list_leaves_out_fits_what_was_expected(
    first: Edition,
) -> None:
    examples = told(first)["plain"]["examples"]
    assert examples
    listed = {each["indicator"] for each in told(first)["developments"]}
    for each in examples:
        row = first.changes.filter(
            (pl.col("indicator") == each["indicator"])
            & (pl.col("region") == each["region"])
            & (pl.col("group") == each["group"])
            & (pl.col("comparison") == "expected")
        ).to_dicts()[0]
        assert row["verdict"] == "no_demonstrable_change"
        assert each["indicator"] not in listed


def test_groups_are_counted_for_every_theme_with_a_new_figure(first: Edition) -> None:
    rows = told(first)["groups"]
    assert {row["target_group"] for row in rows} >= {"jongeren", "vrouwen", "mannen"}
    for row in rows:
        assert row["worse"] + row["better"] <= row["tested"] <= row["judged"]

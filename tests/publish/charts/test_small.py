"""Marks, sparklines and strips."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duidelijk.change.standing import Standing
from duidelijk.change.verdict import Verdict
from duidelijk.duiding.scales import Status
from duidelijk.publish.charts.small import (
    agreement_bar,
    interval_strip,
    mark,
    mark_sprite,
    sparkline,
)


def test_every_verdict_has_a_mark_of_its_own() -> None:
    symbols = {
        each.get("id"): ET.tostring(each[0]) for each in ET.fromstring(mark_sprite()).iter("symbol")
    }
    standing = {f"mark-{each}" for each in Standing}
    status = {f"mark-status_{each}" for each in Status}
    heard = {"mark-heard", "mark-heard_through", "mark-silent"}
    assert set(symbols) == {f"mark-{verdict}" for verdict in Verdict} | standing | status | heard
    # what is alike has the mark of no change, and what is not tested that of what cannot be;
    # of a map of who is heard only the silent have a shape that nothing else has
    assert len(set(symbols.values())) == len(Verdict) + 2 + len(Status) + 1
    for verdict in Verdict:
        (use,) = ET.fromstring(mark(verdict, None))
        assert (use.get("href") or "").removeprefix("#") in symbols


@pytest.mark.parametrize(
    ("favourable", "classes"), [(True, "mark good"), (False, "mark bad"), (None, "mark")]
)
def test_a_mark_has_colour_only_with_a_judgement(favourable: bool | None, classes: str) -> None:
    image = ET.fromstring(mark("risen", favourable))
    assert image.get("class") == classes and image.get("aria-hidden") == "true"


@pytest.mark.parametrize("values", [[], [1.0], [None, 1.0, None]])
def test_fewer_than_two_values_make_no_sparkline(values: list[float | None]) -> None:
    assert sparkline(values) == ""


def test_a_sparkline_leaves_a_gap_where_a_value_is_missing() -> None:
    path = ET.fromstring(sparkline([1.0, 2.0, None, 4.0, 3.0])).find("path")
    assert path is not None
    assert re.sub(r"[^ML]", "", path.get("d") or "") == "MLML"


@given(st.lists(st.none() | st.floats(-1e9, 1e9), max_size=30))
def test_any_sparkline_is_well_formed_and_stays_within_its_frame(
    values: list[float | None],
) -> None:
    made = sparkline(values, "good")
    if made:
        image = ET.fromstring(made)
        assert image.get("aria-hidden") == "true"
        path = image.find("path")
        assert path is not None
        for place in re.split("[ML]", path.get("d") or "")[1:]:
            x, y = map(float, place.split())
            assert 0 <= x <= 112 and 0 <= y <= 30


def test_a_strip_without_a_value_is_empty() -> None:
    assert interval_strip(None, 1, 2, 1.5, 0, 10) == ""


def test_a_strip_shows_only_what_is_known() -> None:
    def classes(strip: str) -> list[str]:
        return [each.get("class") or "" for each in ET.fromstring(strip)]

    assert classes(interval_strip(5, 4, 6, 3, 0, 10)) == ["base", "interval", "reference", "dot"]
    assert classes(interval_strip(5, None, None, None, 0, 10)) == ["base", "dot"]
    assert classes(interval_strip(5, 4, None, None, 0, 10, True)) == ["base", "dot open"]


def test_equal_values_stand_at_equal_places_on_a_shared_axis() -> None:
    dot = ET.fromstring(interval_strip(5, None, None, 5, 0, 10))[-1]
    tick = ET.fromstring(interval_strip(1, None, None, 5, 0, 10))[1]
    assert dot.get("cx") == tick.get("x1") == "50%"


@given(
    st.tuples(*[st.integers(0, 40)] * 3).filter(any),
    st.integers(0, 100),
)
def test_a_bar_of_agreement_is_as_wide_as_its_people(
    counts: tuple[int, int, int], others: int
) -> None:
    most = sum(counts) + others
    bar = ET.fromstring(agreement_bar(counts, most))
    widths = {
        each.get("class"): float((each.get("width") or "").rstrip("%")) for each in bar.iter("rect")
    }
    assert set(widths) == {
        name for name, count in zip(("agree", "unsure", "disagree"), counts, strict=True) if count
    }
    assert sum(widths.values()) == pytest.approx(100 * sum(counts) / most, abs=0.01)
    assert bar.get("aria-hidden") == "true"
    assert (bar.find("line") is not None) == bool(counts[2]), "grey tells who disagrees"

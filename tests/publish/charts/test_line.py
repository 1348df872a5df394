"""The line chart: what is drawn, what is never drawn, and one chart to the letter."""

from __future__ import annotations

import datetime as dt
import os
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duidelijk.publish.charts.line import (
    NARROW,
    WIDE,
    Expected,
    Frame,
    Line,
    Point,
    Span,
    line_chart,
)

GOLDEN = Path(__file__).parent.parent / "golden" / "line.svg"
HOSTILE = "</text><script>&\"'"


def point(month: int, value: float = 4.0, **other: Any) -> Point:
    date = dt.date(2018 + (month - 1) // 12, (month - 1) % 12 + 1, 15)
    return Point(**{"date": date, "value": value, "label": f"m{month}", **other})


def line(*months: int, **other: Any) -> Line:
    return Line([point(month, 4 + month % 3, **other) for month in months])


def chart(*lines: Line, frame: Frame = WIDE, **other: Any) -> str:
    words = {"id_": "c", "title": "Titel", "description": "Zin.", "unit": "%", "language": "nl"}
    return line_chart(lines, frame=frame, **{**words, **other})


def svg(*lines: Line, **other: Any) -> ET.Element:
    return ET.fromstring(chart(*lines, **other))


def of(image: ET.Element, tag: str, style: str) -> list[ET.Element]:
    return [each for each in image.iter(tag) if style in (each.get("class") or "").split()]


def strokes(image: ET.Element, *, later: bool = False) -> list[list[tuple[float, float]]]:
    """The strokes of the main line: lists of points that are joined."""
    found = []
    for path in of(image, "path", "line-a"):
        if ("later" in (path.get("class") or "").split()) == later:
            for stroke in (path.get("d") or "").split("M")[1:]:
                ends = [tuple(map(float, place.split())) for place in stroke.split("L")]
                found.append([(x, y) for x, y in ends])
    return found


def test_a_chart_is_one_image_with_a_title_and_a_description() -> None:
    image = svg(line(1, 2, 3))
    assert image.get("role") == "img"
    assert [(each.tag, each.text) for each in image][:2] == [("title", "Titel"), ("desc", "Zin.")]


@pytest.mark.parametrize("lines", [[], [Line([])], [Line([]), Line([])]])
def test_nothing_to_draw_is_no_chart(lines: Sequence[Line]) -> None:
    assert chart(*lines) == ""


def test_a_single_point_is_a_dot_and_no_line() -> None:
    image = svg(line(1))
    assert strokes(image) == [] and len(of(image, "circle", "dot")) == 1


def test_points_in_a_row_make_one_stroke() -> None:
    (stroke,) = strokes(svg(line(1, 2, 3, 4)))
    assert len(stroke) == 4
    assert stroke == sorted(stroke)


def test_a_gap_or_a_break_is_not_bridged() -> None:
    parts = [point(1), point(2), point(3, joined=False), point(4)]
    first, second = strokes(svg(Line(parts)))
    assert (len(first), len(second)) == (2, 2)
    assert first[-1][0] < second[0][0]


def test_a_point_alone_has_its_dot_even_in_a_long_line() -> None:
    parts = [point(month, joined=month not in (50, 51)) for month in range(1, 61)]
    dots = of(svg(Line(parts)), "circle", "dot")
    assert [dot.findtext("title") for dot in dots] == ["m50", "m60"]


def test_what_was_only_known_later_is_dotted() -> None:
    parts = [point(1), point(2), point(3, later=True), point(4, later=True), point(5), point(6)]
    image = svg(Line(parts))
    assert [len(stroke) for stroke in strokes(image)] == [2, 2]
    assert [len(stroke) for stroke in strokes(image, later=True)] == [4]


def test_a_provisional_figure_is_an_open_dot() -> None:
    dots = of(svg(Line([point(1), point(2, provisional=True)])), "circle", "dot")
    assert ["open" in (dot.get("class") or "").split() for dot in dots] == [False, True]


def test_limits_are_drawn_where_there_are_any() -> None:
    image = svg(Line([point(1, lower=3.0, upper=5.0), point(2), point(3, lower=3.0, upper=6.0)]))
    (interval,) = of(image, "path", "interval")
    assert (interval.get("d") or "").count("M") == 2


def test_many_limits_make_a_band() -> None:
    parts = [point(month, lower=3.0, upper=5.0) for month in range(1, 61)]
    image = svg(Line(parts))
    assert len(of(image, "path", "band")) == 1 and of(image, "path", "interval") == []


def test_a_band_does_not_cross_a_gap_either() -> None:
    parts = [
        point(m, lower=3.0, upper=5.0, joined=m != 31) for m in [*range(1, 31), *range(40, 71)]
    ]
    parts[30] = point(40, lower=3.0, upper=5.0, joined=False)
    (band,) = of(svg(Line(parts)), "path", "band")
    assert (band.get("d") or "").count("M") == 2


def test_breaks_are_drawn_only_between_the_first_and_the_last_point() -> None:
    days = [dt.date(2018, 1, 1), dt.date(2018, 3, 1), dt.date(2019, 1, 1)]
    image = svg(line(1, 2, 3, 4), breaks=[(day, f"op {day}") for day in days])
    (drawn,) = of(image, "path", "break")
    assert drawn.findtext("title") == "op 2018-03-01"


def test_measures_are_drawn_within_the_chart() -> None:
    spans = [
        Span(dt.date(2000, 1, 1), dt.date(2018, 2, 1), "eerst", 0, 1),
        Span(dt.date(2018, 3, 1), dt.date(2030, 1, 1), "laatst", 2, 3),
        Span(dt.date(2000, 1, 1), dt.date(2000, 2, 1), "ooit", 0, 1),
    ]
    image = svg(line(1, 2, 3, 4), spans=spans)
    told = of(image, "rect", "told")
    assert [each.findtext("title") for each in told] == ["eerst", "laatst"]
    drawn = of(image, "rect", "m")
    assert [each.get("class") for each in drawn] == ["m m1", "m m3"]
    for each in [*told, *drawn]:
        start, width = float(each.get("x") or 0), float(each.get("width") or 0)
        assert 0 < start <= start + width <= WIDE.right


def test_a_second_line_makes_names_appear() -> None:
    one = Line([point(1), point(2)], "een", "a")
    other = Line([point(1), point(2)], "twee", "b")
    assert of(svg(one), "text", "name") == []
    assert [each.text for each in of(svg(one, other), "text", "name")] == ["een", "twee"]
    assert of(svg(one, Line([], "leeg")), "text", "name") == []


def test_hostile_words_stay_words() -> None:
    made = Line([point(1, label=HOSTILE), point(2)], HOSTILE)
    image = svg(
        made,
        Line([point(1)], "b"),
        title=HOSTILE,
        description=HOSTILE,
        unit=HOSTILE,
        spans=[Span(dt.date(2018, 1, 1), dt.date(2018, 3, 1), HOSTILE)],
        breaks=[(dt.date(2018, 2, 1), HOSTILE)],
    )
    assert "script" not in {each.tag for each in image.iter()}
    assert [each.text for each in image.iter()].count(HOSTILE) == 7


@pytest.mark.parametrize("low", [40.0, 80.0])
def test_a_count_starts_at_nought_unless_that_flattens_it(low: float) -> None:
    made = Line([point(1, low), point(2, 100.0)])
    labels = [each.text for each in of(svg(made, include_zero=True), "text", "y")]
    assert ("0" in labels) == (low == 40.0)
    assert "0" not in [each.text for each in of(svg(made), "text", "y")]


points = st.lists(
    st.builds(
        point,
        st.integers(1, 240),
        st.floats(-1e5, 1e5),
        joined=st.booleans(),
        later=st.booleans(),
        provisional=st.booleans(),
    ),
    min_size=1,
    max_size=60,
    unique_by=lambda each: each.date,
).map(lambda found: sorted(found, key=lambda each: each.date))


@settings(max_examples=50)
@given(points, st.sampled_from([WIDE, NARROW]), st.sampled_from(["nl", "en"]))
def test_any_chart_is_well_formed_and_stays_within_its_frame(
    found: list[Point], frame: Frame, language: str
) -> None:
    made = chart(Line(found), frame=frame, language=language)
    image = ET.fromstring(made)
    assert not re.search(r"nan|inf|None", made)
    for dot in of(image, "circle", "dot"):
        assert 0 < float(dot.get("cx") or -1) <= frame.width
        assert frame.top <= float(dot.get("cy") or -1) <= frame.height - 20
    joined = sum(len(each) - 1 for later in (False, True) for each in strokes(image, later=later))
    # two or three figures are no course: they stand as dots
    assert joined == (sum(each.joined for each in found[1:]) if len(found) >= 4 else 0)
    assert made == chart(Line(found), frame=frame, language=language)


def small() -> str:
    """A chart with one of everything."""
    main = [
        point(1, 3.9, lower=3.5, upper=4.3),
        point(2, 4.4, lower=4.0, upper=4.8),
        point(4, 5.1, lower=4.7, upper=5.5, joined=False),
        point(5, 4.8, later=True),
        point(6, 4.6, provisional=True),
    ]
    return chart(
        Line([point(1, 3.0), point(6, 3.4)], "eerst", "b"),
        Line(main, "nu", "a"),
        spans=[Span(dt.date(2018, 2, 1), dt.date(2018, 4, 1), "Scholen dicht", 1, 2)],
        breaks=[(dt.date(2018, 4, 1), "Andere vraag")],
    )


def test_a_small_chart_is_drawn_to_the_letter() -> None:
    """Set UPDATE_GOLDEN=1 to accept a change, after looking at it."""
    made = small().replace("><", ">\n<") + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(made, encoding="utf-8")
    assert made == GOLDEN.read_text(encoding="utf-8")


def test_a_figure_that_was_added_up_is_a_diamond() -> None:
    image = svg(Line([point(1, carried=True), point(2, carried=True, provisional=True), point(3)]))
    diamonds = of(image, "path", "carried")
    assert len(diamonds) == 2
    assert len(of(image, "circle", "dot")) == 1
    assert ["open" in (each.get("class") or "").split() for each in diamonds] == [False, True]
    assert [each[0].text for each in diamonds] == ["m1", "m2"]


def test_what_was_expected_is_a_box_and_the_axes_make_room_for_it() -> None:
    box = Expected(dt.date(2018, 6, 15), 2.0, 9.0, "jun: verwacht 2 tot 9")
    image = svg(line(1, 2, 3), expected=[box])
    (drawn,) = of(image, "rect", "expected")
    assert drawn.findtext("title") == "jun: verwacht 2 tot 9"
    top, height = float(drawn.get("y", "")), float(drawn.get("height", ""))
    last = of(image, "circle", "dot-a")[-1]
    assert top < float(last.get("cy", "")) < top + height
    assert float(drawn.get("x", "")) > float(last.get("cx", ""))
    assert not of(svg(line(1, 2, 3)), "rect", "expected")


def test_what_is_expected_to_the_dot_can_still_be_seen() -> None:
    image = svg(line(1, 2, 3), expected=[Expected(dt.date(2018, 3, 15), 5.0, 5.0, "x")])
    assert float(of(image, "rect", "expected")[0].get("height", "")) > 1

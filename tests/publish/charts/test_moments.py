"""The days of an action in a chart: a line for each, labels that can be read."""

from __future__ import annotations

import datetime as dt
import os
import xml.etree.ElementTree as ET
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from duidelijk.publish.charts.line import NARROW, WIDE, Frame, Line, Point, line_chart
from duidelijk.publish.charts.moments import ROW, Flag, Moment, placed
from duidelijk.publish.charts.scale import Scale

GOLDEN = Path(__file__).parent.parent / "golden" / "moments.svg"
_FIRST = dt.date(2020, 1, 15)


def chart(*moments: Moment, frame: Frame = WIDE) -> str:
    points = [Point(_FIRST + dt.timedelta(30 * n), 4 + n % 3, f"p{n}") for n in range(8)]
    return line_chart(
        [Line(points)],
        frame=frame,
        language="nl",
        id_="c",
        title="Titel",
        description="Zin.",
        unit="%",
        moments=moments,
    )


def day(days: int, label: str = "gestart 8 dec 2020") -> Moment:
    return Moment(_FIRST + dt.timedelta(days), label, f"{label}, in woorden")


def of(image: ET.Element, style: str) -> list[ET.Element]:
    return [each for each in image.iter() if style in (each.get("class") or "").split()]


def test_each_day_is_one_line_with_its_label_and_its_words() -> None:
    image = ET.fromstring(chart(day(60), day(150, "mijlpaal 1")))
    lines, labels = of(image, "moment"), of(image, "moment-name")
    assert [each.findtext("title") for each in lines] == [
        "gestart 8 dec 2020, in woorden",
        "mijlpaal 1, in woorden",
    ]
    assert [each.text for each in labels] == ["gestart 8 dec 2020", "mijlpaal 1"]


def test_without_days_a_chart_is_as_it_was() -> None:
    assert "moment" not in chart()
    assert 'viewBox="0 0 720 300"' in chart()


def test_labels_take_room_over_the_chart_and_none_of_the_figures() -> None:
    plain, marked = ET.fromstring(chart()), ET.fromstring(chart(day(60)))

    def height(image: ET.Element) -> float:
        return float((image.get("viewBox") or "").split()[3])

    assert height(marked) == height(plain) + ROW
    first, last = (
        float(of(image, "grid")[-1].get("d", "").split()[1].split("H")[0])
        for image in (plain, marked)
    )
    assert last == first + ROW


def test_a_day_after_the_last_figure_makes_the_axis_longer() -> None:
    image = ET.fromstring(chart(day(400)))
    (line,) = of(image, "moment")
    last = of(image, "dot")[-1]
    assert float(line.get("d", "M0 ")[1:].split()[0]) > float(last.get("cx", "")) + 50


def test_a_label_without_room_at_the_right_stands_left_of_its_line() -> None:
    (label,) = of(ET.fromstring(chart(day(205))), "moment-name")
    assert "before" in (label.get("class") or "").split()


def test_a_chart_with_days_is_drawn_to_the_letter() -> None:
    """Set UPDATE_GOLDEN=1 to accept a change, after looking at it."""
    moments = (day(60, "gepland 15 mrt 2020"), day(70, "gestart 25 mrt 2020"), day(200, "klaar"))
    made = chart(*moments, frame=NARROW).replace("><", ">\n<") + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(made, encoding="utf-8")
    assert made == GOLDEN.read_text(encoding="utf-8")


_LABELS = st.sampled_from(["mijlpaal 1", "gestart 8 dec 2020", "gepland, mijlpaal 2 1 jan 2021"])
_MOMENTS = st.lists(st.tuples(st.integers(0, 210), _LABELS), max_size=9, unique_by=lambda m: m[0])


def _flags(moments: list[tuple[int, str]], width: float) -> list[Flag]:
    shown = (_FIRST, _FIRST + dt.timedelta(210))
    across = Scale(shown[0].toordinal(), shown[1].toordinal(), 40, width - 20)
    return placed([day(*each) for each in moments], shown, across, (34, width - 14))


@settings(max_examples=300)
@given(_MOMENTS, st.sampled_from([344.0, 720.0]))
def test_no_two_labels_lie_over_each_other(moments: list[tuple[int, str]], width: float) -> None:
    flags = _flags(moments, width)
    assert len(flags) == len(moments)
    for one in flags:
        for other in flags:
            assert one is other or one.row != other.row or not one.meets(other)


@settings(max_examples=300)
@given(_MOMENTS)
def test_no_line_runs_through_a_label_where_all_labels_fit(moments: list[tuple[int, str]]) -> None:
    flags = _flags(moments, 1400.0)
    if any(each.before for each in flags):
        return
    for one in flags:
        for other in flags:
            assert not (other.over(one.x) and one.row <= other.row)

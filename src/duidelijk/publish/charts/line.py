"""The line chart: a series in time with its uncertainty, breaks and the measures in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from duidelijk.publish.charts.markup import element, picture, text
from duidelijk.publish.charts.measures import Span, strip
from duidelijk.publish.charts.moments import ROW, Moment, drawn_moments, placed
from duidelijk.publish.charts.scale import (
    DateTick,
    Scale,
    date_ticks,
    round_ticks,
    tick_decimals,
)
from duidelijk.publish.numbers import number
from duidelijk.publish.periods import SHORT_MONTHS

_DOTS_UP_TO = 40
"""More points than this, and only the last one gets a dot, and the interval becomes a band."""


@dataclass(frozen=True)
class Point:
    """One figure on a line."""

    date: dt.date
    value: float
    label: str
    """What a pointer resting on it reads, as ``dec 2020: 368 duizend``."""
    lower: float | None = None
    upper: float | None = None
    provisional: bool = False
    later: bool = False
    """Known only from a release after the edition's date: drawn dotted."""
    carried: bool = False
    """Added up from regions of then: drawn as a diamond."""
    joined: bool = True
    """Whether a line runs to it from the point before; not across a gap or a break."""


@dataclass(frozen=True)
class Line:
    """A series; its name stands at its end when there is more than one."""

    points: Sequence[Point]
    name: str = ""
    style: str = "a"
    """Class suffix: ``a`` the main line, ``b`` to ``f`` others."""


@dataclass(frozen=True)
class Expected:
    """The range a figure was expected in, or is: drawn as a box where that figure is or will be."""

    date: dt.date
    low: float
    high: float
    label: str
    """What a pointer resting on it reads."""


@dataclass(frozen=True)
class Frame:
    """Size and place of a chart; one for wide screens and paper, one for phones."""

    width: float
    height: float
    ticks: int
    name: str
    beside: float = 14.0
    """Room for the names of lines when they stand at the right."""
    name_room: float = 0.0
    top: float = 16.0

    @property
    def right(self) -> float:
        return self.width - 14 - self.name_room

    def with_room(self) -> Frame:
        """The same with room for names at the right."""
        return replace(self, name_room=self.beside)

    def with_rows(self, rows: int) -> Frame:
        """The same with so many rows of labels over it, and as much room as before under them."""
        return replace(self, height=self.height + rows * ROW, top=self.top + rows * ROW)


WIDE = Frame(720, 300, 8, "wide", 172.0)
NARROW = Frame(344, 250, 4, "narrow")
_DIGIT = 7.2
"""Width of a digit at the size of the labels, with some room."""
_JOIN_FROM = 4
"""Fewer points than this are dots: a line through two or three suggests a course."""
_NAME = 13.0
"""Height of a line's name."""
_LANE, _STRIP = 6, 26
_BOX = 7.0
"""Width of the box of what was expected."""


def line_chart(
    lines: Sequence[Line],
    *,
    frame: Frame,
    language: str,
    id_: str,
    title: str,
    description: str,
    unit: str,
    spans: Sequence[Span] = (),
    breaks: Sequence[tuple[dt.date, str]] = (),
    expected: Sequence[Expected] = (),
    moments: Sequence[Moment] = (),
    include_zero: bool = False,
    decimals: int = 4,
    within: tuple[dt.date, dt.date] | None = None,
    names_beside: bool = False,
) -> str:
    """SVG of *lines* on one pair of axes; an empty string when no line has a point.

    Days on which something was done are *moments*: thin lines with their labels over the chart.

    The axis is never finer than *decimals*: those in which the figures were published. Time runs
    over *within* where given, so that charts under one another share their axis. Several lines have
    their names over their ends, or with *names_beside* at the right, where there is room for them.
    """
    points = [point for line in lines for point in line.points]
    if not points:
        return ""
    dates = [p.date for p in points] + [each.date for each in expected]
    dates += [each.date for each in moments]
    first, last = within or (min(dates), max(dates))
    if first == last:
        first, last = first - dt.timedelta(days=30), last + dt.timedelta(days=30)
    values = [v for p in points for v in (p.value, p.lower, p.upper) if v is not None]
    values += [end for each in expected for end in (each.low, each.high)]
    low, high = min(values), max(values)
    if include_zero and low > 0 and low < 0.6 * high:
        low = 0.0
    ticks = round_ticks(low, high, 4, 10.0**-decimals)
    left = 12 + _DIGIT * max(len(_label(tick, ticks, language)) for tick in ticks)
    frame = frame.with_room() if names_beside else frame
    across = Scale(first.toordinal(), last.toordinal(), left + 6, frame.right - 6)
    flags = placed(moments, (first, last), across, (left, frame.right))
    frame = frame.with_rows(1 + max((each.row for each in flags), default=-1))
    bottom = frame.height - 24 - (_STRIP if spans else 0)
    up = Scale(ticks[0], ticks[-1], bottom, frame.top + 6)
    drawn = [line for line in lines if line.points]
    parts = [
        _grid(ticks, up, left, frame, language, unit),
        _time_axis(date_ticks(first, last, frame.ticks), across, frame, language),
        _measures(spans, first, last, across, bottom),
        _breaks(breaks, first, last, across, bottom, frame),
        drawn_moments(flags, frame.top, bottom),
        *(_expected(each, across, up) for each in expected),
        *(_line(line, across, up) for line in drawn),
        _names(drawn, across, up, frame, names_beside) if len(drawn) > 1 or names_beside else "",
    ]
    return picture(
        frame.width,
        frame.height,
        "".join(parts),
        id_=f"{id_}-{frame.name}",
        title=title,
        description=description,
        class_=f"chart chart-{frame.name}",
    )


def _label(tick: float, ticks: list[float], language: str) -> str:
    return number(tick, tick_decimals(ticks), language)


def _grid(
    ticks: list[float], up: Scale, left: float, frame: Frame, language: str, unit: str
) -> str:
    parts = [element("text", text(unit), x=0, y=10, class_="unit")]
    for tick in ticks:
        y = up(tick)
        style = "zero" if tick == 0 and ticks[0] < 0 else "grid"
        parts.append(element("path", d=f"M{left:g} {y:g}H{frame.right:g}", class_=style))
        label = text(_label(tick, ticks, language))
        parts.append(element("text", label, x=left - 6, y=y + 4, class_="y"))
    return "".join(parts)


def _time_axis(ticks: list[DateTick], across: Scale, frame: Frame, language: str) -> str:
    parts = []
    y = frame.height - 6
    for tick in ticks:
        x = across(tick.date.toordinal())
        label = str(tick.date.year)
        if tick.step_months < 12:
            month = SHORT_MONTHS[language][tick.date.month - 1]
            label = f"{month} {label}" if tick.date.month == 1 or tick is ticks[0] else month
        parts.append(element("path", d=f"M{x:g} {frame.height - 22:g}v4", class_="tick"))
        parts.append(element("text", text(label), x=x, y=y, class_="x"))
    return "".join(parts)


def _measures(
    spans: Sequence[Span], first: dt.date, last: dt.date, across: Scale, bottom: float
) -> str:
    bars = strip(tuple(spans), (first, last), across, bottom + 6, _LANE)
    return element("g", bars, class_="measures") if bars else ""


def _breaks(
    breaks: Sequence[tuple[dt.date, str]],
    first: dt.date,
    last: dt.date,
    across: Scale,
    bottom: float,
    frame: Frame,
) -> str:
    parts = []
    for date, reason in breaks:
        if first < date <= last:
            x = across(date.toordinal()) - 3
            title = element("title", text(reason))
            parts.append(
                element("path", title, d=f"M{x:g} {frame.top:g}V{bottom:g}", class_="break")
            )
    return "".join(parts)


def _expected(expected: Expected, across: Scale, up: Scale) -> str:
    top, bottom = up(expected.high), up(expected.low)
    return element(
        "rect",
        element("title", text(expected.label)),
        x=round(across(expected.date.toordinal()) - _BOX / 2, 1),
        y=top,
        width=_BOX,
        height=round(max(bottom - top, 1.5), 1),
        class_="expected",
    )


def _line(line: Line, across: Scale, up: Scale) -> str:
    places = [(across(point.date.toordinal()), up(point.value)) for point in line.points]
    dots = len(line.points) <= _DOTS_UP_TO
    parts = [_interval(line, places, up, dots)]
    for later in (False, True):
        path = _path(line, places, later)
        if path:
            style = f"line line-{line.style}{' later' if later else ''}"
            parts.append(element("path", d=path, class_=style))
    for index, (point, (x, y)) in enumerate(zip(line.points, places, strict=True)):
        final = index == len(places) - 1
        if dots or final or _alone(line, index):
            parts.append(_dot(point, x, y, 4.0 if final else 2.5, line.style))
    name = line.name or None
    return element("g", "".join(parts), class_=f"series series-{line.style}", data_name=name)


def _names(lines: Sequence[Line], across: Scale, up: Scale, frame: Frame, beside: bool) -> str:
    """The name of each line at its end, pushed apart where two would meet."""
    ends = [(up(line.points[-1].value) + (4 if beside else -8), line) for line in lines]
    ends.sort(key=lambda end: end[0])
    parts, lowest = [], frame.top - _NAME
    for y, line in ends:
        lowest = max(y, lowest + _NAME)
        x = frame.right + 4 if beside else across(line.points[-1].date.toordinal())
        style = f"name name-{line.style}{' beside-line' if beside else ''}"
        shown = line.name if frame.name_room > _DIGIT * 4 or not beside else line.name[:1]
        parts.append(element("text", text(shown), x=x, y=round(lowest, 1), class_=style))
    return "".join(parts)


def _dot(point: Point, x: float, y: float, r: float, style: str) -> str:
    title = element("title", text(point.label))
    class_ = f"dot dot-{style}{' open' if point.provisional else ''}"
    if point.carried:
        half = r + 1.5  # a diamond has less ink than a circle
        path = f"M{x:g} {y - half:g}l{half:g} {half:g}l{-half:g} {half:g}l{-half:g} {-half:g}z"
        return element("path", title, d=path, class_=f"{class_} carried")
    return element("circle", title, cx=x, cy=y, r=r, class_=class_)


def _path(line: Line, places: list[tuple[float, float]], later: bool) -> str:
    """The strokes between joined points, dotted (*later*) or not."""
    path, pen = [], None
    if len(places) < _JOIN_FROM:
        return ""
    for index in range(1, len(places)):
        point = line.points[index]
        dotted = point.later or line.points[index - 1].later
        if point.joined and dotted == later:
            (x0, y0), (x1, y1) = places[index - 1], places[index]
            path.append(f"L{x1:g} {y1:g}" if pen == index - 1 else f"M{x0:g} {y0:g}L{x1:g} {y1:g}")
            pen = index
    return "".join(path)


def _alone(line: Line, index: int) -> bool:
    follows = line.points[index].joined and index > 0
    leads = index + 1 < len(line.points) and line.points[index + 1].joined
    return not follows and not leads


def _interval(line: Line, places: list[tuple[float, float]], up: Scale, dots: bool) -> str:
    held = [
        (x, up(point.lower), up(point.upper))
        for point, (x, _) in zip(line.points, places, strict=True)
        if point.lower is not None and point.upper is not None
    ]
    if not held:
        return ""
    if dots:
        path = "".join(f"M{x:g} {low:g}V{high:g}" for x, low, high in held)
        return element("path", d=path, class_="interval")
    return element("path", d="".join(_bands(line, places, up)), class_="band")


def _bands(line: Line, places: list[tuple[float, float]], up: Scale) -> Iterator[str]:
    """The outline of the interval over each stretch of joined points."""
    stretch: list[tuple[float, float, float]] = []
    for point, (x, _) in zip(line.points, places, strict=True):
        held = point.lower is not None and point.upper is not None
        if stretch and not (held and point.joined):
            yield _outline(stretch)
            stretch = []
        if held:
            assert point.lower is not None and point.upper is not None
            stretch.append((x, up(point.lower), up(point.upper)))
    if stretch:
        yield _outline(stretch)


def _outline(stretch: list[tuple[float, float, float]]) -> str:
    over = [f"{x:g} {high:g}" for x, _, high in stretch]
    under = [f"{x:g} {low:g}" for x, low, _ in reversed(stretch)]
    return f"M{'L'.join([*over, *under])}Z"


Chart = Callable[[Frame], str]


def both_widths(chart: Chart) -> str:
    """The same chart for wide screens and for phones; the stylesheet shows one of them."""
    return chart(WIDE) + chart(NARROW)

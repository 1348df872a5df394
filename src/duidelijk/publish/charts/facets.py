"""Small multiples: the same line for every region, on one scale, each where it lies on the map."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from duidelijk.publish.charts.markup import element, text
from duidelijk.publish.charts.measures import Span, strip
from duidelijk.publish.charts.scale import Scale

_WIDTH, _HEIGHT, _ROOM = 108, 70, 16
_LANE = 2.5
_STRIP = 3 * _LANE + 2
"""Room under the lines for the measures in force."""


class Step(NamedTuple):
    """One figure on a small line."""

    day: int
    """Its place in time, as ``date.toordinal`` counts."""
    value: float
    joined: bool
    """Whether the line runs to it from the figure before; not across a gap or a break."""


@dataclass(frozen=True)
class Facet:
    """One region's line."""

    name: str
    short: str
    reading: str
    url: str
    steps: Sequence[Step]


def facets(
    every: Sequence[Facet],
    behind: Sequence[Step],
    cells: Sequence[tuple[int, int]],
    spans: Sequence[Span] = (),
    *,
    id_: str,
    title: str,
    class_: str,
) -> str:
    """SVG of *every* line in its cell (column, row), that of the whole *behind* each of them and
    *spans*, the measures in force, under each.

    All stand on one pair of axes; each region is a link named by its reading. What is the same in
    every cell is drawn once and referred to.
    """
    held = [*behind, *(step for each in every for step in each.steps)]
    if not held:
        return ""
    days, values = [step.day for step in held], [step.value for step in held]
    across = Scale(min(days), max(days), 4, _WIDTH - 10)
    up = Scale(min(values), max(values), _HEIGHT - 6 - _STRIP, _ROOM + 4)
    shown = dt.date.fromordinal(min(days)), dt.date.fromordinal(max(days))
    under = _path(behind, across, up)
    shared = element(
        "g",
        strip(tuple(spans), shown, across, _HEIGHT - 4 - _STRIP, _LANE, titled=False)
        + (element("path", d=under, class_="behind") if under else ""),
        id=f"{id_}-onder",
    )
    parts = []
    for each, (column, row) in zip(every, cells, strict=True):
        line = _path(each.steps, across, up)
        inside = [
            element("title", text(f"{each.name}: {each.reading}")),
            element("rect", width=_WIDTH - 6, height=_HEIGHT - 4, rx=3),
            element("text", text(each.short), x=4, y=12),
            element("use", href=f"#{id_}-onder"),
            element("path", d=line, class_="own"),
        ]
        place = f"translate({column * _WIDTH} {row * _HEIGHT})"
        label = f"{each.name}: {each.reading}"
        parts.append(
            element(
                "a",
                "".join(inside),
                href=each.url,
                aria_label=label,
                transform=place,
                class_="facet",
            )
        )
    width = (max(column for column, _ in cells) + 1) * _WIDTH
    height = (max(row for _, row in cells) + 1) * _HEIGHT
    named = element("title", text(title), id=f"{id_}-t")
    return (
        f'<svg viewBox="0 0 {width} {height}" role="group" class="facets {class_}" '
        f'aria-labelledby="{id_}-t">{named}<defs>{shared}</defs>{"".join(parts)}</svg>'
    )


def _path(steps: Sequence[Step], across: Scale, up: Scale) -> str:
    parts = []
    for at, step in enumerate(steps):
        pen = at > 0 and step.joined
        parts.append(f"{'L' if pen else 'M'}{across(step.day):g} {up(step.value):g}")
        if not pen:  # a point by itself shows as a dot: the stylesheet rounds the ends
            parts.append("h0")
    return "".join(parts)

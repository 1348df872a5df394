"""Days on which something was done, as thin upright lines with a label over the chart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from duidelijk.publish.charts.markup import element, text
from duidelijk.publish.charts.scale import Scale

ROW = 14.0
"""Height of a row of labels."""
_LETTER = 6.4
"""The usual width of a letter of a label, with some room."""
_BESIDE = 4.0
_BETWEEN = 8.0


@dataclass(frozen=True)
class Moment:
    """A day, and what was done on it."""

    date: dt.date
    label: str
    """In a word or two: it stands in the chart."""
    told: str
    """What a pointer resting on it reads."""


@dataclass(frozen=True)
class Flag:
    """A moment with the place of its line and of its label."""

    moment: Moment
    x: float
    row: int
    """From the top; labels that would meet stand in rows of their own."""
    before: bool
    """Whether the label stands left of the line: at the right there is no room for it."""


def placed(
    moments: Sequence[Moment],
    shown: tuple[dt.date, dt.date],
    across: Scale,
    edges: tuple[float, float],
) -> list[Flag]:
    """Where the moments of the days *shown* stand, so that no label lies over another."""
    found: list[Flag] = []
    taken: list[float] = []  # of each row where its last label ends
    inside = [each for each in moments if shown[0] <= each.date <= shown[1]]
    for each in sorted(inside, key=lambda moment: moment.date):
        x = across(each.date.toordinal())
        width = len(each.label) * _LETTER + _BESIDE
        before = x + width > edges[1] and x - width > edges[0]
        start = x - width if before else x
        row = next((n for n, end in enumerate(taken) if end <= start), len(taken))
        taken[row : row + 1] = [start + width + _BETWEEN]
        found.append(Flag(each, x, row, before))
    return found


def drawn_moments(flags: Sequence[Flag], top: float, bottom: float) -> str:
    """The lines from their labels down to *bottom*, under the labels that stand over *top*."""
    if not flags:
        return ""
    rows = 1 + max(each.row for each in flags)
    first = top - rows * ROW
    lines, labels = [], []
    for each in flags:
        y = round(first + each.row * ROW, 1)
        title = element("title", text(each.moment.told))
        lines.append(
            element("path", title, d=f"M{each.x:g} {y + 2:g}V{bottom:g}", class_="moment")
        )
        x = round(each.x - _BESIDE if each.before else each.x + _BESIDE, 1)
        class_ = "moment-name before" if each.before else "moment-name"
        labels.append(element("text", text(each.moment.label), x=x, y=y + 10, class_=class_))
    return element("g", "".join([*lines, *labels]), class_="moments")

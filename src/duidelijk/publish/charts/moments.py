"""Days on which something was done, as thin upright lines with a label over the chart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

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

    @property
    def ends(self) -> tuple[float, float]:
        """From where to where the label runs, with what keeps it apart from the next."""
        width = len(self.moment.label) * _LETTER + _BESIDE + _BETWEEN
        return (self.x - width, self.x) if self.before else (self.x, self.x + width)

    def over(self, x: float) -> bool:
        """Whether the label runs over this place."""
        return self.ends[0] < x < self.ends[1]

    def meets(self, other: Flag) -> bool:
        """Whether two labels would stand in each other's way, were they in one row."""
        return self.ends[0] < other.ends[1] and other.ends[0] < self.ends[1]


def placed(
    moments: Sequence[Moment],
    shown: tuple[dt.date, dt.date],
    across: Scale,
    edges: tuple[float, float],
) -> list[Flag]:
    """Where the moments of the days *shown* stand, so that no label lies over another, and no line
    runs through a label.
    """
    inside = sorted(
        (each for each in moments if shown[0] <= each.date <= shown[1]),
        key=lambda moment: moment.date,
    )
    turned: frozenset[Moment] = frozenset()
    while True:
        found = _laid_out(inside, turned, across, edges)
        crossed = {
            each.moment
            for each in found
            if not each.before
            and any(each.over(other.x) and other.row <= each.row for other in found)
        }
        if crossed <= turned:
            return found
        turned |= crossed


def _laid_out(
    moments: Sequence[Moment],
    turned: frozenset[Moment],
    across: Scale,
    edges: tuple[float, float],
) -> list[Flag]:
    """The flags of moments in order of time; those *turned* stand left of their lines, like those
    without room at the right, where there is room for that.
    """
    found: list[Flag] = []
    for each in moments:
        x = across(each.date.toordinal())
        after, left = Flag(each, x, 0, False), Flag(each, x, 0, True)
        no_room = each in turned or after.ends[1] - _BETWEEN > edges[1]
        turn = no_room and left.ends[0] > edges[0]
        found = _above(found, left) if turn else _below(found, after)
    return found


def _below(found: list[Flag], flag: Flag) -> list[Flag]:
    """The flag under every label that runs over its line."""
    row = 1 + max((each.row for each in found if each.over(flag.x)), default=-1)
    while any(each.row == row and each.meets(flag) for each in found):
        row += 1
    return [*found, replace(flag, row=row)]


def _above(found: list[Flag], flag: Flag) -> list[Flag]:
    """The flag over every line that its label runs over, if need be in a new row at the top."""
    most = min((each.row for each in found if flag.over(each.x)), default=len(found) + 1)
    free = (
        row
        for row in range(most)
        if not any(each.row == row and each.meets(flag) for each in found)
    )
    row = next(free, None)
    if row is None:
        return [*(replace(each, row=each.row + 1) for each in found), flag]
    return [*found, replace(flag, row=row)]


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
        lines.append(element("path", title, d=f"M{each.x:g} {y + 2:g}V{bottom:g}", class_="moment"))
        x = round(each.x - _BESIDE if each.before else each.x + _BESIDE, 1)
        class_ = "moment-name before" if each.before else "moment-name"
        labels.append(element("text", text(each.moment.label), x=x, y=y + 10, class_=class_))
    return element("g", "".join([*lines, *labels]), class_="moments")

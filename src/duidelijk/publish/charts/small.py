"""Small pictures for in a row or a sentence: sparklines, strips with an interval, verdict marks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from duidelijk.change.standing import Standing
from duidelijk.change.verdict import Verdict
from duidelijk.duiding.scales import Status
from duidelijk.publish.charts.markup import element
from duidelijk.publish.charts.scale import Scale

_LINE_FROM = 4
"""Fewer values than this are no course; there is nothing to draw."""

_SHAPES = {
    Verdict.RISEN: "M8 2.5 14.5 13.5h-13z",
    Verdict.FALLEN: "M8 13.5 1.5 2.5h13z",
    Verdict.NO_DEMONSTRABLE_CHANGE: "M2 4.6h12v2.3H2zM2 9.4h12v2.3H2z",
    Verdict.NOT_COMPARABLE: "M11.6 1.5h2.6L4.4 14.5H1.8z",
    Verdict.NOT_TESTABLE: (
        "M5.2 5.8C5.2 3.6 6.4 2.4 8.2 2.4c1.7 0 2.9 1 2.9 2.6 0 2.4-2.3 2.6-2.3 4.4v.6H7.1v-.8"
        "c0-2.5 2.2-2.7 2.2-4.1 0-.7-.5-1.2-1.3-1.2-.9 0-1.4.6-1.4 1.9zM6.9 11.6h2.1v2.1H6.9z"
    ),
}
_STANDING_SHAPES = {
    Standing.HIGHER: "M6.8 2h2.4v4.8H14v2.4H9.2V14H6.8V9.2H2V6.8h4.8z",
    Standing.LOWER: "M2 6.8h12v2.4H2z",
    Standing.ALIKE: _SHAPES[Verdict.NO_DEMONSTRABLE_CHANGE],
    Standing.UNKNOWN: _SHAPES[Verdict.NOT_TESTABLE],
}
"""Where a figure stands is another thing than what it changed: a plus and a minus, no arrows."""
_CIRCLE = "M8 2a6 6 0 1 0 0 12 6 6 0 0 0 0-12z"
_STATUS_SHAPES = {
    Status.SUPPORTED: _CIRCLE,
    Status.CONTESTED: f"{_CIRCLE}M8 3.8a4.2 4.2 0 0 1 0 8.4z",
    Status.UNKNOWN: f"{_CIRCLE}M8 3.8a4.2 4.2 0 0 1 0 8.4 4.2 4.2 0 0 1 0-8.4z",
}
"""How far a group stands behind a conclusion: a full circle, half a one, an empty one."""
_HEARD_SHAPES = {
    "heard": _CIRCLE,
    "heard_through": _STATUS_SHAPES[Status.UNKNOWN],
    "silent": "M7 7h2v2H7z",
}
"""Whether anything is heard of a municipality: from itself, through its GGD, or nothing."""


def shapes() -> dict[str, str]:
    """Every mark by its name, as a path in a square of 16: of a verdict or a standing its value, of
    the status of a conclusion its value after ``status_``.
    """
    found = {name.value: shape for name, shape in (_SHAPES | _STANDING_SHAPES).items()}
    found |= {f"status_{name.value}": shape for name, shape in _STATUS_SHAPES.items()}
    return found | _HEARD_SHAPES


def mark_sprite() -> str:
    """The marks as symbols, to stand once on a page; ``mark`` and maps refer to them."""
    symbols = "".join(
        element("symbol", element("path", d=shape), id=f"mark-{name}", viewBox="0 0 16 16")
        for name, shape in shapes().items()
    )
    return f'<svg class="sprite" aria-hidden="true" width="0" height="0">{symbols}</svg>'


@cache
def mark(verdict: str, favourable: bool | None) -> str:
    """The mark of a verdict; colour (by class) only where polarity gives a judgement.

    Says nothing to a screen reader: the word stands beside it.
    """
    tone = {True: " good", False: " bad", None: ""}[favourable]
    return (
        f'<svg class="mark{tone}" aria-hidden="true" width="16" height="16">'
        f'<use href="#mark-{verdict}"/></svg>'
    )


def sparkline(values: Sequence[float | None], tone: str = "") -> str:
    """The course of a series in a line of text's height; ``None`` leaves a gap.

    Says nothing to a screen reader: the sentence stands beside it.
    """
    held = [value for value in values if value is not None]
    if len(held) < _LINE_FROM:
        return ""
    across = Scale(0, len(values) - 1, 3, 109)
    up = Scale(min(held), max(held), 25, 5)
    path, pen = [], False
    last = (0.0, 0.0)
    for index, value in enumerate(values):
        if value is None:
            pen = False
            continue
        last = across(index), up(value)
        path.append(f"{'L' if pen else 'M'}{last[0]:g} {last[1]:g}")
        pen = True
    dot = element("circle", cx=last[0], cy=last[1], r=3, class_=f"dot {tone}".strip())
    return (
        '<svg class="spark" viewBox="0 0 112 30" width="112" height="30" aria-hidden="true">'
        f"{element('path', d=''.join(path))}{dot}</svg>"
    )


def interval_strip(
    value: float | None,
    lower: float | None,
    upper: float | None,
    reference: float | None,
    low: float,
    high: float,
    provisional: bool = False,
) -> str:
    """A value with its interval on a shared axis from *low* to *high*; a tick is the reference.

    Coordinates are percentages, so that it fits a table's cell of any width undistorted.
    """
    if value is None:
        return ""
    across = Scale(low, high, 2, 98)
    parts = [element("line", x1="0%", x2="100%", y1=10, y2=10, class_="base")]
    if lower is not None and upper is not None:
        ends = f"{across(lower):g}%", f"{across(upper):g}%"
        parts.append(element("line", x1=ends[0], x2=ends[1], y1=10, y2=10, class_="interval"))
    if reference is not None:
        place = f"{across(reference):g}%"
        parts.append(element("line", x1=place, x2=place, y1=4, y2=16, class_="reference"))
    hollow = " open" if provisional else ""
    parts.append(element("circle", cx=f"{across(value):g}%", cy=10, r=4.5, class_=f"dot{hollow}"))
    return f'<svg class="strip" height="20" aria-hidden="true">{"".join(parts)}</svg>'


def company_strip(
    value: float,
    limits: tuple[float, float] | None,
    reference: float | None,
    others: Sequence[float],
) -> str:
    """A value among those of its peers, as small rings on one line; a tick is the reference."""
    ends = [value, *others, *(limits or ()), *([] if reference is None else [reference])]
    pad = (max(ends) - min(ends)) * 0.03 or 1.0
    across = Scale(min(ends) - pad, max(ends) + pad, 2, 98)
    parts = [element("line", x1="0%", x2="100%", y1=10, y2=10, class_="base")]
    parts += [
        element("circle", cx=f"{across(each):g}%", cy=10, r=3, class_="peer") for each in others
    ]
    if limits is not None:
        low, high = (f"{across(each):g}%" for each in limits)
        parts.append(element("line", x1=low, x2=high, y1=10, y2=10, class_="interval"))
    if reference is not None:
        place = f"{across(reference):g}%"
        parts.append(element("line", x1=place, x2=place, y1=3, y2=17, class_="reference"))
    parts.append(element("circle", cx=f"{across(value):g}%", cy=10, r=4.5, class_="dot"))
    return f'<svg class="strip" height="20" aria-hidden="true">{"".join(parts)}</svg>'


def agreement_bar(counts: tuple[int, int, int], most: int) -> str:
    """How many agree, doubt and disagree as one bar, a full line being as long as the *most*.

    Full, light and striped, so that grey tells them apart; a person is as wide in every bar that
    has the same *most*. Says nothing to a screen reader: the words stand beside it.
    """
    parts, at = [], 0.0
    width = 100.0 / max(most, 1)
    for stance, count in zip(("agree", "unsure", "disagree"), counts, strict=True):
        if not count:
            continue
        across = {"x": f"{at:g}%", "width": f"{count * width:g}%"}
        parts.append(element("rect", y=1, height=14, class_=stance, **across))
        if stance == "disagree":
            parts += [
                element("line", x1=place, x2=place, y1=1, y2=15, class_="stripe")
                for each in range(1, 4 * count)
                if (place := f"{at + each * width / 4:g}%")
            ]
        at += count * width
    return f'<svg class="stances" height="16" aria-hidden="true">{"".join(parts)}</svg>'

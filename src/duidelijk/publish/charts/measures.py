"""The measures in force as bars under a chart: each kind in its own lane, darker where stricter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from duidelijk.publish.charts.markup import element, text
from duidelijk.publish.charts.scale import Scale

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """A measure in force, in lane 0, 1 or 2 of the strip; weight 1 to 3 is how dark."""

    first: dt.date
    last: dt.date
    title: str
    lane: int = 0
    weight: int = 1


def strongest(spans: Sequence[Span]) -> list[Span]:
    """For every day of each lane the heaviest weight in force, as spans that do not overlap.

    Bars laid over each other would add up to a darkness that no measure has.
    """
    found: list[Span] = []
    for lane in sorted({each.lane for each in spans}):
        own = [each for each in spans if each.lane == lane]
        edges = sorted({each.first for each in own} | {each.last + _DAY for each in own})
        for start, end in pairwise(edges):
            weight = max((e.weight for e in own if e.first <= start <= e.last), default=0)
            last = found[-1] if found else None
            if last and last.lane == lane and last.weight == weight and last.last + _DAY == start:
                found[-1] = Span(last.first, end - _DAY, "", lane, weight)
            elif weight:
                found.append(Span(start, end - _DAY, "", lane, weight))
    return found


@lru_cache(maxsize=512)
def strip(
    spans: tuple[Span, ...],
    shown: tuple[dt.date, dt.date],
    across: Scale,
    top: float,
    lane: float,
    titled: bool = True,
) -> str:
    """The bars of the days *shown*, from *top* down in lanes so high; *titled* ones tell on hover
    which measure it is.
    """
    bars = [_bar(each, shown, across, top, lane, f"m m{each.weight}") for each in strongest(spans)]
    if titled:
        bars += [_bar(each, shown, across, top, lane, "told") for each in spans]
    return "".join(bars)


def _bar(
    span: Span,
    shown: tuple[dt.date, dt.date],
    across: Scale,
    top: float,
    lane: float,
    class_: str,
) -> str:
    start, end = max(span.first, shown[0]), min(span.last, shown[1])
    if start > end:
        return ""
    x = across(start.toordinal())
    return element(
        "rect",
        element("title", text(span.title)) if span.title else "",
        x=x,
        y=round(top + span.lane * lane, 1),
        width=round(max(across(end.toordinal()) - x, 1.5), 1),
        height=round(lane * 0.75, 1),
        class_=class_,
    )

"""Small multiples: the same line for every region, on one scale, each where it lies on the map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from duidelijk.publish.charts.markup import element, text
from duidelijk.publish.charts.scale import Scale

_WIDTH, _HEIGHT, _ROOM = 108, 64, 16


@dataclass(frozen=True)
class Facet:
    """One region's line: values by place in time, ``None`` where there is no figure."""

    name: str
    short: str
    reading: str
    url: str
    values: Sequence[float | None]


def facets(
    every: Sequence[Facet],
    behind: Sequence[float | None],
    cells: Sequence[tuple[int, int]],
    *,
    id_: str,
    title: str,
    class_: str,
) -> str:
    """SVG of *every* line in its cell (column, row), the whole's values *behind* each of them.

    All values stand on the same periods; each region is a link named by its reading.
    """
    held = [value for each in [*every] for value in each.values if value is not None]
    held += [value for value in behind if value is not None]
    if not held:
        return ""
    steps = max(len(behind), *(len(each.values) for each in every))
    across = Scale(0, max(steps - 1, 1), 4, _WIDTH - 10)
    up = Scale(min(held), max(held), _HEIGHT - 6, _ROOM + 4)
    under = _path(behind, across, up)
    parts = []
    for each, (column, row) in zip(every, cells, strict=True):
        line = _path(each.values, across, up)
        inside = [
            element("title", text(f"{each.name}: {each.reading}")),
            element("rect", width=_WIDTH - 6, height=_HEIGHT - 4, rx=3),
            element("text", text(each.short), x=4, y=12),
            element("path", d=under, class_="behind") if under else "",
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
        f'aria-labelledby="{id_}-t">{named}{"".join(parts)}</svg>'
    )


def _path(values: Sequence[float | None], across: Scale, up: Scale) -> str:
    parts, pen = [], False
    for index, value in enumerate(values):
        if value is None:
            pen = False
            continue
        parts.append(f"{'L' if pen else 'M'}{across(index):g} {up(value):g}")
        if not pen:  # a point by itself shows as a dot: the stylesheet rounds the ends
            parts.append("h0")
        pen = True
    return "".join(parts)

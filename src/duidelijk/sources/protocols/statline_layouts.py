"""The layouts in which people download tables from StatLine, as one grid of cells with headings.

Cross table: one line of headings, each a path as ``Nederland_Misdrijven_2016*``. Observations: a
column a dimension, then one a topic. Wide: title, choices (``Perioden: 2023``), a line of headings
for each dimension that runs across, and a line that names what the rows are, with the units.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from duidelijk.regions.names import simplified
from duidelijk.sources.asking import Unreadable
from duidelijk.sources.protocols.statline_lines import Line
from duidelijk.sources.protocols.statline_names import (
    REGION,
    TIME,
    TOPIC,
    has_unit,
    is_topic,
    kind_by_name,
    topic_title,
    with_unit,
)
from duidelijk.sources.table import Kind
from duidelijk.sources.wording import number_in_words, period_in_words, regions_in_words

_AGAIN = "download it from StatLine again; do not edit it by hand"


@dataclass(frozen=True)
class Column:
    """One column of values: what its headings tell."""

    topic: str
    """Empty when the rows or a choice tell the topic."""
    unit: str
    labels: tuple[str, ...] = ()
    """One for each dimension of the grid that runs across."""


@dataclass(frozen=True)
class Grid:
    """A table as it lies on the page: cells with what stands beside, above and over them."""

    columns: tuple[Column, ...]
    rows: tuple[Line, ...]
    """First a label for each dimension that runs down, then a value a column."""
    down: tuple[str, ...]
    across: tuple[str, ...] = ()
    title: str = ""
    publisher: str = ""
    chosen: dict[str, str] = field(default_factory=dict)
    """Dimensions of which one category was chosen, with that category."""
    heading: int = 1
    """The line of the headings, for messages."""


def looks_like_statline(lines: Sequence[Line]) -> bool:
    """Whether the first lines of a file are in one of the layouts of StatLine."""
    for line in lines[:40]:
        first = line.cells[0]
        if line.alone:
            name, colon, _ = first.partition(": ")
            if colon and (is_topic(name) or simplified(name) in ("perioden", "periods")):
                return True
            continue
        if any(is_topic(cell) for cell in line.cells[:2]):
            return True
        if "_" in line.cells[1] and _is_cross(line):
            return True
        plain = {simplified(cell) for cell in line.cells}
        own = {"measure", "valueattribute"} <= plain  # the observations of a bulk download
        return not own and bool(plain & {"perioden", "periods"})
    return False


def grid_of(lines: Sequence[Line], shown: str) -> Grid:
    """The grid of a file. Raises ``Unreadable`` when it is in none of the layouts."""
    body, publisher = _without_footer(lines, shown)
    title, chosen, body = _without_title(body, shown)
    body = _of_one_width(body, shown)
    several = _has_several_headings(body)
    _check_captions(body, several, shown)
    if several:
        grid = _wide(body, shown)
    elif _is_cross(body[0]):
        grid = _cross(body, chosen, shown)
    else:
        grid = _observations(body, chosen, shown)
    if not grid.rows:
        raise Unreadable(shown, "has headings, but no figures", _AGAIN, body[-1].number)
    return replace(grid, title=title, publisher=publisher, chosen=chosen, heading=body[0].number)


# --- what stands around the figures


def _without_footer(lines: Sequence[Line], shown: str) -> tuple[list[Line], str]:
    """The lines above “Bron: CBS”, and who that is. Below it only lone words may follow."""
    for index, line in enumerate(lines):
        if line.alone and (match := _SOURCE.fullmatch(line.cells[0])):
            below = [each for each in lines[index + 1 :] if not each.alone]
            if below:
                what = "there are figures below the line that names the source"
                raise Unreadable(shown, what, "read one table at a time", below[0].number)
            return list(lines[:index]), match[1].strip()
    return list(lines), ""


_SOURCE = re.compile(r"(?:bron|source)\s*:\s*(.*)", re.IGNORECASE)


def _without_title(lines: list[Line], shown: str) -> tuple[str, dict[str, str], list[Line]]:
    """The title, the chosen categories, and the lines below them."""
    title: list[str] = []
    chosen: dict[str, str] = {}
    for index, line in enumerate(lines):
        if not line.alone:
            return " ".join(title), chosen, lines[index:]
        name, _, label = (part.strip() for part in line.cells[0].partition(": "))
        if not label or (index == 0 and not _is_choice(name, label)):
            title.append(line.cells[0])
        elif name in chosen:
            raise Unreadable(shown, f"chooses {name} twice", _AGAIN, line.number)
        else:
            chosen[name] = label
    last = lines[-1].number if lines else 0
    raise Unreadable(shown, "is no table: no line has more than one cell", _AGAIN, last)


def _is_choice(name: str, label: str) -> bool:
    """Whether the first line surely is a choice as “Perioden: 2023”, not a title with a colon."""
    kind = kind_by_name(name)
    if kind is Kind.TIME:
        return period_in_words(label) is not None
    return is_topic(name) or (kind is Kind.REGION and _mostly_regions([label]))


def _of_one_width(lines: list[Line], shown: str) -> list[Line]:
    """The lines without a last column that is blank throughout; refuses lines of other widths."""
    captions = {line.number for line in lines if _is_caption(line)}
    widths = Counter(len(line.cells) for line in lines if line.number not in captions)
    if not widths:
        raise Unreadable(shown, "has headings, but no figures", _AGAIN, lines[-1].number)
    width = max(widths, key=lambda each: (widths[each], each))
    for line in lines:
        if len(line.cells) != width and line.number not in captions:
            what = f"has {len(line.cells)} cells, where the other lines have {width}"
            raise Unreadable(shown, what, f"the file is cut off or edited; {_AGAIN}", line.number)
    if not any(line.cells[width - 1] for line in lines if len(line.cells) == width):
        return [Line(line.number, line.cells[: width - 1]) for line in lines]
    return lines


def _is_caption(line: Line) -> bool:
    """Whether a line only tells what the headings below it are, as ``"";"Onderwerp"``."""
    cells = [cell for cell in line.cells if cell]
    named = len(cells) == 1 and (is_topic(cells[0]) or kind_by_name(cells[0]) is not Kind.OTHER)
    return named and len(line.cells) > 1 and line.cells[1] == cells[0]


def _check_captions(lines: Sequence[Line], several: bool, shown: str) -> None:
    """Such lines stand between lines of headings only, not among figures."""
    for above, line in zip([None, *lines], lines, strict=False):
        if _is_caption(line) and not (several and (above is None or not above.cells[0])):
            raise Unreadable(shown, "has a heading among the figures", _AGAIN, line.number)


def _is_text(cell: str) -> bool:
    """Whether a cell is neither blank, a number nor a symbol."""
    return all(number_in_words(cell, mark) == (None, None) for mark in ",.")


def _all_periods(labels: Sequence[str]) -> bool:
    return bool(labels) and all(period_in_words(label) for label in labels)


def _mostly_regions(labels: Sequence[str]) -> bool:
    distinct = set(labels)
    return 2 * len(regions_in_words(distinct)) > len(distinct)


# --- wide: several lines of headings


def _has_several_headings(lines: Sequence[Line]) -> bool:
    first, rest = lines[0].cells[0], lines[0].cells[1:]
    if len(lines) < 2:
        return False
    followed = _is_text(lines[1].cells[-1])
    if not first or is_topic(first):
        return not _all_periods(rest) or followed
    return followed and (_all_periods(rest) or _mostly_regions(rest))


def _wide(lines: Sequence[Line], shown: str) -> Grid:
    headings = [lines[0]]
    for line in lines[1:]:
        named = is_topic(line.cells[0]) or kind_by_name(line.cells[0]) is not Kind.OTHER
        if line.cells[0] and not named and not _is_text(line.cells[-1]):
            break
        headings.append(line)
    *headings, last = headings
    labelled = [line for line in headings if not _is_caption(line)]
    starts = [index for line in labelled for index in _filled(line.cells)]
    begin = min(starts, default=1)
    _check_last_heading(last, begin, shown)
    topics, across = _labels(headings, begin, shown)
    columns = [
        Column(
            topics[index] if topics else "", unit, tuple(each[index] for each in across.values())
        )
        for index, unit in enumerate(last.cells[begin:])
    ]
    rows = tuple(lines[len(headings) + 1 :])
    return Grid(tuple(columns), rows, last.cells[:begin], tuple(across))


def _filled(cells: Sequence[str]) -> list[int]:
    return [index for index, cell in enumerate(cells) if cell and index > 0][:1]


def _check_last_heading(line: Line, begin: int, shown: str) -> None:
    """The last line of headings has a name for each column of labels, and units."""
    names, units = line.cells[:begin], line.cells[begin:]
    if not all(names) or any(is_topic(name) for name in names) or not units:
        what = "no line names what the rows are, as “Regio's”"
        raise Unreadable(shown, what, _AGAIN, line.number)
    for unit in units:
        named = is_topic(unit) or kind_by_name(unit) is not Kind.OTHER
        if named or _DAMAGED.fullmatch(unit) or (unit and not _is_text(unit)):
            what = f"“{unit}” stands where a unit should"
            raise Unreadable(shown, what, f"a number may be damaged; {_AGAIN}", line.number)


_DAMAGED = re.compile(r"(?!x[0-9])(?:[-+]?[0-9]|[^ ]*[.,][0-9]|[^0-9 ]*[0-9]{2})[^ =]*")
"""A number with something in it that does not belong there, rather than a unit."""


def _labels(
    lines: Sequence[Line], begin: int, shown: str
) -> tuple[list[str], dict[str, tuple[str, ...]]]:
    """Topic by column (none when no line has them), and by dimension its label by column."""
    topics: list[list[str]] = []
    across: dict[str, tuple[str, ...]] = {}
    caption = ""
    for line in lines:
        if _is_caption(line):
            caption = line.cells[1]
            continue
        labels = line.cells[begin:]
        if not all(labels):
            raise Unreadable(shown, "a column has no heading", _AGAIN, line.number)
        caption = line.cells[0] or caption or _caption_of(labels)
        if is_topic(caption):
            topics = topics or [[] for _ in labels]
            for path, label in zip(topics, map(topic_title, labels), strict=True):
                path += [label] if path[-1:] != [label] else []
        else:
            _check_labels(caption, labels, across, line, shown)
            across[caption] = labels
    return [" › ".join(path) for path in topics], across


def _caption_of(labels: Sequence[str]) -> str:
    if _all_periods(labels):
        return TIME
    return REGION if _mostly_regions(labels) else TOPIC


def _check_labels(
    caption: str, labels: Sequence[str], across: dict[str, tuple[str, ...]], line: Line, shown: str
) -> None:
    kind = kind_by_name(caption)
    fits = {
        Kind.TIME: _all_periods(labels),
        Kind.REGION: _mostly_regions(labels),
        # a dimension of one category is a choice above the table, and has no line of its own
        Kind.OTHER: len(set(labels)) > 1 and bool(caption),
    }
    if not fits[kind] or caption in across:
        what = f"“{labels[0]}” is not a heading under “{caption}”"
        raise Unreadable(shown, what, _AGAIN, line.number)


# --- cross table: one line of paths


def _is_cross(line: Line) -> bool:
    if len(line.cells) < 2:
        return False
    paths = [heading.split("_") for heading in line.cells[1:]]
    if len({len(path) for path in paths}) != 1:
        return bool(_path_like(line))
    return any(_all_periods(labels) for labels in zip(*paths, strict=True))


def _path_like(line: Line) -> bool:
    """Whether headings are paths that end or begin in a period, with an underscore too many."""
    ends = [heading.split("_") for heading in line.cells[1:]]
    return min(len(path) for path in ends) > 1 and (
        _all_periods([path[-1] for path in ends]) or _all_periods([path[0] for path in ends])
    )


def _cross(lines: Sequence[Line], chosen: dict[str, str], shown: str) -> Grid:
    first, headings = lines[0].cells[0], lines[0].cells[1:]
    paths = [[part.strip() for part in heading.split("_")] for heading in headings]
    if len({len(path) for path in paths}) != 1:
        odd = next(each for each in headings if each.count("_") != headings[0].count("_"))
        what = f"the heading “{odd[:80]}” has another number of parts than the first one"
        raise Unreadable(shown, what, "an underscore in a name cannot be told apart", 1)
    named: dict[str, tuple[str, ...]] = {}
    others: list[tuple[str, ...]] = []
    for labels in zip(*paths, strict=True):
        name = _caption_of(labels)
        if name == TOPIC or name in named:
            others.append(labels)
        else:
            named[name] = labels
    told = is_topic(first) or any(is_topic(name) for name in chosen)
    if len(others) != (0 if told else 1):
        what = "cannot tell which part of the headings is the topic"
        if not others:
            what = "no heading names a topic"
        raise Unreadable(shown, what, "keep one topic and the periods in the headings", 1)
    columns = [
        Column(
            "" if told else topic_title(others[0][index]),
            "",
            tuple(labels[index] for labels in named.values()),
        )
        for index in range(len(headings))
    ]
    return Grid(tuple(columns), tuple(lines[1:]), (first,), tuple(named))


# --- observations: one line of headings


def _observations(lines: Sequence[Line], chosen: dict[str, str], shown: str) -> Grid:
    names, rows = lines[0].cells, list(lines[1:])
    if simplified(names[0]) == "id":  # numbers the rows
        names = names[1:]
        rows = [Line(line.number, line.cells[1:]) for line in rows]
    first = _first_topic(names, rows)
    timed = any(kind_by_name(name) is Kind.TIME for name in (*names[:first], *chosen))
    columns_of_labels = ([line.cells[index] for line in rows] for index in range(first))
    if not timed and not any(_all_periods(labels) for labels in columns_of_labels):
        what = "is no table from StatLine: no column is called Perioden"
        raise Unreadable(shown, what, _AGAIN, lines[0].number)
    if first == len(names):
        raise Unreadable(shown, "no column has figures of a topic", _AGAIN, lines[0].number)
    columns = []
    for name in names[first:]:
        title, unit = with_unit(name)
        if not any(letter.isalpha() for letter in title):
            what = f"“{name}” stands where the name of a topic should"
            raise Unreadable(shown, what, _AGAIN, lines[0].number)
        columns.append(Column(title, unit))
    if not all(names[:first]):
        raise Unreadable(shown, "a column has no heading", _AGAIN, lines[0].number)
    return Grid(tuple(columns), tuple(rows), names[:first])


def _first_topic(names: Sequence[str], rows: Sequence[Line]) -> int:
    """The column from which on all columns hold values: behind those of time and region."""
    known = [i for i, name in enumerate(names) if kind_by_name(name) is not Kind.OTHER]
    first = len(names)
    for index in range(len(names) - 1, max(known, default=-1), -1):
        cells = [line.cells[index] for line in rows]
        texts = sum(_is_text(cell) for cell in cells)
        years = not known and not has_unit(names[index]) and _all_periods(cells)
        if 2 * texts > len(cells) or years:
            break
        first = index
    return first

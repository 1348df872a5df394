"""Reads a JSON array of flat objects that are all written alike, several times as fast as any JSON.

Such an array is a table in disguise: cut at its commas and closing brackets, every object gives the
same number of cells, and each cell begins with the same name. So polars reads it as it reads CSV,
and only the cells that are wanted. Where an object is written otherwise, nothing is returned: the
caller then reads it as JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from duidelijk.sources.coding import Coded, coded

_FIRST = 20_000
"""Bytes in which the first object must end."""


def read_uniform(
    body: bytes, start: int, end: int, codes: Sequence[str], others: Sequence[str]
) -> pl.DataFrame | None:
    """The values under some names of all objects: *codes* as categories, *others* as they are
    written: texts as texts, numbers as 64-bit floats (null where null).

    The objects stand in *body* from *start*, behind the opening bracket of their array, up to
    *end*, its closing one. ``None`` when they are not written alike throughout.
    """
    first, last = body.find(b"{", start, end), body.rfind(b"}", start, end) + 1
    if first < 0 or last <= first or body[start:first].strip() or body[last:end].strip():
        return None
    if body.find(b"\\", first, last) >= 0:  # an escape may hide a quotation mark
        return None
    after = body.find(b"}", first, first + _FIRST) + 1
    between = body[after : body.find(b"{", after, last)] if after < last else b","
    if between.strip() != b",":
        return None
    # what stands between objects goes before the first too, so that all of them are alike
    array = b"".join((between, memoryview(body)[first:last]))
    length = len(between) + after - first
    found = _read(array, length, ",", codes, others)
    if found is None and b',"' in array:  # a text may hold a comma: cut only at those before names
        array = array.replace(b',"', f'{_MARK}"'.encode())
        found = _read(array, length, _MARK, codes, others)
    return found


_MARK = "\x1f"
"""A character that JSON has only as an escape."""


def _read(
    array: bytes, length: int, separator: str, codes: Sequence[str], others: Sequence[str]
) -> pl.DataFrame | None:
    """The objects of *array* cut at a separator; the first one takes *length* bytes."""
    layout = _layout(array[:length], separator)
    if layout is None or any(name not in layout for name in (*codes, *others)):
        return None
    if not all(layout[name].is_text for name in codes):
        return None
    cells = _cells(array, separator, layout, codes, others)
    if cells is None or any(cells.null_count().row(0)):
        return None
    # cells that are too many in an object are not seen otherwise
    cuts = np.count_nonzero(np.frombuffer(array, dtype=np.uint8) == ord(separator))
    if cuts != len(cells) * array[:length].count(separator.encode()):
        return None
    columns = [*_categories(cells, codes, layout), *_values(cells, others, layout)]
    return pl.DataFrame(columns) if len(columns) == len(codes) + len(others) else None


@dataclass(frozen=True)
class _Cell:
    """What stands around a value, in every object."""

    place: int
    before: str
    after: str
    is_text: bool


def _layout(first: bytes, separator: str) -> dict[str, _Cell] | None:
    """How the values of the first object are written, by name."""
    try:
        names = list(json.loads(first[first.find(b"{") :].replace(_MARK.encode(), b",")))
        cells = first.decode("utf-8").removesuffix("}").split(separator)
    except (ValueError, TypeError, RecursionError):
        return None
    ahead = 1 if separator == "," else 0  # the comma between objects gives an empty cell
    if len(cells) != ahead + len(names):
        return None
    found: dict[str, _Cell] = {}
    for place, name in enumerate(names, ahead):
        around = rf'([\s,{{]*"{re.escape(name)}"\s*:\s*"?)[^"]*?("?\s*)'
        match = re.fullmatch(around, cells[place])
        if match is None:
            return None
        before, after = match.groups()
        found[name] = _Cell(place, before, after, before.endswith('"'))
    return found


def _cells(
    array: bytes,
    separator: str,
    layout: dict[str, _Cell],
    codes: Sequence[str],
    others: Sequence[str],
) -> pl.DataFrame | None:
    """The cells with the names, as they are written."""
    names = sorted((*codes, *others), key=lambda name: layout[name].place)
    at = [layout[name].place for name in names]
    kinds = {
        f"column_{layout[name].place}": pl.Categorical(pl.Categories.random()) for name in codes
    }
    try:
        cells = pl.read_csv(
            array,
            separator=separator,
            eol_char="}",
            quote_char=None,
            has_header=False,
            infer_schema=False,
            schema_overrides=kinds,
            columns=at,
            truncate_ragged_lines=False,
        )
    except (pl.exceptions.PolarsError, ValueError):
        return None
    cells.columns = names
    return cells


def _categories(
    cells: pl.DataFrame, names: Sequence[str], layout: Mapping[str, _Cell]
) -> Iterator[pl.Series]:
    """The texts of columns, taken out of what stands around each different one; the first one that
    is no text is the end.
    """
    for name, found in coded(cells, names).items():
        inner = [_inner(str(text), layout[name]) for text in found.texts]
        if None in inner:
            return
        yield Coded(found.numbers, inner).as_categories(name)


def _inner(text: str, cell: _Cell) -> str | None:
    inner = text.removeprefix(cell.before).removesuffix(cell.after)
    whole = len(inner) == len(text) - len(cell.before) - len(cell.after)
    return inner if whole and '"' not in inner else None


def _values(
    cells: pl.DataFrame, names: Sequence[str], layout: Mapping[str, _Cell]
) -> Iterator[pl.Series]:
    """The texts and numbers of columns, taken out of what stands around them; the first one that
    is neither is the end.
    """
    if not names:
        return
    inner = cells.select(
        pl.col(name).str.strip_prefix(layout[name].before).str.strip_suffix(layout[name].after)
        for name in names
    )
    if not _alike(cells, inner, names, layout):
        return
    texts = [name for name in names if layout[name].is_text]
    marked = _row(inner.select(pl.col(texts).str.contains('"', literal=True).any()))
    numbers = inner.select(
        pl.col(name).cast(pl.Float64, strict=False) for name in names if name not in marked
    )
    finite = _row(numbers.select(pl.all().is_finite().all()))
    for name in names:
        if marked.get(name) or not finite.get(name, True):
            return
        if name in marked:
            yield inner[name]
            continue
        empty = numbers[name].is_null() if numbers[name].null_count() else None
        if empty is not None and not (inner[name].filter(empty) == "null").all():
            return
        yield numbers[name]


def _alike(
    cells: pl.DataFrame,
    inner: pl.DataFrame,
    names: Sequence[str],
    layout: Mapping[str, _Cell],
) -> bool:
    """Whether all that stands around the values was there to take away, in every row."""
    before = cells.select(pl.col(names).str.len_bytes().cast(pl.Int64).sum())
    left = inner.select(pl.all().str.len_bytes().cast(pl.Int64).sum())
    around = {name: len((layout[name].before + layout[name].after).encode()) for name in names}
    return all(
        more - less == len(cells) * around[name]
        for name, more, less in zip(names, before.row(0), left.row(0), strict=True)
    )


def _row(frame: pl.DataFrame) -> dict[str, bool]:
    """The one row of a frame, which may have no columns."""
    return next(iter(frame.to_dicts()), {})

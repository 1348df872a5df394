"""Reads a JSON array of flat objects that are all written alike, several times as fast as any JSON.

Such an array is a table in disguise: cut at its quotation marks and closing brackets, every object
gives the same number of cells, and the names stand in the same ones. So polars reads it as it reads
CSV, and only the cells that are wanted. Where an object is written otherwise, a name does not stand
where it should, and nothing is returned: the caller then reads it as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import polars as pl

_FIRST = 20_000
"""Bytes in which the first object must end."""


def read_uniform(array: bytes, names: Sequence[str]) -> pl.DataFrame | None:
    """The values under *names* of all objects as texts, numbers as they are written.

    *array* is what stands between the brackets. ``None`` when it is not written alike throughout.
    """
    if b"\\" in array:  # an escape may hide a quotation mark
        return None
    layout = _layout(array[: array.find(b"}", 0, _FIRST) + 1])
    if layout is None or any(name not in layout for name in names):
        return None
    wanted: dict[int, str] = {}
    for name in names:
        at, is_text = layout[name]
        wanted[at] = f"the name {name}"
        wanted[at + 2 if is_text else at + 1] = name
    try:
        cells = pl.read_csv(
            array,
            separator='"',
            eol_char="}",
            quote_char=None,
            has_header=False,
            infer_schema=False,
            empty_string_is_null=False,
            columns=sorted(wanted),
            truncate_ragged_lines=False,
        )
    except (pl.exceptions.PolarsError, ValueError):
        return None
    cells.columns = [wanted[place] for place in sorted(wanted)]
    in_place = [pl.col(f"the name {name}").eq(name).all().alias(name) for name in names]
    if not all(cells.select(in_place).row(0)):
        return None
    bare = [name for name in names if not layout[name][1]]
    written = [name for name in names if layout[name][1]]
    if any(cells.select(pl.col(written).eq("").any()).row(0)):
        return None  # an object that is cut short has empty cells at its end
    texts = cells.select(names).with_columns(pl.col(bare).str.strip_chars(_AROUND))
    return _without_null(texts, bare)


_AROUND = ":, \n\r\t"
"""What stands around a value that is no text."""
_BARE = r"^(-?[0-9][0-9.eE+-]*|true|false|null)$"


def _without_null(texts: pl.DataFrame, bare: Sequence[str]) -> pl.DataFrame | None:
    """Values that are no text: checked to be one value, and empty where they are ``null``."""
    if not bare:
        return texts
    sound = texts.select(pl.col(bare).str.contains(_BARE).all())
    if not all(sound.row(0)):
        return None
    return texts.with_columns(
        [pl.when(pl.col(name) != "null").then(pl.col(name)).alias(name) for name in bare]
    )


def _layout(first: bytes) -> dict[str, tuple[int, bool]] | None:
    """Where each name stands among the cells of an object, and whether its value is a text."""
    try:
        names = list(json.loads(first))
        cells = first.decode("utf-8").split('"')
    except (ValueError, TypeError, RecursionError):
        return None
    found: dict[str, tuple[int, bool]] = {}
    at = 1
    for name in names:
        if at >= len(cells) or cells[at] != name or name in found:
            return None
        is_text = cells[at + 1].strip() == ":"
        found[name] = (at, is_text)
        at += 4 if is_text else 2
    return found

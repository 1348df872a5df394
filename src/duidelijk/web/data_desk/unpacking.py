"""Refuses packed files that would keep the server busy: a page reads them while somebody waits.

The command takes larger ones. What an archive says of itself is enough: reading stops at the size
that is stated.
"""

from __future__ import annotations

import gzip
import zipfile
import zlib
from pathlib import Path

from duidelijk.sources.asking import Unreadable

LARGEST_UNPACKED = 40_000_000
"""Bytes of a packed file once it is unpacked: half a minute's work of a page at most."""
LARGEST_TEXTS = 10_000_000
"""Bytes of the texts that all sheets of a workbook share: they are held in memory."""
MOST_SHEETS = 100
_BLOCK = 1 << 20
_TAKE_LESS = "save only the sheet you need, as CSV; or have it imported on the server"


def refuse_too_much(path: Path, shown: str) -> None:
    """Raise ``Unreadable`` for a zip, a workbook or a gzip that unpacks to too much."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith(b"\x1f\x8b"):
        _refuse(_gzip_size(path), LARGEST_UNPACKED, shown)
    elif start == b"PK\x03\x04":
        try:
            with zipfile.ZipFile(path) as packed:
                parts = packed.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            return  # who reads it tells that it is damaged
        _refuse(sum(each.file_size for each in parts), LARGEST_UNPACKED, shown)
        names = [each.filename.lower() for each in parts]
        texts = sum(
            each.file_size
            for each, name in zip(parts, names, strict=True)
            if name.startswith("xl/") and not name.startswith("xl/worksheets/")
            if name.endswith(".xml")
        )
        _refuse(texts, LARGEST_TEXTS, shown, "of texts")
        sheets = sum(name.startswith("xl/worksheets/sheet") for name in names)
        if sheets > MOST_SHEETS:
            what = f"has {sheets:,} sheets; at most {MOST_SHEETS} are read here"
            raise Unreadable(shown, what, _TAKE_LESS)


def _refuse(size: int, most: int, shown: str, of: str = "of data") -> None:
    if size > most:
        what = f"unpacks to more than {most // 1_000_000} MB {of}, too much to read in a page"
        raise Unreadable(shown, what, _TAKE_LESS)


def _gzip_size(path: Path) -> int:
    """The unpacked size, or a size over the largest as soon as it is."""
    size = 0
    try:
        with gzip.open(path) as stream:
            while (block := stream.read(_BLOCK)) and size <= LARGEST_UNPACKED:
                size += len(block)
    except (OSError, EOFError, zlib.error):
        pass  # who reads it tells that it is damaged
    return size

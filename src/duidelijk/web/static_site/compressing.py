"""Files with their compressed forms beside them, as web servers look for: ``.gz`` and ``.br``."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

import brotli

ENDINGS = (".gz", ".br")
_GZIP, _BROTLI = 6, 5
"""Harder costs ten times as much for a hundredth less."""
_AS_GZIP = 31
"""The ``wbits`` by which zlib writes gzip's own format, with no time in it."""
_LEAST = 600
"""Smaller files fit in a packet as they are."""
_TYPES = (
    "text/",
    "application/json",
    "application/atom+xml",
    "application/rdf+xml",
    "application/ld+json",
    "application/csvm+json",
    "image/svg",
)


def compressible(media: str) -> bool:
    """Whether content of this type becomes smaller; pictures and workbooks are so already."""
    return media.startswith(_TYPES)


def forms(name: str, content: bytes, *, compress: bool) -> dict[str, bytes]:
    """The file and its compressed forms by name."""
    found = {name: content}
    if compress and len(content) >= _LEAST:
        found[f"{name}.gz"] = zlib.compress(content, _GZIP, _AS_GZIP)
        found[f"{name}.br"] = brotli.compress(content, mode=brotli.MODE_TEXT, quality=_BROTLI)
    return found


def write_in_parts(
    folder: Path, name: str, parts: Iterable[bytes], *, compress: bool
) -> tuple[dict[str, str], int]:
    """Write a file that does not fit in memory, and its compressed forms.

    Returns the checksum of each by name, and their size together in bytes.
    """
    with ExitStack() as held:
        writers = [_Writer(name, held.enter_context(opened(folder, name)), bytes, bytes)]
        if compress:
            gzip = zlib.compressobj(_GZIP, zlib.DEFLATED, _AS_GZIP)
            stream = held.enter_context(opened(folder, f"{name}.gz"))
            writers.append(_Writer(f"{name}.gz", stream, gzip.compress, gzip.flush))
            smaller = brotli.Compressor(mode=brotli.MODE_TEXT, quality=_BROTLI)
            stream = held.enter_context(opened(folder, f"{name}.br"))
            writers.append(_Writer(f"{name}.br", stream, smaller.process, smaller.finish))
        for part in parts:
            for each in writers:
                each.write(each.code(part))
        for each in writers:
            each.write(each.end())
    return {each.name: each.sum.hexdigest() for each in writers}, sum(e.size for e in writers)


def opened(folder: Path, name: str) -> BinaryIO:
    """A new file of this name in the folder, to write; folders on the way are made."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("xb")


class _Writer:
    """One file that is written in parts, summed up on the way."""

    def __init__(
        self,
        name: str,
        stream: BinaryIO,
        code: Callable[[bytes], bytes],
        end: Callable[[], bytes],
    ) -> None:
        self.name, self.code, self.end = name, code, end
        self.size, self.sum = 0, hashlib.sha256()
        self._stream = stream

    def write(self, data: bytes) -> None:
        self._stream.write(data)
        self.sum.update(data)
        self.size += len(data)

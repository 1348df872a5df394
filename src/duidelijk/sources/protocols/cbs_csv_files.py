"""The files of one download from CBS, packed in a zip or in a folder, with limits on unpacking."""

from __future__ import annotations

import csv
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast

from duidelijk.sources.asking import Unreadable

LARGEST = 20_000_000_000
"""Bytes that all files of a download may have together, unpacked."""
LARGEST_CODES = 100_000_000
"""Bytes that one file of codes or properties may have."""
HIGHEST_RATIO, FROM_SIZE = 1000, 100_000_000
"""How many times larger a file may become by unpacking, once it is larger than this."""

_AGAIN = "download it again from CBS"
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError)
_CANNOT = (*_DAMAGED, RuntimeError, NotImplementedError, ValueError, KeyError)
"""What a damaged, encrypted or strangely packed file can raise when it is opened."""


@dataclass(frozen=True)
class Download:
    """The files of a download by plain name; ``Observations.csv`` may be gzipped in a folder."""

    path: Path
    shown: str
    members: Mapping[str, str]
    """Plain name → name inside the zip or the folder."""

    @classmethod
    def of(cls, path: Path, shown: str) -> Download:
        """The files in a zip or a folder. Raises ``Unreadable``, also for what unpacks too big."""
        try:
            if path.is_dir():
                return cls(path, shown, _plain(each.name for each in path.iterdir()))
            with zipfile.ZipFile(path) as packed:
                entries = [entry for entry in packed.infolist() if not entry.is_dir()]
        except _CANNOT as error:
            what = f"is no zip of CSV files: {_reason(error)}"
            raise Unreadable(shown, what, _AGAIN) from None
        _check_sizes(entries, shown)
        names = [entry.filename for entry in entries]
        members = {PurePosixPath(name).name: name for name in names}
        if len(members) < len(names):
            raise Unreadable(shown, "holds several files of one name", "pack one table in a zip")
        return cls(path, shown, members)

    def where(self, name: str) -> str:
        """How a file is called in messages."""
        return f"{self.shown}/{name}"

    @contextmanager
    def opened(self, name: str) -> Iterator[Unpacking]:
        """A file of the download, unpacked while it is read. Raises ``Unreadable``."""
        where = self.where(name)
        if name not in self.members:
            what = "is not in the download"
            raise Unreadable(where, what, f"{_AGAIN}, and keep all its files together")
        with ExitStack() as stack:
            try:
                stream, packed = self._open(self.members[name], stack)
            except _CANNOT as error:
                raise Unreadable(where, f"cannot be opened: {_reason(error)}", _AGAIN) from None
            yield Unpacking(stream, packed, where)

    def _open(self, member: str, stack: ExitStack) -> tuple[IO[bytes], int]:
        """The stream of a file, and the bytes it has as it is packed (0 when it is not)."""
        if self.path.is_dir():
            file = self.path / member
            if member.endswith(".gz"):
                unpacked = stack.enter_context(gzip.GzipFile(file))
                return cast(IO[bytes], unpacked), file.stat().st_size
            return stack.enter_context(file.open("rb")), 0
        packed = stack.enter_context(zipfile.ZipFile(self.path))
        entry = packed.getinfo(member)
        return stack.enter_context(packed.open(entry)), entry.compress_size

    def rows(self, name: str, needed: Sequence[str]) -> list[dict[str, str]]:
        """The rows of a file of codes or properties, by column, trimmed.

        Raises ``Unreadable`` for a file without the *needed* columns or with damaged lines.
        """
        where = self.where(name)
        with self.opened(name) as stream:
            raw = stream.read(LARGEST_CODES + 1)
            if len(raw) > LARGEST_CODES:
                what = f"has more than {LARGEST_CODES / 1e6:.0f} MB"
                raise Unreadable(where, what, "that is no file of codes; check the download")
        lines, records = records_of(text_of(raw, where), where)
        if not records:
            raise Unreadable(where, "is empty", _AGAIN)
        header = [cell.strip() for cell in records[0]]
        if absent := [column for column in needed if column not in header]:
            raise Unreadable(where, f"lacks the column {absent[0]}", _AGAIN, lines[0])
        for line, record in zip(lines, records, strict=True):
            check_width(record, len(header), where, line)
        return [dict(zip(header, map(str.strip, record), strict=True)) for record in records[1:]]


class Unpacking:
    """A file being unpacked, within limits, whatever its packaging promises."""

    def __init__(self, stream: IO[bytes], packed: int, where: str) -> None:
        self._stream, self._packed, self._where, self._came = stream, packed, where, 0

    def read(self, size: int) -> bytes:
        """At most *size* bytes, and none at the end. Raises ``Unreadable``."""
        try:
            block = self._stream.read(size)
        except _DAMAGED as error:
            raise Unreadable(self._where, f"is damaged: {_reason(error)}", _AGAIN) from None
        self._came += len(block)
        much = bool(self._packed) and self._came > HIGHEST_RATIO * self._packed
        if self._came > LARGEST or (much and self._came > FROM_SIZE):
            raise Unreadable(self._where, *_BOMB)
        return block


_BOMB = ("unpacks to far more than a table can be", "do not open it; ask where it came from")


def _check_sizes(entries: Sequence[zipfile.ZipInfo], shown: str) -> None:
    """Refuse a zip that says itself that it unpacks to too much."""
    for entry in entries:
        ratio = entry.file_size / max(entry.compress_size, 1)
        if ratio > HIGHEST_RATIO and entry.file_size > FROM_SIZE:
            raise Unreadable(f"{shown}/{entry.filename}", *_BOMB)
    if sum(entry.file_size for entry in entries) > LARGEST:
        raise Unreadable(shown, *_BOMB)


def _plain(names: Iterator[str]) -> dict[str, str]:
    """Names without the ``.gz`` of a packed file; the unpacked one counts when both are there."""
    every = sorted(names, key=lambda name: not name.endswith(".gz"))
    return {name.removesuffix(".gz"): name for name in every}


def _reason(error: BaseException) -> str:
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(said).splitlines()[0][:120]


# --- text


def text_of(raw: bytes, where: str, line: int = 1) -> str:
    """The UTF-8 text of a file or a part of it that starts at *line*. Raises ``Unreadable``."""
    try:
        text = raw.decode("utf-8-sig" if line == 1 else "utf-8")
    except UnicodeDecodeError as error:
        line += raw.count(b"\n", 0, error.start)
        raise Unreadable(where, "is not in UTF-8", _AGAIN, line) from None
    if "\0" in text:
        line += text.count("\n", 0, text.index("\0"))
        raise Unreadable(where, "holds bytes that are no text (NUL)", _AGAIN, line)
    return text


def records_of(text: str, where: str, first: int = 1) -> tuple[list[int], list[list[str]]]:
    """The records that are not blank, and the line each of them starts on.

    *first* is the line on which *text* starts. Raises ``Unreadable`` for quotes that do not close.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    lines: list[int] = []
    records: list[list[str]] = []
    before = 0
    try:
        for record in reader:
            if record:
                lines.append(first + before)
                records.append(record)
            before = reader.line_num
    except csv.Error as error:
        what = "has a quotation mark too few or too many"
        if "unexpected end" in str(error):
            what = "ends in the middle of a cell"
        raise Unreadable(where, what, _AGAIN, first + before) from None
    return lines, records


def check_width(record: Sequence[str], width: int, where: str, line: int) -> None:
    """Refuse a record with another number of cells than its header."""
    if len(record) != width:
        what = f"has {len(record)} cells, where the header has {width}"
        raise Unreadable(where, what, f"it is cut off or edited; {_AGAIN}", line)

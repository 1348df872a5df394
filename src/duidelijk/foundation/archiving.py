"""Many files in one archive: compressed, each with its checksum, and read without trust.

An archive is a tar file compressed with Zstandard. Its last file is ``SHA256SUMS`` over all others,
so that one that was cut off is known by its lack, and everyday tools can unpack and check it. What
is read is held against the sums before anybody uses it; nothing but plain files and folders below
the given one is ever made.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
import tarfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

import zstandard

from duidelijk.foundation.checksums import SUMS
from duidelijk.foundation.problems import Problem, Refused

Heard = Callable[[int], None]
"""Called with the number of bytes that were handled since the last time."""

_PIECE = 1 << 20
_LEVEL = 3
_LONGEST_SUMS = 1 << 29
_LONGEST_HEADER = 1 << 16
"""Bytes of the longest name, or other header, that is read into memory."""
_MOST_MEMORY = 1 << 27
"""Bytes that unpacking may take."""
_EXTENSIONS = {tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK}


@dataclass(frozen=True)
class Item:
    """Something to put in: a file or folder, or some bytes."""

    name: str
    source: Path | bytes


def write_archive(target: BinaryIO, items: Iterable[Item], heard: Heard = lambda _: None) -> None:
    """Write *items* and their sums to *target*.

    Raises ``Refused`` when one cannot be kept: a link to a folder, a name that is no text, a file
    that shrinks or goes while it is read.
    """
    packer = zstandard.ZstdCompressor(level=_LEVEL, threads=-1, write_checksum=True)
    sums = []
    with (
        packer.stream_writer(target, closefd=False) as packed,
        tarfile.open(
            fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT, bufsize=_PIECE
        ) as archive,
    ):
        for item in items:
            digest = _put(archive, item, heard)
            if digest:
                sums.append(f"{digest}  {item.name}\n")
        _put(archive, Item(SUMS, "".join(sums).encode()), heard)


def _put(archive: tarfile.TarFile, item: Item, heard: Heard) -> str:
    """Add one item; its SHA-256, empty of a folder."""
    if not item.name.isprintable() or "\\" in item.name:  # sums could not name it
        raise _cannot_keep(item.name, "has a name that cannot be kept", "give it a plain name")
    entry = tarfile.TarInfo(item.name)
    if isinstance(item.source, bytes):
        entry.size, entry.mode = len(item.source), 0o644
        reading = _Hashing(io.BytesIO(item.source), heard)
        archive.addfile(entry, reading)
        return reading.digest
    try:
        if item.source.is_dir():
            _describe(entry, item.source.stat())
            entry.type = tarfile.DIRTYPE
            archive.addfile(entry)
            return ""
        with item.source.open("rb") as stream:
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise _cannot_keep(str(item.source), "is no file", "move it out of the home")
            _describe(entry, status)
            entry.size = status.st_size
            reading = _Hashing(stream, heard)
            archive.addfile(entry, reading)
            return reading.digest
    except FileNotFoundError:
        raise _cannot_keep(str(item.source), "went while this was made", "try again") from None
    except OSError as error:
        if "unexpected end of data" not in str(error):
            raise
        raise _cannot_keep(str(item.source), "changed while it was read", "try again") from None


def _describe(entry: tarfile.TarInfo, status: os.stat_result) -> None:
    entry.mode = stat.S_IMODE(status.st_mode) & 0o777
    entry.mtime = int(status.st_mtime)


def _cannot_keep(where: str, what: str, remedy: str) -> Refused:
    return Refused("Nothing was written:", [Problem(where, 0, what, remedy)])


class _Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class _Hashing:
    """A stream that reckons the SHA-256 of what is read from it."""

    def __init__(self, stream: _Readable, heard: Heard) -> None:
        self._stream, self._heard, self._hash = stream, heard, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        self._hash.update(piece)
        self._heard(len(piece))
        return piece

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()


# --- reading


def first_file(path: Path, name: str, most: int = 1 << 24) -> bytes:
    """The content of the first file in an archive, which has to be *name*."""
    with _opened(path) as archive:
        entry = archive.next()
        if entry is None or entry.name != name or not entry.isreg() or entry.size > most:
            raise _damaged(path, [Problem(name, 0, "does not come first")])
        return _content(archive, entry)


def check_archive(path: Path, heard: Heard = lambda _: None) -> int:
    """The number of files in an archive of which every one is what was put in.

    Raises ``Refused`` with everything that is missing, changed or too much.
    """
    return _read(path, None, None, heard)


def unpack_archive(path: Path, folder: Path, most_bytes: int, heard: Heard = lambda _: None) -> int:
    """Unpack an archive into an empty *folder*, and check it; the number of files.

    Raises ``Refused`` with everything that is missing, changed, too much or more than *most_bytes*
    in all; what was written until then is worth nothing.
    """
    return _read(path, folder, most_bytes, heard)


def _read(path: Path, folder: Path | None, most_bytes: int | None, heard: Heard) -> int:
    found: dict[str, str] = {}
    seen: set[str] = set()
    room = most_bytes
    sums = b""
    with _opened(path, heard) as archive:
        while (entry := archive.next()) is not None:
            name = _safe_name(path, entry, seen)
            if sums:
                raise _damaged(path, [Problem(name, 0, "comes after the sums")])
            if name == SUMS:
                if entry.size > _LONGEST_SUMS:
                    raise _damaged(path, [Problem(name, 0, "is longer than sums can be")])
                sums = _content(archive, entry)
                continue
            if room is not None and (room := room - entry.size) < 0:
                raise _damaged(path, [Problem(name, 0, "is more than the archive says it holds")])
            if entry.isdir():
                if folder:
                    _new_folder(folder, name, entry.mode)
            else:
                found[name] = _take(archive, entry, folder / name if folder else None)
    problems = _against(sums, found)
    if problems:
        raise _damaged(path, problems)
    return len(found)


def _take(archive: tarfile.TarFile, entry: tarfile.TarInfo, target: Path | None) -> str:
    """Read a file to its end, write it to *target* if given; its SHA-256."""
    stream = archive.extractfile(entry)
    assert stream is not None
    reading = _Hashing(stream, lambda _: None)
    if target is None:
        while reading.read(_PIECE):
            pass
        return reading.digest
    target.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        while piece := reading.read(_PIECE):
            out.write(piece)
        os.fchmod(out.fileno(), entry.mode & 0o755 | stat.S_IRUSR | stat.S_IWUSR)
    os.utime(target, (entry.mtime, entry.mtime))
    return reading.digest


def _new_folder(folder: Path, name: str, mode: int) -> None:
    path = folder / name
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(mode & 0o755 | stat.S_IRWXU)


def _content(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> bytes:
    stream = archive.extractfile(entry)
    assert stream is not None
    return stream.read()


def _safe_name(path: Path, entry: tarfile.TarInfo, seen: set[str]) -> str:
    """The name of an entry that may be made. Raises ``Refused`` for any other."""
    parts = PurePosixPath(entry.name)
    plain = bool(parts.parts) and not parts.is_absolute() and ".." not in parts.parts
    if not plain or str(parts) != entry.name or not entry.name.isprintable():
        raise _damaged(path, [Problem(entry.name, 0, "is a name that leads elsewhere")])
    if not (entry.isreg() or entry.isdir()) or entry.size < 0:
        raise _damaged(path, [Problem(entry.name, 0, "is neither a file nor a folder")])
    if entry.name in seen:
        raise _damaged(path, [Problem(entry.name, 0, "comes twice")])
    seen.add(entry.name)
    return entry.name


def _against(sums: bytes, found: dict[str, str]) -> list[Problem]:
    if not sums:
        return [Problem(SUMS, 0, "is missing: the end was cut off")]
    told: dict[str, str] = {}
    for line in sums.decode("utf-8", "replace").splitlines():
        digest, _, name = line.partition("  ")
        told[name] = digest
    problems = [Problem(name, 0, "is missing") for name in told.keys() - found.keys()]
    problems += [Problem(name, 0, "is not in the sums") for name in found.keys() - told.keys()]
    problems += [
        Problem(name, 0, "is not what was put in")
        for name in told.keys() & found.keys()
        if told[name] != found[name]
    ]
    return problems


class _Bounded(tarfile.TarInfo):
    """An entry whose own headers fit in memory, whoever wrote them."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _Bounded:
        entry = super().frombuf(buf, encoding, errors)
        if entry.type in _EXTENSIONS and entry.size > _LONGEST_HEADER:
            raise tarfile.ReadError("a header is longer than any that is written")
        return entry


class _Counted:
    """A file that tells how far it was read."""

    def __init__(self, stream: BinaryIO, heard: Heard) -> None:
        self._stream, self._heard = stream, heard

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        self._heard(len(piece))
        return piece


@contextmanager
def _opened(path: Path, heard: Heard = lambda _: None) -> Iterator[tarfile.TarFile]:
    """An archive to read from its beginning; whatever is wrong with its form is a refusal."""
    if not path.is_file():
        raise Refused("There is no such archive:", [Problem(str(path), 0, "is no file")])
    unpacker = zstandard.ZstdDecompressor(max_window_size=_MOST_MEMORY)
    try:
        with (
            path.open("rb") as stream,
            unpacker.stream_reader(_Counted(stream, heard), read_size=_PIECE) as unpacked,  # type: ignore[arg-type]
            tarfile.open(
                fileobj=unpacked,
                mode="r|",
                bufsize=_PIECE,
                tarinfo=_Bounded,
                errorlevel=2,
            ) as archive,
        ):
            yield archive
    except (zstandard.ZstdError, tarfile.TarError, EOFError) as error:
        raise _damaged(path, [Problem(path.name, 0, f"cannot be unpacked ({error})")]) from None


def _damaged(path: Path, problems: list[Problem]) -> Refused:
    return Refused(f"{path} is not a whole archive of ours:", problems)

"""The raw replies of sources, kept as they came: compressed, each under its sha256."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import zstandard

from duidelijk.foundation.folders import (
    sweep_unfinished,
    synchronise,
    unfinished_folder,
    write_whole,
)
from duidelijk.foundation.problems import Problem, Refused

_LEVEL = 1
_CHUNK = 1 << 20
_local = threading.local()


class Archive:
    """A folder of kept replies (``raw/`` in the home); adding what is there does nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Where a reply lies, or would lie."""
        return self.folder / sha256[:2] / f"{sha256}.zst"

    def keep(self, body: bytes) -> str:
        """Keep *body*; its sha256."""
        sha256 = hashlib.sha256(body).hexdigest()
        path = self.path(sha256)
        if not path.exists():
            write_whole(path, _compressor().compress(body))
        return sha256

    def keep_file(self, file: Path) -> str:
        """Keep a file of any size, read in pieces; its sha256."""
        whole = hashlib.sha256()
        sweep_unfinished(self.folder)
        with unfinished_folder(self.folder, "reply") as aside:
            unfinished = aside / "reply"
            with (
                file.open("rb") as source,
                unfinished.open("wb") as target,
                _compressor().stream_writer(target, closefd=False) as packed,
            ):
                while piece := source.read(_CHUNK):
                    whole.update(piece)
                    packed.write(piece)
            synchronise(unfinished)
            path = self.path(whole.hexdigest())
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.replace(path)
        return whole.hexdigest()

    def __contains__(self, sha256: str) -> bool:
        return self.path(sha256).exists()

    def read(self, sha256: str) -> bytes:
        """A kept reply. Raises ``Refused`` when it is not there or no longer what it was."""
        with self.open(sha256) as stream:
            body = b"".join(stream)
        if hashlib.sha256(body).hexdigest() != sha256:
            raise _damaged(self.path(sha256), "is not what was kept")
        return body

    @contextmanager
    def open(self, sha256: str) -> Iterator[Iterator[bytes]]:
        """A kept reply in pieces, unpacked."""
        path = self.path(sha256)
        if not path.exists():
            raise Refused("A kept reply is gone:", [Problem(str(path), 0, "is not there")])
        with path.open("rb") as packed:
            yield _pieces(path, packed)


def _pieces(path: Path, packed: object) -> Iterator[bytes]:
    try:
        yield from zstandard.ZstdDecompressor().read_to_iter(packed)  # type: ignore[arg-type]
    except zstandard.ZstdError as error:
        raise _damaged(path, f"cannot be unpacked ({error})") from None


def _damaged(path: Path, what: str) -> Refused:
    remedy = "put it back from a backup, or remove it and collect again"
    return Refused("A kept reply is damaged:", [Problem(str(path), 0, what, remedy)])


def _compressor() -> zstandard.ZstdCompressor:
    """One a thread: a compressor cannot be shared."""
    if not hasattr(_local, "compressor"):
        _local.compressor = zstandard.ZstdCompressor(level=_LEVEL)
    found: zstandard.ZstdCompressor = _local.compressor
    return found

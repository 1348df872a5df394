"""Documents of editions for readers: made when first asked for, then kept as files in the home.

Making one takes a processor for a second, so one is made at a time and few may wait: whoever comes
after them is told to come back, and the pages stay quick.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import shutil
import threading
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from duidelijk import __version__, publish
from duidelijk.editions.edition import Edition
from duidelijk.foundation.checksums import SUMS
from duidelijk.foundation.folders import locked, write_whole
from duidelijk.foundation.problems import Refused

_log = logging.getLogger(__name__)
_WAITING = 4
"""So many requests may make a document or wait for their turn; each holds a thread."""
_LONGEST_WAIT = 30.0
_turns = threading.BoundedSemaphore(_WAITING)
_alone = threading.Lock()


class Busy(Exception):
    """Too many documents are being asked for at this moment."""


def kept_document(edition: Edition, name: str, make: Callable[[], bytes]) -> Path | bytes:
    """The document *name* of an edition: its file, made with *make* where it is not there yet.

    Its bytes where the home cannot be written, and of an edition that is not out: that is never
    kept. Raises ``Busy`` when too many wait already.
    """
    if edition.not_out:
        return made_document(make)
    folder = settings.HOME.documents / document_key(edition)
    path: Path = folder / name
    if path.is_file():
        return path
    if not _turns.acquire(blocking=False):
        raise Busy
    try:
        with contextlib.ExitStack() as held:
            try:
                held.enter_context(locked(settings.HOME.documents, _LONGEST_WAIT))
            except OSError as error:
                _log.warning("documents are not kept: %s", error)
                held.enter_context(_alone)
            return path if path.is_file() else _store(path, edition, make())
    except Refused as refusal:
        raise Busy from refusal
    finally:
        _turns.release()


def made_document(make: Callable[[], bytes]) -> bytes:
    """A document that is made in its turn, and not kept. Raises ``Busy`` when too many wait."""
    if not _turns.acquire(blocking=False):
        raise Busy
    try:
        with _alone:
            return make()
    finally:
        _turns.release()


def _store(path: Path, edition: Edition, content: bytes) -> Path | bytes:
    """Keep a document, and drop those of the same edition that another program made."""
    try:
        write_whole(path, content)
        for other in path.parent.parent.glob(f"{edition.id}.*"):
            if other != path.parent:
                shutil.rmtree(other, ignore_errors=True)
    except OSError as error:
        _log.warning("a document is not kept: %s", error)
        return content
    return path


def document_key(edition: Edition) -> str:
    """What the documents of an edition depend on: its bytes, the program, the site's address."""
    sums = (edition.folder / SUMS).read_bytes()
    parts = (sums, _program().encode(), settings.ADDRESS.encode())
    return f"{edition.id}.{hashlib.sha256(b'|'.join(parts)).hexdigest()[:16]}"


@cache
def _program() -> str:
    """The version of the program, and what exactly makes the documents."""
    whole = hashlib.sha256(f"{__version__} {version('typst')}".encode())
    folder = Path(publish.__file__).parent
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".py", ".typ", ".yaml"):
            whole.update(path.read_bytes())
    return whole.hexdigest()

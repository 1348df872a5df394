"""Files on their way in, a folder each in ``uploads/`` of the home, until they are swept.

Everything about one is in its folder, so that every process of the server and every command sees
the same: the file, its mapping, what is told of it, and the outcome of a try or an import.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import secrets
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from duidelijk.foundation.folders import Busy, is_alive, locked, whole_folder, write_whole
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.sources.importing.outcome import Outcome
from duidelijk.web.data_desk.desk import WAIT_SECONDS, home

KEPT_DAYS = 7
"""Days without a change after which a file is swept, imported or not."""
LOCAL = "local"
"""The sort of a file with figures of a local monitor, which the data desk does not show."""
_STARTING = dt.timedelta(seconds=60)
"""A command that gave no sign of life for so long after it was started never will."""
_ID = re.compile(r"[a-z0-9]{16}\Z")
_LETTERS = "bcdfghjkmnpqrstvwxz23456789"
_STATE, _RELEASES = "upload.json", "releases.csv"
_TRIED, _IMPORTED = "tried.json", "imported.json"


@dataclass(frozen=True)
class Upload:
    """One file that somebody brought in."""

    id: str
    file: str
    """Its name, made safe."""
    by: str
    account: str
    moment: str
    size: int
    sha256: str
    sort: str = ""
    """``template``, ``tidy``, ``table``, ``mapped`` or ``local``; empty until it was looked at."""
    layout: str = "cells"
    mapping: str = ""
    """The name of its mapping, which is also that of the mapping kept later."""
    known: bool = False
    """Whether that is a mapping somebody confirmed before."""
    details: dict[str, str] = field(default_factory=dict)
    period: str = ""
    trying: str = ""
    """When a try was last started; empty when something was changed since."""
    importing: str = ""

    @property
    def folder(self) -> Path:
        """Where everything about it is."""
        return home().uploads / self.id

    @property
    def path(self) -> Path:
        """The file itself."""
        return self.folder / self.file

    @property
    def mapping_path(self) -> Path:
        """Its mapping, with what is still to be settled."""
        return self.folder / f"{self.mapping}.yaml"

    @property
    def releases_path(self) -> Path:
        """The releases of a file in our own shape."""
        return self.folder / _RELEASES

    @property
    def outcome_path(self) -> Path:
        """Where the command that was started last writes what came of it."""
        return self.folder / (_IMPORTED if self.importing else _TRIED)

    @property
    def outcome(self) -> Outcome | None:
        """What came of the command that was started last, once it is there."""
        if not (self.trying or self.importing):
            return None
        return Outcome.read(self.outcome_path)

    @property
    def stage(self) -> str:
        """``open``, ``busy``, ``broken_off`` or ``ended``: how far the command is."""
        started = self.importing or self.trying
        if not started:
            return "open"
        if self.outcome is not None:
            return "ended"
        young = timezone.now() - dt.datetime.fromisoformat(started) < _STARTING
        if young or is_alive(self.folder, self.outcome_path.name):
            return "busy"
        return "ended" if self.outcome is not None else "broken_off"

    @property
    def swept(self) -> dt.datetime:
        """When it goes."""
        try:
            changed = dt.datetime.fromtimestamp((self.folder / _STATE).stat().st_mtime, dt.UTC)
        except FileNotFoundError:  # thrown away while a page was made
            changed = dt.datetime.fromisoformat(self.moment)
        return changed + dt.timedelta(days=KEPT_DAYS)


def receive(given: UploadedFile, by: str, account: str) -> Upload:
    """Keep a file that came in, whole or not at all.

    Raises ``Refused`` for an empty one, and ``OSError`` when the disk does not take it.
    """
    if not given.size:
        raise Refused("Nothing was kept:", [Problem("file", 0, "is empty", "save it once more")])
    id_ = "".join(secrets.choice(_LETTERS) for _ in range(16))
    name, digest = safe_name(given.name or ""), hashlib.sha256()
    with whole_folder(home().uploads / id_) as folder:
        folder.chmod(0o700)
        with (folder / name).open("wb") as stream:
            for chunk in given.chunks():
                digest.update(chunk)
                stream.write(chunk)
        moment = timezone.now().isoformat(timespec="seconds")
        made = Upload(id_, name, by, account, moment, given.size, digest.hexdigest())
        _write(folder, made)
    return made


def safe_name(given: str) -> str:
    """The name of a file without folders and signs, with an ending that is known.

    >>> safe_name("C:\\\\stukken\\\\Cijfers 2021 (def).CSV")
    'Cijfers 2021 (def).csv'
    """
    bare = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    kept = "".join(each if each.isalnum() or each in " .()_-" else "_" for each in bare)
    stem, _, ending = kept.strip(" .").rpartition(".")
    ending = ending.casefold()
    known = ending in ("csv", "xlsx", "txt", "tsv", "json", "xml", "gz")
    stem = (stem if known else kept).strip(" .-_").encode()[:80].decode(errors="ignore") or "file"
    name = f"{stem}.{ending}" if known else f"{stem}.csv"
    # names that the folder itself uses
    return f"file-{name}" if name in (_RELEASES, _STATE, _TRIED, _IMPORTED) else name


def upload(id_: str) -> Upload | None:
    """The upload with this id; ``None`` when there is none, or not any more."""
    if not _ID.match(id_):
        return None
    try:
        text = (home().uploads / id_ / _STATE).read_text(encoding="utf-8")
        return Upload(**json.loads(text))
    except (OSError, ValueError, TypeError):
        return None


def uploads() -> list[Upload]:
    """Every upload of the data desk, newest first."""
    found = [upload(path.name) for path in home().uploads.glob("*") if path.is_dir()]
    shown = (each for each in found if each and each.sort != LOCAL)
    return sorted(shown, key=lambda each: each.moment, reverse=True)


@contextmanager
def changing(id_: str) -> Iterator[Upload]:
    """Hold an upload alone while it is changed. Raises ``Busy``; ``Refused`` when it is gone."""
    if upload(id_) is None:
        raise gone()
    with _alone(id_, WAIT_SECONDS) as held:
        if held is None:
            raise gone()
        yield held


@contextmanager
def _alone(id_: str, wait_seconds: float) -> Iterator[Upload | None]:
    """Hold a folder of an upload alone, with what it is by then. Raises ``Busy``."""
    folder = home().uploads / id_
    with locked(folder, wait_seconds):
        held = upload(id_)
        yield held
        if held is None:  # thrown away meanwhile: the lock made its folder anew
            shutil.rmtree(folder, ignore_errors=True)


def gone() -> Refused:
    """What to say of an upload that is not there."""
    return Refused("The file is gone:", [Problem("", 0, "the file is gone", "bring it in again")])


def write(changed: Upload) -> Upload:
    """Keep what was changed; hold the upload (``changing``)."""
    _write(changed.folder, changed)
    return changed


def changed(held: Upload, **fields: Any) -> Upload:
    """Keep changed fields; what was tried before no longer counts."""
    (held.folder / _TRIED).unlink(missing_ok=True)
    return write(replace(held, trying="", **fields))


def keep_releases(held: Upload, given: UploadedFile) -> None:
    """Keep the releases of a file in our own shape."""
    write_whole(held.releases_path, b"".join(given.chunks()), mode=0o600)


def remove(held: Upload) -> None:
    """Throw a file away with everything about it; hold it (``changing``)."""
    (held.folder / _STATE).unlink(missing_ok=True)
    shutil.rmtree(held.folder, ignore_errors=True)


def sweep() -> list[Upload]:
    """Throw away what nobody changed for ``KEPT_DAYS``; what went.

    Each is held alone meanwhile, and looked at once more: who works on it keeps it.
    """
    swept = []
    for path in home().uploads.glob("*"):
        if not (_ID.match(path.name) and path.is_dir() and _is_old(path.name)):
            continue
        with suppress(Busy), _alone(path.name, 0) as held:
            if held is not None and _is_old(held.id):
                remove(held)
                swept.append(held)
    return swept


def _is_old(id_: str) -> bool:
    """Whether nothing happens with an upload any more; also what is left of one half removed."""
    held = upload(id_)
    if held is not None:
        return held.swept < timezone.now() and held.stage != "busy"
    try:
        touched = (home().uploads / id_).stat().st_mtime
    except FileNotFoundError:
        return False
    age = timezone.now() - dt.datetime.fromtimestamp(touched, dt.UTC)
    return age > dt.timedelta(days=KEPT_DAYS)


def _write(folder: Path, made: Upload) -> None:
    text = json.dumps(asdict(made), ensure_ascii=False, sort_keys=True)
    write_whole(folder / _STATE, text.encode(), mode=0o600)

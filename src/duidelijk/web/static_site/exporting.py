"""The whole copy: makes it beside the one before, then lets the two change places."""

from __future__ import annotations

import errno
import hashlib
import json
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

import duidelijk
from duidelijk.foundation.checksums import SUMS, canonical_json, check_sums, read_sums
from duidelijk.foundation.folders import is_alive, replaced_folder, sweep_unfinished
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.web.dashboard.static_copy import StaticCopy
from duidelijk.web.library import library, showing
from duidelijk.web.static_site.crawling import Crawled, Step, crawl
from duidelijk.web.static_site.fingerprint import fingerprint
from duidelijk.web.static_site.making import NOT_FOUND, Maker
from duidelijk.web.static_site.working import Order, mill

TOLD = "export.json"
"""What a copy tells of itself; by this file a folder is known as one of ours."""
_FORMAT = "duidelijk-static-site"
_STARTS = ("/", "/en", "/zoek", "/en/zoek", "/robots.txt", *NOT_FOUND)
_SECURITY = "/.well-known/security.txt"


@dataclass(frozen=True)
class Exported:
    """What an export came to."""

    editions: tuple[str, ...]
    pages: int
    files: int
    """Pages and everything else, without the compressed forms."""
    size: int
    """Bytes of everything, with the compressed forms."""
    changed: int
    """How many of the files are new or differ from the copy before."""
    gone: int
    problems: tuple[Problem, ...]


def export(
    folder: Path, editions: frozenset[str], copy: StaticCopy, processes: int, step: Step
) -> Exported:
    """Write the public site of these *editions*, or of all when none are named, to *folder*.

    The copy that was there stays whole until the new one takes its place. Raises ``Refused`` when
    *folder* holds something else, or when it cannot be written.
    """
    folder = folder.resolve()
    _check(folder)
    sweep_unfinished(folder.parent, folder.name)
    try:
        with showing(editions):
            return _export(folder, editions, copy, processes, step)
    except BrokenProcessPool as error:
        remedy = "often for want of memory: export with fewer --processes"
        raise Refused(
            f"The copy in {folder} stays as it was",
            [Problem("", 0, "a process that made pages was ended from outside", remedy)],
        ) from error
    except OSError as error:
        if error.errno not in _REMEDIES:
            raise
        raise Refused(
            f"The copy in {folder} stays as it was",
            [Problem(str(folder), 0, error.strerror or str(error), _REMEDIES[error.errno])],
        ) from error


_REMEDIES = {
    errno.ENOSPC: "make room on the disk, then export again",
    errno.EDQUOT: "make room on the disk, then export again",
    errno.EACCES: "export as a user who may write there",
    errno.EPERM: "export as a user who may write there",
    errno.EROFS: "export to a disk that can be written",
    errno.EBUSY: "this is a disk by itself: export to a folder on it",
    errno.EXDEV: "this is a disk by itself: export to a folder on it",
}


def told(folder: Path) -> dict[str, object] | None:
    """What the copy in *folder* tells of itself; ``None`` when there is none of ours."""
    try:
        found = json.loads((folder / TOLD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and found.get("format") == _FORMAT else None


def _export(
    folder: Path, editions: frozenset[str], copy: StaticCopy, processes: int, step: Step
) -> Exported:
    key = fingerprint(copy, Maker(folder, settings.ADDRESS, copy))
    before = told(folder)
    if before is not None and before["key"] == key and not check_sums(folder):
        problems = tuple(Problem(*each) for each in before["problems"])  # type: ignore[attr-defined]
        return _exported(before, 0, 0, problems)
    sums_before = read_sums(folder) if before is not None else {}
    was = folder if before is not None else None
    with replaced_folder(folder) as unfinished:
        order = Order(unfinished, settings.ADDRESS, copy, editions, was, sums_before)
        with mill(order, processes) as make:
            crawled = crawl(_starts(), make, unfinished, step)
        known = _describe(unfinished, crawled, copy, key)
    now = {each.file for each in crawled.made if each.file}
    changed = sum(1 for each in crawled.made if each.file and each.changed)
    gone = sum(
        1 for name in sums_before if not name.endswith((".gz", ".br", TOLD)) and name not in now
    )
    return _exported(known, changed, gone, tuple(crawled.problems))


def _check(folder: Path) -> None:
    """Refuse what would write over something that is not a copy of ours."""
    home = settings.HOME.folder.resolve()
    if folder == home or folder in home.parents or home in folder.parents:
        _refuse(folder, "the home of the program is there", "name a folder outside it")
    if is_alive(folder.parent, folder.name):
        _refuse(folder, "another command is writing it now", "wait for that one")
    if not folder.exists():
        return
    if not folder.is_dir():
        _refuse(folder, "this is a file", "name a folder")
    if told(folder) is None:
        if any(folder.iterdir()):
            _refuse(
                folder,
                "there are files that are no copy of this site",
                "name another folder, or empty this one",
            )
        return
    names = {SUMS, *read_sums(folder)}
    strange = [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_symlink() or not path.is_dir()
    ]
    strange = sorted(each for each in strange if each not in names)
    if strange:
        more = f" and {len(strange) - 3} more" if len(strange) > 3 else ""
        _refuse(
            folder,
            f"somebody added {', '.join(strange[:3])}{more}, which would be lost",
            "move that elsewhere first",
        )


def _refuse(folder: Path, what: str, remedy: str) -> None:
    raise Refused("Nothing was exported", [Problem(str(folder), 0, what, remedy)])


def _starts() -> list[str]:
    found = [*_STARTS, *(f"/catalogus.{each}" for each in ("ttl", "jsonld", "rdf"))]
    if settings.SECURITY_CONTACT:
        found.append(_SECURITY)
    return found


def _describe(folder: Path, crawled: Crawled, copy: StaticCopy, key: str) -> dict[str, object]:
    """Write what the copy is, and the checksum of every file in it."""
    sums = {name: digest for each in crawled.made for name, digest in each.sums}
    known: dict[str, object] = {
        "format": _FORMAT,
        "program": duidelijk.__version__,
        "address": settings.ADDRESS,
        "editions": list(library().editions()),
        "options": asdict(copy),
        "pages": sum(1 for each in crawled.made if each.page),
        "files": sum(1 for each in crawled.made if each.file),
        "size": sum(each.size for each in crawled.made),
        "problems": [[e.where, e.line, e.what, e.remedy] for e in crawled.problems],
        "key": key,
    }
    content = canonical_json(known).encode()
    (folder / TOLD).write_bytes(content)
    sums[TOLD] = hashlib.sha256(content).hexdigest()
    lines = (f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")
    return known


def _exported(
    known: dict[str, object], changed: int, gone: int, problems: tuple[Problem, ...]
) -> Exported:
    pages, files, size = (int(str(known[each])) for each in ("pages", "files", "size"))
    editions: list[str] = known["editions"]  # type: ignore[assignment]
    return Exported(tuple(editions), pages, files, size, changed, gone, problems)

"""The demonstration: the shipped monitor's real figures, its editions of 2021, in a home apart."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil

from duidelijk import __version__
from duidelijk.catalogue.shipped import shipped_monitor
from duidelijk.cli.freezing import freeze_editions
from duidelijk.cli.output import say
from duidelijk.cli.since import since_newest_edition
from duidelijk.editions.edition import edition_folders
from duidelijk.editions.verifying import verify
from duidelijk.figures.reading import read_releases
from duidelijk.figures.store import FigureStore
from duidelijk.foundation.folders import locked, write_whole
from duidelijk.foundation.home import CONTENTS, VARIABLE, Home, Worth
from duidelijk.foundation.problems import Problem, Refused

_STAMP = "made-from"
_UNFINISHED = "unfinished"
_BY_RUNNING = {each.name for each in CONTENTS if each.worth in (Worth.DATABASE, Worth.PASSING)}
_MADE = {"editions", "figures", "documents", "track-record.json", "since.json"}
_OWN = {_STAMP, *_MADE, *_BY_RUNNING}
_SINCE_UNTIL = dt.date(2021, 12, 31)
"""What came in since the last edition is told up to here: soon after, the shipped figures end."""
_RELEASES = shipped_monitor("corona") / "figures" / "releases.csv"


def make_demo(home: Home) -> Home:
    """Make the demonstration in ``demo/`` of *home*, or leave it when it is there and whole.

    Raises ``Refused`` when that folder holds anything that no demonstration put there: nothing of
    a user's is ever deleted.
    """
    # asked for again with the home that was named last time
    demo = home if (home.folder / _STAMP).is_file() else Home(home.folder / "demo")
    os.environ[VARIABLE] = str(demo.folder)  # before Django reads it
    from duidelijk.web.operations.recording import recorded

    stamp = _digest()
    with locked(home.folder, wait_seconds=600):
        if _whole(demo, stamp):
            say(f"The demonstration is there and whole: {demo.folder}")
        else:
            _clear(demo)
            write_whole(demo.folder / _STAMP, f"{_UNFINISHED} {stamp}".encode())
            say("Real published figures of 2001–2022 become five editions of 2021:")
            with recorded("demo", "corona"):
                freeze_editions(demo, shipped_monitor("corona"), [])
                for _ in since_newest_edition(demo, shipped_monitor("corona"), _SINCE_UNTIL):
                    pass
            write_whole(demo.folder / _STAMP, stamp.encode())
    say(f"To look closer, set {VARIABLE}={demo.folder}")
    return demo


def _whole(demo: Home, stamp: str) -> bool:
    """Whether this very program made the demonstration, and every byte of it is still there."""
    kept = demo.folder / _STAMP
    editions = edition_folders(demo.editions)
    made = kept.is_file() and kept.read_text(encoding="utf-8") == stamp
    return made and bool(editions) and not any(verify(each) for each in editions)


def _clear(demo: Home) -> None:
    """Remove an older or half-made demonstration, and only that."""
    if not demo.folder.exists() or not any(demo.folder.iterdir()):
        return
    strange = [path.name for path in demo.folder.iterdir() if path.name not in _OWN]
    if not (demo.folder / _STAMP).is_file():
        strange.append(f"no file {_STAMP}")
    shipped = {each.id for each in read_releases(_RELEASES)[0]}
    strange += sorted(FigureStore(demo.figures).releases().keys() - shipped)
    if strange:
        raise Refused(
            f"{demo.folder} holds more than a demonstration; nothing was removed:",
            [Problem("", 0, each, "move it, or set another home") for each in strange],
        )
    say("The shipped figures or the program changed: making the demonstration anew")
    for path in (demo.editions, demo.figures, demo.documents):
        shutil.rmtree(path, ignore_errors=True)


def _digest() -> str:
    """Of the program and its shipped monitor: another one makes other editions."""
    package = shipped_monitor("corona").parent.parent
    whole = hashlib.sha256(__version__.encode())
    for path in sorted(package.rglob("*")):
        if path.suffix in (".py", ".yaml", ".csv", ".json") and "web" not in path.parts:
            whole.update(path.relative_to(package).as_posix().encode())
            whole.update(path.read_bytes())
    return whole.hexdigest()

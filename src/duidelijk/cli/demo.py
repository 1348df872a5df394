"""The demonstration: the shipped monitor's real figures, its editions of 2021, in a home apart.

A session was played on one of them, the newest is corrected, and one more edition lies in review,
for who wants to see the workspace.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import os
import shutil

from duidelijk import __version__
from duidelijk.catalogue.reading import read_monitor
from duidelijk.catalogue.shipped import shipped_monitor
from duidelijk.cli.demo_editions import (
    BEFORE_SPOKEN_OF,
    CORRECTION,
    DRAFT,
    SPOKEN_OF,
    declare,
)
from duidelijk.cli.freezing import freeze_editions, texts_beforehand
from duidelijk.cli.output import say
from duidelijk.cli.since import since_newest_edition
from duidelijk.editions.edition import edition_folders
from duidelijk.editions.publishing import clear_reviews, publish
from duidelijk.editions.texts import Texts
from duidelijk.editions.verifying import verify
from duidelijk.figures.reading import read_releases
from duidelijk.figures.store import FigureStore
from duidelijk.foundation.checksums import write_sums
from duidelijk.foundation.folders import locked, whole_folder, write_whole
from duidelijk.foundation.home import CONTENTS, VARIABLE, Home, Worth
from duidelijk.foundation.problems import Problem, Refused

_STAMP = "made-from"
_UNFINISHED = "unfinished"
_BY_RUNNING = {each.name for each in CONTENTS if each.worth in (Worth.DATABASE, Worth.PASSING)}
_FOLDERS = ("editions", "figures", "documents", "monitor", "reviews")
_MADE = {*_FOLDERS, "track-record.json", "since.json"}
_OWN = {_STAMP, *_MADE, *_BY_RUNNING}
_SINCE_UNTIL = dt.date(2021, 12, 31)
"""What came in since the last edition is told up to here: soon after, the shipped figures end."""
VISITOR = "bezoeker@example.org"
_RELEASES = shipped_monitor("corona") / "figures" / "releases.csv"


def make_demo(home: Home) -> Home:
    """Make the demonstration in ``demo/`` of *home*, or leave it when it is there and whole.

    Raises ``Refused`` when that folder holds anything that no demonstration put there: nothing of
    a user's is ever deleted.
    """
    # asked for again with the home that was named last time
    demo = home if (home.folder / _STAMP).is_file() else Home(home.folder / "demo")
    os.environ[VARIABLE] = str(demo.folder)  # before Django reads it
    from duidelijk.web.duiding.commands import prepare_example
    from duidelijk.web.operations.recording import recorded

    stamp = _digest()
    with locked(home.folder, wait_seconds=600):
        if _whole(demo, stamp):
            say(f"The demonstration is there and whole: {demo.folder}")
        else:
            _clear(demo)
            write_whole(demo.folder / _STAMP, f"{_UNFINISHED} {stamp}".encode())
            say("Real published figures of 2001–2022 become five editions of 2021, one corrected:")
            with recorded("demo", "corona"):
                _seal_with_session(demo)
                freeze_editions(demo, shipped_monitor("corona"), [])
                _declare_more(demo)
                prepare_example(DRAFT)
                for _ in since_newest_edition(demo, shipped_monitor("corona"), _SINCE_UNTIL):
                    pass
            write_whole(demo.folder / _STAMP, stamp.encode())
    say(f"To look closer, set {VARIABLE}={demo.folder}")
    return demo


def welcome(site: str) -> str:
    """How whoever made the demonstration comes into its workspace at *site*.

    The first time that is an invitation, which works once; a new one each time until it is used.
    """
    from duidelijk.web.accounts.commands import has_account, invitation_link

    if has_account(VISITOR):
        again = f"duidelijk people new-password {VISITOR}"
        return f"The workspace: {site}/werkplek (forgot the password? {again})"
    link = invitation_link(
        email=VISITOR,
        name="Bezoeker",
        organisation="Demonstratie",
        kind="other_organisation",
        perspective="policy",
        roles=["administrator", "facilitator", "editor", "publisher"],
        language="nl",
        site=site,
    )
    return f"To see the workspace, with an edition in review, make an account: {link}"


def _seal_with_session(demo: Home) -> None:
    """Seal the first editions with a register of signals, and the second with what a session made
    of it: both were put together by us, and say so.
    """
    from duidelijk.web.agenda.commands import enter_example
    from duidelijk.web.duiding.commands import duiding_to_seal, play_example
    from duidelijk.web.local.commands import enter_example as enter_reports

    shipped = shipped_monitor("corona")
    monitor = read_monitor(shipped)
    plans = {each.id: each for each in monitor.editions}
    freeze_editions(demo, shipped, [BEFORE_SPOKEN_OF], for_review=True)
    enter_example(BEFORE_SPOKEN_OF)
    enter_reports(monitor)
    texts = texts_beforehand(shipped, plans[BEFORE_SPOKEN_OF]) or Texts()
    publish(demo.reviews / BEFORE_SPOKEN_OF, demo.editions, texts)
    freeze_editions(demo, shipped, [SPOKEN_OF], for_review=True)
    play_example()
    texts = texts_beforehand(shipped, plans[SPOKEN_OF]) or Texts()
    texts = dataclasses.replace(texts, duiding=duiding_to_seal(SPOKEN_OF))
    publish(demo.reviews / SPOKEN_OF, demo.editions, texts)
    clear_reviews(demo.reviews, demo.editions)


def _declare_more(demo: Home) -> None:
    """Declare the correction and the draft in the home itself, and seal both: one for review."""
    with whole_folder(demo.monitor) as folder:
        declare(shipped_monitor("corona"), folder)
        write_sums(folder)
    freeze_editions(demo, demo.monitor, [CORRECTION])
    freeze_editions(demo, demo.monitor, [DRAFT], for_review=True)


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
    if demo.monitor.exists() and verify(demo.monitor):
        strange.append("monitor, changed by somebody")
    if (demo.editions / DRAFT).exists():
        strange.append(f"editions/{DRAFT}, published by somebody")
    if strange:
        raise Refused(
            f"{demo.folder} holds more than a demonstration; nothing was removed:",
            [Problem("", 0, each, "move it, or set another home") for each in strange],
        )
    say("The shipped figures or the program changed: making the demonstration anew")
    for name in _FOLDERS:
        shutil.rmtree(demo.folder / name, ignore_errors=True)


def _digest() -> str:
    """Of the program and its shipped monitor: another one makes other editions."""
    package = shipped_monitor("corona").parent.parent
    whole = hashlib.sha256(__version__.encode())
    for path in sorted(package.rglob("*")):
        if path.suffix in (".py", ".yaml", ".csv", ".json", ".md") and "web" not in path.parts:
            whole.update(path.relative_to(package).as_posix().encode())
            whole.update(path.read_bytes())
    return whole.hexdigest()

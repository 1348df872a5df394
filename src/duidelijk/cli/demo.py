"""The demonstration: the shipped monitor's real figures, its editions of 2021, in a home apart."""

from __future__ import annotations

import hashlib
import os
import shutil

from duidelijk import __version__
from duidelijk.cli.freezing import freeze_editions
from duidelijk.cli.monitors import shipped_monitor
from duidelijk.cli.output import say
from duidelijk.editions.edition import edition_folders
from duidelijk.editions.verifying import verify
from duidelijk.foundation.folders import write_whole
from duidelijk.foundation.home import VARIABLE, Home

_STAMP = "made-from"


def make_demo(home: Home) -> Home:
    """Make the demonstration in ``demo/`` of *home*, or leave it when it is there and whole."""
    # asked for again with the home that was named last time
    demo = home if (home.folder / _STAMP).is_file() else Home(home.folder / "demo")
    os.environ[VARIABLE] = str(demo.folder)  # before Django reads it
    from duidelijk.web.operations.recording import recorded

    monitor = shipped_monitor("corona")
    stamp = _digest()
    kept = demo.folder / _STAMP
    fresh = kept.is_file() and kept.read_text(encoding="utf-8") == stamp
    editions = edition_folders(demo.editions)
    if fresh and editions and not any(verify(each) for each in editions):
        say(f"The demonstration is there and whole: {demo.folder}")
    else:
        if demo.folder.exists():
            say("The shipped figures or the program changed: making the demonstration anew")
            shutil.rmtree(demo.folder)
        say("Real published figures of 2001–2022 become five editions of 2021:")
        with recorded("demo", "corona"):
            freeze_editions(demo, monitor, [])
        write_whole(kept, stamp.encode())
    say(f"To look closer, set {VARIABLE}={demo.folder}")
    return demo


def _digest() -> str:
    """Of the program and its shipped monitor: another one makes other editions."""
    package = shipped_monitor("corona").parent.parent
    whole = hashlib.sha256(__version__.encode())
    for path in sorted(package.rglob("*")):
        if path.suffix in (".py", ".yaml", ".csv", ".json") and "web" not in path.parts:
            whole.update(path.relative_to(package).as_posix().encode())
            whole.update(path.read_bytes())
    return whole.hexdigest()

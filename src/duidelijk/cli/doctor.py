"""Looks an instance over and tells in plain words whether all is in order for a server."""

from __future__ import annotations

import datetime as dt
import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from duidelijk import __version__
from duidelijk.cli.monitors import check_folder
from duidelijk.cli.output import megabytes
from duidelijk.editions.edition import edition_folders
from duidelijk.editions.verifying import verify
from duidelijk.foundation.folders import is_held, is_unfinished
from duidelijk.foundation.home import Home
from duidelijk.foundation.problems import Problem
from duidelijk.web.operations.database_state import (
    database_exists,
    database_state,
    set_up_django,
)
from duidelijk.web.operations.server_settings import exposed, wrong_settings

IN_ORDER, LOOK_AT, WRONG = "in order", "look at", "wrong"
_LEAST_FREE = 10**9
_OLD_BACKUP = dt.timedelta(days=7)
_SAID_BY_US = {
    *("security.W003", "security.W004", "security.W005", "security.W008", "security.W009"),
    *("security.W018", "security.W019", "security.W020", "security.W021"),
}
"""Checks of Django that ours repeat in other words, or that do not hold for pages for everybody."""


@dataclass(frozen=True)
class Finding:
    """What was found about one part."""

    state: str
    part: str
    told: str

    def __str__(self) -> str:
        return f"{self.state:<9} {self.part:<11} {self.told}"


def look_over(home: Home) -> Iterator[Finding]:
    """Every finding; a part that is wrong stops no other."""
    yield Finding(IN_ORDER, "program", f"version {__version__}, Python {platform.python_version()}")
    looks: list[tuple[str, Callable[[Home], Iterator[Finding]]]] = [
        *(("home", _home), ("database", _database), ("monitor", _monitor)),
        *(("editions", _editions), ("settings", _settings), ("mail", _mail)),
        *(("backups", _backups), ("sources", _sources)),
    ]
    for part, look in looks:
        try:
            yield from look(home)
        except Exception as error:  # whatever it is, it is what is wrong
            yield Finding(WRONG, part, _one_line(error))


def _home(home: Home) -> Iterator[Finding]:
    folder = home.folder
    if not folder.is_dir():
        yield _wrong("home", Problem(str(folder), 0, "is no folder", "make it, or set its name"))
        return
    with tempfile.TemporaryFile(dir=folder):
        pass
    free = shutil.disk_usage(folder).free
    told = f"{folder}: can be written, {megabytes(free)} of disk free"
    yield Finding(IN_ORDER if free > _LEAST_FREE else LOOK_AT, "home", told)
    for path in (home.database, home.entries):
        if path.exists() and folder.stat().st_mode & 0o005 and path.stat().st_mode & 0o004:
            told = f"everybody on this machine can read {path} → chmod o-rwx {folder}"
            yield Finding(LOOK_AT, "home", told)
            break
    left = [
        path
        for parent in (folder, home.editions, home.figures, home.raw, home.entries)
        if parent.is_dir()
        for path in parent.iterdir()
        if is_unfinished(path.name) and not is_held(path)
    ]
    if left:
        told = f"{len(left)} left by a command that was killed; the next one there removes it"
        yield Finding(LOOK_AT, "home", told)


def _database(home: Home) -> Iterator[Finding]:
    set_up_django()
    if home.restoring.exists():
        yield Finding(WRONG, "database", "a restore was broken off → run duidelijk restore again")
        return
    if not database_exists():
        yield Finding(LOOK_AT, "database", "there is none yet; the first command makes it")
        return
    state = database_state()
    if state.unknown:
        told = "a newer version of Duidelijk made its tables → install that version"
        yield Finding(WRONG, "database", told)
    elif state.pending:
        told = f"{len(state.pending)} migrations are to be applied → duidelijk upgrade"
        yield Finding(WRONG, "database", f"{state.vendor}: {told}")
    else:
        yield Finding(IN_ORDER, "database", f"{state.vendor} answers and is up to date")


def _monitor(home: Home) -> Iterator[Finding]:
    if not home.monitor.is_dir():
        told = "no monitor/ in the home: commands need --monitor"
        yield Finding(LOOK_AT, "monitor", told)
        return
    problems, summary = check_folder(home.monitor)
    for problem in problems:
        yield _wrong("monitor", problem)
    if not problems:
        yield Finding(IN_ORDER, "monitor", summary)


def _editions(home: Home) -> Iterator[Finding]:
    folders = edition_folders(home.editions)
    if not folders:
        yield Finding(WRONG, "editions", "there are none, so nothing to serve → duidelijk freeze")
        return
    problems = [problem for folder in folders for problem in verify(folder)]
    for problem in problems:
        yield _wrong("editions", problem)
    if not problems:
        names = ", ".join(folder.name for folder in folders)
        yield Finding(IN_ORDER, "editions", f"whole, every byte as sealed: {names}")


def _settings(_home: Home) -> Iterator[Finding]:
    wrong, look_at = exposed("0.0.0.0")  # noqa: S104  # as if others can reach it
    wrong += list(wrong_settings())
    wrong += [each for each in look_at if each.where == "DUIDELIJK_HTTPS"]
    for problem in wrong:
        yield _wrong("settings", problem)
    for problem in look_at:
        if problem not in wrong:
            yield Finding(LOOK_AT, "settings", str(problem))
    if not os.environ.get("DUIDELIJK_ADDRESS"):
        told = "DUIDELIJK_ADDRESS: is not set; feeds and citations name whatever host was asked"
        yield Finding(LOOK_AT, "settings", told)
    if not os.environ.get("DUIDELIJK_SECURITY_CONTACT"):
        told = "DUIDELIJK_SECURITY_CONTACT: is not set; nobody knows where to report a weakness"
        yield Finding(LOOK_AT, "settings", told)
    yield from _django_checks()
    if not wrong:
        yield Finding(IN_ORDER, "settings", "the key, hosts and HTTPS are set")


def _django_checks() -> Iterator[Finding]:
    set_up_django()
    from django.core import checks

    for message in checks.run_checks(include_deployment_checks=True):
        if message.is_silenced() or message.id in _SAID_BY_US:
            continue
        state = WRONG if message.level >= checks.ERROR else LOOK_AT
        yield Finding(state, "settings", f"{message.id}: {_one_line(message.msg)}")


def _mail(_home: Home) -> Iterator[Finding]:
    set_up_django()
    from django.conf import settings
    from django.core.mail import get_connection

    if not settings.MAIL:
        yield Finding(IN_ORDER, "mail", "no mail server is set, so none is sent")
    else:
        server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
        try:
            connection = get_connection(timeout=10)
            connection.open()
            connection.close()
        except OSError as error:  # also every error of smtplib
            yield Finding(WRONG, "mail", f"{server} does not take mail: {_one_line(error)}")
        else:
            yield Finding(IN_ORDER, "mail", f"{server} takes mail")
        if not os.environ.get("DUIDELIJK_MAIL_FROM"):
            sender = settings.DEFAULT_FROM_EMAIL
            told = f"DUIDELIJK_MAIL_FROM is not set; few take letters from {sender}"
            yield Finding(LOOK_AT, "mail", told)
        if not settings.ADDRESS:
            told = "nobody can follow by mail, since links in letters need DUIDELIJK_ADDRESS"
            yield Finding(LOOK_AT, "mail", told)


def _backups(_home: Home) -> Iterator[Finding]:
    if not database_exists() or database_state().pending:
        return
    from django.utils import timezone

    from duidelijk.web.operations.models import Job

    last = Job.objects.filter(command="backup", outcome=Job.Outcome.DONE).first()
    if last is None:
        yield Finding(LOOK_AT, "backups", "none was made yet → duidelijk backup FILE")
        return
    old = timezone.now() - last.started > _OLD_BACKUP
    told = f"the last was made on {timezone.localtime(last.started):%Y-%m-%d %H:%M}"
    yield Finding(LOOK_AT if old else IN_ORDER, "backups", told)


def _sources(home: Home) -> Iterator[Finding]:
    if not home.collected.is_dir():
        return
    from duidelijk.web.operations.condition import late_feeds

    late = late_feeds(home)
    for feed, since in late.items():
        yield Finding(LOOK_AT, "sources", f"{feed} fails since {since[:10]}")
    if not late:
        yield Finding(IN_ORDER, "sources", "every source answered when it was last asked")


def _wrong(part: str, problem: Problem) -> Finding:
    return Finding(WRONG, part, str(problem))


def _one_line(told: object) -> str:
    return " ".join(str(told).split()) or type(told).__name__

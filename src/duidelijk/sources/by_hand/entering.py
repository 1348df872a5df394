"""Figures entered by hand: they wait until a second person confirms them, and are then stored.

Each is one JSON file in ``entries/`` of the home, written whole, with who entered and who confirmed
or rejected it; nothing is ever removed. A command that is killed half-way is simply run again.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from duidelijk.catalogue import Monitor
from duidelijk.figures.release import Release
from duidelijk.figures.store import FigureStore
from duidelijk.foundation.checksums import canonical_json
from duidelijk.foundation.folders import locked, sweep_unfinished, write_whole
from duidelijk.foundation.problems import Problem, Refused, did_you_mean
from duidelijk.sources.by_hand.entry import Entry, checked, figure_of, release_of
from duidelijk.sources.by_hand.typed import plain
from duidelijk.sources.network.archive import Archive

LARGEST_COPY = 50_000_000
"""Bytes a kept copy of a page may have."""
_LETTERS = "bcdfghjkmnpqrstvwxz23456789"  # no vowels, and nothing that looks like something else
_ID = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[a-z0-9]{4}\Z")


class State(StrEnum):
    """How far an entry is."""

    WAITS = "waits"
    CONFIRMING = "confirming"
    """Somebody confirmed it, and it is being stored; lasts only when that was cut short."""
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Somebody:
    """Who enters, confirms or rejects."""

    name: str
    account: str = ""
    """The key of their account, which never becomes somebody else's; empty without one."""
    wait_seconds: float = 30.0
    """How long they wait for another process that writes; then ``Busy`` is raised."""


@dataclass(frozen=True)
class Held:
    """An entry as it is kept, with what became of it."""

    id: str
    entry: Entry
    entered: dt.datetime
    state: State = State.WAITS
    copy: str = ""
    """The sha256 of the kept copy of the page, if there is one."""
    entered_account: str = ""
    """The key of the account of who entered it; empty from the command line."""
    decided_by: str = ""
    """Who confirmed or rejected it."""
    decided_account: str = ""
    decided: dt.datetime | None = None
    reason: str = ""
    """Why it was rejected."""

    @property
    def release(self) -> Release:
        """The release its figure is stored under; equal every time, and without names."""
        return release_of(self.entry, f"hand-{self.id}", self.entered.date(), self.copy)

    def as_json(self) -> dict[str, Any]:
        """Its fields with times as text; what is empty left out."""
        fields = {
            "id": self.id,
            "state": self.state.value,
            "entered": self.entered.isoformat(),
            "copy": self.copy,
            "entered_account": self.entered_account,
            "decided_account": self.decided_account,
            "decided_by": self.decided_by,
            "decided": self.decided.isoformat() if self.decided else "",
            "reason": self.reason,
            "entry": self.entry.as_json(),
        }
        return {key: value for key, value in fields.items() if value != ""}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Held:
        """What ``as_json`` wrote."""
        fields = dict(value)
        fields["entry"] = Entry.from_json(fields["entry"])
        fields["state"] = State(fields["state"])
        for key in ("entered", "decided"):
            if key in fields:
                fields[key] = dt.datetime.fromisoformat(fields[key])
        return cls(**fields)


def enter(
    folder: Path,
    monitor: Monitor,
    entry: Entry,
    now: dt.datetime,
    copy: bytes = b"",
    archive: Archive | None = None,
    by: Somebody | None = None,
) -> str:
    """Keep a figure until somebody else confirms it; the id it goes by.

    *folder* is ``entries/`` of the home; *copy* is the page or file that holds the figure, kept in
    *archive*. *by* is who enters it when that is known by an account. Raises ``Refused`` with
    everything that is wrong, or when the same figure from the same publication waits already; then
    nothing is stored.
    """
    entry = checked(monitor, entry, now.date())
    if len(copy) > LARGEST_COPY:
        what = f"has {len(copy) / 1e6:.0f} MB; at most {LARGEST_COPY / 1e6:.0f} MB is kept"
        raise Refused("The copy was refused; nothing was stored:", [Problem("copy", 0, what)])
    who = by or Somebody(entry.entered_by)
    with locked(folder, who.wait_seconds):
        sweep_unfinished(folder)
        others = every(folder)
        _refuse_twice(entry, others)
        kept = archive.keep(copy) if copy and archive else ""
        taken = {each.id for each in others}
        while (id_ := _new_id(now.date())) in taken:
            pass
        _write(folder, Held(id_, entry, now, copy=kept, entered_account=who.account))
    return id_


def pending(folder: Path) -> list[Held]:
    """The entries that wait for a second person, oldest first."""
    waiting = (State.WAITS, State.CONFIRMING)
    return [each for each in every(folder) if each.state in waiting]


def held(folder: Path, id_: str) -> Held:
    """The entry with this id. Raises ``Refused`` when there is none."""
    path = folder / f"{id_}.json"
    if _ID.match(id_) and path.is_file():
        return _read(path)
    known = [each.id for each in pending(folder)]
    remedy = did_you_mean(id_, known) or "nothing waits to be confirmed"
    raise Refused("There is no such entry:", [Problem("", 0, f"unknown entry “{id_}”", remedy)])


def confirm(
    folder: Path, store: FigureStore, monitor: Monitor, id_: str, by: Somebody, now: dt.datetime
) -> Release:
    """Store the figure of an entry, by somebody else than who entered it; its release.

    Raises ``Refused`` for the same person, for an unknown id, for what was confirmed or rejected,
    and when the monitor no longer takes the figure; then it still waits.
    """
    by = replace(by, name=plain(by.name))
    if not _as_said(by.name):
        problem = Problem("by", 0, "is not given", "the name of who confirms it")
        raise Refused("Who confirms this?", [problem])
    with locked(folder, by.wait_seconds):
        sweep_unfinished(folder)
        found = held(folder, id_)
        _refuse_decided(found)
        if entered_by_same(found, by):
            problem = Problem(id_, 0, f"was entered by {by.name}", "let a second person confirm it")
            raise Refused("Nobody confirms their own figure:", [problem])
        release = found.release
        if release.id not in store.releases():
            # the monitor may have changed since it was entered
            checked(monitor, found.entry, max(now.date(), found.entered.date()))
        # who confirmed it is written first: killed from here on, the next try completes it
        deciding = replace(
            found,
            state=State.CONFIRMING,
            decided_by=by.name,
            decided_account=by.account,
            decided=now,
        )
        _write(folder, deciding)
        try:
            store.add([release], figure_of(found.entry, release.id))
        except Refused:
            _write(folder, found)
            raise
        _write(folder, replace(deciding, state=State.CONFIRMED))
    return release


def reject(folder: Path, id_: str, by: Somebody, reason: str, now: dt.datetime) -> Held:
    """Keep an entry out of the store, with the reason; anybody may, also who entered it.

    Raises ``Refused`` for an unknown id, for what was confirmed or rejected, and without reason.
    """
    by, reason = replace(by, name=plain(by.name)), plain(reason)
    problems = [
        Problem(name, 0, "is not given", what)
        for name, text, what in (
            ("by", by.name, "the name of who rejects it"),
            ("reason", reason, "what is wrong with the figure"),
        )
        if not _as_said(text)
    ]
    if problems:
        raise Refused("Nothing was rejected:", problems)
    with locked(folder, by.wait_seconds):
        found = held(folder, id_)
        _refuse_decided(found)
        if found.state is State.CONFIRMING:
            remedy = "confirm it once more; a mistake is mended by entering the right figure"
            what = f"was being stored when it was cut short (confirmed by {found.decided_by})"
            raise Refused("It is too late to reject:", [Problem(id_, 0, what, remedy)])
        rejected = replace(
            found,
            state=State.REJECTED,
            decided_by=by.name,
            decided_account=by.account,
            decided=now,
            reason=reason,
        )
        _write(folder, rejected)
    return rejected


def entered_by_same(found: Held, by: Somebody) -> bool:
    """Whether who entered a figure is *by*: by account where both have one, else by name."""
    if found.entered_account and by.account:
        return found.entered_account == by.account
    return _as_said(by.name) == _as_said(found.entry.entered_by)


def _refuse_decided(found: Held) -> None:
    if found.state not in (State.CONFIRMED, State.REJECTED):
        return
    on = f" on {found.decided:%Y-%m-%d}" if found.decided else ""
    what = f"was {found.state} by {found.decided_by}{on}"
    remedy = "enter the figure anew when it must change"
    raise Refused("This entry is closed:", [Problem(found.id, 0, what, remedy)])


def _refuse_twice(entry: Entry, others: Iterable[Held]) -> None:
    """Refuse what waits already, or was confirmed; unless it corrects that, and says so."""
    for other in others:
        if other.state is State.REJECTED or other.entry.same != entry.same:
            continue
        what = f"the same figure from the same publication was entered as {other.id}"
        if other.state is not State.CONFIRMED:
            what, remedy = f"{what}, and waits", "confirm that one, or reject it first"
        elif (other.entry.value, other.entry.missing) == (entry.value, entry.missing):
            what, remedy = f"{what}, and confirmed", "there is nothing to do"
        elif not entry.note:
            what = f"{what}, with another value"
            remedy = "to correct it, say in the note what was wrong"
        else:
            continue
        raise Refused("The figure was refused; nothing was stored:", [Problem("", 0, what, remedy)])


def _as_said(name: str) -> str:
    """A name without case, spaces, accents and dots: how names are compared."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in parts if letter.isalnum())


def _new_id(day: dt.date) -> str:
    return f"{day.isoformat()}-{''.join(secrets.choice(_LETTERS) for _ in range(4))}"


# --- files


def every(folder: Path) -> list[Held]:
    """Every entry, also those that were confirmed or rejected; oldest first."""
    found = [_read(path) for path in folder.glob("*.json")]
    return sorted(found, key=lambda each: (each.entered.isoformat(), each.id))


def _read(path: Path) -> Held:
    try:
        return Held.from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        what = f"cannot be read ({type(error).__name__}: {error})"
        remedy = "put it back from a backup, or move it away"
        raise Refused("An entry is damaged:", [Problem(str(path), 0, what, remedy)]) from None


def _write(folder: Path, kept: Held) -> None:
    path = folder / f"{kept.id}.json"
    write_whole(path, canonical_json(kept.as_json()).encode(), mode=0o600)  # it holds names

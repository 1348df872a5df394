"""Commands for figures by hand: enter one, confirm one, and make a template for many."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import typer

from duidelijk.catalogue import Monitor, read_monitor
from duidelijk.catalogue.model import TOTAL
from duidelijk.cli.monitors import command_line, monitor_folder
from duidelijk.cli.output import report, say
from duidelijk.figures.release import Release
from duidelijk.figures.store import FigureStore
from duidelijk.foundation.home import Home
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.publish.numbers import quantity, shown_decimals
from duidelijk.publish.periods import date_words, period_words
from duidelijk.regions import region
from duidelijk.sources.by_hand.beside import beside
from duidelijk.sources.by_hand.entering import (
    LARGEST_COPY,
    Held,
    Somebody,
    confirm,
    enter,
    held,
    pending,
    reject,
)
from duidelijk.sources.by_hand.entry import Entry, checked
from duidelijk.sources.by_hand.form import entry_typed
from duidelijk.sources.network.archive import Archive

_ASKED = {
    "indicator": "Indicator (its key)",
    "period": "Period, as 2021MM03 or “maart 2021”",
    "value": "Value, as the source writes it; empty when there is none",
    "missing": "Why is there none",
    "source": "Source (its key)",
    "title": "Title of the page or article",
    "address": "Where it can be read",
    "published": "Date of publication, as 2021-03-11",
    "entered_by": "Your name",
}


@dataclass(frozen=True)
class Ready:
    """A figure that is in order and can be kept."""

    monitor: Monitor
    entry: Entry
    copy: bytes
    given: Path | None
    """The folder of the monitor, when it was named."""


def prepare_entry(
    home: Home, given: Path | None, texts: Mapping[str, str], copy: Path | None
) -> Ready:
    """Check what was typed, and show the figure beside the one before; asks on a terminal.

    *texts* are the fields of an ``Entry`` as typed. Raises ``Refused`` with all that is wrong.
    """
    monitor = read_monitor(monitor_folder(home, given))
    texts = {name: text for name, text in texts.items() if text.strip()}
    if _on_a_terminal():
        texts = _asked(texts)
    entry, mistyped = entry_typed(texts)
    body, unread = _body(copy)
    try:
        entry = checked(monitor, entry, _now().date(), [*mistyped, *unread])
    except Refused as refusal:
        raise Refused(refusal.summary, map(_by_option, refusal.problems)) from None
    _show(home, monitor, entry)
    if _on_a_terminal() and not typer.confirm("Keep this figure?", default=True):
        raise Refused("Nothing was stored")
    return Ready(monitor, entry, body, given)


def keep_entry(home: Home, ready: Ready) -> str:
    """Keep a prepared figure until somebody else confirms it; says how to go on."""
    id_ = enter(home.entries, ready.monitor, ready.entry, _now(), ready.copy, Archive(home.raw))
    following = command_line(ready.given, "confirm", id_, "--by", "NAME")
    return f"{id_} waits for a second person: {following}"


def waiting_lines(home: Home) -> list[str]:
    """A line an entry that waits for a second person, oldest first."""
    return [_line(each) for each in pending(home.entries)] or ["Nothing waits to be confirmed"]


def confirm_entry(home: Home, given: Path | None, id_: str, by: str) -> str:
    """Store an entry's figure; shows it first, and asks on a terminal. Says what was stored."""
    monitor = read_monitor(monitor_folder(home, given))
    found = held(home.entries, id_)
    if _on_a_terminal():
        by = by or typer.prompt("Your name")
        _show(home, monitor, found.entry)
        say(f"  read it at    {found.entry.address}")
        if not typer.confirm("Does the source say this?", default=False):
            remedy = f"duidelijk confirm {id_} --reject REASON"
            raise Refused("Nothing was stored", [Problem(id_, 0, "still waits", remedy)])
    release = confirm(home.entries, FigureStore(home.figures), monitor, id_, Somebody(by), _now())
    return f"1 figure added from 1 release: {release.id}"


def reject_entry(home: Home, id_: str, by: str, reason: str) -> str:
    """Keep an entry out of the store, with the reason."""
    if _on_a_terminal():
        by = by or typer.prompt("Your name")
    reject(home.entries, id_, Somebody(by), reason, _now())
    return f"{id_} is rejected, and kept with the reason"


def make_template(home: Home, given: Path | None, names: list[str]) -> str:
    """Write a template for the indicators named; a last name that ends in .xlsx is the file."""
    from duidelijk.sources.by_hand.template import write_template

    monitor = read_monitor(monitor_folder(home, given))
    keys = [each for each in names if not each.casefold().endswith(".xlsx")]
    files = [Path(each) for each in names if each.casefold().endswith(".xlsx")]
    if len(files) > 1:
        problem = Problem("", 0, f"{len(files)} files are named", "one template, one file")
        raise Refused("No template was made:", [problem])
    path = files[0] if files else Path(f"{'-'.join(keys[:1]) or 'figures'}.xlsx")
    write_template(path, monitor, keys)
    return f"{path} is made: fill it in, and then {command_line(given, 'import', str(path))}"


def _by_option(problem: Problem) -> Problem:
    """A problem of a field under the name of its option."""
    if problem.where not in Entry.__dataclass_fields__:
        return problem
    option = {"entered_by": "by"}.get(problem.where, problem.where.replace("_", "-"))
    return replace(problem, where=f"--{option}")


# --- what is asked and shown


def _on_a_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()


def _asked(texts: Mapping[str, str]) -> dict[str, str]:
    """*texts*, with an answer for each field that a figure cannot do without."""
    found = dict(texts)
    for name, question in _ASKED.items():
        skipped = (name == "missing" and "value" in found) or (
            name == "value" and "missing" in found
        )
        if name not in found and not skipped:
            answer = typer.prompt(question, default="", show_default=False).strip()
            if answer:
                found[name] = answer
    return found


def _body(copy: Path | None) -> tuple[bytes, list[Problem]]:
    if copy is None:
        return b"", []
    try:
        if copy.stat().st_size > LARGEST_COPY:
            what = f"is larger than {LARGEST_COPY / 1e6:.0f} MB"
            return b"", [Problem("copy", 0, f"{copy} {what}", "keep only the page that matters")]
        body = copy.read_bytes()
    except OSError as error:
        what = f"{copy} cannot be read: {error.strerror or error}"
        return b"", [Problem("copy", 0, what, "check the name")]
    return body, [] if body else [Problem("copy", 0, f"{copy} is empty", "save it once more")]


def _show(home: Home, monitor: Monitor, entry: Entry) -> None:
    """The figure beside the one before it and what was known of it; warnings on standard error."""
    found = beside(FigureStore(home.figures), monitor, entry)
    say(_heading(monitor, entry))
    say(f"  this figure   {_figure_words(monitor, found.figure)}")
    if found.before is None:
        say("  before        nothing is known of this series")
    else:
        when = period_words(found.before["period"], "en")
        told = f"{_figure_words(monitor, found.before)}: {when}"
        say(f"  before        {told}{_from(found.before, found.releases)}")
    if found.known is not None:
        told = _figure_words(monitor, found.known)
        say(f"  as known      {told}{_from(found.known, found.releases)}")
    published = date_words(entry.published, "en").replace("\u00a0", " ") if entry.published else ""
    say(f"  from          {entry.publisher}, “{entry.title}”, {published}")
    report([_by_option(each) for each in found.warnings])


def _heading(monitor: Monitor, entry: Entry) -> str:
    parts = [monitor.indicators[entry.indicator].title.to("en"), period_words(entry.period, "en")]
    parts.append(region(entry.region).title("en"))
    if entry.group != TOTAL:
        parts.append(monitor.group_codes[entry.group].title.to("en"))
    return " · ".join([*parts, entry.method] if entry.method else parts)


def _figure_words(monitor: Monitor, row: Mapping[str, Any]) -> str:
    indicator = monitor.indicators[row["indicator"]]
    if row["value"] is None:
        return f"none ({row['missing']})"
    decimals = max(0, shown_decimals(indicator, row["decimals"]))
    words = quantity(row["value"], decimals, indicator, "en").replace("\u00a0", " ")
    more = []
    if row["lower"] is not None:
        more.append(f"95 %: {row['lower']:.10g} to {row['upper']:.10g}")
    if row["n"] is not None:
        more.append(f"n = {row['n']:,}")
    if row["status"]:
        more.append(row["status"].replace("_", " "))
    return f"{words} ({'; '.join(more)})" if more else words


def _from(row: Mapping[str, Any], releases: Mapping[str, Release]) -> str:
    release = releases[row["release"]]
    return f", from “{release.title}” ({release.published})"


def _line(each: Held) -> str:
    entry = each.entry
    value = f"{entry.value:.10g}" if entry.value is not None else f"none ({entry.missing})"
    parts = [entry.indicator, entry.period, entry.region, entry.group, entry.method]
    place = " ".join(part for part in parts if part and part != TOTAL)
    text = f"{each.id}  {place} = {value}  {entry.publisher} {entry.published}"
    return f"{text}  entered by {entry.entered_by}"

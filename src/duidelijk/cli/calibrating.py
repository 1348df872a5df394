"""The track record: what past editions called striking, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from duidelijk import __version__
from duidelijk.catalogue import Monitor
from duidelijk.catalogue.reading import read_monitor
from duidelijk.cli.monitors import filled_store, monitor_folder
from duidelijk.cli.output import progress
from duidelijk.editions.content import compile_content
from duidelijk.editions.standing import standing_editions
from duidelijk.editions.striking import with_ratio
from duidelijk.editions.track_record import Told, record
from duidelijk.foundation.checksums import canonical_json
from duidelijk.foundation.folders import write_whole
from duidelijk.foundation.home import Home
from duidelijk.foundation.problems import Problem, Refused

SEALED = "sealed"
RERUN = "rerun"


def calibrate_editions(home: Home, given: Path | None, sealed: bool) -> Iterator[str]:
    """Follow up every edition and keep the track record; lines that tell it.

    The editions are made again from the store by the program of today, or taken as *sealed*.
    Raises ``Refused`` with fewer than two editions: nothing was followed up yet.
    """
    told = _as_sealed(home) if sealed else _made_again(home, given)
    if len(told) < 2:
        raise Refused(
            "A track record needs two editions at least",
            [Problem(str(home.editions), 0, f"there are {len(told)}", "freeze a next one first")],
        )
    found = keep_record(home, told, SEALED if sealed else RERUN)
    yield from _lines(found)
    yield f"Kept in {home.track_record}; the page is at /trefzekerheid"


def keep_sealed_record(home: Home) -> None:
    """Bring the track record of the sealed editions up to date, when there are two of them."""
    told = _as_sealed(home)
    if len(told) > 1:
        keep_record(home, told, SEALED)


def keep_record(home: Home, told: list[Told], basis: str) -> dict[str, Any]:
    """Write the track record, whole or not at all."""
    ratios = with_ratio(_newest_monitor(home))
    found = {"basis": basis, "program": __version__, **record(told, ratios)}
    write_whole(home.track_record, canonical_json(found).encode())
    return found


def _newest_monitor(home: Home) -> Monitor:
    """The declarations of the newest edition that stands."""
    return standing_editions(home.editions)[-1].monitor


def _as_sealed(home: Home) -> list[Told]:
    """The editions that stand and have a list, in order of their date."""
    return [
        Told(
            each.id,
            each.changes,
            each.figures(),
            each.foretold,
        )
        for each in standing_editions(home.editions)
        if each.striking is not None
    ]


def _made_again(home: Home, given: Path | None) -> list[Told]:
    """Every edition that stands, compiled anew from the store; nothing is sealed."""
    folder = monitor_folder(home, given)
    monitor = read_monitor(folder)
    there = {each.id for each in standing_editions(home.editions)}
    plans = sorted(
        (plan for plan in monitor.editions if plan.id in there), key=lambda plan: plan.date
    )
    told: list[Told] = []
    with progress("Calibrate", len(plans) + 1) as step:
        step("figures")
        store = filled_store(home, folder, monitor)
        figures, releases = store.figures(), store.releases()
        before: pl.DataFrame | None = None
        coming: pl.DataFrame | None = None
        for plan in plans:
            step(f"edition {plan.id}")
            content = compile_content(monitor, plan, figures, releases, before, coming)
            before, coming = content.figures, content.coming
            told.append(Told(plan.id, content.changes, content.figures, content.foretold))
    return told


def _lines(found: dict[str, Any]) -> Iterator[str]:
    yield "Edition     listed  next known  held up    by the rule of thumb"
    for each in [*found["editions"], {"edition": "all", **found}]:
        mine, plain = each["list"], each["plain"]
        yield (
            f"{each['edition']:<10} {mine['flagged']:>7} {mine['next_known']:>11} "
            f"{_share(mine):>8}    {plain['flagged']:>5} flagged, {_share(plain)} held up"
        )
    national = found["national"]
    yield (
        f"Of national figures {_share(national['list'])} of the list held up, "
        f"and {_share(national['plain'])} of what the rule of thumb points at"
    )
    if found["came"]:
        share = 100.0 * found["inside"] / found["came"]
        yield (
            f"Of {found['came']} expected ranges that could be checked, {found['inside']} "
            f"({share:.0f} %) held the figure that came; 95 % is meant"
        )


def _share(counted: dict[str, int]) -> str:
    if not counted["next_known"]:
        return "–"
    return f"{100.0 * counted['next_held'] / counted['next_known']:.0f} %"

"""The release of an imported file, from what its mapping and who imports it tell of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from duidelijk.catalogue import Monitor
from duidelijk.figures.release import Precision, Release
from duidelijk.foundation.problems import Problem, Refused, did_you_mean
from duidelijk.sources.by_hand.entry import web_address
from duidelijk.sources.by_hand.typed import Mistyped, date_typed
from duidelijk.sources.sheets.mapping import GIVEN, Details, FileMapping

_ASKED = {
    "source": "a key of sources.yaml, as --source cbs",
    "title": "the title of the publication, as --title 'Jongeren per gemeente'",
    "address": "where it can be read, as --address https://example.org/report",
    "licence": "the licence of the figures, as --licence 'CC BY 4.0'",
    "published": "the day or the month of publication, as --published 2021-03-11 or 2021-03",
}

_NAMES = {"published": "date"}


def completed(
    mapping: FileMapping, monitor: Monitor, details: Details, period: str
) -> tuple[FileMapping, Release]:
    """The mapping with the *period* of this file, and the release.

    Raises ``Refused`` with everything that is not told, or is told wrongly.
    """
    missing: list[Problem] = []
    if period:
        mapping = replace(mapping, fixed={**mapping.fixed, "period": period})
    elif mapping.fixed.get("period") == GIVEN:
        what = "the period of this file is not told"
        missing.append(Problem("--period", 0, what, "as --period 2024JJ00"))
    return mapping, release_of(details.over(mapping.release), monitor, mapping.name, missing)


def release_of(
    details: Details, monitor: Monitor, name: str, missing: list[Problem] | None = None
) -> Release:
    """The release that *details* describe; *name* is that of its sort of file, for its key.

    Raises ``Refused`` with *missing*, and everything else that is not told or is told wrongly.
    """
    source = monitor.sources.get(details.source)
    if source and not details.licence:
        details = replace(details, licence=source.licence)
    problems = list(missing or [])
    problems += [
        Problem(f"--{key}", 0, f"the {_NAMES.get(key, key)} of the publication is not told", asked)
        for key, asked in _ASKED.items()
        if not getattr(details, key)
    ]
    if details.source and source is None:
        near = did_you_mean(details.source, monitor.sources)
        problems.append(Problem("--source", 0, f"unknown source “{details.source}”", near))
    if details.address and not web_address(details.address):
        what = f"“{details.address}” is no web address"
        problems.append(Problem("--address", 0, what, "it starts with https:// or http://"))
    published, precision = None, Precision.DAY
    try:
        published, precision = date_typed(details.published)
    except Mistyped as mistyped:
        if details.published:
            problems.append(Problem("--published", 0, mistyped.what, mistyped.remedy))
    if problems or source is None or published is None:
        raise Refused("More must be told of this file; nothing was stored:", problems)
    return Release(
        id=details.id or f"{details.source}-{name}-{_written(published, precision)}",
        source=details.source,
        publisher=details.publisher or source.title,
        title=details.title,
        address=details.address,
        licence=details.licence,
        published=published,
        precision=precision,
        basis=details.basis or "as told when the file was imported",
    )


def _written(published: dt.date, precision: Precision) -> str:
    """A date as keys of releases have it: equal, however it was typed."""
    return published.isoformat() if precision is Precision.DAY else f"{published:%Y-%m}"

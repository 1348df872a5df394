"""Collects what counts in the local picture of a day, and adds it up."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping
from functools import lru_cache

import polars as pl
from django.db.models import QuerySet

from duidelijk.editions.edition import Edition
from duidelijk.editions.quantities import quantities
from duidelijk.local.picture import Picture, Whereabouts, picture
from duidelijk.local.voices import REPORTS
from duidelijk.publish.national import national
from duidelijk.regions import partition_on
from duidelijk.web.local.models import Observation
from duidelijk.web.local.monitors.counting import measured, monitors_state

COUNTS_DAYS = 180
"""So long a report counts: three rounds of two months."""
_FIELDS = ("region", "theme", "groups", "indicator", "trend", "bearing")


def counting(day: dt.date, *, programme: bool = False) -> QuerySet[Observation]:
    """The observations that count on a *day*; those that are only for the programme with it."""
    since = day - dt.timedelta(days=COUNTS_DAYS)
    every = Observation.objects.filter(withdrawn=None, reported__gt=since, reported__lte=day)
    return every if programme else every.filter(public=True)


def picture_on(edition: Edition, day: dt.date, *, programme: bool = False) -> Picture:
    """What is said locally on a *day*, beside the national figures of an *edition*."""
    return picture(
        heard(edition, day, programme=programme), whereabouts(edition), verdicts(edition)
    )


def heard(edition: Edition, day: dt.date, *, programme: bool = False) -> pl.DataFrame:
    """Everything that counts on a *day*: what is reported, and what local monitors measured."""
    reported = framed(counting(day, programme=programme))
    return pl.concat([reported, measured(edition.monitor, day, programme=programme)])


def framed(observations: QuerySet[Observation]) -> pl.DataFrame:
    """Observations as the reports that are added up (``voices.REPORTS``)."""
    rows = list(observations.order_by().values_list(*_FIELDS))
    return pl.DataFrame(rows, schema=REPORTS, orient="row")


def local_state(day: dt.date) -> str:
    """What changes with everything that the public pages of a *day* tell."""
    kept = counting(day).order_by("pk").values_list("pk", "revision")
    return repr((day if kept else None, list(kept), monitors_state()))


def verdicts(edition: Edition) -> Mapping[str, str]:
    """The verdict on the latest national figure of each indicator."""
    return {key: row["verdict"] for key, row in national(edition).latest.items()}


@lru_cache(maxsize=16)
def whereabouts(edition: Edition) -> Mapping[str, Whereabouts]:
    """Of every municipality at the date of an edition where it lies and how large it is."""
    division = partition_on(edition.date)
    bounds = size_bounds(edition)
    people = quantities(edition, _counted_by(edition)) if bounds else {}
    found = {}
    for code in division.municipalities():
        at = bisect_right(bounds, people[code]) if code in people else None
        found[code] = Whereabouts(
            part=division.membership(code, "part").code or "",
            ggd=division.membership(code, "ggd").code or "",
            size="" if at is None else str(at),
        )
    return found


def size_bounds(edition: Edition) -> tuple[float, ...]:
    """Where the size classes begin, in inhabitants, as the monitor declares them."""
    peers = edition.monitor.peers
    return peers.classes[0].bounds if peers and peers.classes else ()


def _counted_by(edition: Edition) -> str:
    peers = edition.monitor.peers
    assert peers is not None and peers.classes, "size classes are declared"
    return peers.classes[0].indicator

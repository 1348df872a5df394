"""What local monitors measured, as reports that count in the picture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import polars as pl
from django.db.models import QuerySet

from duidelijk.catalogue import Monitor
from duidelijk.local.observation import Trend
from duidelijk.local.series import bearing_of, beside_nation
from duidelijk.local.voices import REPORTS
from duidelijk.periods import Period
from duidelijk.web.local.models import LocalMonitor, LocalSeries
from duidelijk.web.local.monitors.showing import SIDE_BY_SIDE
from duidelijk.web.local.reporting import region_of

COUNTS_YEARS = 2
"""So many years after its last period a series counts: most local monitors measure once in two."""


def matched_series(*, programme: bool = False) -> QuerySet[LocalSeries]:
    """The series beside a national indicator; those that are only for the programme with it."""
    found = LocalSeries.objects.filter(
        indicator__match__in=SIDE_BY_SIDE, indicator__monitor__withdrawn=None
    ).select_related("indicator", "indicator__monitor", "indicator__monitor__organisation")
    return found if programme else found.filter(indicator__monitor__public=True)


def measured(national: Monitor, day: dt.date, *, programme: bool = False) -> pl.DataFrame:
    """What the monitors of municipalities and GGDs say on a *day* (``voices.REPORTS``).

    Whoever offers a monitor is who reports. A series speaks while its last period ended no more
    than ``COUNTS_YEARS`` ago; what the nation measures in reverse is turned round.
    """
    rows = list(_rows(matched_series(programme=programme), national, day))
    return pl.DataFrame(rows, schema=REPORTS, orient="row")


def _rows(found: QuerySet[LocalSeries], national: Monitor, day: dt.date) -> Iterator[tuple]:
    for each in found:
        row, organisation = each.indicator, each.indicator.monitor.organisation
        indicator = national.indicators.get(row.indicator)
        reporter = region_of(organisation) if organisation else ""
        if indicator is None or not indicator.theme or not reporter or not speaks(each, day):
            continue
        trend = beside_nation(Trend(each.trend), row.turned)
        bearing = bearing_of(trend, indicator.polarity)
        groups = [one.id for one in national.target_groups if each.group in one.groups]
        yield reporter, indicator.theme, groups, indicator.id, trend.value, bearing.value


def speaks(each: LocalSeries, day: dt.date) -> bool:
    """Whether a series is young enough to tell anything of a *day*."""
    end = Period.parse(each.points[-1][0]).end
    return end.replace(year=end.year + COUNTS_YEARS, day=min(end.day, 28)) >= day


def monitors_state() -> str:
    """What changes with everything that the public pages tell of monitors."""
    kept = LocalMonitor.objects.filter(public=True).order_by("pk")
    return repr(list(kept.values_list("pk", "revision", "withdrawn")))

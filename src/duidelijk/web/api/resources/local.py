"""What municipalities and public health services see, added up as it stands today."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from duidelijk.local.picture import Cell, OfIndicator, Picture
from duidelijk.local.sample import Share
from duidelijk.web.agenda.models import today
from duidelijk.web.api import schemas
from duidelijk.web.api.answering import Listing, Told, dated_answer, edition_asked
from duidelijk.web.api.negotiating import chosen_format
from duidelijk.web.api.parameters import OfLocal, OfLocalIndicators, OfLocalSeries
from duidelijk.web.api.resources.filtering import check
from duidelijk.web.local.collecting import counting, picture_on
from duidelijk.web.local.models import LocalSeries
from duidelijk.web.local.monitors.counting import matched_series
from duidelijk.web.local.monitors.showing import SIDE_BY_SIDE


def local(request: HttpRequest, asked: OfLocal) -> HttpResponse:
    """Every theme and group of which something is reported, by theme and group."""
    chosen = chosen_format(request, asked.f, ("json", "csv"))
    monitor = edition_asked(None).monitor
    check("theme", asked.theme, [each.id for each in monitor.themes])
    check("group", asked.target_group, [each.id for each in monitor.target_groups])
    found, example = _today()
    rows = [
        _cell(each, example)
        for each in found.cells
        if (not asked.theme or each.theme in asked.theme)
        and (not asked.target_group or each.group in asked.target_group)
    ]
    listing = Listing(request, "local", asked, rows, shape=schemas.LocalCell)
    return dated_answer(listing, chosen, today())


def local_indicators(request: HttpRequest, asked: OfLocalIndicators) -> HttpResponse:
    """Every indicator of which something is reported, beside the nation."""
    chosen = chosen_format(request, asked.f, ("json", "csv"))
    monitor = edition_asked(None).monitor
    check("theme", asked.theme, [each.id for each in monitor.themes])
    found, example = _today()
    rows = [
        _indicator(each, example)
        for each in found.indicators
        if not asked.theme or each.theme in asked.theme
    ]
    listing = Listing(request, "localIndicators", asked, rows, shape=schemas.LocalIndicator)
    return dated_answer(listing, chosen, today())


def local_series(request: HttpRequest, asked: OfLocalSeries) -> HttpResponse:
    """Every public series of a local monitor."""
    chosen = chosen_format(request, asked.f, ("json", "csv"))
    edition = edition_asked(None)
    check("indicator", asked.indicator, list(edition.monitor.indicators))
    check("region", asked.region, list(edition.regions))
    found = LocalSeries.objects.filter(
        indicator__monitor__public=True, indicator__monitor__withdrawn=None
    ).select_related("indicator", "indicator__monitor")
    rows = [
        told
        for told in map(
            _series, found.order_by("indicator__monitor", "indicator", "region", "group")
        )
        if (not asked.indicator or told["indicator"] in asked.indicator)
        and (not asked.region or told["region"] in asked.region)
    ]
    listing = Listing(request, "localSeries", asked, rows, shape=schemas.LocalSeries)
    return dated_answer(listing, chosen, today())


def _series(each: LocalSeries) -> Told:
    row, monitor = each.indicator, each.indicator.monitor
    period, value = each.points[-1]
    beside = row.match in SIDE_BY_SIDE
    return {
        "monitor": monitor.title,
        "publisher": monitor.publisher,
        "code": row.code,
        "name": row.name,
        "unit": row.unit,
        "region": each.region,
        "group": each.group,
        "period": period,
        "value": value,
        "trend": each.trend,
        "reason": each.reason or None,
        "match": row.match,
        "indicator": row.indicator if beside else None,
        "turned": row.turned,
        "example": monitor.example,
    }


def _today() -> tuple[Picture, bool]:
    """The public picture, and whether made-up reports are in it."""
    example = counting(today()).filter(example=True).exists()
    example = example or matched_series().filter(indicator__monitor__example=True).exists()
    return picture_on(edition_asked(None), today()), example


def _cell(each: Cell, example: bool) -> Told:
    return {
        "theme": each.theme,
        "targetGroup": each.group or None,
        "reporters": each.coverage.reporters,
        "municipalities": each.coverage.of,
        "throughGgd": each.coverage.through_ggd,
        "lean": each.lean.value,
        **_share("worse", each.worse),
        **_share("better", each.better),
        "example": example,
    }


def _share(name: str, share: Share | None) -> Told:
    lower, upper = f"{name}Lower", f"{name}Upper"
    if share is None:
        return {name: None, lower: None, upper: None}
    return {name: _rounded(share.value), lower: _rounded(share.lower), upper: _rounded(share.upper)}


def _indicator(each: OfIndicator, example: bool) -> Told:
    most = each.most
    return {
        "theme": each.theme,
        "indicator": each.indicator,
        "reporters": each.reporters,
        "trend": each.most_trend or None,
        "share": _rounded(most.value) if most else None,
        "lower": _rounded(most.lower) if most else None,
        "upper": _rounded(most.upper) if most else None,
        "nation": each.nation or None,
        "beside": each.beside.value,
        "example": example,
    }


def _rounded(share: float) -> float:
    return round(share, 4)

"""A local monitor as pages show it: what it measures, beside what the nation measures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import mark_safe

from duidelijk.editions.description import code_words
from duidelijk.editions.edition import Edition
from duidelijk.local.matching import Match, Objected
from duidelijk.local.monitor import OWN_GROUPS, as_key
from duidelijk.local.observation import Bearing, Trend
from duidelijk.local.series import ONE_MEASUREMENT, bearing_of, beside_nation
from duidelijk.publish.charts.small import mark
from duidelijk.publish.local.naming import phrases
from duidelijk.publish.national import national
from duidelijk.publish.numbers import number
from duidelijk.publish.periods import period_words
from duidelijk.web.agenda.naming import Names
from duidelijk.web.dashboard.places import Place
from duidelijk.web.local.models import LocalMonitor, LocalSeries, MonitorIndicator
from duidelijk.web.words import words

SIDE_BY_SIDE = (Match.SAME.value, Match.DIRECTION.value)
_TONES = {Bearing.BETTER: True, Bearing.WORSE: False}


def monitor_shown(held: LocalMonitor, language: str) -> dict[str, Any]:
    """What a monitor is."""
    organisation = held.organisation
    return {
        "number": held.pk,
        "title": held.title,
        "publisher": held.publisher,
        "by": organisation.name if organisation else "",
        "address": held.address,
        "definition": held.definition,
        "population": held.population,
        "measured": held.measured,
        "method": held.method,
        "licence": held.licence,
        "public": held.public,
        "example": held.example,
        "directory": held.directory,
        "url": Place(language).local_monitor(held.pk),
    }


def indicators_shown(
    rows: Iterable[MonitorIndicator], edition: Edition, language: str
) -> list[dict[str, Any]]:
    """Indicators of a monitor: what each is nationally, and what is wrong with it."""
    return [indicator_shown(each, edition, language) for each in rows]


def indicator_shown(each: MonitorIndicator, edition: Edition, language: str) -> dict[str, Any]:
    """One indicator of a monitor."""
    phrases_, nation = words(language), edition.monitor.indicators.get(each.indicator)
    decided = each.match != Match.UNDECIDED
    return {
        "pk": each.pk,
        "code": each.code,
        "name": each.name,
        "description": each.description,
        "unit": each.unit,
        "population": each.population,
        "measured": each.measured,
        "method": each.method,
        "source": each.source,
        "match": each.match,
        "match_words": phrases_[f"match_{each.match}"],
        "turned": each.turned,
        "decided": decided,
        "nation": nation.title.to(language) if nation else "",
        "nation_url": Place(language).indicator(nation.id) if nation else "",
        "flaws": flaws_shown(each, language),
    }


def flaws_shown(each: MonitorIndicator, language: str) -> list[dict[str, str]]:
    """What is wrong between the name of an indicator and its description, in words."""
    phrases_ = words(language)
    return [{"words": phrases_[f"flaw_{flaw}"], "shown": shown} for flaw, shown in each.flaws]


def objections_shown(found: Iterable[Objected], language: str) -> list[str]:
    """What keeps an indicator from being the same as a national one, in sentences."""
    phrases_ = words(language)
    return [
        phrases_[f"objection_{each.objection}"].format(local=each.local, national=each.national)
        for each in found
    ]


def series_shown(each: LocalSeries, edition: Edition, language: str) -> dict[str, Any]:
    """One series: its last figure, where it goes, and the nation beside it as far as it can be.

    The level of the nation stands beside it only for the same indicator; for one that is comparable
    in direction its direction does.
    """
    row, trend, place = each.indicator, Trend(each.trend), Place(language)
    nation = edition.monitor.indicators.get(row.indicator)
    matched = row.match in SIDE_BY_SIDE and nation is not None
    there = beside_nation(trend, row.turned)
    bearing = bearing_of(there, nation.polarity) if nation and matched else Bearing.NO_JUDGEMENT
    period, value = each.points[-1]
    latest = national(edition).latest.get(row.indicator) if matched else None
    level = ""
    if latest and row.match == Match.SAME and nation and latest["value"] is not None:
        told = number(latest["value"], nation.decimals, language)
        level = f"{told} {nation.unit.to(language)}"
    return {
        "indicator": row.name,
        "code": row.code,
        "region": _region(each.region, edition, language),
        "region_url": place.local_region(each.region),
        "group": _group(each, edition, language),
        "value": f"{number(value, _decimals(each), language)} {row.unit}".strip(),
        "period": period_words(period, language),
        "count": len(each.points),
        "trend": phrases(language)[f"local_trend_{trend}"],
        "mark": mark_safe(mark(trend.value, _TONES.get(bearing))),
        "reason": _reason(each.reason, language),
        "reference": period_words(each.reference_period, language) if each.reference_period else "",
        "match": row.match,
        "nation": nation.title.to(language) if nation and matched else "",
        "nation_url": place.indicator(row.indicator) if matched else "",
        "nation_level": level,
        "nation_trend": phrases(language).get(f"local_trend_{latest['verdict']}", "")
        if latest
        else "",
        "monitor": row.monitor.title,
        "monitor_url": place.local_monitor(row.monitor_id),
        "file": each.file,
    }


def _reason(key: str, language: str) -> str:
    """Why no direction can be told, in words; empty where one can."""
    if key == ONE_MEASUREMENT:
        return words(language)["monitor_one_measurement"]
    known = code_words("reason").get(key)
    return known.to(language) if known else ""


def _decimals(each: LocalSeries) -> int:
    """So many as the figure of the series has that has most."""
    return min(3, max(len(f"{value:g}".partition(".")[2]) for _, value in each.points))


def _region(code: str, edition: Edition, language: str) -> str:
    known = edition.regions.get(code)
    return known.name.to(language) if known else code


def _group(each: LocalSeries, edition: Edition, language: str) -> str:
    if each.group == "total":
        return ""
    dimension, _, key = each.group.partition(":")
    if dimension == OWN_GROUPS:
        named = {as_key(name): name for name in each.indicator.monitor.groups}
        return str(named.get(key, key))
    known = edition.monitor.group_codes.get(each.group)
    return known.title.to(language) if known else Names(edition, language).of("group", each.group)

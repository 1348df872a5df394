"""The system's own track record: what it called striking, and what became of that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from duidelijk.catalogue.model import TOTAL
from duidelijk.change.pairing import OVER_THREE
from duidelijk.editions.edition import Edition
from duidelijk.publish.edition_sentences import NATION
from duidelijk.publish.numbers import number, quantity, shown_decimals
from duidelijk.publish.periods import period_label
from duidelijk.web.dashboard.pages.folding import folded
from duidelijk.web.dashboard.places import Place
from duidelijk.web.words import words


def track_record_page(
    found: Mapping[str, Any] | None, editions: Mapping[str, Edition], place: Place
) -> dict[str, Any]:
    """What the page of the track record shows."""
    if found is None:
        return {"kept": False}
    language = place.language
    every = [_edition_row(each, editions, place) for each in found["editions"]]
    newest = list(editions.values())[-1]
    return {
        "kept": True,
        "rerun": found["basis"] == "rerun",
        "afterwards": any(each.compiled_afterwards for each in editions.values()),
        "list": _counted(found["national"]["list"], language),
        "plain": _counted(found["national"]["plain"], language),
        "came": number(found["came"], 0, language),
        "inside": number(found["inside"], 0, language),
        "inside_percent": _percent(found["inside"], found["came"], language),
        "rows": every,
        "developments": folded(
            [
                row
                for each in found["developments"]
                if each["next"] is not None or each["revision"] is not None
                if (row := _development(each, newest, editions, place))
            ]
        ),
    }


def _counted(counted: Mapping[str, int], language: str) -> dict[str, str]:
    shown = {name: number(value, 0, language) for name, value in counted.items()}
    shown["next_percent"] = _percent(counted["next_held"], counted["next_known"], language)
    return shown


def _percent(part: int, whole: int, language: str) -> str:
    return number(100.0 * part / whole, 0, language) if whole else ""


def _edition_row(
    each: Mapping[str, Any], editions: Mapping[str, Edition], place: Place
) -> dict[str, Any]:
    language, known = place.language, editions.get(each["edition"])
    return {
        "title": known.title.to(language) if known else each["edition"],
        "url": place.of(each["edition"]).striking() if known else "",
        "list": _counted(each["list"], language),
        "plain": _counted(each["plain"], language),
        "inside_percent": _percent(each["inside"], each["came"], language),
        "came": number(each["came"], 0, language),
    }


def _development(
    each: Mapping[str, Any], newest: Edition, editions: Mapping[str, Edition], place: Place
) -> dict[str, Any] | None:
    """One development that could be followed; ``None`` for an indicator that is no longer."""
    indicator = newest.monitor.indicators.get(each["indicator"])
    if indicator is None:
        return None
    language = place.language
    decimals = shown_decimals(indicator, each["decimals"])

    def shown(value: float | None) -> str:
        return "" if value is None else quantity(value, decimals, indicator, language)

    known = editions.get(each["edition"])
    return {
        "edition": known.title.to(language) if known else each["edition"],
        "title": indicator.title.to(language),
        "about": _about(each, newest, language),
        "url": place.indicator(indicator.id),
        "period": period_label(each["period"], language),
        "basis": words(language)[f"basis_{each['comparison']}"],
        "lasting": each["comparison"] in OVER_THREE,
        "reference": shown(each["reference"]),
        "value": shown(each["value"]),
        "next_period": period_label(each["next_period"], language) if each["next_period"] else "",
        "next_value": shown(each["next_value"]),
        "next": each["next"] or "",
        "revision": each["revision"] or "",
        "revised_value": shown(each["revised_value"]) if each["revision"] else "",
    }


def _about(each: Mapping[str, Any], edition: Edition, language: str) -> str:
    parts = []
    region = edition.regions.get(each["region"])
    if each["region"] != NATION:
        parts.append(region.name.to(language) if region else each["region"])
    group = edition.monitor.group_codes.get(each["group"])
    if each["group"] != TOTAL:
        parts.append(group.title.to(language).lower() if group else each["group"])
    return ", ".join(parts)

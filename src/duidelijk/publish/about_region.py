"""A region apart from its figures: how large it is, and where more is known of it."""

from __future__ import annotations

from urllib.parse import quote

import polars as pl

from duidelijk.editions.edition import Edition
from duidelijk.editions.quantities import quantities
from duidelijk.publish.numbers import number
from duidelijk.regions import partition_on


def facts(edition: Edition, code: str, language: str) -> list[dict[str, str]]:
    """The context quantities of the region, the largest first: inhabitants, households, …"""
    found = []
    for indicator in edition.monitor.indicators.values():
        value = quantities(edition, indicator.id).get(code) if indicator.context else None
        if value is not None:
            found.append((value, indicator, _latest_year(edition, indicator.id, code)))
    return [
        {
            "title": indicator.title.to(language),
            "value": number(value / indicator.scale, indicator.decimals, language),
            "year": year,
        }
        for value, indicator, year in sorted(found, key=lambda each: -each[0])
    ]


def _latest_year(edition: Edition, key: str, code: str) -> str:
    """The year of the latest value of a region, or of what its sum is made of."""
    held = edition.figures_of(key).filter(pl.col("value").is_not_null())
    own = held.filter(pl.col("region") == code)
    return str((held if own.is_empty() else own)["period_end"].dt.year().max())


def local_links(edition: Edition, code: str, language: str) -> list[dict[str, str]]:
    """Where local figures of this region can be seen, with the region filled in."""
    named = edition.regions[code]
    return [
        {
            "title": each.title.to(language),
            "address": filled(each.address, code, named.name.to(language)),
            "about": named.name.to(language) if "{" in each.address else "",
            "note": each.note.to(language) if each.note else "",
        }
        for each in edition.monitor.local
        if named.level in each.levels and not dissolved(edition, code)
    ]


def filled(address: str, code: str, name: str) -> str:
    """An address with ``{region}``, ``{number}`` and ``{name}`` filled in."""
    held = {"region": code, "number": code[2:].lstrip("0"), "name": quote(name, safe="")}
    for key, value in held.items():
        address = address.replace(f"{{{key}}}", value)
    return address


def dissolved(edition: Edition, code: str) -> bool:
    """Whether a municipality did not exist any more at the date of the edition."""
    return edition.regions[code].level == "municipality" and code not in partition_on(edition.date)

"""Checks the addresses where a monitor says that local figures can be seen."""

from __future__ import annotations

from pathlib import Path

from duidelijk.catalogue import Monitor, read_monitor
from duidelijk.cli.output import progress_of_unknown
from duidelijk.foundation.problems import Problem
from duidelijk.publish.about_region import filled
from duidelijk.sources.network.fetching import Network
from duidelijk.sources.network.links import Link, Stands, checked

_EXAMPLE = ("GM0363", "Amsterdam")
"""The region that an address with a place for one is asked for."""


def addresses_of(monitor: Monitor) -> dict[str, str]:
    """Every address of local figures, with what names it."""
    found: dict[str, str] = {}
    for general in monitor.local:
        found.setdefault(filled(general.address, *_EXAMPLE), "monitor.yaml")
    for key, indicator in monitor.indicators.items():
        for each in indicator.local:
            found.setdefault(each.address, key)
    return found


def check_links(folder: Path, mirror: str = "") -> tuple[list[Problem], list[str]]:
    """Ask every address of local figures once.

    What is dead is a problem; lines tell what moved or could not be told, and the sum. Raises
    ``Refused`` for a monitor that cannot be read.
    """
    named = addresses_of(read_monitor(folder))
    network = Network(mirror)
    try:
        with progress_of_unknown("Links") as step:
            asked: list[Link] = []

            def told(link: Link) -> None:
                asked.append(link)
                step(len(asked), len(named), link.address)

            found = checked(network, named, told)
    finally:
        network.close()
    return _problems(found, named), _lines(found)


def _problems(found: list[Link], named: dict[str, str]) -> list[Problem]:
    remedy = "look for its successor, or take it out of the declaration"
    return [
        Problem(named[each.address], 0, f"{each.address} {each.told}", remedy)
        for each in found
        if each.stands is Stands.DEAD
    ]


def _lines(found: list[Link]) -> list[str]:
    of = {stands: [each for each in found if each.stands is stands] for stands in Stands}
    lines = [
        f"{each.address} {each.told}"
        for stands in (Stands.MOVED, Stands.UNCERTAIN, Stands.UNREACHED)
        for each in of[stands]
    ]
    if found and len(of[Stands.UNREACHED]) == len(found):
        return ["No address could be reached: is there a network here? Nothing was told of them."]
    counts = ", ".join(f"{len(of[stands])} {stands}" for stands in Stands if of[stands])
    return [*lines, f"{len(found)} addresses of local figures: {counts or 'none'}"]

"""What no schema can see: keys that point nowhere, dates that cross, files with another's name."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from duidelijk.catalogue.draws import check_draws
from duidelijk.catalogue.planned import check_editions
from duidelijk.foundation.declarations import Declaration, KeyPath
from duidelijk.foundation.problems import Problem, did_you_mean
from duidelijk.periods import Period, UnknownPeriod


def check_consistency(
    declarations: Mapping[str, Declaration], every: Mapping[str, Declaration]
) -> list[Problem]:
    """Problems between *declarations*, which each fit the schema.

    Keys are looked up among *every* file that is there, also those that do not fit it, so that one
    problem never hides another, nor makes one.
    """
    problems = list(_dates(declarations))
    problems += _periods(declarations)
    problems += _file_names(declarations)
    problems += _repeated_ids(declarations)
    problems += _references(declarations, every)
    problems += check_draws(declarations, every)
    if monitor := declarations.get("monitor"):
        problems += check_editions(monitor)
    return problems


def _indicators(declarations: Mapping[str, Declaration]) -> dict[str, Declaration]:
    return {
        name.partition("/")[2]: declaration
        for name, declaration in declarations.items()
        if name.startswith("indicators/")
    }


def _file_names(declarations: Mapping[str, Declaration]) -> Iterator[Problem]:
    for declaration in _indicators(declarations).values():
        stem = PurePosixPath(declaration.file).stem
        key = declaration.value["id"]
        if key != stem:
            yield declaration.problem(
                ("id",), f"“{key}” is not the name of its file", f"write id: {stem}"
            )


_LISTS: dict[str, tuple[str, ...]] = {
    "monitor": ("themes", "editions"),
    "groups": ("dimensions", "target_groups"),
    "sources": ("sources",),
    "feeds": ("feeds",),
    "measures": ("measures",),
    "glossary": ("terms",),
}


def _repeated_ids(declarations: Mapping[str, Declaration]) -> Iterator[Problem]:
    for name, keys in _LISTS.items():
        if declaration := declarations.get(name):
            for key in keys:
                yield from _repeated(declaration, (key,), declaration.value.get(key, ()), "id")
    if groups := declarations.get("groups"):
        for index, dimension in enumerate(groups.value["dimensions"]):
            path = ("dimensions", index, "groups")
            yield from _repeated(groups, path, dimension["groups"], "code")
    for declaration in _indicators(declarations).values():
        methods = declaration.value.get("methods", ())
        yield from _repeated(declaration, ("methods",), methods, "id")


def _repeated(
    declaration: Declaration, path: KeyPath, items: Iterable[Mapping[str, Any]], key: str
) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, item in enumerate(items):
        if item[key] in seen:
            yield declaration.problem(
                (*path, index, key), f"“{item[key]}” is there already", f"each {key} stands once"
            )
        seen.add(item[key])


def _references(
    declarations: Mapping[str, Declaration], every: Mapping[str, Declaration]
) -> Iterator[Problem]:
    indicators = set(_indicators(every))
    themes, sources = _ids(every, "monitor", "themes"), _ids(every, "sources", "sources")
    dimensions = _ids(every, "groups", "dimensions")
    for declaration in _indicators(declarations).values():
        value = declaration.value
        if "theme" in value:
            yield from _known(declaration, ("theme",), value["theme"], themes, "theme")
        yield from _known(declaration, ("source",), value["source"], sources, "source")
        if "successor" in value:
            yield from _known(
                declaration, ("successor",), value["successor"], indicators, "indicator"
            )
        if "per" in value:
            yield from _context(declaration, ("per",), value["per"], every)
        for index, dimension in enumerate(value.get("groups", ())):
            yield from _known(
                declaration, ("groups", index), dimension, dimensions, "dimension of groups.yaml"
            )
    if groups := declarations.get("groups"):
        yield from _target_references(groups, indicators)
    if monitor := declarations.get("monitor"):
        yield from _peer_references(monitor, every)


def _peer_references(monitor: Declaration, every: Mapping[str, Declaration]) -> Iterator[Problem]:
    peers = monitor.value.get("peers", {})
    for name in ("features", "classes"):
        for index, each in enumerate(peers.get(name, ())):
            path: KeyPath = ("peers", name, index)
            for key in ("indicator", "per"):
                if key in each:
                    yield from _context(monitor, (*path, key), each[key], every)
            if "bounds" in each and each["bounds"] != sorted(set(each["bounds"])):
                yield monitor.problem(
                    (*path, "bounds"), "the bounds do not ascend", "put the smallest first"
                )


def _context(
    declaration: Declaration, path: KeyPath, key: str, every: Mapping[str, Declaration]
) -> Iterator[Problem]:
    """A reference to a context quantity: figures of what the monitor follows divide nothing."""
    indicators = _indicators(every)
    yield from _known(declaration, path, key, set(indicators), "indicator")
    found = indicators.get(key)
    if found and isinstance(found.value, dict) and not found.value.get("context"):
        yield declaration.problem(
            path, f"“{key}” is no context quantity", "name one that says context: true"
        )


def _target_references(groups: Declaration, indicators: set[str]) -> Iterator[Problem]:
    codes = {
        f"{dimension['id']}:{group['code']}"
        for dimension in groups.value["dimensions"]
        for group in dimension["groups"]
    }
    for number, target in enumerate(groups.value.get("target_groups", ())):
        path: KeyPath = ("target_groups", number)
        for index, code in enumerate(target.get("groups", ())):
            yield from _known(groups, (*path, "groups", index), code, codes, "group")
        for index, key in enumerate(target.get("indicators", ())):
            yield from _known(groups, (*path, "indicators", index), key, indicators, "indicator")


def _ids(every: Mapping[str, Declaration], name: str, key: str) -> set[str] | None:
    """The ids in a list of a file that may be broken; ``None`` when they cannot be told."""
    value = every[name].value if name in every else None
    items = value.get(key) if isinstance(value, dict) else None
    if not isinstance(items, list):
        return None
    return {str(each["id"]) for each in items if isinstance(each, dict) and "id" in each}


def _known(
    declaration: Declaration, path: KeyPath, word: str, known: set[str] | None, what: str
) -> Iterator[Problem]:
    if known is not None and word not in known:
        yield declaration.problem(path, f"unknown {what} “{word}”", did_you_mean(word, known))


def _dates(declarations: Mapping[str, Declaration]) -> Iterator[Problem]:
    for declaration in declarations.values():
        yield from _walk_dates(declaration, declaration.value, ())
    if "measures" in declarations:
        yield from _spans(declarations["measures"], "measures", "from", "until")
    for declaration in _indicators(declarations).values():
        yield from _spans(declaration, "methods", "in_use_from", "in_use_until")


_DATE_KEYS = {"date", "from", "until", "in_use_from", "in_use_until", "crisis_start", "keep_until"}


def _walk_dates(declaration: Declaration, value: Any, path: KeyPath) -> Iterator[Problem]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key in _DATE_KEYS and isinstance(item, str):
                try:
                    dt.date.fromisoformat(item)
                except ValueError:
                    yield declaration.problem(
                        (*path, key), f"“{item}” is not a day of the calendar", "as 2021-03-11"
                    )
            else:
                yield from _walk_dates(declaration, item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _walk_dates(declaration, item, (*path, index))


def _periods(declarations: Mapping[str, Declaration]) -> Iterator[Problem]:
    for declaration in _indicators(declarations).values():
        value = declaration.value
        places: list[tuple[KeyPath, str]] = [
            ((key, index, "period"), item["period"])
            for key in ("breaks", "events")
            for index, item in enumerate(value.get(key, ()))
        ]
        if "stopped_since" in value:
            places.append((("stopped_since",), value["stopped_since"]))
        for path, code in places:
            try:
                Period.parse(code)
            except UnknownPeriod as error:
                yield declaration.problem(path, "unknown period", str(error))
        yield from _in_order(declaration)


def _in_order(declaration: Declaration) -> Iterator[Problem]:
    """Breaks stand oldest first: the last one passed is the one that is told."""
    before = None
    for index, item in enumerate(declaration.value.get("breaks", ())):
        with contextlib.suppress(UnknownPeriod):
            start = Period.parse(item["period"]).start
            if before is not None and start < before:
                yield declaration.problem(
                    ("breaks", index, "period"),
                    f"the break of {item['period']} stands after a later one",
                    "breaks stand oldest first",
                )
            before = start


def _spans(declaration: Declaration, key: str, start: str, end: str) -> Iterator[Problem]:
    for index, item in enumerate(declaration.value.get(key, ())):
        if item.get(start, "") > item.get(end, "9999"):
            yield declaration.problem(
                (key, index, end),
                f"ends on {item[end]}, before it starts",
                f"{start} {item[start]}",
            )

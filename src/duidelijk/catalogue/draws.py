"""Checks how indicators are drawn from feeds: keys that exist, formulas that can be reckoned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from duidelijk.catalogue.formula import FormulaError, names_in
from duidelijk.foundation.declarations import Declaration, KeyPath
from duidelijk.foundation.problems import Problem, did_you_mean

QUANTITY = "indicator:"
"""Marks a name in a formula that is not a measure of the feed but another indicator."""


def check_draws(
    declarations: Mapping[str, Declaration], every: Mapping[str, Declaration]
) -> Iterator[Problem]:
    """Problems of feeds and draws that no schema can see."""
    sources = {each["id"] for each in _listed(every, "sources")}
    feeds = {each["id"]: each for each in _listed(every, "feeds")}
    if declared := declarations.get("feeds"):
        yield from _feeds(declared, sources)
    codes = _group_codes(every)
    keys = {name.partition("/")[2] for name in every if name.startswith("indicators/")}
    for name, declaration in declarations.items():
        if name.startswith("indicators/"):
            for index, draw in enumerate(declaration.value.get("draw", ())):
                yield from _draw(declaration, ("draw", index), draw, feeds, codes, keys)


def _feeds(declared: Declaration, sources: set[str]) -> Iterator[Problem]:
    for index, feed in enumerate(declared.value["feeds"]):
        path: KeyPath = ("feeds", index)
        if sources and feed["source"] not in sources:
            what = f"unknown source “{feed['source']}”"
            remedy = did_you_mean(feed["source"], sources)
            yield declared.problem((*path, "source"), what, remedy)
        if feed["protocol"] == "spreadsheet" and "mapping" not in feed:
            what = f"“{feed['id']}” is a spreadsheet without mapping"
            remedy = "import one file of it by hand first; name the mapping that is kept"
            yield declared.problem(path, what, remedy)


def _draw(
    declaration: Declaration,
    path: KeyPath,
    draw: Mapping[str, Any],
    feeds: Mapping[str, Any],
    codes: set[str],
    keys: set[str],
) -> Iterator[Problem]:
    value = declaration.value
    if draw["feed"] not in feeds:
        what, remedy = f"unknown feed “{draw['feed']}”", did_you_mean(draw["feed"], feeds)
        yield declaration.problem((*path, "feed"), what, remedy or "declare it in feeds.yaml")
    elif feeds[draw["feed"]].get("source") != value["source"]:
        other = feeds[draw["feed"]].get("source")
        what = f"feed {draw['feed']} is of “{other}”, this indicator of “{value['source']}”"
        yield declaration.problem((*path, "feed"), what, "one of them is mistaken")
    yield from _measures(declaration, path, draw, keys)
    for dimension, groups in draw.get("groups", {}).items():
        for code, group in groups.items():
            if group not in codes:
                place = (*path, "groups", dimension, code)
                what, remedy = f"unknown group “{group}”", did_you_mean(group, codes)
                yield declaration.problem(place, what, remedy)
            elif group.partition(":")[0] not in value.get("groups", ()):
                place = (*path, "groups", dimension, code)
                what = f"{value['id']} is not broken down by {group.partition(':')[0]}"
                yield declaration.problem(place, what, "add that dimension to its groups")
        if dimension not in draw.get("where", {}):
            what = f"the total of “{dimension}” is not given"
            remedy = f"add where: {{{dimension}: CODE}}, the code of everybody"
            yield declaration.problem((*path, "groups", dimension), what, remedy)
    if "limits" in draw and "formula" in draw:
        what = "a formula has no limits of its own"
        yield declaration.problem((*path, "limits"), what, "remove limits")
    methods = [each["id"] for each in value.get("methods", ())]
    if methods and draw.get("method") not in methods:
        what = f"“{value['id']}” is measured by several methods; a draw names one"
        yield declaration.problem(path, what, f"write method: {methods[-1]}")
    if "method" in draw and not methods:
        what = f"“{value['id']}” declares no methods"
        yield declaration.problem((*path, "method"), what, "remove method, or declare methods")


def _measures(
    declaration: Declaration, path: KeyPath, draw: Mapping[str, Any], keys: set[str]
) -> Iterator[Problem]:
    """A draw has one measure, or a formula over the measures it names."""
    if ("measure" in draw) == ("formula" in draw):
        what = "has both a measure and a formula" if "measure" in draw else "has no measure"
        yield declaration.problem(path, what, "give measure, or formula with measures")
        return
    if "formula" not in draw:
        return
    named = draw.get("measures", {})
    try:
        used = names_in(draw["formula"])
    except FormulaError as error:
        yield declaration.problem((*path, "formula"), str(error), "as 1000 * clients / inhabitants")
        return
    for name in sorted(used - named.keys()):
        what = f"the formula uses “{name}”, which measures does not name"
        yield declaration.problem((*path, "formula"), what, did_you_mean(name, named))
    for name, measure in named.items():
        key = measure.removeprefix(QUANTITY)
        if measure.startswith(QUANTITY) and key not in keys:
            place = (*path, "measures", name)
            what = f"unknown indicator “{key}”"
            yield declaration.problem(place, what, did_you_mean(key, keys))


def _listed(every: Mapping[str, Declaration], name: str) -> list[dict[str, Any]]:
    """The items of a file that may be broken, as far as they can be told."""
    value = every[name].value if name in every else None
    items = value.get(name) if isinstance(value, dict) else None
    if not isinstance(items, list):
        return []
    return [each for each in items if isinstance(each, dict) and isinstance(each.get("id"), str)]


def _group_codes(every: Mapping[str, Declaration]) -> set[str]:
    value = every["groups"].value if "groups" in every else None
    if not isinstance(value, dict):
        return set()
    return {
        f"{dimension.get('id')}:{group.get('code')}"
        for dimension in value.get("dimensions", ())
        if isinstance(dimension, dict)
        for group in dimension.get("groups", ())
        if isinstance(group, dict)
    }

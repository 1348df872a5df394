"""What a change of a declaration does to what is out and to what is kept, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl
from django.conf import settings

from duidelijk.catalogue import Monitor
from duidelijk.figures.store import FigureStore
from duidelijk.foundation.editing import same
from duidelijk.web.declaring.kinds import Kind
from duidelijk.web.library import library
from duidelijk.web.words import words

_MEANING = ("unit", "scale", "kind", "polarity", "definition", "population", "additive", "draw")
"""Keys of an indicator that change what its figures mean."""


def consequences(
    kind: Kind, key: str, before: Any, after: Any, language: str, label: Any
) -> list[str]:
    """What must be known before *before* becomes *after*; ``None`` for a thing that goes."""
    phrases = words(language)
    if not isinstance(before, dict):
        return []
    sealed = [each.id for each in library().editions().values() if _holds(each.monitor, kind, key)]
    renamed = after is not None and after.get("id") != before.get("id") and "id" in before
    told = []
    if kind.name == "edition":
        if key in library().editions() and not same(before, after):
            told.append(phrases["declare_edition_out"].format(key=key))
    elif sealed and after is None:
        told.append(phrases["declare_removed_sealed"].format(editions=_listed(sealed)))
    elif sealed and renamed:
        told.append(phrases["declare_renamed_sealed"].format(key=key, editions=_listed(sealed)))
    stops = kind.name == "monitor" and after is not None
    if stops and not same(before.get("ends"), after.get("ends")):
        told.append(phrases["declare_ends_at_once"])
    if kind.name != "indicator":
        return told
    if after is None or renamed:
        count = _figures(key)
        if count:
            told.append(phrases["declare_figures_stay"].format(key=key, count=count))
    elif sealed:
        changed = [label(name) for name in _MEANING if not same(before.get(name), after.get(name))]
        if changed:
            told.append(
                phrases["declare_meaning_changed"].format(
                    what=", ".join(changed), editions=_listed(sealed)
                )
            )
    return told


def _holds(monitor: Monitor, kind: Kind, key: str) -> bool:
    held: dict[str, Iterable[str]] = {
        "indicator": monitor.indicators,
        "theme": (each.id for each in monitor.themes),
        "source": monitor.sources,
        "measure": (each.id for each in monitor.measures),
        "dimension": (each.id for each in monitor.dimensions),
        "target_group": (each.id for each in monitor.target_groups),
    }
    return key in held.get(kind.name, ())


def _figures(key: str) -> int:
    """How many figures of an indicator are kept."""
    store = FigureStore(settings.HOME.figures)
    found = 0
    for path in store.parts():
        of_it = store.part(path).filter(pl.col("indicator") == key)
        found += int(of_it.select(pl.len()).collect().item())
    return found


def _listed(editions: list[str]) -> str:
    return ", ".join(editions)

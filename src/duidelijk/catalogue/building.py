"""Turns checked declarations into the values of ``model``."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeVar

from duidelijk.catalogue.model import (
    Break,
    Contact,
    Draw,
    EditionPlan,
    Ending,
    Event,
    Feature,
    Feed,
    Group,
    GroupDimension,
    Indicator,
    LocalFigure,
    LocalFigures,
    Materiality,
    Measure,
    Method,
    Monitor,
    Organisation,
    Peers,
    RegionClass,
    Rhythm,
    Source,
    TargetGroup,
    Term,
    Text,
    Theme,
)
from duidelijk.foundation.declarations import Declaration

T = TypeVar("T")

_DATES = {"date", "from_", "until", "in_use_from", "in_use_until", "crisis_start", "keep_until"}
_NO_TERMS = Declaration("glossary.yaml", {"terms": []})
_NO_FEEDS = Declaration("feeds.yaml", {"feeds": []})
"""What a monitor without feeds declares; editions frozen before there were any have none."""
_NATURAL_BOUNDS: dict[str, tuple[float | None, float | None]] = {
    "percent": (0.0, 100.0),
    "count": (0.0, None),
    "duration": (0.0, None),
}


def build_monitor(declarations: Mapping[str, Declaration]) -> Monitor:
    """The monitor of declarations that were checked; see ``reading.read_monitor``."""
    monitor, groups = declarations["monitor"].value, declarations["groups"].value
    indicators = [
        _indicator(declaration.value)
        for name, declaration in sorted(declarations.items())
        if name.startswith("indicators/")
    ]
    sources = [_make(Source, each) for each in declarations["sources"].value["sources"]]
    return Monitor(
        id=monitor["id"],
        title=Text(**monitor["title"]),
        lead=Text(**monitor["lead"]),
        publisher=Text(**monitor["publisher"]),
        synthetic=monitor["synthetic"],
        notice=Text(**monitor["notice"]) if "notice" in monitor else None,
        crisis_start=_date(monitor.get("crisis_start")),
        themes=tuple(_make(Theme, each) for each in monitor["themes"]),
        editions=tuple(_make(EditionPlan, each) for each in monitor["editions"]),
        dimensions=tuple(_dimension(each) for each in groups["dimensions"]),
        target_groups=tuple(_make(TargetGroup, each) for each in groups.get("target_groups", ())),
        sources={source.id: source for source in sources},
        feeds={
            each["id"]: _make(Feed, each)
            for each in declarations.get("feeds", _NO_FEEDS).value["feeds"]
        },
        measures=tuple(
            _make(
                Measure, {("from_" if key == "from" else key): item for key, item in each.items()}
            )
            for each in declarations["measures"].value["measures"]
        ),
        indicators={indicator.id: indicator for indicator in indicators},
        local=tuple(_make(LocalFigures, each) for each in monitor.get("local", ())),
        peers=_peers(monitor["peers"]) if "peers" in monitor else None,
        organisation=_optional(Organisation, monitor.get("organisation")),
        contact=_optional(Contact, monitor.get("contact")),
        licence=monitor.get("licence"),
        terms=tuple(
            _make(Term, each) for each in declarations.get("glossary", _NO_TERMS).value["terms"]
        ),
        four_eyes=monitor.get("four_eyes", False),
        rhythm=_make(Rhythm, monitor["rhythm"]) if "rhythm" in monitor else None,
        ends=build_ending(monitor),
    )


def build_ending(monitor: Mapping[str, Any]) -> Ending | None:
    """When a monitor stops, as ``monitor.yaml`` declares it; ``None`` when it does not."""
    return _make(Ending, monitor["ends"]) if "ends" in monitor else None


def _optional(kind: type[T], value: Mapping[str, Any] | None) -> T | None:
    return None if value is None else _make(kind, value)


def _peers(value: Mapping[str, Any]) -> Peers:
    return Peers(
        nearest=value["nearest"],
        features=tuple(_make(Feature, each) for each in value["features"]),
        classes=tuple(_make(RegionClass, each) for each in value.get("classes", ())),
    )


def _dimension(value: Mapping[str, Any]) -> GroupDimension:
    groups = []
    for each in value["groups"]:
        title = Text(**each["title"])
        short = Text(**each["short"]) if "short" in each else title
        groups.append(Group(f"{value['id']}:{each['code']}", title, short))
    return GroupDimension(value["id"], Text(**value["title"]), tuple(groups))


def _indicator(value: Mapping[str, Any]) -> Indicator:
    fields = dict(value)
    natural = _NATURAL_BOUNDS.get(value["kind"], (None, None))
    bounds = fields.pop("bounds", {})
    fields["minimum"] = bounds.get("min", natural[0])
    fields["maximum"] = bounds.get("max", natural[1])
    for key, kind in (
        ("methods", Method),
        ("breaks", Break),
        ("events", Event),
        ("local", LocalFigure),
        ("draw", Draw),
    ):
        fields[key] = tuple(_make(kind, each) for each in value.get(key, ()))
    if "materiality" in value:
        fields["materiality"] = Materiality(**value["materiality"])
    return _make(Indicator, fields)


def _make(kind: type[T], value: Mapping[str, Any]) -> T:
    """An instance of the dataclass *kind*: texts, dates and lists turned into values."""
    known = {each.name for each in dataclasses.fields(kind)}  # type: ignore[arg-type]
    fields: dict[str, Any] = {}
    for key, item in value.items():
        if key not in known:
            continue
        if isinstance(item, dict) and item.keys() == {"nl", "en"}:
            item = Text(**item)
        elif isinstance(item, list):
            item = tuple(item)
        elif key in _DATES:
            item = _date(item)
        fields[key] = item
    return kind(**fields)


def _date(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None

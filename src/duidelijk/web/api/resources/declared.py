"""What a monitor declares, as it was when an edition was made: themes, indicators, groups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from duidelijk.catalogue import Indicator, Text
from duidelijk.editions.edition import Edition
from duidelijk.web.api import schemas
from duidelijk.web.api.answering import (
    Listing,
    Told,
    both,
    camel,
    csv_answer,
    edition_asked,
    json_answer,
)
from duidelijk.web.api.negotiating import chosen_format
from duidelijk.web.api.parameters import OfEdition, OfGroups, OfIndicators
from duidelijk.web.api.resources.filtering import check, indicators_wanted

_WHOLE = tuple(schemas.IndicatorWhole.model_fields)
_OWN = tuple(name for name in _WHOLE if name not in ("source", "late", "releases"))
_LISTED = tuple(schemas.IndicatorListed.model_fields)


def listed(
    request: HttpRequest,
    resource: str,
    asked: OfEdition,
    edition: Edition,
    rows: list[Told],
    shape: type[schemas.Shape],
) -> HttpResponse:
    """A list of an edition that comes whole, as JSON or CSV."""
    chosen = chosen_format(request, asked.f, ("json", "csv"))
    listing = Listing(request, resource, asked, rows, edition, shape=shape)
    return csv_answer(listing) if chosen == "csv" else json_answer(listing)


def themes(request: HttpRequest, asked: OfEdition) -> HttpResponse:
    """The themes in their order, with their indicators."""
    edition = edition_asked(asked.edition)
    rows = [
        told(each) | {"indicators": [one.id for one in edition.monitor.of_theme(each.id)]}
        for each in edition.monitor.themes
    ]
    return listed(request, "themes", asked, edition, rows, schemas.Theme)


def indicators(request: HttpRequest, asked: OfIndicators) -> HttpResponse:
    """The indicators, in order of key."""
    edition = edition_asked(asked.edition)
    wanted = indicators_wanted(edition, asked.theme, ())
    rows = [
        {camel(name): value for name, value in _known(edition, each, _LISTED).items()}
        for key, each in sorted(edition.monitor.indicators.items())
        if (wanted is None or key in wanted) and (not asked.status or each.status in asked.status)
    ]
    return listed(request, "indicators", asked, edition, rows, schemas.IndicatorListed)


def indicator(edition: Edition, key: str) -> Told:
    """The whole declaration of one. Raises ``Problem`` when there is none such."""
    check("indicator", [key], edition.monitor.indicators, f"edition {edition.id}")
    each = edition.monitor.indicators[key]
    source = edition.monitor.sources[each.source]
    late = edition.late.get(key)
    found = _known(edition, each, _OWN) | {
        "source": told(source),
        "late": {"feed": late["feed"], "since": late["since"]} if late else None,
        "releases": edition.releases_of.get(key, []),
    }
    return {camel(name): found[name] for name in _WHOLE}


def _known(edition: Edition, indicator: Indicator, names: Iterable[str]) -> Told:
    """These fields of an indicator; how many figures it has is one."""
    return {
        name: edition.counts.get(indicator.id, 0)
        if name == "figures"
        else told(getattr(indicator, name))
        for name in names
    }


def groups(request: HttpRequest, asked: OfGroups) -> HttpResponse:
    """Populations in the order they are declared, then target groups."""
    edition = edition_asked(asked.edition)
    rows: list[Told] = [
        _group(each.code, "population", each.title, dimension=dimension.id)
        for dimension in edition.monitor.dimensions
        for each in dimension.groups
    ]
    for one in edition.monitor.target_groups:
        rows.append(
            _group(one.id, "target", one.title, description=both(one.description))
            | {"groups": list(one.groups), "indicators": list(one.indicators)}
        )
    kind = asked.kind
    found = [each for each in rows if kind is None or each["kind"] == kind]
    return listed(request, "groups", asked, edition, found, schemas.Group)


def _group(
    key: str, kind: str, title: Text, dimension: str | None = None, description: Any = None
) -> Told:
    return {
        "id": key,
        "kind": kind,
        "dimension": dimension,
        "title": both(title),
        "description": description,
        "groups": [],
        "indicators": [],
    }


def told(value: Any) -> Any:
    """A declared value as answers have it: objects in camelCase, days as text."""
    if isinstance(value, Text):
        return both(value)
    if is_dataclass(value):
        return {camel(each.name): told(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [told(each) for each in value]
    return dict(value) if isinstance(value, Mapping) else value

"""What stands out in an edition, with what editors decided about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from duidelijk.editions.edition import Edition
from duidelijk.editions.texts import development_key
from duidelijk.web.api import schemas
from duidelijk.web.api.answering import (
    Listing,
    Told,
    both,
    camel,
    csv_answer,
    edition_asked,
    json_answer,
    release_named,
)
from duidelijk.web.api.negotiating import chosen_format
from duidelijk.web.api.parameters import OfStriking
from duidelijk.web.api.problems import Problem
from duidelijk.web.api.resources.filtering import check_places, indicators_wanted

_CALLED = {"level": "regionLevel"}
"""What is called otherwise than in the edition's file."""
_EVIDENCE = tuple(schemas.Evidence.model_fields)


def striking(request: HttpRequest, asked: OfStriking) -> HttpResponse:
    """The list of striking developments."""
    chosen = chosen_format(request, asked.f, ("json", "csv"))
    edition = edition_asked(asked.edition)
    kept = edition.striking
    if kept is None:
        told = f"Edition {edition.id} was frozen before there was a list of what stands out"
        raise Problem(404, told)
    found = [each for each in kept["developments"] if _is_wanted(each, edition, asked)]
    used = {each["release"] for each in found}
    around: Told = {
        "level": kept["level"],
        "counts": {camel(name): count for name, count in sorted(kept["counts"].items())},
        "releases": [release_named(each) for key, each in edition.releases.items() if key in used],
    }
    rows = [_told(each, edition) for each in found]
    shape = schemas.Development
    listing = Listing(request, "striking", asked, rows, edition, around=around, shape=shape)
    return csv_answer(listing) if chosen == "csv" else json_answer(listing)


def _is_wanted(development: Mapping[str, Any], edition: Edition, asked: OfStriking) -> bool:
    check_places(edition, asked)
    indicators = indicators_wanted(edition, asked.theme, asked.indicator)
    levels = asked.region_level
    tiers = asked.tier
    return (
        (indicators is None or development["indicator"] in indicators)
        and (not asked.region or development["region"] in asked.region)
        and (not levels or development["level"] in levels)
        and (not asked.group or development["group"] in asked.group)
        and (not tiers or development["tier"] in tiers)
    )


def _told(development: Mapping[str, Any], edition: Edition) -> Told:
    chosen = edition.texts.choices.get(development_key(development))
    told = {_CALLED.get(key, camel(key)): value for key, value in development.items()}
    told["evidence"] = [
        {camel(key): each[key] for key in _EVIDENCE if key in each}
        for each in development["evidence"]
    ]
    told["choice"] = chosen.choice.value if chosen else None
    told["choiceReason"] = both(chosen.reason) if chosen else None
    return told

"""Examples for the OpenAPI document and the page about it: values and answers of an edition."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import polars as pl
from django.http import HttpRequest, QueryDict
from django.urls import resolve

from duidelijk.catalogue.model import TOTAL
from duidelijk.editions.edition import Edition
from duidelijk.regions import COUNTRY
from duidelijk.web.api.addresses import ROOT
from duidelijk.web.api.negotiating import JSON

Document = dict[str, Any]
_ROWS = 2
_SEALED = ("/signals", "/decisions")
"""What stands otherwise tomorrow, except as an edition sealed it."""
_OF_TODAY = ("/practices", "/local", "/local-indicators", "/local-series")


@dataclass(frozen=True)
class Example:
    """A national series to show things with."""

    indicator: str
    theme: str
    source: str
    region: str
    period: str
    since: dt.date
    year: int
    known_on: dt.date
    """A day on which less was known of it, where the edition can tell."""


def example(edition: Edition) -> Example | None:
    """A series of *edition* to show things with: the one most often published by then."""
    shown = edition.total_of(COUNTRY).filter(pl.col("value").is_not_null())
    known = shown.filter(pl.col("published") <= edition.date)
    times = dict(known.group_by("indicator").agg(pl.col("published").n_unique()).iter_rows())
    there = set(shown["indicator"])
    followed = [
        each
        for theme in edition.monitor.themes
        for each in edition.monitor.of_theme(theme.id)
        if each.id in there
    ]
    if not followed:
        return None
    chosen = max(followed, key=lambda each: times.get(each.id, 0))
    series = shown.filter(indicator=chosen.id).sort("period_start")
    days = known.filter(indicator=chosen.id)["published"].unique().sort().to_list()
    latest = series.row(-1, named=True)
    return Example(
        indicator=chosen.id,
        theme=str(chosen.theme),
        source=chosen.source,
        region=COUNTRY,
        period=latest["period"],
        since=series["period_start"][0],
        year=latest["region_year"],
        known_on=days[len(days) // 2] if days else edition.date,
    )


def example_values(edition: Edition) -> dict[str, Any]:
    """Values that lead somewhere in *edition*, by parameter."""
    found: dict[str, Any] = {"edition": edition.id, "region": [COUNTRY], "group": [TOTAL]}
    shown = example(edition)
    if shown is not None:
        found |= {
            "indicator": [shown.indicator],
            "theme": [shown.theme],
            "period": [shown.period],
            "from": shown.since.isoformat(),
            "until": edition.date.isoformat(),
            "knownOn": shown.known_on.isoformat(),
            "source": [shown.source],
            "year": shown.year,
        }
    return found


def _key(path: str, newest: Edition, examples: Mapping[str, Any]) -> str:
    """A key that leads somewhere in the newest edition; empty where there is none."""
    if path.startswith("/editions"):
        return newest.id
    if path.startswith(_SEALED):
        return min((str(each.number) for each in newest.texts.signals), key=int, default="")
    return next(iter(examples.get("indicator", [])), "")


def show_answer(
    request: HttpRequest,
    path: str,
    operation: Document,
    newest: Edition,
    examples: Mapping[str, Any],
) -> None:
    """Put a real answer with few rows in as the example; none of what may be another tomorrow."""
    id_ = _key(path, newest, examples)
    if path in _OF_TODAY or ("{id}" in path and not id_):
        return
    for each in operation["parameters"]:
        if each["in"] == "path":
            each["example"] = id_
    asked = HttpRequest()
    asked.META, asked.method = request.META, "GET"
    asked.path = f"{ROOT}{path}".replace("{id}", id_)
    wanted = {"indicator": examples["indicator"][0]} if path == "/figures" and id_ else {}
    if path.startswith(_SEALED):
        wanted = {"edition": newest.id}
    asked.GET = QueryDict(urlencode(wanted))
    found = resolve(asked.path)
    asked.META = {**request.META, "HTTP_ACCEPT": JSON}
    answer = found.func(asked, **found.kwargs)
    if answer.status_code != 200:
        return
    told = json.loads(answer.content)
    for key, value in told.items():
        if isinstance(value, list):
            told[key] = value[:_ROWS]
    operation["responses"]["200"]["content"][JSON]["example"] = told

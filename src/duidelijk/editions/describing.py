"""Describes an edition's files for other people's tools, as a Frictionless Data Package."""

from __future__ import annotations

from typing import Any

import polars as pl

from duidelijk.editions.content import Content
from duidelijk.editions.since_previous import REVISIONS

_TYPES: dict[type[pl.DataType], str] = {
    pl.String: "string",
    pl.Float64: "number",
    pl.Int8: "integer",
    pl.Int16: "integer",
    pl.Int64: "integer",
    pl.Boolean: "boolean",
    pl.Date: "date",
}

_MEANING = {
    "indicator": "Key of the indicator in catalogue.json",
    "region": "CBS code of the region",
    "region_year": "Year of the division of the country the region belongs to",
    "group": "Group of people as dimension:code, or total",
    "period": "CBS period code, or the date of a survey wave",
    "method": "Method of measuring, where a series has several",
    "value": "The figure, in the unit of the indicator",
    "lower": "Lower end of the published 95 % interval",
    "upper": "Upper end of the published 95 % interval",
    "n": "Respondents or cases",
    "decimals": "Decimals in which the release gives the indicator",
    "status": "definitive, provisional or revised_provisional; empty when not stated",
    "missing": "Why there is no value",
    "release": "Key of the release in releases.json",
    "note": "What the source says with the figure",
    "published": "Date of the release",
    "vintage": "by_then: published on or before the edition's date; later: only known from a "
    "later release",
    "period_kind": "Sort of period",
    "period_start": "First day of the period",
    "period_end": "Last day of the period",
    "carried_from": "CBS codes of the regions whose figures were added up, apart by spaces",
    "before": "The figure in the edition before",
    "after": "The same figure in this edition; empty when it was withdrawn",
    "decimals_before": "Decimals of the figure before",
    "decimals_after": "Decimals of the figure after",
    "release_before": "Key of the release the figure before is from",
    "release_after": "Key of the release the figure after is from",
    "kind": "revised, rounded, truncated (cut off) or withdrawn",
}

_KEY = ["indicator", "region", "region_year", "group", "period", "method"]


def datapackage(content: Content) -> dict[str, Any]:
    """The ``datapackage.json`` of an edition (Frictionless Data Package 1.0)."""
    licences = sorted({release.licence for release in content.releases})
    return {
        "profile": "data-package",
        "name": f"{content.monitor.id}-{content.plan.id}".replace("_", "-"),
        "title": f"{content.monitor.title.nl}, {content.plan.title.nl}",
        "description": content.monitor.lead.nl,
        "version": content.plan.id,
        "sources": [
            {"title": each.title, "path": each.address, "publisher": each.publisher}
            for each in content.releases
        ],
        "x-licences-of-sources": licences,
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": "figures",
                "path": "figures.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "fields": _fields(content.figures.schema),
                    "primaryKey": _KEY,
                    "missingValues": [""],
                },
            },
            _parquet("carried", content.carried.schema),
            _parquet("revisions", pl.Schema(REVISIONS)),
        ],
    }


def _parquet(name: str, columns: pl.Schema) -> dict[str, Any]:
    """A table beside the figures; its profile is no tabular one, which would promise CSV."""
    return {
        "profile": "data-resource",
        "name": name,
        "path": f"{name}.parquet",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "schema": {"fields": _fields(columns), "primaryKey": _KEY},
    }


def _fields(columns: pl.Schema) -> list[dict[str, str]]:
    return [
        {"name": name, "type": _TYPES[type(kind)], "description": _MEANING[name]}
        for name, kind in columns.items()
    ]

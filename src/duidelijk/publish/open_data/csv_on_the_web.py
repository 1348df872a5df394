"""Describes an edition's CSV files by the W3C's CSV on the Web (metadata vocabulary)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from duidelijk.catalogue import Monitor
from duidelijk.catalogue.licences import LICENCES
from duidelijk.catalogue.model import EditionPlan
from duidelijk.editions.describing import table_columns
from duidelijk.editions.description import Column, columns_of, kind_of

METADATA = "figures.csv-metadata.json"
"""Where a program looks first for what describes ``figures.csv``."""

_TABLES = (
    "figures.csv",
    "indicators.csv",
    "regions.csv",
    "groups.csv",
    "periods.csv",
    "releases.csv",
)
_EMPTY_IS_A_VALUE = ("method",)
"""Columns in which ``""`` says something: that there is one method."""
_DATES: dict[str, Any] = {"base": "date", "format": "yyyy-MM-dd"}


def metadata(folder: Path, monitor: Monitor, plan: EditionPlan) -> dict[str, Any]:
    """The metadata of the group of tables in *folder*, with addresses relative to it."""
    group: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "nl"}],
        "dc:title": [
            {"@value": f"{monitor.title.to(each)}, {plan.title.to(each)}", "@language": each}
            for each in ("nl", "en")
        ],
        "dc:publisher": monitor.publisher.nl,
        "dialect": {"delimiter": ",", "encoding": "utf-8", "header": True, "doubleQuote": True},
        "tables": [_table(folder, name) for name in _TABLES],
    }
    if monitor.licence:
        group["dc:license"] = {"@id": LICENCES[monitor.licence].address}
    return group


def _table(folder: Path, name: str) -> dict[str, Any]:
    kind = kind_of(name)
    assert kind is not None
    columns = columns_of(name, table_columns(folder / name))
    return {
        "url": name,
        "dc:description": [
            {"@value": kind.about.to(each), "@language": each} for each in ("nl", "en")
        ],
        "tableSchema": {
            "columns": [_column(each, each.name in kind.key) for each in columns],
            "primaryKey": list(kind.key),
            "foreignKeys": [
                {
                    "columnReference": [column],
                    "reference": {"resource": table, "columnReference": [column]},
                }
                for column, table in kind.refers.items()
            ],
        },
    }


def _column(column: Column, of_key: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": column.name,
        "titles": {"nl": [column.name, column.label.nl], "en": [column.label.en]},
        "dc:description": [
            {"@value": column.about.to(each), "@language": each} for each in ("nl", "en")
        ],
        "datatype": _DATES if column.type == "date" else column.type,
    }
    if column.name in _EMPTY_IS_A_VALUE:
        found["null"] = []
    elif of_key:
        found["required"] = True
    return found

"""Tables of CBS OData v4 from recorded replies, with filters, counts and pages."""

from __future__ import annotations

import gzip
import json
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import polars as pl

from replay.odata_filter import BadFilter, parse_filter

HOST = "datasets.cbs.nl"
BASE = f"https://{HOST}/odata/v1/CBS"


class Table4:
    """One recorded table: its description as recorded, its observations as rows."""

    def __init__(self, folder: Path, repeat: int = 1) -> None:
        self.id = folder.name
        self.links_to = BASE
        """What the next pages are said to be at: the source itself, or another place."""
        self.replies: dict[str, Any] = {
            "Properties": _read(folder / "properties.json"),
            "Dimensions": _read(folder / "dimensions.json"),
            "MeasureCodes": _read(folder / "measure-codes.json"),
            "MeasureGroups": {"value": _groups(_read(folder / "measure-codes.json"))},
        }
        for path in folder.glob("codes-*.json"):
            name = path.stem.removeprefix("codes-")
            self.replies[f"{name}Codes"] = _read(path)
            self.replies[f"{name}Groups"] = {"value": []}
        self.rows = _observations(folder)
        self.dimensions = [each["Identifier"] for each in self.replies["Dimensions"]["value"]]
        if repeat > 1:
            self._repeat(repeat)

    def _repeat(self, times: int) -> None:
        """The same observations under further codes of a first dimension of their own."""
        name = "Herhaling"
        numbers = pl.DataFrame({name: [f"H{number:06}" for number in range(times)]})
        self.rows = numbers.join(self.rows, how="cross").with_columns(
            pl.int_range(pl.len()).alias("Id")
        )
        self.rows = self.rows.select([*(n for n in self.rows.columns if n != name), name])
        self.dimensions.append(name)
        described = dict(self.replies["Dimensions"])
        described["value"] = [
            *described["value"],
            {"Identifier": name, "Title": name, "Kind": "Dimension", "ContainsCodes": True},
        ]
        self.replies["Dimensions"] = described
        codes = [{"Identifier": code, "Title": code} for code in numbers[name]]
        self.replies[f"{name}Codes"] = {"value": codes}
        self.replies[f"{name}Groups"] = {"value": []}

    def service_document(self) -> dict[str, Any]:
        """What stands at the address of the table itself."""
        names = [*self.replies, "Observations"]
        return {"value": [{"name": name, "kind": "EntitySet", "url": name} for name in names]}

    @lru_cache(maxsize=8)  # noqa: B019 - a server keeps its few tables for life
    def chosen(self, filter_: str) -> pl.DataFrame:
        """The observations a filter leaves. Raises ``BadFilter``."""
        if not filter_:
            return self.rows
        try:
            return self.rows.filter(parse_filter(filter_))
        except pl.exceptions.ColumnNotFoundError as error:
            raise BadFilter(f"Could not find a property named {error}.") from None

    @lru_cache(maxsize=64)  # noqa: B019
    def page(self, filter_: str, skip: int, size: int) -> bytes:
        """A page of observations as it goes over the line."""
        rows = self.chosen(filter_)
        part = rows.slice(skip, size).write_ndjson().encode().rstrip(b"\n").replace(b"\n", b",")
        head = f'{{"@odata.context":"{BASE}/{self.id}/$metadata#Observations","value":['
        link = ""
        if skip + size < len(rows):
            query = f"$filter={quote(filter_)}&" if filter_ else ""
            following = f"{self.links_to}/{self.id}/Observations?{query}$skip={skip + size}"
            link = f',"@odata.nextLink":"{following}"'
        return head.encode() + part + b"]" + link.encode() + b"}"

    def count(self, filter_: str) -> bytes:
        """The number of observations, as plain text with the mark CBS puts before it."""
        return f"\ufeff{len(self.chosen(filter_))}".encode()


def _observations(folder: Path) -> pl.DataFrame:
    rows: list[dict[str, Any]] = []
    for path in sorted(folder.glob("observations-page-*")):
        body = path.read_bytes()
        text = gzip.decompress(body) if path.suffix == ".gz" else body
        rows += json.loads(text)["value"]
    if not rows:
        return pl.DataFrame({"Id": []})
    floats = {"Value": pl.Float64(), "StringValue": pl.String()}
    return pl.DataFrame(rows, schema_overrides=floats, infer_schema_length=None)


def _groups(measures: dict[str, Any]) -> list[dict[str, Any]]:
    """The recordings lack the groups; their ids are known, their titles are not."""
    ids = {each.get("MeasureGroupId") for each in measures["value"]} - {None, ""}
    return [{"Id": id_, "ParentId": None, "Title": ""} for id_ in sorted(ids)]


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))

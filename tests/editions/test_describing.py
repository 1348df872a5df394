"""The description of an edition for other people's tools."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from duidelijk.editions.describing import datapackage


def resource(package: dict[str, Any], name: str = "figures") -> dict[str, Any]:
    (found,) = [each for each in package["resources"] if each["name"] == name]
    return dict(found)


def fields(package: dict[str, Any], name: str = "figures") -> list[dict[str, str]]:
    found: list[dict[str, str]] = resource(package, name)["schema"]["fields"]
    return found


def rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "figures.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("id_", ["2030-1", "2030-2"])
def test_the_fields_are_the_columns_of_the_file(sealed: Path, id_: str) -> None:
    package = json.loads((sealed / id_ / "datapackage.json").read_text("utf-8"))
    assert [each["name"] for each in fields(package)] == list(rows(sealed / id_)[0])
    assert all(each["description"] and each["type"] for each in fields(package))


def test_every_value_is_of_the_type_of_its_field(small: Any, sealed: Path) -> None:
    readers = {"integer": int, "number": float, "string": str, "date": str, "boolean": str}
    kinds = {each["name"]: readers[each["type"]] for each in fields(datapackage(small.content(1)))}
    for row in rows(sealed / "2030-2"):
        for name, text in row.items():
            if text:
                kinds[name](text)


def test_the_primary_key_is_unique(small: Any, sealed: Path) -> None:
    key = resource(datapackage(small.content(1)))["schema"]["primaryKey"]
    keys = [tuple(row[name] for name in key) for row in rows(sealed / "2030-2")]
    assert len(set(keys)) == len(keys) > 0


def test_a_package_names_its_version_and_where_its_figures_come_from(small: Any) -> None:
    content = small.content(1)
    package = datapackage(content)
    assert package["version"] == "2030-2"
    assert [each["path"] for each in package["sources"]] == [
        each.address for each in content.releases
    ]
    assert package["x-licences-of-sources"] == ["CC0"]


def test_the_name_is_one_that_frictionless_allows(small: Any) -> None:
    assert set(datapackage(small.content())["name"]) <= set(
        "abcdefghijklmnopqrstuvwxyz0123456789.-"
    )


@pytest.mark.parametrize("name", ["carried", "revisions"])
def test_the_tables_beside_the_figures_are_described_too(sealed: Path, name: str) -> None:
    package = json.loads((sealed / "2030-2" / "datapackage.json").read_text("utf-8"))
    described = resource(package, name)
    columns = pl.read_parquet_schema(sealed / "2030-2" / described["path"])
    assert [each["name"] for each in fields(package, name)] == list(columns)
    assert set(described["schema"]["primaryKey"]) <= set(columns)
    # a tabular profile would promise CSV
    assert (described["format"], described["profile"]) == ("parquet", "data-resource")
    assert package["profile"] == "data-package"

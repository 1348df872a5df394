"""The description of an edition for other people's tools."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from duidelijk.editions.describing import datapackage, resource_name
from duidelijk.editions.description import columns_of, file_kinds, kind_of
from duidelijk.editions.texts import Texts, write_texts

_ALL = ["2030-1", "2030-2"]


def package(sealed: Path, id_: str = "2030-2") -> dict[str, Any]:
    found: dict[str, Any] = json.loads((sealed / id_ / "datapackage.json").read_text("utf-8"))
    return found


def resource(package: dict[str, Any], name: str = "figures") -> dict[str, Any]:
    (found,) = [each for each in package["resources"] if each["name"] == name]
    return dict(found)


def fields(package: dict[str, Any], name: str = "figures") -> list[dict[str, str]]:
    found: list[dict[str, str]] = resource(package, name)["schema"]["fields"]
    return found


def rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "figures.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("id_", _ALL)
def test_every_file_is_named_with_its_size_and_checksum(sealed: Path, id_: str) -> None:
    described = {each["path"]: each for each in package(sealed, id_)["resources"]}
    lie_there = {path.name for path in (sealed / id_).iterdir()}
    assert set(described) == lie_there - {"datapackage.json", "SHA256SUMS"}
    for name, each in described.items():
        content = (sealed / id_ / name).read_bytes()
        assert each["bytes"] == len(content)
        assert each["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert each["title"] and each["description"]


def test_what_editors_add_is_described_too(small: Any, tmp_path: Path) -> None:
    from duidelijk.catalogue import Text

    content = small.content(1)
    write_texts(tmp_path, Texts(texts={"theme.shelter": Text("Nederlands", "English")}))
    described = datapackage(tmp_path, content)["resources"]
    assert [each["path"] for each in described] == [
        "texts/theme.shelter.en.md",
        "texts/theme.shelter.nl.md",
    ]
    assert all(each["description"] for each in described)
    assert resource(datapackage(tmp_path, content), "texts.theme.shelter.nl.md")


def test_a_file_that_nobody_described_stands_out(small: Any, tmp_path: Path) -> None:
    (tmp_path / "surprise.bin").write_bytes(b"?")
    (found,) = datapackage(tmp_path, small.content(1))["resources"]
    assert found["path"] == "surprise.bin" and "description" not in found


def test_names_of_resources_differ_and_are_allowed() -> None:
    names = [resource_name(each.name.replace("*", "x")) for each in file_kinds()]
    assert len(set(names)) == len(names)
    allowed = set("abcdefghijklmnopqrstuvwxyz0123456789.-")
    assert all(set(each) <= allowed for each in names if each != "sha256sums")


@pytest.mark.parametrize("id_", _ALL)
def test_the_fields_are_the_columns_of_the_file(sealed: Path, id_: str) -> None:
    described = package(sealed, id_)
    assert [each["name"] for each in fields(described)] == list(rows(sealed / id_)[0])
    for each in described["resources"]:
        if each["format"] == "parquet":
            columns = pl.read_parquet_schema(sealed / id_ / each["path"])
            told = {field["name"]: field["type"] for field in each["schema"]["fields"]}
            assert told == {name: _type(kind) for name, kind in columns.items()}
            assert set(each["schema"]["primaryKey"]) <= set(columns)
            # a tabular profile would promise CSV
            assert each["profile"] == "data-resource"


def _type(kind: pl.DataType) -> str:
    if kind.is_integer():
        return "integer"
    named = {pl.String: "string", pl.Float64: "number", pl.Boolean: "boolean", pl.Date: "date"}
    return named[type(kind)]


def test_every_value_is_of_the_type_of_its_field(sealed: Path) -> None:
    readers = {"integer": int, "number": float, "string": str, "date": str, "boolean": str}
    kinds = {each["name"]: readers[each["type"]] for each in fields(package(sealed))}
    for row in rows(sealed / "2030-2"):
        for name, text in row.items():
            if text:
                kinds[name](text)


@pytest.mark.parametrize("edition", ["2021-1", "2021-5"])
def test_the_primary_keys_of_real_tables_are_unique(corona_home: Path, edition: str) -> None:
    folder = corona_home / "editions" / edition
    checked = 0
    for each in file_kinds():
        if each.key:
            path = folder / each.name
            table = (
                pl.read_parquet(path)
                if path.suffix == ".parquet"
                else pl.read_csv(path, infer_schema=False)
            )
            assert not table.select(each.key).is_duplicated().any(), each.name
            checked += 1
    assert checked >= 13


@pytest.mark.parametrize("edition", ["2021-1", "2021-5"])
def test_what_tables_refer_to_is_there(corona_home: Path, edition: str) -> None:
    folder = corona_home / "editions" / edition
    for each in file_kinds():
        for column, list_ in each.refers.items():
            path = folder / each.name
            read = pl.read_parquet if path.suffix == ".parquet" else pl.read_csv
            used = set(read(path, columns=[column])[column]) - {None}
            known = set(pl.read_csv(folder / list_, columns=[column])[column])
            assert used <= known, f"{each.name} {column}: {sorted(used - known)[:5]}"


def test_a_package_names_its_version_and_where_its_figures_come_from(
    small: Any, sealed: Path
) -> None:
    described = package(sealed)
    assert described["version"] == "2030-2"
    assert [each["path"] for each in described["sources"]] == [
        each.address for each in small.content(1).releases
    ]
    assert described["x-licences-of-sources"] == ["CC0"]
    assert "licenses" not in described
    assert set(described["name"]) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-")


def test_a_licence_that_is_declared_is_told(corona_home: Path) -> None:
    described = package(corona_home / "editions", "2021-1")
    assert described["licenses"] == [
        {
            "name": "CC-BY-4.0",
            "title": "CC BY 4.0",
            "path": "https://creativecommons.org/licenses/by/4.0/",
        }
    ]


def test_a_column_means_what_it_means_in_its_table() -> None:
    (of_figures,) = columns_of("figures.csv", ["lower"])
    (of_changes,) = columns_of("changes.parquet", ["lower"])
    assert of_figures.about != of_changes.about
    assert kind_of("elsewhere/figures.csv") is None
    with pytest.raises(KeyError):
        columns_of("figures.csv", ["unheard_of"])


def test_the_real_library_finds_a_real_edition_valid(corona_home: Path, tmp_path: Path) -> None:
    """Frictionless reads every CSV row by its field, and every file by its size and checksum."""
    import shutil

    from frictionless import Package

    folder = corona_home / "editions" / "2021-1"
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "message"])[:5]
    assert len(report.tasks) == len(package(corona_home / "editions", "2021-1")["resources"])

    broken = shutil.copytree(folder, tmp_path / "broken")
    text = (broken / "regions.csv").read_text(encoding="utf-8")
    (broken / "regions.csv").write_text(text.replace("NL01,", "NL99,", 1), encoding="utf-8")
    found = Package(str(broken / "datapackage.json")).validate()
    types = {each[0] for each in found.flatten(["type"])}
    assert "hash-count" in types and "foreign-key" in types

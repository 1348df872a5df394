"""The metadata of CSV on the Web: read as its rules say, and by a validator of others."""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from duidelijk.publish.open_data.csv_on_the_web import METADATA

_READ: dict[str, Callable[[str], Any]] = {
    "string": str,
    "number": float,
    "integer": int,
    "boolean": lambda text: {"true": True, "false": False}[text],
    "date": dt.date.fromisoformat,
}


def metadata(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / METADATA).read_text(encoding="utf-8"))
    return found


def read(folder: Path, table: dict[str, Any], dialect: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a table as its metadata says that they are to be read."""
    columns = table["tableSchema"]["columns"]
    path = folder / table["url"]
    rows = []
    with path.open(encoding=dialect["encoding"], newline="") as stream:
        lines = csv.reader(stream, delimiter=dialect["delimiter"])
        assert next(lines) == [each["name"] for each in columns]
        for line in lines:
            assert len(line) == len(columns)
            cells = zip(columns, line, strict=True)
            rows.append({each["name"]: _cell(each, text) for each, text in cells})
    return rows


def _cell(column: dict[str, Any], text: str) -> Any:
    if text in column.get("null", [""]):
        assert not column.get("required"), column["name"]
        return None
    datatype = column["datatype"]
    return _READ[datatype["base"] if isinstance(datatype, dict) else datatype](text)


@pytest.mark.parametrize("edition", ["2021-1", "2021-4"])
def test_the_files_are_as_the_metadata_says(corona_home: Path, edition: str) -> None:
    folder = corona_home / "editions" / edition
    group = metadata(folder)
    tables = {each["url"]: read(folder, each, group["dialect"]) for each in group["tables"]}
    assert len(tables) == 6 and all(tables.values())
    for each in group["tables"]:
        schema, rows = each["tableSchema"], tables[each["url"]]
        keys = [tuple(row[name] for name in schema["primaryKey"]) for row in rows]
        assert len(set(keys)) == len(keys)
        for foreign in schema["foreignKeys"]:
            (column,), there = foreign["columnReference"], foreign["reference"]
            known = {row[there["columnReference"][0]] for row in tables[there["resource"]]}
            assert {row[column] for row in rows} - {None} <= known


def test_every_column_has_a_title_and_a_meaning_in_both_languages(corona_home: Path) -> None:
    for table in metadata(corona_home / "editions" / "2021-1")["tables"]:
        assert {each["@language"] for each in table["dc:description"]} == {"nl", "en"}
        for column in table["tableSchema"]["columns"]:
            assert column["titles"]["nl"][0] == column["name"]  # the header as it stands
            assert column["titles"]["nl"][1] and column["titles"]["en"][0]
            assert all(each["@value"] for each in column["dc:description"])


def test_a_name_that_a_spreadsheet_would_run_is_marked_as_text(
    starter_home: Path, tmp_path: Path
) -> None:
    from duidelijk.editions.edition import Edition
    from duidelijk.publish.open_data.name_lists import write_name_lists

    folder = shutil.copytree(starter_home / "editions" / "2030-2", tmp_path / "2030-2")
    text = (folder / "regions.json").read_text(encoding="utf-8")
    changed = text.replace('"nl": "Nederland"', '"nl": "=HYPERLINK(1)"', 1)
    assert changed != text
    (folder / "regions.json").write_text(changed, encoding="utf-8")
    write_name_lists(folder, Edition(folder).monitor)
    assert "NL01,country,'=HYPERLINK(1)" in (folder / "regions.csv").read_text(encoding="utf-8")


def _valid(folder: Path) -> bool:
    from csvw import CSVW

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return bool(CSVW(str(folder / METADATA), validate=True).is_valid)
        except ValueError:
            return False


def test_a_validator_of_others_agrees(starter_home: Path, tmp_path: Path) -> None:
    folder = starter_home / "editions" / "2030-2"
    assert _valid(folder)
    for number, (old, new) in enumerate([("NL01,", "NL99,"), (",2030-", ",maart 2030-")]):
        broken = shutil.copytree(folder, tmp_path / str(number))
        text = (broken / "figures.csv").read_text(encoding="utf-8")
        assert old in text
        (broken / "figures.csv").write_text(text.replace(old, new, 1), encoding="utf-8")
        assert not _valid(broken), old

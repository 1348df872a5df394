"""The compiled facts against the published files they were compiled from."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from duidelijk.regions import became, partition_on, region
from duidelijk.regions.tables import succession_rows

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("DUIDELIJK_SHARED", ROOT.parent / "shared")) / "data"
DATES = DATA / "geo" / "gm_by_date.csv"
MERGERS = DATA / "geo" / "gm_merges_2021_2023.csv"
HISTORY = DATA / "cbs-v4" / "03759ned" / "codes-RegioS.json"
PROPERTIES = DATA / "cbs-v3" / "85067NED" / "85067NED_DataProperties.csv"
TABLE = DATA / "cbs-v3" / "85067NED" / "85067NED_data.csv"

pytestmark = pytest.mark.skipif(
    not all(path.exists() for path in (DATES, MERGERS, HISTORY, PROPERTIES, TABLE)),
    reason=f"the published files are not in {DATA} (set DUIDELIJK_SHARED)",
)

# The columns of the CBS table, written out here so that the compiler's reading is checked.
COLUMNS = {
    "labour_region": "Code_4",
    "ggd": "Code_14",
    "part": "Code_24",
    "province": "Code_26",
    "safety_region": "Code_46",
}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{key: value.strip() for key, value in row.items()} for row in csv.DictReader(file)]


def test_municipalities_and_safety_regions_of_every_date() -> None:
    published: dict[str, dict[str, str | None]] = defaultdict(dict)
    for row in rows(DATES):
        published[row["valid_from"]][row["gm_code"]] = row["vr_code"]
    assert len(published) == 5
    for day, expected in published.items():
        partition = partition_on(date.fromisoformat(day))
        found = {
            code: partition.membership(code, "safety_region").code
            for code in partition.municipalities()
        }
        assert found == expected


def test_every_membership_of_2022() -> None:
    partition, published = partition_on(date(2022, 1, 1)), rows(TABLE)
    assert len(published) == 345
    for row in published:
        code = row["Code_1"]
        assert region(code).name() == row["Naam_2"]
        for level, column in COLUMNS.items():
            found = partition.membership(code, level)
            assert (found.code, found.derived) == (row[column], False)
            name = f"Naam_{int(column.removeprefix('Code_')) + 1}"  # the next column
            assert region(row[column]).name() == row[name]


def test_every_published_succession() -> None:
    published = {
        (row["date"], row["from_code"], row["to_code"], row["share"] == "geheel")
        for row in rows(MERGERS)
    }
    assert published == {
        (step.date.isoformat(), step.source, step.target, step.whole) for step in succession_rows()
    }
    for day, source, target, whole in published:
        found = became(source, date(2020, 1, 1), date.fromisoformat(day))
        assert target in found.successors
        assert found.additive is whole


def test_successions_are_those_cbs_tells_of_each_dissolved_municipality() -> None:
    dissolved = re.compile(
        r"Opgeheven per (\d\d)-(\d\d)-(202[0-3])[^\n]*\n((?:(?:-|\.\.\.)[^\n]*\n?)+)"
    )
    told = set()
    for area in json.loads(HISTORY.read_text(encoding="utf-8"))["value"]:
        for found in dissolved.finditer((area["Description"] or "").replace("\r", "")):
            targets = re.findall(r"\((GM\d{4})\)", found[4])
            day = f"{found[3]}-{found[2]}-{found[1]}"
            told |= {(day, area["Identifier"], to, len(targets) == 1) for to in targets}
    ours = {
        (step.date.isoformat(), step.source, step.target, step.whole) for step in succession_rows()
    }
    assert ours == told


def test_the_compiled_facts_are_what_the_tool_makes(tmp_path: Path) -> None:
    given = {"municipalities": DATES, "mergers": MERGERS, "table": TABLE, "properties": PROPERTIES}
    options = [part for name, path in given.items() for part in (f"--{name}", str(path))]
    tool = ROOT / "tools" / "compile_regions"
    subprocess.run([sys.executable, tool, *options, "--output", tmp_path], check=True)
    made = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    kept = ROOT / "src" / "duidelijk" / "regions" / "data"
    assert set(made) == {
        "areas.csv",
        "municipalities.csv",
        "partitions.csv",
        "successions.csv",
    }
    assert made == {name: (kept / name).read_text(encoding="utf-8") for name in made}

"""A monitor that draws every observation of a recorded table: an indicator a measure."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from replay import odata3_tables
from replay.odata4 import Table4

from duidelijk.cli.monitors import shipped_monitor

REPEATED = odata3_tables.REPEATED


@dataclass(frozen=True)
class Recorded:
    """A table as a feed gives it: its measures, and the codes that occur of each dimension that
    is neither time nor region.
    """

    id: str
    protocol: str
    address: str
    measures: Sequence[str]
    choices: Mapping[str, Sequence[str]]
    draw: Mapping[str, str]
    """What each draw says besides."""


def recorded4(folder: Path, times: int, at: str) -> Recorded:
    """A table of OData v4, each observation *times* over."""
    table = Table4(folder, times)
    described = table.replies["Dimensions"]["value"]
    chosen = [each["Identifier"] for each in described if each["Kind"] == "Dimension"]
    return Recorded(
        table.id,
        "odata4",
        f"{at}/datasets.cbs.nl/odata/v1/CBS/{table.id}",
        [each["Identifier"] for each in table.replies["MeasureCodes"]["value"]],
        {name: table.rows[name].unique().sort().to_list() for name in chosen},
        {},
    )


def recorded3(table: odata3_tables.Table3, at: str, period: str) -> Recorded:
    """A table of OData v3; of one *period* when it has no dimension of time."""
    kinds = {each["Key"]: each["Type"] for each in table.properties}
    chosen = [name for name in table.dimensions if kinds[name] == "Dimension"]
    regions = [name for name in chosen if table.data[name].str.starts_with("GM").any()]
    draw = {"region_field": regions[0]} if regions else {}
    if "TimeDimension" not in kinds.values():
        draw["period"] = period
    return Recorded(
        table.id,
        "odata3",
        f"{at}/ODataApi/odata/{table.id}",
        [name for name, kind in kinds.items() if kind == "Topic"],
        {
            name: table.data[name].str.strip_chars().unique().sort().to_list()
            for name in chosen
            if name not in regions
        },
        draw,
    )


def make_monitor(folder: Path, recorded: Recorded) -> None:
    """The starting monitor with the measures of *recorded* instead of its own."""
    shutil.copytree(shipped_monitor("starter"), folder, dirs_exist_ok=True)
    shutil.rmtree(folder / "figures")
    declared = yaml.safe_load((folder / "indicators" / "damage_reports.yaml").read_text("utf-8"))
    shutil.rmtree(folder / "indicators")
    (folder / "indicators").mkdir()
    dimensions = [
        {
            "id": name.lower(),
            "title": {"nl": name, "en": name},
            "groups": [{"code": code.lower(), "title": {"nl": code, "en": code}} for code in codes],
        }
        for name, codes in recorded.choices.items()
    ]
    _write(folder / "groups.yaml", {"dimensions": dimensions})
    feed = {"id": recorded.id, "source": declared["source"]}
    feed |= {"protocol": recorded.protocol, "address": recorded.address}
    _write(folder / "feeds.yaml", {"feeds": [feed]})
    again = list(recorded.choices.get(REPEATED, ()))
    for measure, where in itertools.product(recorded.measures, _combinations(recorded.choices)):
        key = "_".join(["m", measure, *where.values()]).lower().replace(".", "_")
        indicator = _indicator(declared, key)
        indicator["groups"] = [name.lower() for name in recorded.choices]
        draw: dict[str, Any] = {"feed": recorded.id, "measure": measure, **recorded.draw}
        if where:
            draw["where"] = where
        if again:
            draw["groups"] = {REPEATED: {code: f"herhaling:{code.lower()}" for code in again[1:]}}
        indicator["draw"] = [draw]
        _write(folder / "indicators" / f"{key}.yaml", indicator)


def _indicator(declared: dict[str, Any], id_: str) -> dict[str, Any]:
    kept = {key: value for key, value in declared.items() if key not in ("materiality", "local")}
    return {
        **kept,
        "id": id_,
        "kind": "balance",
        "frequency": "irregular",
        "region_levels": ["country", "part", "province", "municipality"],
    }


def _combinations(choices: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    """Of what is repeated only the first; the others are its groups."""
    values = [codes if name != REPEATED else codes[:1] for name, codes in choices.items()]
    return [dict(zip(choices, each, strict=True)) for each in itertools.product(*values)]


def _write(path: Path, value: Any) -> None:
    path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8")

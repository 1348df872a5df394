"""A monitor that draws every observation of a recorded table: an indicator a measure."""

from __future__ import annotations

import itertools
import json
import shutil
from pathlib import Path
from typing import Any

import yaml

from duidelijk.cli.monitors import shipped_monitor

REPEATED = "Herhaling"


def make_monitor(folder: Path, recorded: Path, times: int, at: str) -> None:
    """The starting monitor with the measures of *recorded* instead of its own."""
    shutil.copytree(shipped_monitor("starter"), folder, dirs_exist_ok=True)
    shutil.rmtree(folder / "figures")
    declared = yaml.safe_load((folder / "indicators" / "damage_reports.yaml").read_text("utf-8"))
    shutil.rmtree(folder / "indicators")
    (folder / "indicators").mkdir()
    choices = _choices(recorded, times)
    codes = {name: list(values) for name, values in choices.items()}
    dimensions = [
        {
            "id": name.lower(),
            "title": {"nl": name, "en": name},
            "groups": [
                {"code": code.lower(), "title": {"nl": code, "en": code}} for code in values
            ],
        }
        for name, values in codes.items()
    ]
    _write(folder / "groups.yaml", {"dimensions": dimensions})
    feed = {
        "id": recorded.name,
        "source": declared["source"],
        "protocol": "odata4",
        "address": f"{at}/datasets.cbs.nl/odata/v1/CBS/{recorded.name}",
    }
    _write(folder / "feeds.yaml", {"feeds": [feed]})
    measures = json.loads((recorded / "measure-codes.json").read_text("utf-8"))["value"]
    for measure, combination in itertools.product(measures, _combinations(codes)):
        key = "_".join([measure["Identifier"], *combination.values()]).lower()
        indicator = _indicator(declared, f"m{key}", measure["Identifier"], recorded.name)
        indicator["groups"] = [name.lower() for name in codes]
        draw: dict[str, Any] = indicator["draw"][0]
        if combination:
            draw["where"] = combination
        if times > 1:
            draw["groups"] = {
                REPEATED: {code: f"herhaling:{code.lower()}" for code in codes[REPEATED][1:]}
            }
        _write(folder / "indicators" / f"m{key}.yaml", indicator)


def _indicator(declared: dict[str, Any], id_: str, measure: str, feed: str) -> dict[str, Any]:
    kept = {key: value for key, value in declared.items() if key not in ("materiality", "local")}
    return {
        **kept,
        "id": id_,
        "kind": "balance",
        "frequency": "irregular",
        "region_levels": ["country", "part", "province", "municipality"],
        "draw": [{"feed": feed, "measure": measure}],
    }


def _choices(recorded: Path, times: int) -> dict[str, list[str]]:
    """The codes that occur, by dimension that is neither time nor region."""
    import sys

    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
    from replay.odata4 import Table4

    table = Table4(recorded)
    described = table.replies["Dimensions"]["value"]
    apart = {each["Identifier"] for each in described if each["Kind"] != "Dimension"}
    found = {
        name: table.rows[name].unique().sort().to_list()
        for name in table.dimensions
        if name not in apart
    }
    if times > 1:
        found[REPEATED] = [f"H{number:06}" for number in range(times)]
    return found


def _combinations(codes: dict[str, list[str]]) -> list[dict[str, str]]:
    names = list(codes)
    values = [codes[name] if name != REPEATED else codes[name][:1] for name in names]
    return [dict(zip(names, each, strict=True)) for each in itertools.product(*values)]


def _write(path: Path, value: Any) -> None:
    path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8")

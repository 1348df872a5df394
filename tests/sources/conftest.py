"""Recorded replies served on loopback, and a monitor that draws every observation of them."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from replay.odata4 import Table4
from replay.server import Replay, recorded_tables, serving

from duidelijk.catalogue import Monitor, read_monitor
from duidelijk.cli.monitors import shipped_monitor
from duidelijk.foundation.home import Home

BASE = "https://datasets.cbs.nl/odata/v1/CBS"


@pytest.fixture(scope="session")
def recorded(shared: Path) -> dict[str, Table4]:
    """The recorded tables of OData v4 with their observations."""
    return recorded_tables(shared / "data")


@pytest.fixture
def replay(recorded: dict[str, Table4]) -> Iterator[Replay]:
    """A server of the recorded tables, with small pages so that there are many."""
    with serving(Replay(dict(recorded), page_size=1000)) as served:
        yield served


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def whole_monitor(tmp_path: Path) -> Callable[..., Monitor]:
    """Makes a monitor that draws all observations of the tables given, as ``whole_declarations``
    declares them.
    """

    def make(*tables: Table4) -> Monitor:
        folder = tmp_path / "monitor"
        shutil.rmtree(folder, ignore_errors=True)
        whole_declarations(folder, tables)
        return read_monitor(folder)

    return make


@pytest.fixture
def declared(tmp_path: Path) -> Callable[..., Path]:
    """Writes the declarations of such a monitor, for a command to read."""

    def make(*tables: Table4) -> Path:
        folder = tmp_path / "declared"
        whole_declarations(folder, tables)
        return folder

    return make


def whole_declarations(folder: Path, tables: tuple[Table4, ...]) -> None:
    """An indicator a measure and combination of codes; every region and sort of period."""
    shutil.copytree(shipped_monitor("starter"), folder)
    shutil.rmtree(folder / "figures")
    usual = yaml.safe_load((folder / "indicators" / "damage_reports.yaml").read_text("utf-8"))
    shutil.rmtree(folder / "indicators")
    (folder / "indicators").mkdir()
    kept = {key: usual[key] for key in usual if key not in ("materiality", "local")}
    feeds = []
    for table in tables:
        feeds.append(
            {
                "id": table.id,
                "source": usual["source"],
                "protocol": "odata4",
                "address": f"{BASE}/{table.id}",
            }
        )
        for measure, codes in itertools.product(_measures(table), _combinations(table)):
            key = f"t{table.id}_{'_'.join([measure, *codes.values()])}".lower()
            draw: dict[str, Any] = {"feed": table.id, "measure": measure}
            if codes:
                draw["where"] = codes
            indicator = {
                **kept,
                "id": key,
                "kind": "balance",
                "frequency": "irregular",
                "region_levels": ["country", "part", "province", "municipality"],
                "draw": [draw],
            }
            _write(folder / "indicators" / f"{key}.yaml", indicator)
    _write(folder / "feeds.yaml", {"feeds": feeds})


def _measures(table: Table4) -> list[str]:
    return table.rows["Measure"].unique().sort().to_list()


def _combinations(table: Table4) -> list[dict[str, str]]:
    described = table.replies["Dimensions"]["value"]
    names = [each["Identifier"] for each in described if each["Kind"] == "Dimension"]
    return table.rows.select(names).unique(maintain_order=True).to_dicts() if names else [{}]


def _write(path: Path, value: Any) -> None:
    path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), encoding="utf-8")

"""A monitor of municipalities before and after they merged: figures of 2020 that are shipped, and
made-up ones of the other years, with a release that revises some of them.
"""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import polars as pl
import yaml

from duidelijk.regions import partition_of_year, predecessors

COUNTS = ("bijstand_personen_gemeente", "ww_personen_gemeente", "ao_personen_gemeente")
LONG = COUNTS[0]
SHARE = "ernstig_eenzaam"
EDITIONS = ("2021-1", "2022-1", "2023-1", "2024-1")
REVISED = "verzonnen-2022-05-02"
_FIRST, _LAST = 2011, 2023
_AREAS = ("VR13", "VR14", "VR20", "VR01")


def make_merged_monitor(folder: Path, corona: Path) -> Path:
    """Copy *corona* to *folder* with these editions and figures instead of its own."""
    shutil.copytree(corona, folder)
    shutil.rmtree(folder / "figures")
    monitor = yaml.safe_load((folder / "monitor.yaml").read_text(encoding="utf-8"))
    words = "De cijfers vanaf 2021 en van vóór 2020 zijn verzonnen."
    monitor |= {"synthetic": True, "notice": {"nl": words, "en": "All but 2020 is made up."}}
    monitor["editions"] = [
        {
            "id": id_,
            "date": f"{id_[:4]}-06-15",
            "title": {"nl": f"juni {id_[:4]}", "en": f"June {id_[:4]}"},
        }
        for id_ in EDITIONS
    ]
    (folder / "monitor.yaml").write_text(yaml.safe_dump(monitor), encoding="utf-8")
    declared = next(folder.rglob(f"{LONG}.yaml"))
    text = declared.read_text(encoding="utf-8")
    levels = "region_levels: [country, safety_region, municipality]"
    declared.write_text(
        text.replace("region_levels: [country, municipality]", levels), encoding="utf-8"
    )
    (folder / "figures").mkdir()
    _releases().write_csv(folder / "figures" / "releases.csv")
    _figures(corona).write_csv(folder / "figures" / "figures.csv")
    return folder


def _release(year: int) -> str:
    """The release with the figures of a year; those before 2020 came with those of 2020."""
    return f"verzonnen-{max(year, 2020) + 1}-03-26"


def _releases() -> pl.DataFrame:
    ids = sorted({_release(year) for year in range(_FIRST, _LAST + 1)} | {REVISED})
    return pl.DataFrame(
        {
            "release": ids,
            "source": "cbs",
            "publisher": "CBS",
            "title": [f"Kerncijfers per gemeente, {id_[-10:]}" for id_ in ids],
            "address": [f"https://example.org/{id_}" for id_ in ids],
            "licence": "CC BY 4.0",
            "published": [id_[-10:] for id_ in ids],
            "precision": ["month" if id_ == _release(2021) else "day" for id_ in ids],
            "basis": "",
        }
    ).with_columns(pl.col("published").str.replace("2022-03-26", "2022-03-31"))


def _figures(corona: Path) -> pl.DataFrame:
    shipped = pl.read_csv(corona / "figures" / "cbs.csv", infer_schema=False)
    of_2020 = {
        (row["indicator"], row["region"]): row["value"]
        for row in shipped.filter(
            pl.col("indicator").is_in(COUNTS) & pl.col("region").str.starts_with("GM")
        ).iter_rows(named=True)
    }
    rows: list[dict[str, object]] = []
    for key in COUNTS:
        known = {region: value for (of, region), value in of_2020.items() if of == key}
        for year in range(_FIRST if key == LONG else 2020, _LAST + 1):
            rows += _of_year(key, year, {c: float(v) if v else None for c, v in known.items()})
    rows += _shares()
    return pl.DataFrame([*rows, *_revised(rows)], infer_schema_length=None)


def _of_year(key: str, year: int, known: dict[str, float | None]) -> list[dict[str, object]]:
    """Each municipality of a year with the figure of 2020 of what it came from, grown a little."""
    division = max(year, 2020)
    partition = partition_of_year(division)
    growth = 1.0 if year == 2020 else 1 + ((year * 7) % 5 - 2) / 200 + (0.15 if year > 2020 else 0)
    values: dict[str, float | None] = {}
    for code in partition.municipalities():
        origin = predecessors(code, dt.date(division, 1, 1), dt.date(2020, 1, 1)).predecessors
        parts = [known.get(part) for part in origin]
        held = [part for part in parts if part is not None]
        whole = None if len(held) < len(parts) else round(sum(held) * growth, -1)
        values[code] = whole
    regions = {"NL01": partition.municipalities()}
    if key == LONG:
        regions |= {area: partition.members(area) for area in _AREAS}
    for area, members in regions.items():
        values[area] = sum(values[code] or 0 for code in members)
    return [
        {
            "indicator": key,
            "region": code,
            "region_year": division,
            "group": "total",
            "period": f"{year}JJ00",
            "value": None if value is None else f"{value:.0f}",
            "missing": "withheld" if value is None else None,
            "status": "provisional" if year == 2022 else "definitive",
            "release": _release(year),
        }
        for code, value in values.items()
    ]


def _shares() -> list[dict[str, object]]:
    """A percentage of Eemsdelta, its parts and the country; never carried."""
    usual = {"indicator": SHARE, "group": "total", "missing": None, "status": None}
    return [
        usual
        | {
            "region": region,
            "region_year": year,
            "period": f"{year}JJ00",
            "value": value,
            "release": _release(year),
        }
        for region, year, value in (
            *(("GM0003", 2020, "9.53"), ("GM0010", 2020, "8.11"), ("GM0024", 2020, "7.04")),
            *(("NL01", 2020, "11.04"), ("NL01", 2021, "11.52"), ("GM1979", 2021, "8.40")),
        )
    ]


def _revised(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """What the later release says of 2020: some figures otherwise, one not, one shorter."""
    found = []
    for row in rows:
        if (row["indicator"], row["period"]) == (LONG, "2020JJ00") and row["value"]:
            value = float(str(row["value"]))
            if row["region"] in ("NL01", "GM0363", "GM0599", "VR13", "GM0518"):
                found.append(row | {"value": f"{value * 1.02:.0f}", "release": REVISED})
            if row["region"] == "GM0344":
                found.append(row | {"value": None, "missing": "unreliable", "release": REVISED})
        if (row["indicator"], row["period"]) == (SHARE, "2020JJ00"):
            found.append(row | {"value": str(row["value"])[:-1], "release": REVISED})
    return found

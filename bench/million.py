"""A made-up monitor of a million figures: 60 indicators × 370 regions × 46 months."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl

from duidelijk.catalogue.reading import read_with_declarations
from duidelijk.cli.monitors import shipped_monitor
from duidelijk.figures.release import Release
from duidelijk.figures.store import FigureStore
from duidelijk.figures.table import SCHEMA
from duidelijk.foundation.home import Home
from duidelijk.periods import Period, PeriodKind
from duidelijk.regions import partition_of_year

INDICATORS, MONTHS = 60, 46
REGION_LEVELS = ("safety_region", "municipality")


def make_monitor(folder: Path, levels: Sequence[str] = REGION_LEVELS) -> None:
    """The starting monitor with its two kinds of indicator declared thirty times each."""
    shutil.copytree(shipped_monitor("starter"), folder, dirs_exist_ok=True)
    shutil.rmtree(folder / "figures")
    for name, frequency in (("damage_reports", "month"), ("stress", "wave")):
        text = (folder / "indicators" / f"{name}.yaml").read_text(encoding="utf-8")
        text = text.replace(f"frequency: {frequency}", "frequency: month")
        text = text.replace("[country, province]", f"[country, {', '.join(levels)}]")
        for number in range(INDICATORS // 2):
            key = f"{name}_{number:02}"
            declared = text.replace(f"id: {name}", f"id: {key}")
            (folder / "indicators" / f"{key}.yaml").write_text(declared, encoding="utf-8")


def make_figures(
    home: Home, folder: Path, count: int = MONTHS, levels: Sequence[str] = REGION_LEVELS
) -> int:
    """Fill the store of *home*; returns how many figures there are."""
    monitor, _ = read_with_declarations(folder)
    keys = sorted(key for key in monitor.indicators if key[-2:].isdigit())
    partition = partition_of_year(2023)
    regions = ["NL01"]
    for level in levels:
        if level == "municipality":
            regions += list(partition.municipalities())
        else:
            regions += [each.code for each in partition.regions(level)]
    months = [
        Period.of(PeriodKind.MONTH, 2026, 6).shifted(number).code
        for number in range(MONTHS - count, MONTHS)
    ]
    grid = (
        pl.DataFrame({"indicator": keys})
        .join(pl.DataFrame({"region": regions}), how="cross")
        .join(pl.DataFrame({"period": months}), how="cross")
    )
    random = np.random.default_rng(2021)
    share = grid["indicator"].str.starts_with("stress").to_numpy()
    value = np.where(share, random.uniform(10, 60, len(grid)), random.poisson(400, len(grid)))
    value = np.round(value, 1)
    table = grid.with_columns(
        pl.Series("value", value),
        pl.Series("lower", np.where(share, np.round(value - 3, 1), np.nan)).fill_nan(None),
        pl.Series("upper", np.where(share, np.round(value + 3, 1), np.nan)).fill_nan(None),
        pl.col("period").str.head(4).cast(pl.Int16).alias("region_year"),
        pl.lit("total").alias("group"),
        pl.lit("").alias("method"),
        pl.Series("decimals", np.where(share, 1, 0)).cast(pl.Int8),
        pl.lit("made-up").alias("release"),
    )
    missing = [pl.lit(None, kind).alias(name) for name, kind in SCHEMA.items() if name not in table]
    release = Release(
        "made-up", "verzonnen", "V", "Made up", "https://example.org/", "CC0", dt.date(2030, 3, 14)
    )
    FigureStore(home.figures).add([release], table.with_columns(missing).select(list(SCHEMA)))
    return len(table)

"""Every compiled figure has its place in the shipped monitor, with its release and its value."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from duidelijk.catalogue import read_monitor
from duidelijk.cli.monitors import read_shipped, shipped_monitor

_RENAMED = {
    "consumentenvertrouwen_ongecorr": "consumentenvertrouwen_ongecorrigeerd",
    "psychisch_ongezond_1225": "psychisch_ongezond_jaar",
    "bijstand_mutatie_jr": "bijstand_jaarmutatie",
    "hoog_risico_angst_depressie": "angst_depressie_risico",
}
_GROUPS = {"totaal": "total", "leeftijd:<27": "leeftijd:0-26", "leeftijd:<20": "leeftijd:0-19"}


@pytest.fixture(scope="module")
def shipped() -> pl.DataFrame:
    folder = shipped_monitor("corona")
    _, figures, problems = read_shipped(folder, read_monitor(folder))
    assert problems == []
    return figures


def test_all_16087_figures_are_there_once_with_value_limits_and_release(
    shared: Path, shipped: pl.DataFrame
) -> None:
    with (shared / "figures/published-figures.csv").open(encoding="utf-8") as stream:
        theirs = sorted(_identity(row) for row in csv.DictReader(stream))
    ours = sorted(
        shipped.select(
            "indicator", "region", "group", "period", "value", "lower", "upper", "n", "release"
        ).iter_rows(),
        key=str,
    )
    assert len(ours) == len(theirs) == 16_087
    assert ours == sorted(theirs, key=str)


def _identity(row: dict[str, str]) -> tuple[object, ...]:
    def number(name: str) -> float | None:
        return float(row[name]) if row[name] else None

    n = number("n")
    return (
        _RENAMED.get(row["indicator"], row["indicator"]),
        row["region"].replace("NL00", "NL01"),
        _GROUPS.get(row["group"], row["group"]),
        row["period"],
        number("value"),
        number("lower"),
        number("upper"),
        int(n) if n is not None else None,
        row["release"],
    )


def test_a_period_with_two_values_by_two_methods_keeps_both(shipped: pl.DataFrame) -> None:
    found = shipped.filter(
        (pl.col("indicator") == "werkloosheidspercentage")
        & (pl.col("period") == "2021MM12")
        & (pl.col("release") == "pagina-16")
    )
    assert dict(found.select("method", "value").iter_rows()) == {"ebb-oud": 2.8, "ebb-2021": 3.8}

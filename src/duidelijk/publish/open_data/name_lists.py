"""Lists of the names that belong to the codes of an edition's figures, as tables beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from duidelijk.catalogue import Monitor
from duidelijk.catalogue.model import TOTAL
from duidelijk.editions.freezing import no_formula, read_document
from duidelijk.figures.table import period_table
from duidelijk.publish.periods import period_words

EVERYBODY = {"nl": "Iedereen", "en": "Everybody"}
"""What the group ``total`` is called."""

_WITH_PERIODS = ("figures.by-indicator.parquet", "vintages.parquet", "revisions.parquet")
_OF_RELEASE = (
    "release",
    "source",
    "publisher",
    "title",
    "address",
    "licence",
    "published",
    "precision",
    "basis",
    "retrieved",
)


def write_name_lists(folder: Path, monitor: Monitor) -> None:
    """Write ``indicators.csv``, ``regions.csv``, ``groups.csv``, ``periods.csv`` and
    ``releases.csv`` into the folder of an edition that is not sealed yet.
    """
    tables = {
        "indicators.csv": indicator_list(monitor),
        "regions.csv": region_list(read_document(folder / "regions.json")["regions"]),
        "groups.csv": group_list(monitor),
        "periods.csv": period_list(_periods(folder)),
        "releases.csv": release_list(read_document(folder / "releases.json")),
    }
    for name, table in tables.items():
        texts = [no_formula(each) for each, kind in table.schema.items() if kind == pl.String]
        table.with_columns(texts).write_csv(folder / name)


def indicator_list(monitor: Monitor) -> pl.DataFrame:
    """A row an indicator, in order of key."""
    themes = {each.id: each.title for each in monitor.themes}
    rows = []
    for key, each in sorted(monitor.indicators.items()):
        theme = themes.get(each.theme or "")
        rows.append(
            {
                "indicator": key,
                "theme": each.theme,
                **_both("theme", theme),
                **_both("title", each.title),
                **_both("question", each.question),
                **_both("unit", each.unit),
                **_both("definition", each.definition),
                **_both("population", each.population),
                "kind": each.kind,
                "decimals": each.decimals,
                "polarity": each.polarity,
                "frequency": each.frequency,
                "source": each.source,
                "status": each.status,
                "context": each.context,
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)


def region_list(described: Mapping[str, Any]) -> pl.DataFrame:
    """A row a region, in order of code; *described* as in ``regions.json``."""
    rows = [
        (code, each["level"], each["name"]["nl"], each["name"]["en"])
        for code, each in sorted(described.items())
    ]
    names = ("region", "level", "name_nl", "name_en")
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def group_list(monitor: Monitor) -> pl.DataFrame:
    """A row a group of people: everybody first, then in declared order."""
    rows: list[tuple[str | None, ...]] = [
        (TOTAL, None, None, None, EVERYBODY["nl"], EVERYBODY["en"])
    ]
    for dimension in monitor.dimensions:
        for each in dimension.groups:
            told = (dimension.id, dimension.title.nl, dimension.title.en)
            rows.append((each.code, *told, each.title.nl, each.title.en))
    names = ("group", "dimension", "dimension_nl", "dimension_en", "title_nl", "title_en")
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def period_list(codes: Iterable[str]) -> pl.DataFrame:
    """A row a period, in order of time: its code, sort, first and last day, and names."""
    table = period_table(codes).sort("period_start", "period_end", "period")
    names = {
        f"title_{language}": [plain_period(code, language) for code in table["period"]]
        for language in ("nl", "en")
    }
    return table.with_columns(pl.Series(name, each, pl.String) for name, each in names.items())


def plain_period(code: str, language: str) -> str:
    """A period in words, with everyday spaces: people sort and search by them."""
    return period_words(code, language).replace("\u00a0", " ")


def release_list(releases: Iterable[Mapping[str, str]]) -> pl.DataFrame:
    """A row a release, in the order of ``releases.json``."""
    rows = [{"release": each["id"], **each} for each in releases]
    return pl.DataFrame(
        [[row.get(name) for name in _OF_RELEASE] for row in rows],
        schema=dict.fromkeys(_OF_RELEASE, pl.String),
        orient="row",
    )


def _periods(folder: Path) -> set[str]:
    return {
        code
        for name in _WITH_PERIODS
        for code in pl.scan_parquet(folder / name).select("period").unique().collect()["period"]
    }


def _both(name: str, text: Any) -> dict[str, str | None]:
    return {f"{name}_{language}": text and text.to(language) for language in ("nl", "en")}

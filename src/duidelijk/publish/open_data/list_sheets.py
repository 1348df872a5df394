"""The lists of an edition as sheets of a workbook: its indicators, sources and regions."""

from __future__ import annotations

import polars as pl

from duidelijk.catalogue.model import Indicator
from duidelijk.editions.edition import Edition
from duidelijk.publish.open_data.edition_sheets import SHEETS, Wanted, sheet_columns
from duidelijk.publish.open_data.named import Names
from duidelijk.publish.open_data.workbook import TableSheet

_INDICATORS: tuple[Wanted, ...] = (
    ("theme", 22, "wrap"),
    ("title", 36, "wrap"),
    ("unit", 20, "wrap"),
    ("question", 44, "wrap"),
    ("definition", 60, "wrap"),
    ("population", 44, "wrap"),
    ("polarity", 13, "text"),
    ("frequency", 16, "text"),
    ("source_title", 26, "wrap"),
    ("status", 22, "text"),
    ("figures", 11, "whole"),
    ("limitations", 60, "wrap"),
    ("indicator", 30, "text"),
)


def indicators_sheet(edition: Edition, language: str) -> TableSheet:
    """What is followed: a row an indicator, theme by theme, context quantities last."""
    monitor, names = edition.monitor, Names(edition, language)
    order = {each.id: at for at, each in enumerate(monitor.themes)}

    def place(each: Indicator) -> tuple[int, str]:
        return order.get(each.theme or "", len(order)), each.title.to(language).casefold()

    spoken = {
        name: names.words(name, "indicators.csv") for name in ("polarity", "frequency", "status")
    }
    rows = [
        {
            "theme": names.themes.get(each.id),
            **{name: getattr(each, name).to(language) for name in _TEXTS},
            **{name: words[getattr(each, name)] for name, words in spoken.items()},
            "source_title": monitor.sources[each.source].title,
            "figures": edition.counts.get(each.id, 0),
            "indicator": each.id,
        }
        for each in sorted(monitor.indicators.values(), key=place)
    ]
    return _sheet("indicators", rows, _INDICATORS, "indicators.csv", language)


_TEXTS = ("title", "unit", "question", "definition", "population", "limitations")

_SOURCES: tuple[Wanted, ...] = (
    ("publisher", 28, "wrap"),
    ("publication", 70, "wrap"),
    ("published", 13, "date"),
    ("precision", 16, "text"),
    ("licence", 26, "wrap"),
    ("address", 60, "link"),
    ("figures", 11, "whole"),
    ("release", 30, "text"),
)


def sources_sheet(edition: Edition, language: str) -> TableSheet:
    """Every release the figures come from, the latest first."""
    words = Names(edition, language).words("precision")
    used = dict(edition.figures()["release"].value_counts().iter_rows())
    releases = sorted(
        edition.releases.values(), key=lambda each: (each.published, each.id), reverse=True
    )
    rows = [
        {
            "publisher": each.publisher,
            "publication": each.title,
            "published": each.published,
            "precision": words[each.precision.value],
            "licence": each.licence,
            "address": each.address,
            "figures": used.get(each.id, 0),
            "release": each.id,
        }
        for each in releases
    ]
    return _sheet("sources", rows, _SOURCES, "releases.csv", language)


_REGIONS: tuple[Wanted, ...] = (
    ("region_name", 34, "text"),
    ("level", 24, "text"),
    ("region", 12, "text"),
)


def regions_sheet(edition: Edition, language: str) -> TableSheet:
    """The regions there are figures of, by level and name."""
    words = Names(edition, language).words("level")
    order = {each: at for at, each in enumerate(words)}
    regions = sorted(
        edition.regions.values(), key=lambda each: (order[each.level], each.name.to(language))
    )
    rows: list[dict[str, object]] = [
        {"region_name": each.name.to(language), "level": words[each.level], "region": each.code}
        for each in regions
    ]
    return _sheet("regions", rows, _REGIONS, "regions.csv", language)


def _sheet(
    sheet: str,
    rows: list[dict[str, object]],
    wanted: tuple[Wanted, ...],
    file: str,
    language: str,
) -> TableSheet:
    kinds = {"whole": pl.Int64, "date": pl.Date}
    schema = {name: kinds.get(style, pl.String) for name, _, style, *_ in wanted}
    table = pl.DataFrame(rows, schema=schema, orient="row")
    columns = sheet_columns(wanted, file, language)
    return TableSheet(SHEETS[sheet].to(language), columns, [table])

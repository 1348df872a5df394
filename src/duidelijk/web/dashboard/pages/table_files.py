"""The figures of an indicator as a table for other programs."""

from __future__ import annotations

import polars as pl

from duidelijk.catalogue import Indicator
from duidelijk.catalogue.model import TOTAL
from duidelijk.editions.edition import Edition
from duidelijk.publish.notes import note_words
from duidelijk.web.words import words

_COLUMNS = (
    "indicator",
    "title",
    "unit",
    "region",
    "region_name",
    "region_year",
    "group",
    "group_name",
    "period",
    "period_start",
    "period_end",
    "method",
    "value",
    "lower",
    "upper",
    "n",
    "status",
    "missing",
    "vintage",
    "publisher",
    "published",
    "published_precision",
    "publication",
    "address",
    "licence",
    "note",
)


def indicator_csv(edition: Edition, indicator: Indicator, language: str) -> bytes:
    """CSV in UTF-8: codes for programs and names for people, every figure with its publication."""
    figures = edition.figures_of(indicator.id)
    everyone = words(language)["everyone"].lower()
    groups = {code: each.title.to(language) for code, each in edition.monitor.group_codes.items()}
    names = {code: each.name.to(language) for code, each in edition.regions.items()}
    releases = pl.DataFrame(
        [
            (
                each.id,
                each.publisher,
                each.precision.value,
                each.title,
                each.address,
                each.licence,
            )
            for each in edition.releases.values()
        ],
        schema=[
            "release",
            "publisher",
            "published_precision",
            "publication",
            "address",
            "licence",
        ],
        orient="row",
    )
    table = figures.join(releases, on="release", how="left", maintain_order="left").with_columns(
        pl.lit(indicator.title.to(language)).alias("title"),
        pl.lit(indicator.unit.to(language)).alias("unit"),
        pl.col("note").map_elements(lambda note: note_words(note, language), pl.String),
        pl.col("region").replace(names).alias("region_name"),
        pl.col("group").replace(groups | {TOTAL: everyone}).alias("group_name"),
    )
    return table.select(_COLUMNS).write_csv().encode()

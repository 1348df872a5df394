"""Figures with names beside their codes, and with the publication each is from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from duidelijk.catalogue import Text
from duidelijk.catalogue.model import TOTAL
from duidelijk.editions.description import code_words
from duidelijk.editions.edition import Edition
from duidelijk.publish.notes import note_words
from duidelijk.publish.open_data.name_lists import EVERYBODY, plain_period

CSV_COLUMNS = (
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
"""Of the table of figures that people take along; explained on the page about the figures."""


class Names:
    """What the codes of an edition are called in one language."""

    def __init__(self, edition: Edition, language: str) -> None:
        monitor = edition.monitor
        self.language = language
        self.titles = self._of((key, each.title) for key, each in monitor.indicators.items())
        self.units = self._of((key, each.unit) for key, each in monitor.indicators.items())
        themes = {each.id: each.title for each in monitor.themes}
        self.themes = self._of(
            (key, themes[each.theme])
            for key, each in monitor.indicators.items()
            if each.theme in themes
        )
        self.regions = self._of((code, each.name) for code, each in edition.regions.items())
        self.groups = self._of((code, each.title) for code, each in monitor.group_codes.items())
        self.groups[TOTAL] = EVERYBODY[language].lower()
        self.releases = edition.releases

    def _of(self, texts: Iterable[tuple[str, Text]]) -> dict[str, str]:
        return {key: text.to(self.language) for key, text in texts}

    def added(self, table: pl.DataFrame) -> pl.DataFrame:
        """*table* with ``theme``, ``title``, ``unit``, ``region_name``, ``group_name`` and
        ``period_name`` for its codes.
        """
        periods = table["period"].unique()
        spoken = {each: plain_period(each, self.language) for each in periods if each}
        return table.with_columns(
            named("indicator", self.themes, "theme"),
            named("indicator", self.titles, "title"),
            named("indicator", self.units, "unit"),
            named("region", self.regions, "region_name"),
            named("group", self.groups, "group_name"),
            named("period", spoken, "period_name"),
        )

    def publications(self) -> pl.DataFrame:
        """A row a release: ``release`` and what is said of where a figure is from."""
        rows = [
            (each.id, each.publisher, each.precision.value, each.title, each.address, each.licence)
            for each in self.releases.values()
        ]
        names = ("release", "publisher", "published_precision", "publication", "address", "licence")
        return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")

    def notes(self, table: pl.DataFrame) -> pl.Series:
        """The notes of figures as readers see them."""
        spoken = {each: note_words(each, self.language) for each in table["note"].unique() if each}
        return table.select(named("note", spoken, "note")).to_series()

    def words(self, column: str, file: str = "") -> dict[str, str]:
        """What the codes in a column are called."""
        return {code: text.to(self.language) for code, text in code_words(column, file).items()}


def named(column: str, names: Mapping[str, str], alias: str) -> pl.Expr:
    """What the codes of a column are called; nothing where that is not known."""
    return (
        pl.col(column)
        .replace_strict(list(names), list(names.values()), default=None, return_dtype=pl.String)
        .alias(alias)
    )


def figures_csv(edition: Edition, figures: pl.DataFrame, language: str) -> pl.DataFrame:
    """The *figures* of an edition with the columns of ``CSV_COLUMNS``."""
    names = Names(edition, language)
    table = names.added(figures.with_columns(names.notes(figures)))
    joined = table.join(names.publications(), on="release", how="left", maintain_order="left")
    return joined.select(CSV_COLUMNS)

"""The tables of an edition as sheets of a workbook, with names, units and sources in every one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from duidelijk.catalogue import Text
from duidelijk.editions.description import columns_of
from duidelijk.editions.edition import Edition
from duidelijk.editions.texts import development_key
from duidelijk.publish.numbers import difference_unit
from duidelijk.publish.open_data.name_lists import plain_period
from duidelijk.publish.open_data.named import Names, named
from duidelijk.publish.open_data.workbook import SheetColumn, Style, TableSheet

_PART = 50_000
"""Rows that are made at once."""

SHEETS = {
    "figures": Text("Cijfers", "Figures"),
    "changes": Text("Veranderingen", "Changes"),
    "striking": Text("Opvallend", "Striking"),
    "duiding": Text("Duiding", "Interpretation"),
    "signals": Text("Signalen", "Signals"),
    "indicators": Text("Indicatoren", "Indicators"),
    "sources": Text("Bronnen", "Sources"),
    "regions": Text("Regio’s", "Regions"),
}
"""What each sheet is called."""

LABELS = {
    "theme": Text("Thema", "Theme"),
    "title": Text("Indicator", "Indicator"),
    "unit": Text("Eenheid", "Unit"),
    "difference_unit": Text("Eenheid verschil", "Unit of difference"),
    "region_name": Text("Gebied", "Region"),
    "group_name": Text("Groep", "Group"),
    "period_name": Text("Periode", "Period"),
    "reference_name": Text("Periode van vergelijking", "Reference period"),
    "publisher": Text("Bron", "Source"),
    "publication": Text("Publicatie", "Publication"),
    "changes.parquet reference_period": Text("Code van die periode", "Code of that period"),
    "changes.parquet lower": Text("Verschil, ondergrens (95 %)", "Difference, lower limit (95%)"),
    "changes.parquet upper": Text("Verschil, bovengrens (95 %)", "Difference, upper limit (95%)"),
    "rank": Text("Nr.", "No."),
    "sentence": Text("Wat er opvalt", "What stands out"),
    "choice": Text("Redactie", "Editors"),
    "why": Text("Reden van de redactie", "Editors’ reason"),
    "question": Text("Vraag", "Question"),
    "definition": Text("Wat er geteld of gevraagd is", "What is counted or asked"),
    "population": Text("Over wie of wat", "About whom or what"),
    "limitations": Text("Beperkingen", "Limitations"),
    "figures": Text("Aantal cijfers", "Number of figures"),
    "source_title": Text("Bron", "Source"),
}
"""What stands above columns that the edition's own tables do not have."""
_YES = {"nl": {True: "ja", False: "nee"}, "en": {True: "yes", False: "no"}}
_CHOICES = {
    "in": Text("opgenomen", "included"),
    "out": Text("weggelaten", "left out"),
    "needs_duiding": Text("vraagt duiding", "needs interpretation"),
}
Wanted = tuple[str, float, Style] | tuple[str, float, Style, str]
"""A column: its name, its width, its style and the column that gives its decimals."""


def sheet_columns(wanted: Sequence[Wanted], file: str, language: str) -> list[SheetColumn]:
    made = []
    for name, width, style, *decimals in wanted:
        own = LABELS.get(f"{file} {name}") or LABELS.get(name)
        label = own or columns_of(file, [name])[0].label
        made.append(SheetColumn(name, label.to(language), width, style, *decimals))
    return made


def _in_parts(table: pl.DataFrame, names: Names, change: Any) -> Iterator[pl.DataFrame]:
    for at in range(0, len(table), _PART):
        yield change(table.slice(at, _PART), names)


_FIGURES: tuple[Wanted, ...] = (
    ("title", 38, "text"),
    ("region_name", 20, "text"),
    ("group_name", 22, "text"),
    ("period_name", 26, "text"),
    ("value", 12, "number", "decimals"),
    ("unit", 20, "text"),
    ("lower", 12, "number", "decimals"),
    ("upper", 12, "number", "decimals"),
    ("n", 11, "whole"),
    ("status", 13, "text"),
    ("missing", 16, "text"),
    ("theme", 20, "text"),
    ("publisher", 22, "text"),
    ("publication", 44, "text"),
    ("published", 12, "date"),
    ("vintage", 14, "text"),
    ("note", 24, "text"),
    ("period_start", 12, "date"),
    ("period_end", 12, "date"),
    ("indicator", 26, "text"),
    ("region", 10, "text"),
    ("region_year", 10, "year"),
    ("group", 18, "text"),
    ("period", 14, "text"),
    ("method", 12, "text"),
    ("release", 20, "text"),
)


def figures_sheet(edition: Edition, figures: pl.DataFrame, language: str) -> TableSheet:
    """Every one of *figures*: names first, codes last."""
    names = Names(edition, language)
    publications = names.publications().select("release", "publisher", "publication")
    coded = {each: names.words(each) for each in ("status", "missing", "vintage")}

    def change(part: pl.DataFrame, names: Names) -> pl.DataFrame:
        part = names.added(part.with_columns(names.notes(part))).with_columns(
            named(column, spoken, column) for column, spoken in coded.items()
        )
        return part.join(publications, on="release", how="left", maintain_order="left")

    columns = sheet_columns(_FIGURES, "figures.csv", language)
    parts = _in_parts(figures, names, change)
    return TableSheet(SHEETS["figures"].to(language), columns, parts)


_CHANGES: tuple[Wanted, ...] = (
    ("title", 38, "text"),
    ("region_name", 20, "text"),
    ("group_name", 22, "text"),
    ("period_name", 26, "text"),
    ("value", 12, "number", "decimals"),
    ("unit", 20, "text"),
    ("verdict", 26, "text"),
    ("comparison", 24, "text"),
    ("reference_name", 26, "text"),
    ("reference", 14, "number", "decimals"),
    ("difference", 11, "number", "decimals"),
    ("difference_unit", 16, "text"),
    ("lower", 13, "number", "decimals"),
    ("upper", 13, "number", "decimals"),
    ("minimum_detectable", 15, "number", "decimals"),
    ("reason", 30, "text"),
    ("favourable", 11, "text"),
    ("main", 11, "text"),
    ("fresh", 9, "text"),
    ("tier", 18, "text"),
    ("q_value", 10, "text"),
    ("theme", 20, "text"),
    ("publisher", 22, "text"),
    ("publication", 44, "text"),
    ("indicator", 26, "text"),
    ("region", 10, "text"),
    ("region_year", 10, "year"),
    ("group", 18, "text"),
    ("period", 14, "text"),
    ("reference_period", 14, "text"),
    ("method", 12, "text"),
    ("release", 20, "text"),
)


def changes_sheet(edition: Edition, language: str) -> TableSheet:
    """Every comparison with its verdict, in the order of the edition."""
    names = Names(edition, language)
    units = {
        key: difference_unit(each, language) for key, each in edition.monitor.indicators.items()
    }
    publications = names.publications().select("release", "publisher", "publication")
    present = set(edition.changes.columns)
    coded = [name for name in ("comparison", "verdict", "reason", "tier") if name in present]

    def change(part: pl.DataFrame, names: Names) -> pl.DataFrame:
        spoken = {
            each: plain_period(each, language) for each in part["reference_period"].unique() if each
        }
        yes = {str(key).lower(): word for key, word in _YES[language].items()}
        part = names.added(part).with_columns(
            named("indicator", units, "difference_unit"),
            named("reference_period", spoken, "reference_name"),
            *(named(name, names.words(name), name) for name in coded),
        )
        for name in sorted({"favourable", "main", "fresh"} & present):
            word = pl.col(name).cast(pl.String).replace_strict(yes, default=None)
            part = part.with_columns(word.alias(name))
        return part.join(publications, on="release", how="left", maintain_order="left")

    # editions of before a column was there do without it
    wanted = [each for each in _CHANGES if each[0] in present or each[0] in LABELS]
    columns = sheet_columns(wanted, "changes.parquet", language)
    parts = _in_parts(edition.changes, names, change)
    return TableSheet(SHEETS["changes"].to(language), columns, parts)


_STRIKING: tuple[Wanted, ...] = (
    ("rank", 6, "whole"),
    ("tier", 18, "text"),
    ("sentence", 90, "wrap"),
    ("theme", 20, "text"),
    ("title", 36, "wrap"),
    ("region_name", 20, "text"),
    ("group_name", 24, "text"),
    ("period_name", 24, "text"),
    ("value", 11, "number", "decimals"),
    ("unit", 18, "text"),
    ("reference", 14, "number", "decimals"),
    ("difference", 11, "number", "decimals"),
    ("difference_unit", 16, "text"),
    ("comparison", 24, "text"),
    ("favourable", 11, "text"),
    ("publisher", 22, "text"),
    ("publication", 36, "wrap"),
    ("choice", 16, "text"),
    ("why", 40, "wrap"),
    ("indicator", 26, "text"),
    ("region", 10, "text"),
    ("group", 18, "text"),
    ("period", 14, "text"),
)
_STRIKING_TYPES = {
    **dict.fromkeys(("indicator", "region", "group", "period", "release"), pl.String),
    **dict.fromkeys(("tier", "sentence", "comparison", "favourable"), pl.String),
    **dict.fromkeys(("choice", "why"), pl.String),
    **dict.fromkeys(("value", "reference", "difference"), pl.Float64),
    **dict.fromkeys(("rank", "decimals"), pl.Int64),
}


def striking_sheet(edition: Edition, language: str) -> TableSheet:
    """The list of what stands out, in order; with what the editors chose where they did."""
    names = Names(edition, language)
    listed = (edition.striking or {}).get("developments", [])
    rows = [_development(edition, each, language) for each in listed]
    table = names.added(pl.DataFrame(rows, schema=_STRIKING_TYPES, orient="row"))
    units = {
        key: difference_unit(each, language) for key, each in edition.monitor.indicators.items()
    }
    publications = names.publications().select("release", "publisher", "publication")
    table = table.with_columns(
        named("indicator", units, "difference_unit"),
        named("tier", names.words("tier"), "tier"),
        named("comparison", names.words("comparison"), "comparison"),
    ).join(publications, on="release", how="left", maintain_order="left")
    wanted = [
        each for each in _STRIKING if edition.texts.choices or each[0] not in ("choice", "why")
    ]
    columns = sheet_columns(wanted, "changes.parquet", language)
    return TableSheet(SHEETS["striking"].to(language), columns, [table])


def _development(edition: Edition, development: dict[str, Any], language: str) -> dict[str, Any]:
    """One row of the list: what was found, and the comparison that speaks first."""
    first, chosen = (
        development["evidence"][0],
        edition.texts.choices.get(development_key(development)),
    )
    favourable = development["favourable"]
    return {
        **{name: development[name] for name in ("rank", "tier", "indicator", "region", "group")},
        **{name: development[name] for name in ("period", "release", "decimals")},
        **{name: first[name] for name in ("value", "reference", "difference", "comparison")},
        "sentence": development["sentences"][language],
        "favourable": None if favourable is None else _YES[language][favourable],
        "choice": _CHOICES[chosen.choice.value].to(language) if chosen else None,
        "why": chosen.reason.to(language) if chosen and chosen.reason else None,
    }

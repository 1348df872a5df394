"""Writes an edition's folder; equal content gives equal bytes, whatever the day or the machine."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from duidelijk.catalogue import EditionPlan
from duidelijk.editions.content import Content, region_descriptions
from duidelijk.editions.describing import datapackage
from duidelijk.figures.table import KEY
from duidelijk.foundation.checksums import canonical_json, write_sums
from duidelijk.foundation.folders import locked, sweep_unfinished, whole_folder

FORMAT = 1
"""Raised when the layout of an edition's folder changes."""

_ROW_GROUP = 16_384
"""Rows a Parquet group: a page reads one or two groups of a table of millions."""


@contextlib.contextmanager
def open_edition(editions: Path, content: Content, declarations: dict[str, Any]) -> Iterator[Path]:
    """Write *content* to a folder, let the block add to it, then seal it as ``editions/ID``.

    *declarations* are those the content's monitor was built from; they go along whole.

    Raises ``Refused`` when the edition exists: a correction is a new number.
    """
    with locked(editions):
        sweep_unfinished(editions)
        with whole_folder(editions / content.plan.id) as folder:
            _write(folder, content)
            write_document(folder / "catalogue.json", declarations)
            yield folder
            write_sums(folder)


def _write(folder: Path, content: Content) -> None:
    ordered = content.figures.sort([*KEY])
    _parquet(ordered, folder / "figures.by-indicator.parquet")
    _parquet(
        ordered.sort(["region", "indicator", "region_year", "group", "period", "method"]),
        folder / "figures.by-region.parquet",
    )
    ordered.write_csv(folder / "figures.csv")
    _parquet(content.vintages, folder / "vintages.parquet")
    _parquet(content.changes, folder / "changes.parquet")
    documents = {
        "edition.json": edition_json(content),
        "regions.json": region_descriptions(content),
        "releases.json": [each.as_json() for each in content.releases],
        "datapackage.json": datapackage(content),
    }
    for name, value in documents.items():
        write_document(folder / name, value)


def edition_json(content: Content) -> dict[str, Any]:
    """The edition's own description: what it is, of when, and how it came about."""
    plan: EditionPlan = content.plan
    described: dict[str, Any] = {
        "format": FORMAT,
        "id": plan.id,
        "date": plan.date.isoformat(),
        "date_precision": plan.date_precision,
        "title": {"nl": plan.title.nl, "en": plan.title.en},
        "monitor": content.monitor.id,
        "previous": content.previous,
        "compiled_afterwards": content.compiled_afterwards,
        "latest_release": max(each.published for each in content.releases).isoformat(),
        "figures": len(content.figures),
        "later_figures": int((content.figures["vintage"] == "later").sum()),
    }
    if plan.note:
        described["note"] = {"nl": plan.note.nl, "en": plan.note.en}
    return described


def write_document(path: Path, value: Any) -> None:
    """Write a JSON document of an edition in its one canonical form."""
    path.write_text(canonical_json(value), encoding="utf-8")


def read_document(path: Path) -> Any:
    """Read a JSON document of an edition."""
    return json.loads(path.read_text(encoding="utf-8"))


def _parquet(table: pl.DataFrame, path: Path) -> None:
    table.write_parquet(path, compression="zstd", row_group_size=_ROW_GROUP, statistics=True)

"""Writes an edition's folder; equal content gives equal bytes, whatever the day or the machine."""

from __future__ import annotations

import contextlib
import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from duidelijk.catalogue import EditionPlan
from duidelijk.editions.content import Content, region_descriptions
from duidelijk.editions.describing import PACKAGE, datapackage
from duidelijk.editions.since_previous import REVISIONS, counted, revised_since
from duidelijk.figures.release import Release
from duidelijk.figures.table import KEY
from duidelijk.foundation.checksums import SUMS, canonical_json, write_sums
from duidelijk.foundation.folders import locked, sweep_unfinished, whole_folder

FORMAT = 1
"""Raised when the layout of an edition's folder changes."""

_ROW_GROUP = 16_384
"""Rows a Parquet group: a page reads one or two groups of a table of millions."""


@contextlib.contextmanager
def open_edition(
    editions: Path,
    content: Content,
    declarations: dict[str, Any],
    before: Path | None = None,
) -> Iterator[Path]:
    """Write *content* to a folder, let the block add to it, then seal it as ``editions/ID``.

    *declarations* are those the content's monitor was built from; they go along whole. What was
    revised is told against the edition before as it was sealed in *before* (by default
    *editions*), when it was.

    Raises ``Refused`` when the edition exists: a correction is a new number.
    """
    with locked(editions):
        sweep_unfinished(editions)
        content = _since_sealed(content, before or editions)
        with whole_folder(editions / content.plan.id) as folder:
            _write(folder, content)
            write_document(folder / "catalogue.json", declarations)
            yield folder
            write_document(folder / PACKAGE, datapackage(folder, content))
            write_sums(folder)


def _since_sealed(content: Content, editions: Path) -> Content:
    """*content* with what was revised since the edition before, when that was sealed here."""
    folder = editions / (content.previous or "")
    if content.previous is None or not (folder / SUMS).is_file():
        return content
    before = pl.scan_parquet(folder / "figures.by-indicator.parquet")
    revisions = revised_since(before, content.figures.lazy())
    missing = set(revisions["release_before"]) - {each.id for each in content.releases}
    described = [Release.from_json(each) for each in read_document(folder / "releases.json")]
    releases = [*content.releases, *(each for each in described if each.id in missing)]
    return dataclasses.replace(
        content,
        revisions=revisions,
        previous_sealed=True,
        releases=sorted(releases, key=lambda each: each.published),
    )


def no_formula(column: str) -> pl.Expr:
    """Text that a spreadsheet would run when the file is opened in it, marked as text."""
    text = pl.col(column)
    runs = text.str.contains(r"^[=+\-@\t\r]") & text.cast(pl.Float64, strict=False).is_null()
    return pl.when(runs).then(pl.concat_str(pl.lit("'"), text)).otherwise(text).alias(column)


def _write(folder: Path, content: Content) -> None:
    ordered = content.figures.sort([*KEY])
    _parquet(ordered, folder / "figures.by-indicator.parquet")
    _parquet(
        ordered.sort(["region", "indicator", "region_year", "group", "period", "method"]),
        folder / "figures.by-region.parquet",
    )
    ordered.with_columns(no_formula("note")).write_csv(folder / "figures.csv")
    _parquet(content.carried, folder / "carried.parquet")
    _parquet(content.vintages, folder / "vintages.parquet")
    revisions = content.revisions
    _parquet(
        pl.DataFrame(schema=REVISIONS) if revisions is None else revisions,
        folder / "revisions.parquet",
    )
    _parquet(content.changes, folder / "changes.parquet")
    _parquet(content.coming, folder / "coming.parquet")
    _parquet(content.foretold, folder / "foretold.parquet")
    documents = {
        "edition.json": edition_json(content),
        "regions.json": region_descriptions(content),
        "releases.json": [each.as_json() for each in content.releases],
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
        "previous_sealed": content.previous_sealed,
        "revisions": None if content.revisions is None else counted(content.revisions),
        "compiled_afterwards": content.compiled_afterwards,
        "latest_release": max(each.published for each in content.releases).isoformat(),
        "figures": len(content.figures),
        "later_figures": int((content.figures["vintage"] == "later").sum()),
    }
    if plan.corrects:
        described["corrects"] = plan.corrects
    if plan.reason:
        described["reason"] = {"nl": plan.reason.nl, "en": plan.reason.en}
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

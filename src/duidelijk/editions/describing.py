"""Describes an edition's files for other people's tools, as a Frictionless Data Package."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import polars as pl

from duidelijk.catalogue.licences import LICENCES
from duidelijk.editions.content import Content
from duidelijk.editions.description import columns_of, file_kinds, kind_of
from duidelijk.foundation.checksums import SUMS, sha256

PACKAGE = "datapackage.json"

_TYPES = {
    ".csv": ("csv", "text/csv"),
    ".parquet": ("parquet", "application/vnd.apache.parquet"),
    ".json": ("json", "application/json"),
    ".md": ("md", "text/markdown"),
    ".pdf": ("pdf", "application/pdf"),
}
_TEXT = (".csv", ".json", ".md")


def datapackage(folder: Path, content: Content) -> dict[str, Any]:
    """The ``datapackage.json`` of an edition (Frictionless Data Package 1.0).

    It names every file that lies in *folder*, but for itself and the checksums over all.
    """
    monitor = content.monitor
    described: dict[str, Any] = {
        "profile": "data-package",
        "name": f"{monitor.id}-{content.plan.id}".replace("_", "-"),
        "title": f"{monitor.title.nl}, {content.plan.title.nl}",
        "description": monitor.lead.nl,
        "version": content.plan.id,
        "contributors": [{"title": monitor.publisher.nl, "role": "publisher"}],
        "sources": [
            {
                "title": each.title,
                "path": each.address,
                "publisher": each.publisher,
                "licence": each.licence,
            }
            for each in content.releases
        ],
        "x-licences-of-sources": sorted({release.licence for release in content.releases}),
        "resources": [_resource(folder, name) for name in _names(folder)],
    }
    if monitor.licence:
        licence = LICENCES[monitor.licence]
        described["licenses"] = [
            {"name": licence.id, "title": monitor.licence, "path": licence.address}
        ]
    return described


def described_again(folder: Path, package: dict[str, Any]) -> dict[str, Any]:
    """*package* for what lies in *folder* now: editors and documents came since."""
    return package | {"resources": [_resource(folder, name) for name in _names(folder)]}


def _names(folder: Path) -> list[str]:
    """The files to describe: as people are shown them, then by name."""
    order = {each.name: at for at, each in enumerate(file_kinds())}

    def place(name: str) -> tuple[int, str]:
        kind = kind_of(name)
        return (order[kind.name] if kind else len(order), name)

    every = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted((name for name in every if name not in (PACKAGE, SUMS)), key=place)


def _resource(folder: Path, name: str) -> dict[str, Any]:
    path, kind = folder / name, kind_of(name)
    format_, media = _TYPES.get(path.suffix, (path.suffix.lstrip("."), "application/octet-stream"))
    found: dict[str, Any] = {
        # a table of the standard is CSV; tools that read Parquet as one take no empty integers
        "profile": "tabular-data-resource" if format_ == "csv" else "data-resource",
        "type": {"csv": "table", "json": "json"}.get(format_, "file"),
        "name": resource_name(name),
        "path": name,
        "format": format_,
        "mediatype": media,
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256(path)}",
    }
    if path.suffix in _TEXT:
        found["encoding"] = "utf-8"
    if kind is not None:
        found |= {"title": kind.about.nl, "description": kind.about.en}
    if format_ in ("csv", "parquet"):
        found["schema"] = _schema(folder, name)
    return found


def resource_name(path: str) -> str:
    """The name of a file in the package: ``figures.csv`` is ``figures``."""
    stem = path.removesuffix(".csv").removesuffix(".parquet")
    return stem.lower().replace("/", ".").replace("_", "-")


def table_columns(path: Path) -> list[str]:
    """The names of the columns of a table in a file."""
    if path.suffix == ".parquet":
        return list(pl.read_parquet_schema(path))
    with path.open(encoding="utf-8", newline="") as stream:
        return next(csv.reader(stream))


def _schema(folder: Path, name: str) -> dict[str, Any]:
    kind, columns = kind_of(name), table_columns(folder / name)
    schema: dict[str, Any] = {
        "fields": [
            {
                "name": each.name,
                "type": each.type,
                "title": each.label.nl,
                "description": each.about.en,
                **({"constraints": {"enum": sorted(each.values)}} if each.values else {}),
            }
            for each in columns_of(name, columns)
        ],
        "missingValues": [""],
    }
    if kind is not None and kind.key:
        schema["primaryKey"] = list(kind.key)
    foreign = [
        {"fields": column, "reference": {"resource": resource_name(table), "fields": column}}
        for column, table in (kind.refers.items() if kind is not None else ())
        if (folder / table).is_file()
    ]
    return schema | ({"foreignKeys": foreign} if foreign else {})

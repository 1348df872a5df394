"""The figure store: releases are added, never changed, so every vintage stays.

One folder a batch (``000001-8f3a…/`` with ``figures.parquet`` and ``releases.json``), each written
whole or not at all. Adding what is there already does nothing; adding the same release with other
figures is refused.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from duidelijk.figures.release import Release
from duidelijk.figures.table import empty_table, in_order
from duidelijk.foundation.checksums import canonical_json
from duidelijk.foundation.folders import locked, sweep_unfinished, whole_folder
from duidelijk.foundation.problems import Problem, Refused


class FigureStore:
    """The figures in one folder, with every release they came from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def releases(self) -> dict[str, Release]:
        """Every release by its id, oldest publication first, of one day in the order added."""
        found = [
            (Release.from_json(each), number)
            for number, batch in enumerate(self._batches())
            for each in _read_json(batch / "releases.json")["releases"]
        ]
        found.sort(key=lambda pair: (pair[0].published, pair[1], pair[0].id))
        return {each.id: each for each, _ in found}

    def figures(self) -> pl.DataFrame:
        """Every vintage of every figure, in the order of keys."""
        tables = [pl.read_parquet(batch / "figures.parquet") for batch in self._batches()]
        if len(tables) == 1:  # written in order already
            return tables[0]
        return in_order(pl.concat(tables)) if tables else empty_table()

    def add(self, releases: Sequence[Release], figures: pl.DataFrame) -> list[str]:
        """Add checked *figures* of *releases* as one batch; return the ids that were new.

        Raises ``Refused`` when a release is there already with other figures or another
        description; then nothing is stored.
        """
        repeated = [
            id_ for id_, times in Counter(each.id for each in releases).items() if times > 1
        ]
        if repeated:
            raise Refused(
                "A release has one description; nothing was stored:",
                [Problem(id_, 0, "is described more than once") for id_ in repeated],
            )
        with locked(self.folder):
            sweep_unfinished(self.folder)
            digests = self._digests()
            offered = _digests(releases, figures)
            changed = [id_ for id_, new in offered.items() if digests.get(id_, new) != new]
            if changed:
                raise Refused(
                    "A release is never changed; nothing was stored:",
                    [
                        Problem(id_, 0, "is stored already, with other content", "use a new id")
                        for id_ in changed
                    ],
                )
            new = [each for each in releases if each.id not in digests]
            if new:
                self._write(new, figures, {each.id: offered[each.id] for each in new})
            return [each.id for each in new]

    def _write(
        self, releases: Sequence[Release], figures: pl.DataFrame, digests: dict[str, str]
    ) -> None:
        number = len(self._batches()) + 1
        name = hashlib.sha256("".join(sorted(digests.values())).encode()).hexdigest()[:12]
        rows = figures.filter(pl.col("release").is_in([each.id for each in releases]))
        described = [each.as_json() for each in sorted(releases, key=lambda r: r.id)]
        with whole_folder(self.folder / f"{number:06}-{name}") as folder:
            in_order(rows).write_parquet(folder / "figures.parquet", compression="zstd")
            (folder / "releases.json").write_text(
                canonical_json({"releases": described, "digests": digests}), encoding="utf-8"
            )

    def _batches(self) -> list[Path]:
        return sorted(path for path in self.folder.glob("[0-9]*-*") if path.is_dir())

    def _digests(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for batch in self._batches():
            found.update(_read_json(batch / "releases.json")["digests"])
        return found


def _read_json(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def _digests(releases: Sequence[Release], figures: pl.DataFrame) -> dict[str, str]:
    """A checksum of each release's description and figures."""
    ordered = in_order(figures)
    floats = [name for name, kind in ordered.schema.items() if kind == pl.Float64]
    # by their bits: how a library writes a number in text may change with its version
    bits = [pl.Series(name, ordered[name].to_numpy().view(np.int64)) for name in floats]
    parts = ordered.with_columns(bits).partition_by("release", as_dict=True, maintain_order=True)
    return {
        each.id: hashlib.sha256(
            (
                canonical_json(each.as_json()) + parts.get((each.id,), ordered.clear()).write_csv()
            ).encode()
        ).hexdigest()
        for each in releases
    }


def published_table(releases: Iterable[Release]) -> pl.DataFrame:
    """One row a release: release, published, and ``rank``, its place in the order given.

    The store gives releases by date and then in the order they were added, so that of two of one
    day the later one, surely a correction, has the higher rank.
    """
    rows = [(each.id, each.published, rank) for rank, each in enumerate(releases)]
    return pl.DataFrame(
        rows,
        schema={"release": pl.String, "published": pl.Date, "rank": pl.Int64},
        orient="row",
    )

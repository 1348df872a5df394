"""The figure store: releases are added, never changed, so every vintage stays.

One folder a batch (``000001-8f3a…/`` with ``figures*.parquet`` and ``releases.json``), each written
whole or not at all. Adding what is there already does nothing; adding the same release with other
figures is refused. A release of any size is written chunk by chunk (``writing``). A release that
was wrong is revoked: it stays in its batch, but counts no more (``revoked.json``).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from duidelijk.figures.release import Release
from duidelijk.figures.table import KEY, SCHEMA, empty_table, in_order
from duidelijk.foundation.checksums import canonical_json
from duidelijk.foundation.folders import (
    locked,
    sweep_unfinished,
    unfinished_folder,
    whole_folder,
    write_whole,
)
from duidelijk.foundation.problems import Problem, Refused, did_you_mean

_IN_ORDER = "figures.parquet"
"""A batch that was added at once is one file in the order of keys; chunks are in any order."""
_REVOKED = "revoked.json"
_SAME = "duidelijk.same"
"""In the metadata of a chunk's file: columns it lacks, since they are the same in every row."""


@dataclass(frozen=True)
class Added:
    """A release as it came in."""

    release: Release
    moment: dt.datetime
    figures: int


class FigureStore:
    """The figures in one folder, with every release they came from."""

    def __init__(self, folder: Path, wait_seconds: float = 30.0) -> None:
        self.folder = folder
        self.wait_seconds = wait_seconds
        """How long to wait for another process that writes; then ``Busy`` is raised."""

    def releases(self) -> dict[str, Release]:
        """Every release by its id, oldest publication first, of one day in the order added.

        Those that were revoked are left out.
        """
        revoked = self.revoked()
        found = [
            (Release.from_json(each), number)
            for number, batch in enumerate(self._batches())
            for each in _read_json(batch / "releases.json")["releases"]
            if each["id"] not in revoked
        ]
        found.sort(key=lambda pair: (pair[0].published, pair[1], pair[0].id))
        return {each.id: each for each, _ in found}

    def latest_added(self, most: int) -> list[Added]:
        """The releases that came in last, newest first; those that were revoked are left out.

        The moment is that of the folder they came in.
        """
        found: list[Added] = []
        revoked = self.revoked()
        for batch in reversed(self._batches()):
            described = _read_json(batch / "releases.json")["releases"]
            moment = dt.datetime.fromtimestamp((batch / "releases.json").stat().st_mtime, dt.UTC)
            sizes = self._sizes(batch)
            of_batch = [Release.from_json(each) for each in described if each["id"] not in revoked]
            of_batch.sort(key=lambda each: (each.published, each.id), reverse=True)
            found += [Added(each, moment, sizes.get(each.id, 0)) for each in of_batch]
            if len(found) >= most:
                break
        return found[:most]

    def _sizes(self, batch: Path) -> dict[str, int]:
        """How many figures each release of a batch has."""
        parts = [
            self.part(path).group_by("release").len().collect() for path in batch.glob("*.parquet")
        ]
        if not parts:
            return {}
        rows = pl.concat(parts).group_by("release").agg(pl.col("len").sum())
        return dict(rows.iter_rows())

    def figures(self) -> pl.DataFrame:
        """Every vintage of every figure, in the order of keys."""
        parts = self.parts()
        if [path.name for path in parts] == [_IN_ORDER] and not self.revoked():
            return pl.read_parquet(parts[0])
        return in_order(pl.concat([self.part(path).collect() for path in parts] or [empty_table()]))

    def parts(self) -> list[Path]:
        """The files with figures, in the order they were added; in themselves in any order."""
        return [path for batch in self._batches() for path in sorted(batch.glob("*.parquet"))]

    def part(self, path: Path) -> pl.LazyFrame:
        """The figures in one of ``parts``, without those of releases that were revoked."""
        revoked = self.revoked()
        whole = _scan(path)
        return whole.filter(~pl.col("release").is_in(list(revoked))) if revoked else whole

    def revoked(self) -> dict[str, dict[str, str]]:
        """The releases that were revoked, by id: ``day`` and ``reason``."""
        path = self.folder / _REVOKED
        return _read_json(path) if path.is_file() else {}

    def revoke(self, release: str, reason: str, day: dt.date) -> None:
        """Let a release that was wrong count no more; what was sealed with it stays as it is.

        Raises ``Refused`` when there is no such release, or no reason.
        """
        problems = []
        if not reason.strip():
            problems.append(Problem(release, 0, "no reason was given", "say what was wrong"))
        with locked(self.folder, self.wait_seconds):
            if release not in self._digests():
                remedy = did_you_mean(release, self._digests())
                problems.append(Problem(release, 0, "there is no such release", remedy))
            if problems:
                raise Refused("Nothing was revoked:", problems)
            told = {"day": day.isoformat(), "reason": reason.strip()}
            every = {release: told} | self.revoked()
            write_whole(self.folder / _REVOKED, canonical_json(every).encode())

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
        with locked(self.folder, self.wait_seconds):
            sweep_unfinished(self.folder)
            digests = self._digests()
            offered = _digests(releases, figures)
            _refuse_changed(offered, digests)
            new = [each for each in releases if each.id not in digests]
            if new:
                self._write(new, figures, {each.id: offered[each.id] for each in new})
            return [each.id for each in new]

    def refuse_changed(self, releases: Sequence[Release], figures: pl.DataFrame) -> None:
        """Raises ``Refused`` as ``add`` does for a release that is there with other content."""
        _refuse_changed(_digests(releases, figures), self._digests())

    @contextmanager
    def writing(self, release: Release) -> Iterator[Writing]:
        """Add one release chunk by chunk; it is there when the block ends, or not at all.

        A release without figures is not stored. Raises ``Refused`` when the release is there
        already with other content, or when a figure comes twice.
        """
        with unfinished_folder(self.folder, "chunks") as aside:
            writing = Writing(release, aside)
            yield writing
            if writing.rows:
                writing.check()
                self._adopt(writing)

    def check_new(self, writings: Iterable[Writing]) -> None:
        """Raises ``Refused`` when a release is there already with other content."""
        digests = self._digests()
        changed = [
            each.release.id
            for each in writings
            if digests.get(each.release.id, "") not in ("", each.digest())
        ]
        if changed:
            raise _changed(changed)

    def _adopt(self, writing: Writing) -> None:
        release, digest = writing.release, writing.digest()
        with locked(self.folder, self.wait_seconds):
            sweep_unfinished(self.folder)
            there = self._digests().get(release.id)
            if there == digest:
                return
            if there is not None:
                raise _changed([release.id])
            with self._batch([release], {release.id: digest}) as folder:
                for path in sorted(writing.folder.iterdir()):
                    path.rename(folder / path.name)

    def _write(
        self, releases: Sequence[Release], figures: pl.DataFrame, digests: dict[str, str]
    ) -> None:
        rows = figures.filter(pl.col("release").is_in([each.id for each in releases]))
        with self._batch(releases, digests) as folder:
            in_order(rows).write_parquet(folder / _IN_ORDER, compression="zstd")

    @contextmanager
    def _batch(self, releases: Sequence[Release], digests: dict[str, str]) -> Iterator[Path]:
        """A folder that becomes the next batch; hold the lock."""
        number = len(self._batches()) + 1
        name = hashlib.sha256("".join(sorted(digests.values())).encode()).hexdigest()[:12]
        described = [each.as_json() for each in sorted(releases, key=lambda r: r.id)]
        with whole_folder(self.folder / f"{number:06}-{name}") as folder:
            yield folder
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


class Writing:
    """A release on its way into the store, a chunk at a time."""

    def __init__(self, release: Release, folder: Path) -> None:
        self.release, self.folder = release, folder
        self.rows = 0
        self._sum = 0
        self._keys: list[npt.NDArray[np.uint64]] = []

    def add(self, figures: pl.DataFrame) -> None:
        """Write one chunk of checked figures of this release."""
        if figures.is_empty():
            return
        self._keys.append(key_hashes(figures))
        self._sum ^= int(np.bitwise_xor.reduce(figures["value"].to_numpy().view(np.uint64)))
        name = f"figures-{len(self._keys):05}.parquet"
        same = _same_throughout(figures)
        figures.select([each for each in SCHEMA if each not in same]).write_parquet(
            self.folder / name,
            compression="zstd",
            compression_level=1,
            statistics=False,
            metadata={_SAME: json.dumps(same, ensure_ascii=False)},
        )
        self.rows += len(figures)

    def check(self) -> None:
        """Raises ``Refused`` when a figure came twice, in whatever chunks."""
        keys = np.sort(np.concatenate(self._keys))
        again = set(keys[1:][keys[1:] == keys[:-1]].tolist())
        if not again:
            return
        problems = []
        for path in sorted(self.folder.iterdir()):
            rows = _scan(path).collect()
            twice = rows.filter(pl.Series(key_hashes(rows)).is_in(list(again)))
            problems += [_twice(self.release.id, row) for row in twice.head(10).to_dicts()]
        raise Refused("A figure came more than once; nothing was stored:", problems[:10])

    def digest(self) -> str:
        """A checksum of the release: its description, which holds that of what it came from, the
        number of its figures and the bits of their values.
        """
        described = canonical_json(self.release.as_json())
        return hashlib.sha256(f"{described}{self.rows} {self._sum:016x}".encode()).hexdigest()


def _scan(path: Path) -> pl.LazyFrame:
    """The figures in a file of a batch, with the columns that are the same in every row."""
    same: dict[str, str | None] = json.loads(pl.read_parquet_metadata(path).get(_SAME, "{}"))
    columns = [pl.lit(text, SCHEMA[name]).alias(name) for name, text in same.items()]
    return pl.scan_parquet(path).with_columns(columns).select(list(SCHEMA))


def _same_throughout(figures: pl.DataFrame) -> dict[str, str | None]:
    """The columns that are empty, or the same text in every row; half the work of a Parquet file
    is in these.
    """
    found: dict[str, str | None] = {}
    for name, kind in SCHEMA.items():
        column = figures[name]
        if column.null_count() == len(column):
            found[name] = None
        elif kind == pl.String and not column.null_count():
            first = column[0]
            if column[-1] == first and (column == first).all():
                found[name] = first
    return found


def _twice(release: str, row: dict[str, Any]) -> Problem:
    key = " · ".join(str(row[name]) for name in KEY if row[name] != "")
    return Problem(release, 0, f"{key} = {row['value']}", "one figure a key and release")


def key_hashes(figures: pl.DataFrame) -> npt.NDArray[np.uint64]:
    """A number of 64 bits for each figure's key; the same within one run of the program."""
    hashes: npt.NDArray[np.uint64] = figures.select(KEY).hash_rows(seed=2021).to_numpy()
    return hashes


def _refuse_changed(offered: Mapping[str, str], there: Mapping[str, str]) -> None:
    changed = [id_ for id_, new in offered.items() if there.get(id_, new) != new]
    if changed:
        raise _changed(changed)


def _changed(releases: Iterable[str]) -> Refused:
    return Refused(
        "A release is never changed; nothing was stored:",
        [
            Problem(id_, 0, "is stored already, with other content", "use a new id")
            for id_ in releases
        ],
    )


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

"""What a release changes to what was known: new, revised, restated, withdrawn or the same.

Only what differs is stored, so that each stored figure is a vintage of its own. Works on hashes of
keys and values, so that a release of millions of figures needs a few numbers a figure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import polars as pl

from duidelijk.figures.store import FigureStore, key_hashes, published_table
from duidelijk.figures.table import KEY, SCHEMA


class News(StrEnum):
    """How a figure relates to the latest vintage known before it."""

    NEW = "new"
    REVISED = "revised"
    """Another value, or a value where there was none, or none where there was one."""
    RESTATED = "restated"
    """The same value with another status, other limits or another number of respondents."""
    WITHDRAWN = "withdrawn"
    """The source no longer gives it."""
    SAME = "same"


SORTS = tuple(News)
SAME = SORTS.index(News.SAME)

_VALUE = ("value", "missing")
_STATEMENT = ("status", "lower", "upper", "n")

Hashes = npt.NDArray[np.uint64]


class Known:
    """The latest vintage of some indicators' figures, published on or before a date."""

    def __init__(self, store: FigureStore, indicators: Collection[str], date: dt.date) -> None:
        self._store, self._indicators, self._date = store, list(indicators), date
        self._releases = store.releases()
        self._out = [
            (each.id, rank)
            for rank, each in enumerate(self._releases.values())
            if each.published <= date
        ]
        self._keys, self._values, self._statements, self._source = self._latest()
        self._seen = np.zeros(len(self._keys), dtype=bool)

    def __len__(self) -> int:
        return len(self._keys)

    def sort_out(self, figures: pl.DataFrame) -> pl.Series:
        """What news each of *figures* is, as its place in ``SORTS``; remembers what came by."""
        if not len(self._keys):
            return pl.Series(np.zeros(len(figures), dtype=np.uint8))
        keys = key_hashes(figures)
        at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        known = self._keys[at] == keys
        self._seen[at[known]] = True
        same_value = self._values[at] == _hashes(figures, _VALUE)
        same_rest = self._statements[at] == _hashes(figures, _STATEMENT)
        sorts = np.where(
            ~known,
            SORTS.index(News.NEW),
            np.where(
                ~same_value,
                SORTS.index(News.REVISED),
                np.where(same_rest, SAME, SORTS.index(News.RESTATED)),
            ),
        )
        return pl.Series(sorts.astype(np.uint8))

    def withdrawn(self, feed: str, release: str) -> pl.DataFrame:
        """Figures of *feed* that did not come by, as figures without value of *release*."""
        of_feed = [rank for id_, rank in self._out if self._releases[id_].feed == feed]
        gone = ~self._seen & np.isin(self._source, np.array(of_feed, dtype=np.int64))
        keys = pl.Series(self._keys[gone])
        if keys.is_empty():
            return pl.DataFrame(schema=SCHEMA)
        tables = []
        for part in self._parts():
            rows = part.filter(
                pl.Series(key_hashes(part)).is_in(keys.implode()),
                pl.col("value").is_not_null(),
            )
            tables.append(rows)
        rows = pl.concat(tables).join(self._ranks(), on="release").sort("rank")
        # of figures that were withdrawn before, the latest vintage holds no value any more
        latest = rows.unique(list(KEY), keep="last", maintain_order=True)
        values = self._values[gone]
        order = np.argsort(self._keys[gone])
        at = order[np.searchsorted(self._keys[gone][order], key_hashes(latest))]
        latest = latest.filter(pl.Series(_hashes(latest, _VALUE) == values[at]))
        return latest.select(
            *KEY,
            *[
                pl.lit(None, SCHEMA[name]).alias(name)
                for name in ("value", "lower", "upper", "n", "decimals", "status")
            ],
            pl.lit("not_delivered").alias("missing"),
            pl.lit(release).alias("release"),
            pl.lit("withdrawn by the source").alias("note"),
        ).select(list(SCHEMA))

    def _latest(self) -> tuple[Hashes, Hashes, Hashes, npt.NDArray[np.int64]]:
        """Keys in order, with the hashes and the release's rank of their latest vintage."""
        ranks = self._ranks()
        columns: list[tuple[Hashes, Hashes, Hashes, npt.NDArray[np.int64]]] = []
        for part in self._parts():
            dated = part.join(ranks, on="release", how="inner", maintain_order="left")
            columns.append(
                (
                    key_hashes(dated),
                    _hashes(dated, _VALUE),
                    _hashes(dated, _STATEMENT),
                    dated["rank"].to_numpy().astype(np.int64),
                )
            )
        if not columns:
            nothing = np.zeros(0, dtype=np.uint64)
            return nothing, nothing, nothing, np.zeros(0, dtype=np.int64)
        keys, values, statements, rank = (
            np.concatenate(each) for each in zip(*columns, strict=True)
        )
        order = np.lexsort((rank, keys))
        last = np.append(keys[order][1:] != keys[order][:-1], True)
        chosen = order[last]
        return keys[chosen], values[chosen], statements[chosen], rank[chosen]

    def _parts(self) -> Iterator[pl.DataFrame]:
        """The figures of these indicators and releases, a file of the store at a time."""
        out = [id_ for id_, _ in self._out]
        for path in self._store.parts():
            part = (
                self._store.part(path)
                .filter(pl.col("indicator").is_in(self._indicators), pl.col("release").is_in(out))
                .collect()
            )
            if not part.is_empty():
                yield part

    def _ranks(self) -> pl.DataFrame:
        table = published_table(self._releases.values()).select("release", "rank")
        return table.filter(pl.col("release").is_in([id_ for id_, _ in self._out]))


def _hashes(figures: pl.DataFrame, columns: tuple[str, ...]) -> Hashes:
    hashes: Hashes = figures.select(columns).hash_rows(seed=2021).to_numpy()
    return hashes


def counted(news: pl.Series) -> dict[News, int]:
    """How many figures there are of each sort of news, as ``sort_out`` gives them."""
    found = np.bincount(news.to_numpy(), minlength=len(SORTS))
    return {each: int(number) for each, number in zip(SORTS, found, strict=True)}

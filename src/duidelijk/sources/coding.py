"""Columns of few different texts as numbers: what a code means is looked up once, not a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

Numbers = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Coded:
    """A column of texts: the place of each row's text in ``texts``."""

    numbers: Numbers
    texts: Sequence[str | None]
    """The different texts, in no particular order; ``None`` where a row has none."""

    def at(self, rows: Numbers) -> Coded:
        """The column of some of the rows."""
        return Coded(self.numbers[rows], self.texts)

    def as_texts(self, name: str) -> pl.Series:
        """The column as texts."""
        return taken(pl.Series(name, self.texts, pl.String()), self.numbers)

    def as_categories(self, name: str) -> pl.Series:
        """The column as categories; these are its own, and need not differ."""
        return taken(pl.Series(name, self.texts, _own_categories()), self.numbers)


def coded(frame: pl.DataFrame, names: Iterable[str]) -> dict[str, Coded]:
    """Columns of texts or categories as numbers, by name."""
    columns = [
        column if isinstance(column.dtype, pl.Categorical) else column.cast(_own_categories())
        for column in (frame[name] for name in dict.fromkeys(names))
    ]
    # for all at once: what polars does in its own threads has to wait its turn each time
    physical = pl.DataFrame(columns).select(pl.all().to_physical()).get_columns()
    return {
        column.name: _numbered(column, each) for column, each in zip(columns, physical, strict=True)
    }


def taken(values: pl.Series, places: npt.NDArray[np.integer]) -> pl.Series:
    """*values* at *places*: several times as fast as by an index that is no series."""
    return values[pl.Series(places.astype(np.uint32, copy=False))]


def _numbered(column: pl.Series, physical: pl.Series) -> Coded:
    """The numbers that *physical* has for the texts of *column*, without those between."""
    highest: int = physical.max() or 0  # type: ignore[assignment]
    none = highest + 1
    if physical.null_count():
        physical = physical.fill_null(none)
    codes = physical.to_numpy().astype(np.intp)
    row_of = np.full(none + 1, -1, dtype=np.intp)
    row_of[codes] = np.arange(len(codes))
    used = np.flatnonzero(row_of >= 0)
    texts = taken(column, row_of[used]).cast(pl.String).to_list()
    if len(used) and used[-1] == len(used) - 1:
        return Coded(codes, texts)
    number_of = np.zeros(none + 1, dtype=np.intp)
    number_of[used] = np.arange(len(used))
    return Coded(number_of[codes], texts)


def _own_categories() -> pl.Categorical:
    """Categories of one column alone: these go with it, the shared ones stay for ever."""
    return pl.Categorical(pl.Categories.random())

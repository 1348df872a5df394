"""Follows a mapping: turns the rows of a sheet into figures, a few thousand rows at a time.

What a text means is looked up once a text, not once a row. Whatever cannot be told for certain is
a problem with the line it stands on; nothing is guessed and nothing is silently left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

import polars as pl

from duidelijk.catalogue import Monitor
from duidelijk.catalogue.model import TOTAL
from duidelijk.figures.table import SCHEMA, STATUSES
from duidelijk.foundation.problems import Problem, one_of
from duidelijk.sources.sheets.cells import Row, Sheet
from duidelijk.sources.sheets.mapping import (
    IGNORE,
    NUMBERS,
    FileMapping,
    Unfit,
    column_letters,
)
from duidelijk.sources.sheets.meaning import Meanings, Meant, Number, status_in_words
from duidelijk.sources.sheets.roles import Roles, Value
from duidelijk.sources.sheets.units import unit_problems

_CHUNK = 20_000
PLACED = {**SCHEMA, "file": pl.String(), "line": pl.UInt32()}


class Applied(NamedTuple):
    """What came of following a mapping."""

    figures: pl.DataFrame
    """Of ``figures.table.SCHEMA`` with ``file`` and ``line``; what is wrong is empty there."""
    problems: list[Problem]
    left_out: Mapping[str, int]
    """Rows and cells that the mapping leaves out, by why."""


def apply(
    mapping: FileMapping,
    sheet: Sheet,
    monitor: Monitor,
    release: str = "",
    only: int | None = None,
) -> Applied:
    """The figures of *sheet* as *mapping* says, of the release with this id.

    *only* takes no more than so many rows, for a preview. Raises ``Unreadable`` when the file
    breaks off; everything else that is wrong is among the problems.
    """
    try:
        following = Following(mapping, sheet, monitor, release)
    except Unfit as unfit:
        return Applied(pl.DataFrame(schema=PLACED), list(unfit.problems), {})
    rows = islice(following.taken(), only)
    tables = [pl.DataFrame(schema=PLACED)]
    while chunk := list(islice(rows, _CHUNK)):
        tables.append(following.figures(chunk))
    figures = pl.concat(tables)
    most = pl.col("decimals").max().over("indicator")
    if mapping.decimals is not None:
        most = pl.lit(mapping.decimals, pl.Int8)
    return Applied(
        figures.with_columns(most.alias("decimals")), following.told(), following.left_out
    )


class Following:
    """One mapping on its way through one sheet."""

    def __init__(self, mapping: FileMapping, sheet: Sheet, monitor: Monitor, release: str) -> None:
        self.mapping, self.sheet, self.release = mapping, sheet, release
        self.meanings = Meanings(mapping, monitor)
        self.roles = Roles(mapping, sheet, self.meanings)
        self.units = list(unit_problems(mapping, self.roles, monitor.indicators))
        self.left_out: dict[str, int] = {}

    def told(self) -> list[Problem]:
        """Every problem, a text that means nothing told once."""
        return sorted({*self.roles.problems, *self.units, *self.roles.troubles.told()})

    def taken(self) -> Iterator[Row]:
        """The rows between the headings and the footer."""
        mapping = self.mapping
        known = max(self.roles.columns, default=-1)
        ends = _beginnings(mapping.footer)
        ended = False
        for row in self.sheet.rows():
            if row.line < mapping.first_row:
                continue
            if mapping.last_row is not None and row.line > mapping.last_row:
                return
            if ended or (ends and ends.match(next(filter(None, row.cells)))):
                ended = True
                self._look_below(row)
                continue
            if len(row.cells) > known + 1 and any(row.cells[known + 1 :]):
                what = f"has more cells than the mapping has columns ({column_letters(known)})"
                remedy = "see whether a cell was broken in two, or write is: ignore for the rest"
                self.roles.troubles.add("", what, remedy, row.line, 1)
            yield row

    def _look_below(self, row: Row) -> None:
        """Figures below the footer are not lost silently."""
        for value in self.roles.values:
            found = self.meanings.number(row.cell(value.column), row.kind(value.column))
            if found.value is not None:
                what = "there are figures below the footer, which are not taken"
                remedy = "make the text under footer: longer, or remove it"
                self.roles.troubles.add("", what, remedy, row.line)
                return

    def figures(self, rows: Sequence[Row]) -> pl.DataFrame:
        """The figures of some rows."""
        table = self._kept(self._frame(rows))
        for number, says in enumerate(self.roles.says):
            reads = says.reads(self.meanings)
            table = _with_meaning(table, str(says.column), f"says {number}", reads)
        for index in self.roles.of_role("status"):
            table = _with_meaning(table, str(index), f"told {index}", _status)
        parts = [self._of_value(table, value) for value in self.roles.values]
        return self._complete(pl.concat(parts)) if parts else pl.DataFrame(schema=PLACED)

    def _frame(self, rows: Sequence[Row]) -> pl.DataFrame:
        """The texts of the columns that tell something, and of numbers the kinds of cell."""
        data = {"line": pl.Series([row.line for row in rows], dtype=pl.UInt32)}
        for index, column in self.roles.columns.items():
            if column.role != IGNORE:
                texts = [row.cells[index] if index < len(row.cells) else "" for row in rows]
                data[str(index)] = pl.Series(texts, dtype=pl.String)
            if column.role in NUMBERS:
                kinds = [row.kind(index) for row in rows]
                data[f"kind {index}"] = pl.Series(kinds, dtype=pl.String)
        return pl.DataFrame(data)

    def _kept(self, table: pl.DataFrame) -> pl.DataFrame:
        for index in self.roles.of_role("filter"):
            kept = table.filter(pl.col(str(index)).is_in(list(self.roles.columns[index].keep)))
            title = self.roles.headed.titles[index] or f"column {column_letters(index)}"
            self._leave_out(f"another {title}", len(table) - len(kept))
            table = kept
        return table

    def _of_value(self, table: pl.DataFrame, value: Value) -> pl.DataFrame:
        """The figures in one column of values, with what goes with them in others."""
        table = self._without_ignored(table, value)
        numbers = {"value": value.column, **value.beside}
        for name, index in numbers.items():
            table = self._with_number(table, index, name)
        kept = table.filter(pl.col("missing value").ne_missing(IGNORE))
        self._leave_out("cells that the mapping ignores", len(table) - len(kept))
        self._note_troubles(kept, value, numbers)
        placed = self._placed(kept, value)
        alone = placed.filter(~pl.col("crossed"))
        self._leave_out("groups within groups", len(placed) - len(alone))
        return alone.drop("crossed")

    def _without_ignored(self, table: pl.DataFrame, value: Value) -> pl.DataFrame:
        """Without rows of which the mapping ignores the region, period, group or indicator."""
        telling = [f"says {number}" for number in self._telling(value)]
        kept = table.filter([pl.col(name).ne_missing(IGNORE) for name in telling] or True)
        if IGNORE in [*value.fixed.values(), *value.groups]:
            kept = table.clear()
        self._leave_out("names that the mapping ignores", len(table) - len(kept))
        return kept

    def _telling(self, value: Value, place: str = "") -> list[int]:
        """Which of the columns of texts tell of a value what is not fixed of it."""
        return [
            number
            for number, says in enumerate(self.roles.says)
            if place in ("", says.place) and says.place not in value.fixed
        ]

    def _with_number(self, table: pl.DataFrame, index: int, name: str) -> pl.DataFrame:
        """Add the number in a column, why there is none, what is wrong, and its decimals."""
        on = [str(index), f"kind {index}"]
        read = []
        for text, kind in table.select(on).unique().iter_rows():
            found = self.meanings.number(text, kind)
            if name != "value" and not text:  # limits and respondents may be left empty
                found = Number()
            if name == "n" and found.value is not None and found.value % 1:
                found = Number(what=f"“{text}” is not a whole number", remedy="check the column")
            wrong = f"{found.what}\n{found.remedy}" if found.what else None
            read.append((text, kind, found.value, found.missing, wrong, found.decimals))
        names = [*on, name, *(f"{each} {name}" for each in ("missing", "wrong", "decimals"))]
        kinds = [*[pl.String] * 2, pl.Float64, *[pl.String] * 2, pl.Int8]
        numbers = pl.DataFrame(read, schema=list(zip(names, kinds, strict=True)), orient="row")
        return table.join(numbers, on=on, how="left", maintain_order="left")

    def _note_troubles(self, table: pl.DataFrame, value: Value, numbers: Mapping[str, int]) -> None:
        says = self.roles.says
        wrong = [(f"wrong says {each}", says[each].column) for each in self._telling(value)]
        wrong += [(f"wrong told {index}", index) for index in self.roles.of_role("status")]
        wrong += [(f"wrong {name}", index) for name, index in numbers.items()]
        for name, index in wrong:
            found = table.filter(pl.col(name).is_not_null())
            of_text = found.group_by(name).agg(pl.col("line").min(), pl.len().alias("rows"))
            for text, line, rows in of_text.iter_rows():
                what, _, remedy = text.partition("\n")
                letters = column_letters(index)
                self.roles.troubles.add(letters, what, remedy, line, rows, value.column)

    def _placed(self, table: pl.DataFrame, value: Value) -> pl.DataFrame:
        """The rows with codes, numbers and notes, in the columns of figures, and ``crossed``."""
        groups = [pl.col(f"says {number}") for number in self._telling(value, "group")]
        groups += [pl.lit(group) for group in value.groups]
        apart = [pl.when(group != TOTAL).then(group) for group in groups]
        several = pl.sum_horizontal([each.is_not_null() for each in apart] or [pl.lit(0)]) > 1
        statuses = [pl.col(f"told {index}") for index in self.roles.of_role("status")]
        statuses += [pl.col(f"status says {each}") for each in self._telling(value, "period")]
        statuses.append(pl.lit(value.status or self.mapping.status or None, pl.String))
        notes = [pl.col(str(index)) for index in self.roles.of_role("note")]
        notes = [pl.when(each != "").then(each) for each in notes]
        beside = {
            name: (pl.col(name) if name in value.beside else pl.lit(None)).cast(SCHEMA[name])
            for name in ("lower", "upper", "n")
        }
        return table.select(
            *(self._code(value, place).alias(place) for place in ("indicator", "region", "period")),
            pl.coalesce([*apart, *groups, pl.lit(TOTAL)]).alias("group"),
            several.alias("crossed"),
            "value",
            pl.col("missing value").alias("missing"),
            pl.col("decimals value").alias("decimals"),
            pl.coalesce(statuses).alias("status"),
            _joined(notes).alias("note"),
            "line",
            pl.lit(value.times, pl.Float64).alias("times"),
            **beside,
        )

    def _code(self, value: Value, place: str) -> pl.Expr:
        told = [pl.col(f"says {number}") for number in self._telling(value, place)]
        return pl.coalesce([*told, pl.lit(value.fixed.get(place), pl.String)])

    def _complete(self, table: pl.DataFrame) -> pl.DataFrame:
        """With what holds by indicator or for all, in the shape of figures."""
        mapping = self.mapping
        of_indicator = _by_indicator(mapping.times, pl.Float64())
        times = pl.coalesce(pl.col("times"), of_indicator, pl.lit(1.0))
        shift = times.log10().floor().clip(-9, 9).cast(pl.Int8)
        scaled = (pl.col("value", "lower", "upper") * times).round(9)
        table = table.with_columns(
            pl.when(times == 1).then(pl.col("value", "lower", "upper")).otherwise(scaled),
            decimals=(pl.col("decimals") - shift).clip(0, 9),
            method=pl.coalesce(_by_indicator(mapping.method, pl.String()), pl.lit("")),
            release=pl.lit(self.release),
            region_year=pl.lit(mapping.region_year, pl.Int16),
            file=pl.lit(self.sheet.file),
        )
        return table.select([pl.col(name).cast(kind) for name, kind in PLACED.items()])

    def _leave_out(self, why: str, rows: int) -> None:
        if rows:
            self.left_out[why] = self.left_out.get(why, 0) + rows


def _beginnings(footer: Sequence[str]) -> re.Pattern[str] | None:
    """What a row begins with that ends the table, as whole words: “Bron” is no Bronckhorst."""
    if not footer:
        return None
    return re.compile(rf"(?:{'|'.join(map(re.escape, footer))})(?!\w)", re.IGNORECASE)


def _with_meaning(
    table: pl.DataFrame, column: str, name: str, reads: Callable[[str], Meant]
) -> pl.DataFrame:
    """Add the code of each text (as *name*), its status, and what is wrong with it."""
    meant = {text: reads(text) for text in table[column].unique().to_list()}
    return table.with_columns(
        _looked_up(column, {text: each.code for text, each in meant.items()}).alias(name),
        _looked_up(column, {text: each.status for text, each in meant.items()}).alias(
            f"status {name}"
        ),
        _looked_up(
            column,
            {text: f"{each.what}\n{each.remedy}" for text, each in meant.items() if each.what},
        ).alias(f"wrong {name}"),
    )


def _looked_up(column: str, meaning: Mapping[str, str | None]) -> pl.Expr:
    told = {text: code for text, code in meaning.items() if code}
    if not told:
        return pl.lit(None, pl.String)
    return pl.col(column).replace_strict(told, default=None, return_dtype=pl.String)


def _status(text: str) -> Meant:
    if not text or (status := status_in_words(text)):
        return Meant(status if text else None)
    return Meant(
        None, f"unknown status “{text}”", f"make it is: ignore, or write {one_of(STATUSES)}"
    )


def _joined(notes: Sequence[pl.Expr]) -> pl.Expr:
    if not notes:
        return pl.lit(None, pl.String)
    joined = pl.concat_str(list(notes), separator="; ", ignore_nulls=True)
    return pl.when(joined != "").then(joined)


def _by_indicator(told: Mapping[str, Any], kind: pl.DataType) -> pl.Expr:
    """What is told of the indicator of a row, else what is told of all."""
    default = pl.lit(told.get(""), kind)
    named = {key: value for key, value in told.items() if key}
    if not named:
        return default
    return pl.col("indicator").replace_strict(named, default=default, return_dtype=kind)

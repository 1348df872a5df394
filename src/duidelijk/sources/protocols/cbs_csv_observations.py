"""The observations of a download from CBS, in blocks: any number of them in little memory."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from duidelijk.foundation.blocks import EndlessRow, rows_in_blocks
from duidelijk.sources.asking import Unreadable
from duidelijk.sources.protocols.cbs_csv_files import (
    Download,
    Unpacking,
    check_width,
    records_of,
    text_of,
)
from duidelijk.sources.table import CBS_REASONS, MEASURE, Description

OBSERVATIONS = "Observations.csv"

_NEEDED = ("Measure", "Value", "ValueAttribute")
OWN_COLUMNS = {*_NEEDED, "Id", "StringValue"}
"""Columns that are no dimension."""
_SMALL = 100_000
"""Bytes below which polars takes longer to start than Python to read."""
_FEW = 1000
"""Rows below which it is quicker to look at each of them."""
_SHOWN = 3
_AGAIN = "download it again from CBS"
_TOGETHER = "put the files of one download together"


def observations(
    download: Download, description: Description, expected: int | None
) -> Iterator[pl.DataFrame]:
    """The observations in frames, by the contract of ``SourceTable``.

    *expected* is how many there must be. Raises ``Unreadable``, also for codes that the files
    beside the observations do not know.
    """
    where = download.where(OBSERVATIONS)
    came = 0
    with download.opened(OBSERVATIONS) as stream:
        blocks = _blocks(stream, where)
        _, header = next(blocks)
        table = _Table.of(header, description, where)
        for line, block in blocks:
            frame = table.read(block, line)
            came += len(frame)
            yield frame
    if not came:
        table.check_belonging(pl.DataFrame())
    if expected is not None and came != expected:
        what = f"has {came:,} observations, where Properties.csv tells of {expected:,}"
        raise Unreadable(where, what, f"it is cut off, or of another version; {_AGAIN}")


def _blocks(stream: Unpacking, where: str) -> Iterator[tuple[int, bytes]]:
    """The header, then blocks of whole rows, each with the line it starts on."""
    try:
        yield from rows_in_blocks(stream)
    except EndlessRow as error:
        raise Unreadable(where, str(error), _AGAIN, error.line) from None


@dataclass(frozen=True)
class _Table:
    """What the header and the files of codes say of every row."""

    where: str
    header: tuple[str, ...]
    description: Description
    codes: Mapping[str, frozenset[str]]
    """By column the codes that are known, where they are."""
    strange: tuple[str, ...]
    """What is wrong with the columns."""

    @classmethod
    def of(cls, header: bytes, description: Description, where: str) -> _Table:
        _, records = records_of(text_of(header, where), where)
        columns = tuple(cell.strip() for cell in records[0]) if records else ()
        for name in _NEEDED:
            if name not in columns:
                raise Unreadable(where, f"lacks the column {name}", _AGAIN, 1)
        if len(set(columns)) < len(columns):
            raise Unreadable(where, "has two columns of one name", _AGAIN, 1)
        dimensions = [each.id for each in description.dimensions]
        absent = [name for name in dimensions if name not in columns]
        unknown = [name for name in columns if name not in dimensions and name not in OWN_COLUMNS]
        strange = [f"it has no column {name}" for name in absent]
        strange += [f"its column {name or '(without a name)'} is unknown" for name in unknown]
        codes = {each.id: frozenset(each.codes) for each in description.dimensions if each.codes}
        codes["Measure"] = frozenset(each.id for each in description.measures)
        known = {name: codes[name] for name in columns if name in codes}
        return cls(where, columns, description, known, tuple(strange))

    def read(self, block: bytes, line: int) -> pl.DataFrame:
        """The observations in a block of whole rows, which starts at *line*."""
        rows, lines = self._split(block, line)
        dimensions = [each.id for each in self.description.dimensions if each.id in self.header]
        notes = ["StringValue"] if "StringValue" in self.header else []
        texts = pl.col(*_NEEDED, *dimensions, *notes)
        if b" " in block:  # keys may be padded
            texts = texts.str.strip_chars()
        table = (
            rows.lazy()
            .select(texts)
            .with_columns(_VALUE, _MISSING, *[_NOTE for _ in notes])
            .with_columns(sound.alias(said) for said, sound in _SOUND.items())
            .collect(engine="in-memory")
        )
        self.check_belonging(table)
        for said in _SOUND:
            if not table[said].all():
                self._refuse(said, table, lines or range(line, line + len(table)))
        ours = [*dimensions, "value", "missing", *(["note"] if notes else [])]
        return pl.DataFrame([table["Measure"].alias(MEASURE), *[table[name] for name in ours]])

    def _split(self, block: bytes, line: int) -> tuple[pl.DataFrame, list[int]]:
        """The cells of a block as text; with the line of each row, unless these just follow on."""
        if len(block) > _SMALL and b'"' not in block:
            rows = self._split_fast(block.replace(b"\r\n", b"\n"))
            if rows is not None:
                return rows, []
        lines, records = records_of(text_of(block, self.where, line), self.where, line)
        for number, record in zip(lines, records, strict=True):
            check_width(record, len(self.header), self.where, number)
        columns = list(zip(*records, strict=True)) or [()] * len(self.header)
        return (
            pl.DataFrame(
                [
                    pl.Series(name, cells, dtype=pl.String)
                    for name, cells in zip(self.header, columns, strict=True)
                ]
            ),
            lines,
        )

    def _split_fast(self, block: bytes) -> pl.DataFrame | None:
        """The cells of a block without quotes; ``None`` when some row is not as it should be."""
        try:
            rows = pl.read_csv(
                io.BytesIO(block),
                has_header=False,
                new_columns=self.header,
                separator=";",
                quote_char=None,
                infer_schema=False,
            ).fill_null("")
        except pl.exceptions.PolarsError:
            return None
        breaks = block.count(b"\n") + (not block.endswith(b"\n"))
        cells = len(rows) * (len(self.header) - 1)
        # polars fills up rows that are too short: then there are not delimiters enough
        whole = len(rows) == breaks and block.count(b";") == cells
        plain = b"\0" not in block and b"\r" not in block
        return rows if whole and plain and rows.width == len(self.header) else None

    def check_belonging(self, table: pl.DataFrame) -> None:
        """Refuse observations with columns or codes that the files beside them do not know."""
        wrong = list(self.strange)
        for name, codes in self.codes.items():
            if name not in table.columns:
                continue
            cells = table[name] if len(table) < _FEW else table[name].unique()
            unknown = sorted(set(cells.to_list()) - codes)
            if unknown:
                more = " …" if len(unknown) > _SHOWN else ""
                shown = ", ".join(f"“{code}”" for code in unknown[:_SHOWN])
                wrong.append(f"{name} has codes that are not there: {shown}{more}")
        if wrong:
            about = self.description
            what = f"does not belong to the files of codes beside it, which are of table {about.id}"
            raise Unreadable(self.where, f"{what} ({about.title}): {'; '.join(wrong)}", _TOGETHER)

    def _refuse(self, said: str, table: pl.DataFrame, lines: Sequence[int]) -> None:
        """Say what is wrong with the first row for which it is."""
        row = table[said].to_list().index(False)
        cells = {name: table[name][row][:40] for name in ("Value", "ValueAttribute")}
        known = f"ValueAttribute is one of {', '.join(CBS_REASONS)}; {_AGAIN}"
        raise Unreadable(self.where, said.format(**cells), known, lines[row])


_WRITTEN = r"^[-+]?[0-9]+(?:,[0-9]+)?(?:E[-+]?[0-9]{1,3})?$"
_VALUE = (
    pl.when(pl.col("Value").str.contains(_WRITTEN))
    .then(pl.col("Value").str.replace(",", ".", literal=True))
    .cast(pl.Float64, strict=False)
    .alias("value")
)
_NOTE = pl.col("StringValue").replace("", None).alias("note")
_MISSING = pl.coalesce(
    pl.when(pl.col("ValueAttribute") == theirs).then(pl.lit(ours))
    for theirs, ours in CBS_REASONS.items()
    if ours
).alias("missing")
_SOUND: dict[str, pl.Expr] = {
    "gives a reason we do not know: “{ValueAttribute}”": pl.any_horizontal(
        pl.col("ValueAttribute") == each for each in CBS_REASONS
    ),
    "“{Value}” is not a number with a decimal comma": (
        (pl.col("Value") == "") | pl.col("value").is_finite().fill_null(False)
    ),
    "has the value {Value}, and says that it has none: {ValueAttribute}": (
        (pl.col("Value") == "") | (pl.col("ValueAttribute") == "None")
    ),
}
"""What to say of a row for which this does not hold."""

"""Reads figures and releases from CSV files into the tidy shape, with the line each row stands on.

Columns that would be empty throughout may be left out of a file. ``region_year`` defaults to the
year of the period; ``decimals`` to the most decimals the release gives for the indicator.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl

from duidelijk.figures.release import Precision, Release
from duidelijk.figures.table import SCHEMA
from duidelijk.foundation.blocks import rows_in_blocks
from duidelijk.foundation.problems import Problem, did_you_mean

_REQUIRED = ("indicator", "region", "period", "value", "release")
_NUMBERS = ("value", "lower", "upper", "n", "region_year", "decimals")
_RANGES = {"decimals": (-9, 9), "region_year": (1, 9999)}
_RELEASE_COLUMNS = ("release", "source", "publisher", "title", "address", "licence", "published")


def read_figures(path: Path, shown_as: str | None = None) -> tuple[pl.DataFrame, list[Problem]]:
    """The rows of a figures file with ``file`` and ``line``, and every problem of form in it.

    Rows with a number that is none come back with that number empty and a problem.
    """
    shown = shown_as or path.name
    try:
        raw = pl.read_csv(path, infer_schema=False, encoding="utf8", truncate_ragged_lines=False)
    except (pl.exceptions.PolarsError, OSError, UnicodeDecodeError) as error:
        reason = str(error).splitlines()[0]
        return _nothing(), [Problem(shown, 0, f"cannot be read as CSV: {reason}")]
    problems = _header_problems(raw.columns, shown)
    if problems:
        return _nothing(), problems
    lines = pl.Series("line", _lines(path, len(raw)), dtype=pl.UInt32)
    return _typed(raw.with_columns(lines), shown, _published_decimals(raw.lazy()).collect())


def read_figures_in_blocks(
    path: Path, shown_as: str | None = None
) -> Iterator[tuple[pl.DataFrame, list[Problem]]]:
    """What ``read_figures`` gives, in parts of the file: any number of rows in little memory."""
    shown = shown_as or path.name
    try:
        with path.open("rb") as stream:
            blocks = rows_in_blocks(stream)
            _, first = next(blocks)
            header = _header(first)
            if problems := _header_problems(header, shown):
                yield _nothing(), problems
                return
            whole = pl.scan_csv(path, infer_schema=False, encoding="utf8")
            most = _published_decimals(whole).collect(engine="streaming")
            for line, block in blocks:
                yield _block(block, header, line, shown, most)
    except (pl.exceptions.PolarsError, OSError, ValueError, csv.Error) as error:
        reason = str(error).splitlines()[0]
        yield _nothing(), [Problem(shown, 0, f"cannot be read as CSV: {reason}")]


def _header(first: bytes) -> list[str]:
    text = first.decode("utf-8-sig").strip("\r\n")
    return next(csv.reader([text]), [])


def _block(
    block: bytes, header: list[str], line: int, shown: str, most: pl.DataFrame
) -> tuple[pl.DataFrame, list[Problem]]:
    raw = pl.read_csv(
        block,
        has_header=False,
        new_columns=header,
        infer_schema=False,
        truncate_ragged_lines=False,
    )
    if len(raw.columns) != len(header):
        what = f"has {len(raw.columns)} columns where the header has {len(header)}"
        return _nothing(), [Problem(shown, line, what, "one cell a column")]
    lines = list(range(line, line + len(raw)))
    if b'"' in block:
        lines = _starts(io.StringIO(block.decode("utf-8"), newline=""), line - 1) or lines
    numbered = pl.Series("line", lines[: len(raw)], dtype=pl.UInt32)
    return _typed(raw.with_columns(numbered), shown, most)


def _typed(raw: pl.DataFrame, shown: str, most: pl.DataFrame) -> tuple[pl.DataFrame, list[Problem]]:
    """Rows of text as figures with ``file`` and ``line``, and what is no number in them.

    *most* holds the decimals each release gives an indicator in.
    """
    problems: list[Problem] = []
    rows = raw.with_columns(
        [pl.lit(None, pl.String).alias(name) for name in SCHEMA if name not in raw.columns]
    ).with_columns(
        pl.lit(shown).alias("file"),
        pl.col("period").str.strip_chars(),
        pl.col("group").fill_null("total"),
        pl.col("method").fill_null(""),
    )
    for name in _NUMBERS:
        rows, found = _numbers(rows, name, shown)
        problems += found
    rows = rows.join(
        most, on=["release", "indicator"], how="left", nulls_equal=True, maintain_order="left"
    ).with_columns(pl.col("decimals").fill_null(pl.col("most decimals")))
    return rows.select([*SCHEMA, "file", "line"]), problems


def _numbers(rows: pl.DataFrame, name: str, shown: str) -> tuple[pl.DataFrame, list[Problem]]:
    """*rows* with the text of one column read as its kind of number; null where it is none."""
    kind = SCHEMA[name]
    number = pl.col(name).str.strip_chars().cast(pl.Float64, strict=False)
    fits, wanted = number.is_finite(), "as 1234.5"
    if kind.is_integer():
        low, high = _RANGES.get(name, (0, 2**53))
        fits = fits & (number == number.floor()) & number.is_between(low, high)
        wanted = f"write a whole number from {low} to {high}"
        if name == "n":  # a negative count is a problem of its own
            fits = number.is_finite() & (number == number.floor()) & (number.abs() <= high)
    wrong = rows.filter(pl.col(name).is_not_null() & ~fits.fill_null(False))
    problems = [
        Problem(shown, line, f"“{text}” in column {name} is not a number", wanted)
        for line, text in wrong.select("line", name).iter_rows()
    ]
    return rows.with_columns(pl.when(fits).then(number).cast(kind).alias(name)), problems


def _lines(path: Path, rows: int) -> list[int]:
    """The line each row starts on; quoted text may hold line breaks of its own."""
    with path.open("rb") as stream:
        quoted = any(b'"' in line for line in stream)
    if not quoted:
        return list(range(2, rows + 2))
    with path.open(encoding="utf-8-sig", newline="") as stream:
        try:
            starts = _starts(stream, 0)[1:]  # without the header
        except csv.Error:  # a stray carriage return: polars read it, so it can be told
            starts = []
    return starts if len(starts) == rows else list(range(2, rows + 2))


def _starts(stream: Iterable[str], before: int) -> list[int]:
    """The line each record of *stream* starts on, after *before* lines."""
    reader = csv.reader(stream)
    starts, at = [], 0
    for record in reader:
        if record:
            starts.append(before + at + 1)
        at = reader.line_num
    return starts


def read_releases(path: Path, shown_as: str | None = None) -> tuple[list[Release], list[Problem]]:
    """The releases of a CSV file, and every problem in it."""
    shown = shown_as or path.name
    releases: list[Release] = []
    seen: set[str] = set()
    problems: list[Problem] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            header = list(reader.fieldnames or ())
            missing = [name for name in _RELEASE_COLUMNS if name not in header]
            if missing:
                return [], [Problem(shown, 1, f"lacks the columns {', '.join(missing)}")]
            for row in reader:
                release = _release(row, shown, reader.line_num, problems)
                if release and release.id in seen:
                    what = f"release “{release.id}” is there already"
                    problems.append(Problem(shown, reader.line_num, what, "one row a release"))
                elif release:
                    seen.add(release.id)
                    releases.append(release)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        problems.append(Problem(shown, 0, f"cannot be read as CSV: {error}"))
    return releases, problems


def _release(row: dict[str, str], shown: str, line: int, problems: list[Problem]) -> Release | None:
    empty = [name for name in _RELEASE_COLUMNS if not (row.get(name) or "").strip()]
    if not empty and not row["address"].strip().startswith(("https://", "http://")):
        what = f"release “{row['release']}” has no web address: “{row['address']}”"
        problems.append(Problem(shown, line, what, "an address starts with https:// or http://"))
        return None
    if empty:
        problems.append(
            Problem(
                shown,
                line,
                f"release “{row.get('release') or '?'}” has no {', '.join(empty)}",
                "every release names its source, publisher, address, licence and date",
            )
        )
        return None
    try:
        published = dt.date.fromisoformat(row["published"])
        precision = Precision(row.get("precision") or "day")
    except ValueError as error:
        problems.append(Problem(shown, line, str(error), "published as 2021-03-11"))
        return None
    return Release(
        id=row["release"].strip(),
        source=row["source"].strip(),
        publisher=row["publisher"].strip(),
        title=row["title"].strip(),
        address=row["address"].strip(),
        licence=row["licence"].strip(),
        published=published,
        precision=precision,
        basis=(row.get("basis") or "").strip(),
    )


def _header_problems(columns: list[str], shown: str) -> list[Problem]:
    if len(columns) == 1 and ";" in columns[0]:
        return [Problem(shown, 1, "is separated by semicolons", "save it separated by commas")]
    problems = [
        Problem(shown, 1, f"unknown column “{name}”", did_you_mean(name, SCHEMA))
        for name in columns
        if name not in SCHEMA
    ]
    absent = [name for name in _REQUIRED if name not in columns]
    if absent:
        problems.append(Problem(shown, 1, f"lacks the columns {', '.join(absent)}"))
    return problems


def _published_decimals(rows: pl.LazyFrame) -> pl.LazyFrame:
    """By release and indicator the most digits behind the point: ``most decimals``.

    Not those of the single figure: a source that writes 5 for 5.0 still measures in tenths.
    """
    digits = pl.col("value").str.extract(r"\.(\d+)\s*$").str.len_chars().fill_null(0)
    return rows.group_by("release", "indicator").agg(
        digits.clip(0, 9).max().cast(pl.Int8).alias("most decimals")
    )


def _nothing() -> pl.DataFrame:
    return pl.DataFrame(schema={**SCHEMA, "file": pl.String(), "line": pl.UInt32()})

"""What an import tells, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from duidelijk.figures.vintages import News
from duidelijk.regions import UnknownRegion, level_name, level_of
from duidelijk.sources.sheets.cells import Sheet
from duidelijk.sources.sheets.draft import Proposal

_FIRST = 5
_MOST_INDICATORS = 20
_SHOWN = ("indicator", "region", "period", "group", "value")


def proposal_lines(
    file: str, sheets: Sequence[Sheet], sheet: Sheet, made: Proposal
) -> Iterator[str]:
    """What is understood of a file that nobody has mapped, and what is doubtful."""
    yield f"No mapping is kept for {file}. This is understood of it:"
    yield from (f"  {line}" for line in made.understood)
    yield from (f"  {note}" for note in sheet.notes)
    others = [each.name for each in sheets if each is not sheet]
    if others:
        yield f"  not looked at: {', '.join(f'sheet “{name}”' for name in others)}"
    if made.doubtful:
        yield "This is doubtful:"
        yield from (f"  ? {line}" for line in made.doubtful)


def preview(figures: pl.DataFrame) -> Iterator[str]:
    """The first figures, a line each; what is not known stands as ``?``."""
    if figures.is_empty():
        yield "No figures can be shown yet"
        return
    yield "The first figures:"
    rows = [_SHOWN, *(_told(row) for row in figures.head(_FIRST).iter_rows(named=True))]
    widths = [max(len(row[at]) for row in rows) for at in range(len(_SHOWN))]
    for row in rows:
        cells = [text.ljust(width) for text, width in zip(row, widths, strict=True)]
        yield f"  {'  '.join(cells).rstrip()}"


def _told(row: Mapping[str, object]) -> tuple[str, ...]:
    shown = f"{row['value']:.12g}" if row["value"] is not None else str(row["missing"] or "?")
    return (*(str(row[name] or "?") for name in _SHOWN[:-1]), shown)


def figure_lines(figures: pl.DataFrame, left_out: Mapping[str, int]) -> Iterator[str]:
    """How many figures there are by indicator, period and level of region; what is left out."""
    parts = figures.partition_by("indicator", maintain_order=True)
    for part in parts[:_MOST_INDICATORS]:
        key = part["indicator"][0]
        periods = part["period"].drop_nulls().unique().sort().to_list()
        span = " to ".join(dict.fromkeys([periods[0], periods[-1]])) if periods else "no period"
        levels = part["region"].map_elements(_level, pl.String).value_counts(sort=True)
        told = ", ".join(f"{rows:,} {level}" for level, rows in levels.iter_rows())
        yield f"  {key or '?'}: {len(part):,} figures, {span} ({told})"
    if len(parts) > _MOST_INDICATORS:
        yield f"  and {len(parts) - _MOST_INDICATORS} more indicators"
    for why, rows in left_out.items():
        yield f"  left out: {rows:,} {why}"


def _level(code: str | None) -> str:
    try:
        return level_name(level_of(code or ""), "en")
    except UnknownRegion:
        return "unknown region"


def news_line(counts: Mapping[News, int]) -> str:
    """How the figures relate to what is stored."""
    told = [f"{count:,} {each.value}" for each, count in counts.items() if count]
    return f"Held against what is stored: {', '.join(told) or 'nothing'}"

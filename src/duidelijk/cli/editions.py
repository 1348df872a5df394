"""Commands about frozen editions: are they whole, and how do two of them differ."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from duidelijk.editions.edition import edition_folders, find_edition
from duidelijk.editions.revising import Difference, differences
from duidelijk.editions.verifying import verify
from duidelijk.foundation.home import Home
from duidelijk.foundation.problems import Problem, Refused

_EXPLAINED = {
    Difference.SAME: "the same",
    Difference.ROUNDED: "the same, rounded",
    Difference.TRUNCATED: "the same, cut off instead of rounded",
    Difference.REVISED: "revised",
    Difference.NEW: "new",
    Difference.WITHDRAWN: "withdrawn",
}


def verify_editions(home: Home, wanted: list[str]) -> tuple[list[Problem], str]:
    """Problems in the editions named, or in all, and a line that sums up."""
    every = [*edition_folders(home.reviews), *edition_folders(home.editions)]
    places = {path.name: path for path in every}
    names = wanted or sorted(places)
    if not names:
        raise Refused(
            f"There are no editions in {home.editions}",
            [Problem("", 0, "nothing to verify", "freeze one first: duidelijk freeze")],
        )
    problems = [
        problem for name in names for problem in verify(places.get(name, home.editions / name))
    ]
    if problems:
        return problems, f"{len(problems)} problem(s) in {', '.join(names)}"
    return [], f"Whole, every byte as sealed: {', '.join(names)}"


def compare_editions(home: Home, before: str, after: str, every: bool) -> Iterator[str]:
    """Lines that sort the figures of two editions; *every* lists each difference."""
    first, second = find_edition(home.editions, before), find_edition(home.editions, after)
    found = differences(
        pl.read_parquet(first.folder / "figures.by-indicator.parquet"),
        pl.read_parquet(second.folder / "figures.by-indicator.parquet"),
    )
    counted = dict(found.group_by("kind").len().iter_rows())
    yield f"From edition {before} to {after}, {len(found)} figures:"
    for kind, words in _EXPLAINED.items():
        yield f"  {counted.get(kind.value, 0):>8}  {words}"
    shown = found.filter(~pl.col("kind").is_in(["same", "rounded"]))
    if not every:
        shown = shown.filter(pl.col("kind").is_in(["revised", "withdrawn", "truncated"])).head(20)
    for row in shown.iter_rows(named=True):
        method = f" ({row['method']})" if row["method"] else ""
        yield (
            f"  {row['kind']:<10} {row['indicator']} {row['region']} {row['group']} "
            f"{row['period']}{method}: {_shown(row['before'])} → {_shown(row['after'])}"
        )


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"

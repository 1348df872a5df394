"""What came of an import, or would come of it, as a file that a page can show."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from duidelijk.figures.release import Release
from duidelijk.foundation.folders import write_whole
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.sources.importing.storing import Weighed

MOST_TOLD = 200
"""Problems and warnings that are kept one by one; the rest is counted."""
MOST_SHOWN = 20
_SHOWN = ("indicator", "region", "period", "group", "value", "missing", "status")


@dataclass
class Outcome:
    """The outcome of one import; everything is empty until it is known."""

    state: str = ""
    """``dry_run``, ``stored``, ``nothing_new``, ``refused``, or ``busy``."""
    notes: list[str] = field(default_factory=list)
    releases: list[dict[str, Any]] = field(default_factory=list)
    indicators: list[dict[str, Any]] = field(default_factory=list)
    """By indicator: how many figures, the first and the last period, the number of regions."""
    figures: int = 0
    sample: list[dict[str, Any]] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    news: dict[str, int] = field(default_factory=dict)
    warnings: list[dict[str, Any]] = field(default_factory=list)
    more_warnings: int = 0
    summary: str = ""
    problems: list[dict[str, Any]] = field(default_factory=list)
    more_problems: int = 0
    added: list[str] = field(default_factory=list)
    """The releases that were new, once they are stored."""

    def holds(
        self, figures: pl.DataFrame, releases: Sequence[Release], left_out: Mapping[str, int]
    ) -> None:
        """Note what a file holds."""
        self.figures = len(figures)
        self.releases = [each.as_json() for each in releases]
        self.left_out = dict(left_out)
        self.indicators = (
            figures.group_by("indicator", maintain_order=True)
            .agg(
                pl.len().alias("figures"),
                pl.col("period").min().alias("first"),
                pl.col("period").max().alias("last"),
                pl.col("region").n_unique().alias("regions"),
            )
            .to_dicts()
        )
        self.sample = figures.head(MOST_SHOWN).select(_SHOWN).to_dicts()

    def weighs(self, found: Weighed) -> None:
        """Note what its figures are beside what is stored."""
        self.news = {each.value: count for each, count in found.news.items()}
        self.warnings = [asdict(each) for each in found.warnings[:MOST_TOLD]]
        self.more_warnings = max(0, len(found.warnings) - MOST_TOLD)

    def refused(self, refusal: Refused, state: str = "refused") -> None:
        """Note why nothing was stored."""
        self.state, self.summary = state, refusal.summary
        self.problems = [asdict(each) for each in refusal.problems[:MOST_TOLD]]
        self.more_problems = max(0, len(refusal.problems) - MOST_TOLD)

    def write(self, path: Path) -> None:
        """Write it, whole or not at all."""
        write_whole(path, json.dumps(asdict(self), ensure_ascii=False).encode(), mode=0o600)

    @classmethod
    def read(cls, path: Path) -> Outcome | None:
        """What ``write`` wrote; ``None`` when it is not there."""
        try:
            return cls(**json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None


def problem_from(value: Mapping[str, Any]) -> Problem:
    """A problem of an outcome."""
    return Problem(value["where"], value["line"], value["what"], value["remedy"])

"""Checks the figures of a file, holds them against what is known, and stores all or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from duidelijk.catalogue import Monitor
from duidelijk.figures.checking import check_figures, normalised
from duidelijk.figures.door import warnings
from duidelijk.figures.known import known_on
from duidelijk.figures.release import Release
from duidelijk.figures.store import FigureStore
from duidelijk.figures.table import SCHEMA
from duidelijk.figures.tidy import ahead_of_time
from duidelijk.figures.vintages import Known, News, counted
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.sources.importing.offering import Offer


@dataclass(frozen=True)
class Checked:
    """Figures as they are stored, and everything that is wrong with them."""

    figures: pl.DataFrame
    problems: Sequence[Problem]


@dataclass(frozen=True)
class Weighed:
    """Figures that are in order beside what is stored."""

    news: Mapping[News, int]
    """How many are new, revised, the same."""
    warnings: Sequence[Problem]
    """What looks wrong though it may be right; nothing is refused for it."""


def checked(monitor: Monitor, file: Path, offer: Offer) -> Checked:
    """The figures of an offer as they are stored, and everything that is wrong with them."""
    figures, problems = offer.figures, offer.problems
    if not problems:
        figures = normalised(figures)
        problems = [
            *check_figures(figures, monitor, offer.releases),
            *ahead_of_time(offer.releases, monitor),
        ]
    if not problems and figures.is_empty():
        told = ", ".join(f"{rows:,} {why}" for why, rows in offer.left_out.items())
        what = f"gives no figure{f'; left out: {told}' if told else ''}"
        problems = [Problem(file.name, 0, what, "check what the mapping leaves out")]
    return Checked(figures.select(list(SCHEMA)), problems)


def weighed(
    store: FigureStore, monitor: Monitor, figures: pl.DataFrame, releases: Sequence[Release]
) -> Weighed:
    """What checked figures are beside what is stored."""
    keys = figures["indicator"].unique().to_list()
    latest = max(each.published for each in releases)
    news = counted(Known(store, keys, latest).sort_out(figures))
    own = [each.id for each in releases]
    stored = store.figures().filter(pl.col("indicator").is_in(keys), ~pl.col("release").is_in(own))
    known = known_on(stored, store.releases().values(), latest)
    return Weighed(news, warnings(figures, known, monitor))


def refuse_changed(store: FigureStore, releases: Sequence[Release], figures: pl.DataFrame) -> None:
    """Raises ``Refused`` when a release is there already with other content, for a try too."""
    with _naming_the_key():
        store.refuse_changed(releases, figures)


def added(store: FigureStore, releases: Sequence[Release], figures: pl.DataFrame) -> list[str]:
    """Store checked figures, all of them or none; the ids of the releases that were new.

    Raises ``Refused`` when a release is there already with other content.
    """
    with _naming_the_key():
        return store.add(releases, figures)


@contextmanager
def _naming_the_key() -> Iterator[None]:
    """Say what to do about a release that is there already."""
    try:
        yield
    except Refused as refusal:
        remedy = "when it is another publication, give it a key of its own: --key"
        told = [
            replace(each, remedy=remedy) if "other content" in each.what else each
            for each in refusal.problems
        ]
        raise type(refusal)(refusal.summary, told) from None

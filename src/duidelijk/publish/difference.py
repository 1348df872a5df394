"""How an edition differs from another: its list, its verdicts, its indicators, sources, figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import polars as pl

from duidelijk.editions.edition import Edition
from duidelijk.editions.revising import Difference, differences
from duidelijk.editions.texts import development_key
from duidelijk.publish.developments import Development, listed
from duidelijk.publish.national import national
from duidelijk.publish.series import Row

_LARGEST = 5
"""Figures kept of an indicator, those that differ most."""


@dataclass(frozen=True)
class Gone:
    """A development that is no longer on the list."""

    development: Development
    measured: bool
    """Whether there is a new figure, which does not stand out; else none came since."""


@dataclass(frozen=True)
class ListDifference:
    """What came on the list of what stands out, what left it, and what turned on it."""

    appeared: tuple[Development, ...]
    gone: tuple[Gone, ...]
    turned: tuple[Development, ...]
    """On both lists, now the other way."""
    stayed: tuple[Development, ...]
    """On both lists, the same way."""


@dataclass(frozen=True)
class IndicatorDifference:
    """Indicators that came or went; keys, in the order of the declarations."""

    declared: tuple[str, ...]
    """New in the monitor."""
    dropped: tuple[str, ...]
    """No longer in the monitor."""
    filled: tuple[str, ...]
    """In both, with figures for the first time."""
    emptied: tuple[str, ...]
    """In both, without figures now."""
    redeclared: tuple[str, ...]
    """In both, declared otherwise: another question, source, polarity, population."""


@dataclass(frozen=True)
class FigureDifference:
    """How the figures of two editions relate, sorted as ``duidelijk compare`` does."""

    counts: Mapping[str, int] = field(default_factory=dict)
    """By kind of difference."""
    of_indicator: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """By indicator of which anything differs."""
    largest: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    """By indicator: what was revised or withdrawn, the largest first."""


def list_difference(before: Edition, after: Edition) -> ListDifference:
    """How the list of *after* differs from that of *before*; each in the order of its own list."""
    then = {development_key(each): each for each in listed(before)}
    now = {development_key(each): each for each in listed(after)}
    both = [(each, then[key]) for key, each in now.items() if key in then]
    return ListDifference(
        appeared=tuple(each for key, each in now.items() if key not in then),
        gone=tuple(
            Gone(each, _measured(after, each)) for key, each in then.items() if key not in now
        ),
        turned=tuple(new for new, old in both if new["direction"] != old["direction"]),
        stayed=tuple(new for new, old in both if new["direction"] == old["direction"]),
    )


def _measured(edition: Edition, development: Development) -> bool:
    """Whether an edition holds a figure of this series that is new in it."""
    place = (development[name] for name in ("indicator", "region", "group"))
    return any(
        row["fresh"] and row["value"] is not None and row["method"] == development["method"]
        for row in edition.change_of(*place)
    )


def turned_verdicts(before: Edition, after: Edition) -> list[tuple[str, Row, Row]]:
    """The indicators whose national verdict is another by a new figure: before and after."""
    then, now = national(before).latest, national(after).latest
    return [
        (key, then[key], now[key])
        for key in after.monitor.indicators
        if key in then
        and key in now
        and now[key]["fresh"]
        and now[key]["verdict"] != then[key]["verdict"]
    ]


def indicator_difference(before: Edition, after: Edition) -> IndicatorDifference:
    """Which indicators came, went, or are declared otherwise."""
    then, now = before.monitor.indicators, after.monitor.indicators
    both = [key for key in now if key in then]
    return IndicatorDifference(
        declared=tuple(key for key in now if key not in then),
        dropped=tuple(key for key in then if key not in now),
        filled=tuple(key for key in both if key in after.counts and key not in before.counts),
        emptied=tuple(key for key in both if key in before.counts and key not in after.counts),
        redeclared=tuple(key for key in both if then[key] != now[key]),
    )


def source_difference(before: Edition, after: Edition) -> tuple[list[str], list[str]]:
    """The sources whose figures came, and those whose figures went; ids, sorted."""
    then = {each.source for each in before.releases.values()}
    now = {each.source for each in after.releases.values()}
    return sorted(now - then), sorted(then - now)


def text_difference(before: Edition, after: Edition) -> list[str]:
    """The names of the editors' texts that say something else."""
    then, now = before.texts.texts, after.texts.texts
    names = dict.fromkeys([*now, *then])
    return [name for name in names if then.get(name) != now.get(name)]


@lru_cache(maxsize=32)
def figure_difference(before: Edition, after: Edition) -> FigureDifference:
    """How every figure of *after* relates to that of *before*; kept, as editions never change.

    One indicator at a time, so that it costs no more memory than the largest of them.
    """
    counts: dict[str, int] = {}
    of_indicator: dict[str, dict[str, int]] = {}
    largest: dict[str, tuple[Row, ...]] = {}
    for key in sorted({*before.counts, *after.counts}):
        found = differences(before.figures_of(key), after.figures_of(key))
        own = dict(found.group_by("kind").len().sort("kind").iter_rows())
        for kind, count in own.items():
            counts[kind] = counts.get(kind, 0) + count
        if own.keys() - {Difference.SAME.value}:
            of_indicator[key] = own
        if rows := _largest(found):
            largest[key] = rows
    return FigureDifference(counts, of_indicator, largest)


def _largest(found: pl.DataFrame) -> tuple[Row, ...]:
    shown = (Difference.REVISED.value, Difference.TRUNCATED.value, Difference.WITHDRAWN.value)
    told = found.filter(pl.col("kind").is_in(shown))
    size = (pl.col("after") - pl.col("before")).abs()
    ordered = told.with_columns(size.alias("size")).sort(
        ["size", "region", "group", "period"],
        descending=[True, False, False, True],
        nulls_last=True,
    )
    return tuple(ordered.head(_LARGEST).iter_rows(named=True))

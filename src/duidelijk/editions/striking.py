"""The list of striking developments, as an edition keeps it: with its counts and its evidence."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Any

import polars as pl

from duidelijk.catalogue import Monitor
from duidelijk.catalogue.model import TOTAL
from duidelijk.change.pairing import Comparison
from duidelijk.change.striking.discoveries import LEVEL, Discoveries
from duidelijk.change.striking.groups import stacked
from duidelijk.change.striking.listing import ON_LIST, Tier, developments
from duidelijk.change.verdict import Verdict
from duidelijk.editions.selecting import LATER
from duidelijk.figures.table import SERIES
from duidelijk.regions import COUNTRY, level_of

_EVIDENCE = (
    *("comparison", "period", "reference_period", "value", "reference", "difference"),
    *("lower", "upper", "minimum_detectable", "score", "q_value", "strength", "tier", "verdict"),
)
_PLAIN = 0.05
"""The rule of thumb the list is set beside: over five percent more or less than the last time."""
_NO_RATIO = ("balance", "score")
"""Kinds of figures with a nought that means nothing, so that no percentage of them does."""
_EXAMPLES = 5


def striking_list(changes: pl.DataFrame, found: Discoveries, monitor: Monitor) -> dict[str, Any]:
    """The document ``striking.json`` without its sentences, which ``publish`` adds.

    *changes* as ``striking.listing.with_list`` gives them, with what it *found*.
    """
    every = developments(changes)
    listed = every.filter(pl.col("tier").is_in(ON_LIST))
    return {
        "level": LEVEL,
        "counts": _counts(changes, every, found),
        "developments": _described(listed, changes, monitor),
        "plain": _plain(changes, every, with_ratio(monitor)),
        "groups": stacked(changes, monitor.target_groups, monitor.indicators, COUNTRY).to_dicts(),
    }


def _counts(changes: pl.DataFrame, every: pl.DataFrame, found: Discoveries) -> dict[str, int]:
    """How much was judged, how much is on the list, how much of that is expected to be false."""
    tiers = dict(every.group_by("tier").len().iter_rows())
    listed = sum(tiers.get(tier, 0) for tier in ON_LIST)
    untested = tiers.get(Tier.NOT_TESTABLE.value, 0)
    unasked = changes.filter("fresh").select(SERIES).unique().height - len(every)
    return {
        "series": len(every) + unasked,
        "too_old": unasked,
        "not_testable": untested,
        "judged": len(every) - untested,
        "tests": int(changes["q_value"].count()),
        "beyond_95": int((changes.filter("asked")["verdict"].is_in(["risen", "fallen"])).sum()),
        "families": found.families,
        "families_selected": found.selected,
        "listed": listed,
        "striking": tiers.get(Tier.STRIKING.value, 0),
        "possible": tiers.get(Tier.POSSIBLE.value, 0),
        "expected_false": math.ceil(LEVEL * listed),
    }


def _described(
    listed: pl.DataFrame, changes: pl.DataFrame, monitor: Monitor
) -> list[dict[str, Any]]:
    """Each development with everything that was asked of it, the most striking first."""
    asked = changes.filter(pl.col("asked") & pl.col("score").is_not_null())
    answers: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in asked.join(listed.select(SERIES), on=SERIES, how="semi").iter_rows(named=True):
        answers.setdefault(tuple(row[name] for name in SERIES), []).append(row)
    described = []
    for rank, row in enumerate(listed.iter_rows(named=True), 1):
        indicator = monitor.indicators[row["indicator"]]
        own = answers[tuple(row[name] for name in SERIES)]
        own.sort(key=lambda each: (each["comparison"] != row["comparison"], each["comparison"]))
        described.append(
            {
                "rank": rank,
                **{name: row[name] for name in (*SERIES, "region_year", "period", "tier")},
                "theme": indicator.theme,
                "level": level_of(row["region"]),
                "direction": "up" if row["difference"] > 0 else "down",
                "favourable": row["favourable"],
                "provisional": row["status"] in ("provisional", "revised_provisional"),
                "later": row["vintage"] == LATER,
                "release": row["release"],
                "strength": _number(row["strength"]),
                "decimals": row["decimals"],
                "evidence": [{name: _number(each[name]) for name in _EVIDENCE} for each in own],
            }
        )
    return described


def _number(value: Any) -> Any:
    """Numbers as far as they say something: nine digits are the same on every machine."""
    if isinstance(value, float):
        return float(f"{value:.9g}") if math.isfinite(value) else None
    return value


def with_ratio(monitor: Monitor) -> frozenset[str]:
    """The indicators of which a share more or less means something."""
    return frozenset(each.id for each in monitor.indicators.values() if each.kind not in _NO_RATIO)


def plain_flags(changes: pl.DataFrame, ratios: Collection[str]) -> pl.DataFrame:
    """The new figures that a rule of thumb would point at: over five percent from the last time.

    Only of the indicators in *ratios*; see ``with_ratio``.
    """
    apart = (pl.col("difference") / pl.col("reference")).abs() > _PLAIN
    last_time = pl.col("comparison") == Comparison.PREVIOUS.value
    shares = pl.col("indicator").is_in(list(ratios)) & (pl.col("reference") > 0)
    return changes.filter(last_time & pl.col("fresh") & shares & apart)


def _plain(changes: pl.DataFrame, every: pl.DataFrame, ratios: Collection[str]) -> dict[str, Any]:
    """What a rule of thumb would have flagged, and some of it that is not on the list."""
    bare = plain_flags(changes, ratios)
    tested = every.filter(pl.col("tier") == Tier.NO_DEMONSTRABLE_CHANGE.value)
    left_out = bare.join(tested.select(SERIES), on=SERIES, how="semi")
    listed = every.filter(pl.col("tier").is_in(ON_LIST))
    fits = changes.filter(
        (pl.col("comparison") == Comparison.EXPECTED.value)
        & (pl.col("verdict") == Verdict.NO_DEMONSTRABLE_CHANGE.value)
    )
    shown = (pl.col("region") == COUNTRY) & (pl.col("group") == TOTAL)
    nation = (
        left_out.filter(shown)
        .join(fits.select(SERIES), on=SERIES, how="semi")
        .sort(
            (pl.col("difference") / pl.col("reference")).abs(),
            *SERIES,
            descending=[True, *[False] * 4],
        )
    )
    examples = nation.unique("indicator", keep="first", maintain_order=True).head(_EXAMPLES)
    return {
        "flagged": len(bare),
        "listed": len(bare.join(listed.select(SERIES), on=SERIES, how="semi")),
        "left_out": len(left_out),
        "examples": examples.select(*SERIES, "period").to_dicts(),
    }

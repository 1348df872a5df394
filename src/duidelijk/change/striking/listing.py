"""Which comparisons of an edition are asked for the list, and which of them stand out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

import polars as pl

from duidelijk.catalogue import Indicator
from duidelijk.catalogue.model import TOTAL
from duidelijk.change.expectation.tails import p_value
from duidelijk.change.materiality import material
from duidelijk.change.pairing import Comparison
from duidelijk.change.striking.discoveries import Discoveries, discoveries
from duidelijk.figures.table import SERIES
from duidelijk.regions import level_of

OLD_DAYS = 366
"""A figure of a period that ended longer ago than this is no news."""
_PROVISIONAL = ("provisional", "revised_provisional")
_PLACE = (*SERIES, "period")


class Tier(StrEnum):
    """How much a development asks for people's time."""

    STRIKING = "striking"
    """On the list, and by its lower bound larger than what is worth a meeting."""
    POSSIBLE = "possible"
    """On the list, but perhaps too small, or a provisional figure."""
    NO_DEMONSTRABLE_CHANGE = "no_demonstrable_change"
    NOT_TESTABLE = "not_testable"


ORDER = tuple(Tier)
ON_LIST = (Tier.STRIKING, Tier.POSSIBLE)

LISTED = {
    "asked": pl.Boolean(),
    "q_value": pl.Float64(),
    "strength": pl.Float64(),
    "tier": pl.String(),
}
"""What the list adds to a row of changes: whether it was asked for the list; the share of false
discoveries at which it would just be on it; its lower bound in smallest differences worth a
meeting; and its tier. Null where it was not asked."""


def with_list(
    changes: pl.DataFrame, indicators: Mapping[str, Indicator], date: dt.date
) -> tuple[pl.DataFrame, Discoveries]:
    """*changes* with the columns of ``LISTED``, and what was found.

    *changes* hold ``fresh``, ``period_end`` and ``status`` of the judged figure. Asked is what is
    new since the edition before, speaks for its series (its sort of period, of a series that is
    still kept), and is of one of the last twelve months on *date*.
    """
    levels = {code: level_of(code) for code in changes["region"].unique()}
    rows = changes.with_columns(
        pl.col("region").replace_strict(levels, return_dtype=pl.String).alias("level"),
    ).with_columns(_asked(indicators, date).alias("asked"))
    family = pl.struct("indicator", "method", "level", pl.col("group") != TOTAL, "comparison")
    put = rows.with_row_index("row").filter(pl.col("asked") & pl.col("score").is_not_null())
    numbers = put.select(family.rank("dense").cast(pl.Int64)).to_series().to_numpy()
    found = discoveries(p_value(put["score"].to_numpy()), numbers)
    judged = put.select("row", pl.Series("q_value", found.adjusted), pl.Series("on", found.found))
    return (
        rows.with_row_index("row")
        .join(judged, on="row", how="left", maintain_order="left")
        .with_columns(
            pl.when(pl.col("asked")).then(_strength(indicators)).alias("strength"),
        )
        .with_columns(pl.when(pl.col("asked")).then(_tier()).alias("tier"))
        .drop("row", "on", "level")
    ), found


def _asked(indicators: Mapping[str, Indicator], date: dt.date) -> pl.Expr:
    """Whether a row is a question for the list.

    A region or group that can be set against the nation is asked only what it does otherwise: the
    nation's own course is said once. What was expected goes before a bare comparison with the
    period before; where a survey tells its margins both are asked, since there chance is known.
    """
    kept = [each.id for each in indicators.values() if each.status != "stopped"]
    surveys = [each.id for each in indicators.values() if each.uncertainty == "published_limits"]
    comparison = pl.col("comparison")
    tested = pl.col("score").is_not_null()
    one = pl.struct(_PLACE)
    against_nation = ((comparison == Comparison.NATION.value) & tested).any().over(one)
    expected = ((comparison == Comparison.EXPECTED.value) & tested).any().over(one)
    relative = comparison.is_in([Comparison.NATION.value, Comparison.NATION_PERSISTENCE.value])
    own = comparison.is_in([Comparison.EXPECTED.value, Comparison.PERSISTENCE.value])
    bare = pl.col("main") & (~expected | pl.col("indicator").is_in(surveys))
    return (
        pl.col("fresh")
        & pl.col("indicator").is_in(kept)
        & (pl.col("period_end") > date - dt.timedelta(OLD_DAYS))
        & pl.col("main").any().over(one)
        & pl.when(against_nation).then(relative).otherwise(own | bare)
    )


def _strength(indicators: Mapping[str, Indicator]) -> pl.Expr:
    """The lower bound of a difference, in smallest differences worth a meeting; nought at least."""
    bound = pl.when(pl.col("difference") > 0).then(pl.col("lower")).otherwise(-pl.col("upper"))
    found = bound.clip(lower_bound=0.0) / material(indicators, pl.col("reference"))
    return pl.when(found.is_finite()).then(found)


def _tier() -> pl.Expr:
    provisional = pl.col("status").is_in(_PROVISIONAL).fill_null(False)
    return (
        pl.when(pl.col("score").is_null())
        .then(pl.lit(Tier.NOT_TESTABLE.value))
        .when(~pl.col("on").fill_null(False))
        .then(pl.lit(Tier.NO_DEMONSTRABLE_CHANGE.value))
        .when((pl.col("strength") >= 1.0) & ~provisional)
        .then(pl.lit(Tier.STRIKING.value))
        .otherwise(pl.lit(Tier.POSSIBLE.value))
    )


def developments(changes: pl.DataFrame) -> pl.DataFrame:
    """Of each series that was asked the one row that speaks for it, the most striking first.

    *changes* as ``with_list`` gives them. Of several answers the one of the highest tier and, of
    these, of the largest lower bound; ``answers`` tells how many stand on the list.
    """
    order = pl.col("tier").replace_strict(
        {tier.value: number for number, tier in enumerate(ORDER)}, return_dtype=pl.Int8
    )
    on_list = pl.col("tier").is_in(ON_LIST)
    return (
        changes.filter("asked")
        .with_columns(order.alias("place"), on_list.sum().over(SERIES).alias("answers"))
        .sort(
            ["place", "strength", "q_value", *SERIES, "comparison"],
            descending=[False, True, False, *[False] * 5],
            nulls_last=True,
        )
        .unique(SERIES, keep="first", maintain_order=True)
        .drop("place")
    )

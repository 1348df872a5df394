"""How what editions called striking held up: at the next release, and in the next period.

A development that was real mostly goes on for a while, and survives a correction of its source.
What was chance mostly fades soon. So the share that held up, beside that of a plain rule of
thumb, tells what the list is worth.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from duidelijk.catalogue.model import TOTAL
from duidelijk.change.striking.listing import ON_LIST, developments
from duidelijk.editions.striking import plain_flags
from duidelijk.figures.table import SERIES
from duidelijk.regions import COUNTRY

_HALF = 0.5
"""Held up is when at least this share of the difference is still there."""


@dataclass(frozen=True)
class Told:
    """What one edition told."""

    id: str
    changes: pl.DataFrame
    figures: pl.DataFrame
    """With period_start."""
    foretold: pl.DataFrame


FOLLOWED: dict[str, pl.DataType] = {
    "edition": pl.String(),
    **{name: pl.String() for name in SERIES},
    "period": pl.String(),
    "tier": pl.String(),
    "comparison": pl.String(),
    "value": pl.Float64(),
    "reference": pl.Float64(),
    "decimals": pl.Int8(),
    "revised_value": pl.Float64(),
    "next_period": pl.String(),
    "next_value": pl.Float64(),
    "revision": pl.String(),
    "next": pl.String(),
}
"""A development of an edition and what became of it: ``revision`` and ``next`` are ``held``,
``fell_back`` or null when nothing is known of it yet."""


def followed(editions: Sequence[Told]) -> pl.DataFrame:
    """What became of every development on the lists of *editions*, given in order of their date."""
    return _followed(editions, _listed)


def record(editions: Sequence[Told], ratios: Collection[str]) -> dict[str, Any]:
    """The track record: for each edition and in total how many developments held up, beside those
    a plain rule of thumb pointed at (see ``striking.plain_flags`` for *ratios*); and how many
    expectations came true.

    ``national`` sets the two side by side on figures of the nation for everybody only: of small
    regions a rule of thumb points at much that is chance, which would flatter the list.
    """
    lists = followed(editions)
    plain = _followed(editions, lambda changes: plain_flags(changes, ratios))
    nation = (pl.col("region") == COUNTRY) & (pl.col("group") == TOTAL)
    every = []
    for each in editions:
        own = pl.col("edition") == each.id
        every.append(
            {
                "edition": each.id,
                "list": _counted(lists.filter(own)),
                "plain": _counted(plain.filter(own)),
                "came": len(each.foretold),
                "inside": int(each.foretold["inside"].sum()),
            }
        )
    return {
        "editions": every,
        "list": _counted(lists),
        "plain": _counted(plain),
        "national": {
            "list": _counted(lists.filter(nation)),
            "plain": _counted(plain.filter(nation)),
        },
        "came": sum(each["came"] for each in every),
        "inside": sum(each["inside"] for each in every),
        "developments": lists.to_dicts(),
    }


def _listed(changes: pl.DataFrame) -> pl.DataFrame:
    return developments(changes).filter(pl.col("tier").is_in(ON_LIST))


def _followed(
    editions: Sequence[Told], flags: Callable[[pl.DataFrame], pl.DataFrame]
) -> pl.DataFrame:
    parts = [pl.DataFrame(schema=FOLLOWED)]
    for number, each in enumerate(editions):
        flagged = flags(each.changes)
        later = editions[number + 1 :]
        if not flagged.is_empty():
            parts.append(_outcomes(each, flagged, later))
    return pl.concat(parts)


def _outcomes(told: Told, flagged: pl.DataFrame, later: Sequence[Told]) -> pl.DataFrame:
    """The flagged rows of one edition with what later editions know of them."""
    keys = [*SERIES, "period"]
    # what was judged may be the mean of three periods; the figure itself is what is revised
    starts = told.figures.select(
        *keys, pl.col("period_start").alias("start"), pl.col("value").alias("told")
    ).unique(keys, keep="last", maintain_order=True)
    rows = flagged.with_columns(pl.lit(told.id).alias("edition")).join(
        starts, on=keys, how="left", maintain_order="left"
    )
    known = _known(later)
    revised = known.select(*keys, pl.col("value").alias("revised_value"))
    after = known.select(
        *SERIES,
        pl.col("period").alias("next_period"),
        pl.col("value").alias("next_value"),
        pl.col("period_start").alias("next_start"),
    )
    came = (
        rows.select(*keys, "start")
        .join(after, on=SERIES)
        .filter(pl.col("next_start") > pl.col("start"))
        .sort(*keys, "next_start")
        .unique(keys, keep="first", maintain_order=True)
        .select(*keys, "next_period", "next_value")
    )
    found = rows.join(revised, on=keys, how="left", maintain_order="left").join(
        came, on=keys, how="left", maintain_order="left"
    )
    again = pl.col("revised_value") != pl.col("told")
    return found.with_columns(
        pl.when(again).then(_outcome(pl.col("revised_value"))).alias("revision"),
        _outcome(pl.col("next_value")).alias("next"),
    ).select([pl.col(name).cast(kind) for name, kind in FOLLOWED.items()])


def _outcome(value: pl.Expr) -> pl.Expr:
    """Whether at least half of the difference is still there; null without a value."""
    left = (value - pl.col("reference")) / (pl.col("value") - pl.col("reference"))
    return (
        pl.when(left.is_nan() | left.is_null())
        .then(pl.lit(None, pl.String))
        .when(left >= _HALF)
        .then(pl.lit("held"))
        .otherwise(pl.lit("fell_back"))
    )


def _known(later: Sequence[Told]) -> pl.DataFrame:
    """Every figure of the later editions, of several vintages the last."""
    columns = [*SERIES, "period", "period_start", "value", "region_year"]
    held = [each.figures.select(columns).filter(pl.col("value").is_not_null()) for each in later]
    if not held:
        return pl.DataFrame(
            schema={name: pl.String() for name in (*SERIES, "period")}
            | {"period_start": pl.Date(), "value": pl.Float64(), "region_year": pl.Int16()}
        )
    return pl.concat(held).unique([*SERIES, "period"], keep="last", maintain_order=True)


def _counted(rows: pl.DataFrame) -> dict[str, int]:
    """How many there were, and of those of which something is known how many held up."""
    return {
        "flagged": len(rows),
        "revised": int(rows["revision"].count()),
        "revised_held": int((rows["revision"] == "held").sum()),
        "next_known": int(rows["next"].count()),
        "next_held": int((rows["next"] == "held").sum()),
    }

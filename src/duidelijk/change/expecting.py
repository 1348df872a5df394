"""What was expected of every series' latest figure: by its own past, and by what the nation did.

Four questions, a row a series each: is the figure what its history led one to expect
(``expected``); does a region or group do something else than the nation (``nation``); do the last
three periods together differ from what was expected before them (``persistence``); and how far is
the figure from where the years before the crisis were heading (``without_crisis``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from duidelijk.catalogue import Indicator
from duidelijk.catalogue.model import TOTAL
from duidelijk.change.batching import (
    CALENDAR,
    LEAST_SINCE_BREAK,
    Layout,
    layouts,
)
from duidelijk.change.expectation.arrays import Floats, Whole
from duidelijk.change.expectation.peers import shift_of_peers, spread_of_peers
from duidelijk.change.expectation.scales import Scale
from duidelijk.change.foretelling import (
    Foretold,
    Question,
    enough,
    foretold,
    least_history,
    sampling,
)
from duidelijk.change.pairing import Comparison
from duidelijk.change.verdict import Reason
from duidelijk.periods import Period
from duidelijk.regions import level_of

LASTING = 3
"""So many periods together make a change that lasts."""
MOST_AHEAD_YEARS = 3.0
"""Farther than this from the crisis nothing can be said of a course without it."""

ANSWERS = {
    "series": pl.UInt32(),
    "comparison": pl.String(),
    "reference_period": pl.String(),
    "value": pl.Float64(),
    "reference": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "score": pl.Float64(),
    "reason": pl.String(),
}
"""``reference_period`` is where the history ended; ``low`` and ``high`` are the ends of the range
the figure was expected in; ``score`` is normal: ±1.96 at these ends."""


@dataclass(frozen=True)
class _Asked:
    """A question put to the series of one layout, with what is expected of each."""

    comparison: Comparison
    layout: Layout
    question: Question
    forecast: Foretold
    usable: Whole
    """Rows of the layout that have an answer."""

    @property
    def now(self) -> Floats:
        return self.question.now(self.layout.values)


COMING = {
    "series": pl.UInt32(),
    "coming_period": pl.String(),
    "expected": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
}
"""What is expected of each series' next figure: its period (null for a survey, whose next wave is
up to the source), and the range it falls in 95 times out of a hundred if all goes as it went."""


def expectations(
    rows: pl.DataFrame, indicators: Mapping[str, Indicator], crisis_start: dt.date | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The answers to the questions for the latest figure of each series, and what comes next.

    *rows* are those of ``pairing.series_in_time``. Columns as ``ANSWERS`` and ``COMING``. Series
    about which nothing can be expected have no row: ``expected_rows`` says why.
    """
    answers: list[pl.DataFrame] = []
    coming: list[pl.DataFrame] = []
    asked: list[_Asked] = []
    for layout in layouts(with_level(rows), indicators, crisis_start):
        if _just_broken(layout):
            answers.append(_broken(layout))
            continue
        put = _asked(layout)
        asked += put
        if put:
            coming.append(_coming(layout, put[0].forecast.widening))
    answers += [_answered(each, each.forecast, each.comparison) for each in asked]
    answers += _against_nation(asked)
    return (
        pl.concat([pl.DataFrame(schema=ANSWERS), *answers]).sort("series", "comparison"),
        pl.concat([pl.DataFrame(schema=COMING), *coming]).sort("series"),
    )


def _coming(layout: Layout, widening: Floats | float) -> pl.DataFrame:
    """What is expected of the next figure of each series, as sure as the last one was."""
    periods = layout.values.shape[1]
    latest = Question(periods - 1)
    usable = pl.Series(np.isin(np.arange(len(layout.rows)), enough(layout, latest)))
    forecast = foretold(layout, Question(periods), widening)
    expected, low, high = forecast.expected(sampling(layout, latest))
    things = _things(layout)
    code = Period.parse(layout.codes[-1]).next().code if layout.kind in CALENDAR else None
    table = pl.DataFrame(
        {
            "series": layout.rows["series"],
            "coming_period": pl.Series([code] * len(layout.rows), dtype=pl.String),
            "expected": expected / things,
            "low": low / things,
            "high": high / things,
        },
        schema=COMING,
    )
    return table.filter(usable & pl.col("expected").is_not_nan())


def with_level(rows: pl.DataFrame) -> pl.DataFrame:
    """Add the ``level`` of each row's region, and whether it is of a group (``grouped``)."""
    levels = {code: level_of(code) for code in rows["region"].unique()}
    return rows.with_columns(
        pl.col("region").replace_strict(levels, return_dtype=pl.String).alias("level"),
        (pl.col("group") != TOTAL).alias("grouped"),
    )


def _just_broken(layout: Layout) -> bool:
    """Whether a declared break left hardly any figure to know the new level by."""
    last = len(layout.when) - 1
    return any(each > last - LEAST_SINCE_BREAK for each in layout.breaks)


def _broken(layout: Layout) -> pl.DataFrame:
    question = Question(len(layout.when) - 1)
    return _table(layout, question, Comparison.EXPECTED, reason=Reason.BREAK.value)


def _asked(layout: Layout) -> list[_Asked]:
    """The questions that history can answer: what came next, what lasted, what might have been."""
    periods = layout.values.shape[1]
    next_one = Question(periods - 1)
    first = _put(layout, Comparison.EXPECTED, next_one)
    if first is None:
        return []
    found: list[_Asked | None] = [first]
    last_break = max(layout.breaks, default=0)
    lasting = Question(periods - LASTING, LASTING, mean=True)
    if lasting.until - last_break > LEAST_SINCE_BREAK and lasting.until >= least_history(layout):
        found.append(_put(layout, Comparison.PERSISTENCE, lasting))
    crisis = layout.crisis
    if crisis is not None and crisis < periods - 1 and not layout.survey and last_break < crisis:
        without = Question(crisis, periods - crisis)
        years = without.ahead / CALENDAR[layout.kind]
        if years <= MOST_AHEAD_YEARS and crisis >= least_history(layout):
            # how far back the forecast was tried is told by the first question
            widening = first.forecast.widening
            found.append(_put(layout, Comparison.WITHOUT_CRISIS, without, widening))
    return [each for each in found if each is not None]


def _put(
    layout: Layout,
    comparison: Comparison,
    question: Question,
    widening: Floats | float | None = None,
) -> _Asked | None:
    usable = enough(layout, question)
    if not len(usable):
        return None
    forecast = foretold(layout, question, widening)
    return _Asked(comparison, layout, question, forecast, usable)


def _answered(
    asked: _Asked, forecast: Foretold, comparison: Comparison, spread: Floats | None = None
) -> pl.DataFrame:
    """The answers to one question; *spread* (series) is by how much peers differ over chance."""
    now, variance = asked.now, sampling(asked.layout, asked.question)
    if spread is not None:
        forecast = replace(forecast, widening=forecast.widening * spread)
    score = forecast.score(now, variance)
    reference, low, high = forecast.interval(now, score, variance)
    things = _things(asked.layout)
    table = _table(
        asked.layout,
        asked.question,
        comparison,
        value=now.mean(axis=1) / things,
        reference=reference / things,
        low=low / things,
        high=high / things,
        score=score,
    )
    usable = pl.Series(np.isin(np.arange(len(table)), asked.usable))
    return table.filter(usable & pl.col("score").is_not_nan())


def _things(layout: Layout) -> Floats:
    """How many things one unit of a figure is, for what was counted in things."""
    if layout.scale is Scale.COUNT:
        return layout.rows["scale"].to_numpy()
    return np.ones(len(layout.rows))


def _table(
    layout: Layout, question: Question, comparison: Comparison, **columns: Any
) -> pl.DataFrame:
    given = {
        "comparison": comparison.value,
        "reference_period": layout.codes[question.until - 1],
        **columns,
    }
    table = layout.rows.select("series").with_columns(
        [
            pl.lit(given.get(name), kind).alias(name)
            if not isinstance(given.get(name), np.ndarray)
            else pl.Series(name, given[name], kind)
            for name, kind in ANSWERS.items()
            if name != "series"
        ]
    )
    return table.select([pl.col(name).cast(kind) for name, kind in ANSWERS.items()])


_RELATIVE = {
    Comparison.EXPECTED: Comparison.NATION,
    Comparison.PERSISTENCE: Comparison.NATION_PERSISTENCE,
}


def _against_nation(asked: list[_Asked]) -> list[pl.DataFrame]:
    """The same questions once more, with what the whole nation did taken off."""
    found = []
    for own, relative in _RELATIVE.items():
        mine = [each for each in asked if each.comparison is own]
        if mine:
            found += _relative(mine, relative)
    return found


def _relative(asked: list[_Asked], comparison: Comparison) -> list[pl.DataFrame]:
    """Regions against their peers, and groups against everybody."""
    deviations = pl.concat([_deviations(number, each) for number, each in enumerate(asked)])
    peers = (
        deviations.select(
            pl.struct(
                *("indicator", "method", "level", "group", "period_kind", "last", "scale")
            ).rank("dense")
            - 1
        )
        .to_series()
        .to_numpy()
    )
    shift = shift_of_peers(
        deviations["deviation"].to_numpy(), deviations["weight"].to_numpy(), peers
    )
    country = deviations["level"].to_numpy() == "country"
    shift[country] = np.nan
    everybody = deviations.filter(~pl.col("grouped")).select(
        *_OF_TOTAL, "scale", pl.col("deviation").alias("all"), pl.col("variance").alias("doubt")
    )
    of_all = deviations.join(everybody, on=[*_OF_TOTAL, "scale"], how="left", maintain_order="left")
    grouped = country & deviations["grouped"].to_numpy()
    shift = np.where(grouped, of_all["all"].fill_null(np.nan).to_numpy(), shift)
    doubt = np.where(grouped, of_all["doubt"].fill_null(0.0).to_numpy(), 0.0)
    number = deviations["number"].to_numpy()
    scores = np.full(len(deviations), np.nan)
    moved: list[Foretold] = []
    for at, each in enumerate(asked):
        mine = number == at
        forecast = each.forecast.shifted(shift[mine], doubt[mine])
        moved.append(forecast)
        scores[mine] = forecast.score(each.now, sampling(each.layout, each.question))
    spread = np.where(grouped, 1.0, spread_of_peers(scores, peers))
    return [
        _answered(each, forecast, comparison, spread[number == at])
        for at, (each, forecast) in enumerate(zip(asked, moved, strict=True))
    ]


_OF_TOTAL = ["indicator", "method", "region", "period_kind", "last"]


def _deviations(number: int, asked: _Asked) -> pl.DataFrame:
    """How far each series of a layout left its own course, and what it weighs among its peers."""
    variance = sampling(asked.layout, asked.question)
    deviation, doubt = asked.forecast.deviation(asked.now, variance)
    weight = asked.now.mean(axis=1) if asked.layout.scale is Scale.COUNT else 1.0 / doubt
    unusable = np.ones(len(deviation), bool)
    unusable[asked.usable] = False
    return asked.layout.rows.select(
        *("indicator", "method", "level", "region", "group", "period_kind", "last", "grouped")
    ).with_columns(
        pl.lit(number).alias("number"),
        pl.lit(asked.layout.scale.value).alias("scale"),
        pl.Series("deviation", np.where(unusable, np.nan, deviation)),
        pl.Series("variance", doubt),
        pl.Series("weight", weight),
    )

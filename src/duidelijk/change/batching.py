"""Lays series out as arrays on a regular grid of periods, those of one calendar together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from duidelijk.catalogue import Indicator
from duidelijk.change.expectation.arrays import Floats, Whole
from duidelijk.change.expectation.forecast import NORMAL_95
from duidelijk.change.expectation.scales import Scale
from duidelijk.periods import PER_YEAR, Period, PeriodKind

CALENDAR = {**PER_YEAR, PeriodKind.WEEK: 52}
"""Kinds of period that follow each other evenly, and how many of them make a year."""
YEARS_OF_HISTORY = {
    PeriodKind.WEEK: 4,
    PeriodKind.MONTH: 10,
    PeriodKind.QUARTER: 12,
    PeriodKind.HALF_YEAR: 15,
    PeriodKind.YEAR: 25,
    PeriodKind.SCHOOL_YEAR: 25,
}
"""What is older teaches nothing about now."""
WAVES_OF_HISTORY = 40
LEAST_HISTORY = 7
"""Fewer earlier figures than this, and nothing is expected."""
LEAST_WAVES = 3
"""With published margins fewer are enough: they tell what chance does."""
LEAST_SINCE_BREAK = 2
_EPOCH = dt.date(1970, 1, 5)


@dataclass(frozen=True)
class Layout:
    """Series of one calendar: what history there is, and where each came from."""

    rows: pl.DataFrame
    """The latest row of each series, in the order of the arrays."""
    values: Floats
    """(series, periods), the latest last; in things for counts; NaN for gaps."""
    variances: Floats
    """(series, periods): sampling variance of each value, NaN where the source gives no margins."""
    scale: Scale
    kind: PeriodKind
    season: bool
    first: int
    """Ordinal of the first period."""
    breaks: tuple[int, ...]
    """Periods with which a declared break begins, counted from the first."""
    crisis: int | None
    """The first period that ends in the crisis, counted from the first; ``None`` if none does."""
    codes: tuple[str, ...]
    """(periods): the code of each period."""
    when: Floats
    """(periods): middle of each period, in years."""

    @property
    def survey(self) -> bool:
        """Whether the source says itself how sure it is."""
        return bool(np.isfinite(self.variances).any())


def ordinal(period: Period) -> int:
    """The number of a period among those of its kind; see ``CALENDAR``."""
    if period.kind in PER_YEAR:
        return period.year * PER_YEAR[period.kind] + period.number - 1
    return (period.start - _EPOCH).days // 7


def layouts(
    rows: pl.DataFrame, indicators: Mapping[str, Indicator], crisis_start: dt.date | None
) -> Iterator[Layout]:
    """The series of ``pairing.series_in_time`` that history can say something about.

    Left out: those whose history is under ``LEAST_HISTORY`` figures or says nothing of chance, of
    irregular periods without margins, and those with another territory than now.
    """
    shown = _with_scale(_in_window(rows), indicators)
    if shown.is_empty():
        return
    keys = ["shape", "period_kind", "season", "last", "first", "breaks", "waves"]
    for (shape, kind, season, _, first, breaks, _), part in shown.group_by(
        keys, maintain_order=True
    ):
        yield _layout(
            part,
            shape=str(shape),
            kind=PeriodKind(kind),
            season=bool(season),
            first=int(first),
            breaks=str(breaks),
            crisis_start=crisis_start,
        )


def _in_window(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows that count as history, with ``ordinal``, each series' ``first`` and ``last``."""
    codes = rows.select("period", "period_kind").unique()
    ordinals = [
        (code, ordinal(Period.parse(code))) for code, kind in codes.iter_rows() if kind in CALENDAR
    ]
    table = pl.DataFrame(ordinals, schema={"period": pl.String, "ordinal": pl.Int64}, orient="row")
    longest = pl.col("period_kind").replace_strict(
        {kind.value: years * CALENDAR[kind] for kind, years in YEARS_OF_HISTORY.items()},
        default=WAVES_OF_HISTORY,
        return_dtype=pl.Int64,
    )
    least = (
        pl.when(pl.col("uncertainty") == "published_limits")
        .then(LEAST_WAVES)
        .otherwise(LEAST_HISTORY)
    )
    # waves have no calendar: those of an indicator are numbered as they came
    survey = ["indicator", "method", "period_kind"]
    place = pl.col("period_start").rank("dense").over(survey).cast(pl.Int64)
    waves = pl.col("period").unique().sort().str.join(" ").over(survey)
    given = pl.col("value").is_finite().fill_null(False)
    return (
        rows.join(table, on="period", how="left", maintain_order="left")
        .with_columns(
            pl.when(pl.col("ordinal").is_null()).then(waves).otherwise(pl.lit("")).alias("waves"),
            pl.col("ordinal").fill_null(place),
        )
        .with_columns(pl.col("ordinal").max().over("series").alias("last"))
        .filter(
            (pl.col("ordinal") > pl.col("last") - longest)
            & (pl.col("territory") == pl.col("territory").last().over("series"))
        )
        .with_columns(pl.col("ordinal").filter(given).min().over("series").alias("first"))
        .filter(pl.col("first").is_not_null() & (pl.col("ordinal") >= pl.col("first")))
        .filter(
            ((given & (pl.col("ordinal") < pl.col("last"))).sum().over("series") >= least)
            & given.last().over("series")
        )
    )


def _with_scale(rows: pl.DataFrame, indicators: Mapping[str, Indicator]) -> pl.DataFrame:
    """Add ``shape`` (the scale, or ``survey:`` and the scale), ``season`` and ``breaks``."""
    described = [
        (
            each.id,
            each.kind,
            each.seasonally_adjusted,
            " ".join(item.period for item in each.breaks),
        )
        for each in indicators.values()
    ]
    table = pl.DataFrame(
        described,
        schema={
            "indicator": pl.String,
            "kind": pl.String,
            "adjusted": pl.Boolean,
            "breaks": pl.String,
        },
        orient="row",
    )
    # one scale for all that are set beside each other
    alike = ["indicator", "method", "period_kind", "level"]
    low, high = pl.col("value").min().over(alike), pl.col("value").max().over(alike)
    natural = (
        pl.when((pl.col("kind") == "percent") & (low >= 0) & (high <= 100))
        .then(pl.lit(Scale.LOGIT.value))
        .when((pl.col("kind").is_in(["count", "duration"])) & (low > 0))
        .then(pl.lit(Scale.LOG.value))
        .otherwise(pl.lit(Scale.IDENTITY.value))
    )
    calendar = pl.col("period_kind").is_in([kind.value for kind in CALENDAR])
    margins = pl.col("lower").is_not_null().last().over("series")
    shape = (
        pl.when((pl.col("uncertainty") == "published_limits") & margins)
        .then(pl.concat_str(pl.lit("survey:"), natural))
        .when((pl.col("uncertainty") == "count") & calendar & (low >= 0))
        .then(pl.lit(Scale.COUNT.value))
        .when((pl.col("uncertainty") == "history") & calendar)
        .then(natural)
    )
    many = pl.col("period_kind").replace_strict(
        {kind.value: per_year > 1 for kind, per_year in CALENDAR.items()},
        default=True,
        return_dtype=pl.Boolean,
    )
    return (
        rows.join(table, on="indicator", how="left", maintain_order="left")
        .with_columns(shape.alias("shape"), (many & ~pl.col("adjusted")).alias("season"))
        .filter(pl.col("shape").is_not_null())
    )


def _layout(
    part: pl.DataFrame,
    shape: str,
    kind: PeriodKind,
    season: bool,
    first: int,
    breaks: str,
    crisis_start: dt.date | None,
) -> Layout:
    survey, _, scale = shape.rpartition(":")
    latest = part.group_by("series", maintain_order=True).last()
    place = {series: at for at, series in enumerate(latest["series"])}
    at = part["series"].replace_strict(place, return_dtype=pl.Int64).to_numpy()
    column = (part["ordinal"] - first).to_numpy()
    periods = int(column.max()) + 1
    values = np.full((len(latest), periods), np.nan)
    variances = np.full((len(latest), periods), np.nan)
    times = 1.0 if scale != Scale.COUNT else part["scale"].to_numpy()
    values[at, column] = part["value"].cast(pl.Float64).fill_null(np.nan).to_numpy() * times
    values[~np.isfinite(values)] = np.nan
    if survey:
        variances[at, column] = _sampling_variance(part)
    starts, ends = _days(part, first, periods)
    crisis = None
    if crisis_start is not None and ends[-1] >= crisis_start:
        crisis = next(number for number, end in enumerate(ends) if end >= crisis_start)
    begun = [Period.parse(code).start for code in breaks.split()]
    found = {next((n for n, end in enumerate(ends) if end >= day), 0) for day in begun}
    middle = [(a + (b - a) / 2 - _EPOCH).days / 365.25 for a, b in zip(starts, ends, strict=True)]
    return Layout(
        rows=latest,
        values=values,
        variances=variances,
        scale=Scale(scale),
        kind=kind,
        season=season,
        first=first,
        breaks=tuple(sorted(each for each in found if 0 < each < periods)),
        crisis=crisis,
        codes=_codes(part, first, periods),
        when=np.array(middle),
    )


def _sampling_variance(part: pl.DataFrame) -> Floats:
    """The variance that the published limits tell; NaN without limits.

    At 0 and 100 % a source gives limits that meet, as if it were certain; there the number asked
    tells it, with half a person on either side (Jeffreys' prior), or nothing does.
    """
    half = ((part["upper"] - part["lower"]) / 2.0).fill_null(np.nan).to_numpy()
    number = part["n"].cast(pl.Float64).fill_null(np.nan).to_numpy() + 1.0
    share = (part["value"].fill_null(np.nan).to_numpy() / 100.0 * (number - 1.0) + 0.5) / number
    by_number = 100.0**2 * share * (1.0 - share) / number
    percent = (part["kind"] == "percent").to_numpy()
    return np.where(half > 0, np.square(half / NORMAL_95), np.where(percent, by_number, np.nan))


def _days(part: pl.DataFrame, first: int, periods: int) -> tuple[list[dt.date], list[dt.date]]:
    """First and last day of every period of the grid, gaps filled from their neighbours."""
    known = {
        number - first: (start, end)
        for number, start, end in part.select("ordinal", "period_start", "period_end")
        .unique()
        .sort("ordinal")
        .iter_rows()
    }
    starts, ends = [], []
    for number in range(periods):
        near = max(each for each in known if each <= number)
        start, end = known[near]
        starts.append(start)
        ends.append(end)
    return starts, ends


def _codes(part: pl.DataFrame, first: int, periods: int) -> tuple[str, ...]:
    """The code of every period of the grid; one that no series has a figure of is reckoned."""
    known = dict(part.select(pl.col("ordinal") - first, "period").unique().iter_rows())
    last = Period.parse(known[periods - 1])
    return tuple(
        known[number] if number in known else last.shifted(number - periods + 1).code
        for number in range(periods)
    )


def families(rows: pl.DataFrame) -> Whole:
    """Numbers of the families: an indicator's series of one level, groups apart from totals."""
    keys = ["indicator", "method", "level", "grouped"]
    return rows.select(pl.struct(keys).rank("dense") - 1).to_series().to_numpy().astype(np.int64)

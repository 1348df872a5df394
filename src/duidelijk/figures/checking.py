"""Checks figures before they are stored: codes, keys, bounds, limits, reasons, releases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import cache

import polars as pl

from duidelijk.catalogue import Monitor
from duidelijk.catalogue.model import TOTAL
from duidelijk.figures.release import Release
from duidelijk.figures.table import KEY, MISSING, STATUSES
from duidelijk.foundation.problems import Problem, did_you_mean, one_of
from duidelijk.periods import Period, UnknownPeriod
from duidelijk.regions import (
    Level,
    UnknownRegion,
    level_name,
    normalise,
    partition_of_year,
    region,
    suggest,
)


def normalised(rows: pl.DataFrame) -> pl.DataFrame:
    """Trim and normalise region codes, and give each row the partition year of its period.

    A period that cannot be read leaves ``region_year`` at 0; ``check_figures`` reports it.
    """
    codes = {code: normalise(code) for code in _distinct(rows, "region")}
    years = {code: _year(code) for code in _distinct(rows, "period")}
    return rows.with_columns(
        pl.col("region").replace_strict(codes, default=None, return_dtype=pl.String),
        pl.col("region_year").fill_null(
            pl.col("period").replace_strict(years, default=0, return_dtype=pl.Int16)
        ),
        pl.col("group").fill_null(TOTAL),
    )


def check_figures(
    rows: pl.DataFrame, monitor: Monitor, releases: Iterable[Release]
) -> list[Problem]:
    """Every problem in *rows* (figures with ``file`` and ``line``); none when all is in order."""
    known = {release.id: release for release in releases}
    problems = [
        *_unknown(rows, "indicator", lambda code: _indicator_problem(code, monitor)),
        *_unknown(rows, "group", lambda code: _group_problem(code, monitor)),
        *_unknown(rows, "period", _period_problem),
        *_unknown(rows, "release", lambda code: _release_problem(code, known)),
        *region_problems(rows),
        *_methods(rows, monitor),
        *_scope(rows, monitor),
        *_closed_set(rows, "status", STATUSES),
        *_closed_set(rows, "missing", MISSING),
        *_duplicates(rows),
        *date_problems(rows, known),
        *value_problems(rows, monitor),
    ]
    for release in known.values():
        if release.source not in monitor.sources:
            problems.append(
                Problem(
                    release.id,
                    0,
                    f"release without a known source: “{release.source}”",
                    did_you_mean(release.source, monitor.sources),
                )
            )
    return sorted(problems)


def _distinct(rows: pl.DataFrame, column: str) -> list[str]:
    return rows[column].drop_nulls().unique().sort().to_list()


def _year(code: str) -> int:
    try:
        return Period.parse(code).end.year
    except UnknownPeriod:
        return 0


_SHOWN = 50
"""Rows with one and the same unknown code that are named one by one."""

Explain = Callable[[str], tuple[str, str] | None]


def _unknown(rows: pl.DataFrame, column: str, explain: Explain) -> list[Problem]:
    """A problem for every row whose code in *column* is explained as wrong, or is absent."""
    problems = _absent(rows, column)
    wrong = {code: reason for code in _distinct(rows, column) if (reason := explain(code))}
    if wrong:
        found = rows.filter(pl.col(column).is_in(list(wrong)))
        for (code,), of_code in found.group_by(column, maintain_order=True):
            what, remedy = wrong[str(code)]
            places = of_code.select("file", "line")
            shown = places.head(_SHOWN).iter_rows()
            problems += [Problem(file, line, what, remedy) for file, line in shown]
            if len(places) > _SHOWN:
                more = f"{what}: {len(places) - _SHOWN} more rows"
                problems.append(Problem(places["file"][0], 0, more, remedy))
    return problems


def _absent(rows: pl.DataFrame, column: str) -> list[Problem]:
    empty = rows.filter(pl.col(column).is_null()).select("file", "line")
    return [
        Problem(file, line, f"has no {column}", f"fill the column {column}")
        for file, line in empty.iter_rows()
    ]


def _indicator_problem(code: str, monitor: Monitor) -> tuple[str, str] | None:
    if code in monitor.indicators:
        return None
    return f"unknown indicator “{code}”", did_you_mean(code, monitor.indicators)


def _group_problem(code: str, monitor: Monitor) -> tuple[str, str] | None:
    if code == TOTAL or code in monitor.group_codes:
        return None
    return f"unknown group “{code}”", did_you_mean(code, [TOTAL, *monitor.group_codes])


def _period_problem(code: str) -> tuple[str, str] | None:
    try:
        Period.parse(code)
    except UnknownPeriod as error:
        return "unknown period", str(error)
    return None


def _release_problem(code: str, known: Mapping[str, Release]) -> tuple[str, str] | None:
    if code in known:
        return None
    return f"unknown release “{code}”", did_you_mean(code, known)


def region_problems(rows: pl.DataFrame) -> list[Problem]:
    """Regions that nobody knows, or that did not exist in the year of their partition."""

    @cache
    def explain(code: str, year: int) -> tuple[str, str] | None:
        try:
            region(code)
        except UnknownRegion:
            return f"unknown region “{code}”", _near_regions(code)
        # a period that cannot be read is reported by itself and leaves year 0
        if code in partition_of_year(min(max(int(year), 1), 9999)):
            return None
        return (
            f"region “{code}” did not exist in {year}",
            "give the year of its partition in the column region_year",
        )

    problems = _absent(rows, "region")
    pairs = rows.select("region", "region_year").drop_nulls().unique()
    wrong = [
        (code, year, *reason) for code, year in pairs.iter_rows() if (reason := explain(code, year))
    ]
    if wrong:
        reasons = pl.DataFrame(
            wrong,
            schema={
                "region": pl.String,
                "region_year": pl.Int16,
                "what": pl.String,
                "remedy": pl.String,
            },
            orient="row",
        )
        found = rows.join(reasons, on=["region", "region_year"])
        problems += [
            Problem(*each) for each in found.select("file", "line", "what", "remedy").iter_rows()
        ]
    return problems


def _near_regions(code: str) -> str:
    near = [f"{each.code} ({each.name('en')})" for each in suggest(code)]
    return f"did you mean {one_of(near)}?" if near else "codes are those of CBS, as GM0363"


def _methods(rows: pl.DataFrame, monitor: Monitor) -> list[Problem]:
    problems = []
    pairs = rows.select("indicator", "method").drop_nulls().unique().sort("indicator", "method")
    for key, method in pairs.iter_rows():
        indicator = monitor.indicators.get(key)
        if indicator is None:
            continue
        declared = [each.id for each in indicator.methods]
        if (method in declared) if declared else not method:
            continue
        if declared:
            what = f"unknown method “{method}” of {key}"
            remedy = did_you_mean(method, declared)
        else:
            what, remedy = f"{key} declares no methods", "leave the column method empty"
        found = rows.filter((pl.col("indicator") == key) & (pl.col("method") == method))
        problems += [
            Problem(file, line, what, remedy)
            for file, line in found.select("file", "line").iter_rows()
        ]
    return problems


def _scope(rows: pl.DataFrame, monitor: Monitor) -> list[Problem]:
    """Figures of a group, a level of region or a status that their indicator does not declare."""
    places = rows.select("indicator", "region", "group").drop_nulls().unique()
    wrong: dict[tuple[str, str, str], tuple[str, str]] = {}
    for key, code, group in places.iter_rows():
        indicator = monitor.indicators.get(key)
        if indicator is None:
            continue
        dimension = group.partition(":")[0]
        level = _level(code)
        if indicator.status == "planned" and not indicator.draw:
            wrong[key, code, group] = f"{key} is declared without figures", "write status: active"
        elif level and level not in indicator.region_levels:
            reason = f"{key} has no figures by {level_name(level, 'en')}"
            wrong[key, code, group] = reason, f"add {level} to its region_levels"
        elif group in monitor.group_codes and dimension not in indicator.groups:
            reason = f"{key} is not broken down by {dimension}"
            wrong[key, code, group] = reason, f"add {dimension} to its groups"
    if not wrong:
        return []
    reasons = pl.DataFrame(
        [(*place, *reason) for place, reason in wrong.items()],
        schema=["indicator", "region", "group", "what", "remedy"],
        orient="row",
    )
    found = rows.join(reasons, on=["indicator", "region", "group"])
    return [Problem(*each) for each in found.select("file", "line", "what", "remedy").iter_rows()]


@cache
def _level(code: str) -> Level | None:
    try:
        return region(code).level
    except UnknownRegion:
        return None


def _closed_set(rows: pl.DataFrame, column: str, allowed: tuple[str, ...]) -> list[Problem]:
    found = rows.filter(pl.col(column).is_not_null() & ~pl.col(column).is_in(list(allowed)))
    return [
        Problem(file, line, f"unknown {column} “{word}”", did_you_mean(word, allowed))
        for file, line, word in found.select("file", "line", column).iter_rows()
    ]


def date_problems(rows: pl.DataFrame, releases: Mapping[str, Release]) -> list[Problem]:
    """Figures published before their period began, and months that do not end on their last day."""
    problems = [
        Problem(each.id, 0, f"is dated {each.published}, with only the month known", "its last day")
        for each in releases.values()
        if each.precision == "month" and (each.published + dt.timedelta(days=1)).day != 1
    ]
    pairs = rows.select("release", "period").drop_nulls().unique()
    early = []
    for release, code in pairs.iter_rows():
        published = releases[release].published if release in releases else None
        if published and not _period_problem(code) and published < Period.parse(code).start:
            early.append((release, code, f"{code} had not begun on {published}"))
    if early:
        reasons = pl.DataFrame(early, schema=["release", "period", "what"], orient="row")
        found = rows.join(reasons, on=["release", "period"]).select("file", "line", "what")
        remedy = "check the period, and the date of the release"
        problems += [Problem(file, line, what, remedy) for file, line, what in found.iter_rows()]
    return problems


def _duplicates(rows: pl.DataFrame) -> list[Problem]:
    key = [*KEY, "release"]
    again = rows.filter(~pl.struct(key).is_first_distinct())
    if again.is_empty():
        return []
    first = rows.unique(subset=key, keep="first", maintain_order=True).select(
        *key, pl.col("file").alias("first_file"), pl.col("line").alias("first_line")
    )
    found = again.join(first, on=key, nulls_equal=True)
    return [
        Problem(
            file,
            line,
            f"the same figure stands in {first_file}:{first_line}",
            "one figure a key and release; remove one, or give it another method",
        )
        for file, line, first_file, first_line in found.select(
            "file", "line", "first_file", "first_line"
        ).iter_rows()
    ]


def value_problems(rows: pl.DataFrame, monitor: Monitor) -> list[Problem]:
    """Values out of bounds or out of their limits, and missing ones without a reason."""
    bounds = pl.DataFrame(
        [(each.id, each.minimum, each.maximum) for each in monitor.indicators.values()],
        schema={"indicator": pl.String, "minimum": pl.Float64, "maximum": pl.Float64},
        orient="row",
    )
    bounded = rows.join(bounds, on="indicator", how="left", maintain_order="left")
    value, lower, upper = pl.col("value"), pl.col("lower"), pl.col("upper")
    checks: list[tuple[pl.Expr, pl.Expr, str]] = [
        (
            (value < pl.col("minimum")) | (value > pl.col("maximum")),
            pl.format(
                "{} is outside the bounds of {} ({} to {})",
                value,
                "indicator",
                pl.col("minimum").cast(pl.String).fill_null("…"),
                pl.col("maximum").cast(pl.String).fill_null("…"),
            ),
            "check the figure, or the bounds in the declaration",
        ),
        (
            (value < lower) | (value > upper),
            pl.format(
                "the limits {} to {} do not hold the value {}",
                lower.cast(pl.String).fill_null("…"),
                upper.cast(pl.String).fill_null("…"),
                value,
            ),
            "lower ≤ value ≤ upper",
        ),
        (
            lower.is_null() != upper.is_null(),
            pl.lit("has one limit"),
            "give lower and upper, or neither",
        ),
        (
            value.is_null()
            & pl.col("missing").is_not_null()
            & (lower.is_not_null() | upper.is_not_null()),
            pl.lit("has limits without a value"),
            "what is withheld has no limits either",
        ),
        (
            value.is_null() & pl.col("missing").is_null(),
            pl.lit("has no value and no reason"),
            f"give a reason in the column missing: {', '.join(MISSING)}",
        ),
        (
            value.is_not_null() & pl.col("missing").is_not_null(),
            pl.format("has a value and a reason for missing (“{}”)", "missing"),
            "give one of them",
        ),
        (pl.col("n") < 0, pl.format("n is {}", "n"), "n counts respondents or cases"),
    ]
    problems = []
    for wrong, what, remedy in checks:
        found = bounded.filter(wrong).select("file", "line", what.alias("what"))
        problems += [Problem(file, line, text, remedy) for file, line, text in found.iter_rows()]
    return problems

"""What became of what groups expected: each expectation beside the next figure of its series.

The next figure is the first after the period that was the last one known then, as the first
later edition that holds one gives it. It is judged by the test and by the comparison that speak for
its series in every edition: with the period before, which then is the one that was known last, or
with a year earlier where the indicator declares that. So nothing hangs on how many periods lie
between two editions, and no chain of verdicts stands in for one test.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import polars as pl

from duidelijk.change.comparing import compare
from duidelijk.change.pairing import PAIRED
from duidelijk.change.verdict import Reason, Verdict
from duidelijk.duiding.report import Conclusion, Expectation, FigureKey, SessionReport
from duidelijk.editions.edition import Edition
from duidelijk.figures.table import with_periods
from duidelijk.periods import Period, UnknownPeriod

_UNDECIDED = (Verdict.NOT_TESTABLE, Verdict.NOT_COMPARABLE)


class Outcome(StrEnum):
    """What became of an expectation."""

    BORNE_OUT = "borne_out"
    NOT_BORNE_OUT = "not_borne_out"
    NOT_TESTABLE = "not_testable"
    """There is a new figure, but no verdict on it."""
    NO_FIGURE = "no_figure"
    """No later edition holds a new figure yet."""


@dataclass(frozen=True)
class Judged:
    """The next figure of a series, and what it says."""

    edition: str
    """The later edition that holds it."""
    period: str
    reference_period: str
    comparison: str
    value: float | None
    reference: float | None
    decimals: int
    verdict: Verdict
    reason: Reason | None


@dataclass(frozen=True)
class Followed:
    """An expectation with what became of it."""

    edition: str
    report: SessionReport
    conclusion: Conclusion
    expectation: Expectation
    outcome: Outcome
    judged: Judged | None


def duiding_record(editions: Sequence[Edition]) -> list[Followed]:
    """Every expectation in *editions*, given in order of their date, beside what came later.

    Of an edition that was corrected only the correction counts. Who said not to know expected
    nothing, and is not here.
    """
    corrected = {each.corrects for each in editions}
    standing = [each for each in editions if each.id not in corrected]
    found = []
    for edition in standing:
        for report in edition.texts.duiding:
            read, later = _read_in(report, edition, editions, standing)
            for each in report.conclusions:
                if each.expectation is not None and each.expectation.expected.verdict is not None:
                    judged = next_judged(each.expectation, read, later)
                    outcome = outcome_of(each.expectation, judged)
                    found.append(
                        Followed(edition.id, report, each, each.expectation, outcome, judged)
                    )
    return found


def _read_in(
    report: SessionReport,
    held_by: Edition,
    editions: Sequence[Edition],
    standing: Sequence[Edition],
) -> tuple[Edition, list[Edition]]:
    """The edition whose figures the session read, and those of *standing* that came after it: a
    report that was too late for that edition is sealed in a later one, which may hold the outcome.
    """
    ids = [each.id for each in editions]
    at = ids.index(report.edition) if report.edition in ids else ids.index(held_by.id)
    after = ids[at + 1 :]
    return editions[at], [each for each in standing if each.id in after]


def outcome_of(expectation: Expectation, judged: Judged | None) -> Outcome:
    """Whether the next figure bears out what was expected."""
    if judged is None:
        return Outcome.NO_FIGURE
    if judged.verdict in _UNDECIDED:
        return Outcome.NOT_TESTABLE
    same = judged.verdict is expectation.expected.verdict
    return Outcome.BORNE_OUT if same else Outcome.NOT_BORNE_OUT


def counted(followed: Sequence[Followed]) -> dict[Outcome, int]:
    """How many had each outcome; what was played as an example does not count."""
    real = [each for each in followed if not each.report.example]
    return {outcome: sum(each.outcome is outcome for each in real) for outcome in Outcome}


def next_judged(
    expectation: Expectation, edition: Edition, later: Sequence[Edition]
) -> Judged | None:
    """The first figure after those that were known, with its verdict; ``None`` without one."""
    figure = expectation.figure
    since = _since(expectation, edition)
    if since is None:
        return None
    for each in later:
        following = _following(each, figure, since)
        if following is not None:
            return _judged(each, figure, following)
    return None


def _since(expectation: Expectation, edition: Edition) -> Period | None:
    """The last period that was known; where nobody wrote it down, that of the edition."""
    if expectation.since:
        try:
            return Period.parse(expectation.since)
        except UnknownPeriod:
            return None
    known = _series(edition, expectation.figure).filter(pl.col("value").is_not_null())
    if known.is_empty():
        return None
    return Period.parse(str(known.sort("period_end", "period")["period"][-1]))


def _series(edition: Edition, figure: FigureKey) -> pl.DataFrame:
    wanted = (
        (pl.col("region") == figure.region)
        & (pl.col("group") == figure.group)
        & (pl.col("method") == figure.method)
    )
    return edition.figures_of(figure.indicator).filter(wanted)


def _following(edition: Edition, figure: FigureKey, since: Period) -> Period | None:
    """The first period of the same kind after *since* of which the edition has a figure."""
    after = _series(edition, figure).filter(
        pl.col("value").is_not_null()
        & (pl.col("period_kind") == since.kind.value)
        & (pl.col("period_start") > since.start)
    )
    if after.is_empty():
        return None
    return Period.parse(str(after.sort("period_start", "period")["period"][0]))


def _judged(edition: Edition, figure: FigureKey, period: Period) -> Judged:
    """The verdict on the figure of a *period*, as if it were the last one known."""
    indicators = {figure.indicator: edition.monitor.indicators[figure.indicator]}
    kept = (pl.col("period_start") <= period.start) & (pl.col("period_kind") == period.kind.value)
    own = _series(edition, figure).filter(kept)
    carried = with_periods(
        edition.carried_of(figure.indicator).filter(
            (pl.col("region") == figure.region) & (pl.col("group") == figure.group)
        )
    )
    compared = compare(own, indicators, edition.monitor.crisis_start, carried.filter(kept)).changes
    speaks = pl.col("main") & pl.col("comparison").is_in([each.value for each in PAIRED])
    rows = compared.filter(speaks & (pl.col("period") == period.code)).to_dicts()
    return _as_judged(edition, own, period, rows[0] if rows else {})


def _as_judged(edition: Edition, own: pl.DataFrame, period: Period, row: dict[str, Any]) -> Judged:
    """A comparison in the words of this module; not testable where there is none at all."""
    figure = own.filter(pl.col("period") == period.code).to_dicts()[-1]
    return Judged(
        edition=edition.id,
        period=period.code,
        reference_period=row.get("reference_period") or "",
        comparison=row.get("comparison") or "",
        value=figure["value"],
        reference=row.get("reference"),
        decimals=figure["decimals"] or 0,
        verdict=Verdict(row["verdict"]) if row else Verdict.NOT_TESTABLE,
        reason=Reason(row["reason"]) if row.get("reason") else None,
    )

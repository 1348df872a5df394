"""Figures, comparisons and what stands out."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from ninja import Schema
from pydantic import Field

from duidelijk.change.pairing import Comparison
from duidelijk.change.verdict import Reason, Verdict
from duidelijk.periods import PeriodKind
from duidelijk.regions import Level
from duidelijk.web.api.schemas.common import BothLanguages, OfEdition, Page, ReleaseNamed, Shape

FigureStatus = Literal["definitive", "provisional", "revised_provisional"]
Missing = Literal["not_measured", "withheld", "unreliable", "impossible", "not_delivered"]
Vintage = Literal["by_then", "later"]


class Figure(Shape):
    """One figure. `indicator`, `region`, `regionYear`, `group`, `period` and `method` together
    are its key."""

    indicator: str
    region: str = Field(description="CBS code; NL01 is the whole country.")
    region_year: int = Field(description="Year of the division of the country.")
    group: str = Field(description="`dimension:code`, or `total` for everybody.")
    period: str = Field(description="CBS period code, or the date or dates of a survey wave.")
    method: str = Field(description="Method of measuring; empty where there is one.")
    value: float | None = Field(description="In the unit of the indicator; null when missing.")
    lower: float | None = Field(description="Lower end of the published 95 % interval.")
    upper: float | None = Field(description="Upper end of it.")
    n: int | None = Field(description="Respondents or cases.")
    decimals: int = Field(description="Decimals in which the release gives the indicator.")
    status: FigureStatus | None = Field(description="Null when the source does not say.")
    missing: Missing | None = Field(description="Why there is no value.")
    release: str = Field(description="Key of the release, among `releases`.")
    note: BothLanguages | None = Field(description="What must be said with it.")
    published: dt.date = Field(description="Date of the release.")
    vintage: Vintage = Field(
        description="`by_then`: published on or before the date of the edition; `later`: after it."
    )
    period_kind: PeriodKind
    period_start: dt.date
    period_end: dt.date


class Figures(OfEdition):
    page: Page
    known_on: dt.date | None = Field(description="The day of `knownOn`, when that was asked.")
    releases: list[ReleaseNamed]
    figures: list[Figure]


class JsonStatDataset(Schema):
    """Figures as a cube by JSON-stat 2.0, asked for with `f=json-stat`: dimensions indicator,
    region, regionYear, group, period and method; sparse `value` and `status`."""

    version: Literal["2.0"]
    class_: Literal["dataset"] = Field(alias="class")
    label: str
    source: str
    updated: str
    id: list[str]
    size: list[int]
    role: dict[str, list[str]]
    dimension: dict[str, dict]
    value: dict[str, float | None]
    status: dict[str, str]
    extension: dict


class Change(Shape):
    """A figure compared with an earlier one, or with what was expected."""

    indicator: str
    region: str
    region_year: int
    group: str
    method: str
    period: str = Field(description="The period judged.")
    comparison: Comparison
    reference_period: str | None = Field(description="The period it is compared with.")
    value: float | None
    reference: float | None = Field(description="The earlier figure, or the one expected.")
    difference: float | None = Field(description="Value minus reference; null across a break.")
    lower: float | None = Field(description="Lower end of the 95 % interval of the difference.")
    upper: float | None = Field(description="Upper end of it.")
    minimum_detectable: float | None = Field(
        description="The smallest difference that would have been detected."
    )
    score: float | None = Field(description="How far out the difference is, as a normal score.")
    verdict: Verdict
    reason: Reason | None = Field(description="Why it is not testable or not comparable.")
    favourable: bool | None = Field(
        description="When it rose or fell and the indicator has a judgement."
    )
    main: bool = Field(description="Whether this comparison speaks for the series.")
    fresh: bool = Field(description="Whether the edition before did not hold this figure.")
    release: str | None
    reference_release: str | None
    carried: bool | None = Field(description="Whether the reference was added up, after a merger.")
    carried_from: str | None = Field(description="The codes of the regions added up.")
    n: int | None
    decimals: int | None
    status: FigureStatus | None
    vintage: Vintage | None
    q_value: float | None = Field(
        description="The share of false discoveries at which it would just be on the list of "
        "striking developments; null when it was no question for it."
    )
    strength: float | None = Field(
        description="Lower bound of the difference, in smallest differences worth a meeting."
    )
    tier: str | None = Field(description="Its place on that list; null when not asked.")


class Changes(OfEdition):
    page: Page
    releases: list[ReleaseNamed]
    changes: list[Change]


class Evidence(Shape):
    """A comparison that was asked for the list."""

    comparison: Comparison
    period: str
    reference_period: str | None = None
    value: float | None = None
    reference: float | None = None
    difference: float | None = None
    lower: float | None = None
    upper: float | None = None
    minimum_detectable: float | None = None
    score: float | None = None
    verdict: Verdict | None = None
    q_value: float | None = None
    strength: float | None = None
    tier: str | None = None


class Development(Shape):
    """A striking development."""

    rank: int
    tier: str
    strength: float | None
    indicator: str
    theme: str
    region_level: Level
    region: str
    region_year: int
    group: str
    method: str
    period: str
    direction: Literal["up", "down"]
    favourable: bool | None
    provisional: bool
    later: bool = Field(description="Whether it is known only from after the edition's date.")
    release: str
    decimals: int
    sentences: BothLanguages
    evidence: list[Evidence]
    choice: Literal["in", "out", "needs_duiding"] | None = Field(
        description="What the editors decided about it; null when they did not."
    )
    choice_reason: BothLanguages | None


class StrikingCounts(Shape):
    """How the list came about."""

    series: int
    judged: int
    not_testable: int
    too_old: int
    tests: int
    beyond_95: int = Field(alias="beyond95")
    families: int
    families_selected: int
    listed: int
    striking: int
    possible: int
    expected_false: float = Field(description="How many of those listed are chance, on average.")


class Striking(OfEdition):
    level: float = Field(description="The share of false discoveries that is accepted.")
    counts: StrikingCounts
    releases: list[ReleaseNamed]
    striking: list[Development]

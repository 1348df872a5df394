"""What a monitor declares."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from duidelijk.catalogue.model import Kind, Polarity, Uncertainty
from duidelijk.regions import Level
from duidelijk.web.api.schemas.common import BothLanguages, OfEdition, Shape


class Theme(Shape):
    id: str
    title: BothLanguages
    question: BothLanguages
    note: BothLanguages | None
    indicators: list[str]


class Themes(OfEdition):
    themes: list[Theme]


class IndicatorListed(Shape):
    id: str
    theme: str | None = Field(description="Null for context quantities, which are never judged.")
    title: BothLanguages
    unit: BothLanguages
    kind: Kind
    polarity: Polarity = Field(description="Whether higher is favourable.")
    frequency: str
    region_levels: list[Level]
    groups: list[str]
    source: str
    status: Literal["active", "stopped", "planned"]
    figures: int = Field(description="How many figures the edition has of it.")


class Indicators(OfEdition):
    indicators: list[IndicatorListed]


class SourceNamed(Shape):
    id: str
    title: str
    kind: str
    licence: str
    address: str | None
    note: BothLanguages | None


class Materiality(Shape):
    points: float | None
    percent: float | None


class Method(Shape):
    id: str
    title: BothLanguages
    in_use_from: dt.date | None
    in_use_until: dt.date | None
    explanation: BothLanguages | None


class Break(Shape):
    period: str
    reason: BothLanguages


class Event(Shape):
    period: str
    note: BothLanguages


class LocalFigure(Shape):
    title: BothLanguages
    address: str


class Late(Shape):
    feed: str
    since: str


class IndicatorWhole(Shape):
    """The whole declaration of an indicator, as it was when the edition was made."""

    id: str
    theme: str | None
    title: BothLanguages
    question: BothLanguages
    definition: BothLanguages
    population: BothLanguages
    unit: BothLanguages
    kind: Kind
    decimals: int
    scale: float
    minimum: float | None
    maximum: float | None
    polarity: Polarity
    uncertainty: Uncertainty
    materiality: Materiality | None = Field(description="The smallest difference worth a meeting.")
    compare_with: Literal["previous", "year"]
    timing: str | None
    frequency: str
    reporting_delay: int = Field(description="Days from the end of a period to its publication.")
    seasonally_adjusted: bool
    region_levels: list[Level]
    groups: list[str]
    context: bool
    headline: bool
    per: str | None
    methods: list[Method]
    breaks: list[Break]
    events: list[Event]
    source: SourceNamed
    licence: str | None
    access: str | None
    tables: list[str]
    local: list[LocalFigure] = Field(description="Where the figure of one's own region is.")
    status: Literal["active", "stopped", "planned"]
    stopped_since: str | None
    successor: str | None
    rounding: int | None
    disclosure: BothLanguages | None
    limitations: BothLanguages
    caution: BothLanguages | None
    crisis_effect: BothLanguages | None = Field(
        description="What the crisis does to this measurement."
    )
    also: list[str] = Field(description="Other words that people search by.")
    figures: int
    late: Late | None = Field(description="When the source failed as the edition was made.")
    releases: list[str] = Field(description="Keys of the releases its figures come from.")


class Indicator(OfEdition):
    indicator: IndicatorWhole


class Group(Shape):
    """A `population` by age, schooling …, whose `id` is the `group` of figures; or a `target`
    group, which is followed across themes: several populations and whole indicators."""

    id: str
    kind: Literal["population", "target"]
    dimension: str | None
    title: BothLanguages
    description: BothLanguages | None
    groups: list[str]
    indicators: list[str]


class Groups(OfEdition):
    groups: list[Group]

"""A monitor's declarations as values; what they mean stands in ``monitor.schema.json``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Polarity = Literal["higher_is_favourable", "lower_is_favourable", "no_judgement"]
Uncertainty = Literal["published_limits", "count", "history", "unknown"]
Kind = Literal["percent", "count", "balance", "duration", "score"]

TOTAL = "total"
"""The group code of everybody."""


@dataclass(frozen=True)
class Text:
    """The same words in Dutch and English."""

    nl: str
    en: str

    def to(self, language: str) -> str:
        """The words in *language* (``nl`` or ``en``)."""
        return self.en if language == "en" else self.nl


@dataclass(frozen=True)
class Theme:
    id: str
    title: Text
    question: Text
    note: Text | None = None


@dataclass(frozen=True)
class EditionPlan:
    """An edition to freeze: it shows what was known on ``date``."""

    id: str
    date: dt.date
    title: Text
    date_precision: Literal["day", "month"] = "day"
    note: Text | None = None
    corrects: str | None = None
    """The edition of the same date whose place it takes."""
    reason: Text | None = None
    """Why that is corrected."""


@dataclass(frozen=True)
class Rhythm:
    """How often an edition is to come, and how long it is in review."""

    months: int
    review_days: int = 14
    """So many days before its date an edition goes to review."""


@dataclass(frozen=True)
class Ending:
    """When a monitor stops, and how long it stays to be read."""

    date: dt.date
    """No edition speaks of a later day."""
    keep_until: dt.date
    """Until when the site stays, as an archive."""
    note: Text
    """What readers are told about it."""

    def over(self, today: dt.date) -> bool:
        """Whether the monitor has stopped."""
        return today > self.date


@dataclass(frozen=True)
class Group:
    code: str
    """With its dimension, as ``leeftijd:16-24``."""
    title: Text
    short: Text


@dataclass(frozen=True)
class GroupDimension:
    id: str
    title: Text
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class TargetGroup:
    """Group codes and whole indicators that speak of the same people; shown together, not added."""

    id: str
    title: Text
    groups: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    description: Text | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    id: str
    title: str
    kind: str
    licence: str
    address: str | None = None
    note: Text | None = None


@dataclass(frozen=True)
class Feed:
    """One table or file of a source, with how it is asked and read."""

    id: str
    source: str
    protocol: str
    address: str
    page: str | None = None
    title: str | None = None
    licence: str | None = None
    mapping: str | None = None
    note: Text | None = None


@dataclass(frozen=True)
class Draw:
    """How an indicator's figures are taken from one feed: data, no code."""

    feed: str
    measure: str | None = None
    measures: Mapping[str, str] = field(default_factory=dict)
    formula: str | None = None
    where: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    limits: Mapping[str, str] = field(default_factory=dict)
    region_field: str | None = None
    region_year: int | None = None
    period_field: str | None = None
    period: str | None = None
    periods: tuple[str, ...] = ()
    since: str | None = None
    method: str | None = None
    times: float = 1.0
    unverified: bool = False


@dataclass(frozen=True)
class Measure:
    """A government measure in force from ``from_`` up to and including ``until``."""

    id: str
    title: Text
    kind: str
    from_: dt.date
    until: dt.date | None = None
    short: Text | None = None
    weight: int = 1
    source: str | None = None


@dataclass(frozen=True)
class Method:
    id: str
    title: Text
    in_use_from: dt.date | None = None
    in_use_until: dt.date | None = None
    explanation: Text | None = None

    def in_use_on(self, date: dt.date) -> bool:
        """Whether the source published by this method on *date*."""
        return (self.in_use_from is None or self.in_use_from <= date) and (
            self.in_use_until is None or date <= self.in_use_until
        )


@dataclass(frozen=True)
class Break:
    period: str
    reason: Text


@dataclass(frozen=True)
class Event:
    period: str
    note: Text


@dataclass(frozen=True)
class LocalFigure:
    title: Text
    address: str


@dataclass(frozen=True)
class Organisation:
    """The publisher as catalogues of open data name it."""

    name: Text
    identifier: str | None = None
    """Its permanent address in a register of organisations."""
    page: str | None = None


@dataclass(frozen=True)
class Contact:
    """Where people can ask about the data."""

    email: str | None = None
    page: str | None = None


@dataclass(frozen=True)
class LocalFigures:
    """Where the figures of any one region of these levels can be seen."""

    title: Text
    address: str
    levels: tuple[str, ...]
    note: Text | None = None


@dataclass(frozen=True)
class Feature:
    """A property by which regions are alike: a context quantity, or the ratio of two."""

    indicator: str
    per: str | None = None
    log: bool = False


@dataclass(frozen=True)
class RegionClass:
    """Regions between two of the same bounds of a context quantity are alike."""

    id: str
    title: Text
    indicator: str
    bounds: tuple[float, ...]
    source: str | None = None


@dataclass(frozen=True)
class Peers:
    """Which regions are alike: the nearest by features, or those of one class."""

    nearest: int
    features: tuple[Feature, ...]
    classes: tuple[RegionClass, ...] = ()


@dataclass(frozen=True)
class Term:
    """A word that readers may not know."""

    id: str
    term: Text
    meaning: Text
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Materiality:
    """The smallest difference worth a meeting, in units (``points``) or relative (``percent``)."""

    points: float | None = None
    percent: float | None = None


@dataclass(frozen=True)
class Indicator:
    id: str
    title: Text
    question: Text
    definition: Text
    population: Text
    unit: Text
    kind: Kind
    decimals: int
    polarity: Polarity
    uncertainty: Uncertainty
    frequency: str
    reporting_delay: int
    region_levels: tuple[str, ...]
    source: str
    status: Literal["active", "stopped", "planned"]
    limitations: Text
    theme: str | None = None
    context: bool = False
    scale: float = 1.0
    additive: bool = True
    """As declared; of counts only, see ``adds_up``."""
    per: str | None = None
    """The context quantity a count is divided by to compare regions."""
    also: tuple[str, ...] = ()
    """Other words that people search by."""
    minimum: float | None = None
    maximum: float | None = None
    materiality: Materiality | None = None
    compare_with: Literal["previous", "year"] = "previous"
    sentence: Text | None = None
    """With ``{when}`` and ``{value}``."""
    caution: Text | None = None
    timing: str | None = None
    seasonally_adjusted: bool = False
    groups: tuple[str, ...] = ()
    methods: tuple[Method, ...] = ()
    breaks: tuple[Break, ...] = ()
    events: tuple[Event, ...] = ()
    local: tuple[LocalFigure, ...] = ()
    rounding: int | None = None
    disclosure: Text | None = None
    tables: tuple[str, ...] = ()
    draw: tuple[Draw, ...] = ()
    access: str | None = None
    licence: str | None = None
    stopped_since: str | None = None
    successor: str | None = None
    crisis_effect: Text | None = None
    headline: bool = False

    @property
    def adds_up(self) -> bool:
        """Whether the figures of two places may be added up to that of both together."""
        return self.kind == "count" and self.additive

    def method_on(self, date: dt.date) -> str:
        """The id of the method the source published by on *date*; empty when it has only one."""
        for method in self.methods:
            if method.in_use_on(date):
                return method.id
        return ""

    def method(self, method: str) -> Method | None:
        """The declared method with this id."""
        return next((each for each in self.methods if each.id == method), None)


@dataclass(frozen=True)
class Monitor:
    """Everything a monitor declares, checked."""

    id: str
    title: Text
    lead: Text
    publisher: Text
    synthetic: bool
    themes: tuple[Theme, ...]
    editions: tuple[EditionPlan, ...]
    dimensions: tuple[GroupDimension, ...]
    target_groups: tuple[TargetGroup, ...]
    sources: Mapping[str, Source]
    measures: tuple[Measure, ...]
    indicators: Mapping[str, Indicator] = field(repr=False)
    feeds: Mapping[str, Feed] = field(default_factory=dict)
    notice: Text | None = None
    crisis_start: dt.date | None = None
    local: tuple[LocalFigures, ...] = ()
    peers: Peers | None = None
    terms: tuple[Term, ...] = ()
    four_eyes: bool = False
    """Whether editions go by review to a publisher who wrote nothing in them."""
    rhythm: Rhythm | None = None
    ends: Ending | None = None
    organisation: Organisation | None = None
    contact: Contact | None = None
    licence: str | None = None
    """Of the editions as a collection, a key of ``licences.LICENCES``."""

    @cached_property
    def group_codes(self) -> Mapping[str, Group]:
        """Every group by its code, in declared order, without ``total``."""
        return {group.code: group for each in self.dimensions for group in each.groups}

    def publisher_name(self, language: str) -> str:
        """Who publishes it, as it signs a letter: what it is called, without what it adds."""
        if self.organisation is not None:
            return self.organisation.name.to(language)
        return self.publisher.to(language).partition(",")[0].strip()

    def target_group(self, key: str) -> TargetGroup | None:
        """The target group with this key."""
        return next((each for each in self.target_groups if each.id == key), None)

    def drawn_from(self, feed: str) -> list[tuple[Indicator, Draw]]:
        """The indicators that take figures from a feed, in order of key, with how."""
        return [
            (indicator, draw)
            for indicator in self.indicators.values()
            for draw in indicator.draw
            if draw.feed == feed
        ]

    def of_theme(self, theme: str) -> list[Indicator]:
        """The indicators of a theme: those shown first in front, then by title."""
        found = [each for each in self.indicators.values() if each.theme == theme]
        return sorted(found, key=lambda each: (not each.headline, each.title.nl.casefold()))

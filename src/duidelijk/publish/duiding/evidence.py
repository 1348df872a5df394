"""Evidence and series as readers see them: in words, with where they lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from duidelijk.catalogue.model import TOTAL
from duidelijk.duiding.report import Evidence, EvidenceKind, FigureKey
from duidelijk.editions.edition import Edition
from duidelijk.publish.duiding.naming import phrases
from duidelijk.publish.duiding.plain import Link, Words, in_language, safe_address
from duidelijk.regions import COUNTRY


@dataclass(frozen=True)
class Shown:
    """One piece of evidence."""

    kind: EvidenceKind
    kind_words: str
    caption: Words
    url: str
    """Where it can be seen; empty for what is seen in practice, or leads nowhere."""

    @property
    def inside(self) -> bool:
        """Whether it leads to a page of this site."""
        return self.url.startswith("/")


def evidence_shown(every: Sequence[Evidence], link: Link, language: str) -> tuple[Shown, ...]:
    """Evidence in the order in which it was given, what was given twice once."""
    known = phrases(language)
    found = [
        Shown(
            each.kind,
            known[f"evidence_{each.kind.value}"],
            in_language(each.caption, language),
            link(address) if (address := address_of(each)) else "",
        )
        for each in every
    ]
    return tuple(dict.fromkeys(found))


def address_of(evidence: Evidence) -> str:
    """Where evidence stands for good; of a figure without an address that of its page."""
    figure = evidence.figure
    if not evidence.address and figure and evidence.edition and evidence.period:
        return figure_address(evidence.edition, figure, evidence.period)
    return safe_address(evidence.address)


def figure_address(edition: str, figure: FigureKey, period: str) -> str:
    """The page of one figure of an edition."""
    return (
        f"/edities/{edition}/indicator/{figure.indicator}/cijfer/"
        f"{figure.region}/{figure.group}/{period}"
    )


def series_words(edition: Edition, figure: FigureKey, language: str) -> str:
    """A series by name: its indicator, and of whom and where when not of all and everywhere."""
    indicator = edition.monitor.indicators.get(figure.indicator)
    title = indicator.title.to(language) if indicator else figure.indicator
    about = []
    if figure.group != TOTAL:
        group = edition.monitor.group_codes.get(figure.group)
        about.append(group.title.to(language) if group else figure.group)
    if figure.region != COUNTRY:
        region = edition.regions.get(figure.region)
        about.append(region.name.to(language) if region else figure.region)
    return f"{title} ({', '.join(about)})" if about else title

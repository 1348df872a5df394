"""Conclusions as readers see them, each with what it rests on; and those of a whole edition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duidelijk.duiding.report import Conclusion, Dissent, Expectation, SessionReport, Statement
from duidelijk.duiding.scales import Confidence, Expected, Status
from duidelijk.editions.edition import Edition
from duidelijk.publish.duiding.agreeing import Agreement, agreement, in_order, perspective_words
from duidelijk.publish.duiding.evidence import Shown, evidence_shown, series_words
from duidelijk.publish.duiding.naming import by_words, chance_words, phrases
from duidelijk.publish.duiding.plain import Link, Words, as_written, in_language
from duidelijk.publish.periods import period_label

_ORDER = list(Status)


@dataclass(frozen=True)
class SaidShown:
    """What somebody said, and as who they are named outside the session."""

    by: str
    words: Words
    about: str = ""
    """Which question of the session it answers."""
    evidence: tuple[Shown, ...] = ()


@dataclass(frozen=True)
class ExpectationShown:
    """What a group expects of the next figure of a series."""

    series: str
    url: str
    expected: Expected
    expected_words: str
    since: str
    """The last period that was known then, in words; empty when nobody said."""


@dataclass(frozen=True)
class ConclusionShown:
    """A reading that a group came to, or could not agree on."""

    session: str
    id: str
    example: bool
    text: Words
    status: Status
    status_words: str
    status_why: str
    deviates: str
    """What the counts alone would say, where the facilitator put another status."""
    confidence: Confidence | None
    confidence_words: str
    chance: str
    agreement: Agreement | None
    dissent: tuple[SaidShown, ...]
    statements: tuple[SaidShown, ...]
    evidence: tuple[Shown, ...]
    expectation: ExpectationShown | None
    themes: tuple[str, ...]
    groups: tuple[str, ...]

    @property
    def anchor(self) -> str:
        """Its name within a page."""
        return f"c-{self.session}-{self.id}"


def conclusion_shown(
    edition: Edition, report: SessionReport, conclusion: Conclusion, link: Link, language: str
) -> ConclusionShown:
    """One conclusion of a session with everything it rests on."""
    known, sure = phrases(language), conclusion.confidence
    other = conclusion.suggested
    deviates = other is not None and other is not conclusion.status
    counted = known[f"conclusion_{other.value}"] if other is not None else ""
    return ConclusionShown(
        session=report.id,
        id=conclusion.id,
        example=report.example,
        text=in_language(conclusion.text, language),
        status=conclusion.status,
        status_words=known[f"conclusion_{conclusion.status.value}"],
        status_why=_status_why(conclusion, language),
        deviates=known["told_deviates"].format(status=counted) if deviates else "",
        confidence=sure,
        confidence_words=known[f"confidence_{sure.value}"] if sure else "",
        chance=chance_words(sure, language) if sure else "",
        agreement=agreement(conclusion.agreement, language),
        dissent=dissent_shown(report, conclusion.dissent, language),
        statements=statements_shown(report, conclusion.statements, link, language),
        evidence=evidence_shown(conclusion.evidence, link, language),
        expectation=_expectation(edition, report, conclusion.expectation, link, language),
        themes=conclusion.themes,
        groups=conclusion.groups,
    )


def _status_why(conclusion: Conclusion, language: str) -> str:
    """Why a conclusion stands as it does; of a contested one, which perspectives are against."""
    known = phrases(language)
    against = [
        perspective_words(key, language)
        for key in in_order(conclusion.agreement, "perspective")
        if conclusion.agreement[key].disagree > conclusion.agreement[key].agree
    ]
    if conclusion.status is Status.CONTESTED and against:
        return known["conclusion_contested_by"].format(names=", ".join(against))
    return known[f"conclusion_{conclusion.status.value}_why"]


def statements_shown(
    report: SessionReport, ids: Sequence[str], link: Link, language: str
) -> tuple[SaidShown, ...]:
    """The statements that something rests on; one that the report does not hold is left out."""
    held = {each.id: each for each in report.statements}
    return tuple(_statement(report, held[id_], link, language) for id_ in ids if id_ in held)


def _statement(report: SessionReport, each: Statement, link: Link, language: str) -> SaidShown:
    return SaidShown(
        by_words(each.by, language),
        as_written(each.text, report.language, language),
        phrases(language)[f"statement_{each.said.value}"],
        evidence_shown(each.evidence, link, language),
    )


def dissent_shown(
    report: SessionReport, every: Sequence[Dissent], language: str
) -> tuple[SaidShown, ...]:
    """Who does not go along, and why."""
    return tuple(
        SaidShown(by_words(each.by, language), as_written(each.reason, report.language, language))
        for each in every
    )


def _expectation(
    edition: Edition,
    report: SessionReport,
    expectation: Expectation | None,
    link: Link,
    language: str,
) -> ExpectationShown | None:
    """``None`` also where the group says that it does not know: then it expects nothing."""
    if expectation is None or expectation.expected.verdict is None:
        return None
    indicator = expectation.figure.indicator
    return ExpectationShown(
        series_words(edition, expectation.figure, language),
        link(f"/edities/{report.edition}/indicator/{indicator}"),
        expectation.expected,
        phrases(language)[f"expected_{expectation.expected.value}"],
        period_words(expectation.since, language),
    )


def period_words(code: str, language: str) -> str:
    """A period in words; as it was written when it is none that is known; empty stays empty."""
    try:
        return period_label(code, language) if code else ""
    except ValueError:
        return code


def of_theme(edition: Edition, theme: str, link: Link, language: str) -> list[ConclusionShown]:
    """What all sessions of an edition concluded on a theme, in order of status."""
    return _in_order(
        conclusion_shown(edition, report, each, link, language)
        for report, each in _every(edition)
        if theme in each.themes
    )


def of_edition(edition: Edition, link: Link, language: str) -> list[ConclusionShown]:
    """What all sessions of an edition concluded, in order of status."""
    return _in_order(
        conclusion_shown(edition, report, each, link, language) for report, each in _every(edition)
    )


def of_group(edition: Edition, group: str, link: Link, language: str) -> list[ConclusionShown]:
    """What all sessions concluded on a target group, in order of status."""
    return _in_order(
        conclusion_shown(edition, report, each, link, language)
        for report, each in _every(edition)
        if group in each.groups
    )


def of_session(
    edition: Edition, report: SessionReport, link: Link, language: str, theme: str = ""
) -> list[ConclusionShown]:
    """What one session concluded, of a *theme* or of all, in order of status."""
    return _in_order(
        conclusion_shown(edition, report, each, link, language)
        for each in report.conclusions
        if not theme or theme in each.themes
    )


def _every(edition: Edition) -> Iterator[tuple[SessionReport, Conclusion]]:
    for report in edition.texts.duiding:
        for each in report.conclusions:
            yield report, each


def _in_order(found: Iterator[ConclusionShown]) -> list[ConclusionShown]:
    """Supported first, then contested, then unknown; else as the session had them."""
    return sorted(found, key=lambda each: _ORDER.index(each.status))

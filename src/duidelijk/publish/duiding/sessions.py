"""Sessions as readers see them: who took part, what was judged before and after, what is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from duidelijk.duiding.report import Estimates, Item, Question, SessionReport, Signal
from duidelijk.duiding.scales import Attribution, Confidence, Expected, Seriousness
from duidelijk.editions.edition import Edition
from duidelijk.publish.charts.small import agreement_bar
from duidelijk.publish.duiding.agreeing import in_order, perspective_words
from duidelijk.publish.duiding.conclusions import (
    ConclusionShown,
    SaidShown,
    dissent_shown,
    of_session,
    statements_shown,
)
from duidelijk.publish.duiding.evidence import Shown, evidence_shown
from duidelijk.publish.duiding.naming import by_words, phrases
from duidelijk.publish.duiding.plain import Link, Words, in_language
from duidelijk.publish.periods import date_words

_SCALES: tuple[tuple[str, type[StrEnum], str], ...] = (
    ("seriousness", Seriousness, "serious"),
    ("confidence", Confidence, "confidence"),
    ("expected", Expected, "expected"),
)


@dataclass(frozen=True)
class Step:
    """One step of a scale: how many chose it before and after talking."""

    words: str
    first: int
    revised: int
    first_bar: str
    revised_bar: str
    """The same as pictures, alike in scale for both times."""


@dataclass(frozen=True)
class ScaleShown:
    """How a group judged one thing on a scale, its steps in order."""

    title: str
    steps: tuple[Step, ...]
    again: bool
    """Whether anybody estimated again after talking."""


@dataclass(frozen=True)
class ItemShown:
    """One thing on the agenda."""

    title: Words
    theme: str
    scales: tuple[ScaleShown, ...]
    changed: str
    """How many estimated otherwise after talking, in words; empty without a second time."""
    evidence: tuple[Shown, ...]


@dataclass(frozen=True)
class OpenShown:
    """A signal or a question: what is asked, of or by whom, and what it rests on."""

    session: str
    id: str
    example: bool
    text: Words
    who: str
    themes: tuple[str, ...]
    statements: tuple[SaidShown, ...]


@dataclass(frozen=True)
class SessionShown:
    """A session with everything that came out of it."""

    id: str
    question: Words
    example: bool
    held: str
    iso: str
    participants: int
    told: str
    """When, how many, from which perspectives: a sentence."""
    perspectives: tuple[tuple[str, int], ...]
    organisations: tuple[tuple[str, int], ...]
    missing: str
    """Perspectives that were wanted and not there, as a sentence; empty when none were."""
    attribution: str
    introduction: Words
    items: tuple[ItemShown, ...]
    conclusions: tuple[ConclusionShown, ...]
    signals: tuple[OpenShown, ...]
    questions: tuple[OpenShown, ...]
    established: str
    remarks: tuple[SaidShown, ...]


def sessions_of(edition: Edition, theme: str = "") -> list[SessionReport]:
    """The sessions of an edition, or those that said something of a theme."""
    reports = edition.texts.duiding
    return [each for each in reports if not theme or theme in each.themes]


def session_shown(
    edition: Edition, report: SessionReport, link: Link, language: str, theme: str = ""
) -> SessionShown:
    """A session, or what it said of a *theme*."""
    known = phrases(language)
    names = _join(
        [perspective_words(each, language) for each in in_order(report.missing, "perspective")],
        language,
    )
    signals = [each for each in report.signals if not theme or theme in each.themes]
    questions = [each for each in report.questions if not theme or theme in each.themes]
    established = report.established
    weighed = established.agree + established.disagree
    return SessionShown(
        id=report.id,
        question=in_language(report.question, language),
        example=report.example,
        held=date_words(report.held, language),
        iso=report.held.isoformat(),
        participants=report.participants,
        told=told_by(report, language),
        perspectives=_counted(report.perspectives, language),
        organisations=tuple(
            (known.get(f"organisation_{key}", key), report.organisations[key])
            for key in in_order(report.organisations, "organisation")
        ),
        missing=known["told_missing"].format(names=names) if names else "",
        attribution=known[
            "told_chatham"
            if report.attribution is Attribution.PERSPECTIVE
            else "told_by_organisation"
        ],
        introduction=in_language(report.introduction, language),
        items=tuple(
            _item(each, link, language) for each in report.items if not theme or each.theme == theme
        ),
        conclusions=tuple(of_session(edition, report, link, language, theme)),
        signals=tuple(signal_shown(report, each, link, language) for each in signals),
        questions=tuple(question_shown(report, each, link, language) for each in questions),
        established=known["told_established"].format(agree=established.agree, total=weighed)
        if weighed
        else "",
        remarks=dissent_shown(report, established.remarks, language),
    )


def told_by(report: SessionReport, language: str) -> str:
    """Who said it and when: ``20 april 2021: 12 deelnemers (beleid 4, wetenschap 2)``."""
    known = phrases(language)
    sides = ", ".join(f"{name} {count}" for name, count in _counted(report.perspectives, language))
    alike = not any(report.perspectives)  # no perspective can be named
    key = "told_by_one" if report.participants == 1 else "told_by_alike" if alike else "told_by"
    return known[key].format(
        date=date_words(report.held, language), count=report.participants, sides=sides
    )


def signal_shown(report: SessionReport, each: Signal, link: Link, language: str) -> OpenShown:
    """Something that asks for action."""
    who = phrases(language)["told_asked_of"].format(who=each.asked_of) if each.asked_of else ""
    return _open(report, each, who, link, language)


def question_shown(report: SessionReport, each: Question, link: Link, language: str) -> OpenShown:
    """What a group could not answer."""
    by = by_words(each.asked_by, language) if each.asked_by else ""
    who = phrases(language)["told_asked_by"].format(who=by) if by else ""
    return _open(report, each, who, link, language)


def _open(
    report: SessionReport, each: Signal | Question, who: str, link: Link, language: str
) -> OpenShown:
    return OpenShown(
        report.id,
        each.id,
        report.example,
        in_language(each.text, language),
        who,
        each.themes,
        statements_shown(report, each.statements, link, language),
    )


def _item(item: Item, link: Link, language: str) -> ItemShown:
    known = phrases(language)
    scales = tuple(
        _scale(known[f"told_scale_{name}"], steps, first, revised)
        for name, scale, word in _SCALES
        for first, revised in ((_counts(item.first, name), _counts(item.revised, name)),)
        for steps in ({step: known[f"{word}_{step.value}"] for step in scale},)
        if first or revised
    )
    again = any(each.again for each in scales)
    key = "told_changed_none" if not item.changed else "told_changed"
    return ItemShown(
        in_language(item.title, language),
        item.theme,
        scales,
        known[key].format(count=item.changed) if again else "",
        evidence_shown(item.evidence, link, language),
    )


def _scale(
    title: str,
    steps: Mapping[StrEnum, str],
    first: Mapping[StrEnum, int],
    revised: Mapping[StrEnum, int],
) -> ScaleShown:
    most = max(*first.values(), *revised.values(), 1)

    def bar(count: int) -> str:
        return agreement_bar((count, 0, 0), most)

    shown = [(words, first.get(step, 0), revised.get(step, 0)) for step, words in steps.items()]
    return ScaleShown(
        title,
        tuple(Step(words, one, two, bar(one), bar(two)) for words, one, two in shown),
        bool(revised),
    )


def _counts(estimates: Estimates, name: str) -> Mapping[StrEnum, int]:
    found: Mapping[StrEnum, int] = getattr(estimates, name)
    return found if any(found.values()) else {}


def _counted(parts: Mapping[str, int], language: str) -> tuple[tuple[str, int], ...]:
    keys = in_order(parts, "perspective")
    return tuple((perspective_words(each, language), parts[each]) for each in keys)


def _join(names: Sequence[str], language: str) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {phrases(language)['told_and']} {names[-1]}"

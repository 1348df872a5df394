"""Signals that sessions came to and editions hold: offered, and taken over once."""

from __future__ import annotations

from dataclasses import dataclass

from duidelijk.agenda.dossier import Origin, Urgency
from duidelijk.catalogue import Text
from duidelijk.duiding.report import Evidence, EvidenceKind, SessionReport
from duidelijk.duiding.report import Signal as Told
from duidelijk.editions.edition import Edition
from duidelijk.editions.texts import development_key
from duidelijk.publish.developments import listed
from duidelijk.web.agenda.models import TITLE, Signal
from duidelijk.web.agenda.raising import Draft, Source
from duidelijk.web.dashboard.places import Place
from duidelijk.web.duiding.citing import figure_of
from duidelijk.web.duiding.evidence import development_title
from duidelijk.web.library import library
from duidelijk.web.words import words


@dataclass(frozen=True)
class Offered:
    """Something that a signal can be made of."""

    key: str
    """By which it is taken over only once."""
    title: Text
    edition: str
    draft: Draft
    source: Source
    asked_of: str = ""


def from_sessions() -> list[Offered]:
    """The signals of sessions in the editions that are out, newest first, not taken over yet."""
    taken = _taken()
    found = [
        _of_session(edition, report, each)
        for edition in reversed(list(library().editions().values()))
        for report in edition.texts.duiding
        for each in report.signals
    ]
    return [each for each in {one.key: one for one in found}.values() if each.key not in taken]


def from_striking() -> list[Offered]:
    """The striking developments of the newest edition that no signal was made of."""
    newest, taken = library().newest(), _taken()
    if newest is None:
        return []
    found = [_of_development(newest, each) for each in listed(newest)]
    return [each for each in found if each.key not in taken]


def offered(key: str) -> Offered | None:
    """Something by its key; ``None`` when it is not there, or was taken over."""
    every = from_sessions() if key.startswith("session:") else from_striking()
    return next((each for each in every if each.key == key), None)


def _taken() -> set[str]:
    taken = Signal.objects.exclude(taken_from=None).values_list("taken_from", flat=True)
    return {each for each in taken if each}


def _of_session(edition: Edition, report: SessionReport, signal: Told) -> Offered:
    address = Place("nl", edition.id, permanent=True).session(report.id)
    evidence = [
        Evidence(EvidenceKind.SOURCE, report.question, address, edition.id),
        *_of_statements(report, signal),
    ]
    title = Text(_first(signal.text.nl), _first(signal.text.en))
    draft = Draft(
        title=title,
        text=signal.text,
        origin=Origin.SESSION,
        urgency=Urgency.SOON,
        themes=signal.themes,
        since=report.held,
        evidence=list(dict.fromkeys(evidence)),
        language=report.language,
    )
    phrases = words("nl")
    source = Source(
        taken_from=f"session:{report.id}:{signal.id}",
        raised_as=phrases["signal_of_session"].format(edition=edition.title.nl),
        own=False,
        on=report.held,
        example=report.example,
    )
    return Offered(
        f"session:{report.id}:{signal.id}", title, edition.id, draft, source, signal.asked_of
    )


def _of_statements(report: SessionReport, signal: Told) -> list[Evidence]:
    """What the statements stand on that a signal rests on; practice is told by the session."""
    return [
        each
        for id_ in signal.statements
        for each in report.statement(id_).evidence
        if each.kind is not EvidenceKind.PRACTICE
    ]


def _of_development(edition: Edition, development: dict[str, object]) -> Offered:
    key = development_key(development)
    indicator = edition.monitor.indicators[str(development["indicator"])]
    titles = [development_title(edition, development, each)[:TITLE] for each in ("nl", "en")]
    sentences: dict[str, str] = development["sentences"]  # type: ignore[assignment]
    place = Place("nl", edition.id, permanent=True)
    address = place.figure(
        *(str(development[each]) for each in ("indicator", "region", "group", "period"))
    )
    figure = figure_of(address)
    draft = Draft(
        title=Text(*titles),
        text=Text(sentences["nl"], sentences["en"]),
        origin=Origin.STRIKING,
        urgency=Urgency.SOON,
        themes=(indicator.theme,) if indicator.theme else (),
        groups=tuple(
            each.id
            for each in edition.monitor.target_groups
            if str(development["group"]) in each.groups or indicator.id in each.indicators
        ),
        regions=() if development["region"] == "NL01" else (str(development["region"]),),
        evidence=[figure] if figure else [],
    )
    source = Source(taken_from=f"striking:{edition.id}:{key}", on=edition.date)
    return Offered(f"striking:{edition.id}:{key}", Text(*titles), edition.id, draft, source)


def _first(text: str) -> str:
    """The first sentence of a text, as its title."""
    head = text.split(". ")[0].strip().rstrip(".")
    if len(head) <= TITLE:
        return head
    return head[: TITLE - 1].rsplit(" ", 1)[0] + "…"


def asked_of_words(signal: Signal) -> str:
    """Of whom a session asked it, in its own words; empty for another signal."""
    key = signal.taken_from or ""
    _, _, rest = key.partition("session:")
    report, _, own = rest.partition(":")
    for edition in library().editions().values():
        for each in edition.texts.duiding:
            found = [one for one in each.signals if (each.id, one.id) == (report, own)]
            if found:
                return found[0].asked_of
    return ""

"""Reports of sessions to make documents of: one to read, one empty, one that nobody would write."""

from __future__ import annotations

import dataclasses
import datetime as dt

from duidelijk.catalogue import Text
from duidelijk.catalogue.model import TOTAL
from duidelijk.duiding.agreement import Count
from duidelijk.duiding.report import (
    Conclusion,
    Dissent,
    Established,
    Estimates,
    Evidence,
    EvidenceKind,
    Expectation,
    FigureKey,
    Item,
    Question,
    SessionReport,
    Signal,
    Statement,
)
from duidelijk.duiding.scales import (
    Attribution,
    Confidence,
    Expected,
    Said,
    Seriousness,
    Status,
)
from duidelijk.editions.edition import Edition
from duidelijk.publish.documents.entries import DRAWN_FROM
from duidelijk.publish.edition_sentences import NATION
from duidelijk.publish.national import national

HOSTILE = (
    "nul\x00 tab\x0b geen\ufffe \u202eomgekeerd\u202c שלום سلام 😀 <script>alert(1)</script> &amp; "
    '#panic("typst") $x^2$ @label <label> [blok] \\u{41} `#eval("1")` "]) regel\r\nnog een'
)
HUGE = "a" * 500_000 + " zonderling" * 50_000


def drawn_indicator(edition: Edition) -> str:
    """The first indicator with a national course to draw."""
    series = national(edition).series
    return next(key for key, rows in series.items() if len(rows) > 2 * DRAWN_FROM)


def report_of(edition: Edition) -> SessionReport:
    """A report of a session about *edition*, with one of everything."""
    key = drawn_indicator(edition)
    series = FigureKey(key, NATION, TOTAL)
    caption = Text("Het cijfer daalde.", "The figure fell.")
    address = f"/edities/{edition.id}/indicator/{key}"
    figure = Evidence(EvidenceKind.FIGURE, caption, address, edition.id, series)
    study = Evidence(EvidenceKind.SOURCE, Text("Een studie", ""), "https://example.nl/studie")
    theme = edition.monitor.themes[0].id
    return SessionReport(
        id="1",
        question=Text("Hoe gaat het met jongeren?", "How are young people?"),
        edition=edition.id,
        held=dt.date(2021, 4, 20),
        attribution=Attribution.PERSPECTIVE,
        perspectives={"policy": 6, "practice": 5, "": 1},
        organisations={"municipality": 8, "ministry": 4},
        missing=("science",),
        introduction=Text("Wij spraken elkaar.\n\nHet ging over jongeren.", ""),
        items=(
            Item(
                "1",
                Text("Werk van jongeren", "Work of young people"),
                theme,
                (figure,),
                Estimates({Seriousness.SERIOUS: 7}, {Confidence.LIKELY: 7}, {Expected.RISES: 7}),
                Estimates({Seriousness.NOTICEABLE: 7}),
                3,
            ),
        ),
        conclusions=(
            Conclusion(
                "3", Text("Stages: wij weten het niet.", ""), Status.UNKNOWN, None, (theme,)
            ),
            Conclusion(
                "2",
                Text("Het herstelt vanzelf.", "It recovers by itself."),
                Status.CONTESTED,
                Confidence.EVEN,
                (theme,),
                dissent=(Dissent("practice", "Dat zien wij niet."),),
                statements=("8", "7"),
            ),
            Conclusion(
                "1",
                Text("Bijbanen vielen weg.", "Side jobs were lost."),
                Status.SUPPORTED,
                Confidence.LIKELY,
                (theme,),
                suggested=Status.CONTESTED,
                agreement={"policy": Count(4, 1, 1), "": Count(0, 0, 1)},
                dissent=(Dissent("", "Het begon eerder."),),
                statements=("7",),
                evidence=(figure,),
                expectation=Expectation(series, Expected.FALLS, "2021MM03"),
            ),
        ),
        signals=(Signal("1", Text("Er zijn te weinig stages.", ""), (theme,), "OCW", ("7",)),),
        questions=(Question("1", Text("Wie viel buiten de steun?", ""), (theme,), "science"),),
        statements=(
            Statement("8", Said.EXPLAINED, "Zie de studie.", "", (study,)),
            Statement("7", Said.SEEN, "De horeca is dicht.", "practice"),
        ),
        established=Established(9, 2, (Dissent("practice", "Te stellig."),)),
    )


def empty_report(edition: Edition) -> SessionReport:
    """A report of a session that came to nothing."""
    return SessionReport(
        id="2",
        question=Text("Wat zien wij?", ""),
        edition=edition.id,
        held=dt.date(2021, 4, 20),
        attribution=Attribution.ORGANISATION,
        perspectives={},
        organisations={},
    )


def written_over(report: SessionReport, words: str) -> SessionReport:
    """*report* with *words* wherever somebody can write."""

    def over(value: object, name: str = "") -> object:
        if isinstance(value, Text):
            return Text(words, words)
        if isinstance(value, str) and name in ("text", "reason", "by", "asked_of", "address"):
            return words
        if isinstance(value, tuple):
            return tuple(over(each) for each in value)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            parts = {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
            return type(value)(**{key: over(each, key) for key, each in parts.items()})
        return value

    made = over(report)
    assert isinstance(made, SessionReport)
    return made

"""A report of a session on the shipped edition of April 2021, for tests of what readers see."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

from duidelijk.catalogue import Text
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
from duidelijk.editions.publishing import publish
from duidelijk.editions.texts import Texts

EDITION = "2021-2"
YOUNG = "leeftijd:16-24"
DISTANCE = FigureKey("naleving_houd_1_5m_afstand", "NL01", YOUNG)
WORRIES = FigureKey("zorgen_zorgen_over_coronavirus", "NL01", YOUNG)
WAVE = "2021-03-30"
FIGURE = Evidence(
    EvidenceKind.FIGURE,
    Text("57,3 % van de jongeren houdt afstand.", "57.3% of young people keep apart."),
    f"/edities/{EDITION}/indicator/{DISTANCE.indicator}/cijfer/NL01/{YOUNG}/{WAVE}",
    EDITION,
    DISTANCE,
    WAVE,
)
SOURCE = Evidence(EvidenceKind.SOURCE, Text("Een studie", "A study"), "https://example.org/studie")

SUPPORTED = Conclusion(
    "1",
    Text("Jongeren houden minder afstand.", "Young people keep less distance."),
    Status.SUPPORTED,
    Confidence.LIKELY,
    ("gedrag",),
    ("jongeren",),
    suggested=Status.CONTESTED,
    agreement={"policy": Count(4, 1, 0), "": Count(0, 0, 1)},
    statements=("7", "8"),
    evidence=(FIGURE, SOURCE),
    expectation=Expectation(DISTANCE, Expected.STAYS, WAVE),
)
CONTESTED = Conclusion(
    "2",
    Text("De zorgen zijn minder groot.", ""),
    Status.CONTESTED,
    None,
    ("gedrag", "mentale_weerbaarheid"),
    agreement={"policy": Count(2, 0, 3)},
    dissent=(Dissent("policy", "Dat zie ik anders."),),
    statements=("7",),
    expectation=Expectation(WORRIES, Expected.RISES, WAVE),
)
REPORT = SessionReport(
    id="jongeren",
    question=Text("Hoe gaat het met jongeren?", "How are young people?"),
    edition=EDITION,
    held=dt.date(2021, 4, 20),
    attribution=Attribution.PERSPECTIVE,
    perspectives={"policy": 5, "": 1},
    organisations={"municipality": 6},
    missing=("science", "governing"),
    introduction=Text("De eerste alinea.\n\nDe tweede alinea.", ""),
    items=(
        Item(
            "1",
            Text("Afstand houden", "Keeping apart"),
            "gedrag",
            (FIGURE,),
            Estimates({Seriousness.SERIOUS: 4, Seriousness.SLIGHT: 2}, {}, {Expected.STAYS: 6}),
            Estimates({Seriousness.SERIOUS: 6}, {}, {Expected.STAYS: 6}),
            2,
        ),
    ),
    conclusions=(CONTESTED, SUPPORTED),
    signals=(Signal("1", Text("Open buitenplekken.", ""), ("gedrag",), "gemeenten", ("8",)),),
    questions=(Question("1", Text("Waar spreken ze af?", ""), ("gedrag",), "policy", ("7",)),),
    statements=(
        Statement("7", Said.SEEN, "Op het plein staan ze dicht bij elkaar.", "policy", (FIGURE,)),
        Statement("8", Said.MISSING, "Niemand meet het in de trein.", ""),
    ),
    established=Established(5, 1, (Dissent("", "Te stellig."),)),
)


def report(**changes: Any) -> SessionReport:
    """The report, with other values in some places."""
    return dataclasses.replace(REPORT, **changes)


def sealed(from_: Path, editions: Path, *reports: SessionReport, id_: str = EDITION) -> Edition:
    """An edition of the home *from_* published into *editions* with these reports."""
    return Edition(publish(from_ / "editions" / id_, editions, Texts(duiding=reports)))

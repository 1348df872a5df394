"""Signals for tests of what is shown: one with something of everything, and the longest allowed."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from duidelijk.agenda.dossier import (
    Action,
    Addressee,
    Ask,
    AskKind,
    Credit,
    Dossier,
    Milestone,
    Money,
    Origin,
    Recognition,
    Step,
    Urgency,
)
from duidelijk.agenda.workflow import Thing
from duidelijk.catalogue import Text
from duidelijk.duiding.report import Evidence, EvidenceKind, FigureKey
from duidelijk.duiding.scales import Confidence

TODAY = dt.date(2021, 4, 15)
OCW = Addressee("ocw", Text("Ministerie van OCW", "Ministry of Education"), "ministry")
VWS = Addressee("vws", Text("Ministerie van VWS", "Ministry of Health"), "ministry")
LETTER = Evidence(
    EvidenceKind.SOURCE,
    Text("Brief aan de Kamer", "Letter to parliament"),
    "https://example.nl/brief",
)
FIGURE = Evidence(
    EvidenceKind.FIGURE,
    Text("Het tekort liep op.", "The shortage grew."),
    "/edities/2021-2/indicator/stagetekort_mbo",
)


def day(month: int, number: int, year: int = 2021) -> dt.date:
    return dt.date(year, month, number)


def _step(thing: Thing, key: str, name: str, on: dt.date, **more: Any) -> Step:
    return Step(thing, key, name, on, **more)


STEPS = (
    _step(Thing.SIGNAL, "", "raise", day(1, 4), by="Gemeente Ede"),
    _step(Thing.SIGNAL, "", "take_up", day(1, 5), by="VNG"),
    _step(Thing.ASK, "v1", "draft", day(1, 5), by="VNG"),
    _step(Thing.ASK, "v1", "agree", day(1, 6), by="VNG"),
    _step(Thing.ASK, "v1", "put", day(1, 7), by="VNG"),
    _step(Thing.ASK, "v2", "draft", day(1, 8)),
    _step(Thing.ASK, "v2", "agree", day(1, 9)),
    _step(Thing.ASK, "v2", "put", day(1, 10)),
    _step(Thing.ASK, "v3", "draft", day(1, 11)),
    _step(
        Thing.ASK,
        "v1",
        "accept",
        day(2, 1),
        by="Ministerie van OCW",
        reason=Text("Er komt geld.", "There will be money."),
        table=Text("Stuurgroep", "Steering group"),
        evidence=(LETTER,),
    ),
    _step(Thing.ACTION, "d1", "plan", day(2, 2)),
    _step(Thing.ACTION, "d1", "start", day(2, 8)),
    _step(Thing.MILESTONE, "m1", "set", day(2, 2)),
    _step(Thing.MILESTONE, "m2", "set", day(2, 2)),
    _step(Thing.MILESTONE, "m3", "set", day(2, 2)),
    _step(Thing.MILESTONE, "m1", "meet", day(3, 3)),
    _step(
        Thing.MILESTONE,
        "m2",
        "move",
        day(3, 20),
        until=day(6, 1),
        reason=Text("De wet liep uit.", "The law was late."),
    ),
    _step(Thing.ACTION, "d2", "plan", day(2, 2)),
    _step(
        Thing.ACTION,
        "d2",
        "stop",
        day(3, 1),
        reason=Text("Er was niemand voor.", "There was nobody for it."),
    ),
)
DOSSIER = Dossier(
    number=7,
    title=Text("Te weinig stages", "Too few internships"),
    text=Text("Studenten vinden geen stage.\n\nZij lopen vertraging op.", ""),
    origin=Origin.LOCAL,
    urgency=Urgency.NOW,
    raised_by="Gemeente Ede",
    themes=("onderwijs", "bestaat_niet"),
    groups=("jongeren",),
    regions=("GM0228", "ZZ99"),
    since=day(11, 1, 2020),
    confidence=Confidence.LIKELY,
    evidence=(FIGURE, LETTER),
    recognised=(
        Recognition("Gemeente Ede", "municipality", day(1, 8), "GM0228"),
        Recognition("Sociale dienst Ede", "municipality", day(1, 9), "GM0228"),
        Recognition("Gemeente Tiel", "municipality", day(1, 9), "GM0281"),
        Recognition("JOB", "association", day(1, 9)),
    ),
    credits=(
        Credit(3, Text("Stages vallen weg", ""), "Gemeente Tiel", day(12, 1, 2020), day(1, 9)),
    ),
    asks=(
        Ask("v1", AskKind.PROPOSAL, Text("Maak extra stages mogelijk.", ""), OCW, day(2, 15)),
        Ask("v2", AskKind.QUESTION, Text("Wie valt buiten de boot?", ""), VWS, day(3, 1)),
        Ask("v3", AskKind.QUESTION, Text("Een vraag in wording.", ""), VWS, day(8, 1)),
    ),
    actions=(
        Action(
            "d1",
            Text("Actieplan", "Action plan"),
            Text("Meer leerbedrijven.", ""),
            OCW,
            "v1",
            money=(Money(58_500_000, Text("voor stages", "for internships")),),
            milestones=(
                Milestone("m1", Text("De regeling is open", "The scheme is open"), day(3, 3)),
                Milestone("m2", Text("De wet is er", "The law is there"), day(4, 1)),
                Milestone("m3", Text("Eerste verslag", "First report"), day(4, 10)),
            ),
            aims=(FigureKey("stagetekort_mbo", "NL01", "total"),),
            evidence=(LETTER,),
        ),
        Action("d2", Text("Een meldpunt", "A help line"), Text("", ""), VWS),
    ),
    steps=STEPS,
)


def dossier(**changes: Any) -> Dossier:
    """The signal, with other values in some places."""
    return dataclasses.replace(DOSSIER, **changes)


def longest(letter: str = "") -> Dossier:
    """As much as can be typed; of one *letter* without any place to break where that is given."""

    def words(most: int) -> Text:
        sentence = letter * most if letter else "Gemeenten zien dat jongeren het zwaar hebben. "
        return Text((sentence * (most // len(sentence) + 1))[:most], "")

    ask = dataclasses.replace(DOSSIER.asks[0], text=words(800))
    long = "https://example.nl/" + "pad/" * 90
    return dossier(
        title=words(160),
        text=words(1500),
        raised_by=words(200).nl,
        asks=(dataclasses.replace(ask, addressee=Addressee("x", words(160), "ministry")),),
        actions=(),
        steps=tuple(each for each in STEPS if each.key in ("", "v1")),
        regions=("GM0228", "GM0281") * 20,
        recognised=tuple(
            Recognition(
                f"Gemeente {letter * 130} nummer {at}", "municipality", day(1, 8), f"GM{at:04}"
            )
            for at in range(40)
        ),
        evidence=tuple(
            Evidence(EvidenceKind.SOURCE, words(400), f"{long}{at}") for at in range(20)
        ),
    )

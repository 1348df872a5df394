"""A report goes into an edition and comes out the same."""

from __future__ import annotations

import datetime as dt
import json

import pytest

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
from duidelijk.duiding.sealing import as_document, from_document
from duidelijk.foundation.problems import Refused

_FIGURE = FigureKey("youth_unemployment", "NL01", "total")
_REPORT = SessionReport(
    id="1",
    question=Text("Hoe gaat het met jongeren?", "How are young people?"),
    edition="2021-2",
    held=dt.date(2021, 4, 20),
    attribution=Attribution.PERSPECTIVE,
    perspectives={"policy": 3, "practice": 2, "": 1},
    organisations={"municipality": 4, "ministry": 2},
    missing=("science",),
    items=(
        Item(
            "1",
            Text("Werkloze jongeren", "Unemployed young people"),
            "werk_inkomen",
            (Evidence(EvidenceKind.FIGURE, Text("Gestegen.", "Risen."), "/x", "2021-2", _FIGURE),),
            Estimates({Seriousness.SERIOUS: 4}, {Confidence.LIKELY: 3}, {Expected.RISES: 4}),
            Estimates({Seriousness.NOTICEABLE: 4}),
            3,
        ),
    ),
    conclusions=(
        Conclusion(
            "1",
            Text("Bijbanen vielen weg.", ""),
            Status.SUPPORTED,
            Confidence.LIKELY,
            ("werk_inkomen",),
            suggested=Status.CONTESTED,
            agreement={"policy": Count(2, 1, 0), "": Count(0, 0, 1)},
            dissent=(Dissent("", "Het begon eerder."),),
            statements=("7",),
            expectation=Expectation(_FIGURE, Expected.FALLS, "2021MM03"),
        ),
    ),
    signals=(Signal("2", Text("Stages.", ""), ("onderwijs",), "OCW", ("7",)),),
    questions=(Question("3", Text("Wie?", ""), ("onderwijs",), "science"),),
    statements=(
        Statement("7", Said.SEEN, "De horeca is dicht.", "practice"),
        Statement(
            "8",
            Said.EXPLAINED,
            "Zie de monitor.",
            "",
            (Evidence(EvidenceKind.SOURCE, Text("Monitor", ""), "https://example.nl/m"),),
        ),
    ),
    established=Established(5, 1, (Dissent("practice", "Te stellig."),)),
    example=True,
)


def test_a_report_comes_out_as_it_went_in() -> None:
    written = json.loads(json.dumps(as_document([_REPORT])))
    assert from_document(written) == (_REPORT,)


def test_the_layout_of_a_later_version_is_refused() -> None:
    with pytest.raises(Refused, match="layout 2"):
        from_document({"format": 2, "sessions": []})


@pytest.mark.parametrize(
    ("key", "value"),
    [("held", "yesterday"), ("statements", [{"id": 7}]), ("attribution", "name"), ("example", 1)],
)
def test_what_is_no_report_is_not_taken_for_one(key: str, value: object) -> None:
    document = json.loads(json.dumps(as_document([_REPORT])))
    document["sessions"][0][key] = value
    with pytest.raises((ValueError, TypeError)):
        from_document(document)


def test_a_report_knows_its_themes_and_how_many_took_part() -> None:
    assert _REPORT.themes == ["werk_inkomen", "onderwijs"]
    assert _REPORT.participants == 6
    assert _REPORT.statement("8").text == "Zie de monitor."
    with pytest.raises(KeyError):
        _REPORT.statement("9")

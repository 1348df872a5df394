"""A report goes into an edition and comes out the same."""

from __future__ import annotations

import json

import pytest

from duidelijk.duiding.sealing import as_document, from_document
from duidelijk.foundation.problems import Refused
from session_report import report

_REPORT = report(example=True)


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
    assert _REPORT.themes == ["gedrag", "mentale_weerbaarheid"]
    assert _REPORT.participants == 6
    assert _REPORT.statement("8").text == "Niemand meet het in de trein."
    with pytest.raises(KeyError):
        _REPORT.statement("9")

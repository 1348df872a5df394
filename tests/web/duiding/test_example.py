"""The session of the demonstration: played step by step, and marked as such."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from duidelijk.cli.demo import VISITOR, welcome
from duidelijk.duiding.phases import Phase
from duidelijk.duiding.scales import Expected, Status
from duidelijk.foundation.home import Home
from duidelijk.web.duiding.commands import play_example, prepare_example
from duidelijk.web.duiding.evidence import developments_of, edition_of
from duidelijk.web.duiding.example.playing import script
from duidelijk.web.duiding.models import Answer, Session
from duidelijk.web.duiding.reporting import established_report

pytestmark = pytest.mark.django_db


def test_the_example_is_played_once_and_says_what_it_is(home: Home) -> None:
    play_example()
    play_example()
    session = Session.objects.get()
    assert session.stage is Phase.CLOSED
    report = established_report(session)
    assert report.example
    assert report.participants == 12
    assert set(report.perspectives.values()) == {2}
    assert [each.status for each in report.conclusions] == [
        Status.SUPPORTED,
        Status.CONTESTED,
        Status.SUPPORTED,
        Status.UNKNOWN,
    ]
    expected = [each.expectation.expected for each in report.conclusions if each.expectation]
    assert expected == [Expected.FALLS, Expected.FALLS]
    assert all(each.statements for each in report.conclusions)
    assert all(each.evidence for each in report.items[:3])
    assert report.items[0].changed == 3
    assert (report.established.agree, report.established.disagree) == (11, 1)
    assert not session.facilitator.is_active


def test_who_tries_the_demonstration_is_invited_beside_who_played_in_it(home: Home) -> None:
    play_example()
    for _ in range(2):  # a new one each time, until it is used
        told = welcome("http://127.0.0.1")
        found = re.search(r"http://127\.0\.0\.1(/account/uitnodiging/\S+)", told)
        assert found is not None, told
    form = {"name": "Bezoeker", "password": "drie woorden achter elkaar"}
    client = Client(HTTP_HOST="127.0.0.1")
    assert client.post(found[1], form)["Location"] == "/werkplek"
    assert f"duidelijk people new-password {VISITOR}" in welcome("http://127.0.0.1")


def test_everything_in_the_script_is_played(home: Home) -> None:
    play_example()
    told = script()
    assert Answer.objects.filter(round=1).count() == 12 * len(told["items"])
    report = established_report(Session.objects.get())
    outcomes = [*report.conclusions, *report.signals, *report.questions]
    assert len(outcomes) == len(told["outcomes"])
    assert all(each.statements for each in outcomes)


def test_a_session_to_practise_with_has_an_agenda(home: Home) -> None:
    prepare_example("2021-3")
    prepare_example("2021-3")
    session = Session.objects.get()
    assert session.stage is Phase.PREPARING
    edition = edition_of("2021-3")
    assert edition is not None
    assert session.items.count() == len(developments_of(edition)[:3]) > 0
    prepare_example("2099-1")
    assert Session.objects.count() == 1

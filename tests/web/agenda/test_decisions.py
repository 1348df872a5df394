"""What was decided on signals, for everybody: by table and day, once it is published."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from agenda_room import Programme, asked, in_days, worded
from duidelijk.agenda.dossier import AskKind
from duidelijk.agenda.workflow import Thing
from duidelijk.catalogue import Text
from duidelijk.web.agenda import asking, deciding, tables
from duidelijk.web.agenda.models import Ask, Decision, Signal
from duidelijk.web.agenda.publishing import public_dossier, publish, seal_of
from duidelijk.web.agenda.raising import Source, raise_signal
from duidelijk.web.agenda.stepping import Told, take

pytestmark = pytest.mark.django_db
PAGE = "/signalen/besluiten"


def read(path: str) -> str:
    """What anybody reads there."""
    answer = Client(HTTP_HOST="127.0.0.1").get(path)
    assert answer.status_code == 200, answer.status_code
    assert answer["Cache-Control"] == "no-store"
    main = answer.content.decode().partition("<main")[2]
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", main).split()))


def decided(ask: Ask, name: str, reason: str, people: Programme, ago: int = 0) -> None:
    """A decision at the steering group, so many days ago."""
    table = tables.Table.objects.first() or tables.add_table(
        Text("Stuurgroep", "Steering group"), Text("", ""), people.keeper
    )
    on = in_days(-ago)
    meeting = table.meetings.filter(on=on).first() or tables.add_meeting(
        table, on, "", people.keeper
    )
    point = asking.schedule(ask.pk, meeting.pk, people.keeper)
    asking.decide(point.pk, name, Told(reason=Text(reason, "")), people.keeper)


def published(signal: Signal, people: Programme) -> None:
    seal = seal_of(public_dossier(Signal.objects.get(pk=signal.pk)))
    publish(signal.pk, seal, people.publisher)


def test_a_decision_is_read_by_everybody_once_it_is_published(
    signal: Signal, people: Programme
) -> None:
    ask = asked(signal, people, "agree")
    decided(ask, "put", "Met spoed.", people)
    assert "nog geen besluit" in read(PAGE)
    published(signal, people)
    told = read(PAGE)
    assert "Stuurgroep" in told and "Voorgelegd" in told and "Met spoed." in told
    assert "gevraagd aan Ministerie van OCW · nu: wacht op antwoord" in told
    assert "Steering group" in read("/en/signalen/besluiten")
    take(signal.pk, Thing.ASK, ask.pk, "accept", Told(), people.ministry)
    assert "wacht op antwoord" in read(PAGE), "an answer that is not published is not told"
    published(signal, people)
    assert "nu: toegezegd" in read(f"{PAGE}/stuurgroep")
    assert Decision.objects.count() == 1, "the answer was not given at the table"


def test_what_is_held_over_is_told_only_once_it_was_put_to_somebody(
    signal: Signal, people: Programme
) -> None:
    ask = asked(signal, people, "agree", token="eerst")
    decided(ask, "hold_over", "Eerst meer cijfers.", people)
    published(signal, people)
    assert "Eerst meer cijfers" not in read(PAGE)
    take(signal.pk, Thing.ASK, ask.pk, "put", Told(), people.keeper)
    published(signal, people)
    assert "Aangehouden" in read(PAGE) and "Eerst meer cijfers" in read(PAGE)


def test_decisions_stand_by_day_and_by_table_the_last_first(
    people: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        first = in_days(-9)
        source = Source(on=first)
        made = raise_signal(worded(f"Signaal {number}"), source, f"t{number}", people.town)
        take(made.pk, Thing.SIGNAL, 0, "take_up", Told(first), people.keeper)
        draft = asking.AskDraft(AskKind.QUESTION, Text("Hoe?", ""), people.addressee.pk)
        ask = asking.draft_ask(made.pk, draft, f"v{number}", people.keeper, first)
        take(made.pk, Thing.ASK, ask.pk, "agree", Told(first), people.second)
        decided(ask, "put", f"Reden {number}.", people, ago=9 - number)
        published(made, people)
    told = read(PAGE)
    assert told.index("Reden 2.") < told.index("Reden 1.") < told.index("Reden 0.")
    monkeypatch.setattr(deciding, "ON_A_PAGE", 2)
    assert "Reden 0." not in read(PAGE) and "Reden 0." in read(f"{PAGE}/bladzijde/2")
    assert "Reden 0." in read(f"{PAGE}/stuurgroep/bladzijde/2")
    reader = Client(HTTP_HOST="127.0.0.1")
    for wrong in ("/bladzijde/3", "/bladzijde/0", "/raad", "/stuurgroep/bladzijde/9"):
        assert reader.get(PAGE + wrong).status_code == 404, wrong


def test_a_table_that_is_called_otherwise_now_keeps_its_old_decisions(
    signal: Signal, people: Programme
) -> None:
    decided(asked(signal, people, "agree"), "put", "Zo besloten.", people)
    table = tables.Table.objects.get()
    tables.change_table(table.pk, Text("Kernteam", ""), Text("", ""), people.keeper)
    published(signal, people)
    assert "Zo besloten." in read(f"{PAGE}/stuurgroep")

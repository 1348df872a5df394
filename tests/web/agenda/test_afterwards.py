"""What was done comes back: in an edition as it stood then, and on the agenda of a session."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from agenda_room import Programme, let_in
from duidelijk.agenda.standing import standing
from duidelijk.web.agenda.afterwards import propose_effects
from duidelijk.web.agenda.commands import signals_to_seal
from duidelijk.web.agenda.example import playing
from duidelijk.web.agenda.models import PublicSignal, Signal
from duidelijk.web.duiding.models import Item, Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(people: Programme) -> None:
    """What was done for young people in 2020 and 2021."""
    playing.play("2021-1")


def test_the_example_is_entered_once_and_says_that_it_is_one(
    register: None, people: Programme
) -> None:
    count = Signal.objects.count()
    playing.play("2021-1")
    assert Signal.objects.count() == count == PublicSignal.objects.count()
    assert all(each.example for each in Signal.objects.all())
    page = let_in(people.town).get(f"/signalen/{Signal.objects.order_by('pk')[0].pk}")
    assert "Voorbeeld" in page.content.decode()
    assert not any(each.raised_by.is_active for each in Signal.objects.select_related("raised_by"))


def test_every_fact_of_the_example_has_its_source(register: None) -> None:
    for dossier in signals_to_seal(dt.date(2021, 12, 31)):
        assert dossier.evidence
        for step in dossier.steps:
            if step.name in ("accept", "refuse", "meet", "move"):
                assert step.evidence, (dossier.title.nl, step)
        assert all(each.evidence for each in dossier.actions)


def test_an_edition_tells_how_the_signals_stood_on_its_day(register: None) -> None:
    counts = {}
    for day in ("2020-05-01", "2020-12-03", "2020-12-31", "2021-12-31"):
        found = signals_to_seal(dt.date.fromisoformat(day))
        counts[day] = [standing(each).stage.value for each in found]
    assert counts["2020-05-01"] == []
    assert counts["2020-12-03"] == ["acting", "asked", "acting"]
    assert counts["2020-12-31"] == ["acting", "acting", "acting"]
    assert len(counts["2021-12-31"]) == 3


def test_actions_with_new_figures_wait_for_who_leads_the_next_session(
    register: None, people: Programme
) -> None:
    session = Session.objects.create(
        question="Wat valt op?", edition="2021-5", starts=timezone.now(), facilitator=people.second
    )
    brought = propose_effects(session)
    items = list(session.items.all())
    assert brought == len(items) > 0
    assert {each.state for each in items} == {Item.State.PROPOSED}
    assert all(each.address.startswith("/edities/2021-5/") for each in items)
    assert any("Jeugdpakket" in each.title for each in items)
    assert propose_effects(session) == brought and session.items.count() == brought, "once"
    other = Session.objects.create(
        question="En werk?",
        edition="2021-5",
        theme="gedrag",
        starts=timezone.now(),
        facilitator=people.second,
    )
    assert propose_effects(other) == 0

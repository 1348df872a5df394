"""Reminders by mail, over a real mail server: of what is near or late, to who can do something."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from agenda_room import Programme, asked, in_days
from duidelijk.agenda.workflow import Thing
from duidelijk.catalogue import Text
from duidelijk.web.agenda import reminding
from duidelijk.web.agenda.acting import ActionDraft, plan, set_milestone
from duidelijk.web.agenda.models import Reminder, Signal
from duidelijk.web.agenda.stepping import Told, take
from duidelijk.web.notices.delivering import Away
from mail_server import Post, mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    """A mail server, set for this site."""
    with mail_server() as post:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.MAIL, settings.ADDRESS = True, "https://monitor.example.nl"
        settings.DEFAULT_FROM_EMAIL = "Duidelijk <monitor@example.nl>"
        yield post


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Lets days go by."""

    def clock(days: int) -> None:
        day = dt.date.today() + dt.timedelta(days=days)
        monkeypatch.setattr(reminding, "today", lambda: day)

    return clock


def _remind() -> int:
    return reminding.send(reminding.to_tell()).sent


def test_who_was_asked_is_reminded_when_it_is_near_when_late_and_every_two_weeks(
    signal: Signal, people: Programme, post: Post, clock: Any
) -> None:
    asked(signal, people, "agree", "put")  # to be answered in thirty days
    sent = {}
    for day in (0, 22, 23, 24, 30, 31, 32, 44, 45, 46):
        clock(day)
        sent[day] = _remind()
    assert [day for day, count in sent.items() if count] == [23, 31, 45]
    letters = post.to("ocw@example.nl")
    assert len(letters) == 3 and len(post.raw) == 3, "nobody else is told"
    text = letters[0].get_content()
    assert "Maak extra stages mogelijk." in text and "binnen een week" in text
    assert f"https://monitor.example.nl/werkplek/signalen/{signal.pk}" in text
    assert "er al had moeten zijn" in letters[1]["Subject"]


def test_an_answer_ends_it(signal: Signal, people: Programme, post: Post, clock: Any) -> None:
    ask = asked(signal, people, "agree", "put")
    take(signal.pk, Thing.ASK, ask.pk, "accept", Told(), people.ministry)
    clock(40)
    assert _remind() == 0


def test_milestones_are_reminded_of_and_who_keeps_the_agenda_where_nobody_answers(
    signal: Signal, people: Programme, post: Post, clock: Any
) -> None:
    people.addressee.organisation = None
    people.addressee.save()
    people.keeper.language = "en"
    people.keeper.save()
    draft = ActionDraft(Text("Plan", ""), Text("", ""), people.addressee.pk)
    action = plan(signal.pk, draft, "p", people.keeper)
    words = Text("De regeling is open", "The scheme is open")
    set_milestone(signal.pk, action.pk, words, in_days(3), people.keeper)
    assert _remind() == 2
    (letter,) = post.to("keeper@example.nl")
    assert "The scheme is open" in letter.get_content() and "/en/werkplek/" in letter.get_content()
    (letter,) = post.to("second@example.nl")
    assert "De regeling is open" in letter.get_content()
    take(signal.pk, Thing.ACTION, action.pk, "finish", Told(), people.keeper)
    clock(60)
    assert _remind() == 0, "what is done is not late"


def test_what_does_not_stand_or_is_an_example_is_not_reminded_of(
    signal: Signal, people: Programme, post: Post, clock: Any
) -> None:
    asked(signal, people, "agree", "put")
    Signal.objects.filter(pk=signal.pk).update(example=True)
    clock(40)
    assert _remind() == 0
    Signal.objects.filter(pk=signal.pk).update(example=False)
    why = Told(reason=Text("Weg ermee.", ""))
    take(signal.pk, Thing.SIGNAL, 0, "withdraw", why, people.keeper)
    assert _remind() == 0


def test_what_is_claimed_is_not_sent_twice_and_what_is_refused_is_tried_again(
    signal: Signal, people: Programme, post: Post, clock: Any
) -> None:
    asked(signal, people, "agree", "put")
    clock(25)
    wanted = reminding.to_tell()
    assert reminding.send(wanted).sent == 1
    assert reminding.send(wanted).sent == 0, "another run had the same in hand"
    assert Reminder.objects.get().state == Reminder.State.SENT
    clock(31)
    post.refusals["ocw@example.nl"] = "451 4.2.1 later"
    told = reminding.send(reminding.to_tell())
    assert told.sent == 0 and "o…@example.nl" in told.refused[0]
    post.refusals.clear()
    assert _remind() == 1


def test_a_server_that_is_away_loses_nothing(
    signal: Signal, people: Programme, post: Post, clock: Any, settings: Any
) -> None:
    asked(signal, people, "agree", "put")
    clock(25)
    right, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    with pytest.raises(Away):
        _remind()
    assert not Reminder.objects.exists()
    settings.EMAIL_PORT = right
    assert _remind() == 1


def test_what_is_done_goes_on_after_a_signal_was_closed(
    signal: Signal, people: Programme, post: Post, clock: Any
) -> None:
    asked(signal, people, "agree", "put")
    draft = ActionDraft(Text("Een potje", ""), Text("", ""), people.addressee.pk)
    action = plan(signal.pk, draft, "potje", people.ministry)
    set_milestone(signal.pk, action.pk, Text("Geld er", ""), in_days(30), people.ministry)
    why = Told(reason=Text("Besproken.", ""))
    take(signal.pk, Thing.SIGNAL, 0, "close", why, people.keeper)
    clock(40)
    assert _remind() == 1
    text = post.to("ocw@example.nl")[0].get_content()
    assert "Geld er" in text and "extra stages" not in text, "no answer is waited for any more"

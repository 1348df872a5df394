"""Nobody publishes, or agrees to, words of their own; not by way of something else either."""

from __future__ import annotations

import dataclasses

import pytest

from agenda_room import Programme, asked, in_days, somebody, worded
from duidelijk.agenda.dossier import AskKind
from duidelijk.agenda.standing import as_of, outside, standing
from duidelijk.agenda.workflow import Thing
from duidelijk.catalogue import Text
from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.rights import Kind
from duidelijk.web.agenda import asking, raising, tables
from duidelijk.web.agenda.changing import NotPossible
from duidelijk.web.agenda.dossiers import dossier_of
from duidelijk.web.agenda.models import Point, Signal
from duidelijk.web.agenda.publishing import public_dossier, publish, seal_of
from duidelijk.web.agenda.stepping import Told, take

pytestmark = pytest.mark.django_db
WHY = Text("Reden.", "")


def out(signal: Signal, by: User) -> None:
    """Published as it stands."""
    held = Signal.objects.get(pk=signal.pk)
    publish(held.pk, seal_of(public_dossier(held)), by)


@pytest.fixture
def both() -> User:
    """Who may write and publish, though never the same."""
    return somebody("beide", "VNG", Kind.ASSOCIATION, "editor", "publisher")


def test_words_that_came_by_a_merge_are_published_by_another(
    signal: Signal, people: Programme, both: User
) -> None:
    out(signal, people.publisher)
    source = raising.Source()
    own = raising.raise_signal(worded("Van de uitgever"), source, "eigen", people.publisher)
    raising.merge(own.pk, signal.pk, Told(reason=WHY), people.keeper)
    with pytest.raises(NotPossible, match="four_eyes"):
        out(signal, people.publisher)
    out(signal, both)


def test_who_recognised_what_was_merged_does_not_publish_that(
    signal: Signal, people: Programme, both: User
) -> None:
    other = raising.raise_signal(worded("Ander"), raising.Source(), "ander", people.other)
    raising.recognise(other.pk, people.publisher)
    out(signal, both)
    raising.merge(other.pk, signal.pk, Told(reason=WHY), people.keeper)
    with pytest.raises(NotPossible, match="four_eyes"):
        out(signal, people.publisher)


def test_who_renames_somebody_does_not_publish_the_new_name(
    signal: Signal, people: Programme, both: User
) -> None:
    asked(signal, people, "agree", "put")
    out(signal, people.publisher)
    name, own = Text("Heel anders", ""), people.ministry.organisation
    tables.change_addressee(people.addressee.pk, name, Kind.MINISTRY, own, False, both)
    with pytest.raises(NotPossible, match="four_eyes"):
        out(signal, both)
    out(signal, people.publisher)


def test_what_was_merged_is_not_reworded(signal: Signal, people: Programme, both: User) -> None:
    other = raising.raise_signal(worded("Ander"), raising.Source(), "ander", people.other)
    raising.merge(other.pk, signal.pk, Told(reason=WHY), people.keeper)
    held = Signal.objects.get(pk=other.pk)
    with pytest.raises(NotPossible, match="yours"):
        raising.reword(held.pk, worded("Door mij"), held.revision, both)


def test_who_wrote_what_is_asked_never_agrees_to_it(signal: Signal, people: Programme) -> None:
    made = asked(signal, people)
    held = Signal.objects.get(pk=signal.pk)
    same = asking.AskDraft(
        AskKind(made.kind), Text(made.text_nl, made.text_en), made.addressee_id, made.answer_by
    )
    asking.reword_ask(held.pk, made.pk, same, held.revision, people.second)
    other = dataclasses.replace(same, text=Text("Zorg voor stages.", ""))
    held = Signal.objects.get(pk=signal.pk)
    asking.reword_ask(held.pk, made.pk, other, held.revision, people.second)
    for writer in (people.keeper, people.second):
        with pytest.raises(NotPossible, match="own_words"):
            take(held.pk, Thing.ASK, made.pk, "agree", Told(), writer)


def test_what_was_put_to_somebody_stands(signal: Signal, people: Programme) -> None:
    made = asked(signal, people, "agree", "put")
    take(signal.pk, Thing.ASK, made.pk, "withdraw", Told(reason=WHY), people.keeper)
    with pytest.raises(NotPossible, match="in_order"):
        take(signal.pk, Thing.ASK, made.pk, "redraft", Told(reason=WHY), people.keeper)


def test_an_edition_holds_no_ask_that_was_put_after_its_day(
    signal: Signal, people: Programme
) -> None:
    asked(signal, people, "agree", "put")
    whole = dossier_of(signal)
    early = tuple(
        dataclasses.replace(each, on=in_days(0 if each.name == "put" else -10))
        for each in whole.steps
    )
    stood = as_of(outside(dataclasses.replace(whole, steps=early)), in_days(-5))
    assert stood is not None and not stood.asks
    assert {each.thing for each in stood.steps} == {Thing.SIGNAL}


def test_what_is_put_again_has_a_day_of_its_own(signal: Signal, people: Programme) -> None:
    made = asked(signal, people, "agree", "put")
    take(signal.pk, Thing.ASK, made.pk, "refuse", Told(reason=WHY), people.ministry)
    with pytest.raises(NotPossible, match="without_until"):
        take(signal.pk, Thing.ASK, made.pk, "put_again", Told(reason=WHY), people.keeper)
    again = Told(reason=WHY, until=in_days(60))
    take(signal.pk, Thing.ASK, made.pk, "put_again", again, people.keeper)
    assert standing(dossier_of(signal)).next_due() == in_days(60)


def test_who_raised_a_signal_does_not_recognise_it_by_a_merge(
    signal: Signal, people: Programme
) -> None:
    other = raising.raise_signal(worded("Ander"), raising.Source(), "ander", people.other)
    raising.recognise(other.pk, people.town)
    raising.merge(other.pk, signal.pk, Told(reason=WHY), people.keeper)
    assert dossier_of(signal).municipalities == 0


def test_what_was_decided_meanwhile_is_not_taken_off_the_agenda(
    signal: Signal, people: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = asked(signal, people, "agree")
    table = tables.add_table(Text("Tafel", ""), Text("", ""), people.keeper)
    meeting = tables.add_meeting(table, in_days(0), "", people.keeper)
    point = asking.schedule(made.pk, meeting.pk, people.keeper)
    held, told = asking.held, []

    def slowly(key: int) -> Signal:
        if not told:
            told.append(key)
            asking.decide(point.pk, "put", Told(), people.second)
        return held(key)

    monkeypatch.setattr(asking, "held", slowly)
    with pytest.raises(NotPossible, match="decided"):
        asking.unschedule(point.pk, people.keeper)
    assert Point.objects.filter(pk=point.pk).exists()


def test_two_tables_never_share_an_address(people: Programme) -> None:
    tables.add_table(Text("Overleg jeugd & zorg", ""), WHY, people.keeper)
    with pytest.raises(NotPossible, match="name_taken"):
        tables.add_table(Text("Overleg jeugd zorg", ""), WHY, people.keeper)

"""What of a signal is shown at the desk to whom: no draft, and no new words, to who is no party."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agenda_room import Programme, asked, let_in, taken_up, worded
from duidelijk.agenda.workflow import Thing
from duidelijk.catalogue import Text
from duidelijk.web.accounts.rights import Kind
from duidelijk.web.agenda import inbox, raising, showing, tables
from duidelijk.web.agenda.acting import ActionDraft, plan
from duidelijk.web.agenda.changing import NotPossible
from duidelijk.web.agenda.likeness import alike_to, keep_prints
from duidelijk.web.agenda.models import Addressee, Signal
from duidelijk.web.agenda.publishing import public_dossier, publish, seal_of
from duidelijk.web.agenda.seeing import dossier_for
from duidelijk.web.agenda.stepping import Told, take
from duidelijk.web.words import words

pytestmark = pytest.mark.django_db
WHY = Text("Reden.", "")


def out(signal: Signal, people: Programme) -> None:
    """Published as it stands."""
    held = Signal.objects.get(pk=signal.pk)
    publish(held.pk, seal_of(public_dossier(held)), people.publisher)


def tiel(people: Programme) -> Addressee:
    """Whom the representatives of Tiel answer for."""
    own = people.other.organisation
    return tables.add_addressee(Text("Tiel", ""), Kind.MUNICIPALITY, own, people.keeper)


def action(owner: Addressee, ask: int | None = None) -> ActionDraft:
    return ActionDraft(Text("Iets doen", ""), Text("", ""), owner.pk, ask)


def test_no_draft_is_among_what_an_action_can_answer(signal: Signal, people: Programme) -> None:
    out(signal, people)
    draft = asked(signal, people)
    path = f"/werkplek/signalen/{signal.pk}/actie/nieuw"
    assert "extra stages" not in let_in(people.other).get(path).content.decode()
    assert "extra stages" in let_in(people.keeper).get(path).content.decode()
    with pytest.raises(NotPossible, match="yours"):
        plan(signal.pk, action(tiel(people), draft.pk), "doen", people.other)


def test_new_words_are_seen_by_others_once_they_are_published(
    signal: Signal, people: Programme
) -> None:
    out(signal, people)
    held = Signal.objects.get(pk=signal.pk)
    new = worded("Andere titel", text=Text("Studenten vinden geen leerbedrijf meer.", ""))
    keep_prints(raising.reword(held.pk, new, held.revision, people.keeper))
    other = let_in(people.other)
    own = f"/werkplek/signalen/{signal.pk}"
    pages = ("/werkplek/signalen", "/werkplek/postvak", own, f"{own}/actie/nieuw")
    for path in pages:
        assert "Andere titel" not in other.get(path).content.decode(), path
    (like,) = alike_to(new, people.other, "nl")
    assert like["title"] == "Te weinig stages" and "leerbedrijf" not in like["text"]
    out(signal, people)
    for path in pages:
        assert "Andere titel" in other.get(path).content.decode(), path


def test_who_recognised_a_signal_is_told_its_published_stage(
    signal: Signal, people: Programme
) -> None:
    out(signal, people)
    raising.recognise(signal.pk, people.other)
    asked(signal, people, "agree", "put")
    (own,) = inbox.inbox_of(people.other, "nl")["own"]
    assert own["state"] == words("nl")["stage_seen"]


def test_nobody_makes_themselves_a_party_by_an_action_of_their_own(
    signal: Signal, people: Programme
) -> None:
    out(signal, people)
    asked(signal, people, "agree", "put")
    plan(signal.pk, action(tiel(people)), "zelf", people.other)
    told = dossier_for(people.other, signal)
    assert (len(told.asks), len(told.actions)) == (0, 1), "their own action, and nothing more"
    assert {each.thing for each in told.steps} == {Thing.SIGNAL, Thing.ACTION}
    page = let_in(people.other).get(f"/werkplek/signalen/{signal.pk}").content.decode()
    assert "Iets doen" in page and "extra stages" not in page


def test_who_was_said_to_act_by_another_is_a_party(signal: Signal, people: Programme) -> None:
    out(signal, people)
    asked(signal, people, "agree", "put")
    plan(signal.pk, action(tiel(people)), "door ons", people.keeper)
    assert len(dossier_for(people.other, signal).asks) == 1


def test_a_step_with_a_draft_is_not_there_for_others(signal: Signal, people: Programme) -> None:
    out(signal, people)
    draft = asked(signal, people)
    path = f"/werkplek/signalen/{signal.pk}/stap/ask/{draft.pk}/accept"
    assert let_in(people.other).get(path).status_code == 404


def test_a_draft_alone_is_nothing_to_publish(signal: Signal, people: Programme) -> None:
    out(signal, people)
    asked(signal, people)
    assert showing.to_publish(Signal.objects.all()) == []


def test_nobody_is_asked_for_an_answer_that_would_be_refused(
    signal: Signal, people: Programme
) -> None:
    made = asked(signal, people, "agree", "put")
    assert inbox.waiting(people.ministry) == 1
    take(signal.pk, Thing.SIGNAL, 0, "close", Told(reason=WHY), people.keeper)
    with pytest.raises(NotPossible, match="taken_up"):
        take(signal.pk, Thing.ASK, made.pk, "accept", Told(), people.ministry)
    assert inbox.waiting(people.ministry) == 0


def test_an_inbox_with_much_asks_no_more_of_the_database(people: Programme) -> None:
    counted = []
    for first, last in ((0, 3), (3, 12)):
        for number in range(first, last):
            made = taken_up(people, f"Signaal {number}")
            asked(made, people, "agree", "put", token=f"vraag {number}")
        with CaptureQueriesContext(connection) as queries:
            inbox.inbox_of(people.town, "nl")
            inbox.waiting(people.ministry)
        counted.append(len(queries))
    assert counted[0] == counted[1]

"""Steps in the database: in order, by who may, kept for ever."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda_room import LETTER, Programme, asked, in_days, taken_up, worded
from duidelijk.agenda.dossier import AskKind
from duidelijk.agenda.standing import Stage, standing
from duidelijk.agenda.workflow import TRANSITIONS, State, Thing, states_of
from duidelijk.catalogue import Text
from duidelijk.web.accounts.models import User
from duidelijk.web.agenda.acting import ActionDraft, plan, set_milestone
from duidelijk.web.agenda.asking import AskDraft, draft_ask, reword_ask
from duidelijk.web.agenda.changing import NotPossible, Overtaken
from duidelijk.web.agenda.dossiers import dossier_of
from duidelijk.web.agenda.models import Publication, Recognition, Signal, Step
from duidelijk.web.agenda.publishing import public_dossier, publish, seal_of
from duidelijk.web.agenda.raising import Source, merge, raise_signal, recognise, reopen, reword
from duidelijk.web.agenda.stepping import Told, take
from duidelijk.web.audit.models import Event

pytestmark = pytest.mark.django_db
_WHY = Text("Omdat het zo is.", "")


def _no(key: str, try_it: Callable[[], object]) -> None:
    """What is tried is refused with this key, and changes nothing."""
    before = (Step.objects.count(), Event.objects.count(), Publication.objects.count())
    with pytest.raises(NotPossible) as refused:
        try_it()
    assert refused.value.key == key
    assert before == (Step.objects.count(), Event.objects.count(), Publication.objects.count())


def test_a_signal_sent_twice_is_kept_once(people: Programme) -> None:
    first = raise_signal(worded(), Source(), "x", people.town)
    assert raise_signal(worded(), Source(), "x", people.town).pk == first.pk
    other = raise_signal(worded(), Source(), "x", people.other)
    assert other.pk != first.pk, "the same token of somebody else is another form"
    assert [each.name for each in first.steps.all()] == ["raise"]


def test_every_step_is_in_the_log_with_its_reason(signal: Signal, people: Programme) -> None:
    take(signal.pk, Thing.SIGNAL, 0, "close", Told(reason=_WHY), people.keeper)
    event = Event.objects.filter(action="signal_step").first()
    assert event is not None and event.actor_key == people.keeper.pk
    assert event.subject == f"signal {signal.pk}"
    assert event.detail["step"] == "signal_close" and event.detail["reason"] == _WHY.nl


def test_what_lacks_a_reason_a_day_or_a_source_is_refused(
    signal: Signal, people: Programme
) -> None:
    ask = asked(signal, people, "agree", "put")

    def no(key: str, name: str, told: Told, by: User = people.ministry) -> None:
        _no(key, lambda: take(signal.pk, Thing.ASK, ask.pk, name, told, by))

    no("without_reason", "refuse", Told())
    no("without_until", "defer", Told(reason=_WHY))
    no("day_past", "defer", Told(reason=_WHY, until=in_days(-1)))
    no("day_future", "accept", Told(on=in_days(1)))
    no("day_before", "accept", Told(on=in_days(-400)))
    no("day_never", "accept", Told(on=in_days(-20_000)))
    no("reason_long", "refuse", Told(reason=Text("x" * 2001, "")))
    no("in_order", "agree", Told(), people.second)
    no("without_source", "accept", Told(), people.keeper)
    take(signal.pk, Thing.ASK, ask.pk, "accept", Told(evidence=(LETTER,)), people.keeper)
    assert signal.steps.last().evidence[0]["address"] == LETTER.address  # type: ignore[union-attr]


def test_an_outsider_can_neither_answer_nor_keep_anything(
    signal: Signal, people: Programme
) -> None:
    ask = asked(signal, people, "agree", "put")
    for who in (people.other, people.town, people.publisher):
        _no("yours", lambda who=who: take(signal.pk, Thing.ASK, ask.pk, "accept", Told(), who))  # type: ignore[misc]
        _no("yours", lambda who=who: take(signal.pk, Thing.SIGNAL, 0, "close", Told(), who))  # type: ignore[misc]
        draft = ActionDraft(Text("Plan", ""), _WHY, people.addressee.pk)
        _no("yours", lambda who=who, draft=draft: plan(signal.pk, draft, "p", who))  # type: ignore[misc]
    take(signal.pk, Thing.ASK, ask.pk, "accept", Told(), people.ministry)


def test_of_two_who_answer_at_once_the_second_is_told(signal: Signal, people: Programme) -> None:
    ask = asked(signal, people, "agree", "put")
    seen = signal.steps.filter(thing=Thing.ASK, key=ask.pk).last()
    assert seen is not None
    told = Told(seen=seen.pk)
    take(signal.pk, Thing.ASK, ask.pk, "accept", told, people.ministry)
    with pytest.raises(Overtaken):
        take(
            signal.pk, Thing.ASK, ask.pk, "refuse", Told(reason=_WHY, seen=seen.pk), people.ministry
        )
    assert [each.name for each in signal.steps.filter(thing=Thing.ASK)][-1] == "accept"


def test_words_are_agreed_to_by_another_and_stay_as_they_are(
    signal: Signal, people: Programme
) -> None:
    ask = asked(signal, people)
    _no("own_words", lambda: take(signal.pk, Thing.ASK, ask.pk, "agree", Told(), people.keeper))
    take(signal.pk, Thing.ASK, ask.pk, "agree", Told(), people.second)
    signal.refresh_from_db()
    draft = AskDraft(AskKind.QUESTION, Text("Iets anders?", ""), people.addressee.pk)
    _no(
        "agreed_words",
        lambda: reword_ask(signal.pk, ask.pk, draft, signal.revision, people.second),
    )
    with pytest.raises(Overtaken):
        reword_ask(signal.pk, ask.pk, draft, signal.revision - 1, people.second)


def test_who_is_not_there_or_not_any_more_cannot_be_asked(
    signal: Signal, people: Programme
) -> None:
    def ask(addressee: int) -> None:
        draft_ask(signal.pk, AskDraft(AskKind.QUESTION, _WHY, addressee), "nobody", people.keeper)

    _no("addressee", lambda: ask(999_999))
    people.addressee.retired = signal.created
    people.addressee.save()
    _no("addressee", lambda: ask(people.addressee.pk))


def test_a_municipality_counts_once_also_through_a_signal_that_was_merged(
    signal: Signal, people: Programme
) -> None:
    other = taken_up(people, "Geen stageplekken")
    assert recognise(signal.pk, people.other)
    assert not recognise(signal.pk, people.other)
    assert recognise(other.pk, people.other)
    _no("own_signal", lambda: recognise(signal.pk, people.town))
    merge(other.pk, signal.pk, Told(), people.keeper)
    dossier = dossier_of(signal)
    assert [each.organisation for each in dossier.recognised] == ["Gemeente Tiel"]
    assert [(each.number, each.raised_by) for each in dossier.credits] == [
        (other.pk, "Gemeente Ede")
    ]
    assert standing(dossier_of(Signal.objects.get(pk=other.pk))).stage is Stage.MERGED
    assert Recognition.objects.count() == 2, "nothing is thrown away"


def test_a_signal_cannot_be_merged_into_itself_or_after_it_was_asked_something_of(
    signal: Signal, people: Programme
) -> None:
    other = taken_up(people, "Geen stageplekken")
    _no("into_that", lambda: merge(signal.pk, signal.pk, Told(), people.keeper))
    asked(signal, people)
    _no("asked_already", lambda: merge(signal.pk, other.pk, Told(), people.keeper))
    merge(other.pk, signal.pk, Told(), people.keeper)
    third = taken_up(people, "Nog een")
    _no("into_that", lambda: merge(third.pk, other.pk, Told(), people.keeper))
    reopen(other.pk, Told(reason=_WHY), people.keeper)
    assert dossier_of(signal).credits == ()


def test_who_raised_a_signal_may_word_it_until_it_is_taken_up(people: Programme) -> None:
    made = raise_signal(worded(), Source(), "x", people.town)
    reword(made.pk, worded("Beter gezegd"), 2, people.town)
    take(made.pk, Thing.SIGNAL, 0, "take_up", Told(), people.keeper)
    made.refresh_from_db()
    assert made.title_nl == "Beter gezegd"
    _no("yours", lambda: reword(made.pk, worded("Nog beter"), made.revision, people.town))
    _no("yours", lambda: reword(made.pk, worded("Nog beter"), made.revision, people.other))


def test_who_wrote_a_part_does_not_publish_it(signal: Signal, people: Programme) -> None:
    seal = seal_of(public_dossier(signal))
    _no("yours", lambda: publish(signal.pk, seal, people.keeper))
    people.publisher.roles = ["publisher", "editor"]
    people.publisher.save()
    asked(signal, people, "agree")
    take(signal.pk, Thing.ASK, signal.asks.get().pk, "put", Told(), people.publisher)
    seal = seal_of(public_dossier(signal))
    _no("four_eyes", lambda: publish(signal.pk, seal, people.publisher))


def test_what_was_looked_at_is_what_is_published(signal: Signal, people: Programme) -> None:
    seal = seal_of(public_dossier(signal))
    recognise(signal.pk, people.other)
    with pytest.raises(Overtaken):
        publish(signal.pk, seal, people.publisher)
    version = publish(signal.pk, seal_of(public_dossier(signal)), people.publisher)
    assert version.version == 1
    _no(
        "nothing_new",
        lambda: publish(signal.pk, seal_of(public_dossier(signal)), people.publisher),
    )


def test_a_signal_that_nobody_took_up_is_not_published(people: Programme) -> None:
    made = raise_signal(worded(), Source(), "x", people.town)
    _no("nothing_new", lambda: publish(made.pk, seal_of(public_dossier(made)), people.publisher))


def test_milestones_are_of_who_acts(signal: Signal, people: Programme) -> None:
    draft = ActionDraft(Text("Plan", ""), Text("", ""), people.addressee.pk)
    action = plan(signal.pk, draft, "p", people.ministry)
    stone = set_milestone(signal.pk, action.pk, Text("Klaar", ""), in_days(9), people.ministry)
    _no("yours", lambda: set_milestone(signal.pk, action.pk, _WHY, in_days(9), people.other))
    _no("yours", lambda: take(signal.pk, Thing.MILESTONE, stone.pk, "meet", Told(), people.other))
    told = Told(reason=_WHY, until=in_days(20))
    take(signal.pk, Thing.MILESTONE, stone.pk, "move", told, people.ministry)
    dossier = dossier_of(signal)
    assert standing(dossier).next_due() == in_days(20)
    assert dossier.actions[0].milestones[0].due == in_days(9), "how it was set at first stays"


def test_nothing_more_is_asked_or_answered_of_a_signal_that_does_not_stand(
    signal: Signal, people: Programme
) -> None:
    ask = asked(signal, people, "agree", "put")
    draft = ActionDraft(Text("Plan", ""), Text("", ""), people.addressee.pk)
    action = plan(signal.pk, draft, "p", people.ministry)
    take(signal.pk, Thing.SIGNAL, 0, "close", Told(reason=_WHY), people.keeper)
    _no("taken_up", lambda: take(signal.pk, Thing.ASK, ask.pk, "accept", Told(), people.ministry))
    take(signal.pk, Thing.ACTION, action.pk, "start", Told(), people.ministry)
    take(signal.pk, Thing.SIGNAL, 0, "reopen", Told(reason=_WHY), people.keeper)
    take(signal.pk, Thing.SIGNAL, 0, "withdraw", Told(reason=_WHY), people.keeper)
    _no("taken_up", lambda: plan(signal.pk, draft, "other", people.ministry))
    _no(
        "taken_up",
        lambda: take(signal.pk, Thing.ACTION, action.pk, "finish", Told(), people.ministry),
    )


def test_the_database_itself_keeps_every_step(signal: Signal) -> None:
    for change in (
        lambda: Step.objects.filter(signal=signal).update(name="raise"),
        lambda: Step.objects.filter(signal=signal).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert [each.name for each in signal.steps.all()] == ["raise", "take_up"]


def test_a_thing_of_another_signal_is_not_found(signal: Signal, people: Programme) -> None:
    other = taken_up(people, "Een ander")
    ask = asked(other, people)
    with pytest.raises(Http404):
        take(signal.pk, Thing.ASK, ask.pk, "agree", Told(), people.second)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(Thing)),
            st.sampled_from(sorted({each.name for each in TRANSITIONS})),
            st.sampled_from(["keeper", "second", "ministry", "town", "other"]),
            st.integers(-3, 1),
        ),
        max_size=15,
    )
)
def test_whatever_anybody_tries_the_rows_stay_true_to_the_table(
    people: Programme, tried: list[tuple[Thing, str, str, int]]
) -> None:
    with transaction.atomic():
        signal = taken_up(people)
        ask = asked(signal, people)
        draft = ActionDraft(Text("Plan", ""), Text("", ""), people.addressee.pk)
        action = plan(signal.pk, draft, "p", people.keeper)
        stone = set_milestone(signal.pk, action.pk, Text("Klaar", ""), in_days(9), people.keeper)
        keys = {"signal": 0, "ask": ask.pk, "action": action.pk, "milestone": stone.pk}
        history = list(signal.steps.values_list("pk", flat=True))
        for thing, name, who, on in tried:
            told = Told(in_days(on), _WHY, in_days(40), evidence=(LETTER,))
            with contextlib.suppress(NotPossible):
                take(signal.pk, thing, keys[thing], name, told, getattr(people, who))
            now = list(signal.steps.values_list("pk", flat=True))
            assert now[: len(history)] == history
            history = now
        for step in signal.steps.all():
            assert State(step.after) in states_of(Thing(step.thing))
        stands = standing(dossier_of(signal))  # would raise where a step does not follow
        assert stands.stage in set(Stage)
        transaction.set_rollback(True)

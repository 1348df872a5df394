"""The whole way, as four people go it in their browsers: raised, asked, answered, done, read."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client

from agenda_room import Programme, asked, in_days, let_in
from duidelijk.agenda.workflow import Thing
from duidelijk.catalogue import Text
from duidelijk.web.agenda.acting import ActionDraft, plan
from duidelijk.web.agenda.asking import decide, schedule
from duidelijk.web.agenda.models import Ask, Meeting, PublicSignal, Signal, Step, Table
from duidelijk.web.agenda.publishing import public_dossier, publish, seal_of
from duidelijk.web.agenda.stepping import Told, take
from duidelijk.web.agenda.tables import add_meeting, add_table

pytestmark = pytest.mark.django_db
TYPED = {
    "signal_title": "Jongeren vinden geen stage",
    "signal_text": "Bedrijven die dicht zijn nemen geen stagiairs aan.",
    "signal_origin": "practice",
    "signal_urgency": "now",
    "signal_themes": ["onderwijs"],
    "signal_groups": ["jongeren"],
    "signal_regions": "Ede, Gelderland (provincie)",
    "signal_evidence": "Het schoolbestuur https://example.nl/brief\n/indicator/stagetekort_mbo",
    "token": "vorm",
}


def text_of(answer: Any) -> str:
    """What a page says, without its markup."""
    return html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))


def sent(client: Client, path: str, **given: Any) -> Any:
    """A form sent, which was taken."""
    answer = client.post(path, given)
    assert answer.status_code == 302, text_of(answer)[:3000]
    return answer


def seen_on(client: Client, path: str) -> str:
    """The last step that a form was made with."""
    found = re.search(r'name="seen" value="([^"]+)"', client.get(path).content.decode())
    assert found is not None
    return found[1]


def step(client: Client, key: int, thing: str, of: int, name: str, **given: Any) -> Any:
    """A step taken by its own form."""
    path = f"/werkplek/signalen/{key}/stap/{thing}/{of}/{name}"
    told = {"step_on": in_days(0).isoformat(), "seen": seen_on(client, path)}
    return sent(client, path, **(told | given))


def test_from_a_town_to_everybody(people: Programme) -> None:
    town, keeper = let_in(people.town), let_in(people.keeper)
    second, ministry = let_in(people.second), let_in(people.ministry)
    publisher, anybody = let_in(people.publisher), Client(HTTP_HOST="127.0.0.1")

    sent(town, "/werkplek/signalen/nieuw", **TYPED)
    signal = Signal.objects.get()
    key, desk = signal.pk, f"/werkplek/signalen/{signal.pk}"
    assert signal.regions == ["GM0228", "PV25"] and signal.raised_as == "Gemeente Ede"
    assert [each["kind"] for each in signal.evidence] == ["source", "figure"]
    assert signal.title_nl in text_of(keeper.get("/werkplek/signalen"))
    assert anybody.get(f"/signalen/{key}").status_code == 404, "nobody took it up"
    assert ministry.get(desk).status_code == 404, "nobody asked the ministry anything yet"

    step(keeper, key, "signal", 0, "take_up")
    given = {"ask_kind": "proposal", "ask_addressee": people.addressee.pk, "token": "vraag"}
    given |= {"ask_text": "Betaal leerbedrijven.", "ask_answer_by": in_days(20).isoformat()}
    sent(keeper, f"{desk}/vraag/nieuw", **given)
    ask = Ask.objects.get()
    note = text_of(second.get(f"{desk}/vraag/{ask.pk}/nota"))
    assert "nog een concept" in note and "Betaal leerbedrijven." in note
    step(second, key, "ask", ask.pk, "agree")
    step(keeper, key, "ask", ask.pk, "put")

    assert "Betaal leerbedrijven." in text_of(ministry.get("/werkplek/postvak"))
    assert "Betaal leerbedrijven." not in text_of(town.get("/werkplek/postvak"))
    step(ministry, key, "ask", ask.pk, "accept", step_reason="Er komt een regeling.")
    plan = {"action_title": "Regeling leerbedrijven", "action_owner": people.addressee.pk}
    plan |= {"action_ask": ask.pk, "action_money": "58,5 miljoen voor leerbedrijven / for firms"}
    plan |= {"action_aims": "/indicator/stagetekort_mbo", "token": "plan"}
    sent(ministry, f"{desk}/actie/nieuw", **plan)
    action = signal.actions.get()
    assert (action.money.get().euros, action.money.get().what_en) == (58_500_000, "for firms")
    due = in_days(10).isoformat()
    path = f"{desk}/actie/{action.pk}/mijlpaal"
    sent(ministry, path, milestone_text="Regeling open", milestone_due=due)
    step(ministry, key, "action", action.pk, "start")

    for wrote in (keeper, ministry):
        assert wrote.post(f"{desk}/uitgeven", {"seen": "x"}).status_code == 403
    page = publisher.get(f"{desk}/uitgeven")
    assert "Regeling leerbedrijven" in text_of(page)
    seen = re.search(r'name="seen" value="([^"]+)"', page.content.decode())
    assert seen is not None
    sent(publisher, f"{desk}/uitgeven", seen=seen[1])

    told = text_of(anybody.get(f"/signalen/{key}"))
    for part in ("€ 58,5 miljoen", "Er komt een regeling.", "Ministerie van OCW", "Regeling open"):
        assert part in told
    assert "niet waardoor het kwam" in told, "sequence, not cause"
    tracker = text_of(anybody.get("/signalen?thema=onderwijs&doelgroep=jongeren&q=leerbedrijven"))
    assert "Jongeren vinden geen stage" in tracker and "in uitvoering" in tracker
    for path in ("/signalen/gebied/GM0228", "/signalen/aan/ministerie-van-ocw", "/en/signalen"):
        assert "Jongeren vinden geen stage" in text_of(anybody.get(path)), path
    for path in ("/signalen/thema/gedrag", "/signalen?q=eenzaam", "/signalen?te-laat=1"):
        assert "Jongeren vinden geen stage" not in text_of(anybody.get(path)), path
    assert "Jongeren vinden geen stage" in anybody.get("/signalen/feed.atom").content.decode()
    note = f"/signalen/{key}/nota/v{ask.pk}"
    assert "Betaal leerbedrijven." in text_of(anybody.get(note))
    for path in (f"{note}.pdf", f"/en{note}.pdf"):
        assert anybody.get(path).content.startswith(b"%PDF"), path
    assert anybody.get(f"/signalen/{key}/nota/v999.pdf").status_code == 404
    assert ministry.get(f"{desk}/vraag/{ask.pk}/nota.pdf").content.startswith(b"%PDF")


def test_what_is_not_published_is_seen_by_nobody_outside(signal: Signal, people: Programme) -> None:
    anybody, publisher = Client(HTTP_HOST="127.0.0.1"), let_in(people.publisher)
    desk = f"/werkplek/signalen/{signal.pk}"
    sent(publisher, f"{desk}/uitgeven", seen=seen_on(publisher, f"{desk}/uitgeven"))
    ask = asked(signal, people)
    page = anybody.get(f"/signalen/{signal.pk}")
    assert "Maak extra stages mogelijk" not in text_of(page)
    assert anybody.get(f"/signalen/{signal.pk}/nota/v{ask.pk}").status_code == 404
    assert "Maak extra stages" not in text_of(anybody.get("/signalen"))
    step(let_in(people.second), signal.pk, "ask", ask.pk, "agree")
    assert "Maak extra stages" not in text_of(anybody.get(f"/signalen/{signal.pk}"))


def test_who_it_is_no_business_of_sees_at_the_desk_what_everybody_reads(
    signal: Signal, people: Programme
) -> None:
    desk, publisher = f"/werkplek/signalen/{signal.pk}", let_in(people.publisher)
    other, town, ministry = let_in(people.other), let_in(people.town), let_in(people.ministry)
    ask = asked(signal, people)
    assert other.get(desk).status_code == 404, "not published"
    sent(publisher, f"{desk}/uitgeven", seen=seen_on(publisher, f"{desk}/uitgeven"))
    for client in (other, town, ministry):
        assert "Maak extra stages" not in text_of(client.get(desk)), "a draft"
        assert client.get(f"{desk}/vraag/{ask.pk}/nota").status_code == 404
        assert client.get(f"{desk}/vraag/{ask.pk}/nota.pdf").status_code == 404
    step(let_in(people.second), signal.pk, "ask", ask.pk, "agree")
    step(let_in(people.keeper), signal.pk, "ask", ask.pk, "put")
    for client, sees in ((other, False), (town, True), (ministry, True)):
        assert ("Maak extra stages" in text_of(client.get(desk))) is sees
        path = f"{desk}/vraag/{ask.pk}/nota"
        assert client.get(path).status_code == (200 if sees else 404)


def test_a_form_sent_twice_makes_one_signal(people: Programme) -> None:
    town = let_in(people.town)
    first = sent(town, "/werkplek/signalen/nieuw", **TYPED)
    again = sent(town, "/werkplek/signalen/nieuw", **TYPED)
    assert first["Location"] == again["Location"] and Signal.objects.count() == 1


def test_withdrawn_stays_to_be_seen_with_its_reason(signal: Signal, people: Programme) -> None:
    anybody, publisher = Client(HTTP_HOST="127.0.0.1"), let_in(people.publisher)
    desk = f"/werkplek/signalen/{signal.pk}"
    for then in ("", "withdraw"):
        if then:
            why = "Het bleek om een telfout te gaan."
            step(let_in(people.keeper), signal.pk, "signal", 0, then, step_reason=why)
        sent(publisher, f"{desk}/uitgeven", seen=seen_on(publisher, f"{desk}/uitgeven"))
    told = text_of(anybody.get(f"/signalen/{signal.pk}"))
    assert "ingetrokken" in told and "telfout" in told
    assert signal.title_nl in text_of(anybody.get("/signalen"))
    assert signal.publications.count() == 2, "and so does the version of before"


def test_personal_data_is_warned_of_before_anything_is_kept(people: Programme) -> None:
    town = let_in(people.town)
    hidden = "Bel mevrouw Jansen op 06-12345678 of mail jansen@example.nl, bsn 111222333."
    answer = town.post("/werkplek/signalen/nieuw", TYPED | {"signal_text": hidden})
    assert answer.status_code == 400 and not Signal.objects.exists()
    told = text_of(answer)
    for found in ("06-12345678", "jansen@example.nl", "111222333"):
        assert found in told
    assert hidden in html.unescape(answer.content.decode()), "what was typed is still there"
    sent(town, "/werkplek/signalen/nieuw", **TYPED, no_personal="on")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"signal_title": ""}, ""),
        ({"signal_title": "x" * 161}, "160"),
        ({"signal_text": "x" * 1501}, "1500"),
        ({"signal_themes": ["onbekend"]}, "onbekend"),
        ({"signal_since": "2021-13-40"}, ""),
        ({"signal_since": "0021-01-01"}, "tussen 2000 en 2100"),
        ({"signal_regions": "Nergenshuizen"}, "Nergenshuizen"),
        ({"signal_origin": "droom"}, "droom"),
    ],
)
def test_a_signal_that_cannot_be_is_refused_and_comes_back(
    people: Programme, typed: dict[str, Any], told: str
) -> None:
    answer = let_in(people.town).post("/werkplek/signalen/nieuw", TYPED | typed)
    assert answer.status_code == 400 and not Signal.objects.exists()
    assert told in text_of(answer)
    assert TYPED["signal_evidence"].split("\n")[0] in text_of(answer)  # type: ignore[attr-defined]


def test_a_signal_like_another_is_shown_it_first(signal: Signal, people: Programme) -> None:
    from duidelijk.web.agenda.likeness import keep_prints

    keep_prints(signal)
    town = let_in(people.second)
    typed = TYPED | {"signal_title": "Te weinig stages in het mbo"}
    answer = town.post("/werkplek/signalen/nieuw", typed)
    assert answer.status_code == 400 and signal.title_nl in text_of(answer)
    assert Signal.objects.count() == 1
    sent(town, "/werkplek/signalen/nieuw", **typed, not_alike="1")
    assert Signal.objects.count() == 2


def test_what_can_not_be_done_is_told_in_words(signal: Signal, people: Programme) -> None:
    ministry, other = let_in(people.ministry), let_in(people.other)
    ask = asked(signal, people, "agree", "put")
    path = f"/werkplek/signalen/{signal.pk}/stap/ask/{ask.pk}/refuse"
    assert other.get(path).status_code == 404, "not theirs to see"
    seen = seen_on(ministry, path)
    day = in_days(0).isoformat()
    answer = ministry.post(path, {"step_on": day, "seen": seen})
    assert answer.status_code == 400
    late = {"step_on": in_days(-900).isoformat(), "step_reason": "Nee, want geld.", "seen": seen}
    answer = ministry.post(path, late)
    assert answer.status_code == 400 and "vóór de vorige stap" in text_of(answer)
    assert "Nee, want geld." in text_of(answer)
    step(ministry, signal.pk, "ask", ask.pk, "accept")
    answer = ministry.post(path, {"step_on": day, "step_reason": "Nee.", "seen": seen})
    assert answer.status_code == 409 and "Iemand was u voor" in text_of(answer)
    assert [each.name for each in Step.objects.filter(thing="ask")][-1] == "accept"


def test_who_keeps_the_agenda_but_is_not_asked_needs_a_source(
    signal: Signal, people: Programme
) -> None:
    keeper = let_in(people.keeper)
    ask = asked(signal, people, "agree", "put")
    path = f"/werkplek/signalen/{signal.pk}/stap/ask/{ask.pk}/accept"
    given = {"step_on": in_days(0).isoformat(), "seen": seen_on(keeper, path)}
    assert keeper.post(path, given).status_code == 400
    sent(keeper, path, **given, step_evidence="Brief van de minister https://example.nl/1")
    last = Step.objects.filter(thing="ask").last()
    assert last is not None and last.by == "Ministerie van OCW"


def test_a_table_decides_on_a_day_that_came(signal: Signal, people: Programme) -> None:
    keeper = let_in(people.keeper)
    ask = asked(signal, people, "agree")
    sent(keeper, "/werkplek/overleg", table_name="Stuurgroep")
    table = Table.objects.get()
    home = f"/werkplek/overleg/{table.pk}"
    for on in (in_days(5), in_days(0)):
        sent(keeper, home, meeting_on=on.isoformat(), meeting_place="Den Haag")
    assert keeper.post(home, {"meeting_on": in_days(0).isoformat()}).status_code == 400
    later, today = Meeting.objects.order_by("-on")
    for meeting in (later, today):
        sent(keeper, f"/werkplek/overleg/bijeenkomst/{meeting.pk}/punten", ask=ask.pk)
    point = later.points.get()
    path = f"/werkplek/overleg/bijeenkomst/{later.pk}/punt/{point.pk}/put"
    answer = keeper.post(path, {"seen": seen_on(keeper, path)})
    assert answer.status_code == 400 and "op de dag van de bijeenkomst" in text_of(answer)
    here = f"/werkplek/overleg/bijeenkomst/{today.pk}"
    point = today.points.get()
    path = f"{here}/punt/{point.pk}/put"
    sent(keeper, path, seen=seen_on(keeper, path), step_reason="Akkoord.")
    last = Step.objects.filter(thing="ask").last()
    assert last is not None and (last.name, last.table_nl) == ("put", "Stuurgroep")
    assert "Akkoord." in text_of(keeper.get(here))
    assert keeper.get(f"{here}/stukken.pdf").content.startswith(b"%PDF")
    answer = keeper.post(f"{here}/afgelast", follow=True)
    assert "blijft staan" in text_of(answer), "what was decided is not undone"
    keeper.post(f"{here}/punt/{point.pk}/weg")
    assert today.points.exists()


def test_signals_of_a_session_are_taken_over_once(people: Programme) -> None:
    from duidelijk.web.agenda import offers

    striking = offers.from_striking()
    assert striking and striking[0].draft.evidence
    keeper, key = let_in(people.keeper), striking[0].key
    form = keeper.get("/werkplek/signalen/nieuw", {"uit": key})
    assert striking[0].title.nl in text_of(form) or striking[0].title.nl in form.content.decode()
    typed = TYPED | {"taken_from": key, "signal_regions": ""}
    sent(keeper, "/werkplek/signalen/nieuw", **typed)
    assert Signal.objects.get().taken_from == key
    assert key not in [each.key for each in offers.from_striking()]
    answer = let_in(people.second).post(
        "/werkplek/signalen/nieuw", typed | {"token": "ander", "signal_title": "Iets anders"}
    )
    assert answer.status_code == 409 and "intussen een signaal" in text_of(answer)
    assert Signal.objects.count() == 1


def test_a_page_of_the_list_that_is_not_there_is_not_found(people: Programme) -> None:
    anybody = Client(HTTP_HOST="127.0.0.1")
    assert anybody.get("/signalen").status_code == 200
    assert anybody.get("/signalen/bladzijde/2").status_code == 404
    assert anybody.get("/signalen?pagina=7").status_code == 404
    assert not PublicSignal.objects.exists()


def test_what_waits_is_told_on_the_front_of_the_workspace(
    signal: Signal, people: Programme
) -> None:
    ministry = let_in(people.ministry)
    assert "postvak van uw organisatie" not in text_of(ministry.get("/werkplek"))
    asked(signal, people, "agree", "put")
    assert "1 vraag of mijlpaal wacht in het postvak" in text_of(ministry.get("/werkplek"))
    assert "postvak van uw organisatie" not in text_of(let_in(people.other).get("/werkplek"))


def test_who_keeps_and_who_publishes_are_told_what_waits_for_them(
    signal: Signal, people: Programme
) -> None:
    keeper, publisher = let_in(people.keeper), let_in(people.publisher)
    town = let_in(people.town)
    assert "wacht op uitgeven" not in text_of(keeper.get("/werkplek"))
    assert "1 signaal wacht op uitgeven" in text_of(publisher.get("/werkplek"))
    sent(town, "/werkplek/signalen/nieuw", **TYPED | {"anyway": "1"})
    assert "1 nieuw gemeld signaal wacht" in text_of(keeper.get("/werkplek"))
    front = publisher.get("/werkplek")
    assert "nieuw gemeld" not in text_of(front) and "voorbeeld" not in text_of(front)
    theme = {"practice_audience": "municipalities", "practice_theme": "onderwijs"}
    told = {"practice_title": "Een voorbeeld", "practice_text": "Zo doet Ede het.", "token": "t"}
    sent(town, "/werkplek/handelen/nieuw", **theme, **told)
    assert "1 voorbeeld wacht op uitgeven" in text_of(publisher.get("/werkplek"))


def test_who_comes_second_gets_back_what_was_typed(signal: Signal, people: Programme) -> None:
    made = asked(signal, people)
    path = f"/werkplek/signalen/{signal.pk}/stap/ask/{made.pk}/withdraw"
    second = let_in(people.second)
    seen = seen_on(second, path)
    step(second, signal.pk, "ask", made.pk, "withdraw", step_reason="Toch niet nodig.")
    told = {"step_on": in_days(0).isoformat(), "seen": seen, "step_reason": "Dit is mijn reden."}
    answer = second.post(path, told)
    assert answer.status_code == 409
    assert "Iemand was u voor" in text_of(answer) and "Dit is mijn reden." in text_of(answer)
    assert "staat hieronder nog" not in text_of(second.get(path, follow=True))


def test_days_that_cannot_be_are_told_in_the_form(signal: Signal, people: Programme) -> None:
    town, keeper = let_in(people.town), let_in(people.keeper)
    early = town.post("/werkplek/signalen/nieuw", TYPED | {"signal_since": "2031-02-01"})
    assert early.status_code == 400 and "voor het eerst zag" in text_of(early)
    told = {"ask_kind": "question", "ask_addressee": people.addressee.pk, "ask_text": "Wat nu?"}
    past = {"ask_answer_by": "2020-01-01", "token": "vraag"}
    refused = keeper.post(f"/werkplek/signalen/{signal.pk}/vraag/nieuw", told | past)
    assert refused.status_code == 400 and "Die dag is voorbij" in text_of(refused)
    acts = {"action_title": "Een potje", "action_owner": people.addressee.pk, "token": "actie"}
    sent(keeper, f"/werkplek/signalen/{signal.pk}/actie/nieuw", **acts)
    action = signal.actions.get()
    due = {"milestone_text": "Geld", "milestone_due": "2020-01-01"}
    early = keeper.post(f"/werkplek/signalen/{signal.pk}/actie/{action.pk}/mijlpaal", due)
    assert early.status_code == 400 and "voor de aankondiging" in text_of(early)
    assert not action.milestones.exists()


def test_a_question_is_on_no_agenda_of_before_it_was_there(
    signal: Signal, people: Programme
) -> None:
    keeper, made = let_in(people.keeper), asked(signal, people, "agree")
    sent(keeper, "/werkplek/overleg", table_name="Stuurgroep")
    table = Table.objects.get()
    sent(keeper, f"/werkplek/overleg/{table.pk}", meeting_on="2019-05-01")
    meeting = Meeting.objects.get()
    path = f"/werkplek/overleg/bijeenkomst/{meeting.pk}/punten"
    answer = keeper.post(path, {"ask": made.pk}, follow=True)
    assert "was er op die dag nog niet" in text_of(answer)
    assert not meeting.points.exists()


def test_who_wrote_the_words_is_not_offered_to_agree_to_them(
    signal: Signal, people: Programme
) -> None:
    made = asked(signal, people)
    path, step_path = f"/werkplek/signalen/{signal.pk}", f"/stap/ask/{made.pk}/agree"
    assert step_path not in let_in(people.keeper).get(path).content.decode()
    assert step_path in let_in(people.second).get(path).content.decode()


def test_an_organisation_may_take_back_that_it_sees_the_same(
    signal: Signal, people: Programme
) -> None:
    other, path = let_in(people.other), f"/werkplek/signalen/{signal.pk}"
    publish_now(signal, people)
    sent(other, f"{path}/herkennen")
    assert signal.recognitions.count() == 1
    assert "Toch niet" in text_of(other.get(path))
    sent(other, f"{path}/herkennen", undo="1")
    assert not signal.recognitions.exists()
    assert "Wij herkennen dit" in text_of(other.get(path))


def test_what_is_only_planned_is_not_said_to_be_done(signal: Signal, people: Programme) -> None:
    draft = ActionDraft(Text("Een potje", ""), Text("", ""), people.addressee.pk)
    plan(signal.pk, draft, "potje", people.keeper)
    publish_now(signal, people)
    reader = Client(HTTP_HOST="127.0.0.1")
    told = text_of(reader.get(f"/signalen/{signal.pk}"))
    assert "aangekondigd" in told and "nog niet begonnen" in told
    assert "Er wordt iets gedaan" not in told and "in uitvoering" not in told


def test_what_was_withdrawn_says_so_wherever_it_is_told(signal: Signal, people: Programme) -> None:
    made = asked(signal, people, "agree")
    table = add_table(Text("Stuurgroep", ""), Text("", ""), people.keeper)
    meeting = add_meeting(table, in_days(0), "", people.keeper)
    decide(schedule(made.pk, meeting.pk, people.keeper).pk, "put", Told(), people.keeper)
    draft = ActionDraft(Text("Een potje", ""), Text("", ""), people.addressee.pk)
    plan(signal.pk, draft, "potje", people.keeper)
    publish_now(signal, people)
    reader = Client(HTTP_HOST="127.0.0.1")
    assert "Een potje" in text_of(reader.get("/doen/onderwijs"))
    take(signal.pk, Thing.SIGNAL, 0, "withdraw", Told(reason=Text("Fout.", "")), people.keeper)
    publish_now(signal, people)
    assert "Een potje" not in text_of(reader.get("/doen/onderwijs"))
    assert "ingetrokken" in text_of(reader.get("/signalen/besluiten"))


def publish_now(signal: Signal, people: Programme) -> None:
    """Publish it as it stands."""
    seal = seal_of(public_dossier(Signal.objects.get(pk=signal.pk)))
    publish(signal.pk, seal, people.publisher)

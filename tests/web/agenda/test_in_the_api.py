"""Signals, decisions and practices as programs read them: of today, and sealed in an edition."""

from __future__ import annotations

import csv
import dataclasses
import io
import itertools
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from agenda_room import Programme, asked, in_days, let_in, taken_up
from duidelijk.agenda.workflow import Thing
from duidelijk.catalogue import Text
from duidelijk.duiding.report import Evidence, EvidenceKind
from duidelijk.editions.edition import Edition
from duidelijk.editions.texts import write_texts
from duidelijk.foundation.home import Home
from duidelijk.web.agenda.acting import ActionDraft, Amount, plan, set_milestone
from duidelijk.web.agenda.example.playing import play
from duidelijk.web.agenda.models import Publication, Signal
from duidelijk.web.agenda.publishing import (
    public_dossier,
    publish,
    published_dossier,
    seal_of,
)
from duidelijk.web.agenda.stepping import Told, take
from duidelijk.web.api import schemas

pytestmark = pytest.mark.django_db
_SHAPES = {
    "signals": schemas.Signals,
    "signals/{0}": schemas.OneSignal,
    "signals/{1}": schemas.OneSignal,
    "signals/{2}": schemas.OneSignal,
    "signals/{1}/effect": schemas.Effects,
    "decisions": schemas.Decisions,
    "practices": schemas.Practices,
}


def ask(resource: str, status: int = 200, **headers: Any) -> Any:
    """An answer to anybody, which has this status."""
    response = Client(HTTP_HOST="127.0.0.1").get(f"/api/v1/{resource}", **headers)
    assert response.status_code == status, response.content[:500]
    return response


def numbers(resource: str) -> list[int]:
    return [each["number"] for each in ask(resource).json()["signals"]]


def published(signal: Signal, people: Programme) -> None:
    seal = seal_of(public_dossier(Signal.objects.get(pk=signal.pk)))
    publish(signal.pk, seal, people.publisher)


@pytest.fixture
def register(people: Programme) -> None:
    """The example of 2020 and 2021."""
    play("2021-1")


@pytest.fixture
def sealed(register: None, corona_home: Path, tmp_path: Path, settings: Any) -> str:
    """The same sealed into an edition, as it stands today."""
    folder = tmp_path / "home" / "editions" / "2021-5"
    shutil.copytree(corona_home / "editions" / "2021-5", folder)
    dossiers = tuple(published_dossier(each) for each in Publication.objects.order_by("signal"))
    texts = dataclasses.replace(Edition(folder).texts, signals=dossiers)
    write_texts(folder, texts)
    settings.HOME = Home(tmp_path / "home")
    return "2021-5"


def _leaves(value: Any, path: str = "") -> set[str]:
    if isinstance(value, dict):
        return {leaf for key, each in value.items() for leaf in _leaves(each, f"{path}.{key}")}
    if isinstance(value, list):
        return {leaf for each in value for leaf in _leaves(each, f"{path}[]")}
    return {path}


@pytest.mark.parametrize("resource", _SHAPES)
def test_answers_have_just_the_fields_that_are_described(sealed: str, resource: str) -> None:
    keys = Signal.objects.order_by("pk").values_list("pk", flat=True)
    kinds = [""] if resource == "practices" else ["", f"?edition={sealed}"]
    for query in kinds:
        answer = ask(resource.format(*keys) + query).json()
        found = _SHAPES[resource].model_validate(answer)
        assert _leaves(answer) <= _leaves(found.model_dump(by_alias=True, mode="json"))
        assert _leaves(answer) - {"._links.self.href"}
        assert ("edition" in answer) is (bool(query) or resource.endswith("effect"))


def test_the_examples_of_the_document_are_those_an_edition_sealed(sealed: str) -> None:
    paths = ask("openapi.json").json()["paths"]
    for path in ("/signals", "/signals/{id}", "/signals/{id}/effect", "/decisions"):
        answer = paths[path]["get"]["responses"]["200"]["content"]["application/json"]
        assert f"edition={sealed}" in answer["example"]["_links"]["self"]["href"]
    assert paths["/signals/{id}"]["get"]["parameters"][0]["example"] == str(
        Signal.objects.earliest("pk").pk
    )


def test_what_is_not_published_is_in_no_answer(signal: Signal, people: Programme) -> None:
    asked(signal, people, "agree")
    assert numbers("signals") == []
    ask(f"signals/{signal.pk}", 404)
    ask(f"signals/{signal.pk}/effect", 404)
    published(signal, people)
    whole = ask(f"signals/{signal.pk}").json()["signal"]
    assert (whole["asks"], whole["stage"]) == ([], "seen")
    assert {each["thing"] for each in whole["steps"]} == {"signal"}
    take(signal.pk, Thing.ASK, signal.asks.get().pk, "put", Told(), people.keeper)
    assert ask(f"signals/{signal.pk}").json()["signal"] == whole, "that is not published yet"
    assert ask("signals").json()["signals"][0]["asked"] == []
    assert ask("signals?addressee=ministerie-van-ocw", 404)["Cache-Control"] == "no-store"
    published(signal, people)
    assert ask(f"signals/{signal.pk}").json()["signal"]["asks"][0]["state"] == "put"
    assert numbers("signals?addressee=ministerie-van-ocw&stage=asked") == [signal.pk]


def test_the_whole_of_a_signal_is_told_in_values(signal: Signal, people: Programme) -> None:
    made = asked(signal, people, "agree", "put")
    letter = Evidence(EvidenceKind.SOURCE, Text("Brief", ""), "https://example.nl/brief")
    accepted = Told(reason=Text("Wij doen het.", ""), evidence=[letter])
    take(signal.pk, Thing.ASK, made.pk, "accept", accepted, people.ministry)
    draft = ActionDraft(
        title=Text("Een potje", ""),
        text=Text("", ""),
        owner=people.addressee.pk,
        ask=made.pk,
        money=[Amount(2_500_000, Text("voor scholen", ""))],
    )
    action = plan(signal.pk, draft, "potje", people.ministry)
    due = in_days(20)
    milestone = set_milestone(signal.pk, action.pk, Text("Geld er", ""), due, people.ministry)
    later = Told(reason=Text("Later.", ""), until=in_days(40))
    take(signal.pk, Thing.MILESTONE, milestone.pk, "move", later, people.ministry)
    published(signal, people)
    whole = ask(f"signals/{signal.pk}").json()["signal"]
    (one,), (done,) = whole["asks"], whole["actions"]
    assert (one["state"], one["addressee"]["kind"]) == ("accepted", "ministry")
    assert one["answerBy"] is None and not one["late"]
    assert done["money"] == [{"euros": 2_500_000, "what": {"nl": "voor scholen", "en": ""}}]
    (goal,) = done["milestones"]
    assert (goal["setFor"], goal["due"]) == (due.isoformat(), in_days(40).isoformat())
    assert (goal["state"], goal["met"], goal["late"]) == ("planned", None, False)
    answer = next(each for each in whole["steps"] if each["name"] == "accept")
    assert answer["evidence"][0]["address"] == "https://example.nl/brief"
    assert answer["by"] == "Ministerie van OCW"
    note = one["note"].removeprefix("http://127.0.0.1")
    reader = Client(HTTP_HOST="127.0.0.1")
    assert reader.get(note).status_code == reader.get(f"{note}.pdf").status_code == 200


_FILTERS = (
    ("", "theme=onderwijs", "theme=onderwijs,werk_inkomen", "theme=gedrag"),
    ("", "addressee=ministerie-van-vws", "addressee=ministerie-van-ocw,ministerie-van-szw"),
    ("", "stage=acting", "stage=done,closed"),
    ("", "q=stages", "q=JONGEREN+werk", "q=niets"),
    ("", "late=true", "late=false", "targetGroup=jongeren", "region=GM0363"),
)


def test_an_edition_is_searched_as_what_stands_today(sealed: str) -> None:
    some = set()
    for parts in itertools.product(*_FILTERS):
        query = "&".join(filter(None, parts))
        today = numbers(f"signals?{query}")
        assert numbers(f"signals?edition={sealed}&{query}") == today, query
        some.add(tuple(today))
    assert len(some) > 4, "the filters make a difference"


def test_lists_come_in_pages(people: Programme) -> None:
    for number in range(5):
        published(taken_up(people, f"Signaal {number}"), people)
    every = numbers("signals")
    assert len(every) == 5 and every == sorted(every, reverse=True)
    paged = [numbers(f"signals?pageSize=2&page={page}") for page in (1, 2, 3)]
    assert [*itertools.chain(*paged)] == every
    last = ask("signals?pageSize=2&page=3").json()
    assert last["page"] == {"number": 3, "size": 2, "count": 5, "pages": 3}
    assert "edition" not in last["_links"]["prev"]["href"]
    assert "the last is 3" in ask("signals?pageSize=2&page=4", 404).json()["detail"]


def test_what_may_change_is_asked_for_again(signal: Signal, people: Programme) -> None:
    published(signal, people)
    paths = ["signals", f"signals/{signal.pk}", "decisions", "practices"]
    for path in paths:
        answer = ask(path)
        assert answer["Cache-Control"] == "no-cache"
        assert ask(path, 304, HTTP_IF_NONE_MATCH=answer["ETag"]).content == b""
    before = ask("signals")
    assert ask("signals").content == before.content
    published(taken_up(people, "Nog een signaal"), people)
    assert len(ask("signals", HTTP_IF_NONE_MATCH=before["ETag"]).json()["signals"]) == 2
    sealed = ask("signals?edition=2021-1")
    assert sealed["Cache-Control"] == "public, max-age=300"
    assert sealed.json()["signals"] == []


def test_decisions_and_practices_are_found_by_what_they_are_about(sealed: str) -> None:
    told = ask("decisions").json()["decisions"]
    assert [each["on"] for each in told] == ["2021-02-04", "2020-09-24"]
    assert {each["state"] for each in told} == {"refused", "accepted"}
    assert ask("decisions?table=tweede-kamer").json()["decisions"] == told
    assert ask(f"decisions?edition={sealed}").json()["decisions"] == told
    assert "tweede-kamer" in ask("decisions?table=tweedekamer", 404).json()["detail"]
    every = ask("practices").json()["practices"]
    of_state = ask("practices?audience=state").json()["practices"]
    assert 0 < len(of_state) < len(every)
    assert all(each["example"] for each in every)
    assert ask("practices?theme=gedrog", 404)
    assert ask("practices?audience=everybody", 400)
    assert ask("practices?edition=2021-1", 400), "they are in no edition"


def test_tables_of_values_have_their_columns(sealed: str) -> None:
    for resource, shape in (
        ("signals", schemas.SignalListed),
        ("decisions", schemas.Decision),
        ("practices", schemas.Practice),
    ):
        answer = ask(f"{resource}?f=csv&lang=en")
        rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
        assert rows and set(rows[0]) <= {each.alias for each in shape.model_fields.values()} | set(
            ask(resource).json()[resource][0]
        )
        assert rows[0]["title"] and not rows[0]["title"].startswith("{")


def test_what_is_there_at_the_desk_alone_is_not_asked_for_by_who_is_signed_in(
    signal: Signal, people: Programme
) -> None:
    keeper = let_in(people.keeper)
    assert keeper.get(f"/api/v1/signals/{signal.pk}").status_code == 404
    assert keeper.get("/api/v1/signals").json()["signals"] == []


@pytest.mark.parametrize("number", ["0", "99", "9" * 400, "9" * 5000, "-1", "x", "1.5"])
def test_a_number_that_is_none_is_not_found(people: Programme, number: str) -> None:
    for path in (
        f"signals/{number}",
        f"signals/{number}/effect",
        f"signals/{number}?edition=2021-1",
    ):
        assert ask(path, 404)["Content-Type"] == "application/problem+json"
    assert Client(HTTP_HOST="127.0.0.1").get(f"/signalen/{number}").status_code == 404

"""Reporting: for one's own area alone, in words that are read before everybody reads them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from agenda_room import let_in
from duidelijk.web.accounts.rights import Kind
from duidelijk.web.agenda.changing import NotPossible, Overtaken
from duidelijk.web.audit.models import Event
from duidelijk.web.local.collecting import COUNTS_DAYS, counting
from duidelijk.web.local.models import Observation, Shown
from duidelijk.web.local.reporting import change, read_by_keeper, report, withdraw
from local_room import Area, draft, reported, reporter

pytestmark = pytest.mark.django_db

FORM: dict[str, Any] = {
    "local_theme": "onderwijs",
    "local_what": "Studenten vinden geen stage.",
    "local_trend": "risen",
    "local_bearing": "worse",
    "local_groups": ["jongeren"],
    "local_spread": "most",
    "local_since": "2021-03",
    "local_public": "public",
    "token": "t",
}
NEW = "/werkplek/lokaal/melden"


def posted(client: Client, **given: Any) -> Any:
    return client.post(NEW, FORM | given)


def test_a_report_is_kept_once_and_for_the_own_municipality(people: Area) -> None:
    town = let_in(people.towns[3])
    page = town.get(NEW).content.decode()
    assert "Ede" in page
    for _ in range(2):
        answer = posted(town, region="GM0599", organisation="1")
        assert answer.status_code == 302
    (made,) = Observation.objects.all()
    assert (made.region, made.organisation) == ("GM0228", people.towns[3].organisation)
    assert (made.since, made.public, made.shown) == ("2021-03", True, Shown.WAITING)
    assert Event.objects.filter(action="local_reported").count() == 1
    assert "Studenten vinden geen stage." in town.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("kind", "region"),
    [(Kind.MINISTRY, "GM0228"), (Kind.MUNICIPALITY, ""), (Kind.MUNICIPALITY, "PV25")],
)
def test_who_speaks_for_no_area_is_told_so(people: Area, kind: Kind, region: str) -> None:
    other = reporter("GM0200", kind=kind)
    other.organisation.region = region
    other.organisation.save()
    client = let_in(other)
    page = client.get(NEW)
    assert page.status_code == 404
    assert "geen gemeente of GGD" in page.content.decode()
    assert posted(client).status_code == 404
    with pytest.raises(NotPossible):
        report(draft(), "x", other)
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"local_what": ""}, "verplicht"),
        ({"local_what": "x" * 601}, "600"),
        ({"local_theme": "weer"}, "weer"),
        ({"local_since": "2021-13"}, "Schrijf een jaar"),
        ({"local_since": "2099"}, "moet nog komen"),
        ({"local_figure": "veel"}, "geen getal"),
        ({"local_figure": "39", "local_figure_unit": "%"}, "zonder wat het telt"),
        ({"local_indicator": "eenzaam"}, "ander thema"),
        ({"local_what": "Bel 06-12345678"}, "06-12345678"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_kept(
    people: Area, wrong: dict[str, str], words: str
) -> None:
    town = let_in(people.towns[0])
    answer = posted(town, **wrong)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert words in page
    assert "2021-03" in page or "local_since" in wrong, "what was typed is still there"
    assert not Observation.objects.exists()


def test_a_figure_comes_with_what_it_counts(people: Area) -> None:
    town = let_in(people.towns[0])
    figure = {
        "local_figure": "39,5",
        "local_figure_unit": "%",
        "local_figure_definition": "studenten zonder stage",
        "local_source": "https://example.nl/stages",
    }
    assert posted(town, **figure).status_code == 302
    made = Observation.objects.get()
    assert (made.figure, made.figure_unit) == (39.5, "%")
    page = town.get(f"/werkplek/lokaal/{made.pk}").content.decode()
    assert "39,5 %" in page
    assert "studenten zonder stage" in page


def test_another_municipality_neither_sees_nor_changes_it(people: Area) -> None:
    held = reported(people.towns[0], public=False)
    other = let_in(people.towns[1])
    for path in ("", "/wijzigen"):
        assert other.get(f"/werkplek/lokaal/{held.pk}{path}").status_code == 404
    for path in ("/wijzigen", "/terugnemen"):
        assert other.post(f"/werkplek/lokaal/{held.pk}{path}", FORM).status_code == 404
    assert other.post(f"/werkplek/lokaal/{held.pk}/tonen", {"shown": "quoted"}).status_code == 403
    with pytest.raises(NotPossible):
        change(held.pk, draft(), 1, people.towns[1])
    with pytest.raises(NotPossible):
        withdraw(held.pk, 1, people.keeper)


def test_of_two_who_change_at_once_the_second_is_told(people: Area) -> None:
    held = reported(people.towns[0])
    change(held.pk, draft(what="Anders"), 1, people.towns[0])
    with pytest.raises(Overtaken):
        change(held.pk, draft(what="Nog anders"), 1, people.towns[0])
    town = let_in(people.towns[0])
    answer = town.post(f"/werkplek/lokaal/{held.pk}/wijzigen", FORM | {"based_on": "1"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Iemand anders heeft dit intussen gewijzigd" in page
    assert "Studenten vinden geen stage." in page
    assert Observation.objects.get().what == "Anders"


def test_words_are_read_before_everybody_reads_them(people: Area, site: Client) -> None:
    held = reported(people.towns[0], what="Hier valt op dat stages ontbreken.")
    public = "/lokaal/thema/onderwijs"
    assert "stages ontbreken" not in site.get(public).content.decode()
    keeper = let_in(people.keeper)
    assert "stages ontbreken" in keeper.get("/werkplek/lokaal").content.decode()
    show = f"/werkplek/lokaal/{held.pk}/tonen"
    assert keeper.post(show, {"shown": "held_back", "based_on": "1"}).status_code == 400
    assert keeper.post(show, {"shown": "waiting", "based_on": "1"}).status_code == 400
    assert keeper.post(show, {"shown": "niets", "based_on": "1"}).status_code == 400
    assert keeper.post(show, {"shown": "quoted", "based_on": "9"}).status_code == 409
    assert keeper.post(show, {"shown": "quoted", "based_on": "1"}).status_code == 302
    for path in (public, "/lokaal", "/lokaal/gebied/GM0014", "/en/lokaal"):
        assert "stages ontbreken" in site.get(path).content.decode(), path
    change(held.pk, draft(what="Nu staat er iets anders."), 2, people.towns[0])
    assert "iets anders" not in site.get(public).content.decode(), "it is read again first"


def test_what_is_held_back_tells_its_reporter_why(people: Area, site: Client) -> None:
    held = reported(people.towns[0], what="Te herkennen iemand.")
    read_by_keeper(held.pk, Shown.HELD_BACK, "Er is iemand te herkennen.", 1, people.keeper)
    assert "Te herkennen" not in site.get("/lokaal/gebied/GM0014").content.decode()
    page = let_in(people.towns[0]).get(f"/werkplek/lokaal/{held.pk}").content.decode()
    assert "Er is iemand te herkennen." in page


def test_what_is_for_the_programme_counts_there_alone(people: Area, site: Client) -> None:
    for town in people.towns[:6]:
        reported(town, public=False, what="Alleen voor ons.")
    with pytest.raises(NotPossible):
        read_by_keeper(Observation.objects.all()[0].pk, Shown.SHOWN, "", 1, people.keeper)
    assert "Alleen voor ons" not in site.get("/lokaal").content.decode()
    assert "0 van de" in site.get("/lokaal").content.decode()
    whole = let_in(people.keeper).get("/werkplek/lokaal/beeld").content.decode()
    assert "6 van de 35" in whole
    assert "## Wat gemeenten en GGD’en zien" in whole


def test_what_was_taken_back_or_is_old_counts_no_more(people: Area) -> None:
    first, second, third = (reported(town) for town in people.towns[:3])
    withdraw(first.pk, 1, people.towns[0])
    old = dt.date.today() - dt.timedelta(days=COUNTS_DAYS)
    Observation.objects.filter(pk=second.pk).update(reported=old)
    assert list(counting(dt.date.today())) == [third]
    with pytest.raises(NotPossible):
        change(first.pk, draft(), 2, people.towns[0])

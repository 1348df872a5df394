"""What others can copy, at the desk: proposed, changed, published by another, taken back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from agenda_room import Programme, let_in
from duidelijk.agenda.practice import Practice as PracticeTold
from duidelijk.foundation.documents import from_plain
from duidelijk.web.agenda.models import Practice
from duidelijk.web.agenda.practising import seal_of
from duidelijk.web.audit.models import Event

pytestmark = pytest.mark.django_db
DESK = "/werkplek/handelen"
TYPED: dict[str, Any] = {
    "practice_audience": "municipalities",
    "practice_theme": "onderwijs",
    "practice_title": "Lasergamen in het stadskantoor",
    "practice_text": "Het stadskantoor is ’s avonds toch leeg.",
    "practice_organisation": "Gemeente Ede",
    "practice_region": "Ede",
    "practice_since": "2020-12-02",
    "practice_contact": "www.ede.nl",
    "practice_groups": ["jongeren"],
    "practice_evidence": "Het nieuws https://example.nl/nieuws\n/indicator/stagetekort_mbo",
    "token": "vorm",
}


def proposed(client: Client, **given: Any) -> Practice:
    """A practice out of the form, as somebody sends it."""
    answer = client.post(f"{DESK}/nieuw", TYPED | given)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return Practice.objects.latest("pk")


def hidden(client: Client, path: str, name: str) -> str:
    """What a form carries along unseen."""
    page = client.get(path).content.decode()
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found is not None, page[-2000:]
    return found[1]


def published(client: Client, held: Practice) -> None:
    """Publish it as it stands, by the button."""
    path = f"{DESK}/{held.pk}/uitgeven"
    answer = client.post(path, {"seen": hidden(client, path, "seen")})
    assert answer.status_code == 302, answer.content.decode()[-2000:]


def changed(client: Client, held: Practice, **given: Any) -> Any:
    """The form of changing it, sent."""
    path = f"{DESK}/{held.pk}/woorden"
    based = {"based_on": hidden(client, path, "based_on")}
    return client.post(path, TYPED | based | given)


def test_from_a_proposal_to_everybody_and_back(people: Programme) -> None:
    town, keeper, publisher = let_in(people.town), let_in(people.keeper), let_in(people.publisher)
    anybody = Client(HTTP_HOST="127.0.0.1")
    held = proposed(town)
    assert (held.region, held.contact) == ("GM0228", "https://www.ede.nl")
    assert [each["kind"] for each in held.evidence] == ["source", "figure"]
    assert held.title_nl in town.get(DESK).content.decode()
    assert "voorgedragen" in keeper.get(f"{DESK}/{held.pk}").content.decode()
    assert held.title_nl not in anybody.get("/doen/onderwijs").content.decode()

    assert changed(keeper, held, practice_title="Gamen in het stadskantoor").status_code == 302
    published(publisher, held)
    held.refresh_from_db()
    assert town.get(f"{DESK}/{held.pk}/woorden").status_code == 404, "published: no longer theirs"
    page = anybody.get("/doen/onderwijs")
    told = page.content.decode().replace("\xa0", " ")
    assert page["Cache-Control"] == "no-store"
    for part in ("Gamen in het stadskantoor", "Gemeente Ede", "2 december 2020", "www.ede.nl"):
        assert part in told
    assert "https://example.nl/nieuws" in told and "/indicator/stagetekort_mbo/" in told

    changed(keeper, held, practice_text="Ook voor kinderen.")
    assert "Ook voor kinderen." not in anybody.get("/doen/onderwijs").content.decode()
    published(publisher, held)
    assert "Ook voor kinderen." in anybody.get("/doen/onderwijs").content.decode()

    path = f"{DESK}/{held.pk}/intrekken"
    given = {"based_on": hidden(publisher, path, "based_on"), "practice_reason": "Het mag niet."}
    assert publisher.post(path, given).status_code == 302
    told = anybody.get("/doen/onderwijs").content.decode()
    assert "Ingetrokken op" in told and "Het mag niet." in told, "nothing vanishes"
    assert "Ook voor kinderen." not in told
    index = anybody.get("/doen").content.decode()
    assert "nog niets voor gemeenten" in index and "1 voor gemeenten" not in index
    assert publisher.get(path).status_code == 404, "taken back once"
    events = Event.objects.filter(subject=f"practice {held.pk}").order_by("pk")
    assert [each.action for each in events] == [
        "practice_proposed",
        "practice_changed",
        "practice_published",
        "practice_changed",
        "practice_published",
        "practice_withdrawn",
    ]


def test_nobody_publishes_what_they_wrote(people: Programme) -> None:
    publisher = let_in(people.publisher)
    held = proposed(publisher)
    path = f"{DESK}/{held.pk}/uitgeven"
    page = publisher.get(path).content.decode()
    assert "Een ander moet dit uitgeven" in page and 'name="seen"' not in page
    assert publisher.post(path, {"seen": "x"}).status_code == 400
    held.refresh_from_db()
    assert held.published is None
    people.keeper.roles = ["editor", "publisher"]
    people.keeper.save()
    keeper = let_in(people.keeper)
    changed(keeper, held, practice_title="Anders")
    assert (
        keeper.post(path, {"seen": seal_of(Practice.objects.get(pk=held.pk))}).status_code == 400
    ), "wrote the last of it"
    people.second.roles = ["publisher"]
    people.second.save()
    second = let_in(people.second)
    published(second, held)
    held.refresh_from_db()
    assert from_plain(PracticeTold, held.published).title.nl == "Anders"
    assert "niets nieuws" in second.get(path).content.decode()


def test_what_changed_while_somebody_looked_is_not_published(people: Programme) -> None:
    keeper, publisher = let_in(people.keeper), let_in(people.publisher)
    held = proposed(keeper)
    seen = hidden(publisher, f"{DESK}/{held.pk}/uitgeven", "seen")
    changed(keeper, held, practice_text="Iets anders.")
    answer = publisher.post(f"{DESK}/{held.pk}/uitgeven", {"seen": seen})
    assert answer.status_code == 409 and "Iets anders." in answer.content.decode()
    held.refresh_from_db()
    assert held.published is None


def test_two_who_change_the_same_lose_nothing(people: Programme) -> None:
    keeper, second = let_in(people.keeper), let_in(people.second)
    held = proposed(keeper)
    path = f"{DESK}/{held.pk}/woorden"
    based = hidden(second, path, "based_on")
    changed(keeper, held, practice_title="Van de eerste")
    late = second.post(path, TYPED | {"based_on": based, "practice_title": "Van de tweede"})
    told = late.content.decode()
    assert late.status_code == 409
    assert "Van de eerste" in told and 'value="Van de tweede"' in told
    held.refresh_from_db()
    assert held.title_nl == "Van de eerste"
    again = re.search(r'name="based_on" value="(\d+)"', told)
    assert again is not None
    given = {"based_on": again[1], "practice_title": "Van de tweede"}
    assert second.post(path, TYPED | given).status_code == 302
    gone = f"{DESK}/{held.pk}/intrekken"
    stale = keeper.post(gone, {"based_on": based, "practice_reason": "Weg"})
    assert stale.status_code == 409 and "Weg" in stale.content.decode()


def test_the_same_form_sent_twice_is_kept_once(people: Programme) -> None:
    town, keeper = let_in(people.town), let_in(people.keeper)
    first, again = proposed(town), proposed(town)
    assert first.pk == again.pk and Practice.objects.count() == 1
    assert proposed(keeper).pk != first.pk, "the form of somebody else is another"


def test_who_proposes_sees_and_takes_back_their_own_alone(people: Programme) -> None:
    town, other = let_in(people.town), let_in(people.other)
    held = proposed(town)
    for path in ("", "/woorden", "/intrekken"):
        assert other.get(f"{DESK}/{held.pk}{path}").status_code == 404, path
    assert held.title_nl not in other.get(DESK).content.decode()
    assert town.get(f"{DESK}/{held.pk}/uitgeven").status_code == 403
    path = f"{DESK}/{held.pk}/intrekken"
    given = {"based_on": "1", "practice_reason": "Toch niet"}
    assert town.post(path, given | {"practice_reason": " "}).status_code == 400
    assert town.post(path, given).status_code == 302
    assert "Toch niet" in town.get(f"{DESK}/{held.pk}").content.decode()
    publisher = let_in(people.publisher)
    assert "niets nieuws" in publisher.get(f"{DESK}/{held.pk}/uitgeven").content.decode()
    assert changed(town, held).status_code == 302, "taken up again by changing it"
    published(publisher, held)


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("practice_contact", "jan@ede.nl", "jan@ede.nl"),
        ("practice_contact", "mailto:jan@ede.nl", "jan@ede.nl"),
        ("practice_contact", "https://jan@ede.nl/", "jan@ede.nl"),
        ("practice_contact", "javascript://ede.nl/%0aalert(1)", "Geen mailadres"),
        ("practice_contact", "ede", "Geen mailadres"),
        ("practice_text", "Bel 06-12345678.", "06-12345678"),
        ("practice_organisation", "jan@ede.nl", "jan@ede.nl"),
        ("practice_evidence", "Jan, jan@ede.nl", "jan@ede.nl"),
        ("practice_title", "x" * 161, "160"),
        ("practice_title", "\u202e\x00", ""),
        ("practice_text", "x" * 1501, "1500"),
        ("practice_theme", "niets", "niets"),
        ("practice_audience", "iedereen", "iedereen"),
        ("practice_groups", ["niemand"], "niemand"),
        ("practice_region", "Nergenshuizen", "Nergenshuizen"),
        ("practice_since", "1066-10-14", "2000"),
        ("practice_since", "gisteren", ""),
        ("practice_since", "2099-01-01", "moet nog komen"),
    ],
)
def test_what_cannot_be_kept_comes_back_filled_in(
    people: Programme, field: str, typed: Any, why: str
) -> None:
    answer = let_in(people.town).post(f"{DESK}/nieuw", TYPED | {field: typed})
    told = answer.content.decode()
    assert answer.status_code == 400 and not Practice.objects.exists()
    assert why in told and 'role="alert"' in told
    assert ("Het stadskantoor is" in told) == (field != "practice_text"), "nothing typed is lost"


def test_hostile_words_are_shown_as_words(people: Programme) -> None:
    hostile = "<script>alert(1)</script>"
    held = proposed(
        let_in(people.town),
        practice_title=hostile,
        practice_text=hostile,
        practice_organisation=hostile,
        practice_contact="https://example.nl/?a=<b>&c",
    )
    publisher = let_in(people.publisher)
    published(publisher, held)
    for path in (DESK, f"{DESK}/{held.pk}", "/doen/onderwijs", "/en/doen/onderwijs"):
        page = publisher.get(path).content.decode()
        assert hostile not in page and "&lt;script&gt;" in page, path

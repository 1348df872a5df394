"""Figures by hand in the browser: checked, looked at, kept, and confirmed by somebody else."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from duidelijk.figures.store import FigureStore
from duidelijk.foundation.folders import locked
from duidelijk.foundation.home import Home
from duidelijk.sources.by_hand.entering import State, every, pending
from duidelijk.web.accounts.models import User
from duidelijk.web.audit.models import Event

Somebody = Callable[..., tuple[User, Client]]
FORM = "/werkplek/gegevens/invoer/damage_reports"
WAITING = "/werkplek/gegevens/wachtend"
ARTICLE = {
    "value": "4.700",
    "decimals": "0",
    "period": "februari 2030",
    "region": "NL01",
    "group": "total",
    "source": "verzonnen",
    "title": "Schade door water",
    "address": "https://example.org/schade",
    "published": "2030-03-20",
}


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    assert found, "the figure was not shown for a second look"
    return found[1]


def kept(client: Client, **changed: str) -> str:
    """Enter a figure as a person does: look, accept, keep; the id it waits under."""
    typed = {**ARTICLE, **changed}
    page = client.post(FORM, typed | {"look": "1"}).content.decode()
    answer = client.post(FORM, typed | {"save": "1", "seen": seen(page), "accepted": "1"})
    assert answer.status_code == 302, answer.content.decode()
    return next(iter(re.findall(r"\d{4}-\d\d-\d\d-\w{4}", client.get(WAITING).content.decode())))


def test_an_indicator_is_found_by_its_words(somebody: Somebody) -> None:
    _, ann = somebody("ann")
    page = ann.get("/werkplek/gegevens/invoer", {"zoek": "SCHADE"}).content.decode()
    assert "Schademeldingen" in page and FORM in page and "stress" not in page
    assert "Damage reports" in ann.get("/en/werkplek/gegevens/invoer").content.decode()
    page = ann.get("/werkplek/gegevens/invoer", {"zoek": "<b>niets"}).content.decode()
    assert "Geen indicator gevonden" in page and "<b>niets" not in page
    assert ann.get("/werkplek/gegevens/invoer/no_such").status_code == 404


def test_all_mistakes_stand_beside_their_fields_and_nothing_is_lost(somebody: Somebody) -> None:
    _, ann = somebody("ann")
    wrong = {"value": "4.7oo", "period": "lenteweek", "region": "Blubdorp", "address": "www.x.nl"}
    wrong |= {"published": "2030-02-31", "title": "", "source": "verzonnen", "note": "Mijn <noot>"}
    answer = ann.post(FORM, wrong | {"look": "1"})
    page = answer.content.decode()
    assert answer.status_code == 400
    for told in (
        "“4.7oo” is geen getal",
        "Onbekende periode",
        "Onbekende regio “Blubdorp”",
        "“www.x.nl” is geen webadres",
        "“2030-02-31” staat niet in de kalender",
        "“Titel van de pagina of het artikel” is niet ingevuld",
    ):
        assert told in page, told
    for typed in ("4.7oo", "lenteweek", "Blubdorp", "www.x.nl", "2030-02-31", "Mijn &lt;noot&gt;"):
        assert typed in page, typed
    assert page.count('aria-invalid="true"') == 6
    english = ann.post(f"/en{FORM}", wrong | {"look": "1"}).content.decode()
    assert "is not a number" in english and "is geen getal" not in english


def test_what_is_wrong_with_the_whole_figure_stands_above_it(somebody: Somebody) -> None:
    _, ann = somebody("ann")
    answer = ann.post(FORM, {**ARTICLE, "value": ""} | {"look": "1"})
    assert answer.status_code == 400
    assert "heeft geen cijfer en geen reden" in answer.content.decode()
    answer = ann.post(FORM, {**ARTICLE, "value": "-5"} | {"look": "1"})
    assert "valt buiten de grenzen" in answer.content.decode()


def test_a_figure_is_shown_beside_its_series_before_it_is_kept(
    home: Home, somebody: Somebody
) -> None:
    _, ann = somebody("ann")
    page = ann.post(FORM, ARTICLE | {"look": "1"}).content.decode()
    assert "4.700" in page and "januari 2030" in page
    assert pending(home.entries) == []
    straight = ann.post(FORM, ARTICLE | {"save": "1"})
    assert straight.status_code == 409 and "Kijk het nog eens na" in straight.content.decode()
    other = {**ARTICLE, "value": "4.800"} | {"save": "1", "seen": seen(page), "accepted": "1"}
    assert ann.post(FORM, other).status_code == 409, "another figure than was looked at"
    assert pending(home.entries) == []


def test_what_stands_out_is_accepted_or_nothing_is_kept(home: Home, somebody: Somebody) -> None:
    _, ann = somebody("ann")
    strange = {**ARTICLE, "value": "4.700.000"}
    page = ann.post(FORM, strange | {"look": "1"}).content.decode()
    assert "Dit valt op" in page and "keer wat we kenden" in page
    assert "This stands out" in ann.post(f"/en{FORM}", strange | {"look": "1"}).content.decode()
    given = strange | {"save": "1", "seen": seen(page)}
    refused = ann.post(FORM, given)
    assert refused.status_code == 409 and pending(home.entries) == []
    assert "Zeg eerst" in refused.content.decode()
    assert ann.post(FORM, given | {"accepted": "1"}).status_code == 302
    (held,) = pending(home.entries)
    assert held.entry.value == 4_700_000


def test_a_survey_gives_its_limits(home: Home, somebody: Somebody) -> None:
    _, ann = somebody("ann")
    survey = {**ARTICLE, "value": "12,5", "decimals": "1", "n": "1.200", "design_effect": "1,5"}
    survey |= {"period": "2030", "published": "2031-01-15"}
    form = "/werkplek/gegevens/invoer/stress"
    page = ann.post(form, survey | {"look": "1"}).content.decode()
    assert "marge" in page and "n = 1.200" in page
    given = survey | {"save": "1", "seen": seen(page), "accepted": "1"}
    assert ann.post(form, given).status_code == 302
    (held,) = pending(home.entries)
    assert held.entry.lower and held.entry.upper
    assert held.entry.lower < 12.5 < held.entry.upper


def test_the_account_counts_for_who_confirms(home: Home, somebody: Somebody) -> None:
    ann, ann_client = somebody("ann", name="Ann Bos")
    _, same_name = somebody("ann2", name="Ann Bos")
    id_ = kept(ann_client)
    (held,) = pending(home.entries)
    assert (held.entry.entered_by, held.entered_account) == ("Ann Bos", str(ann.pk))
    User.objects.filter(pk=ann.pk).update(name="Ann van den Bos")  # she married
    page = ann_client.get(f"{WAITING}/{id_}").content.decode()
    assert "voerde dit cijfer zelf in" in page and 'name="confirm"' not in page
    refused = ann_client.post(f"{WAITING}/{id_}", {"confirm": "1"})
    assert refused.status_code == 409
    assert "Laat iemand anders het bevestigen" in refused.content.decode()
    assert len(pending(home.entries)) == 1
    before = len(FigureStore(home.figures).releases())
    assert same_name.post(f"{WAITING}/{id_}", {"confirm": "1"}).status_code == 302
    assert len(FigureStore(home.figures).releases()) == before + 1
    (closed,) = every(home.entries)
    assert closed.state is State.CONFIRMED
    again = same_name.post(f"{WAITING}/{id_}", {"confirm": "1"})
    assert again.status_code == 409, "confirmed once is confirmed"
    assert len(FigureStore(home.figures).releases()) == before + 1


def test_refusing_needs_a_reason_and_is_kept(home: Home, somebody: Somebody) -> None:
    _, ann = somebody("ann")
    _, bob = somebody("bob")
    id_ = kept(ann)
    assert bob.post(f"{WAITING}/{id_}", {"reject": "1", "reason": " "}).status_code == 409
    assert len(pending(home.entries)) == 1
    assert bob.post(f"{WAITING}/{id_}", {"reject": "1", "reason": "Er staat 4.701"}).status_code
    assert pending(home.entries) == []
    page = bob.get(WAITING).content.decode()
    assert "Er staat 4.701" in page and "geweigerd" in page
    assert "Er staat 4.701" in bob.get("/werkplek/gegevens").content.decode()


def test_everything_that_matters_is_in_the_log(somebody: Somebody) -> None:
    _, ann = somebody("ann")
    _, bob = somebody("bob")
    first = kept(ann)
    bob.post(f"{WAITING}/{first}", {"confirm": "1"})
    second = kept(ann, period="maart 2030", published="2030-04-20")
    bob.post(f"{WAITING}/{second}", {"reject": "1", "reason": "nee"})
    told = [(each.actor, each.action, each.subject) for each in Event.objects.order_by("pk")]
    ours = [each for each in told if each[1].endswith("_figure")]
    assert ours == [
        ("ann <ann@example.nl>", "entered_figure", first),
        ("bob <bob@example.nl>", "confirmed_figure", first),
        ("ann <ann@example.nl>", "entered_figure", second),
        ("bob <bob@example.nl>", "rejected_figure", second),
    ]


def test_the_same_figure_waits_once(somebody: Somebody) -> None:
    _, ann = somebody("ann")
    kept(ann)
    page = ann.post(FORM, ARTICLE | {"look": "1"}).content.decode()
    again = ann.post(FORM, ARTICLE | {"save": "1", "seen": seen(page), "accepted": "1"})
    assert again.status_code == 400
    assert "is al ingevoerd" in again.content.decode()


@pytest.mark.parametrize("language", ["", "/en"])
def test_while_a_command_writes_it_says_so_and_nothing_is_lost(
    home: Home, somebody: Somebody, language: str
) -> None:
    _, ann = somebody("ann")
    _, bob = somebody("bob")
    id_ = kept(ann)
    told = "try again in a moment" if language else "probeer het zo nog eens"
    other = {**ARTICLE, "period": "maart 2030", "published": "2030-04-20"}
    page = ann.post(f"{language}{FORM}", other | {"look": "1"}).content.decode()
    with locked(home.entries):
        given = other | {"save": "1", "seen": seen(page), "accepted": "1"}
        answer = ann.post(f"{language}{FORM}", given)
    assert answer.status_code == 503 and told in answer.content.decode()
    assert "maart 2030" in answer.content.decode(), "what was typed is shown again"
    with locked(home.figures):
        answer = bob.post(f"{language}{WAITING}/{id_}", {"confirm": "1"})
    assert answer.status_code == 503 and told in answer.content.decode()
    assert [each.id for each in pending(home.entries)] == [id_]
    assert bob.post(f"{language}{WAITING}/{id_}", {"confirm": "1"}).status_code == 302


def test_an_entry_that_is_not_there_is_not_found(somebody: Somebody) -> None:
    _, ann = somebody("ann")
    for id_ in ("2021-04-22-bcdf", "monitor", "x"):
        assert ann.get(f"{WAITING}/{id_}").status_code == 404
        assert ann.post(f"{WAITING}/{id_}", {"confirm": "1"}).status_code == 404


def test_a_damaged_entry_is_told_and_takes_no_page_down(home: Home, somebody: Somebody) -> None:
    _, ann = somebody("ann")
    id_ = kept(ann)
    (home.entries / f"{id_}.json").write_text("{", encoding="utf-8")
    for path in (WAITING, "/werkplek/gegevens"):
        answer = ann.get(path)
        assert answer.status_code == 200 and f"{id_}.json" in answer.content.decode()

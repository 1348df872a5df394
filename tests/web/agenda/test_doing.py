"""What can be done, for everybody: per theme what is seen, what is done, what others can copy."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client

from duidelijk.regions.names import find
from duidelijk.web.agenda.doing import public_state
from duidelijk.web.agenda.example.playing import play
from duidelijk.web.agenda.models import Practice
from duidelijk.web.agenda.practising import practice_of, published_practice

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(people: object) -> None:
    """The example of 2020 and 2021."""
    play("2021-1")


def part_of(page: Any, anchor: str) -> str:
    """What one of the two parts says, without markup."""
    found = re.search(
        rf'<section class="for-whom" aria-labelledby="{anchor}">(.*?)</section>',
        page.content.decode(),
        re.DOTALL,
    )
    assert found is not None
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", found[1]).split()))


@pytest.mark.parametrize("root", ["", "/en"])
def test_every_theme_has_a_page_and_the_index_leads_to_it(register: None, root: str) -> None:
    reader = Client(HTTP_HOST="127.0.0.1")
    index = reader.get(f"{root}/doen")
    assert index["Cache-Control"] == "no-store"
    links = set(re.findall(rf'href="({root}/doen/[a-z_]+)(?:#[a-z]+)?"', index.content.decode()))
    assert len(links) == 5
    for path in links:
        page = reader.get(path)
        assert page.status_code == 200 and page["Cache-Control"] == "no-store"
        assert part_of(page, "gemeenten") and part_of(page, "rijk")
    assert reader.get(f"{root}/doen/niets").status_code == 404


def test_the_two_parts_tell_their_own(register: None) -> None:
    page = Client(HTTP_HOST="127.0.0.1").get("/doen/werk_inkomen")
    towns, state = part_of(page, "gemeenten"), part_of(page, "rijk")
    assert "Gemeente Deventer" in towns and "Deventer" in state
    assert "Tijdelijk soepeler bijstand tot 27 jaar" in state, "the action of a ministry"
    assert "Tijdelijk soepeler bijstand tot 27 jaar" not in towns
    assert "Een gedachte" in state, "nobody has tried it"
    cohesion = Client(HTTP_HOST="127.0.0.1").get("/doen/sociale_cohesie")
    talk = "Week van het gesprek met jongeren"
    assert talk in part_of(cohesion, "gemeenten") and talk not in part_of(cohesion, "rijk")


def test_a_region_is_told_where_the_organisation_does_not_tell_it(register: None) -> None:
    reader = Client(HTTP_HOST="127.0.0.1")
    assert "The Hague" not in part_of(reader.get("/en/doen/mentale_weerbaarheid"), "gemeenten")
    held = Practice.objects.get(organisation="Gemeente Den Haag")
    assert held.published is not None
    held.published["organisation"] = "Een school"
    held.save()
    assert "The Hague" in part_of(reader.get("/en/doen/mentale_weerbaarheid"), "gemeenten")


def test_the_page_says_that_it_is_an_example_and_where_it_is_from(register: None) -> None:
    told = Client(HTTP_HOST="127.0.0.1").get("/doen/sociale_cohesie").content.decode()
    assert "achteraf samen uit openbare bronnen" in told
    assert "https://nieuws.nl/algemeen/20201202/overheid-moet-jongeren-perspectief-bieden/" in told
    for each in Practice.objects.all():
        assert each.example and each.evidence, each
        assert published_practice(each) == practice_of(each)
        if each.region:
            town = each.organisation.removeprefix("Gemeente ")
            assert each.region in [one.code for one in find(town)], "its own code"
    assert Practice.objects.filter(audience="municipalities").exclude(region="").count() >= 5


def test_entering_the_example_twice_adds_nothing(register: None) -> None:
    before = Practice.objects.count()
    play("2021-1")
    assert Practice.objects.count() == before == 11


def test_the_signals_and_the_figures_are_led_to(register: None) -> None:
    reader = Client(HTTP_HOST="127.0.0.1")
    told = reader.get("/doen/mentale_weerbaarheid").content.decode()
    for path in re.findall(r'href="(/signalen/\d+)#(a\d+)"', told):
        assert f'id="{path[1]}"' in reader.get(path[0]).content.decode()
    assert 'href="/thema/mentale_weerbaarheid"' in told
    for path in ("/signalen", "/thema/onderwijs", "/"):
        assert 'href="/doen' in reader.get(path).content.decode(), path
    assert (
        'href="/doen/onderwijs"' in reader.get("/edities/2021-1/thema/onderwijs").content.decode()
    )


def test_a_copy_knows_that_a_practice_was_published(register: None) -> None:
    before = public_state()
    held = Practice.objects.first()
    assert held is not None
    held.title_nl = "Anders"
    held.save()
    assert public_state() == before, "the desk alone"
    held.published["title"]["nl"] = "Anders"
    held.save()
    assert public_state() != before


def test_a_practice_of_a_theme_that_is_gone_breaks_nothing(register: None) -> None:
    held = Practice.objects.first()
    assert held is not None and held.published is not None
    held.theme = held.published["theme"] = "verdwenen"
    held.save()
    reader = Client(HTTP_HOST="127.0.0.1")
    assert reader.get("/doen").status_code == 200
    assert reader.get("/doen/verdwenen").status_code == 404

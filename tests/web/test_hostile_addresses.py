"""Whatever is asked: no error of ours, and nothing comes back as it came."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duidelijk.web.agenda.models import Addressee
from duidelijk.web.dashboard.files import versioned
from duidelijk.web.door.views import closed

pytestmark = pytest.mark.django_db

HOSTILE = "\"><script>alert('x')</script>"
GOOD = {
    "edition": "2021-3",
    "theme": "gedrag",
    "name": "figures.csv",
    "region": "NL01",
    "group": "total",
    "period": "2020MM12",
    "level": "gemeente",
    "company": "grootte",
    "order": "toeval",
    "series": "inwoners",
    "about": "thema/gedrag",
    "session": "abc",
    "token": "abc",
    "word": "abc",
    "number": "abc",
    "page": "1",
    "ask": "abc",
    "table": "abc",
}
KEYS = {
    "thema": "gedrag",
    "doen": "gedrag",
    "lokaal": "GM0794",
    "groep": "jongeren",
    "regio": "GM0794",
    "indicator": "werkloze_beroepsbevolking",
    "indicators": "werkloze_beroepsbevolking",
    "editions": "2021-3",
    "signals": "abc",
    "doelgroep": "jongeren",
    "gebied": "GM0794",
    "aan": "ministerie-van-ocw",
    "kaart": "bijstand_personen_gemeente",
}
_OF_ONE_SESSION = "sessie/<int:key>"
"""Only of who was invited to that session; everybody else is tried in the tests of sessions."""
_KEY = re.compile(r"<\w+:(\w+)>")


@pytest.fixture(autouse=True)
def addressee(db: None) -> None:
    """Somebody whose signals are listed."""
    Addressee.objects.create(
        slug="ministerie-van-ocw", name_nl="Ministerie van OCW", kind="ministry"
    )


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, route)
        elif not (_guarded(each) or _of_library(each) or each.callback is closed):
            yield route


def _guarded(route: URLPattern) -> bool:
    """Of who signed in, or takes part in a session: tried with those who may come in there."""
    return hasattr(route.callback, "right") or hasattr(route.callback, "takes_part")


def _of_library(route: URLPattern) -> bool:
    view = route.callback
    return str(getattr(view, "view_class", view).__module__).startswith(("allauth.", "django."))


def opened(route: str, key: str) -> tuple[str, str]:
    """An address with one key left open, as ``{}``, and what should stand there."""
    subject = route.removeprefix("api/v1/").removeprefix("signalen/").split("/")[0]
    good = GOOD | {"key": KEYS.get(subject, ""), "id": KEYS.get(subject, "")}
    if route.startswith("static/"):
        good["name"] = versioned("duidelijk.css").removeprefix("/static/")
    filled = _KEY.sub(lambda found: "{}" if found[1] == key else good[found[1]], route)
    return f"/{filled}", good[key]


def of_one_language() -> Iterator[str]:
    """The Dutch addresses; of those within an edition a file and one page stand for all."""
    for route in routes(get_resolver().url_patterns):
        inside = route.startswith("edities/<slug:edition>/")
        if route.startswith(_OF_ONE_SESSION):
            continue
        if not route.startswith("en") and (not inside or route.endswith(("/regio", "name>"))):
            yield route


OPENED = [opened(route, key) for route in of_one_language() for key in _KEY.findall(route)]
PAGES = [page for page, _ in OPENED]


@pytest.mark.parametrize(
    ("page", "good"),
    [each for each in OPENED if GOOD["token"] not in (each[1], *each[0].split("/"))],
)
def test_the_addresses_tried_are_there_with_the_right_key(
    site: Client, page: str, good: str
) -> None:
    assert site.get(page.replace("{}", good)).status_code in (200, 302)


@pytest.mark.parametrize("root", ["", "/en"])
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("key", [HOSTILE, "x" * 10_000, "..", "%00", "\u202e", "a/b", "{{ 1 }}"])
def test_hostile_keys_are_not_found(site: Client, root: str, page: str, key: str) -> None:
    if page.startswith("/api"):
        root = ""  # the API has one address for both languages
    response = site.get(f"{root}{page.replace('{}', key)}")
    assert response.status_code in (200, 301, 302, 404)
    if response.status_code in (200, 404) and "html" in response["Content-Type"]:
        assert b"<script>alert" not in response.content


@pytest.mark.parametrize("page", ["/", "/zoek", "/vergelijk", "/vergelijk-erbij", "/regio/GM0794"])
def test_a_query_of_ten_kilobytes_breaks_nothing(site: Client, page: str) -> None:
    for query in (f"q={'x' * 10_000}", "&".join(f"reeks=a{n}" for n in range(900)), HOSTILE):
        response = site.get(f"{page}?{query}")
        assert response.status_code in (200, 302)
        assert b"<script>alert" not in response.content


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=20))
def test_the_form_that_adds_a_series_takes_anything(
    site: Client, indicator: str, region: str, edition: str
) -> None:
    response = site.get(
        "/vergelijk-erbij",
        {"indicator": indicator, "regio": region, "editie": edition, "reeks": [region, indicator]},
    )
    assert response.status_code == 302
    assert response["Location"].startswith("/vergelijk")
    assert site.get(response["Location"]).status_code in (200, 404)

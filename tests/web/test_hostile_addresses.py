"""Whatever is asked: no error of ours, and nothing comes back as it came."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HOSTILE = "\"><script>alert('x')</script>"
PAGES = [
    "/",
    "/thema/{}",
    "/thema/{}/in-gewone-taal",
    "/indicator/{}",
    "/indicator/{}.csv",
    "/indicator/{}.svg",
    "/indicator/{}.png",
    "/indicator/{}.vl.json",
    "/indicator/{}/deelplaatje.png",
    "/regio/{}/feed.atom",
    "/groep/{}/deelplaatje.png",
    "/vraag/over/{}",
    "/indicator/{}/inbed",
    "/indicator/inwoners/cijfer/{}/total/2020JJ00",
    "/indicator/inwoners/cijfer/NL01/{}/2020JJ00",
    "/indicator/inwoners/cijfer/NL01/total/{}",
    "/groep/{}",
    "/regio/{}",
    "/regio/GM0794/naast/{}",
    "/kaart/{}",
    "/kaart/{}/gemeente",
    "/kaart/bijstand_personen_gemeente/{}",
    "/vergelijk/{}",
    "/edities/{}",
    "/edities/{}/regio",
    "/opvallend/op/{}",
    "/thema/{}/feed.atom",
    "/static/{}",
]


@pytest.mark.parametrize("root", ["", "/en"])
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("key", [HOSTILE, "x" * 10_000, "..", "%00", "\u202e", "a/b", "{{ 1 }}"])
def test_hostile_keys_are_not_found(site: Client, root: str, page: str, key: str) -> None:
    response = site.get(f"{root}{page.format(key)}")
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


def test_every_address_is_tried_above_or_takes_no_key() -> None:
    """A new kind of address must be thought of here too."""

    def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> list[str]:
        found = []
        for each in patterns:
            route = before + str(each.pattern)
            if isinstance(each, URLResolver):
                found += routes(each.url_patterns, route)
            else:
                found.append(route)
        return found

    with_key = {
        route.split("<")[0]
        for route in routes(get_resolver().url_patterns)
        if "<" in route and not route.startswith(("en/", "edities/"))
    }
    tried = {page.split("{")[0].lstrip("/") for page in PAGES}
    tried |= {"vraag/over/", "vraag/", "indicator/", "regio/", "kaart/"}
    assert {each for each in with_key if not any(t.startswith(each) for t in tried)} == set()

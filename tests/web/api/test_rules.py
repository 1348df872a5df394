"""The API Design Rules that hold for every address: methods, headers, formats, problems."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duidelijk.foundation.home import Home
from duidelijk.web.api.negotiating import accepted
from duidelijk.web.api.parameters import OfFigures, OfSignals

Ask = Callable[..., HttpResponse]
RESOURCES = (
    "figures",
    "changes",
    "striking",
    "duiding",
    "signals?edition=2021-1",
    "decisions?edition=2021-1",
    "themes",
    "indicators",
    "indicators/eenzaam",
)
RESOURCES += ("groups", "regions", "releases", "editions", "editions/2021-1", "openapi.json")


def problem(response: HttpResponse, status: int) -> dict[str, Any]:
    """The problem document of a response that has this status."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert response["API-Version"] == "1.0.0"
    assert response["Access-Control-Allow-Origin"] == "*"
    told: dict[str, Any] = json.loads(response.content)
    assert told["status"] == status
    assert told["title"]
    assert told["detail"]
    return told


@pytest.mark.parametrize("resource", RESOURCES)
def test_every_answer_has_the_headers_of_the_rules(ask: Ask, resource: str) -> None:
    response = ask(resource)
    assert response.status_code == 200
    assert response["API-Version"] == "1.0.0"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Link" in response["Access-Control-Expose-Headers"]
    assert response["ETag"]
    assert not response.cookies


@pytest.mark.parametrize("resource", RESOURCES)
def test_what_did_not_change_is_not_sent_again(ask: Ask, resource: str) -> None:
    first = ask(resource)
    again = ask(resource, HTTP_IF_NONE_MATCH=first["ETag"])
    assert again.status_code == 304
    assert again.content == b""
    assert again["API-Version"] == "1.0.0"
    assert ask(resource, HTTP_IF_NONE_MATCH='W/"other"').status_code == 200


def test_only_reading_is_allowed(site: Client) -> None:
    for method in ("post", "put", "patch", "delete"):
        response = getattr(site, method)("/api/v1/figures")
        assert response["Allow"] == "GET, HEAD, OPTIONS"
        problem(response, 405)
    head = site.head("/api/v1/figures?region=NL01")
    assert (head.status_code, head.content) == (200, b"")
    assert int(head["Content-Length"]) > 1000


def test_scripts_of_other_sites_may_read(site: Client) -> None:
    response = site.options(
        "/api/v1/figures",
        HTTP_ORIGIN="https://example.org",
        HTTP_ACCESS_CONTROL_REQUEST_METHOD="GET",
    )
    assert response.status_code == 204
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "GET" in response["Access-Control-Allow-Methods"]
    assert "If-None-Match" in response["Access-Control-Allow-Headers"]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("application/json;q=0.5, text/csv", "text/csv; charset=utf-8"),
        ("text/*", "text/csv; charset=utf-8"),
        ("image/png", "application/problem+json"),
        ("application/json;q=0, text/csv;q=0", "application/problem+json"),
    ],
)
def test_the_reader_says_what_is_accepted(ask: Ask, accept: str, kind: str) -> None:
    response = ask("regions", HTTP_ACCEPT=accept)
    assert response["Content-Type"] == kind
    if kind == "application/problem+json":
        problem(response, 406)
    else:
        assert "Accept" in response["Vary"].split(", ")


@given(st.text(max_size=60))
def test_no_header_breaks_the_choice_of_a_format(accept: str) -> None:
    assert accepted(accept, ("json", "csv")) in ("json", "csv", None)


def test_the_format_in_the_address_goes_first(ask: Ask) -> None:
    assert ask("regions?f=csv", HTTP_ACCEPT="application/json")["Content-Type"].startswith("text")
    assert ask("regions?f=json", HTTP_ACCEPT="image/png").status_code == 200
    assert "f:" in problem(ask("regions?f=json-stat"), 400)["detail"]


@pytest.mark.parametrize(
    ("query", "name", "told"),
    [
        ("kownOn=2021-03-11", "kownOn", "did you mean knownOn?"),
        ("page=0", "page", "not between 1 and"),
        ("page=1.0", "page", "not a whole number"),
        ("page=%2B1", "page", "not a whole number"),
        ("pageSize=10001", "pageSize", "not between 1 and 10000"),
        ("pageSize=1&pageSize=2", "pageSize", "more than once"),
        ("knownOn=11-03-2021", "knownOn", "write it like 2021-03-11"),
        ("knownOn=2021-02-30", "knownOn", "not a date"),
        ("from=1616000000", "from", "not a date"),
        ("region=Helmond", "region", "write it like GM0363"),
        ("region=", "region", "cannot be read"),
        ("region=GM0363,,NL01", "region", "cannot be read"),
        ("regionLevel=gemeente", "regionLevel", "municipality"),
        ("edition=2021", "edition", "write it like 2021-1"),
        ("indicator=" + ",".join(["a"] * 51), "indicator", "50"),
        ("f=xml", "f", "csv"),
    ],
)
def test_a_wrong_parameter_is_named_with_what_is_right(
    ask: Ask, query: str, name: str, told: str
) -> None:
    found = problem(ask(f"figures?{query}"), 400)
    wrong = [each for each in found["errors"] if each["location"]["name"] == name]
    assert len(wrong) == 1
    assert wrong[0]["in"] == "query"
    assert told in wrong[0]["detail"]


def test_everything_wrong_is_told_at_once(ask: Ask) -> None:
    found = problem(ask("figures?page=x&region=y&nonsense=1&pageSize=0"), 400)
    assert {each["location"]["name"] for each in found["errors"]} == {
        *("page", "region", "nonsense", "pageSize"),
    }


@pytest.mark.parametrize(
    ("resource", "told"),
    [
        ("figures?edition=2021-6", "did you mean 2021-5"),
        ("editions/2021-6", "did you mean 2021-5"),
        ("indicators/eenzam", "did you mean eenzaam"),
        ("figures?indicator=eenzam", "did you mean eenzaam"),
        ("figures?theme=gedrog", "did you mean gedrag"),
        ("figures?group=leeftijd:16-25", "leeftijd:16-24"),
        ("figures?region=GM9999", "There is no region GM9999"),
        ("figures?page=17", "the last is 16"),
        ("figures/", "No address ends in a slash: try /api/v1/figures"),
        ("figure", "openapi.json"),
        ("", "No address ends in a slash: try /api/v1"),
        ("agenda", "openapi.json"),
    ],
)
def test_what_is_not_there_is_told_with_what_may_be_meant(
    ask: Ask, resource: str, told: str
) -> None:
    assert told in problem(ask(resource), 404)["detail"]


def test_a_region_that_was_one_but_has_no_figures_is_no_mistake(ask: Ask) -> None:
    response = ask("figures?region=GM0363&edition=2021-1")
    assert response.status_code == 200
    assert json.loads(response.content)["page"]["count"] == 0


def test_without_an_edition_it_says_so(tmp_path: Path, settings: Any) -> None:
    settings.HOME = Home(tmp_path)
    client = Client(HTTP_HOST="127.0.0.1")
    for resource in ("figures", "editions", "themes", "indicators/eenzaam"):
        response = client.get(f"/api/v1/{resource}")
        assert response["Retry-After"]
        assert "no edition yet" in problem(response, 503)["detail"]
    assert client.get("/api/v1/openapi.json").status_code == 200
    assert client.get("/api/v1").status_code == 200
    assert client.get("/api").status_code == 404


_LINES = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@_LINES
@given(
    st.sampled_from(
        [
            *("figures", "changes", "striking", "regions", "indicators", "releases"),
            *("signals", "decisions", "practices", "signals/1", "signals/1/effect"),
        ]
    ),
    st.dictionaries(
        st.sampled_from(
            [
                *(f.alias or n for s in (OfFigures, OfSignals) for n, f in s.model_fields.items()),
                "x",
            ]
        ),
        st.text(max_size=30) | st.just("9" * 400) | st.just("\x00") | st.just("%00"),
        max_size=4,
    ),
)
def test_no_query_breaks_anything(
    db: None, site: Client, resource: str, query: dict[str, str]
) -> None:
    response = site.get(f"/api/v1/{resource}", query)
    assert response.status_code in (200, 400, 404)


def test_a_query_without_end_is_refused(ask: Ask) -> None:
    assert "longer" in problem(ask(f"figures?indicator={'x' * 10_000}"), 400)["detail"]
    assert "longer" in problem(ask("figures?" + "&".join(["a=1"] * 2000)), 400)["detail"]


def test_pages_link_to_each_other_and_name_the_edition(ask: Ask) -> None:
    response = ask("figures?pageSize=100&page=3&region=NL01")
    links = json.loads(response.content)["_links"]
    assert set(links) == {"self", "first", "prev", "next", "last"}
    assert links["next"]["href"] == (
        "http://127.0.0.1/api/v1/figures?edition=2021-5&page=4&pageSize=100&region=NL01"
    )
    for relation, link in links.items():
        assert f'<{link["href"]}>; rel="{relation}"' in response["Link"]
        assert ask(link["href"].partition("/api/v1/")[2]).status_code == 200
    assert "prev" not in json.loads(ask("figures").content)["_links"]


def test_links_are_of_the_site_as_readers_know_it(site: Client, settings: Any) -> None:
    settings.ADDRESS = "https://monitor.example.nl"
    answer = site.get("/api/v1/themes").json()
    assert answer["_links"]["self"]["href"].startswith("https://monitor.example.nl/api/v1/themes")
    assert answer["edition"]["address"] == "https://monitor.example.nl/edities/2021-5"
    document = site.get("/api/v1/openapi.json").json()
    assert document["servers"] == [{"url": "https://monitor.example.nl/api/v1"}]
    assert document["info"]["contact"]["email"] == "webmaster@monitor.example.nl"
    settings.CONTACT = "data@example.nl"
    again = Client(HTTP_HOST="127.0.0.1").get("/api/v1/openapi.json").json()
    assert again["info"]["contact"]["email"] == "data@example.nl"


def test_the_start_tells_where_everything_is(db: None, ask: Ask, site: Client) -> None:
    told = site.get("/api/v1").json()
    for relation, link in told["_links"].items():
        path = link["href"].removeprefix("http://127.0.0.1")
        assert site.get(path).status_code == 200, relation
    assert {"figures", "editions", "service-desc", "service-doc"} <= set(told["_links"])


def test_answers_are_compressed_for_who_takes_it(ask: Ask) -> None:
    plain, zipped = ask("figures"), ask("figures", HTTP_ACCEPT_ENCODING="gzip")
    assert zipped["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content
    assert set(zipped["Vary"].split(", ")) == {"Accept", "Accept-Encoding"}


def test_an_error_of_ours_shows_nothing_of_the_inside(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    from duidelijk.web.api.resources import declared

    def fails(*_: Any) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(declared, "told", fails)
    response = ask("themes?lang=en")
    problem(response, 500)
    assert b"secret" not in response.content

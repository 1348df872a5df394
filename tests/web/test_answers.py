"""How the server answers: security headers, caching, errors, downloads, hostile input."""

from __future__ import annotations

import gzip
import hashlib
import re
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duidelijk.web.caching import PageCache


def test_every_page_carries_a_strict_policy_and_no_cookie(site: Client) -> None:
    for path in ("/", "/en/thema/gedrag", "/indicator/inwoners", "/bestaat-niet"):
        response = site.get(path)
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "same-origin"
        assert not response.cookies


def test_pages_ask_nothing_of_others(site: Client) -> None:
    for path in ("/", "/indicator/zorgen_zorgen_over_coronavirus", "/edities"):
        body = site.get(path).content.decode()
        loaded = re.findall(r'\bsrc="([^"]+)"', body)
        loaded += re.findall(r'<link rel="(?:stylesheet|icon)" href="([^"]+)"', body)
        assert len(loaded) >= 3
        assert all(address.startswith("/static/") for address in loaded)
        scripts = re.findall(r"<script[^>]*>", body)
        assert all("src=" in tag or 'type="application/ld+json"' in tag for tag in scripts)
        assert "style=" not in body


def test_a_page_is_kept_compressed_and_answers_304(site: Client) -> None:
    first = site.get("/thema/gedrag", headers={"accept-encoding": "gzip"})
    again = site.get("/thema/gedrag", headers={"accept-encoding": "gzip"})
    plain = site.get("/thema/gedrag")
    assert first.content == again.content
    assert gzip.decompress(again.content) == plain.content
    assert again["Content-Encoding"] == "gzip"
    assert again["Content-Security-Policy"] == plain["Content-Security-Policy"]
    none = site.get("/thema/gedrag", headers={"if-none-match": plain["ETag"]})
    assert none.status_code == 304
    assert none.content == b""


def test_a_new_edition_empties_the_cache(
    starter_home: Path, tmp_path: Path, settings: object
) -> None:
    import shutil

    from duidelijk.foundation.home import Home

    home = Home(tmp_path / "home")
    settings.HOME = home  # type: ignore[attr-defined]
    home.editions.mkdir(parents=True)
    shutil.copytree(starter_home / "editions" / "2030-1", home.editions / "2030-1")
    site = Client(HTTP_HOST="127.0.0.1")
    assert "maart 2030" in site.get("/").content.decode()
    shutil.copytree(starter_home / "editions" / "2030-2", home.editions / "2030-2")
    assert "mei 2030" in site.get("/").content.decode()


def test_static_files_have_an_address_by_content(site: Client) -> None:
    address = re.search(
        r'href="(/static/duidelijk\.[0-9a-f]{10}\.css)"', site.get("/").content.decode()
    )
    assert address
    response = site.get(address[1])
    assert "immutable" in response["Cache-Control"]
    assert hashlib.sha256(response.content).hexdigest()[:10] in address[1]
    assert len(gzip.compress(response.content, 9)) <= 8_500


@pytest.mark.parametrize(
    "path", ["/static/settings.py", "/static/..css", "/static/nietes.css", "/static/a.b.c.css"]
)
def test_static_serves_nothing_else(site: Client, path: str) -> None:
    assert site.get(path).status_code == 404


def test_a_house_style_comes_after_our_own(site: Client, settings: object, tmp_path: Path) -> None:
    from duidelijk.web.dashboard import files

    theme = tmp_path / "huisstijl.css"
    theme.write_text(":root { --duidelijk-accent: green }")
    settings.THEME = str(theme)  # type: ignore[attr-defined]
    files._static_files.cache_clear()
    try:
        body = site.get("/").content.decode()
        address = re.search(r'href="(/static/theme\.[0-9a-f]{10}\.css)"', body)
        assert address and body.index("duidelijk.") < body.index(address[1])
        assert site.get(address[1]).content == theme.read_bytes()
    finally:
        files._static_files.cache_clear()


def test_a_mistyped_key_is_helped(site: Client) -> None:
    response = site.get("/indicator/werkloosheidpercentage")
    body = response.content.decode()
    assert response.status_code == 404
    assert 'href="/indicator/werkloosheidspercentage"' in body
    english = site.get("/en/edities/2021-1/thema/gedrog").content.decode()
    assert 'href="/en/edities/2021-1/thema/gedrag"' in english
    assert "This page does not exist" in english


@pytest.mark.parametrize(
    "name", ["figures.csv", "datapackage.json", "SHA256SUMS", "changes.parquet"]
)
def test_files_of_an_edition_come_as_they_were_sealed(
    site: Client, corona_home: Path, name: str
) -> None:
    response = site.get(f"/edities/2021-1/bestanden/{name}")
    assert response.status_code == 200
    assert response.getvalue() == (corona_home / "editions/2021-1" / name).read_bytes()


@pytest.mark.parametrize(
    "path",
    [
        "/edities/2021-1/bestanden/..",
        "/edities/2021-1/bestanden/..%2f..%2fdb.sqlite3",
        "/edities/2021-9/bestanden/figures.csv",
        "/edities/2021-1/bestanden/x.csv",
    ],
)
def test_other_files_are_not_to_be_had(site: Client, path: str) -> None:
    assert site.get(path).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_are_read_only(site: Client, method: str) -> None:
    assert getattr(site, method)("/").status_code == 405


def test_another_host_name_is_refused(site: Client) -> None:
    assert site.get("/thema/gedrag?x", headers={"host": "evil.example"}).status_code == 400


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.text(max_size=60),
    st.sampled_from(
        [
            "/",
            "/en/",
            "/thema/",
            "/indicator/",
            "/edities/",
            "/static/",
            "/edities/2021-1/bestanden/",
        ]
    ),
)
def test_no_address_gives_a_500_or_comes_back_unescaped(site: Client, text: str, root: str) -> None:
    hostile = f"<script>{text}</script>"
    for end in (text, hostile):
        response = site.get(f"{root}{end}".replace("?", "%3F").replace("#", "%23"))
        assert response.status_code in (200, 301, 302, 400, 404), end
        assert b"<script>" not in response.content if not response.streaming else True


def test_a_long_query_changes_nothing(site: Client) -> None:
    assert site.get("/?" + "x" * 10_000).status_code == 200


def test_a_slash_too_many_leads_to_the_page(site: Client) -> None:
    response = site.get("/thema/gedrag/")
    assert (response.status_code, response["Location"]) == (301, "/thema/gedrag")


def test_an_answer_kept_for_https_is_not_given_to_http(site: Client) -> None:
    secure = site.get("/leeswijzer", secure=True)
    plain = site.get("/leeswijzer")
    assert secure.status_code == plain.status_code == 200
    asked: list[bool] = []

    def answer(request: object) -> object:
        from django.http import HttpResponse

        asked.append(request.is_secure())  # type: ignore[attr-defined]
        return HttpResponse("x")

    cache = PageCache(answer)  # type: ignore[arg-type]
    cache(RequestFactory().get("/", secure=True))
    cache(RequestFactory().get("/"))
    assert asked == [True, False]


def test_a_wrong_checksum_in_an_address_is_never_kept_as_right(site: Client) -> None:
    assert site.get("/static/duidelijk.0123456789.css").status_code == 404
    assert site.get("/static/duidelijk.css").status_code == 404
    assert site.get(f"/static/{'x' * 300}.css").status_code == 404


@pytest.mark.parametrize(
    "path", ["/en//evil.example/login", "//evil.example/did you mean phishing", "/energie"]
)
def test_no_link_on_our_own_404_leads_elsewhere(site: Client, path: str) -> None:
    # as a server passes it on: the test client would read // as the start of another host
    response = site.get("/", PATH_INFO=path)
    body = response.content.decode()
    assert 'href="//' not in body
    assert "phishing'" not in body
    assert ('<html lang="en">' in body) == path.startswith("/en/")


def test_a_query_makes_no_other_copy_and_a_host_only_where_the_site_does_not_know_its_own(
    site: Client, settings: object
) -> None:
    first = site.get("/leeswijzer")
    from duidelijk.web.caching import PageCache

    asked: list[str] = []

    def answer(request: object) -> object:
        asked.append(request.path)  # type: ignore[attr-defined]
        return first

    cache = PageCache(answer)  # type: ignore[arg-type]
    for query in ("", "?utm_source=x", "?y"):
        cache(RequestFactory(HTTP_HOST="127.0.0.1").get(f"/leeswijzer{query}"))
    assert asked == ["/leeswijzer"]
    other = RequestFactory(HTTP_HOST="127.0.0.1:81")
    cache(other.get("/leeswijzer"))
    assert len(asked) == 2
    settings.ADDRESS = "https://monitor.example.nl"  # type: ignore[attr-defined]
    for factory in (other, RequestFactory(HTTP_HOST="127.0.0.1")):
        cache(factory.get("/leeswijzer"))
    assert len(asked) == 3


@pytest.mark.parametrize("host", ["LocalHost", "localhost.", "localhost:81", "localhost:080"])
def test_other_ways_to_write_a_host_fill_no_memory(settings: object, host: str) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]  # type: ignore[attr-defined]
    asked: list[str] = []

    def answer(request: object) -> HttpResponse:
        asked.append(request.path)  # type: ignore[attr-defined]
        return HttpResponse("page")

    cache = PageCache(answer)  # type: ignore[arg-type]
    for each in ("localhost", host, "localhost", host):
        cache(RequestFactory(HTTP_HOST=each).get("/leeswijzer"))
    assert len(asked) == 3, "once for the host as it is known, each time for another way"


@pytest.mark.parametrize(
    ("accept", "zipped"),
    [("gzip", True), ("br, gzip;q=0.5", True), ("gzip;q=0", False), ("identity", False)],
)
def test_what_a_browser_can_read_is_what_it_gets(site: Client, accept: str, zipped: bool) -> None:
    response = site.get("/leeswijzer", headers={"accept-encoding": accept})
    assert (response.get("Content-Encoding") == "gzip") is zipped


def test_one_edition_that_cannot_be_read_does_not_take_the_others_down(
    starter_home: Path, tmp_path: Path, settings: object
) -> None:
    import shutil

    from duidelijk.foundation.home import Home

    home = Home(tmp_path / "home")
    shutil.copytree(starter_home / "editions", home.editions)
    (home.editions / "2030-1" / "edition.json").write_text("{")
    settings.HOME = home  # type: ignore[attr-defined]
    site = Client(HTTP_HOST="127.0.0.1")
    assert site.get("/").status_code == 200
    assert site.get("/edities/2030-1").status_code == 404

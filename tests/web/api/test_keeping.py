"""Answers that are kept in memory: the right ones, and never so many that pages are pushed out."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from duidelijk.foundation.home import Home
from duidelijk.web.caching import AskedBefore, PageCache


class Counting:
    """A site that counts how often it is asked, and answers with what was asked."""

    def __init__(self, size: int = 0) -> None:
        self.asked = 0
        self.size = size

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.asked += 1
        told = f"{request.get_full_path()} {request.headers.get('Accept', '')}"
        return HttpResponse(told.ljust(self.size), content_type="application/json")


@pytest.fixture
def get(settings: Any, tmp_path: Any) -> Any:
    settings.HOME = Home(tmp_path)
    factory = RequestFactory(SERVER_NAME="127.0.0.1", SERVER_PORT="80")
    return lambda path, **headers: factory.get(path, **headers)


def test_an_answer_is_kept_when_it_is_asked_again(get: Any) -> None:
    site = Counting()
    cache = PageCache(site)
    answers = {cache(get("/api/v1/figures?region=NL01")).content for _ in range(5)}
    assert (len(answers), site.asked) == (1, 2)


def test_the_order_of_parameters_makes_no_difference(get: Any) -> None:
    site = Counting()
    cache = PageCache(site)
    for _ in range(3):
        cache(get("/api/v1/figures?region=NL01&page=2"))
        cache(get("/api/v1/figures?page=2&region=NL01"))
    assert site.asked == 2


def test_another_query_or_format_is_another_answer(get: Any) -> None:
    cache = PageCache(Counting())
    asked = [
        ("/api/v1/figures?region=NL01", "application/json"),
        ("/api/v1/figures?region=NL02", "application/json"),
        ("/api/v1/figures?region=NL01", "text/csv"),
        ("/api/v1/figures?region=NL01&f=csv", "text/csv"),
    ]
    for _ in range(3):
        answers = {cache(get(path, HTTP_ACCEPT=accept)).content for path, accept in asked}
        assert len(answers) == len(asked)


def test_headers_that_accept_the_same_share_an_answer(get: Any) -> None:
    site = Counting()
    cache = PageCache(site)
    for accept in ("application/json", "*/*", "application/*;q=0.9", ""):
        cache(get("/api/v1/figures", HTTP_ACCEPT=accept))
    assert site.asked == 2


@pytest.mark.parametrize(
    "query", ["nonsense=1", "region=NL01&region=NL02", f"indicator={'x' * 1001}"]
)
def test_what_is_not_worth_keeping_is_asked_each_time(get: Any, query: str) -> None:
    site = Counting()
    cache = PageCache(site)
    for _ in range(3):
        cache(get(f"/api/v1/figures?{query}"))
    assert site.asked == 3


def test_pages_still_take_no_query(get: Any) -> None:
    site = Counting()
    cache = PageCache(site)
    for number in range(5):
        cache(get(f"/over-de-cijfers?x={number}"))
        cache(get(f"/api?x={number}"))
    assert site.asked == 2


def test_who_asks_for_everything_pushes_out_nothing(get: Any) -> None:
    site = Counting(size=100_000)
    cache = PageCache(site)
    for path in ("/", "/api/v1/themes"):
        cache(get(path))
        cache(get(path))
    before = site.asked
    for number in range(1, 1500):
        cache(get(f"/api/v1/figures?page={number}"))
    assert cache.answers.bytes < 1_000_000
    for path in ("/", "/api/v1/themes"):
        cache(get(path))
    assert site.asked == before + 1499


def test_whoever_asks_everything_twice_pushes_out_no_page(get: Any) -> None:
    site = Counting(size=2_000_000)
    cache = PageCache(site)
    cache(get("/"))
    for number in range(1, 100):
        for _ in range(2):
            cache(get(f"/api/v1/figures?page={number}"))
    assert cache.answers.bytes <= cache.answers.most_bytes
    asked = site.asked
    cache(get("/"))
    assert site.asked == asked


def test_what_was_asked_before_is_forgotten_in_time() -> None:
    asked_before = AskedBefore(most=3)
    keys = [(0, "", f"/{number}", "") for number in range(5)]
    assert [asked_before(key) for key in keys] == [False] * 5
    assert not asked_before(keys[0])
    assert asked_before(keys[4])

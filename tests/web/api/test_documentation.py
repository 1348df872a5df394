"""The page for people: whole, in both languages, and its examples do what they say."""

from __future__ import annotations

import html
import re
import subprocess
import sys
import urllib.request
from typing import Any

import polars as pl
import pytest
from django.test import Client

from duidelijk.web.api.describing import descriptions


def example(page: str, name: str) -> str:
    """The text of an example, as a reader copies it."""
    found = re.search(rf'<code id="code-{name}">(.*?)</code>', page, re.DOTALL)
    assert found, name
    return html.unescape(found[1])


def fetched(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:
        text: str = answer.read().decode()
    return text


@pytest.mark.parametrize("path", ["/api", "/en/api"])
def test_the_page_holds_all_that_the_document_holds(site: Client, path: str) -> None:
    language = "en" if path.startswith("/en") else "nl"
    page = html.unescape(site.get(path).content.decode())
    document = site.get("/api/v1/openapi.json").json()
    for resource, methods in document["paths"].items():
        assert f"<code>/api/v1{resource}</code>" in page
        assert descriptions()[resource].to(language) in page
        for each in methods["get"]["parameters"]:
            if each["in"] == "query":
                assert page.count(f'id="p-{each["name"]}"') == 1
                assert descriptions()[f"?{each['name']}"].to(language) in page


def test_every_page_leads_there(site: Client) -> None:
    assert '<a href="/api">Zelf met de cijfers werken</a>' in site.get("/").content.decode()
    assert '<a href="/en/api">' in site.get("/en/over-de-cijfers").content.decode()


@pytest.mark.parametrize("path", ["/api", "/en/api"])
def test_every_address_on_the_page_answers(site: Client, path: str) -> None:
    page = html.unescape(site.get(path).content.decode())
    main = page.partition("<main")[2].partition("</main>")[0]
    for link in re.findall(r'href="([^"#]+)"', main):
        assert site.get(link.removeprefix("http://127.0.0.1")).status_code == 200, link


@pytest.mark.parametrize("path", ["/api", "/en/api"])
def test_the_example_in_python_runs(served: str, path: str) -> None:
    program = example(fetched(f"{served}{path}"), "python")
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    now, known = done.stdout.split("shape: ")[1:]
    assert now.startswith("(5, 4)")
    assert now != known


@pytest.mark.parametrize("name", ["r", "excel"])
def test_the_address_in_the_other_examples_gives_the_table(served: str, name: str) -> None:
    text = example(fetched(f"{served}/api"), name)
    address = re.search(r'"(http[^"]+)"', text)
    assert address
    table = pl.read_csv(fetched(address[1]).encode())
    named = set(re.findall(r'"([a-z][A-Za-z]+)"', text)) - {"UTF", "en"}
    assert named
    assert named <= set(table.columns)
    assert len(table) > 5


def test_without_national_figures_there_is_still_a_page(
    site: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from duidelijk.web.api import documentation

    nothing: Any = lambda edition: None  # noqa: E731
    monkeypatch.setattr(documentation, "example", nothing)
    page = site.get("/api").content.decode()
    assert "code-python" not in page
    assert "/api/v1/figures" in page

"""The example for nginx that gives a static copy, as nginx itself runs it."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from nginx_running import HOST, Front, running

EXAMPLE = Path(__file__).resolve().parents[2] / "deploy" / "nginx-static.conf"


@pytest.fixture(scope="module")
def site(starter_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("nginx")
    folder.chmod(0o755)
    home = folder / "home"
    copied = subprocess.run(["cp", "-r", str(starter_home), str(home)], check=True)
    assert copied.returncode == 0
    done = subprocess.run(
        [sys.executable, "-m", "duidelijk", "export-site", str(folder / "site"), "--edition",
         "2030-2", "--address", f"https://{HOST}", "--processes", "1"],
        env={**os.environ, "DUIDELIJK_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    with running(EXAMPLE, folder, {"/srv/monitor": str(folder / "site")}) as front:
        yield front


def test_pages_stand_at_the_addresses_of_the_live_site(site: Front) -> None:
    for address in ("/", "/en", "/thema/wonen", "/en/edities/2030-2/thema/wonen"):
        answer = site.ask(address)
        assert answer.status == 200, address
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert b"<!doctype html>" in answer.body  # type: ignore[attr-defined]


def test_what_was_compressed_is_sent_so(site: Front) -> None:
    answer = site.ask("/thema/wonen", Accept_Encoding="gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.body).startswith(b"<!doctype")  # type: ignore[attr-defined]


def test_what_is_not_there_is_told_in_the_language_of_the_address(site: Front) -> None:
    dutch, english = site.ask("/nergens"), site.ask("/en/nowhere")
    assert (dutch.status, english.status) == (404, 404)
    assert b'lang="nl"' in dutch.body  # type: ignore[attr-defined]
    assert b'lang="en"' in english.body  # type: ignore[attr-defined]


def test_only_charts_that_are_made_for_it_may_be_framed(site: Front) -> None:
    page = site.ask("/indicator/stress").headers["Content-Security-Policy"]
    chart = site.ask("/edities/2030-2/indicator/stress/inbed").headers["Content-Security-Policy"]
    assert (page, chart) == ("frame-ancestors 'self'", "frame-ancestors *")


def test_files_have_their_type_and_time(site: Front) -> None:
    parquet = site.ask("/edities/2030-2/bestanden/figures.by-indicator.parquet")
    assert parquet.headers["Content-Type"] == "application/vnd.apache.parquet"
    style = site.ask("/").body.decode().partition('<link rel="stylesheet" href="')[2]  # type: ignore[attr-defined]
    kept = site.ask(style.partition('"')[0]).headers
    assert kept["Cache-Control"].endswith("immutable")
    assert kept["Content-Type"].startswith("text/css")
    assert site.ask("/feed.atom").headers["Content-Type"].startswith("application/atom+xml")


def test_a_visitor_comes_in_by_https_only(site: Front) -> None:
    sent_on = site.ask("/leeswijzer", secure=False)
    assert (sent_on.status, sent_on.headers["Location"]) == (301, f"https://{HOST}/leeswijzer")

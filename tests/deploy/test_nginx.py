"""The example for nginx, as nginx itself runs it in front of the server."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from nginx_running import HOST, Front, free_ports, running, wait_for

EXAMPLE = Path(__file__).resolve().parents[2] / "deploy" / "nginx.conf"


@dataclass
class Site(Front):
    """Where nginx listens, and the server behind it."""

    server: subprocess.Popen[bytes]


@pytest.fixture(scope="module")
def site(starter_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with fronted(starter_home, tmp_path_factory.mktemp("nginx")) as found:
        yield found


@contextmanager
def fronted(home: Path, folder: Path) -> Iterator[Site]:
    """The pages of a home, with nginx in front by our example."""
    (port,) = free_ports(1)
    settings = {
        "DUIDELIJK_HOME": str(home),
        "DUIDELIJK_HOSTS": f"{HOST},127.0.0.1",
        "DUIDELIJK_HTTPS": "1",
        "DUIDELIJK_ADDRESS": f"https://{HOST}",
        "DUIDELIJK_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz",
        "DUIDELIJK_WORKERS": "1",
    }
    others = {
        "/var/cache/nginx/duidelijk": f"{folder}/cache",
        "127.0.0.1:8000": f"127.0.0.1:{port}",
    }
    with running(EXAMPLE, folder, others) as front:
        server = subprocess.Popen(
            [sys.executable, "-m", "duidelijk", "serve", "--port", str(port)],
            env={**os.environ, **settings},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for(port)
            yield Site(front.plain, front.secure, server)
        finally:
            server.terminate()
            server.wait(timeout=30)


def test_a_visitor_comes_in_by_https_only(site: Site) -> None:
    sent_on = site.ask("/leeswijzer", secure=False)
    assert (sent_on.status, sent_on.headers["Location"]) == (301, f"https://{HOST}/leeswijzer")
    page = site.ask("/leeswijzer")
    assert page.status == 200
    assert "max-age=31536000" in page.headers["Strict-Transport-Security"]


def test_a_page_is_kept_in_each_form_it_is_asked_for(site: Site) -> None:
    forms = {"gzip": "gzip", "identity": None}
    for accepted, given in forms.items():
        for kept in ("MISS", "HIT"):
            page = site.ask("/begrippen", Accept_Encoding=accepted)
            assert page.headers["Content-Encoding"] == given
            assert page.headers["X-Cache"] == kept


def test_nothing_is_kept_of_who_is_known(site: Site) -> None:
    for _ in range(2):
        page = site.ask("/over-de-cijfers", Cookie="sessionid=x")
        assert page.headers["X-Cache"] == "BYPASS"
    assert site.ask("/over-de-cijfers").headers["X-Cache"] == "MISS"


@pytest.mark.parametrize("claim", ["127.0.0.1", "::1", "127.0.0.1, 127.0.0.1"])
def test_a_visitor_cannot_claim_to_be_this_machine(site: Site, claim: str) -> None:
    answer = site.ask("/gezondheid", X_Forwarded_For=claim)
    assert answer.status == 200
    assert answer.body == b'{"well": true}'  # type: ignore[attr-defined]
    assert site.ask("/gezondheid/metrics", X_Forwarded_For=claim).status == 403


def test_pages_stay_readable_while_the_server_is_away(starter_home: Path, tmp_path: Path) -> None:
    with fronted(starter_home, tmp_path) as site:
        assert site.ask("/toegankelijkheid").status == 200
        site.server.terminate()
        site.server.wait(timeout=30)
        page = site.ask("/toegankelijkheid")
        assert page.status == 200 and page.headers["X-Cache"] in ("HIT", "STALE")
        assert site.ask("/gezondheid").status == 502

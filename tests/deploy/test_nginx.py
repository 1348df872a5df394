"""The example for nginx, as nginx itself runs it in front of the server."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).resolve().parents[2] / "deploy" / "nginx.conf"
HOST = "monitor.example.nl"
AROUND = """
daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fast; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  include {folder}/site.conf;
}}
"""


@dataclass
class Site:
    """Where nginx listens, and the server behind it."""

    plain: int
    secure: int
    server: subprocess.Popen[bytes]

    def ask(self, path: str, *, secure: bool = True, **headers: str) -> http.client.HTTPResponse:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        asked: http.client.HTTPConnection
        if secure:
            asked = http.client.HTTPSConnection("127.0.0.1", self.secure, context=context)
        else:
            asked = http.client.HTTPConnection("127.0.0.1", self.plain)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        asked.request("GET", path, headers={"Host": HOST, **named})
        answer = asked.getresponse()
        answer.body = answer.read()  # type: ignore[attr-defined]
        asked.close()
        return answer


@pytest.fixture(scope="module")
def site(starter_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with fronted(starter_home, tmp_path_factory.mktemp("nginx")) as found:
        yield found


@contextmanager
def fronted(home: Path, folder: Path) -> Iterator[Site]:
    """The pages of a home, with nginx in front by our example."""
    nginx = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if not nginx or not shutil.which("openssl"):
        pytest.skip("no nginx or no openssl (apt install nginx-light openssl)")
    folder.chmod(0o755)
    plain, secure, port = _ports(3)
    _certificate(folder)
    text = EXAMPLE.read_text(encoding="utf-8")
    for old, new in (
        ("/var/cache/nginx/duidelijk", f"{folder}/cache"),
        ("127.0.0.1:8000", f"127.0.0.1:{port}"),
        ("    listen [::]:80;\n", ""),
        ("    listen [::]:443 ssl http2;\n", ""),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl", f"listen 127.0.0.1:{secure} ssl"),
        ("/etc/ssl/monitor.example.nl.pem", f"{folder}/cert.pem"),
        ("/etc/ssl/private/monitor.example.nl.key", f"{folder}/key.pem"),
    ):
        assert old in text, old
        text = text.replace(old, new)
    (folder / "site.conf").write_text(text, encoding="utf-8")
    around = AROUND.format(folder=folder)
    around = f"user root;\n{around}" if os.getuid() == 0 else around
    (folder / "nginx.conf").write_text(around, encoding="utf-8")
    checked = subprocess.run(
        [nginx, "-t", "-c", str(folder / "nginx.conf")], capture_output=True, text=True
    )
    assert checked.returncode == 0 and "warn" not in checked.stderr, checked.stderr
    settings = {
        "DUIDELIJK_HOME": str(home),
        "DUIDELIJK_HOSTS": f"{HOST},127.0.0.1",
        "DUIDELIJK_HTTPS": "1",
        "DUIDELIJK_ADDRESS": f"https://{HOST}",
        "DUIDELIJK_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz",
        "DUIDELIJK_WORKERS": "1",
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "duidelijk", "serve", "--port", str(port)],
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    proxy = subprocess.Popen([nginx, "-c", str(folder / "nginx.conf")])
    try:
        _wait_for(port)
        _wait_for(secure)
        yield Site(plain, secure, server)
    finally:
        for process in (proxy, server):
            process.terminate()
            process.wait(timeout=30)


def _ports(number: int) -> list[int]:
    sockets = [socket.socket() for _ in range(number)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    found = [int(each.getsockname()[1]) for each in sockets]
    for each in sockets:
        each.close()
    return found


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"nothing listens on {port}")


def _certificate(folder: Path) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", f"/CN={HOST}", "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        check=True,
        capture_output=True,
    )  # fmt: skip


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

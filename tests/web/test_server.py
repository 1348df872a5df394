"""The server as it runs: what it refuses, believes, writes down, and how it stops."""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from duidelijk.web.operations.logs import LineFormatter, without_secrets
from duidelijk.web.operations.proxies import behind_proxies, networks
from duidelijk.web.operations.server_settings import exposed, key_problem, workers, wrong_settings

KEY = "0123456789abcdefghijklmnopqrstuvwxyz"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings but those of a test."""
    for name in list(os.environ):
        if name.startswith("DUIDELIJK_") and name not in ("DUIDELIJK_HOME", "DUIDELIJK_SHARED"):
            monkeypatch.delenv(name)


def head(address: str) -> tuple[int, int, bytes]:
    """The status of a HEAD request, the length it tells, and what came with it."""
    with urllib.request.urlopen(urllib.request.Request(address, method="HEAD"), timeout=10) as told:
        return told.status, int(told.headers["Content-Length"]), told.read()


@contextmanager
def serving(home: Path, **settings: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server on a free port, and its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "duidelijk", "serve", "--port", str(port)],
        env={**os.environ, "DUIDELIJK_HOME": str(home), "DUIDELIJK_WORKERS": "1", **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        for _ in range(300):
            assert process.poll() is None, process.communicate()
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/gezondheid", timeout=5):
                    break
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.1)
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=30)


def test_a_request_under_way_is_answered_before_the_server_stops(starter_home: Path) -> None:
    with serving(starter_home) as (process, address):
        got: list[int] = []

        def ask() -> None:
            with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2]))) as line:
                line.sendall(b"GET /leeswijzer HTTP/1.1\r\nHost: 127.0.0.1\r\n")
                time.sleep(1.0)  # its end comes when the server was told to stop
                line.sendall(b"Connection: close\r\n\r\n")
                got.append(int(line.recv(12).split()[1]))

        asking = threading.Thread(target=ask)
        asking.start()
        time.sleep(0.5)
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        asking.join(timeout=20)
        assert process.wait(timeout=30) == 0
        assert time.monotonic() - begun < 20
        assert got == [200]


def test_each_request_is_one_line_without_who_asked_or_what_they_looked_for(
    starter_home: Path,
) -> None:
    with serving(starter_home, DUIDELIJK_ACCESS_LOG="1", DUIDELIJK_LOG="json") as (process, site):
        urllib.request.urlopen(f"{site}/zoek?q=geheim", timeout=20).close()
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"{site}/vraag/AbCdEfGhIjKlMnOp", timeout=20)
        process.terminate()
        out, err = process.communicate(timeout=30)
    lines = [json.loads(each) for each in out.splitlines() if each.startswith("{")]
    asked = [each for each in lines if each["logger"] == "gunicorn.access"]
    assert {"GET"} == {each["method"] for each in asked}
    assert ("/zoek", 200) in [(each["path"], each["status"]) for each in asked]
    assert ("/vraag/…", 404) in [(each["path"], each["status"]) for each in asked]
    for secret in ("geheim", "AbCdEfGh", '127.0.0.1"'):
        assert secret not in out.partition("Ctrl-C)")[2] + err
    assert all(json.loads(each) for each in err.splitlines())


def test_nothing_is_written_of_requests_that_nobody_asked_to_write(starter_home: Path) -> None:
    with serving(starter_home) as (process, site):
        urllib.request.urlopen(f"{site}/leeswijzer", timeout=20).close()
        process.terminate()
        out, _ = process.communicate(timeout=30)
    assert "leeswijzer" not in out


def test_requests_sent_on_to_https_are_told_by_a_proxy_and_by_nobody_else(
    starter_home: Path,
) -> None:
    def answers(site: str) -> int:
        asked = urllib.request.Request(
            f"{site}/leeswijzer", headers={"X-Forwarded-Proto": "https"}, method="HEAD"
        )
        opener = urllib.request.build_opener(NoRedirect)
        try:
            with opener.open(asked, timeout=20) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    with serving(starter_home, DUIDELIJK_HTTPS="1", DUIDELIJK_SECRET_KEY=KEY) as (_, site):
        assert answers(site) == 200
    settings = {"DUIDELIJK_HTTPS": "1", "DUIDELIJK_PROXIES": "192.0.2.7"}
    with serving(starter_home, DUIDELIJK_SECRET_KEY=KEY, **settings) as (_, site):
        assert answers(site) == 301


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows nothing."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


# --- what it refuses


@pytest.mark.parametrize("key", ["", "short", "a" * 60])
def test_others_are_served_only_with_a_key_that_cannot_be_guessed(
    starter_home: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("DUIDELIJK_SECRET_KEY", key)
    monkeypatch.setenv("DUIDELIJK_HOME", str(starter_home))
    done = subprocess.run(
        [sys.executable, "-m", "duidelijk", "serve", "--address", "0.0.0.0"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert "DUIDELIJK_SECRET_KEY" in done.stderr


def test_what_to_look_at_is_told_when_others_can_reach_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert exposed("127.0.0.1") == ([], [])
    assert exposed("::1") == exposed("localhost") == ([], [])
    monkeypatch.setenv("DUIDELIJK_SECRET_KEY", KEY)
    wrong, look_at = exposed("0.0.0.0")
    assert not wrong
    assert [each.where for each in look_at] == ["DUIDELIJK_HTTPS", "DUIDELIJK_HOSTS"]
    monkeypatch.setenv("DUIDELIJK_HTTPS", "1")
    monkeypatch.setenv("DUIDELIJK_HOSTS", "other.example.nl")
    monkeypatch.setenv("DUIDELIJK_ADDRESS", "https://monitor.example.nl")
    _, look_at = exposed("0.0.0.0")
    assert [each.remedy for each in look_at] == ["add monitor.example.nl"]
    monkeypatch.setenv("DUIDELIJK_HOSTS", "monitor.example.nl")
    assert exposed("0.0.0.0") == ([], [])
    monkeypatch.delenv("DUIDELIJK_SECRET_KEY")
    assert [each.where for each in exposed("127.0.0.1")[1]] == ["DUIDELIJK_SECRET_KEY"]
    assert key_problem()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DUIDELIJK_WORKERS", "0"),
        ("DUIDELIJK_LOG", "xml"),
        ("DUIDELIJK_PROXIES", "10.0.0.0/33"),
        ("DUIDELIJK_HEALTH_TOKEN", "short"),
        ("DUIDELIJK_ADDRESS", "monitor.example.nl"),
        ("DUIDELIJK_SECURITY_CONTACT", "ask around"),
    ],
)
def test_a_setting_that_would_do_nothing_is_wrong(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    assert list(wrong_settings()) == []
    monkeypatch.setenv(name, value)
    assert [each.where for each in wrong_settings()] == [name]


def test_there_is_a_process_a_core_up_to_four(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(64)))
    assert workers() == "4"
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3})
    assert workers() == "1"
    monkeypatch.setenv("DUIDELIJK_WORKERS", "7")
    assert workers() == "7"


# --- whom it believes


def believed(environ: dict[str, str], trusted: str) -> dict[str, str]:
    seen: dict[str, str] = {}

    def application(given: dict[str, Any], start: Any) -> list[bytes]:
        seen.update(given)
        return []

    behind_proxies(application, networks(trusted))(dict(environ), None)
    return seen


@pytest.mark.parametrize(
    ("peer", "forwarded", "visitor"),
    [
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),  # the visitor's own word first
        ("10.0.0.2", "203.0.113.9, 10.0.0.1", "203.0.113.9"),
        ("::ffff:10.0.0.2", "203.0.113.9", "203.0.113.9"),
        ("", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.2", "10.0.0.1", "10.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("192.0.2.7", "203.0.113.9", "192.0.2.7"),
    ],
)  # fmt: skip
def test_a_visitor_has_the_address_that_a_trusted_proxy_saw(
    peer: str, forwarded: str, visitor: str
) -> None:
    environ = {"REMOTE_ADDR": peer}
    if forwarded:
        environ["HTTP_X_FORWARDED_FOR"] = forwarded
    seen = believed(environ, "127.0.0.0/8,::1,10.0.0.0/8")
    assert seen["REMOTE_ADDR"] == visitor
    assert seen.get("HTTP_X_FORWARDED_FOR", visitor) == visitor


def test_what_anybody_else_claims_is_removed() -> None:
    claims = {
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_X_FORWARDED_FOR": "127.0.0.1",
        "HTTP_X_FORWARDED_HOST": "evil.example",
        "HTTP_FORWARDED": "for=127.0.0.1",
    }
    seen = believed({"REMOTE_ADDR": "203.0.113.9", "HTTP_HOST": "a", **claims}, "127.0.0.1")
    assert seen == {"REMOTE_ADDR": "203.0.113.9", "HTTP_HOST": "a"}


# --- what it writes down


def test_an_error_with_its_trace_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        _ = 1 / 0
    except ZeroDivisionError:
        record = logging.LogRecord("a", logging.ERROR, "", 1, "went\nwrong", (), sys.exc_info())
    plain = LineFormatter().format(record)
    assert "\n" not in plain and "ZeroDivisionError" in plain and "error a: went | wrong" in plain
    monkeypatch.setenv("DUIDELIJK_LOG", "json")
    told = json.loads(LineFormatter().format(record))
    assert told["message"] == "went\nwrong" and "ZeroDivisionError" in told["trace"]


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/indicator/eigen_financien_komende_12_maanden", None),
        ("/regio/GM0363/naast/gelijkend", None),
        ("/vraag/over/thema/gedrag", None),
        ("/vraag/abcdefgh12345678", "/vraag/…"),
        ("/en/vraag/x", "/en/vraag/…"),
        ("/invitation/AbCdEfGh-12345678_xyz", "/invitation/…"),
        ("/x\n2030 forged", "/x?2030?forged"),
    ],
)
def test_a_path_is_shown_without_its_secrets(path: str, shown: str | None) -> None:
    assert without_secrets(path) == (path if shown is None else shown)


def test_a_head_request_gets_the_headers_of_the_page_and_no_warning(starter_home: Path) -> None:
    with serving(starter_home) as (process, site):
        for path in ("/", "/", "/account/login/", "/edities/2030-1/bestanden/figures.csv"):
            with urllib.request.urlopen(site + path, timeout=10) as page:
                length = len(page.read())
            assert head(site + path)[0] == 200
            assert head(site + path)[2] == b""
            if "account" not in path:  # each form has a token of its own
                assert head(site + path)[1] == length, path
        process.send_signal(signal.SIGTERM)
        assert "no-body" not in process.communicate(timeout=20)[1]

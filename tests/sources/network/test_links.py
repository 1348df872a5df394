"""Links to local figures, asked over real HTTP on loopback."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copytree

import pytest
from typer.testing import CliRunner

import duidelijk
from duidelijk.catalogue import read_monitor
from duidelijk.cli.app import app
from duidelijk.cli.links import addresses_of
from duidelijk.sources.network.fetching import Network
from duidelijk.sources.network.links import Stands, checked

MONITOR = Path(duidelijk.__file__).parent / "monitors" / "corona"
_ANSWERS = {"gone": 404, "taken-away": 410, "shut": 403, "broken": 503, "fine": 200, "end": 200}


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        name = self.path.rpartition("/")[2]
        if name in ("for-good", "for-now", "round"):
            self.send_response({"for-good": 301, "for-now": 302, "round": 302}[name])
            self.send_header("Location", "round" if name == "round" else "end")
        else:
            self.send_response(_ANSWERS.get(name, 200))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("name", "stands"),
    [
        ("fine", Stands.ANSWERS),
        ("for-now", Stands.ANSWERS),
        ("for-good", Stands.MOVED),
        ("gone", Stands.DEAD),
        ("taken-away", Stands.DEAD),
        ("round", Stands.DEAD),
        ("shut", Stands.UNCERTAIN),
        ("broken", Stands.UNCERTAIN),
    ],
)
def test_how_an_address_stands(site: str, name: str, stands: Stands) -> None:
    (found,) = checked(Network(), [f"{site}/{name}"])
    assert found.stands is stands, found


def test_nobody_there_is_not_dead() -> None:
    (found,) = checked(Network(), ["http://127.0.0.1:9/figures"])
    assert found.stands is Stands.UNREACHED


def test_every_link_of_the_shipped_monitor_is_asked_once(site: str) -> None:
    named = addresses_of(read_monitor(MONITOR))
    assert len(named) > 20 and not any("{" in each for each in named)
    heard: list[str] = []
    found = checked(Network(site), named, lambda link: heard.append(link.address))
    assert [each.address for each in found] == list(named)
    assert sorted(heard) == sorted(named)
    assert {each.stands for each in found} == {Stands.ANSWERS}


def test_the_command_names_what_is_dead(site: str, tmp_path: Path) -> None:
    folder = Path(copytree(MONITOR, tmp_path / "corona"))
    whole = CliRunner().invoke(app, ["check", str(folder), "--links", "--mirror", site])
    assert whole.exit_code == 0, whole.output
    assert "addresses of local figures" in whole.output
    declared = folder / "monitor.yaml"
    text = declared.read_text("utf-8")
    start = text.index("https://", text.index("\nlocal:"))
    end = text.index('"', start)
    declared.write_text(f"{text[:start]}https://www.example.nl/gone{text[end:]}", "utf-8")
    dead = CliRunner().invoke(app, ["check", str(folder), "--links", "--mirror", site])
    assert dead.exit_code == 2
    assert "https://www.example.nl/gone answered 404" in dead.output

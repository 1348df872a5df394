"""The public site as files: complete, the same as the live one, and never half there."""

from __future__ import annotations

import gzip
import html
import json
import multiprocessing
import os
import re
import shutil
import signal
import threading
import time
from pathlib import Path
from typing import Any

import brotli
import httpx
import pytest
from django.test import Client

from duidelijk.foundation.checksums import check_sums
from duidelijk.foundation.home import Home
from duidelijk.foundation.problems import Refused
from duidelijk.web.dashboard.static_copy import StaticCopy
from duidelijk.web.static_site.exporting import export
from static_site_running import SITE, exported, run

_LEFT_OUT = (
    r'<p class="ask-link">.*?</p>',
    r'<p class="seen-here">.*?</p>',
    r'<form method="get" action="(?:/en)?/signalen" class="narrow".*?</form>',
    r'<li><a href="(?:/en)?/api">.*?</li>',
    r'<p><a href="[^"]*/regio/[^"]*\.pdf">.*?</p>',
    r'<p><a href="[^"]*/cijfer/[^"]*">(?:Alle publicaties van|All publications of) .*?</a></p>',
    r'<p>[^<]*<a href="(?:/en)?/api">API</a> · <a[^>]*>OpenAPI</a></p>',
)
"""What only a program can do, which a copy does not offer."""
_OTHERWISE = re.compile(r"(/en)?(/edities/[^/]+)?/(zoek|vergelijk.*|catalogus.*)")
"""Pages that say something else in a copy, or that send on."""


def words_of(page: str) -> str:
    """What a page says, without its markup."""
    for each in ("style", "script"):
        page = re.sub(rf"<{each}\b.*?</{each}>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def pages_of(folder: Path) -> dict[str, Path]:
    """Every page of a copy by its address."""
    found = {}
    for path in folder.rglob("index.html"):
        name = path.parent.relative_to(folder).as_posix()
        found["/" if name == "." else f"/{name}"] = path
    return found


def test_a_copy_is_whole_and_tells_what_it_is(copy: Path) -> None:
    assert check_sums(copy) == []
    told = json.loads((copy / "export.json").read_text())
    assert told["address"] == SITE
    assert told["problems"] == []
    assert told["pages"] == len(pages_of(copy)) + 2  # and the two that tell nothing is there
    output = (copy.parent / "exported-told").read_text()
    assert "none leads to nothing" in output
    assert f"{told['pages']:,} pages" in output


@pytest.mark.django_db
def test_every_page_says_what_the_live_one_says(copy: Path, own_home: Path, settings: Any) -> None:
    settings.HOME, settings.ADDRESS = Home(own_home), SITE
    live, compared = Client(), 0
    for address, path in pages_of(copy).items():
        if _OTHERWISE.fullmatch(address):
            continue
        answer = live.get(address)
        assert answer.status_code == 200, address
        there = answer.content.decode()
        for each in _LEFT_OUT:
            there = re.sub(each, "", there, flags=re.DOTALL)
        assert words_of(path.read_text()) == words_of(there), address
        compared += 1
    assert compared > 100


def test_other_files_are_those_of_the_live_site(copy: Path, own_home: Path, settings: Any) -> None:
    settings.HOME, settings.ADDRESS = Home(own_home), SITE
    live, kinds = Client(), set()
    for path in sorted(copy.rglob("*")):
        name = path.relative_to(copy).as_posix()
        left = (".html", ".gz", ".br", "export.json", ".ttl", ".jsonld", ".rdf", ".atom", ".pdf")
        if not path.is_file() or name.endswith(left) or name == "SHA256SUMS":
            continue
        answer = live.get(f"/{name}")
        content = b"".join(answer) if answer.streaming else answer.content  # type: ignore[arg-type]
        assert content == path.read_bytes(), name
        kinds.add(path.suffix)
    assert {".csv", ".xlsx", ".svg", ".png", ".json", ".parquet", ".css", ".js", ".txt"} <= kinds


def test_a_web_server_of_another_user_can_read_it(copy: Path) -> None:
    for path in [copy, *copy.rglob("*")]:
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644), path


def test_compressed_forms_hold_the_same(copy: Path) -> None:
    pressed = [*copy.rglob("*.gz"), *copy.rglob("*.br")]
    for path in pressed:
        opened = gzip.decompress if path.suffix == ".gz" else brotli.decompress
        assert opened(path.read_bytes()) == path.with_suffix("").read_bytes()
    large = [path for path in pages_of(copy).values() if path.stat().st_size > 1000]
    wanted = {f"{path}{end}" for path in large for end in (".gz", ".br")}
    assert wanted <= set(map(str, pressed))


def test_a_plain_web_server_gives_every_page_and_every_link_leads_somewhere(served: str) -> None:
    waiting, seen = ["/", "/en"], {"/", "/en"}
    with httpx.Client(base_url=served, follow_redirects=True) as reader:
        while waiting:
            address = waiting.pop()
            answer = reader.get(address)
            assert answer.status_code == 200, address
            if "html" not in answer.headers["content-type"]:
                continue
            for found in re.findall(r'\s(?:href|src|action|content)="([^"]+)"', answer.text):
                link = html.unescape(found).removeprefix(SITE).partition("#")[0].partition("?")[0]
                if link.startswith("/") and not link.startswith("//") and link not in seen:
                    seen.add(link)
                    waiting.append(link)
            assert "<form" not in answer.text or '<form class="quick"' in answer.text
    assert len(seen) > 150
    assert not any(re.search(r"/(werkplek|account|api|vraag)(/|$)", each) for each in seen)


def test_what_stands_out_keeps_the_page_of_its_figure(copy: Path) -> None:
    feed = (copy / "feed.atom").read_text()
    figures = set(re.findall(rf'href="{SITE}(/[^"]*/cijfer/[^"]*)"', feed))
    assert figures
    pages = pages_of(copy)
    assert {html.unescape(each) for each in figures} <= pages.keys()
    others = [each for each in pages if "/cijfer/" in each]
    assert len(others) < 4 * len(figures) + 4


def test_again_there_is_nothing_to_do_and_a_change_is_mended(
    own_home: Path, own_copy: Path
) -> None:
    before = {path: path.stat().st_mtime_ns for path in own_copy.rglob("*")}
    done = exported(own_home, own_copy)
    assert "New or changed: 0; gone: 0" in done.stdout
    assert {path: path.stat().st_mtime_ns for path in own_copy.rglob("*")} == before
    page = own_copy / "opvallend/index.html"
    page.write_text("door ons")
    page.with_suffix(".html.br").write_bytes(b"")
    hidden = own_copy / "leeswijzer/index.html"
    hidden.chmod(0o600)
    done = exported(own_home, own_copy)
    assert done.returncode == 0, done.stderr
    assert check_sums(own_copy) == []
    assert "door ons" not in page.read_text()
    assert "New or changed: 1; gone: 0" in done.stdout
    assert hidden.stat().st_mode & 0o777 == 0o644
    untouched = own_copy / "en/opvallend/index.html"
    assert untouched.stat().st_mtime_ns == before[untouched]


def test_a_smaller_copy_drops_what_is_no_longer_there(own_home: Path, own_copy: Path) -> None:
    newest = sorted(path.name for path in (own_copy / "edities").iterdir() if path.is_dir())[-1]
    done = run(own_home, "export-site", own_copy, "--edition", newest, "--processes", 1)
    assert done.returncode == 0, done.stderr
    assert "give the address where readers will find the copy" in done.stderr
    assert "of 1 edition," in done.stdout
    assert "none leads to nothing" in done.stdout
    assert {path.name for path in (own_copy / "edities").iterdir() if path.is_dir()} == {newest}
    assert check_sums(own_copy) == []


def test_every_figure_and_every_document_can_come_along(own_home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    done = exported(own_home, folder, "--figures", "--region-documents", "--edition", "2030-1")
    assert done.returncode == 0, done.stderr
    assert "none leads to nothing" in done.stdout
    assert len([each for each in pages_of(folder) if "/cijfer/" in each]) > 20


def test_what_is_there_already_is_never_lost(
    own_home: Path, own_copy: Path, tmp_path: Path
) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/one.jpg").touch()
    (tmp_path / "file").touch()
    (own_copy / "google1234.html").write_text("ours")
    for folder, why in (
        (tmp_path / "photos", "no copy of this site"),
        (tmp_path / "file", "this is a file"),
        (own_home / "editions", "the home of the program"),
        (own_home.parent, "the home of the program"),
        (own_copy, "somebody added google1234.html"),
    ):
        done = exported(own_home, folder)
        assert done.returncode == 2, folder
        assert why in done.stderr
        assert "Traceback" not in done.stderr
    assert (own_copy / "google1234.html").read_text() == "ours"
    assert (tmp_path / "photos/one.jpg").exists()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--edition", "2030-9"], "2030-9: is not there"),
        (["--address", "monitor.example.nl"], "is not the address of a site"),
        (["--address", "https://example.nl/monitor"], "at the root of its host"),
    ],
)
def test_what_cannot_be_exported_is_told(
    own_home: Path, tmp_path: Path, arguments: list[str], why: str
) -> None:
    done = run(own_home, "export-site", tmp_path / "site", *arguments)
    assert done.returncode == 2
    assert why in done.stderr
    assert not (tmp_path / "site").exists()


def test_an_edition_under_embargo_is_in_no_copy(starter_home: Path, tmp_path: Path) -> None:
    from duidelijk.foundation.checksums import write_sums

    home = tmp_path / "home"
    shutil.copytree(starter_home, home)
    newest = sorted((home / "editions").glob("[0-9]*"))[-1]
    (newest / "publication.json").write_text('{"published": "2099-01-01T06:00:00+00:00"}')
    write_sums(newest)
    done = exported(home, tmp_path / "site", "--edition", newest.name)
    assert done.returncode == 2
    assert "is under embargo" in done.stderr
    done = exported(home, tmp_path / "site")
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "site/edities" / newest.name).exists()
    assert newest.name not in (tmp_path / "site/edities/index.html").read_text()


def test_no_editions_is_told(tmp_path: Path) -> None:
    done = exported(tmp_path / "home", tmp_path / "site")
    assert done.returncode == 2
    assert "no editions are out" in done.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a disk")
def test_a_full_disk_leaves_the_copy_as_it_was(own_home: Path, tmp_path: Path) -> None:
    import subprocess

    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(disk)]
    if subprocess.run(mounted, check=False, capture_output=True).returncode:
        pytest.fail("this machine cannot mount a small disk")
    try:
        done = exported(own_home, disk / "site")
        assert done.returncode == 2, done.stdout
        assert "make room on the disk" in done.stderr
        assert [path.name for path in disk.iterdir()] == []
        done = exported(own_home, disk)
        assert "export to a folder on it" in done.stderr or "make room" in done.stderr
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_checking_finds_what_was_changed(own_copy: Path, own_home: Path) -> None:
    assert "as it was exported" in run(own_home, "export-site", own_copy, "--check").stdout
    (own_copy / "robots.txt").write_text("x")
    done = run(own_home, "export-site", own_copy, "--check")
    assert done.returncode == 2
    assert "robots.txt" in done.stderr


@pytest.mark.django_db
def test_a_process_that_is_killed_leaves_the_copy_as_it_was(
    own_home: Path, own_copy: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOME, settings.ADDRESS = Home(own_home), SITE
    monkeypatch.setenv("DUIDELIJK_HOME", str(own_home))
    (own_copy / "index.html").write_text("changed, so that it is made again")
    before = {path: path.read_bytes() for path in own_copy.rglob("*.html")}

    def kill_first() -> None:
        while not (found := multiprocessing.active_children()):
            time.sleep(0.01)
        os.kill(found[0].pid or 0, signal.SIGKILL)

    killer = threading.Thread(target=kill_first)
    killer.start()
    with pytest.raises(Refused, match="stays as it was") as refused:
        export(own_copy, frozenset(), StaticCopy(), 2, lambda *_: None)
    killer.join()
    assert "fewer --processes" in str(refused.value)
    assert {path: path.read_bytes() for path in own_copy.rglob("*.html")} == before
    assert not list(own_copy.parent.glob(".*")), "nothing is left behind"


def test_a_link_that_somebody_added_is_not_lost(own_home: Path, own_copy: Path) -> None:
    (own_copy / "nieuws").symlink_to(own_copy.parent)
    (own_copy / "gone").symlink_to(own_copy / "nowhere")
    done = exported(own_home, own_copy)
    assert done.returncode == 2
    assert "somebody added gone, nieuws" in done.stderr
    assert (own_copy / "nieuws").is_symlink()

"""Who may see how an instance does, and what they see."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from duidelijk import __version__
from duidelijk.foundation.home import Home
from duidelijk.web.operations import condition
from duidelijk.web.operations.models import Job

pytestmark = pytest.mark.django_db

VISITOR = {"REMOTE_ADDR": "203.0.113.9"}
TOKEN = "0123456789abcdefghijklmnopqrstuvwxyz"


@pytest.fixture
def watched(starter_home: Path, tmp_path: Path, settings: Any) -> Iterator[Client]:
    """An instance in which a source is late, a run failed and another was killed."""
    home = Home(tmp_path / "home")
    shutil.copytree(starter_home / "editions", home.editions)
    home.collected.mkdir()
    (home.collected / "cbs.json").write_text('{"failing_since": "2030-03-01T10:00:00+00:00"}')
    (home.collected / "rivm.json").write_text('{"failing_since": ""}')
    (home.collected / "broken.json").write_text("no json")
    settings.HOME = home
    settings.HEALTH_TOKEN = TOKEN
    now = timezone.now()
    Job.objects.create(command="freeze", started=now, finished=now, outcome="done")
    secret = "/secret/place.csv"
    Job.objects.create(
        command="import", subject=secret, started=now, finished=now, outcome="failed", message="x"
    )
    Job.objects.create(command="collect", started=now)
    condition._kept = None
    yield Client(HTTP_HOST="127.0.0.1")
    condition._kept = None


def test_everybody_may_know_that_all_is_well_and_no_more(watched: Client) -> None:
    answer = watched.get("/gezondheid", **VISITOR)
    assert (answer.status_code, answer.json()) == (200, {"well": True})
    assert answer["Cache-Control"] == "no-store"
    assert watched.get("/gezondheid/metrics", **VISITOR).status_code == 403


def test_on_the_machine_itself_the_rest_is_told(watched: Client) -> None:
    told = watched.get("/gezondheid").json()
    assert told["well"] and told["wrong"] == []
    assert told["version"] == __version__
    assert told["migrations_pending"] == 0
    assert told["newest_edition"] == {"id": "2030-2", "date": "2030-05-15"}
    assert told["disk"]["free_bytes"] > 0
    assert told["feeds_late"] == {"cbs": "2030-03-01T10:00:00+00:00"}
    failed = {each["command"]: each["outcome"] for each in told["jobs_failed"]}
    assert failed == {"import": "failed", "collect": "broken off"}
    assert "secret" not in json.dumps(told)


@pytest.mark.parametrize("path", ["/gezondheid", "/gezondheid/metrics"])
def test_the_token_opens_it_from_elsewhere_and_a_proxy_does_not(watched: Client, path: str) -> None:
    def sees(**headers: str) -> bool:
        return b"version" in watched.get(path, **headers).content

    assert sees(HTTP_AUTHORIZATION=f"Bearer {TOKEN}", **VISITOR)
    assert not sees(HTTP_AUTHORIZATION=f"Bearer {TOKEN[:-1]}", **VISITOR)
    assert not sees(HTTP_AUTHORIZATION="", **VISITOR)
    assert not sees(HTTP_X_FORWARDED_FOR="127.0.0.1")
    assert not sees(HTTP_AUTHORIZATION="Bearer ë", **VISITOR)


def test_without_a_token_nobody_elsewhere_sees_it(watched: Client, settings: Any) -> None:
    settings.HEALTH_TOKEN = ""
    for shown in ("", "Bearer ", "Bearer"):
        answer = watched.get("/gezondheid/metrics", HTTP_AUTHORIZATION=shown, **VISITOR)
        assert answer.status_code == 403


def test_the_metrics_are_in_the_form_that_prometheus_reads(watched: Client) -> None:
    text = watched.get("/gezondheid/metrics").content.decode()
    line = re.compile(r'duidelijk_[a-z_]+(\{[a-z]+="[^"\n]*"\})? -?\d+')
    for each in text.splitlines():
        assert each.startswith("# ") or line.fullmatch(each), each
    assert "duidelijk_well 1\n" in text
    assert f'duidelijk_info{{version="{__version__}"}} 1\n' in text
    assert 'duidelijk_feed_late{feed="cbs"} 1\n' in text
    assert 'duidelijk_job_last_succeeded{command="import"} 0\n' in text
    assert 'duidelijk_job_last_succeeded{command="freeze"} 1\n' in text


def test_without_editions_or_room_it_is_not_well(
    watched: Client, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(condition, "LEAST_FREE", 10**18)
    settings.HOME = Home(tmp_path / "empty")
    settings.HOME.folder.mkdir()
    answer = watched.get("/gezondheid")
    assert answer.status_code == 503
    assert answer.json()["wrong"] == ["editions", "disk"]
    assert watched.get("/gezondheid", **VISITOR).json() == {"well": False}


def test_only_reading_is_answered(watched: Client) -> None:
    assert watched.post("/gezondheid").status_code == 405


def test_watching_is_not_sent_on_to_https(watched: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [r"^gezondheid(/|$)"]
    client = Client(HTTP_HOST="127.0.0.1")
    assert client.get("/gezondheid").status_code == 200
    assert client.get("/leeswijzer").status_code == 301


def test_security_txt_is_there_when_there_is_a_contact(watched: Client, settings: Any) -> None:
    import datetime as dt

    settings.SECURITY_CONTACT = []
    assert watched.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = ["security@example.nl", "https://example.nl/report"]
    settings.ADDRESS = "https://monitor.example.nl"
    answer = watched.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.content.decode().splitlines()
    assert lines[:2] == [
        "Contact: mailto:security@example.nl",
        "Contact: https://example.nl/report",
    ]
    (expires,) = [each.partition(": ")[2] for each in lines if each.startswith("Expires: ")]
    ahead = dt.datetime.fromisoformat(expires) - dt.datetime.now(dt.UTC)
    assert dt.timedelta(days=30) < ahead < dt.timedelta(days=365)
    assert "Canonical: https://monitor.example.nl/.well-known/security.txt" in lines

"""``duidelijk notify`` as it runs on a server: after a publication, by a timer, killed half-way."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from home_contents import rows_of
from mail_server import Post, mail_server

STARTER = Path(__file__).resolve().parents[2] / "src/duidelijk/monitors/starter"

_FOLLOW = """
import sys
from duidelijk.web.operations.recording import prepare_database
prepare_database()
from django.utils import timezone
from duidelijk.web.notices.models import Subscription
for number in range(int(sys.argv[1])):
    Subscription.objects.create(
        email=f"reader{number}@example.nl", language="nl", digest=str(number),
        confirmed=timezone.now(), skipped=["2030-1"],
    )
"""


class Instance:
    """A home with an edition in review, and commands on it."""

    def __init__(self, home: Path, post: Post) -> None:
        self.home, self.post = home, post
        self.environment = {
            **os.environ,
            "DUIDELIJK_HOME": str(home),
            "DUIDELIJK_ADDRESS": "https://monitor.example.nl",
            "DUIDELIJK_SMTP_HOST": "127.0.0.1",
            "DUIDELIJK_SMTP_PORT": str(post.port),
            "DUIDELIJK_SMTP_SECURITY": "none",
            "DUIDELIJK_MAIL_FROM": "monitor@example.nl",
        }
        self.environment.pop("DATABASE_URL", None)

    def start(self, *given: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *given],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *given: str, ends: int = 0) -> str:
        process = self.start("-m", "duidelijk", *given)
        told, complained = process.communicate(timeout=120)
        assert process.returncode == ends, told + complained
        return told + complained

    def followed_by(self, readers: int) -> None:
        process = self.start("-c", _FOLLOW, str(readers))
        assert process.wait(timeout=60) == 0, process.communicate()

    @property
    def mailed(self) -> Counter[str]:
        return Counter(address for address, _ in self.post.raw)


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("notify") / "home"
    shutil.copytree(STARTER, home / "monitor")
    environment = {**os.environ, "DUIDELIJK_HOME": str(home)}
    for given in (["freeze", "2030-1"], ["freeze", "2030-2", "--for-review"]):
        done = subprocess.run([sys.executable, "-m", "duidelijk", *given], env=environment)
        assert done.returncode == 0
    return home


@pytest.fixture
def instance(made_once: Path, tmp_path: Path) -> Iterator[Instance]:
    with mail_server() as post:
        yield Instance(Path(shutil.copytree(made_once, tmp_path / "home")), post)


def test_a_publication_is_told_at_once_and_nobody_twice(instance: Instance) -> None:
    instance.followed_by(3)
    instance.post.refusals["reader1@example.nl"] = "450 later"
    told = instance.run("publish", "2030-2")
    assert "Edition 2030-2 is published" in told
    assert "Edition 2030-2: 2 letters sent" in told and "r…@example.nl" in told
    instance.post.refusals.clear()
    assert "Edition 2030-2: 1 at the most" in instance.run("notify", "--dry-run")
    assert "Edition 2030-2: 1 letter sent" in instance.run("notify")
    assert "Nobody waits" in instance.run("notify")
    assert instance.mailed == {f"reader{n}@example.nl": 1 for n in range(3)}
    jobs = [line for line in instance.run("jobs").splitlines() if " notify " in line]
    assert len(jobs) == 2 and all("done" in each for each in jobs), "nothing to do leaves no job"
    assert "reader" not in "".join(jobs)


def test_an_edition_under_embargo_is_told_by_the_timer_once_it_is_out(instance: Instance) -> None:
    instance.followed_by(1)
    moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.localtime(time.time() + 8))
    assert "letter" not in instance.run("publish", "2030-2", "--at", moment)
    assert "Nobody waits" in instance.run("notify") and not instance.post.raw
    deadline = time.monotonic() + 60
    while "Nobody waits" in instance.run("notify"):
        assert time.monotonic() < deadline
    assert instance.mailed == {"reader0@example.nl": 1}


def test_a_mail_server_that_is_away_stops_no_publication(instance: Instance) -> None:
    instance.followed_by(2)
    instance.environment["DUIDELIJK_SMTP_PORT"] = "1"
    told = instance.run("publish", "2030-2")
    assert "Edition 2030-2 is published" in told
    assert "0 of 2 letters were sent; the others wait" in told and "127.0.0.1:1" in told
    assert "the others wait" in instance.run("notify", ends=2)
    instance.environment["DUIDELIJK_SMTP_PORT"] = str(instance.post.port)
    assert "2 letters sent" in instance.run("notify")


def test_without_a_mail_server_it_is_refused_with_what_to_do(instance: Instance) -> None:
    for name in ("DUIDELIJK_SMTP_HOST", "DUIDELIJK_ADDRESS"):
        del instance.environment[name]
    told = instance.run("notify", ends=2)
    assert "DUIDELIJK_SMTP_HOST: no mail server is set" in told
    assert "DUIDELIJK_ADDRESS: is not set" in told and "Traceback" not in told
    assert "letter" not in instance.run("publish", "2030-2")


def test_doctor_tells_what_keeps_readers_from_following_by_mail(instance: Instance) -> None:
    def told() -> list[str]:
        process = instance.start("-m", "duidelijk", "doctor")
        return [
            each for each in process.communicate(timeout=60)[0].splitlines() if " mail " in each
        ]

    (line,) = told()
    assert line.startswith("in order") and line.endswith("takes mail")
    for name in ("DUIDELIJK_ADDRESS", "DUIDELIJK_MAIL_FROM"):
        del instance.environment[name]
        assert any(each.startswith("look at") and name in each for each in told())
    del instance.environment["DUIDELIJK_SMTP_HOST"]
    assert [each.split("mail", 1)[1].strip() for each in told()] == [
        "no mail server is set, so none is sent"
    ]


def test_an_address_can_be_forgotten_for_who_asks(instance: Instance) -> None:
    instance.followed_by(2)
    assert "deleted" in instance.run("notify", "--forget", "READER1@example.nl")
    assert "gets no letters" in instance.run("notify", "--forget", "reader1@example.nl", ends=2)
    instance.run("publish", "2030-2")
    assert instance.mailed == {"reader0@example.nl": 1}
    assert "reader1" not in instance.run("jobs")


def test_a_backup_holds_who_follows_and_what_they_were_told(
    instance: Instance, tmp_path: Path
) -> None:
    instance.followed_by(3)
    instance.run("publish", "2030-2")
    instance.run("backup", str(tmp_path / "kept.tar.zst"))
    restored = tmp_path / "restored"
    instance.run("restore", str(tmp_path / "kept.tar.zst"), "--into", str(restored))
    tables = ("notices_subscription", "notices_letter")
    held, found = rows_of(instance.home), rows_of(restored)
    assert all(len(held[each]) == 3 and found[each] == held[each] for each in tables)
    instance.environment["DUIDELIJK_HOME"] = str(restored)
    assert "Nobody waits" in instance.run("notify"), "nor is anybody told again"


def test_killed_at_any_moment_it_goes_on_where_it_was(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = Post.handle_DATA

    async def slowly(self: Post, server: Any, session: Any, envelope: Any) -> str:
        await asyncio.sleep(0.02)
        return await taken(self, server, session, envelope)

    readers = 60
    instance.followed_by(readers)
    instance.environment["DUIDELIJK_SMTP_PORT"] = "1"
    instance.run("publish", "2030-2")
    instance.environment["DUIDELIJK_SMTP_PORT"] = str(instance.post.port)
    monkeypatch.setattr(Post, "handle_DATA", slowly)
    doubtful, kills = 0, 0
    for wanted in (1, 7, 20, 21, 45):
        process = instance.start("-m", "duidelijk", "notify")
        while len(instance.post.raw) < wanted and process.poll() is None:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        told, _ = process.communicate()
        kills += process.returncode == -signal.SIGKILL
    told = instance.run("notify")
    doubtful = kills  # each kill leaves one letter in doubt at the most
    assert kills >= 4
    assert max(instance.mailed.values()) == 1, "nobody is told twice"
    assert readers - doubtful <= len(instance.mailed) <= readers
    assert "letters sent" in told or "In doubt" in told
    assert "Nobody waits" in instance.run("notify")
    assert "broken off" in instance.run("jobs")


def test_two_at_once_tell_everybody_once(instance: Instance) -> None:
    instance.followed_by(30)
    instance.environment["DUIDELIJK_SMTP_PORT"] = "1"
    instance.run("publish", "2030-2")
    instance.environment["DUIDELIJK_SMTP_PORT"] = str(instance.post.port)
    both = [instance.start("-m", "duidelijk", "notify") for _ in range(2)]
    told = "".join(each.communicate(timeout=90)[0] for each in both)
    assert [each.returncode for each in both] == [0, 0]
    assert "30 letters sent" in told and "Nobody waits" in told
    assert len(instance.mailed) == 30 and max(instance.mailed.values()) == 1

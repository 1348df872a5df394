"""A live session of 60 people on a real server: how fast it answers, and whether a word is lost."""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from dataclasses import dataclass, field
from pathlib import Path

from table import show

PEOPLE, ITEMS = int(os.environ.get("BENCH_PEOPLE", "60")), 8
ALONE, TALK = 30.0, 45.0
"""Seconds of each round."""
EACH = 4
"""Statements that everybody makes in the discussion."""
TWICE = 0.25
"""The share that is sent twice, as a telephone does that did not hear back."""

_SETUP = """
import json, os, sys
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "duidelijk.web.settings"
django.setup()
from django.utils import timezone
from duidelijk.duiding.phases import Phase
from duidelijk.web.operations.recording import prepare_database
prepare_database()
from duidelijk.web.accounts.models import Organisation, User
from duidelijk.web.duiding import answering, concluding, discussing, leading, passing, preparing
from duidelijk.web.duiding.models import Item, Member, Session, Statement
what, people, items = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
if what == "make":
    home, _ = Organisation.objects.get_or_create(name="Bench", kind="municipality")
    leader, _ = User.objects.get_or_create(
        email="bench@example.org",
        defaults=dict(name="B", organisation=home, perspective="policy", roles=["facilitator"]),
    )
    session = preparing.open_session(
        dict(question="Hoe snel?", edition="2021-2", starts=timezone.now()), leader
    )
    address = "/edities/2021-2/indicator/stagetekort_mbo"
    for at in range(items):
        preparing.propose(
            session.pk, preparing.Proposal(f"Punt {at}", address=address, token=str(at)), None
        )
    kinds = ("policy", "practice", "governing", "science", "lived_experience", "data")
    links = []
    for at in range(people):
        guest = preparing.Guest(f"Mens {at}", home, kinds[at % 6])
        member = preparing.invite(session.pk, guest, leader)
        links.append(passing.link_path(member, passing.make_link(member, leader)))
    leading.go_to(session.pk, Phase.ALONE, session.phase, leader)
    on = list(session.items.values_list("pk", flat=True))
    print(json.dumps({"session": session.pk, "items": on, "links": links}))
elif what == "open":
    session = Session.objects.get()
    leading.go_to(session.pk, Phase.TOGETHER, session.phase, session.facilitator)
    item = session.items.first()
    for title in ("De ene lezing", "De andere lezing"):
        discussing.add_explanation(session.pk, item.pk, title, [])
    print(json.dumps(list(item.explanations.values_list("pk", flat=True))))
elif what == "count":
    own = Statement.objects.filter(round=2)
    print(json.dumps([each.text for each in own]))
elif what == "conclude":
    session = Session.objects.get()
    Session.objects.update(phase=Phase.ALONE.value)
    for member in session.members.all():
        member.session.phase = Phase.ALONE.value
        for item in session.items.all():
            texts = {said: "Dit zie ik om mij heen. " * 12 for said in ("seen", "explained")}
            typed = answering.Typed(texts=texts, seriousness="serious", confidence="likely")
            try:
                answering.keep(member, item, typed, 1, True)
            except answering.Overtaken:
                pass
    session = leading.go_to(session.pk, Phase.TOGETHER, Phase.ALONE.value, session.facilitator)
    session = leading.go_to(session.pk, Phase.CONCLUDING, session.phase, session.facilitator)
    keys = list(session.statements.values_list("pk", flat=True))
    on = list(session.items.all())
    for at in range(25):
        draft = concluding.Draft(
            "conclusion",
            f"Conclusie {at} van de groep.",
            item=on[at % len(on)].pk,
            themes=["onderwijs"],
            confidence="likely",
            statements=keys[at * 20 : at * 20 + 20],
        )
        made = concluding.put(session.pk, draft, str(at), session.facilitator)
        for member in session.members.all()[:40]:
            discussing.weigh_outcome(member, made.pk, "agree", "")
    print(len(keys))
"""


@dataclass
class Heard:
    """What one participant measured."""

    took: dict[str, list[float]] = field(default_factory=dict)
    posted: dict[str, float] = field(default_factory=dict)
    seen: dict[str, float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)


class Telephone:
    """A participant's browser: one connection, two cookies, and what ``session.js`` does."""

    def __init__(self, port: int, link: str, number: int) -> None:
        self.heard, self.number = Heard(), number
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: dict[str, str] = {}
        self.ask("GET", link, "other")
        self.ask("POST", link, "other", {"name": f"Mens {number}", "perspective": "policy"})

    def ask(
        self, method: str, path: str, kind: str, form: dict[str, str] | None = None
    ) -> tuple[int, str]:
        body = urllib.parse.urlencode(form) if form is not None else None
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            "X-CSRFToken": self._cookies.get("csrftoken", ""),
            "X-Requested-With": "fetch",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        began = time.perf_counter()
        try:
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
            text = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            self.heard.failed.append(f"{path}: {error}")
            return 0, ""
        self.heard.took.setdefault(kind, []).append(time.perf_counter() - began)
        for each in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = each.partition(";")[0].partition("=")
            self._cookies[name] = value
        if answer.status >= 400:
            self.heard.failed.append(f"{method} {path}: {answer.status}")
        return answer.status, text

    def alone(self, item: str) -> None:
        """Reads, writes with a keystroke's pause, hands in."""
        chance, end = random.Random(self.number), time.time() + ALONE
        time.sleep(chance.uniform(0, 5))  # nobody taps in the same instant
        self.ask("GET", item, "pages")
        revision = 0
        while time.time() < end - 8:
            time.sleep(chance.uniform(2, 4))
            form = {"seen": f"Woorden van {self.number} " * 9, "based_on": str(revision)}
            form["serious"] = chance.choice(("slight", "serious"))
            status, text = self.ask("POST", f"{item}/klad", "drafts", form)
            revision = json.loads(text)["revision"] if status == 200 else revision
        time.sleep(chance.uniform(0, 4))
        self.ask("POST", item, "posts", {**form, "based_on": str(revision), "done": "1"})

    def talk(self, base: str, item: str, key: int, readings: list[int]) -> None:
        """Asks every second what is new, says four things, and weighs two readings."""
        chance, version = random.Random(self.number), "0"
        began = time.time()
        moments = sorted(chance.uniform(1, TALK - 8) for _ in range(EACH + len(readings)))
        todo = [f"Gezegd-{self.number}-{at}-einde" for at in range(EACH)]
        while time.time() < began + TALK:
            status, text = self.ask("GET", f"{base}/stand?na={version}&punt={key}", "polls")
            now = time.time()
            if status == 200:
                news = json.loads(text)
                version = str(news["version"])
                for each in re.findall(r"Gezegd-\d+-\d+-einde", news["talk"]):
                    self.heard.seen.setdefault(each, now)
            if moments and now - began > moments[0]:
                moments.pop(0)
                if todo:
                    self._say(item, todo.pop(0), chance)
                else:
                    reading = readings[len(moments) % len(readings)]
                    form = {f"stance-{reading}": chance.choice(("agree", "disagree", "unsure"))}
                    self.ask("POST", f"{item}/lezing/{reading}", "posts", form)
            time.sleep(chance.uniform(0.9, 1.1))

    def _say(self, item: str, words: str, chance: random.Random) -> None:
        form = {"text": words, "said": "added", "basis": "practice", "token": words}
        self.heard.posted[words] = time.time()
        self.ask("POST", f"{item}/zeggen", "posts", form)
        if chance.random() < TWICE:
            self.ask("POST", f"{item}/zeggen", "posts", form)


def measure(name: str, home: Path, database: str) -> list[list[str]]:
    """The rows of one database."""
    env = {**os.environ, "DUIDELIJK_HOME": str(home), "DATABASE_URL": database}
    env["DUIDELIJK_SECRET_KEY"] = "for-measuring-alone-0123456789abcdefghijklmnop"
    if not database:
        env.pop("DATABASE_URL")
    made = json.loads(_run(env, "make"))
    before = _server_seconds()
    server = subprocess.Popen(
        [sys.executable, "-m", "duidelijk", "serve", "--port", "8149"],
        env=env,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(8149)
        rows = _held(name, env, made)
    finally:
        server.terminate()
        server.wait(60)
    return [*rows, [name, "CPU of the server", f"{_server_seconds() - before:.0f} s", ""]]


def _held(name: str, env: dict[str, str], made: dict[str, object]) -> list[list[str]]:
    base = f"/sessie/{made['session']}"
    key = made["items"][0]  # type: ignore[index]
    item = f"{base}/punt/{key}"
    people = [Telephone(8149, link, at) for at, link in enumerate(made["links"])]  # type: ignore[arg-type]
    if failed := [problem for each in people for problem in each.heard.failed]:
        sys.exit(f"not everybody came in: {failed[:3]}")
    _at_once(people, lambda each: each.alone(item))
    readings = json.loads(_run(env, "open"))
    pages = _took(people, "pages")
    alone = _took(people, "drafts") + _took(people, "posts") + pages
    for each in people:
        each.heard.took.clear()
    _at_once(people, lambda each: each.talk(base, item, key, readings))  # type: ignore[arg-type]
    posted = {words: moment for each in people for words, moment in each.heard.posted.items()}
    kept = json.loads(_run(env, "count"))
    delays = [
        each.heard.seen[words] - moment
        for words, moment in posted.items()
        for each in people
        if words in each.heard.seen
    ]
    unseen = sum(words not in each.heard.seen for words in posted for each in people)
    failed = [problem for each in people for problem in each.heard.failed]
    polls, posts = _took(people, "polls"), _took(people, "posts")
    rows = [
        [name, "writing alone, p95", _ms(alone), "≤ 150 ms"],
        [name, "  of which opening the page, p95", _ms(pages), "≤ 150 ms"],
        [name, "discussing, all requests, p95", _ms(polls + posts), "≤ 150 ms"],
        [name, "  posts, p95", _ms(posts), "≤ 150 ms"],
        [name, "  asking what is new, p95", _ms(polls), "≤ 150 ms"],
        [
            name,
            "  all requests, p50 and p99",
            f"{_ms(polls + posts, 50)}, {_ms(polls + posts, 99)}",
            "",
        ],
        [name, "requests", f"{len(alone) + len(polls) + len(posts):,}", ""],
        [name, "visible to others, p95", f"{_share(delays, 95):.2f} s", "≤ 2 s"],
        [name, "visible to others, slowest", f"{max(delays):.2f} s", "≤ 2 s"],
        [name, "statements posted", str(len(posted)), ""],
        [name, "lost, unseen by somebody", f"{len(set(posted) - set(kept))}, {unseen}", "0, 0"],
        [name, "doubled", str(len(kept) - len(set(kept))), "0"],
        [name, "requests that failed", str(len(failed)), "0"],
    ]
    for problem in failed[:5]:
        print(problem, file=sys.stderr)
    said = _run(env, "conclude").strip()
    for ending in ("", ".pdf", ".docx"):
        took = []
        for _ in range(3):
            began = time.perf_counter()
            status, _ = people[0].ask("GET", f"{base}/verslag{ending}", "report")
            took.append(time.perf_counter() - began)
            assert status == 200, status
        rows.append(
            [
                name,
                f"report of {said} statements{ending or ', page'}",
                f"{took[0]:.2f} s, again {min(took):.2f} s",
                "≤ 3 s",
            ]
        )
    return rows


def _wait_for(port: int) -> None:
    """Until the server answers."""
    end = time.time() + 60
    while time.time() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.2)
    sys.exit("the server did not start")


def _at_once(people: list[Telephone], do) -> None:  # type: ignore[no-untyped-def]
    threads = [threading.Thread(target=do, args=(each,)) for each in people]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def _took(people: list[Telephone], kind: str) -> list[float]:
    return [took for each in people for took in each.heard.took.get(kind, [])]


def _share(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def _ms(values: list[float], percent: int = 95) -> str:
    return f"{1000 * _share(values, percent):.0f} ms"


def _run(env: dict[str, str], what: str) -> str:
    given = [sys.executable, "-c", _SETUP, what, str(PEOPLE), str(ITEMS)]
    done = subprocess.run(given, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout.strip().splitlines()[-1]


def _server_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure on SQLite, and on PostgreSQL where ``DUIDELIJK_TEST_POSTGRESQL`` names a server."""
    editions = Path(sys.argv[1])
    rows: list[list[str]] = []
    databases = {"SQLite": ""}
    if server := os.environ.get("DUIDELIJK_TEST_POSTGRESQL"):
        import psycopg

        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS bench_sessions")
            connection.execute("CREATE DATABASE bench_sessions")
        databases["PostgreSQL"] = f"{server.rsplit('/', 1)[0]}/bench_sessions"
    for name, database in databases.items():
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(editions / "2021-2", Path(folder) / "editions" / "2021-2")
            rows += measure(name, Path(folder), database)
    told = [(f"{name}: {what}", target, measured) for name, what, measured, target in rows]
    show(f"a live session of {PEOPLE} people", told)


if __name__ == "__main__":
    main()

"""The public list of 5,000 signals with 20,000 steps: its page, its search, and what is alike.

In SQLite, and in PostgreSQL where ``DUIDELIJK_TEST_POSTGRESQL`` names a server. Synthetic signals,
made of words; the editions are those of the home that is given.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from table import show

TARGETS = {"search": "50 ms", "alike": "200 ms"}
SIGNALS = int(os.environ.get("BENCH_SIGNALS", "5000"))
_RUN = """
import datetime as dt, json, os, random, sys, time
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "duidelijk.web.settings"
django.setup()
from django.test import Client
from django.db import transaction
from duidelijk.agenda.dossier import AskKind, Origin, Urgency
from duidelijk.agenda.workflow import State, Thing, transition
from duidelijk.catalogue import Text
from duidelijk.web.operations.recording import prepare_database
prepare_database()
from duidelijk.web.accounts.models import Organisation, User
from duidelijk.web.accounts.rights import Kind
from duidelijk.web.agenda.dossiers import dossier_of
from duidelijk.web.agenda.likeness import alike_to, keep_prints
from duidelijk.web.agenda.models import Addressee, Ask, Signal, Step
from duidelijk.web.agenda.publishing import keep_version, public_dossier
from duidelijk.web.agenda.raising import Draft

many = int(sys.argv[1])
draw = random.Random(8)
parts = "stage jeugd zorg school huur schuld werk buurt geld wacht lijst kind thuis gezin".split()
words = [a + b for a in parts for b in parts] + "te weinig meer plek vraag mensen lang".split()
themes = ["werk_inkomen", "mentale_weerbaarheid", "onderwijs", "gedrag", "sociale_cohesie"]
home, _ = Organisation.objects.get_or_create(name="Bench", kind="municipality")
by, _ = User.objects.get_or_create(email="b@example.org", defaults=dict(
    name="B", organisation=home, perspective="policy", roles=["editor", "publisher"]))
to, _ = Addressee.objects.get_or_create(slug="bench", name_nl="Bench", kind="ministry")
say = lambda n: " ".join(draw.choices(words, k=n))
day = dt.date(2021, 1, 1)
if Signal.objects.count() < many:
    with transaction.atomic():
        for at in range(many):
            signal = Signal.objects.create(
                title_nl=say(6), text_nl=say(90), origin="practice", urgency="soon",
                themes=[draw.choice(themes)], groups=["jongeren"] if at % 3 else [],
                regions=["GM0228"] if at % 7 == 0 else [],
                raised_by=by, raised_as="Bench", organisation=home, token=f"bench-{at}")
            ask = Ask.objects.create(signal=signal, kind="proposal", text_nl=say(30),
                addressee=to, author=by, token=f"bench-{at}")
            told = [(Thing.SIGNAL, 0, "raise"), (Thing.SIGNAL, 0, "take_up"),
                (Thing.ASK, ask.pk, "draft"), (Thing.ASK, ask.pk, "agree"),
                (Thing.ASK, ask.pk, "put"), (Thing.ASK, ask.pk, "accept")][: 2 + at % 5]
            stands, rows = {}, []
            for thing, key, name in told:
                before = stands.get(thing, State.NONE)
                stands[thing] = transition(thing, before, name).after
                rows.append(Step(signal=signal, thing=thing, key=key, name=name,
                    before=before, after=stands[thing],
                    table_nl="Stuurgroep" if name == "put" else "",
                    on=day + dt.timedelta(days=at % 300), actor=by.pk))
            Step.objects.bulk_create(rows)
            keep_prints(signal)
            keep_version(signal, public_dossier(signal), by)
steps = Step.objects.count()
client = Client(HTTP_HOST="127.0.0.1")

def cpu(path, times=40):
    client.get(path)
    found = []
    for _ in range(times):
        wall, own = time.perf_counter(), time.process_time()
        assert client.get(path).status_code == 200
        found.append((time.process_time() - own, time.perf_counter() - wall))
    own, wall = zip(*found)
    return sorted(own)[len(own) // 2] * 1000, sorted(wall)[int(len(wall) * 0.95)] * 1000

draft = Draft(Text(say(6), ""), Text(say(90), ""), Origin.PRACTICE, Urgency.SOON, ["onderwijs"])
alike = []
alike_to(draft, by, "nl")
for _ in range(7):
    own = time.perf_counter()
    alike_to(draft, by, "nl")
    alike.append((time.perf_counter() - own) * 1000)
print(json.dumps({
    "signals": Signal.objects.count(), "steps": steps,
    "page": cpu("/signalen"),
    "last page": cpu(f"/signalen/bladzijde/{many // 25}"),
    "theme and group": cpu("/signalen?thema=onderwijs&doelgroep=jongeren"),
    "search, one word": cpu("/signalen?q=jeugdzorg"),
    "search, three words": cpu("/signalen?q=jeugd+schuld+huur"),
    "search, nothing found": cpu("/signalen?q=zzzz"),
    "one signal": cpu(f"/signalen/{Signal.objects.first().pk}"),
    "API, a page of 1,000": cpu("/api/v1/signals", 10),
    "API, one signal": cpu(f"/api/v1/signals/{Signal.objects.first().pk}"),
    "decisions": cpu("/signalen/besluiten"),
    "alike": (sorted(alike)[3], max(alike)),
}))
"""


def main() -> None:
    """Measure both databases and print one table."""
    editions = Path(sys.argv[1]).resolve()
    databases = {"SQLite": ""}
    if server := os.environ.get("DUIDELIJK_TEST_POSTGRESQL", ""):
        databases["PostgreSQL"] = server
    for name, server in databases.items():
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder) / "home"
            home.mkdir()
            (home / "editions").symlink_to(editions)
            found = _measured(home, server)
            shutil.rmtree(home, ignore_errors=True)
        told = f"{name}, {found.pop('signals')} signals, {found.pop('steps')} steps"
        rows = [
            (what, TARGETS.get(what.split(",")[0], "20 ms CPU"), f"{own:.1f} ms; p95 {wall:.1f} ms")
            for what, (own, wall) in found.items()
        ]
        show(told, rows)


def _measured(home: Path, server: str) -> dict[str, list[float]]:
    environment = os.environ | {"DUIDELIJK_HOME": str(home)}
    database = ""
    if server:
        database = f"bench_{os.getpid()}"
        _psql(server, f"CREATE DATABASE {database}")
        environment["DATABASE_URL"] = f"{server.rpartition('/')[0]}/{database}"
    try:
        done = subprocess.run(
            [sys.executable, "-c", _RUN, str(SIGNALS)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(done.stderr)
        found: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
        return found
    finally:
        if database:
            _psql(server, f"DROP DATABASE {database}")


def _psql(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


if __name__ == "__main__":
    main()

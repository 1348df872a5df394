"""The front of the data desk: from what the home really holds."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable

from django.test import Client
from django.utils import timezone

from duidelijk.figures.store import FigureStore
from duidelijk.foundation.home import Home
from duidelijk.sources.feed_state import FeedState
from duidelijk.web.accounts.models import User
from duidelijk.web.operations.models import Job

Somebody = Callable[..., tuple[User, Client]]
DESK = "/werkplek/gegevens"
ADDRESS = "https://example.org/t"


def shown(client: Client, path: str = DESK) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


def test_when_all_is_well_it_says_so(home: Home, somebody: Somebody) -> None:
    _, ann = somebody("ann")
    page = shown(ann)
    for told in ("Er is niets te laat", "Er werd niets geweigerd", "Er wacht niets"):
        assert told in page
    for each in list(FigureStore(home.figures).releases().values())[-3:]:
        assert each.title in page
    assert "Nothing is late" in shown(ann, f"/en{DESK}")


def test_a_feed_that_fails_is_told_with_since_when_and_why(home: Home, somebody: Somebody) -> None:
    feed = "vluchten"
    (home.monitor / "feeds.yaml").write_text(
        f"feeds: [{{id: {feed}, source: verzonnen, protocol: odata4, address: {ADDRESS}}}]\n"
    )
    FeedState(
        feed,
        collected="2026-01-02T05:00:00+00:00",
        failing_since="2026-02-03T05:00:00+00:00",
        error="https://example.org/t: answered <503>",
    ).write(home.collected)
    _, ann = somebody("ann")
    page = shown(ann)
    assert "3 februari 2026" in page and "2 januari 2026" in page
    assert "answered &lt;503&gt;" in page and "Er is niets te laat" not in page
    assert "3 February 2026" in shown(ann, f"/en{DESK}")


def test_a_figure_that_should_be_here_is_late(
    home: Home, somebody: Somebody, monkeypatch: object
) -> None:
    _, ann = somebody("ann")
    later = dt.date(2031, 6, 1)
    monkeypatch.setattr(timezone, "localdate", lambda *_: later)  # type: ignore[attr-defined]
    page = shown(ann)
    assert "Cijfers die er al hadden moeten zijn" in page
    assert "mei 2030" in page, "after the last month there is"
    assert f"{DESK}/invoer/damage_reports" in page


def test_commands_that_brought_nothing_in_are_told(home: Home, somebody: Somebody) -> None:
    now = timezone.now()
    for command, outcome in (("import", "refused"), ("freeze", "refused"), ("import", "done")):
        Job.objects.create(
            command=command,
            subject=f"/srv/{command}-{outcome}.csv",
            started=now,
            finished=now,
            outcome=outcome,
            message="It was refused:\n  x.csv:3: is <b>wrong</b>",
        )
    _, ann = somebody("ann")
    page = shown(ann)
    assert "import-refused.csv" in page and "is &lt;b&gt;wrong" in page
    assert "freeze-refused" not in page and "import-done" not in page
    assert "/srv/" not in page


def test_draws_that_nobody_checked_are_counted(home: Home, somebody: Somebody) -> None:
    (home.monitor / "feeds.yaml").write_text(
        f"feeds: [{{id: meldingen, source: verzonnen, protocol: odata4, address: {ADDRESS}}}]\n"
    )
    (declared,) = home.monitor.glob("indicators/**/damage_reports.yaml")
    text = declared.read_text(encoding="utf-8")
    draw = "draw: [{feed: meldingen, measure: m, unverified: true}]\n"
    declared.write_text(f"{text}\n{draw}", encoding="utf-8")
    _, ann = somebody("ann")
    page = shown(ann)
    assert "Nog niet getoetst aan de bron" in page and "<code>meldingen</code>" in page


def test_without_declarations_every_page_says_so_or_is_not_found(
    home: Home, somebody: Somebody
) -> None:
    _, ann = somebody("ann")
    shutil.rmtree(home.monitor)
    assert "geen eigen declaraties" in shown(ann)
    assert "geen eigen declaraties" in shown(ann, f"{DESK}/bestanden")
    for path in ("invoer", "invoer/stress", "wachtend", "wachtend/2021-04-22-bcdf"):
        assert ann.get(f"{DESK}/{path}").status_code == 404

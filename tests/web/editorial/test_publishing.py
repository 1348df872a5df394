"""From review to publication in the workspace: choices, four eyes, and the command it starts."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable

import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from duidelijk.cli.publishing import publish_edition
from duidelijk.editions.choice import Choice
from duidelijk.editions.edition import Edition
from duidelijk.editions.texts import text_names
from duidelijk.editions.verifying import verify
from duidelijk.foundation.home import Home
from duidelijk.foundation.problems import Refused
from duidelijk.web.accounts.models import User
from duidelijk.web.audit.models import Event
from duidelijk.web.editorial import approving, writing
from duidelijk.web.editorial.models import Desk
from duidelijk.web.editorial.writing import TextKey
from duidelijk.web.operations.database_state import began
from duidelijk.web.operations.models import Job

Somebody = Callable[..., tuple[User, Client]]
DESK = "/werkplek/edities/2030-1"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The commands that pages started, in place of starting them beside the tests."""
    found: list[tuple[str, ...]] = []
    monkeypatch.setattr("duidelijk.web.editorial.views.start", lambda *given: found.append(given))
    return found


def write_all(home: Home, author: User) -> None:
    for name in text_names(Edition(home.reviews / "2030-1").monitor):
        writing.save(TextKey("2030-1", name, "nl"), f"Tekst van {name}.", author, 0)


def choose_all(client: Client, **other: str) -> None:
    page = client.get(f"{DESK}/opvallend").content.decode()
    numbers = set(re.findall(r'name="choice-(\d+)"', page))
    assert numbers
    form = {f"choice-{number}": "in" for number in numbers}
    assert client.post(f"{DESK}/opvallend", form | other).status_code == 302


def publish(client: Client, moment: str = "") -> str:
    """Press the button on the page as it is now; the page that follows."""
    found = re.search(r'name="seen" value="(\w+)"', client.get(DESK).content.decode())
    given = {"moment": moment, "seen": found[1] if found else ""}
    return client.post(f"{DESK}/uitgeven", given, follow=True).content.decode()


def test_the_desk_tells_what_is_still_to_be_done(home: Home, somebody: Somebody) -> None:
    _, ann = somebody("ann", "editor")
    page = ann.get(DESK).content.decode()
    assert "Opening: heeft nog geen Nederlandse tekst" in page
    assert "nog geen keuze gemaakt" in page
    assert "has no Dutch text yet" in ann.get(f"/en{DESK}").content.decode()


def test_leaving_out_needs_a_reason_and_the_other_choices_are_kept(
    home: Home, somebody: Somebody
) -> None:
    _, ann = somebody("ann", "editor")
    answer = ann.post(f"{DESK}/opvallend", {"choice-0": "out", "choice-1": "needs_duiding"})
    assert answer.status_code == 400
    assert "Schrijf waarom" in answer.content.decode()
    assert [each.choice for each in writing.latest_choices("2030-1").values()] == ["needs_duiding"]
    form = {"choice-0": "out", "reason-nl-0": "Dubbel."}
    assert ann.post(f"{DESK}/opvallend", form).status_code == 302
    chosen = writing.texts_of("2030-1").choices.values()
    assert {each.choice for each in chosen} == {Choice.OUT, Choice.NEEDS_DUIDING}
    for root in ("", "/en"):
        assert "Dubbel." in ann.get(root + DESK).content.decode(), "who publishes reads why"


def test_who_wrote_does_not_publish(
    home: Home, somebody: Somebody, started: list[tuple[str, ...]]
) -> None:
    ann, client = somebody("ann", "editor", "publisher")
    write_all(home, ann)
    choose_all(client)
    assert "Iemand anders geeft haar uit" in client.get(DESK).content.decode()
    seen = approving.state_of(Edition(home.reviews / "2030-1"), writing.texts_of("2030-1"))
    client.post(f"{DESK}/uitgeven", {"moment": "", "seen": seen})
    assert not started
    assert Desk.objects.get().approved_by is None


def test_another_publishes_and_the_edition_holds_what_was_written(
    home: Home, somebody: Somebody, started: list[tuple[str, ...]]
) -> None:
    ann, editor = somebody("ann", "editor")
    _, publisher = somebody("pim", "publisher")
    write_all(home, ann)
    publish(publisher)
    assert not started, "choices are missing"
    choose_all(editor)
    assert "Nu kijkt iemand het na" in publisher.get(DESK).content.decode()
    publish(publisher, "2031-01-01T06:00")
    assert started == [("publish", "2030-1")]
    publish_edition(home, "2030-1", None, "")
    folder = home.editions / "2030-1"
    assert verify(folder) == []
    texts = Edition(folder).texts
    assert texts.texts["opening"].nl == "Tekst van opening.\n"
    assert texts.publication is not None
    assert texts.publication.published == dt.datetime(2031, 1, 1, 5, tzinfo=dt.UTC)
    actions = list(Event.objects.values_list("action", flat=True))
    assert actions[:2] == ["published", "approved"]
    page = publisher.get(DESK).content.decode()
    assert "nog niet openbaar" in page and "Terugnemen" in page


def test_what_changed_after_the_approval_is_not_published(
    home: Home, somebody: Somebody, started: list[tuple[str, ...]]
) -> None:
    ann, editor = somebody("ann", "editor")
    _, publisher = somebody("pim", "publisher")
    write_all(home, ann)
    choose_all(editor)
    publish(publisher)
    key = TextKey("2030-1", "opening", "nl")
    latest = writing.latest(key)
    assert latest is not None
    writing.save(key, "Iets heel anders.", ann, latest.pk)
    with pytest.raises(Refused, match="changed after it was approved"):
        publish_edition(home, "2030-1", None, "")
    assert (home.reviews / "2030-1").is_dir()


def test_what_the_publisher_did_not_see_is_not_approved(
    home: Home, somebody: Somebody, started: list[tuple[str, ...]]
) -> None:
    ann, editor = somebody("ann", "editor")
    _, publisher = somebody("pim", "publisher")
    write_all(home, ann)
    choose_all(editor)
    found = re.search(r'name="seen" value="(\w+)"', publisher.get(DESK).content.decode())
    assert found
    key = TextKey("2030-1", "opening", "nl")
    latest = writing.latest(key)
    assert latest is not None
    writing.save(key, "Iets heel anders.", ann, latest.pk)
    answer = publisher.post(f"{DESK}/uitgeven", {"moment": "", "seen": found[1]}, follow=True)
    assert "Er is iets veranderd" in answer.content.decode()
    assert not started
    publish(publisher)
    assert started == [("publish", "2030-1")]


def test_a_comma_of_somebody_else_does_not_make_it_theirs(
    home: Home, somebody: Somebody, started: list[tuple[str, ...]]
) -> None:
    ann, client = somebody("ann", "editor", "publisher")
    bea, other = somebody("bea", "editor")
    write_all(home, ann)
    choose_all(other)
    for name in text_names(Edition(home.reviews / "2030-1").monitor):
        key = TextKey("2030-1", name, "nl")
        latest = writing.latest(key)
        assert latest is not None
        writing.save(key, f"{latest.text},", bea, latest.pk)
    assert "Iemand anders geeft haar uit" in client.get(DESK).content.decode()
    seen = approving.state_of(Edition(home.reviews / "2030-1"), writing.texts_of("2030-1"))
    client.post(f"{DESK}/uitgeven", {"moment": "", "seen": seen})
    assert not started


def test_a_moment_that_went_by_is_now(
    home: Home, somebody: Somebody, started: list[tuple[str, ...]]
) -> None:
    ann, editor = somebody("ann", "editor")
    _, publisher = somebody("pim", "publisher")
    write_all(home, ann)
    choose_all(editor)
    before = dt.datetime.now(dt.UTC).replace(microsecond=0)
    publish(publisher, "2001-01-01T06:00")
    moment = Desk.objects.get().moment
    assert moment is not None
    assert moment >= before, "nothing came out earlier than it did"


@pytest.mark.parametrize("edition", ["--help", "2030-2", "1999-1"])
def test_only_what_is_there_and_not_out_is_taken_back(
    edition: str, home: Home, somebody: Somebody, started: list[tuple[str, ...]]
) -> None:
    _, publisher = somebody("pim", "publisher")
    address = f"/werkplek/edities/{edition}/terugnemen"
    assert publisher.post(address, {"reason": "Een fout"}).status_code == 404
    assert not started


def test_a_reason_with_signs_that_no_command_takes(
    home: Home, somebody: Somebody, started: list[tuple[str, ...]]
) -> None:
    _, publisher = somebody("pim", "publisher")
    publisher.post(f"{DESK}/terugnemen", {"reason": "Een\x00 fout\x1b"})
    assert started == [("take-back", "2030-1", "--reason", "Een fout")]


def test_taking_back_needs_a_reason(
    home: Home, somebody: Somebody, started: list[tuple[str, ...]]
) -> None:
    _, publisher = somebody("pim", "publisher")
    publisher.post(f"{DESK}/terugnemen", {"reason": " "})
    assert not started
    publisher.post(f"{DESK}/terugnemen", {"reason": "Een fout"})
    assert started == [("take-back", "2030-1", "--reason", "Een fout")]


def test_a_moment_that_is_none_is_told(
    home: Home, somebody: Somebody, started: list[tuple[str, ...]]
) -> None:
    _, publisher = somebody("pim", "publisher")
    for moment in ("morgen", "0001-01-01T00:00", "0001-01-01T00:00+14:00"):
        assert "Dat is geen tijdstip" in publish(publisher, moment), moment


def test_sealing_starts_the_command(
    home: Home, somebody: Somebody, started: list[tuple[str, ...]]
) -> None:
    _, ann = somebody("ann", "editor")
    ann.post("/werkplek/edities/2030-2/vastzetten")
    assert started == [("freeze", "--for-review", "2030-2")]


def test_the_calendar_tells_what_is_late(home: Home, somebody: Somebody) -> None:
    declared = home.monitor / "monitor.yaml"
    text = declared.read_text().replace("2030-05-15", "2020-05-15")
    declared.write_text(f"rhythm: {{months: 2}}\n{text}")
    _, reader = somebody("lena", "reader")
    before = reader.get("/werkplek/edities").content.decode()
    assert "dagen te laat" not in before and "achteraf samengesteld" in before, "nobody was here"
    longest_ago = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    Job.objects.create(command="freeze", started=longest_ago)
    page = reader.get("/werkplek/edities").content.decode()
    assert "dagen te laat" in page and "in bespreking" in page and "volgens het ritme" in page
    assert "dagen te laat" in reader.get("/werkplek").content.decode()


def test_work_began_with_the_first_table_job_or_event(somebody: Somebody) -> None:
    assert began() == timezone.localdate(), "all of them are of today"
    first = MigrationRecorder.Migration.objects.order_by("applied")[:1].get()
    first.applied = dt.datetime(2021, 1, 5, tzinfo=dt.UTC)
    first.save()
    assert began() == dt.date(2021, 1, 5)
    Job.objects.create(command="freeze", started=dt.datetime(2020, 6, 1, tzinfo=dt.UTC))
    assert began() == dt.date(2020, 6, 1), "tables may be made anew when a backup is put back"


def test_the_command_really_runs_beside_the_server(home: Home, somebody: Somebody) -> None:
    _, ann = somebody("ann", "editor")
    ann.post("/werkplek/edities/2030-2/vastzetten")
    until = time.monotonic() + 60
    while not (home.reviews / "2030-2").is_dir() and time.monotonic() < until:
        time.sleep(0.2)
    assert verify(home.reviews / "2030-2") == []
    assert "in bespreking" in ann.get("/werkplek/edities").content.decode()


def test_the_desk_tells_beforehand_that_publishing_takes_two(
    home: Home, somebody: Somebody
) -> None:
    _, ann = somebody("ann", "editor")
    assert "nog geen tweede account" in ann.get(DESK).content.decode()
    _, publisher = somebody("paula", "publisher")
    assert "nog geen tweede account" not in ann.get(DESK).content.decode()
    desk = publisher.get(DESK).content.decode()
    assert "Uitgeven vraagt twee mensen" in desk and "U bent de enige die mag uitgeven" in desk
    assert "Nu komen de teksten" in desk
    assert f'action="{DESK}/uitgeven"' not in desk, "nothing to press while points remain"
    assert re.search(r"<button[^>]* disabled[^>]*>Goedkeuren en uitgeven", desk)
    somebody("pim", "publisher")
    assert "U bent de enige die mag uitgeven" not in publisher.get(DESK).content.decode()

"""Files in the browser: brought in, read as somebody says, tried, imported by the command."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from desk_files import FILES, PUBLICATION, STRESS, brought, fields
from duidelijk.catalogue import read_monitor
from duidelijk.figures.store import FigureStore
from duidelijk.foundation.folders import locked
from duidelijk.foundation.home import Home
from duidelijk.sources.by_hand.template import write_template
from duidelijk.sources.importing.outcome import Outcome
from duidelijk.web.accounts.models import User
from duidelijk.web.audit.models import Event
from duidelijk.web.data_desk import receiving, uploads
from duidelijk.web.operations.models import Job

Somebody = Callable[..., tuple[User, Client]]
SETTLED = {"fixed-indicator": "stress", "fixed-period": "2030", "m-0": "withheld"}
SETTLED |= {"m-1": "not_delivered"}


def answered(client: Client, path: str, **more: str) -> object:
    """Answer the questions of a file and try it."""
    given = fields(client.get(path).content.decode()) | PUBLICATION | SETTLED | more
    return client.post(path, given | {"try": "1"})


def imported(client: Client, path: str) -> str:
    """Press the button that imports; the page that tells how it went."""
    page = client.get(f"{path}/proef").content.decode()
    form = fields(page) | {"import": "1", "accepted": "1"}
    assert client.post(f"{path}/proef", form).status_code == 302
    return client.get(f"{path}/proef").content.decode()


def stored(home: Home) -> int:
    return len(FigureStore(home.figures).figures())


def upload_of(path: str) -> uploads.Upload:
    held = uploads.upload(path.rpartition("/")[2])
    assert held is not None
    return held


# --- the whole way


@pytest.mark.parametrize("language", ["", "/en"])
def test_an_unknown_file_is_answered_tried_imported_and_known_the_next_time(
    home: Home, somebody: Somebody, language: str, commands: list[tuple[str, ...]]
) -> None:
    _, ann = somebody("ann")
    path = f"{language}{brought(ann).removeprefix('/en')}"
    page = ann.get(path).content.decode()
    told = "9 questions are" if language else "9 vragen zijn"  # 5 of the table, 4 of its source
    assert told in page and "Groningen" in page and "=cmd()" in page
    before = stored(home)
    assert answered(ann, path).status_code == 302  # type: ignore[attr-defined]
    page = ann.get(f"{path}/proef").content.decode()
    assert ("This would be stored" if language else "Dit zou worden opgeslagen") in page
    assert "<strong>6</strong>" in page and ("13.1" if language else "13,1") in page
    assert stored(home) == before, "a try stores nothing"
    page = imported(ann, path)
    assert ("The figures are stored" if language else "De cijfers zijn opgeslagen") in page
    assert stored(home) == before + 6
    assert [given[0] for given in commands] == ["import", "import"]
    assert (home.mappings / "stress-2030.yaml").is_file(), "as the command does"
    # next year's file
    later = brought(ann, STRESS.replace("2030", "2031").replace("12,8", "12,9"), "volgende.csv")
    page = ann.get(later).content.decode()
    assert "<code>stress-2030</code>" in page
    given = fields(page)
    assert given["source"] == "verzonnen", "who publishes it is kept"
    assert given["fixed-period"] == "" and given["published"] == "", "what is of one file is not"
    more = {"fixed-period": "2031JJ00", "published": "2032-02-01"}
    assert ann.post(later, given | PUBLICATION | more | {"try": "1"}).status_code == 302
    assert "opgeslagen" in imported(ann, later)
    assert stored(home) == before + 12


def test_nothing_is_tried_while_something_is_open_and_answers_are_kept(
    home: Home, somebody: Somebody, commands: list[tuple[str, ...]]
) -> None:
    _, ann = somebody("ann")
    path = brought(ann)
    answer = answered(ann, path, **{"m-1": "?", "title": "Half"})
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 400 and "Er is iets niet goed" in page  # type: ignore[attr-defined]
    assert commands == []
    kept = fields(ann.get(path).content.decode())
    assert (kept["fixed-indicator"], kept["m-0"], kept["title"]) == ("stress", "withheld", "Half")
    answer = answered(ann, path, source="", address="nergens", published="2031-02-31")
    page = answer.content.decode()  # type: ignore[attr-defined]
    for told in (
        "De bron is niet ingevuld",
        "“nergens” is geen webadres",
        "staat niet in de kalender",
    ):
        assert told in page
    assert commands == []


def test_what_is_not_understood_stands_beside_its_field_as_it_was_typed(
    home: Home, somebody: Somebody
) -> None:
    _, ann = somebody("ann")
    path = brought(ann)
    wrong = {"fixed-period": "lenteweek", "c1-region": "Blubdorp", "c1-indicator": "geluk"}
    wrong |= {"c1-group": "katten", "c1-times": "veel", "header_rows": "kop", "fixed-indicator": ""}
    answer = answered(ann, path, **wrong)
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 400  # type: ignore[attr-defined]
    for text in ("lenteweek", "Blubdorp", "geluk", "katten", "veel", "kop"):
        assert f'value="{text}"' in page, text
    assert page.count('aria-invalid="true"') == 6
    assert "Deze regio kennen we niet" in page


def test_another_role_asks_anew(home: Home, somebody: Somebody) -> None:
    _, ann = somebody("ann")
    file = "Wijk;Gemeente;2030\nNoord;Utrecht;5\nZuid;Blubdorp;6\n"
    path = brought(ann, file, "wijken.csv")
    given = fields(ann.get(path).content.decode())
    given |= {"c0-is": "ignore", "c1-is": "region", "keep": "1"}
    assert ann.post(path, given).status_code == 302
    page = ann.get(path).content.decode()
    assert "Blubdorp" in page and 'name="n-region-' in page
    given = fields(page)
    (name,) = [each[:-5] for each, text in given.items() if text == "Blubdorp"]
    assert ann.post(path, given | {name: "Zwolle", "keep": "1"}).status_code == 302
    page = ann.get(path).content.decode()
    assert 'value="GM0193"' in page, "a name becomes its code"


def test_roles_that_need_more_begin_with_something_that_can_be_read(
    home: Home, somebody: Somebody
) -> None:
    _, ann = somebody("ann")
    path = brought(ann)
    given = fields(ann.get(path).content.decode())
    assert ann.post(path, given | {"c3-is": "filter", "keep": "1"}).status_code == 302
    assert "Alleen rijen met deze teksten" in ann.get(path).content.decode()
    given = fields(ann.get(path).content.decode())
    answer = ann.post(path, given | {"c0-is": "split", "keep": "1"})
    assert answer.status_code == 400 and "te splitsen" in answer.content.decode()
    answer = ann.post(path, given | {"c0-is": "hacker", "keep": "1"})
    assert answer.status_code == 302, "a role that does not exist changes nothing"
    every = {f"c{n}-is": "ignore" for n in range(4)}
    answer = ann.post(path, given | every | {"keep": "1"})
    assert answer.status_code == 400 and "Geen kolom is cijfers" in answer.content.decode()
    assert fields(ann.get(path).content.decode())["c1-is"] == "value"


def test_a_sheet_of_a_workbook_is_chosen(home: Home, somebody: Somebody) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Uitleg"
    book.active.append(["Regio", "2030"])
    book.active.append(["Utrecht", 1])
    other = book.create_sheet("Cijfers")
    for row in (["Gemeente", "2030", "2031"], ["Zwolle", 3, 4], ["Almere", 5, 6]):
        other.append(row)
    packed = io.BytesIO()
    book.save(packed)
    _, ann = somebody("ann")
    path = brought(ann, packed.getvalue(), "boek.xlsx")
    page = ann.get(path).content.decode()
    assert "<strong>Cijfers</strong>" in page and 'value="Uitleg"' in page
    basis = fields(page)["basis"]
    assert ann.post(path, {"sheet": "Uitleg", "basis": basis}).status_code == 302
    page = ann.get(path).content.decode()
    assert "<strong>Uitleg</strong>" in page
    answer = ann.post(path, {"sheet": "Weg", "basis": fields(page)["basis"]})
    assert answer.status_code == 400 and "heeft geen blad" in answer.content.decode()


# --- what tells by itself how it is read


def test_a_template_goes_to_a_try_at_once(home: Home, somebody: Somebody, tmp_path: Path) -> None:
    write_template(tmp_path / "t.xlsx", read_monitor(home.monitor), ["stress"])
    _, ann = somebody("ann")
    path = brought(ann, (tmp_path / "t.xlsx").read_bytes(), "ingevuld.xlsx")
    page = ann.get(path).content.decode()
    assert "invulblad" in page and 'name="c0-is"' not in page
    assert ann.post(path, {"try": "1"}).status_code == 302
    page = ann.get(f"{path}/proef").content.decode()
    assert "geweigerd" in page, "nothing is filled in"
    assert 'name="import"' not in page


def test_our_own_shape_asks_for_its_releases(home: Home, somebody: Somebody) -> None:
    figures = home.monitor / "figures"
    (own,) = [path for path in figures.glob("*.csv") if path.name != "releases.csv"][:1]
    _, ann = somebody("ann")
    path = brought(ann, own.read_bytes(), "releases.csv")
    assert upload_of(path).file == "file-releases.csv", "the folder's own names are not taken"
    answer = ann.post(path, {"try": "1"})
    assert answer.status_code == 400 and "Voeg eerst" in answer.content.decode()
    releases = SimpleUploadedFile("r.csv", (figures / "releases.csv").read_bytes())
    assert ann.post(path, {"try": "1", "releases": releases}).status_code == 302
    page = ann.get(f"{path}/proef").content.decode()
    assert "Dit zou worden opgeslagen" in page and "hetzelfde als wat er is" in page
    assert "was al opgeslagen" in imported(ann, path)


# --- what is wrong


def test_every_line_that_is_refused_is_told_and_nothing_is_stored(
    home: Home, somebody: Somebody
) -> None:
    _, ann = somebody("ann")
    before = stored(home)
    path = brought(ann, STRESS.replace("13,1", "113,1").replace("9,4", "-9,4"))
    answered(ann, path)
    page = ann.get(f"{path}/proef").content.decode()
    assert "geweigerd" in page and 'name="import"' not in page
    for line in (3, 4):
        assert f"regel {line}:" in page
    assert page.count("valt buiten de grenzen") == 2
    # nobody gets past that by posting the form anyhow
    answer = ann.post(f"{path}/proef", {"import": "1", "seen": "x", "accepted": "1"})
    assert answer.status_code == 409 and stored(home) == before


def test_what_stands_out_is_accepted_first(
    home: Home, somebody: Somebody, commands: list[tuple[str, ...]]
) -> None:
    _, ann = somebody("ann")
    path = brought(ann)
    answered(ann, path)
    imported(ann, path)
    again = brought(ann, STRESS.replace("12,8", "74,8"), "herzien.csv")
    given = fields(ann.get(again).content.decode()) | PUBLICATION
    more = {"fixed-period": "2030", "published": "2031-03-01"}
    assert ann.post(again, given | more | {"try": "1"}).status_code == 302
    page = ann.get(f"{again}/proef").content.decode()
    assert "Dit valt op" in page and "bijgesteld" in page
    form = fields(page) | {"import": "1"}
    before, ran = stored(home), len(commands)
    answer = ann.post(f"{again}/proef", form)
    assert answer.status_code == 409 and "Zeg eerst" in answer.content.decode()
    answer = ann.post(f"{again}/proef", form | {"seen": "0" * 16, "accepted": "1"})
    assert answer.status_code == 409 and "intussen opnieuw" in answer.content.decode()
    assert (stored(home), len(commands)) == (before, ran)
    ann.post(f"{again}/proef", form | {"accepted": "1"})
    assert stored(home) > before


def test_a_publication_that_is_there_with_other_figures_is_told_by_the_try(
    home: Home, somebody: Somebody
) -> None:
    _, ann = somebody("ann")
    path = brought(ann)
    answered(ann, path)
    imported(ann, path)
    again = brought(ann, STRESS.replace("12,8", "12,9"), "nog-eens.csv")
    given = fields(ann.get(again).content.decode()) | PUBLICATION | {"fixed-period": "2030"}
    assert ann.post(again, given | {"try": "1"}).status_code == 302
    page = ann.get(f"{again}/proef").content.decode()
    assert "is al opgeslagen, met een andere inhoud" in page and 'name="import"' not in page
    given = fields(ann.get(again).content.decode()) | {"source": "verzonnen"}
    assert given["title"] == PUBLICATION["title"]
    assert ann.post(again, given | {"id": "herzien", "try": "1"}).status_code == 302
    assert "Dit zou worden opgeslagen" in ann.get(f"{again}/proef").content.decode()


def test_an_import_that_is_refused_leads_back_to_the_form(home: Home, somebody: Somebody) -> None:
    _, ann = somebody("ann")
    path, other = brought(ann), brought(ann, STRESS.replace("12,8", "12,9"))
    answered(ann, path)
    answered(ann, other)
    imported(ann, path)  # between the try of the other and its import
    before = stored(home)
    assert "met een andere inhoud" in imported(ann, other)
    assert stored(home) == before
    assert ann.post(f"{other}/proef", {"back": "1"}).status_code == 302
    assert ann.get(f"{other}/proef")["Location"] == other
    assert fields(ann.get(other).content.decode())["title"] == "Stress per provincie"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is leeg"),
        (b"%PDF-1.7 x", "is een PDF"),
        (b"<!doctype html><html></html>", "is een webpagina"),
        (b"PK\x03\x04 broken", "is beschadigd"),
        (b"naam;waarde\nx\0y;5\n", "geen tekst"),
        (b"Naam;Uitleg\nx;y\n", "geen tabel met cijfers"),
    ],
)
def test_what_is_no_table_is_refused_and_not_kept(
    home: Home, somebody: Somebody, content: bytes, told: str
) -> None:
    _, ann = somebody("ann")
    answer = ann.post(FILES, {"file": SimpleUploadedFile("x.csv", content)})
    assert answer.status_code == 400
    assert told in answer.content.decode(), answer.content.decode()
    assert uploads.uploads() == []


def test_without_a_file_and_with_one_too_large(
    home: Home, somebody: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, ann = somebody("ann")
    answer = ann.post(FILES, {})
    assert answer.status_code == 400 and "Kies eerst" in answer.content.decode()
    for module in ("receiving", "upload_views"):
        monkeypatch.setattr(f"duidelijk.web.data_desk.{module}.LARGEST", 100_000)
    answer = ann.post(FILES, {"file": SimpleUploadedFile("x.csv", b"a;1\n" * 50_000)})
    assert answer.status_code == 400 and "groter dan" in answer.content.decode()
    assert uploads.uploads() == [] and [*home.uploads.glob("*")] == []


def test_a_file_comes_in_nowhere_else(home: Home, client: Client) -> None:
    answer = client.post("/vraag/over", {"file": SimpleUploadedFile("x.csv", b"a;1")})
    assert answer.status_code < 500
    assert not home.uploads.exists()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "C:\\x\\y.CSV", ".htaccess", "a\nb.csv", "-rf.csv", "é" * 300, ""]
)
def test_names_of_files_are_made_safe(name: str) -> None:
    safe = uploads.safe_name(name)
    assert re.fullmatch(r"[\w().-][\w ().-]{0,90}\.(csv|xlsx|txt|tsv|json|xml|gz)", safe), safe
    assert not safe.startswith((".", "-"))


# --- at the same time, and interrupted


def test_two_who_answer_at_once_lose_nothing(home: Home, somebody: Somebody) -> None:
    _, ann = somebody("ann")
    _, bob = somebody("bob")
    path = brought(ann)
    form = fields(ann.get(path).content.decode())
    assert bob.post(path, form | {"m-0": "withheld", "keep": "1"}).status_code == 302
    answer = ann.post(path, form | {"fixed-indicator": "stress", "keep": "1"})
    page = answer.content.decode()
    assert answer.status_code == 400 and "Iemand anders heeft intussen" in page
    mine = fields(page)
    assert mine["fixed-indicator"] == "stress", "what she typed is there"
    assert ann.post(path, mine | {"keep": "1"}).status_code == 302
    kept = fields(ann.get(path).content.decode())
    assert kept["fixed-indicator"] == "stress"


def test_while_somebody_else_changes_the_same_file(home: Home, somebody: Somebody) -> None:
    _, ann = somebody("ann")
    path = brought(ann)
    form = fields(ann.get(path).content.decode()) | {"title": "Getypt", "keep": "1"}
    with locked(upload_of(path).folder):
        answer = ann.post(path, form)
        assert answer.status_code == 503
        assert "probeer het zo nog eens" in answer.content.decode()
        assert 'value="Getypt"' in answer.content.decode()
        assert ann.post(f"{path}/weg").status_code == 302
    assert upload_of(path)
    assert ann.post(path, form).status_code == 302


def test_an_import_that_finds_the_store_busy_is_tried_again(
    home: Home, somebody: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, ann = somebody("ann")
    path = brought(ann)
    answered(ann, path)
    form = fields(ann.get(f"{path}/proef").content.decode()) | {"import": "1"}
    before = stored(home)
    with monkeypatch.context() as instead:
        busy = Outcome(state="busy", summary="in use")
        held = upload_of(path)
        instead.setattr(
            "duidelijk.web.data_desk.trying_views.start",
            lambda *_: busy.write(held.folder / "imported.json"),
        )
        ann.post(f"{path}/proef", form)
        page = ann.get(f"{path}/proef").content.decode()
        assert "probeer het zo nog eens" in page and 'name="again"' in page
    assert ann.post(f"{path}/proef", {"again": "1"}).status_code == 302
    assert "De cijfers zijn opgeslagen" in ann.get(f"{path}/proef").content.decode()
    assert stored(home) == before + 6


def test_a_command_that_died_is_told_and_can_be_tried_again(
    home: Home, somebody: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, ann = somebody("ann")
    path = brought(ann)
    answered(ann, path)
    form = fields(ann.get(f"{path}/proef").content.decode()) | {"import": "1"}
    monkeypatch.setattr("duidelijk.web.data_desk.trying_views._WAIT_SECONDS", 0.1)
    with monkeypatch.context() as instead:
        instead.setattr("duidelijk.web.data_desk.trying_views.start", lambda *_: None)
        ann.post(f"{path}/proef", form)
        assert "wordt ingelezen" in ann.get(f"{path}/proef").content.decode()
        assert ann.post(f"{path}/weg").status_code == 302
        assert upload_of(path), "a file under way is not thrown away"
    monkeypatch.setattr("duidelijk.web.data_desk.uploads._STARTING", dt.timedelta(0))
    page = ann.get(f"{path}/proef").content.decode()
    assert "afgebroken" in page and 'name="again"' in page
    before = stored(home)
    ann.post(f"{path}/proef", {"again": "1"})
    assert stored(home) == before + 6


def test_a_second_press_of_the_button_imports_once(
    home: Home, somebody: Somebody, commands: list[tuple[str, ...]]
) -> None:
    _, ann = somebody("ann")
    path = brought(ann)
    answered(ann, path)
    form = fields(ann.get(f"{path}/proef").content.decode()) | {"import": "1"}
    for _ in range(2):
        assert ann.post(f"{path}/proef", form).status_code == 302
    assert len([given for given in commands if "--dry-run" not in given]) == 1
    assert ann.get(path).status_code == 302, "what was imported is not changed any more"
    assert ann.post(path, {"keep": "1"}).status_code == 302


def test_files_are_swept_when_nothing_happened_with_them(home: Home, somebody: Somebody) -> None:
    _, ann = somebody("ann")
    old, new = brought(ann), brought(ann)
    long_ago = time.time() - (uploads.KEPT_DAYS * 24 + 1) * 3600
    os.utime(upload_of(old).folder / "upload.json", (long_ago, long_ago))
    page = ann.get(FILES).content.decode()
    assert old not in page and new in page
    gone = ann.get(old)
    assert gone.status_code == 404 and "er niet meer" in gone.content.decode()
    for path in (old, f"{old}/proef"):
        assert ann.post(path, {"keep": "1"}).status_code == 404
    assert ann.post(f"{old}/weg").status_code == 302
    assert Event.objects.filter(action="swept_upload").count() == 1


def test_what_was_done_is_in_the_log(home: Home, somebody: Somebody) -> None:
    _, ann = somebody("ann")
    path = brought(ann)
    answered(ann, path)
    imported(ann, path)
    ann.post(f"{path}/weg")
    told = [each.action for each in Event.objects.order_by("pk") if each.actor.startswith("ann")]
    assert told[-3:] == ["uploaded_file", "started_import", "removed_upload"]
    event = Event.objects.get(action="started_import")
    assert event.detail["releases"] == ["verzonnen-stress-2030-2031-02"]
    assert (event.detail["figures"], len(event.detail["sha256"])) == (6, 64)
    (job,) = Job.objects.filter(command="import")
    assert job.outcome == Job.Outcome.DONE, "a try is no job, an import is one"


def test_only_who_keeps_figures_sees_the_desk(home: Home, somebody: Somebody) -> None:
    _, ann = somebody("ann")
    path = brought(ann)
    for role in ("reader", "publisher", "administrator"):
        _, client = somebody(role, role)
        for each in ("/werkplek/gegevens", FILES, path, f"{path}/proef"):
            assert client.get(each).status_code == 403
        assert client.post(f"{path}/weg").status_code == 403
        assert ">Gegevens<" not in client.get("/werkplek").content.decode()
    assert ">Gegevens<" in ann.get("/werkplek").content.decode()


def test_the_file_and_what_is_told_of_it_are_for_this_account_of_the_machine_alone(
    home: Home, somebody: Somebody
) -> None:
    _, ann = somebody("ann")
    assert upload_of(brought(ann)).folder.stat().st_mode & 0o077 == 0
    assert receiving.LARGEST < 25_000_000, "what nginx lets through"

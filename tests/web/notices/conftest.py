"""Editions and a correction that come out when a test says so, a mail server, and who follows."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from duidelijk.catalogue import Text
from duidelijk.editions.edition import Edition
from duidelijk.editions.publishing import publish
from duidelijk.editions.texts import Publication, Texts
from duidelijk.foundation.home import Home
from duidelijk.web.notices import views
from duidelijk.web.questions.limiting import Limit
from mail_server import Post, mail_server

STARTER = Path(__file__).resolve().parents[3] / "src/duidelijk/monitors/starter"
REASON = {"nl": "Een <verkeerde> kolom & meer.", "en": "A <wrong> column & more."}
Publish = Callable[..., Edition]


@pytest.fixture(scope="session")
def sealed(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Path:
    """Two editions, and a correction of the first: without a release, and declared otherwise."""
    from duidelijk.cli.freezing import freeze_editions
    from duidelijk.figures.store import FigureStore

    base = tmp_path_factory.mktemp("notices")
    flood, home = Path(shutil.copytree(STARTER, base / "flood")), Home(base / "home")
    with django_db_blocker.unblock():  # freezing looks for signals in the database, when one is set
        freeze_editions(home, flood, ["2030-1", "2030-2"])
    FigureStore(home.figures).revoke("made-up-2030-03-14", "verkeerde kolom", dt.date(2030, 4, 1))
    declared = flood / "monitor.yaml"
    correction = (
        "editions:\n  - id: 2030-3\n    date: 2030-03-15\n    corrects: 2030-1\n"
        "    title: {nl: maart 2030, en: March 2030}\n"
        f"    reason: {{nl: '{REASON['nl']}', en: '{REASON['en']}'}}\n"
    )
    declared.write_text(declared.read_text().replace("editions:\n", correction))
    with django_db_blocker.unblock():
        freeze_editions(home, flood, ["2030-3"])
    return home.editions


@pytest.fixture
def come_out(sealed: Path, tmp_path: Path, settings: Any) -> Publish:
    """Publishes an edition in the home of this test, some minutes from now (or before)."""
    settings.HOME = Home(tmp_path)

    def come_out(id_: str, minutes: float = -60, opening: str = "") -> Edition:
        moment = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=minutes)
        about = Edition(sealed / id_).description
        reason = about.get("reason")
        told = Publication(moment, about.get("corrects"), Text(**reason) if reason else None)
        texts = {"opening": Text(opening, "")} if opening else {}
        folder = publish(sealed / id_, tmp_path / "editions", Texts(texts=texts, publication=told))
        return Edition(folder)

    return come_out


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    """A mail server, set for this site as an administrator would."""
    with mail_server() as post:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.MAIL, settings.ADDRESS = True, "https://monitor.example.nl"
        settings.DEFAULT_FROM_EMAIL = "Duidelijk <monitor@example.nl>"
        yield post


@pytest.fixture(autouse=True)
def no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "_limit", Limit(most=1000))


@pytest.fixture
def reader() -> Client:
    return Client(HTTP_HOST="127.0.0.1")


def link(letter: Any, kind: str) -> str:
    """The path of a link in a letter: ``bevestigen`` or ``afmelden``."""
    found = re.search(rf"https://monitor\.example\.nl(\S*/volgen/{kind}/\S+)", letter.get_content())
    assert found, letter.get_content()
    return found[1]


@pytest.fixture
def follows(reader: Client, post: Post) -> Callable[..., None]:
    """Lets an address follow, through form, letter and button."""

    def follows(address: str, **chosen: Any) -> None:
        root = "/en" if chosen.get("taal") == "en" else ""
        assert reader.post(f"{root}/volgen", {"adres": address, **chosen}).status_code == 302
        letter = post.to(address)[-1]
        assert reader.post(link(letter, "bevestigen")).status_code == 200
        post.raw.clear()

    return follows


@pytest.fixture(name="link")
def link_fixture() -> Callable[..., str]:
    return link

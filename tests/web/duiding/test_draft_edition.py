"""Of an edition in review who takes part sees what is on the agenda, and nothing else."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from duidelijk.duiding.phases import Phase
from duidelijk.editions.texts import development_key
from duidelijk.foundation.home import Home
from duidelijk.web.accounts.models import Organisation, User
from duidelijk.web.duiding import passing, preparing
from duidelijk.web.duiding.evidence import developments_of, edition_of
from duidelijk.web.duiding.models import Cited, Session
from session_addresses import addresses

pytestmark = pytest.mark.django_db
_STARTER = Path(__file__).resolve().parents[3] / "src/duidelijk/monitors/starter"
_OUT, _DRAFT = "2030-1", "2030-2"


@pytest.fixture(scope="module")
def made_once(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Path:
    from duidelijk.cli.freezing import freeze_editions

    home = Home(tmp_path_factory.mktemp("draft") / "home")
    shutil.copytree(_STARTER, home.monitor)
    with django_db_blocker.unblock():  # freezing looks for signals in the database, when one is set
        freeze_editions(home, None, [_OUT])
        freeze_editions(home, None, [_DRAFT], for_review=True)
    return home.folder


@pytest.fixture
def home(made_once: Path, settings: object) -> Home:
    """A home with one edition that is out, and one in review."""
    found = Home(made_once)
    settings.HOME = found  # type: ignore[attr-defined]
    return found


@pytest.fixture
def session(lead: tuple[User, Client]) -> Session:
    """A session about the draft, with one of its developments on the agenda."""
    edition = edition_of(_DRAFT)
    assert edition is not None
    starts = timezone.make_aware(dt.datetime(2030, 1, 8, 10, 0))
    told = {"question": "Wat zien wij?", "edition": _DRAFT, "starts": starts}
    made = preparing.open_session(told, lead[0])
    key = development_key(developments_of(edition)[0])
    preparing.compose(made.pk, [key], edition, lead[0])
    made.refresh_from_db()
    return made


@pytest.fixture
def both(
    session: Session, lead: tuple[User, Client], account: Callable[..., tuple[User, Client]]
) -> list[Client]:
    """Somebody who takes part by a link, and somebody with an account."""
    organisation = Organisation.objects.all()[0]
    member = preparing.invite(session.pk, preparing.Guest("Anne", organisation, "data"), lead[0])
    by_link = Client(HTTP_HOST="127.0.0.1")
    sent = {"name": "Anne", "perspective": "data"}
    word = passing.make_link(member, lead[0])
    assert by_link.post(passing.link_path(member, word), sent).status_code == 302
    user, by_account = account("Bram", "participant")
    told = preparing.Guest(user.name, organisation, "policy", user=user)
    preparing.invite(session.pk, told, lead[0])
    return [by_link, by_account]


def _drafted_indicator(session: Session) -> str:
    edition = edition_of(_DRAFT)
    assert edition is not None
    return str(developments_of(edition)[0]["indicator"])


def test_who_takes_part_reads_no_page_of_a_draft(session: Session, both: list[Client]) -> None:
    indicator = _drafted_indicator(session)
    of_edition = ("", "/opvallend", f"/indicator/{indicator}", f"/indicator/{indicator}.csv")
    of_edition += ("/editie.pdf", "/gegevens.xlsx", "/bestanden/figures.parquet")
    paths = [f"/edities/{_DRAFT}{each}" for each in of_edition]
    paths += [f"/werkplek/bekijk/{_DRAFT}{each}" for each in (*of_edition, "/zoek?q=a")]
    paths += ["/werkplek/edities", f"/werkplek/edities/{_DRAFT}"]
    paths += [f"/werkplek/edities/{_DRAFT}/opvallend", "/werkplek/edities/versie/1"]
    paths += [f"/api/v1/editions/{_DRAFT}", f"/api/v1/editions/{_DRAFT}/observations"]
    paths += [f"/api/v1/indicators/{indicator}?edition={_DRAFT}"]
    paths += [f"/static/{_DRAFT}/figures.parquet", f"/static/../reviews/{_DRAFT}/edition.json"]
    for client in both:
        for path in paths:
            for root in ("", "/en"):
                if root and path.startswith(("/api", "/static")):
                    continue
                answer = client.get(root + path)
                assert answer.status_code in (302, 403, 404), path
                if answer.status_code == 302:
                    assert answer["Location"].startswith(f"{root}/account/login/"), path
    front = both[1].get("/werkplek").content.decode()
    assert _DRAFT not in front
    assert "/werkplek/edities" not in front


def test_of_a_draft_only_the_agenda_is_shown_and_no_way_further(
    session: Session, both: list[Client], lead: tuple[User, Client], go: Callable[..., None]
) -> None:
    item = session.items.get()
    seen = 0
    for phase in (None, Phase.ALONE, Phase.TOGETHER, Phase.CONCLUDING):
        if phase:
            go(phase)
        for client in both:
            for address in addresses(session.pk, "txt", item=item.pk):
                if address.led:
                    continue
                answer = client.get(address.path, {"na": "0", "punt": item.pk})
                if answer.status_code == 200:
                    page = answer.content.decode()
                    assert "/werkplek/bekijk/" not in page, address.path
                    assert f"/edities/{_DRAFT}" not in page, address.path
                    seen += item.title in page
    assert seen > 10


def test_citing_a_figure_of_a_draft_tells_nothing_of_it(
    session: Session, both: list[Client], go: Callable[..., None]
) -> None:
    """What is not out, and not on the agenda, is kept in the words that somebody gave it."""
    edition = edition_of(_DRAFT)
    assert edition is not None
    item = session.items.get()
    go(Phase.ALONE, Phase.TOGETHER)
    path = f"/sessie/{session.pk}/punt/{item.pk}/zeggen"
    for at, indicator in enumerate(edition.monitor.indicators):
        for before in (f"/werkplek/bekijk/{_DRAFT}", f"/edities/{_DRAFT}", ""):
            address = f"{before}/indicator/{indicator}"
            sent = {"text": "Kijk", "basis": "figure", "detail": address}
            answer = both[0].post(path, {**sent, "token": f"{at}{before[:4]}"})
            assert answer.status_code == 302
    cited = Cited.objects.all()
    assert len(cited) == 3 * len(edition.monitor.indicators)
    for each in cited:
        if each.kind == "figure":  # by an address without an edition: the one that is out
            assert each.edition == _OUT
        else:
            assert each.kind == "source"
            assert not each.figure
    assert not cited.filter(edition=_DRAFT).exists()
    assert cited.filter(edition=_OUT).exists()

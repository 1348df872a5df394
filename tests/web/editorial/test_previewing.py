"""An edition in review is seen as its readers will see it, by who may, and leaks nowhere."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pypdf import PdfReader

from duidelijk.catalogue import Text
from duidelijk.cli.freezing import freeze_editions
from duidelijk.editions.publishing import clear_reviews, publish
from duidelijk.editions.texts import Choice, Publication, Texts, development_key
from duidelijk.foundation.home import Home
from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.rights import RIGHTS, Right, Role
from duidelijk.web.editorial import writing
from duidelijk.web.editorial.desk import edition_in_review
from duidelijk.web.editorial.writing import TextKey
from duidelijk.web.library import library
from session_report import FIGURE, report

Somebody = Callable[..., tuple[User, Client]]
PREVIEW = "/werkplek/bekijk/2030-1"
BANNER = "Nog niet uitgegeven: in bespreking"
SECRET = "Wat nog niemand weet."


def body(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return html.unescape(answer.content.decode())


def content(client: Client, path: str) -> bytes:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.fixture
def ann(home: Home, somebody: Somebody) -> Client:
    """An editor who wrote the opening of the edition in review."""
    user, client = somebody("ann", "editor")
    writing.save(TextKey("2030-1", "opening", "nl"), SECRET, user, 0)
    return client


@pytest.fixture
def with_published(home: Home, ann: Client) -> Client:
    """The same where an earlier edition is out."""
    declared = home.monitor / "monitor.yaml"
    plan = "  - {id: 2030-9, date: 2030-03-20, title: {nl: eerder, en: earlier}}\n"
    text = declared.read_text().replace("editions:\n", f"editions:\n{plan}")
    declared.write_text(text.replace("four_eyes: true\n", ""))
    freeze_editions(home, None, ["2030-9"])
    declared.write_text(text)
    return ann


def test_a_participant_sees_no_draft(home: Home, ann: Client, somebody: Somebody) -> None:
    _, client = somebody("iemand", Role.PARTICIPANT)
    for path in (PREVIEW, f"{PREVIEW}/opvallend", "/werkplek/edities", "/werkplek/edities/2030-1"):
        assert SECRET not in body(client, path, 403)
    assert "2030-1" not in body(client, "/werkplek")


@pytest.mark.parametrize("role", [each for each in Role if Right.READ_REVIEW in RIGHTS[each]])
def test_who_may_read_a_review_sees_it_with_the_texts_of_now(
    role: Role, home: Home, ann: Client, somebody: Somebody
) -> None:
    _, client = somebody("iemand", role)
    page = body(client, PREVIEW)
    assert SECRET in page and BANNER in page
    assert 'href="/werkplek/edities/2030-1"' in page
    assert "Not published yet" in body(client, f"/en{PREVIEW}")


def test_what_is_written_and_chosen_shows_at_once(
    home: Home, ann: Client, somebody: Somebody
) -> None:
    user, _ = somebody("bea", "editor")
    first = writing.latest(TextKey("2030-1", "opening", "nl"))
    assert first is not None and SECRET in body(ann, PREVIEW)
    writing.save(TextKey("2030-1", "opening", "nl"), "Nu *anders*.", user, first.pk)
    page = body(ann, PREVIEW)
    assert "Nu <em>anders</em>." in page and SECRET not in page
    review = edition_in_review("2030-1")
    assert review is not None and review.striking is not None
    key = development_key(review.striking["developments"][0])
    writing.choose("2030-1", key, Choice.OUT, Text("Dubbel geteld.", "Counted twice."), user)
    assert "Dubbel geteld." in body(ann, f"{PREVIEW}/opvallend")


@pytest.mark.parametrize("root", ["", "/en"])
def test_one_can_walk_through_the_whole_edition(root: str, with_published: Client) -> None:
    ann, preview = with_published, f"{root}{PREVIEW}"
    to_do, seen = [preview], set[str]()
    while to_do:
        path = to_do.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = ann.get(path)
        assert answer.status_code in (200, 302), path
        assert answer["Cache-Control"] == "private, no-store", path
        assert answer["X-Robots-Tag"] == "noindex", path
        assert not answer.has_header("Access-Control-Allow-Origin"), path
        assert not answer.has_header("ETag"), path
        assert answer["X-Frame-Options"] == "SAMEORIGIN", path
        if answer.status_code == 302:
            assert answer["Location"].startswith(preview), path
            to_do.append(answer["Location"])
        elif "text/html" in answer["Content-Type"]:
            page = html.unescape(answer.content.decode())
            if "/inbed" not in path:
                assert 'class="synthetic not-out"' in page, path
            links = re.findall(r'(?:href|src)="([^"#]+)', page)
            assert not [
                each
                for each in links
                if "/edities/2030-1" in each
                and PREVIEW not in each
                and "/werkplek/edities" not in each
            ], path
            own = [each for each in links if each.startswith((preview, PREVIEW))]
            to_do += [each for each in own if not each.endswith((".png", ".pdf"))]
    kinds = ("/thema/", "/indicator/", "/regio", "/groep", "/kaart", "/opvallend", "/bestanden/")
    assert all(any(kind in path for path in seen) for kind in kinds), sorted(seen)


def test_search_and_pictures_stay_in_the_preview(with_published: Client) -> None:
    page = body(with_published, f"{PREVIEW}/zoek?q=wonen")
    assert BANNER in page and f'href="{PREVIEW}/thema/wonen' in page
    assert content(with_published, f"{PREVIEW}/deelplaatje.png")[:4] == b"\x89PNG"


def test_what_is_cited_is_the_address_that_lasts(with_published: Client) -> None:
    page = body(with_published, f"{PREVIEW}/indicator/damage_reports")
    assert "http://127.0.0.1/edities/2030-1/indicator/damage_reports" in page
    assert "http://127.0.0.1/edities/2030-1<" in body(with_published, f"{PREVIEW}/gegevens")


def test_nobody_else_ever_sees_it(with_published: Client, somebody: Somebody) -> None:
    """With one client, so that the very same caches answer who may and who may not."""
    user, client = somebody("kort", "reader")
    paths = [PREVIEW, f"{PREVIEW}/opvallend", f"{PREVIEW}/editie.pdf", f"{PREVIEW}/gegevens.xlsx"]
    paths += [f"{PREVIEW}/bestanden/figures.csv", f"{PREVIEW}/deelplaatje.png", f"/en{PREVIEW}"]
    for path in [*paths, *paths]:
        content(client, path)
    client.logout()
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 302, path
        assert answer["Location"].removeprefix("/en").startswith("/account/login/"), path
    user.is_active = False
    user.save()
    client.force_login(user)
    assert client.get(PREVIEW).status_code == 302


def test_public_pages_feeds_search_and_api_know_nothing_of_it(
    with_published: Client, home: Home
) -> None:
    client = with_published
    public = ["/", "/en/", "/edities", "/feed.atom", "/thema/wonen", "/thema/wonen/feed.atom"]
    public += ["/zoek?q=wonen", "/zoek?q=wonen&editie=2030-1", "/trefzekerheid", "/catalogus.ttl"]
    public += ["/api/v1/editions", "/api/v1/striking", "/gezondheid", "/edities/2030-9"]
    for path in (PREVIEW, f"{PREVIEW}/thema/wonen", f"{PREVIEW}/editie.pdf"):
        content(client, path)
    for reader in (client, Client(HTTP_HOST="127.0.0.1")):
        for path in public:
            told = content(reader, path).decode()
            told = told.replace('"previous":"2030-1"', "")  # that is the plan, which is public
            assert "2030-1" not in told and SECRET not in told and "bekijk" not in told, path
        for path in ("", "/opvallend", "/editie.pdf", "/bestanden/figures.csv", "/gegevens.csv"):
            assert reader.get(f"/edities/2030-1{path}").status_code == 404, path
        assert reader.get("/api/v1/editions/2030-1").status_code == 404
        assert reader.get("/api/v1/figures?edition=2030-1").status_code == 404
    assert "2030-1" not in library().editions()


def test_a_page_that_fails_leaves_nothing_behind(with_published: Client) -> None:
    for rest in ("thema/onzin", "feed.atom", "../2030-9", "werkplek", "vragen", "bestanden/x"):
        assert with_published.get(f"{PREVIEW}/{rest}").status_code == 404, rest
        assert "2030-1" not in library().editions()
    assert with_published.get(f"/vraag/over{PREVIEW}").status_code == 404, "readers ask of pages"
    assert with_published.get("/werkplek/bekijk/1999-1").status_code == 404
    assert with_published.post(PREVIEW).status_code == 405


@pytest.mark.parametrize("name", ["editie", "samenvatting"])
def test_its_documents_say_what_they_are_and_are_not_kept(
    name: str, home: Home, ann: Client
) -> None:
    document = PdfReader(io.BytesIO(content(ann, f"{PREVIEW}/{name}.pdf")))
    assert all(BANNER in page.extract_text() for page in document.pages)
    assert SECRET in "".join(page.extract_text() for page in document.pages)
    content(ann, f"{PREVIEW}/gegevens.xlsx")
    assert not [path for path in Path(home.documents).rglob("*") if path.is_file()]


def test_the_preview_of_a_first_edition_works(home: Home, ann: Client) -> None:
    assert library().newest() is None
    assert SECRET in body(ann, PREVIEW)
    assert "Bekijken zoals lezers" in body(ann, "/werkplek/edities/2030-1")


def test_under_embargo_it_is_seen_as_sealed_and_once_out_it_is_the_page_itself(
    home: Home, ann: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    texts = Texts({"opening": Text("Verzegeld.", "")}, publication=Publication(moment))
    publish(home.reviews / "2030-1", home.editions, texts)
    clear_reviews(home.reviews, home.editions)
    page = body(ann, PREVIEW)
    assert "Verzegeld." in page and BANNER in page
    assert ann.get("/edities/2030-1").status_code == 503, "nothing is out"
    later = moment.timestamp() + 1
    monkeypatch.setattr("duidelijk.web.library.time.time", lambda: later)
    answer = ann.get(f"{PREVIEW}/opvallend")
    assert (answer.status_code, answer["Location"]) == (302, "/edities/2030-1/opvallend")
    assert BANNER not in body(ann, "/edities/2030-1")


def test_duiding_under_embargo_is_seen_in_the_preview_alone(
    corona_home: Path, home: Home, ann: Client
) -> None:
    out = Publication(dt.datetime.now(dt.UTC) + dt.timedelta(days=3))
    texts = Texts(duiding=(report(),), publication=out)
    publish(corona_home / "editions" / "2021-2", home.editions, texts)
    preview = "/werkplek/bekijk/2021-2"
    shown = body(ann, f"{preview}/thema/gedrag")
    assert "Jongeren houden minder afstand." in shown and BANNER in shown
    session = body(ann, f"{preview}/duiding/jongeren")
    figure = FIGURE.address.replace("/edities/2021-2", preview)
    assert f'href="{figure}"' in session
    assert ann.get(figure).status_code == 200
    assert "/edities/2021-2" not in session.replace(f"/werkplek{'/edities/2021-2'}", "")
    assert "afstand" in body(ann, f"{preview}/zoek?q=minder+afstand")
    for path in ("/edities/2021-2/duiding", "/edities/2021-2/duiding/jongeren"):
        assert Client(HTTP_HOST="127.0.0.1").get(path).status_code == 404

"""The report of a session goes into the edition it is about, as the publisher saw it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from duidelijk.cli.publishing import publish_edition
from duidelijk.duiding.phases import Phase
from duidelijk.editions.edition import Edition
from duidelijk.editions.verifying import verify
from duidelijk.foundation.home import Home
from duidelijk.foundation.problems import Refused
from duidelijk.web.accounts.models import Organisation, User
from duidelijk.web.duiding import concluding, leading, personal, preparing
from duidelijk.web.duiding.concluding import Draft, checksum
from duidelijk.web.duiding.models import Session
from duidelijk.web.duiding.reporting import report_of
from duidelijk.web.duiding.sealed import duiding_of, sealed_in
from duidelijk.web.editorial import approving, writing

Somebody = Callable[..., tuple[User, Client]]
WORDS = "De groep ziet een verschil."


def held(leader: User, edition: str = "2030-1", words: str = WORDS) -> Session:
    """A session of three people about an edition, with its report established."""
    session = preparing.open_session(
        {"question": "Wat zien wij?", "edition": edition, "starts": timezone.now()}, leader
    )
    preparing.propose(session.pk, preparing.Proposal("Iets", token="a"), None)
    vng = Organisation.objects.get(name="VNG")
    people = [
        preparing.invite(session.pk, preparing.Guest(f"Gast {at}", vng, "policy"), leader)
        for at in range(3)
    ]
    for each in people:
        personal.introduce(each, each.name, "policy", None)
    for phase in (Phase.ALONE, Phase.TOGETHER, Phase.CONCLUDING):
        session = leading.go_to(session.pk, phase, session.phase, leader)
    concluding.put(session.pk, Draft("signal", words), "t", leader)
    seen = checksum(report_of(session))
    for each in people:
        concluding.approve(each, True, "", seen)
    return leading.go_to(session.pk, Phase.CLOSED, session.phase, leader)


@pytest.fixture
def leader(somebody: Somebody) -> User:
    return somebody("leider", "facilitator", "publisher")[0]


def test_what_a_session_came_to_is_sealed_and_stays(home: Home, leader: User) -> None:
    session = held(leader)
    assert sealed_in(session) == ""
    publish_edition(unbound(home), "2030-1", None, "")
    edition = Edition(home.editions / "2030-1")
    (report,) = edition.texts.duiding
    assert report.signals[0].text.nl == WORDS
    assert verify(edition.folder) == []
    assert "Gast" not in (edition.folder / "duiding.json").read_text()
    assert sealed_in(session) == "2030-1"
    with pytest.raises(leading.Sealed):
        leading.go_to(session.pk, Phase.CONCLUDING, Phase.CLOSED, leader)


def test_one_that_is_not_established_stays_out(home: Home, leader: User) -> None:
    session = held(leader)
    leading.go_to(session.pk, Phase.CONCLUDING, Phase.CLOSED, leader)
    assert duiding_of("2030-1") == ()


def test_a_report_that_comes_too_late_goes_into_the_next(home: Home, leader: User) -> None:
    publish_edition(unbound(home), "2030-1", None, "")
    held(leader, words="Te laat.")
    (report,) = duiding_of("2030-2")
    assert (report.edition, report.signals[0].text.nl) == ("2030-1", "Te laat.")
    told = Edition(home.editions / "2030-1").texts
    assert told.duiding == ()


def test_a_correction_takes_over_what_it_corrects(
    home: Home, leader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    held(leader)
    publish_edition(unbound(home), "2030-1", None, "")
    corrected = Edition(home.editions / "2030-1")
    correction = Edition(corrected.folder)
    correction.description = {**correction.description, "id": "2030-9", "corrects": "2030-1"}
    monkeypatch.setattr("duidelijk.web.duiding.sealed.edition_in_review", lambda id_: correction)
    assert [each.signals[0].text.nl for each in duiding_of("2030-9")] == [WORDS]


def test_who_led_a_session_does_not_publish_what_it_came_to(home: Home, leader: User) -> None:
    held(leader)
    review = Edition(home.reviews / "2030-1")
    seen = approving.state_of(review, writing.texts_of("2030-1"))
    with pytest.raises(approving.NotYours):
        approving.approve(review, leader, timezone.now(), seen)


def test_a_report_established_after_the_publisher_looked_is_not_approved(
    home: Home, leader: User, somebody: Somebody
) -> None:
    publisher, _ = somebody("paul", "publisher")
    review = Edition(home.reviews / "2030-1")
    before = approving.state_of(review, writing.texts_of("2030-1"))
    held(leader)
    with pytest.raises(approving.ChangedSince):
        approving.approve(review, publisher, timezone.now(), before)
    now = approving.state_of(review, writing.texts_of("2030-1"))
    approving.approve(review, publisher, timezone.now(), now)
    session = Session.objects.get()
    leading.go_to(session.pk, Phase.CONCLUDING, Phase.CLOSED, leader)
    with pytest.raises(Refused, match="not published"):
        publish_edition(home, "2030-1", None, "")


def test_the_desk_of_an_edition_tells_of_its_sessions(
    home: Home, leader: User, somebody: Somebody
) -> None:
    _, ann = somebody("ann", "editor")
    assert "nog geen sessie" in ann.get("/werkplek/edities/2030-1").content.decode()
    held(leader)
    page = ann.get("/werkplek/edities/2030-1").content.decode()
    assert "Wat zien wij?" in page and "gaat mee bij uitgeven" in page


def unbound(home: Home) -> Home:
    """The same home, in which nobody needs to approve."""
    catalogue = home.reviews / "2030-1" / "catalogue.json"
    text = catalogue.read_text()
    review = Edition(home.reviews / "2030-1")
    if review.monitor.four_eyes:
        seal_again(home, text)
    return home


def seal_again(home: Home, catalogue: str) -> None:
    """Seal the review anew with declarations that do not ask for four eyes."""
    from duidelijk.foundation.checksums import write_sums

    folder = home.reviews / "2030-1"
    (folder / "catalogue.json").write_text(
        catalogue.replace('"four_eyes": true', '"four_eyes": false')
    )
    (folder / "SHA256SUMS").unlink()
    write_sums(folder)
    assert not Edition(folder).monitor.four_eyes

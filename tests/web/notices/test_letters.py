"""Letters: what they say, to whom, once, and what a mail server can do about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from duidelijk.web.audit.models import Event
from duidelijk.web.notices.commands import send_all
from duidelijk.web.notices.delivering import Away
from duidelijk.web.notices.models import Letter, Subscription
from duidelijk.web.notices.sending import MOST_REFUSALS, Tally, leave_in_doubt, send, tasks
from mail_server import Post

pytestmark = pytest.mark.django_db
ANN, BOB, CAS = "ann@example.nl", "bob@example.nl", "cas@example.nl"


@pytest.fixture(autouse=True)
def one_edition(come_out: Callable[..., Any]) -> None:
    come_out("2030-1")


def notify() -> Tally:
    tally = Tally()
    send(tasks(), lambda _: None, tally)
    return tally


def test_a_letter_tells_of_an_edition_in_plain_text_with_whole_addresses(
    post: Post, follows: Callable[..., None], come_out: Callable[..., Any]
) -> None:
    follows(ANN)
    follows(BOB, taal="en")
    edition = come_out("2030-2", opening="# Kop\n\nWat we *zien*\nin mei.\n\nVerder.")
    assert notify().sent == {"2030-2": 2}
    (dutch,), (english,) = post.to(ANN), post.to(BOB)
    assert dutch["Subject"] == "Sociale impact van hoogwater: editie mei 2030"
    assert english["Subject"] == "Social impact of the flood: edition May 2030"
    assert dutch.get_content_type() == "text/plain" and not dutch.is_multipart()
    text = dutch.get_content()
    assert "Editie mei 2030 is uit.\n\nWat we zien in mei.\n\n" in text
    assert "Wat we zien" not in english.get_content()
    assert edition.striking is not None
    first = edition.striking["developments"][0]
    assert first["sentences"]["nl"] in text
    assert first["sentences"]["en"] in english.get_content()
    assert "https://monitor.example.nl/edities/2030-2\n" in text
    assert "https://monitor.example.nl/en/edities/2030-2\n" in english.get_content()
    assert all(each.startswith("https://monitor.example.nl/") for each in _links(text))


def _links(text: str) -> list[str]:
    return re.findall(r"\bhttps?://\S+", text)


def test_every_address_in_a_letter_leads_to_a_page(
    post: Post, follows: Callable[..., None], come_out: Callable[..., Any], reader: Any
) -> None:
    follows(ANN)
    come_out("2030-2")
    come_out("2030-3")
    notify()
    links = [each for letter in post.to(ANN) for each in _links(letter.get_content())]
    assert len(links) > 8
    for each in links:
        path = each.removeprefix("https://monitor.example.nl")
        assert reader.get(path).status_code == 200, each


def test_who_follows_a_theme_or_a_region_is_told_of_that_only(
    post: Post, follows: Callable[..., None], come_out: Callable[..., Any]
) -> None:
    follows(ANN, thema=["wonen"])
    follows(BOB, thema=["welzijn"])
    edition = come_out("2030-2")
    region = next(code for code, each in edition.regions.items() if each.level != "country")
    Subscription.objects.filter(email=BOB).update(themes=[], region=region)
    notify()
    assert edition.striking is not None
    for address, field, key in ((ANN, "theme", "wonen"), (BOB, "region", region)):
        text = post.to(address)[0].get_content()
        for each in edition.striking["developments"]:
            assert (each["sentences"]["nl"] in text) == (each[field] == key), (address, each)


def test_a_letter_on_a_correction_says_what_why_and_which_indicators(
    post: Post, follows: Callable[..., None], come_out: Callable[..., Any]
) -> None:
    follows(ANN)
    follows(BOB, thema=["wonen"], taal="en")
    come_out("2030-3")
    assert notify().sent == {"2030-3": 2}
    (dutch,), (english,) = post.to(ANN), post.to(BOB)
    assert dutch["Subject"] == "Sociale impact van hoogwater: verbetering van editie maart 2030"
    text = dutch.get_content()
    assert "Editie 2030-1 (maart 2030) is verbeterd. Editie 2030-3 komt ervoor" in text
    assert "Wat er mis was: Een <verkeerde> kolom & meer." in text
    assert re.search(r"\* Schademeldingen: \d+ cijfers vervallen\n", text), text
    assert "https://monitor.example.nl/edities/2030-3/indicator/damage_reports" in text
    assert "What was wrong: A <wrong> column & more." in english.get_content()


def test_a_correction_of_other_things_is_no_news_for_who_follows_one(
    post: Post, follows: Callable[..., None], come_out: Callable[..., Any]
) -> None:
    follows(ANN)
    follows(BOB)
    Subscription.objects.filter(email=BOB).update(region="GM0363")
    come_out("2030-3")
    assert notify().sent == {"2030-3": 1}
    assert post.to(BOB) == []
    assert tasks() == [], "it is not looked at again"


def test_nobody_is_told_twice_or_of_what_was_out_before(
    post: Post, follows: Callable[..., None], come_out: Callable[..., Any]
) -> None:
    follows(ANN)
    assert notify().sent == {}
    come_out("2030-2")
    follows(BOB)  # when 2030-2 was out already
    assert notify().sent == {"2030-2": 1}
    assert notify().sent == {}
    assert [each for each, _ in post.raw] == [ANN]


def test_nothing_is_told_before_an_embargo_ends(
    post: Post,
    follows: Callable[..., None],
    come_out: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import time

    real = time.time
    follows(ANN)
    come_out("2030-2", minutes=30)
    follows(BOB)  # while it was under embargo
    assert tasks() == [] and notify().sent == {}
    monkeypatch.setattr("duidelijk.web.library.time.time", lambda: real() + 1900)
    assert notify().sent == {"2030-2": 2}


def test_what_was_corrected_before_anybody_was_told_is_told_as_corrected(
    post: Post, follows: Callable[..., None], come_out: Callable[..., Any]
) -> None:
    follows(ANN)
    Subscription.objects.update(skipped=[])
    come_out("2030-3")
    assert notify().sent == {"2030-3": 1}


def test_an_address_that_is_refused_stops_no_other_and_is_tried_again(
    post: Post, follows: Callable[..., None], come_out: Callable[..., Any]
) -> None:
    for each in (ANN, BOB, CAS):
        follows(each)
    come_out("2030-2")
    post.refusals[BOB] = "450 4.2.0 greylisted, come back"
    tally = notify()
    assert tally.sent == {"2030-2": 2}
    assert tally.not_taken == ["b…@example.nl, edition 2030-2: 450 4.2.0 greylisted, come back"], (
        "without the address"
    )
    post.refusals.clear()
    assert notify().sent == {"2030-2": 1}
    assert [each for each, _ in post.raw] == [ANN, CAS, BOB]


def test_an_address_that_is_refused_for_good_is_not_offered_for_ever(
    post: Post, follows: Callable[..., None], come_out: Callable[..., Any]
) -> None:
    follows(ANN)
    come_out("2030-2")
    post.refusals[ANN] = f"550 5.1.1 {ANN} does not live here"
    post.asked.clear()
    told = [notify() for _ in range(MOST_REFUSALS + 2)]
    assert post.asked == [ANN] * MOST_REFUSALS
    assert [len(each.not_taken) for each in told] == [1, 1, 0, 0, 0], "tried again next time"
    assert [len(each.given_up) for each in told] == [0, 0, 1, 0, 0], "and then not any more"
    assert ANN not in str(told), "also where the server repeats it"


def test_a_server_that_is_away_loses_nothing(
    post: Post, follows: Callable[..., None], come_out: Callable[..., Any], settings: Any
) -> None:
    follows(ANN)
    follows(BOB)
    come_out("2030-2")
    there, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    for _ in range(MOST_REFUSALS + 1):
        with pytest.raises(Away):
            notify()
    settings.EMAIL_PORT = there
    assert notify().sent == {"2030-2": 2}


def test_a_server_that_hangs_up_in_between_is_called_again(
    post: Post,
    follows: Callable[..., None],
    come_out: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for each in (ANN, BOB, CAS):
        follows(each)
    come_out("2030-2")
    post.refusals[BOB] = "421 4.3.2 closing"  # and aiosmtpd goes on; the line is dropped here
    taken = Post.handle_DATA

    async def hang_up(self: Post, server: Any, session: Any, envelope: Any) -> str:
        reply = await taken(self, server, session, envelope)
        server.transport.write(b"250 OK\r\n")
        server.transport.close()
        return reply

    monkeypatch.setattr(Post, "handle_DATA", hang_up)
    assert notify().sent == {"2030-2": 2}
    assert [each for each, _ in post.raw] == [ANN, CAS]


def test_a_letter_lost_in_the_hands_of_the_server_is_in_doubt_and_not_sent_again(
    post: Post,
    follows: Callable[..., None],
    come_out: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    follows(ANN)
    follows(BOB)
    come_out("2030-2")
    taken = Post.handle_DATA

    async def vanish(self: Post, server: Any, session: Any, envelope: Any) -> str:
        await taken(self, server, session, envelope)
        if envelope.rcpt_tos == [ANN]:
            server.transport.abort()
        return "250 OK"

    monkeypatch.setattr(Post, "handle_DATA", vanish)
    tally = notify()
    assert tally.in_doubt == 1 and tally.sent == {"2030-2": 1}
    assert notify() == Tally()
    assert [each for each, _ in post.raw] == [ANN, BOB]


def test_what_a_killed_run_had_in_hand_is_told_and_not_sent_again(
    post: Post, follows: Callable[..., None], come_out: Callable[..., Any]
) -> None:
    follows(ANN)
    follows(BOB)
    come_out("2030-2")
    held = Subscription.objects.get(email=ANN)
    Letter.objects.create(subscription=held, edition="2030-2", digest="x" * 64)
    told = list(send_all(tasks(), lambda _: None, leave_in_doubt()))
    assert told[0] == "Edition 2030-2: 1 letter sent" and "In doubt" in told[1]
    assert [each for each, _ in post.raw] == [BOB]
    assert leave_in_doubt() == 0


def test_who_stops_while_letters_go_out_gets_none(
    post: Post, follows: Callable[..., None], come_out: Callable[..., Any]
) -> None:
    follows(ANN)
    follows(BOB)
    come_out("2030-2")
    wanted = tasks()
    Subscription.objects.filter(email=BOB).delete()
    send(wanted, lambda _: None, Tally())
    assert [each for each, _ in post.raw] == [ANN]


def test_a_municipality_that_merged_goes_on_in_what_it_became(merged_home: Any) -> None:
    from duidelijk.editions.edition import Edition
    from duidelijk.publish.announcing import Interest
    from duidelijk.web.notices.sending import _as_of

    edition = Edition(merged_home / "editions" / "2022-1")
    assert "GM1979" in _as_of(Interest(regions=frozenset({"GM0003"})), edition).regions
    assert "GM0003" in _as_of(Interest(regions=frozenset({"GM1979"})), edition).regions
    assert _as_of(Interest(), edition).everything


NOBODY = "550 5.1.1 <{address}>: Recipient address rejected: User unknown"


def _twice_refused(reply: str, come_out: Callable[..., Any], post: Post) -> list[str]:
    """What was deleted when a server says *reply* to every letter about two editions."""
    post.refusals[ANN] = reply.format(address=ANN)
    dropped = []
    for edition in ("2030-2", "2030-3"):
        come_out(edition)
        for _ in range(MOST_REFUSALS + 1):
            dropped += notify().dropped
    return dropped


def test_an_address_where_nobody_is_any_more_is_deleted_and_that_is_logged(
    come_out: Callable[..., Any], follows: Callable[..., None], post: Post
) -> None:
    follows(ANN)
    follows(BOB)
    dropped = _twice_refused(NOBODY, come_out, post)
    assert dropped == ["a…@example.nl"]
    assert [each.email for each in Subscription.objects.all()] == [BOB]
    logged = Event.objects.get(action="address_dropped")
    assert logged.subject == "a…@example.nl", "the log does not keep the address either"
    assert len(post.to(BOB)) == 2


@pytest.mark.parametrize(
    "reply",
    [
        "550 5.7.1 Service unavailable; client host blocked using a list",
        "552 5.2.2 Mailbox full",
        "554 No",
        "451 4.7.1 Greylisted, try again",
    ],
)
def test_an_address_is_kept_when_it_is_not_the_address_that_is_wrong(
    reply: str, come_out: Callable[..., Any], follows: Callable[..., None], post: Post
) -> None:
    follows(ANN)
    assert _twice_refused(reply, come_out, post) == []
    assert Subscription.objects.filter(email=ANN).exists()


def test_one_bad_day_of_a_mail_server_deletes_nobody(
    come_out: Callable[..., Any], follows: Callable[..., None], post: Post
) -> None:
    follows(ANN)
    come_out("2030-2")
    post.refusals[ANN] = NOBODY
    for _ in range(MOST_REFUSALS + 1):
        assert notify().dropped == []
    post.refusals.clear()
    come_out("2030-3")
    notify()
    assert len(post.to(ANN)) == 1

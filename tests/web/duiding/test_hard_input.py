"""What people paste, send twice, send too late, or make up: kept as text, or refused with their
words still there; never an error.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from html import unescape
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import Phase as When
from hypothesis import strategies as st

from duidelijk.duiding.phases import Phase
from duidelijk.web.accounts.models import Organisation, User
from duidelijk.web.duiding import answering, concluding, discussing, preparing
from duidelijk.web.duiding.models import Answer, Explanation, Item, Outcome, Session, Statement
from duidelijk.web.typed_text import one_line, plain, whole_number
from session_addresses import addresses
from session_guest import Guest

pytestmark = pytest.mark.django_db
_SHUTS_OUT = ("forget_me", "hand_over", "withdraw_guest", "invite_anew", "forget_people")
"""After these who is tried does not come in any more."""
Invited = Callable[..., Guest]
Go = Callable[..., None]
_MILLION = 1_000_000
_NASTY = (
    "<script>alert(1)</script>\"'><img src=x onerror=alert(1)></script><!--{{ w }}{% csrf_token %}"
)
_HUGE = str(10**30)


def _desk(session: Session, path: str = "") -> str:
    return f"/werkplek/sessies/{session.pk}{path}"


def test_what_is_pasted_becomes_text() -> None:
    assert plain("a\x00b\x1b[31mc\u202ed\ufeff") == "ab[31mcd"
    assert plain("100\xa0000\u2009euro\u2028tweede\r\nderde\rvierde") == (
        "100 000 euro\ntweede\nderde\nvierde"
    )
    assert plain("👩\u200d👩\u200d👧 ❤\ufe0f") == "👩\u200d👩\u200d👧 ❤\ufe0f"
    assert plain(" \u200b\u200d\x00 ") == ""
    assert one_line("een\n twee\u2028drie", 8) == "een twee"
    assert plain("שלום hallo سلام") == "שלום hallo سلام"


@pytest.mark.parametrize("given", ["", "-1", "²", "١", "1.0", "0x1", "1e3", _HUGE, " 1", "1\x00"])
def test_what_is_no_number_is_none(given: str) -> None:
    assert whole_number(given) == 0
    assert whole_number("42") == 42
    assert whole_number("9" * 18) == 10**18 - 1


@pytest.mark.parametrize("sign", ["a", "€"])
def test_a_million_signs_are_kept_as_a_draft_or_come_back(
    sign: str,
    session: Session,
    items: list[Item],
    guest: Invited,
    go: Go,
    lead: tuple[User, Client],
) -> None:
    anne, long = guest("Anne"), sign * _MILLION
    go(Phase.ALONE)
    path = anne.item(items[0])
    assert anne.client.post(f"{path}/klad", {"seen": long, "based_on": "0"}).status_code == 200
    assert Answer.objects.get(member=anne.member).texts["seen"] == long
    handed = anne.client.post(path, {"seen": long, "based_on": "1", "done": "1"})
    assert (handed.status_code, long in handed.content.decode()) == (400, True)
    assert Answer.objects.get(member=anne.member).handed_in is None
    more = sign * (answering.MOST_KEPT + 1)
    kept = anne.client.post(f"{path}/klad", {"seen": more, "based_on": "2"})
    assert kept.status_code == 400
    assert "te veel" in kept.json()["problem"]
    assert anne.client.post(path, {"seen": more, "based_on": "2"}).status_code == 400
    assert Answer.objects.get(member=anne.member).texts["seen"] == long

    go(Phase.TOGETHER)
    discussing.add_explanation(session.pk, items[0].pk, "Een lezing", [])
    reading = Explanation.objects.get()
    go(Phase.CONCLUDING)
    draft = concluding.Draft("conclusion", "Het is zo", item=items[0].pk)
    outcome = concluding.put(session.pk, draft, "een", lead[0])
    session.phase = Phase.TOGETHER.value
    session.save()
    base = f"/sessie/{session.pk}"
    by_guest: dict[str, dict[str, Any]] = {
        f"{path}/zeggen": {"text": long},
        f"{path}/lezing/{reading.pk}": {
            f"stance-{reading.pk}": "agree",
            f"reason-{reading.pk}": long,
        },
        f"{base}/inbrengen": {"proposal_title": "x", "proposal_why": long},
    }
    by_lead: dict[str, dict[str, Any]] = {
        _desk(session, "/gegevens"): {"session_question": "x", "session_note": long},
        _desk(session, "/agenda"): {"add": "1", "proposal_title": "x", "proposal_why": long},
        _desk(session, "/uitkomst"): {"introduction_nl": long},
        _desk(session, f"/uitkomst/{outcome.pk}"): {"text_nl": long, "based_on": "1"},
        _desk(session, "/uitkomst/nieuw/signal"): {"text_nl": "x", "text_en": long},
        "/werkplek/sessies/nieuw": {"session_question": long},
        _desk(session, "/mensen"): {"name": long},
        _desk(session, "/mensen/lijst"): {"list": long},
    }
    for client, forms in ((anne.client, by_guest), (lead[1], by_lead)):
        for address, sent in forms.items():
            answer = client.post(address, sent)
            assert answer.status_code == 400, address
            assert long in answer.content.decode(), address
    session.phase = Phase.CONCLUDING.value
    session.save()
    for address, sent in {
        f"{base}/verslag/{outcome.pk}": {
            f"stance-{outcome.pk}": "agree",
            f"reason-{outcome.pk}": long,
        },
        f"{base}/verslag/akkoord": {"agrees": "no", "remark": long},
    }.items():
        answer = anne.client.post(address, sent)
        assert (answer.status_code, long in answer.content.decode()) == (400, True), address
    assert not Statement.objects.filter(text=long).exists()


def test_the_widest_million_fits_in_a_form_that_is_sent_the_long_way() -> None:
    from urllib.parse import quote

    from django.conf import settings as held

    assert len(quote("€" * _MILLION)) < held.DATA_UPLOAD_MAX_MEMORY_SIZE


def test_a_form_that_is_too_large_says_so(
    session: Session, items: list[Item], guest: Invited, go: Go
) -> None:
    anne = guest("Anne")
    go(Phase.ALONE)
    for path in (anne.item(items[0]), f"/en{anne.item(items[0])}/zeggen"):
        answer = anne.client.post(path, {"seen": "x" * 11 * 2**20})
        assert answer.status_code == 413
        assert "Ga terug in uw browser" in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
    assert not Answer.objects.exists()


def test_markup_stays_text_everywhere(
    session: Session, items: list[Item], guest: Invited, go: Go, lead: tuple[User, Client]
) -> None:
    Session.objects.filter(pk=session.pk).update(question=_NASTY, place=_NASTY, note=_NASTY)
    preparing.propose(session.pk, preparing.Proposal(_NASTY, _NASTY, token="n"), None)
    anne = guest(_NASTY)
    go(Phase.ALONE)
    item = items[0]
    sent = {"seen": _NASTY, "basis-seen": "source", "detail-seen": _NASTY, "based_on": "0"}
    assert anne.client.post(anne.item(item), {**sent, "done": "1"}).status_code == 302
    go(Phase.TOGETHER)
    keys = [each.pk for each in Statement.objects.all()]
    discussing.add_explanation(session.pk, item.pk, _NASTY, keys)
    reading = Explanation.objects.get()
    discussing.weigh_explanation(anne.member, reading.pk, "disagree", _NASTY)
    found = []
    given = {"item": item.pk, "member": anne.member.pk, "explanation": reading.pk}

    def look() -> None:
        for client in (anne.client, lead[1]):
            for address in addresses(session.pk, "txt", **given):
                for root in ("", "/en"):
                    answer = client.get(root + address.path, {"na": "0", "punt": item.pk})
                    if answer.status_code != 200:
                        continue
                    text = answer.content.decode()
                    if answer["Content-Type"].startswith("application/json"):
                        if "attachment" not in answer.get("Content-Disposition", ""):
                            text = " ".join(
                                str(json.loads(text).get(each, "")) for each in ("talk", "side")
                            )
                        else:
                            continue
                    assert "<img src=x" not in text, address.path
                    assert "<script>alert" not in text, address.path
                    found.append("&lt;script&gt;alert" in text)

    look()
    go(Phase.CONCLUDING)
    draft = concluding.Draft("conclusion", _NASTY, _NASTY, item=item.pk, statements=keys)
    outcome = concluding.put(session.pk, draft, "een", lead[0])
    discussing.weigh_outcome(anne.member, outcome.pk, "disagree", _NASTY)
    given["outcome"] = outcome.pk
    look()
    assert sum(found) > 20


def test_two_windows_keep_both_texts(
    session: Session, items: list[Item], guest: Invited, go: Go, lead: tuple[User, Client]
) -> None:
    anne = guest("Anne")
    go(Phase.ALONE)
    path = anne.item(items[0])
    anne.client.post(f"{path}/klad", {"seen": "Uit het ene venster", "based_on": "0"})
    other = {"seen": "Uit het andere venster", "based_on": "0"}
    assert anne.client.post(f"{path}/klad", other).status_code == 409
    answer = anne.client.post(path, other)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Uit het ene venster" in page
    assert "Uit het andere venster" in page
    go(Phase.TOGETHER)
    late = anne.client.post(
        path, {"seen": "Na de ronde", "detail-seen": "waaruit", "basis-seen": "x"}
    )
    assert late.status_code == 409
    assert "Na de ronde" in late.content.decode()
    assert "waaruit" in late.content.decode()
    _, desk = lead
    first = {"introduction_nl": "Eerste", "based_on": session.revision}
    assert desk.post(_desk(session, "/uitkomst"), first).status_code == 302
    answer = desk.post(_desk(session, "/uitkomst"), {**first, "introduction_nl": "Tweede"})
    assert answer.status_code == 409
    assert "Eerste" in answer.content.decode()
    assert "Tweede" in answer.content.decode()
    told = {"text_nl": "Ene", "based_on": "1", "token": "t"}
    assert desk.post(_desk(session, "/uitkomst/nieuw/signal"), told).status_code == 302
    made = Outcome.objects.get()
    change = _desk(session, f"/uitkomst/{made.pk}")
    assert desk.post(change, {"text_nl": "Andere", "based_on": "1"}).status_code == 302
    answer = desk.post(change, {"text_nl": "Derde", "based_on": "1"})
    assert answer.status_code == 409
    assert "Andere" in answer.content.decode()
    assert "Derde" in answer.content.decode()
    form = desk.get(_desk(session, "/gegevens")).context["form"]
    fields = {each.name: each.value() for each in form if each.value() not in (None, "", False)}
    fields["session_starts"] = "2021-04-28T10:00"
    session.refresh_from_db()
    stale = {**fields, "session_question": "Tweede vraag", "based_on": session.revision - 1}
    answer = desk.post(_desk(session, "/gegevens"), stale)
    assert answer.status_code == 409, answer.content.decode()
    assert "Tweede vraag" in answer.content.decode()
    assert answer.content.decode().count(session.question) >= 2


def test_what_was_handed_in_does_not_grow_from_another_window(
    session: Session, items: list[Item], guest: Invited, go: Go
) -> None:
    anne = guest("Anne")
    go(Phase.ALONE)
    path = anne.item(items[0])
    anne.client.post(path, {"seen": "Kort", "based_on": "0", "done": "1"})
    long = "x" * (answering.LONGEST + 1)
    assert anne.client.post(f"{path}/klad", {"seen": long, "based_on": "1"}).status_code == 200
    go(Phase.TOGETHER)
    assert not Statement.objects.exists()
    assert long[:200] in anne.client.get(path).content.decode(), (
        "it is offered to bring in after all"
    )


def test_sent_twice_is_said_once_and_other_words_are_kept(
    session: Session, items: list[Item], guest: Invited, go: Go, lead: tuple[User, Client]
) -> None:
    anne, bram = guest("Anne"), guest("Bram")
    go(Phase.ALONE, Phase.TOGETHER)
    path = f"{anne.item(items[0])}/zeggen"
    for _ in range(2):
        assert anne.client.post(path, {"text": "Eén keer", "token": "t"}).status_code == 302
    assert anne.client.post(path, {"text": "Na terug", "token": "t"}).status_code == 302
    assert bram.client.post(path, {"text": "Van Bram", "token": "t"}).status_code == 302
    assert [each.text for each in Statement.objects.all()] == ["Eén keer", "Na terug", "Van Bram"]
    for _ in range(2):
        for each in (anne, bram):
            sent = {"proposal_title": "Nog iets", "token": "p"}
            assert each.client.post(f"{each.home}/inbrengen", sent).status_code == 302
    assert session.items.filter(title="Nog iets").count() == 2
    for text in ("Een", "Een", "Twee"):
        sent = {"text_nl": text, "token": "o"}
        assert lead[1].post(_desk(session, "/uitkomst/nieuw/signal"), sent).status_code == 302
    assert sorted(each.text_nl for each in Outcome.objects.all()) == ["Een", "Twee"]


def test_what_was_added_in_talk_is_not_replaced_by_the_third_round(
    session: Session, items: list[Item], guest: Invited, go: Go
) -> None:
    anne = guest("Anne")
    go(Phase.ALONE)
    path = anne.item(items[0])
    sent = {"seen": "Alleen gezien", "based_on": "0", "done": "1"}
    anne.client.post(path, sent)
    go(Phase.TOGETHER)
    anne.client.post(f"{path}/zeggen", {"text": "Ook nog gezien", "said": "seen", "token": "t"})
    go(Phase.AGAIN)
    anne.client.post(path, sent)
    go(Phase.CONCLUDING)
    held = Statement.objects.filter(replaced_by=None)
    assert {each.text for each in held} == {"Alleen gezien", "Ook nog gezien"}


def test_what_was_typed_comes_back_when_the_way_in_or_the_item_is_gone(
    session: Session, items: list[Item], guest: Invited, go: Go, lead: tuple[User, Client]
) -> None:
    anne = guest("Anne")
    go(Phase.ALONE)
    words = {"seen": "Dit mag niet weg </textarea>", "based_on": "0"}
    preparing.settle(session.pk, items[0].pk, Item.State.DROPPED, lead[0])
    answer = anne.client.post(anne.item(items[0]), words)
    assert answer.status_code == 404
    assert "Dit mag niet weg </textarea>" in unescape(answer.content.decode())
    assert "weg </textarea>" not in answer.content.decode()
    assert anne.client.post(f"{anne.item(items[0])}/klad", words).json()["problem"]
    preparing.withdraw(session.pk, anne.member.pk, lead[0])
    answer = anne.client.post(anne.item(items[1]), words)
    assert answer.status_code == 403
    assert "Dit mag niet weg" in answer.content.decode()
    assert f"next=/sessie/{session.pk}" in unescape(answer.content.decode())
    assert not Answer.objects.exists()


@pytest.mark.parametrize("root", ["", "/en"])
def test_a_form_that_is_too_old_gives_back_what_was_typed(
    root: str, session: Session, items: list[Item], guest: Invited, lead: tuple[User, Client]
) -> None:
    anne = guest("Anne")
    strict = Client(HTTP_HOST="127.0.0.1", enforce_csrf_checks=True)
    strict.cookies = anne.client.cookies
    long = "€" * 100_000 + "</textarea><b>"
    for kind in ("multipart/form-data", "application/x-www-form-urlencoded"):
        sent: Mapping[str, Any] = {"seen": long, "based_on": "123456", "token": "geheim-token"}
        if kind.startswith("multipart"):
            answer = strict.post(root + anne.item(items[0]), sent)
        else:
            from urllib.parse import urlencode

            answer = strict.post(root + anne.item(items[0]), urlencode(sent), content_type=kind)
        page = answer.content.decode()
        assert answer.status_code == 403
        assert long in unescape(page)
        assert "</textarea><b>" not in page
        assert "geheim-token" not in page
        assert "123456" not in page
    told = {"login": "iemand@example.nl", "password": "heel geheim woord"}
    answer = strict.post(f"{root}/account/login/", told)
    assert answer.status_code == 403
    assert "heel geheim woord" not in answer.content.decode()
    desk = Client(HTTP_HOST="127.0.0.1", enforce_csrf_checks=True)
    desk.cookies = lead[1].cookies
    answer = desk.post(f"{root}/werkplek/sessies/nieuw", {"session_note": "Zo doen we het"})
    assert (answer.status_code, "Zo doen we het" in answer.content.decode()) == (403, True)


def test_forms_with_missing_fields_say_which(
    session: Session, lead: tuple[User, Client], settings: object
) -> None:
    _, desk = lead
    before = Organisation.objects.count()
    bare = {"name": "Nieuw", "guest_organisation": "Iets"}
    answer = desk.post(_desk(session, "/mensen"), bare)
    assert answer.status_code == 400
    assert "Kies wat voor organisatie dit is." in answer.content.decode()
    assert "Kies een perspectief." in answer.content.decode()
    hidden = {**bare, "guest_organisation": "\u200b", "guest_kind": "ggd", "perspective": "data"}
    assert desk.post(_desk(session, "/mensen"), hidden).status_code == 400
    assert Organisation.objects.count() == before
    for title in ("", " ", "\u200b", "\u202e"):
        sent = {"add": "1", "proposal_title": title}
        assert desk.post(_desk(session, "/agenda"), sent).status_code == 400
    settings.MAIL = True  # type: ignore[attr-defined]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]
    Session.objects.filter(pk=session.pk).update(question=one_line("Eén\nBcc: x@example.nl", 300))
    sent = {"name": "N", "email": "n@example.nl", "guest_organisation": "Iets", "language": "nl"}
    sent |= {"guest_kind": "ggd", "perspective": "data"}
    assert desk.post(_desk(session, "/mensen"), sent).status_code == 200


@pytest.mark.parametrize(
    "starts",
    ["0001-01-01T00:00", "9999-12-31T23:59", "2021-02-30T10:00", "2021-03-28T02:30", "\x00", _HUGE],
)
def test_days_that_cannot_be_are_refused(
    starts: str, session: Session, lead: tuple[User, Client]
) -> None:
    sent = {"session_question": "Een vraag\nop twee regels", "session_edition": session.edition}
    sent |= {"session_attribution": "perspective", "session_language": "nl"}
    before = Session.objects.count()
    answer = lead[1].post("/werkplek/sessies/nieuw", {**sent, "session_starts": starts})
    assert answer.status_code == 400
    assert "Een vraag" in answer.content.decode()
    assert Session.objects.count() == before
    made = lead[1].post("/werkplek/sessies/nieuw", {**sent, "session_starts": "2021-05-01T10:00"})
    assert made.status_code == 302
    assert Session.objects.get(starts__month=5).question == "Een vraag op twee regels"


_FIELDS = (
    *("seen", "explained", "hit", "missing", "serious", "confidence", "expected", "based_on"),
    *("basis-seen", "detail-seen", "done", "again", "keep", "text", "said", "basis", "detail"),
    *(
        "token",
        "stance-1",
        "reason-1",
        "worded-1",
        "agrees",
        "remark",
        "sure",
        "proposal_title",
        "proposal_why",
    ),
    *("proposal_address", "add", "compose", "development", "on", "off", "up", "down", "item"),
    *("minutes", "tables", "member", "to", "back", "new", "rename", "drop", "conclude", "sort"),
    *("title", "reading", "statement", "text_nl", "text_en", "theme", "group", "status"),
    *("asked_of", "asked_by", "withdraw", "introduction_nl", "introduction_en", "name", "email"),
    *("organisation", "guest_organisation", "guest_kind", "perspective", "language"),
    *(
        "guest_account",
        "session_question",
        "session_question_en",
        "session_edition",
        "session_starts",
        "wanted_policy",
    ),
    *(
        "list",
        "worded",
        "stance-1",
        "reason-1",
        "title-1",
        "session_attribution",
        "session_language",
    ),
)
_VALUES = st.one_of(
    st.sampled_from(
        [
            *("", "1", "0", "-1", _HUGE, "²", "1\x00", "\x00", "\u202e", "\ud7ff", "likely"),
            *("alone", "together", "concluding", "closed", "agree", "practice", "policy", "ggd"),
            *("figure", "source", "https://[", "http://[::1", "/indicator/x/cijfer/NL01/x/%00"),
            *("/edities/2021-2/indicator/werkloosheidspercentage/cijfer/NL01/totaal/x", "2021-2"),
            *("javascript:alert(1)", _NASTY, "x" * 5000, "9" * 5000, "2021-13-45T99:99"),
        ]
    ),
    st.text(max_size=30),
)


@settings(
    max_examples=12,
    phases=[When.explicit, When.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    fields=st.dictionaries(st.sampled_from(_FIELDS), _VALUES, max_size=len(_FIELDS)),
    phase=st.sampled_from(list(Phase)),
    number=st.sampled_from(["1", "0", _HUGE, "9" * 400]),
)
def test_no_form_comes_to_an_error(
    session: Session,
    items: list[Item],
    busy: Guest,
    lead: tuple[User, Client],
    fields: dict[str, str],
    phase: Phase,
    number: str,
) -> None:
    """Any fields in any form, in any phase; numbers of what is there, and of what cannot be."""
    from django.db import transaction

    given = {"item": items[0].pk, "member": busy.member.pk}
    given["statement"] = Statement.objects.order_by("pk")[0].pk
    given["explanation"] = Explanation.objects.order_by("pk")[0].pk
    given["outcome"] = Outcome.objects.order_by("pk")[0].pk
    keys: dict[str, Any] = given if number == "1" else dict.fromkeys(given, number)
    with transaction.atomic():
        Session.objects.filter(pk=session.pk).update(phase=phase)
        for address in addresses(session.pk, "txt", **keys):
            if address.name in _SHUTS_OUT:
                continue
            client = lead[1] if address.led else busy.client
            answer = client.post(address.path, fields)
            assert answer.status_code in (200, 302, 400, 404, 405, 409), address.path
            query = {name: value for name, value in fields.items() if name in ("item", "to")}
            query |= {"na": fields.get("based_on", ""), "punt": fields.get("item", "")}
            query |= {"thema": fields.get("theme", ""), "editie": fields.get("text", "")}
            answer = client.get(address.path, query)
            assert answer.status_code in (200, 204, 302, 404, 405), address.path
        transaction.set_rollback(True)


@pytest.fixture
def busy(
    session: Session, items: list[Item], guest: Invited, go: Go, lead: tuple[User, Client]
) -> Guest:
    """Somebody in a session that holds something of everything."""
    anne = guest("Anne")
    go(Phase.ALONE)
    sent = {"seen": "Gezien", "serious": "serious", "based_on": "0", "done": "1"}
    anne.client.post(anne.item(items[0]), sent)
    go(Phase.TOGETHER)
    keys = [each.pk for each in Statement.objects.all()]
    discussing.add_explanation(session.pk, items[0].pk, "Een lezing", keys)
    go(Phase.CONCLUDING)
    draft = concluding.Draft("conclusion", "Het is zo", item=items[0].pk, statements=keys)
    concluding.put(session.pk, draft, "een", lead[0])
    return anne

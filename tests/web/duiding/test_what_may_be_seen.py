"""Every page of a session in every phase, and what of another may be read there."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from django.test import Client

from duidelijk.duiding.phases import Phase
from duidelijk.web.accounts.models import User
from duidelijk.web.duiding import concluding, discussing, leading, preparing
from duidelijk.web.duiding.models import Explanation, Item, Outcome, Session, Statement
from session_addresses import addresses
from session_guest import Guest

pytestmark = pytest.mark.django_db

P, A, T, AGAIN, C, X = Phase
_OPEN = {T, AGAIN, C, X}
_SEEN = {
    # what: (by another participant, by who leads)
    "EERSTE WOORD": (_OPEN, _OPEN),
    "NIET INGELEVERD": (set(), set()),
    "TWEEDE WOORD": ({C, X}, {C, X}),
    "TERUGGENOMEN": ({T}, {T}),
    "REDEN BIJ LEZING": (_OPEN, _OPEN),
    "EEN UITKOMST": ({C, X}, _OPEN),
    "REDEN BIJ UITKOMST": ({C, X}, {C, X}),
    "WACHT OP DE AGENDA": (set(), set(Phase)),
    "that anybody estimated": (_OPEN, _OPEN),
    "that anybody estimated again": ({C, X}, {C, X}),
}
_READ_FROM = {
    "that anybody estimated": ("eerst alleen in.", "eerst alleen in;", "niet opnieuw"),
    "that anybody estimated again": ("na het gesprek opnieuw", "oordeelde de tweede keer anders"),
}
"""In which phases something may be read anywhere. What was taken back while all discuss is not to
be read from the next phase on; a reason given while all estimate again is not kept."""


def _texts(client: Client, session: Session, led: bool, **keys: int) -> str:
    """All that somebody can read of a session, on every page and in the file of the report."""
    found = []
    for each in addresses(session.pk, ending="docx", **keys):
        if each.led is not led or not each.of_one:
            continue
        for query in ("", f"?na=0&punt={keys['item']}"):
            answer = client.get(each.path + query)
            assert answer.status_code in (200, 204, 302, 404, 405), each.path
            if answer.status_code == 200:
                found.append(_words(answer.content))
    return " ".join(found)


def _words(content: bytes) -> str:
    if content.startswith(b"PK"):
        content = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml")
    text = content.decode().encode().decode("unicode_escape") if content[:1] == b"{" else ""
    return " ".join(re.sub(r"<[^>]+>", " ", text or content.decode()).split())


def test_what_may_be_read_in_which_phase(
    session: Session,
    items: list[Item],
    guest: Callable[..., Guest],
    lead: tuple[User, Client],
    go: Callable[..., None],
) -> None:
    anne, bram = guest("Anne"), guest("Bram")
    proposal = preparing.Proposal("WACHT OP DE AGENDA", token="w")
    preparing.propose(session.pk, proposal, anne.member)
    item, other = items
    seen: dict[str, tuple[set[Phase], set[Phase]]] = {what: (set(), set()) for what in _SEEN}
    for phase in Phase:
        if phase is not Phase.PREPARING:
            go(phase)
        leading.show(session.pk, item.pk)
        _happens(phase, session, item, other, anne, lead)
        keys = _keys(item)
        for at, (client, led) in enumerate(((bram.client, False), (lead[1], True))):
            text = _texts(client, session, led, **keys)
            for what, phases in seen.items():
                if any(each in text for each in _READ_FROM.get(what, (what,))):
                    phases[at].add(phase)
    assert seen == _SEEN


def _happens(
    phase: Phase, session: Session, item: Item, other: Item, anne: Guest, lead: tuple[User, Client]
) -> None:
    """Anne does all that can be done in a phase, and whoever leads drafts."""
    if phase is Phase.ALONE:
        _write(anne, item, {"seen": "EERSTE WOORD", "explained": "TERUGGENOMEN"}, "done")
        _write(anne, other, {"seen": "NIET INGELEVERD"}, "keep")
    elif phase is Phase.TOGETHER:
        own = list(Statement.objects.filter(member=anne.member).values_list("pk", flat=True))
        discussing.add_explanation(session.pk, item.pk, "Een lezing", own)
        reading = Explanation.objects.get()
        sent = {f"stance-{reading.pk}": "agree", f"reason-{reading.pk}": "REDEN BIJ LEZING"}
        anne.client.post(f"{anne.item(item)}/lezing/{reading.pk}", sent)
        draft = concluding.Draft("conclusion", "EEN UITKOMST", item=item.pk, statements=own[:1])
        concluding.put(session.pk, draft, "c", lead[0])
    elif phase is Phase.AGAIN:
        taken_back = Statement.objects.get(text="TERUGGENOMEN")
        discussing.take_back(anne.member, taken_back.pk)
        _write(anne, item, {"seen": "TWEEDE WOORD", "explained": "TERUGGENOMEN"}, "done")
        reading = Explanation.objects.get()
        later = {f"stance-{reading.pk}": "disagree", f"reason-{reading.pk}": "TE LAAT"}
        refused = anne.client.post(f"{anne.item(item)}/lezing/{reading.pk}", later)
        assert refused.status_code == 409
        concluding.conclude_from(session.pk, reading.pk, lead[0])
        made = Outcome.objects.get(text_nl="Een lezing")
        assert made.confidence == "likely", "as sure as all were the first time"
        concluding.withdraw(session.pk, made.pk, lead[0])
    elif phase is Phase.CONCLUDING:
        outcome = Outcome.objects.get(text_nl="EEN UITKOMST")
        key = outcome.pk
        told = {f"stance-{key}": "disagree", f"reason-{key}": "REDEN BIJ UITKOMST"}
        assert anne.client.post(f"{anne.home}/verslag/{outcome.pk}", told).status_code == 302
        page = anne.client.get(f"{anne.home}/verslag")
        approved = {"agrees": "yes", "seen": page.context["seen"]}
        assert anne.client.post(f"{anne.home}/verslag/akkoord", approved).status_code == 302


def _write(who: Guest, item: Item, texts: dict[str, str], how: str) -> None:
    sure = "likely" if "EERSTE WOORD" in texts.values() else "virtually_certain"
    scales = {"serious": "serious", "confidence": sure, "expected": "falls"}
    sent = {**texts, **scales, "based_on": "0", how: "1"}
    assert who.client.post(who.item(item), sent).status_code == 302


def _keys(item: Item) -> dict[str, int]:
    """The keys of what is there by now."""
    found = {"item": item.pk}
    for name, of in (("statement", Statement), ("explanation", Explanation), ("outcome", Outcome)):
        first = of.objects.order_by("pk").first()  # type: ignore[attr-defined]
        if first is not None:
            found[name] = first.pk
    return found

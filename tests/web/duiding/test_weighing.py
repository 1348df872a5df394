"""Weighing a conclusion: by the words that whoever weighs it read."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from duidelijk.duiding.phases import Phase
from duidelijk.web.accounts.models import User
from duidelijk.web.duiding import concluding, discussing
from duidelijk.web.duiding.models import Explanation, Item, Session, Statement, Weighing
from duidelijk.web.duiding.reporting import established_report
from session_guest import Guest, text_of

pytestmark = pytest.mark.django_db
_ONCE, _NOW = "Jongeren houden het vol.", "Jongeren houden het niet vol."


def _worded(answer: object) -> str:
    found = re.search(r'name="worded-\d+" value="([^"]+)"', answer.content.decode())  # type: ignore[attr-defined]
    assert found is not None
    return found[1]


def test_who_read_other_words_is_shown_the_new_ones_and_counts_for_neither(
    session: Session,
    guest: Callable[..., Guest],
    lead: tuple[User, Client],
    go: Callable[..., None],
) -> None:
    anne = guest("Anne")
    go(Phase.ALONE, Phase.TOGETHER, Phase.CONCLUDING)
    outcome = concluding.put(session.pk, concluding.Draft("conclusion", _ONCE), "c", lead[0])
    page, path = f"{anne.home}/verslag", f"{anne.home}/verslag/{outcome.pk}"
    key, first = outcome.pk, _worded(anne.client.get(page))
    sent = {f"stance-{key}": "agree", f"reason-{key}": "Dat zie ik ook", f"worded-{key}": first}
    draft = concluding.Draft("conclusion", _NOW)
    concluding.change(session.pk, outcome.pk, draft, outcome.revision, lead[0])
    answer = anne.client.post(path, sent)
    assert answer.status_code == 409
    told = text_of(answer)
    assert _NOW in told and "kreeg intussen andere woorden" in told
    assert "Dat zie ik ook" in told, "what was typed is still there"
    assert established_report(session).conclusions[0].agreement == {}
    again = sent | {f"worded-{key}": _worded(answer)}
    assert anne.client.post(path, again).status_code == 302
    (count,) = established_report(session).conclusions[0].agreement.values()
    assert (count.agree, count.disagree) == (1, 0)


def test_of_readings_that_compete_none_is_given_how_sure_people_were_of_their_own(
    session: Session,
    items: list[Item],
    guest: Callable[..., Guest],
    lead: tuple[User, Client],
    go: Callable[..., None],
) -> None:
    anne, item = guest("Anne"), items[0]
    go(Phase.ALONE)
    sent = {"seen": "Iets", "confidence": "likely", "based_on": "0", "done": "1"}
    assert anne.client.post(anne.item(item), sent).status_code == 302
    go(Phase.TOGETHER)
    said = Statement.objects.get()
    discussing.add_explanation(session.pk, item.pk, "De ene lezing", [])
    only = concluding.conclude_from(session.pk, Explanation.objects.get().pk, lead[0])
    assert only.confidence == "likely"
    discussing.add_explanation(session.pk, item.pk, "De andere lezing", [said.pk])
    one, other = Explanation.objects.order_by("pk")
    competing = concluding.conclude_from(session.pk, other.pk, lead[0])
    assert competing.confidence == ""
    form = lead[1].get(f"/werkplek/sessies/{session.pk}/uitkomst/{competing.pk}")
    assert "in het midden: waarschijnlijk" in text_of(form)
    discussing.sort_statements(session.pk, item.pk, [said.pk], one.pk)
    again = concluding.conclude_from(session.pk, one.pk, lead[0])
    assert again.pk == only.pk
    assert [each.pk for each in again.statements.all()] == [said.pk], "what came under it since"


def test_one_button_keeps_all_that_is_on_the_form(
    session: Session,
    guest: Callable[..., Guest],
    lead: tuple[User, Client],
    go: Callable[..., None],
) -> None:
    anne = guest("Anne")
    go(Phase.ALONE, Phase.TOGETHER, Phase.CONCLUDING)
    keys = [
        concluding.put(session.pk, concluding.Draft("conclusion", f"C{at}"), f"c{at}", lead[0]).pk
        for at in range(3)
    ]
    page, path = anne.client.get(f"{anne.home}/verslag"), f"{anne.home}/verslag/akkoord"
    sent = {
        f"stance-{keys[0]}": "agree",
        f"stance-{keys[1]}": "disagree",
        f"reason-{keys[1]}": "Te stellig",
        f"reason-{keys[2]}": "Zonder keuze",
        "agrees": "no",
        "remark": "Er ontbreekt iets",
        "seen": page.context["seen"],
    }
    answer = anne.client.post(path, sent)
    assert answer.status_code == 400
    assert "Zonder keuze</textarea>" in answer.content.decode()
    kept = {each.outcome_id: (each.stance, each.reason) for each in Weighing.objects.all()}
    assert kept == {keys[0]: ("agree", ""), keys[1]: ("disagree", "Te stellig")}
    (remark,) = established_report(session).established.remarks
    assert remark.reason == "Er ontbreekt iets"
    by_one = {f"stance-{keys[2]}": "unsure", f"stance-{keys[0]}": "disagree"}
    assert anne.client.post(f"{anne.home}/verslag/{keys[2]}", by_one).status_code == 302
    stances = dict(Weighing.objects.values_list("outcome", "stance"))
    assert stances == {keys[0]: "disagree", keys[1]: "disagree", keys[2]: "unsure"}

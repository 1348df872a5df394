"""Weighing a conclusion: by the words that whoever weighs it read."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from duidelijk.duiding.phases import Phase
from duidelijk.web.accounts.models import User
from duidelijk.web.duiding import concluding
from duidelijk.web.duiding.models import Session
from duidelijk.web.duiding.reporting import established_report
from session_guest import Guest, text_of

pytestmark = pytest.mark.django_db
_ONCE, _NOW = "Jongeren houden het vol.", "Jongeren houden het niet vol."


def _worded(answer: object) -> str:
    found = re.search(r'name="worded" value="([^"]+)"', answer.content.decode())  # type: ignore[attr-defined]
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
    sent = {"stance": "agree", "reason": "Dat zie ik ook", "worded": _worded(anne.client.get(page))}
    draft = concluding.Draft("conclusion", _NOW)
    concluding.change(session.pk, outcome.pk, draft, outcome.revision, lead[0])
    answer = anne.client.post(path, sent)
    assert answer.status_code == 409
    told = text_of(answer)
    assert _NOW in told and "kreeg intussen andere woorden" in told
    assert "Dat zie ik ook" in told, "what was typed is still there"
    assert established_report(session).conclusions[0].agreement == {}
    again = sent | {"worded": _worded(answer)}
    assert anne.client.post(path, again).status_code == 302
    (count,) = established_report(session).conclusions[0].agreement.values()
    assert (count.agree, count.disagree) == (1, 0)

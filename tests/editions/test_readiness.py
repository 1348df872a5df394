"""Every reason to wait is told at once, each with what to do."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from duidelijk.catalogue import Text
from duidelijk.editions.choice import Choice
from duidelijk.editions.edition import Edition
from duidelijk.editions.readiness import reasons_to_wait
from duidelijk.editions.texts import Chosen, Texts, development_key, text_names

LATER = dt.datetime(2040, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def edition(corona_home: Path) -> Edition:
    return Edition(corona_home / "editions" / "2021-3")


@pytest.fixture
def ready(edition: Edition) -> Texts:
    assert edition.striking is not None
    keys = [development_key(each) for each in edition.striking["developments"]]
    assert keys
    return Texts(
        texts={name: Text("Tekst", "") for name in text_names(edition.monitor)},
        choices={key: Chosen(Choice.IN) for key in keys},
    )


def told(edition: Edition, texts: Texts, **other: Any) -> str:
    given: dict[str, Any] = {"charts": {}, "revoked": {}, "published": {"2021-2"}, "moment": LATER}
    found = reasons_to_wait(edition, texts, **(given | other))
    return "\n".join(str(each.as_problem()) for each in found)


def test_an_edition_that_is_ready_has_no_reason_to_wait(edition: Edition, ready: Texts) -> None:
    assert told(edition, ready) == ""


def test_a_missing_text_is_told(edition: Edition, ready: Texts) -> None:
    texts = {**ready.texts, "theme.gedrag": Text("  \n", "English")}
    del texts["opening"]
    found = told(edition, dataclasses.replace(ready, texts=texts))
    assert "opening" in found and "theme.gedrag" in found and "no Dutch text" in found


def test_a_chart_without_words_or_of_nothing_is_told(edition: Edition, ready: Texts) -> None:
    charts = {("opening", "nl"): [("eenzaam", " "), ("eenzam", "hoe eenzaam")]}
    found = told(edition, ready, charts=charts)
    assert "chart of eenzaam has no text" in found
    assert "did you mean eenzaam" in found


def test_every_development_needs_a_choice_and_leaving_out_a_reason(
    edition: Edition, ready: Texts
) -> None:
    first, *rest = ready.choices
    out = Chosen(Choice.OUT, Text(" ", ""))
    found = told(edition, dataclasses.replace(ready, choices={first: out}))
    assert f"{first}: is left out without a reason" in found
    assert all(f"{each}: stands out" in found for each in rest)
    out = Chosen(Choice.OUT, Text("", "double"))
    assert told(edition, dataclasses.replace(ready, choices=ready.choices | {first: out})) == ""


def test_a_figure_under_embargo_and_a_revoked_release_are_told(
    edition: Edition, ready: Texts
) -> None:
    latest = max(edition.releases.values(), key=lambda each: each.published)
    before = dt.datetime.combine(latest.published - dt.timedelta(days=1), dt.time(), dt.UTC)
    assert f"{latest.id}: is under embargo" in told(edition, ready, moment=before)
    revoked = {latest.id: {"day": "2021-07-01", "reason": "verkeerde kolom"}}
    assert "was revoked: verkeerde kolom" in told(edition, ready, revoked=revoked)


def test_editions_come_out_in_order(edition: Edition, ready: Texts) -> None:
    assert "edition 2021-2 is not out yet" in told(edition, ready, published=set())

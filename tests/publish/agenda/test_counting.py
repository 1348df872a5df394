"""What was done with all signals together, in a sentence without zeros."""

from __future__ import annotations

import pytest

from duidelijk.agenda.dossier import Step
from duidelijk.agenda.workflow import Thing
from duidelijk.publish.agenda.count_sentences import counts_sentence
from duidelijk.publish.agenda.counting import Counts, counted
from duidelijk.publish.agenda.naming import money_words
from signal_dossier import DOSSIER, STEPS, TODAY, dossier


@pytest.mark.parametrize(
    ("counts", "nl", "en"),
    [
        (Counts(1), "1 signaal.", "1 signal."),
        (
            Counts(3, 7, 6, 1, acting=4, done=1),
            "3 signalen. Er zijn 7 vragen en voorstellen voorgelegd: 6 toegezegd, 1 afgewezen. "
            "4 acties lopen en 1 actie is klaar.",
            "3 signals. 7 questions and proposals were put to somebody: 6 accepted, 1 refused. "
            "4 actions are under way and 1 action is done.",
        ),
        (
            Counts(1, acting=1, due=2, met=1),
            "1 signaal. 1 actie loopt. Mijlpalen tot nu toe: 1 van 2 gehaald.",
            "1 signal. 1 action is under way. Milestones so far: 1 of 2 met.",
        ),
        (
            Counts(2, 1, waiting=1, late=1),
            "2 signalen. Er is 1 vraag of voorstel voorgelegd: 1 zonder antwoord. "
            "Bij 1 signaal had iets er al moeten zijn.",
            "2 signals. 1 question or proposal was put to somebody: 1 without an answer. "
            "With 1 signal something should have been there by now.",
        ),
    ],
)
def test_counts_are_told_without_zeros(counts: Counts, nl: str, en: str) -> None:
    assert counts_sentence(counts, "nl") == nl
    assert counts_sentence(counts, "en") == en


def test_what_is_drafted_or_still_to_come_is_not_counted() -> None:
    told = counted([DOSSIER], TODAY)
    assert told == Counts(1, 2, accepted=1, waiting=1, acting=1, late=1, due=2, met=1)
    early = counted([DOSSIER], TODAY.replace(month=1))
    assert (early.late, early.due) == (0, 1), "nothing is late before it was to be there"


@pytest.mark.parametrize("end", ["finish", "stop"])
def test_of_an_action_that_ended_only_milestones_that_were_met_count(end: str) -> None:
    ended = dossier(steps=(*STEPS, Step(Thing.ACTION, "d1", end, TODAY)))
    told = counted([ended], TODAY)
    assert (told.due, told.met) == (1, 1) and told.done == (end == "finish")


@pytest.mark.parametrize(
    ("euros", "nl", "en"),
    [
        (58_500_000, "€ 58,5 miljoen", "€58.5 million"),
        (8_500_000_000, "€ 8,5 miljard", "€8.5 billion"),
        (111_000, "€ 111.000", "€111,000"),
        (1_000_001, "€ 1.000.001", "€1,000,001"),
        (40_000_000, "€ 40 miljoen", "€40 million"),
    ],
)
def test_money_is_told_as_short_as_it_is_exact(euros: int, nl: str, en: str) -> None:
    assert money_words(euros, "nl").replace("\u202f", " ").replace("\xa0", " ") == nl
    assert money_words(euros, "en") == en

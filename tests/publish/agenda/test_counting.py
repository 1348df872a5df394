"""What was done with all signals together, in a sentence without zeros."""

from __future__ import annotations

import pytest

from duidelijk.publish.agenda.count_sentences import counts_sentence
from duidelijk.publish.agenda.counting import Counts
from duidelijk.publish.agenda.naming import money_words


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

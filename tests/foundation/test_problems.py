"""Problems as a person reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duidelijk.foundation.problems import Problem, Refused, did_you_mean, one_of


def test_a_problem_says_where_what_and_what_to_do() -> None:
    problem = Problem("a.yaml", 3, "is wrong", "do this")
    assert str(problem) == "a.yaml:3: is wrong → do this"


@pytest.mark.parametrize(
    ("problem", "shown"),
    [
        (Problem("a.yaml", 0, "is wrong"), "a.yaml: is wrong"),
        (Problem("", 0, "is wrong"), "is wrong"),
        (Problem("", 0, "is wrong", "mend it"), "is wrong → mend it"),
    ],
)
def test_what_is_not_known_of_a_problem_is_left_out(problem: Problem, shown: str) -> None:
    assert str(problem) == shown


def test_a_refusal_lists_its_problems_by_file_and_line() -> None:
    problems = [Problem("b", 1, "third"), Problem("a", 10, "second"), Problem("a", 9, "first")]
    lines = str(Refused("Nothing was stored:", problems)).splitlines()
    assert lines == ["Nothing was stored:", "  a:9: first", "  a:10: second", "  b:1: third"]


@pytest.mark.parametrize(
    ("wrong", "known", "remedy"),
    [
        ("polarty", ["polarity", "unit"], "did you mean polarity?"),
        ("Reporting-Delay", ["reporting_delay", "unit"], "did you mean reporting_delay?"),
        ("reporting delay", ["reporting_delay", "unit"], "did you mean reporting_delay?"),
        ("werk", ["werk_inkomen_en_schulden", "wonen"], "did you mean werk_inkomen_en_schulden?"),
        ("age:16-25", ["age:16-24", "age:15-25"], "did you mean age:16-24 or age:15-25?"),
        ("zzz", ["unit", "decimals"], "known: decimals, unit"),
        ("zzz", [], ""),
    ],
)
def test_the_nearest_known_words_are_suggested(wrong: str, known: list[str], remedy: str) -> None:
    assert did_you_mean(wrong, known) == remedy


def test_a_long_list_of_known_words_is_cut_short_and_counted() -> None:
    remedy = did_you_mean("zzz", [f"name{number:02}" for number in range(20)])
    assert remedy.startswith("known: name00, ") and remedy.endswith("… (20 in all)")
    assert remedy.count("name") == 8


@given(st.text(), st.lists(st.text(min_size=1), min_size=1))
def test_any_word_gets_a_remedy_that_names_a_known_word(wrong: str, known: list[str]) -> None:
    assert any(name in did_you_mean(wrong, known) for name in known)


@given(st.text(min_size=1), st.lists(st.text(min_size=1)))
def test_a_known_word_is_its_own_suggestion(word: str, others: list[str]) -> None:
    twins = [each for each in others if each.casefold() == word.casefold()]
    known = [word, *(each for each in others if each not in twins)]
    assert "did you mean" in did_you_mean(word, known)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")],
)
def test_alternatives_are_joined_as_in_a_sentence(words: list[str], sentence: str) -> None:
    assert one_of(words) == sentence

"""What the check says, in the language of the page."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from duidelijk.foundation.problems import Problem
from duidelijk.publish.words import read_words
from duidelijk.web.declaring.fields import Labels
from duidelijk.web.words import words

_MESSAGES = Path(__file__).with_name("messages.yaml")


def told(problem: Problem, language: str, beside: bool = False) -> str:
    """A problem in words; *beside* its field without saying where."""
    what, remedy = problem.what, problem.remedy
    if beside and problem.path and what.startswith(f"“{problem.path[-1]}” is missing"):
        return words(language)["declare_fill_in"]
    if beside or language == "nl":
        what = _without_place(problem)
    if language == "nl":
        what, remedy = in_dutch(what), in_dutch(remedy)
    text = f"{what} → {remedy}" if remedy else what
    if beside or not problem.where:
        return text[:1].upper() + text[1:]
    place = f"{problem.where}:{problem.line}" if problem.line else problem.where
    names = " › ".join(str(each + 1) if isinstance(each, int) else each for each in problem.path)
    return f"{place}{f' ({names})' if names and language == 'nl' else ''}: {text}"


def in_dutch(text: str) -> str:
    """What the check says in English, in Dutch; as it is where nobody translated it."""
    found = Labels("nl").help(text)
    if found:
        return found
    for pattern, dutch in _patterns():
        if match := pattern.match(text):
            return dutch.format(*(each.replace(" or ", " of ") for each in match.groups()))
    return text


def _without_place(problem: Problem) -> str:
    """What a problem says without the keys that the check names at its end."""
    names = [str(each + 1) if isinstance(each, int) else each for each in problem.path]
    for path in (names, names[:-1]):
        place = f" in {' › '.join(path)}"
        if path and problem.what.endswith(place):
            return problem.what.removesuffix(place)
    return problem.what


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """How each message looks in English, with the same in Dutch; the most exact ones first."""
    english, dutch = read_words("en", _MESSAGES), read_words("nl", _MESSAGES)
    found = []
    for key in sorted(english, key=lambda each: -len(re.sub(r"\{\d\}", "", english[each]))):
        pattern = re.sub(r"\\\{\d\\\}", "(.+)", re.escape(english[key]))
        found.append((re.compile(rf"{pattern}\Z", re.DOTALL), dutch[key]))
    return found

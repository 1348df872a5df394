"""Problems as a person can use them: what is wrong, where, and what would be right."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong with what somebody gave us."""

    where: str
    """File, folder or command that holds it; empty when there is no such place."""
    line: int
    """Line in that file, from 1; 0 when it has no line."""
    what: str
    remedy: str = ""
    path: tuple[str | int, ...] = field(default=(), compare=False)
    """Keys and numbers that lead to it inside that file, where they are known."""

    def __str__(self) -> str:
        place = f"{self.where}:{self.line}" if self.line else self.where
        text = f"{place}: {self.what}" if place else self.what
        return f"{text} → {self.remedy}" if self.remedy else text


class Refused(Exception):
    """Something was refused; carries every problem found, and nothing was stored."""

    def __init__(self, summary: str, problems: Iterable[Problem] = ()) -> None:
        self.summary = summary
        self.problems: tuple[Problem, ...] = tuple(sorted(problems))
        super().__init__(summary)

    def __str__(self) -> str:
        return "\n".join([self.summary, *(f"  {problem}" for problem in self.problems)])


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """A remedy that names the nearest known words, or lists some of them; empty when none is known.

    Matches are looked for without regard to case or the difference between ``-``, ``_`` and space.
    """
    names = sorted({str(name) for name in known})
    if not names:
        return ""
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(_fold(name), name)
    close = difflib.get_close_matches(_fold(wrong), list(folded), n=3, cutoff=0.6)
    if not close and len(wrong) > 2:
        close = [name for name in folded if name.startswith(_fold(wrong))][:3]
    if close:
        return f"did you mean {one_of([folded[name] for name in close])}?"
    shown = names[:8]
    more = f" … ({len(names)} in all)" if len(names) > len(shown) else ""
    return f"known: {', '.join(shown)}{more}"


def one_of(words: Sequence[str]) -> str:
    """``a``, ``a or b``, ``a, b or c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _fold(text: str) -> str:
    return text.casefold().replace("-", "_").replace(" ", "_")

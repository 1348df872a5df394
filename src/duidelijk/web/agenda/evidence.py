"""What a signal, an answer or an action stands on, as people type it: a line for each thing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from duidelijk.duiding.report import Evidence, EvidenceKind
from duidelijk.foundation.documents import as_plain, from_plain
from duidelijk.web.duiding.citing import figure_of, source_of
from duidelijk.web.typed_text import plain

MOST = 20
"""So many things to stand on are enough for one signal."""


def evidence_from(kept: Iterable[Any]) -> tuple[Evidence, ...]:
    """References as they are kept in a row."""
    return tuple(from_plain(Evidence, each) for each in kept)


def kept_evidence(evidence: Iterable[Evidence]) -> list[Any]:
    """References as a row keeps them."""
    return [as_plain(each) for each in evidence]


def as_lines(evidence: Iterable[Evidence]) -> str:
    """References as somebody can change them: the address of a figure, a title with its address."""
    return "\n".join(_line(each) for each in evidence)


def from_lines(typed: str, before: Iterable[Evidence] = ()) -> tuple[Evidence, ...]:
    """References for what somebody typed, a line each; a line that stayed keeps its reference."""
    known = {_line(each): each for each in before}
    found = []
    for line in dict.fromkeys(" ".join(each.split()) for each in plain(typed).split("\n")):
        reference = known.get(line) or figure_of(line) or source_of(line)
        if reference is not None:
            found.append(reference)
    return tuple(found[:MOST])


def _line(evidence: Evidence) -> str:
    if evidence.kind is EvidenceKind.FIGURE:
        return evidence.address
    return " ".join(f"{evidence.caption.nl} {evidence.address}".split())

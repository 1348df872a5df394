"""Which signals say the same as a new one, by their words and by what they are about.

Words are compared by the pieces of four letters they hold, weighed by how rare a piece is (Spärck
Jones, 1972): a Dutch compound shares its parts with other words (*stageplaats*, *stagetekort*), an
inflected word most of its pieces.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from duidelijk.regions.names import simplified

_PIECE = 4
_WORD = re.compile(r"[^\W\d_]{3,}")
_TITLE_COUNTS = 2
"""A title says what a text is about: its words count so many times."""
_OF_WORDS = 0.85
_ENOUGH = 0.3
MOST = 5
Print = NDArray[np.uint32]


@dataclass(frozen=True)
class Candidate:
    """A signal that may say the same."""

    key: int
    print: bytes
    about: frozenset[str]
    """Themes, groups and regions."""


@dataclass(frozen=True)
class Alike:
    """A signal that resembles another, and how much: from 0 to 1."""

    key: int
    score: float


def prints(title: str, text: str) -> bytes:
    """What a signal is compared by: hashes of the pieces of its words, as bytes."""
    pieces = _pieces(title) * _TITLE_COUNTS + _pieces(text)
    return np.array(sorted(pieces), dtype="<u4").tobytes()


def alike(title: str, text: str, about: frozenset[str], others: Sequence[Candidate]) -> list[Alike]:
    """At most five of *others* that resemble a signal enough to look at, the likest first."""
    if not others:
        return []
    own = prints(title, text)
    every = [np.frombuffer(each.print, dtype="<u4") for each in others]
    words = _cosines(np.frombuffer(own, dtype="<u4"), every)
    tags = np.array([_share(about, each.about) for each in others])
    scores = words * (_OF_WORDS + (1 - _OF_WORDS) * tags)
    best = np.argsort(-scores, kind="stable")[:MOST]
    return [
        Alike(others[at].key, round(float(scores[at]), 3)) for at in best if scores[at] >= _ENOUGH
    ]


def shared_words(one: str, other: str) -> list[str]:
    """The words of *one* that *other* has as well, or nearly."""
    known = set(_pieces(other))
    found = []
    for word in dict.fromkeys(_words(one)):
        own = _pieces(word)
        if len(word) > _PIECE and sum(each in known for each in own) * 2 > len(own):
            found.append(word)
    return found


def _cosines(own: Print, others: Sequence[Print]) -> NDArray[np.float64]:
    """How far the pieces of *own* are those of each other, weighed by how rare they are."""
    sizes = np.array([len(each) for each in others])
    flat = np.concatenate([own, *others])
    pieces, places = np.unique(flat, return_inverse=True)
    of = np.repeat(np.arange(len(others) + 1), [len(own), *sizes])
    cells, counts = np.unique(of * len(pieces) + places, return_counts=True)
    rows, columns = np.divmod(cells, len(pieces))
    held = np.bincount(columns, minlength=len(pieces))
    rarity = np.log((len(others) + 2) / (held + 1)) + 1
    weights = (1 + np.log(counts)) * rarity[columns]
    norms = np.sqrt(np.bincount(rows, weights**2, minlength=len(others) + 1))
    mine = np.zeros(len(pieces))
    mine[columns[rows == 0]] = weights[rows == 0]
    products = np.bincount(rows, weights * mine[columns], minlength=len(others) + 1)
    found: NDArray[np.float64] = products[1:] / np.maximum(norms[1:] * norms[0], 1e-9)
    return found


def _pieces(text: str) -> list[int]:
    found = []
    for word in _words(text):
        edged = f"<{word}>"
        parts = {edged[at : at + _PIECE] for at in range(max(1, len(edged) - _PIECE + 1))}
        found += [zlib.crc32(each.encode()) for each in parts]
    return found


def _words(text: str) -> list[str]:
    return [simplified(each) for each in _WORD.findall(text)]


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0

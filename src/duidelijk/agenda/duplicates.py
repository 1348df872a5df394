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
_OF_TITLE, _OF_TAGS = 0.25, 0.4
"""How much the titles, and what both are about, count beside all words."""
_ENOUGH = 0.12
"""Chosen on made-up signals that say the same in other words (``tests/agenda``)."""
MOST = 5
_SIEVE = 1 << 20
Print = NDArray[np.uint32]
_COMMON = """
aan alle alleen als bij bijna dan dat deel deze die dit doen doet door dus een elke gaan gaat
geen haar had hebben heeft hele helft hem het hoe hun jaar kan komen komt kon krijgen krijgt
kunnen laat laten maakt maanden maar maken mag meer melden meldt men mensen met minder moet
moeten mogen naar niet nog nu om onder ons onze ook over per sinds steeds tegen tijdens tot
tussen twee uit vaak vaker van veel vier vinden vindt voor vooral vraagt vragen waar wanneer
waren was wat weinig wel werd weken wie willen worden wordt zegt zeggen zelf zich zien ziet
zij zijn zonder zou zouden
about and are because been being but can could did does for from had has have how its less
may more most much must not now only other our out over people said say see seen she should
since some such than that the their them then there these they this those until was were what
when where which while who will with without would years you your
"""
_SAYS_NOTHING = frozenset(_COMMON.split())
"""Words that any signal may hold: they make no two of them alike."""


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
    """What a signal is compared by, as bytes: how many pieces its title has, hashes of those, and
    hashes of all pieces of its words; each once, in order.
    """
    own, every = _pieces(title), _pieces(f"{title} {text}")
    return np.concatenate([np.array([len(own)], dtype="<u4"), own, every]).tobytes()


def alike(title: str, text: str, about: frozenset[str], others: Sequence[Candidate]) -> list[Alike]:
    """At most five of *others* that resemble a signal enough to look at, the likest first."""
    known = [(each, np.frombuffer(each.print, dtype="<u4")) for each in others if each.print]
    if not known:
        return []
    mine = np.frombuffer(prints(title, text), dtype="<u4")
    cut = int(mine[0]) + 1
    titles = _likeness(mine[1:cut], [told[1 : int(told[0]) + 1] for _, told in known])
    whole = _likeness(mine[cut:], [told[int(told[0]) + 1 :] for _, told in known])
    tags = np.array([_share(about, each.about) for each, _ in known])
    worded = _OF_TITLE * titles + (1 - _OF_TITLE) * whole
    scores = worded * (1 - _OF_TAGS + _OF_TAGS * tags)
    best = np.argsort(-scores, kind="stable")[:MOST]
    return [
        Alike(known[at][0].key, round(float(scores[at]), 3)) for at in best if scores[at] >= _ENOUGH
    ]


def _likeness(own: Print, others: Sequence[Print]) -> NDArray[np.float64]:
    """The cosine of *own* with each other, its pieces weighed by how few hold them; what another
    holds beside is weighed as the mean piece of *own*, since nobody looks at it.
    """
    sizes = np.array([len(each) for each in others])
    if not len(own):
        return np.zeros(len(others))
    flat = np.concatenate(others)
    sieve = np.zeros(_SIEVE, dtype=bool)
    sieve[own % _SIEVE] = True
    passed = np.flatnonzero(sieve[flat % _SIEVE])
    places = np.searchsorted(own, flat[passed])
    same = own[np.minimum(places, len(own) - 1)] == flat[passed]
    passed, places = passed[same], places[same]
    held = np.bincount(places, minlength=len(own))
    weights = np.log((len(others) + 1) / (held + 1)) + 1
    of = np.searchsorted(np.cumsum(sizes), passed, side="right")
    shared = np.bincount(of, weights[places] ** 2, minlength=len(others))
    count = np.bincount(of, minlength=len(others))
    rest = (sizes - count) * np.mean(weights**2)
    found: NDArray[np.float64] = shared / np.sqrt(np.sum(weights**2) * (shared + rest) + 1e-9)
    return found


def shared_words(one: str, other: str) -> list[str]:
    """The words of *one* that *other* has as well, or nearly."""
    known = set(_pieces(other).tolist())
    found = []
    for word in dict.fromkeys(_words(one)):
        own = _pieces(word).tolist()
        if len(word) > _PIECE and sum(each in known for each in own) * 2 > len(own):
            found.append(word)
    return found


def _pieces(text: str) -> Print:
    """The hashes of the pieces of all words, each once, in order."""
    found = set()
    for word in set(_words(text)):
        edged = f"<{word}>"
        found |= {edged[at : at + _PIECE] for at in range(max(1, len(edged) - _PIECE + 1))}
    return np.array(sorted(zlib.crc32(each.encode()) for each in found), dtype="<u4")


def _words(text: str) -> list[str]:
    found = (simplified(each) for each in _WORD.findall(text))
    return [each for each in found if each not in _SAYS_NOTHING]


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 0.0

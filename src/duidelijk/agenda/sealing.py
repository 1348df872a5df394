"""The register as one document: written into an edition, and read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from duidelijk.agenda.dossier import Dossier
from duidelijk.foundation.documents import as_plain, from_plain
from duidelijk.foundation.problems import Problem, Refused

FORMAT = 1
FILE = "signals.json"


def as_document(dossiers: Sequence[Dossier]) -> dict[str, Any]:
    """What is written to ``signals.json``: the format and the signals, as plain values."""
    return {"format": FORMAT, "signals": [as_plain(each) for each in dossiers]}


def from_document(document: Mapping[str, Any]) -> tuple[Dossier, ...]:
    """The signals in what was read from ``signals.json``.

    Raises ``Refused`` for a layout of a later version, ``KeyError``, ``TypeError`` or
    ``ValueError`` for what is no such document.
    """
    if document["format"] != FORMAT:
        raise Refused(
            f"{FILE} has layout {document['format']}",
            [Problem(FILE, 0, f"this version reads layout {FORMAT}", "upgrade")],
        )
    return tuple(from_plain(Dossier, each) for each in document["signals"])

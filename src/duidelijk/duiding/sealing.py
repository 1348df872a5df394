"""The reports of sessions as one document: written into an edition, and read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from duidelijk.duiding.report import SessionReport
from duidelijk.foundation.documents import as_plain, from_plain
from duidelijk.foundation.problems import Problem, Refused

FORMAT = 1
FILE = "duiding.json"


def as_document(reports: Sequence[SessionReport]) -> dict[str, Any]:
    """What is written to ``duiding.json``: the format and the sessions, as plain values."""
    return {"format": FORMAT, "sessions": [as_plain(each) for each in reports]}


def from_document(document: Mapping[str, Any]) -> tuple[SessionReport, ...]:
    """The reports in what was read from ``duiding.json``.

    Raises ``Refused`` for a layout of a later version, ``KeyError``, ``TypeError`` or
    ``ValueError`` for what is no such document.
    """
    if document["format"] != FORMAT:
        raise Refused(
            f"{FILE} has layout {document['format']}",
            [Problem(FILE, 0, f"this version reads layout {FORMAT}", "upgrade")],
        )
    return tuple(from_plain(SessionReport, each) for each in document["sessions"])

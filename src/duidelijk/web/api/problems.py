"""What cannot be answered, as a problem document (RFC 9457): what is wrong and what to do."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

from duidelijk.foundation.problems import did_you_mean

_LONGEST_SHOWN = 60
"""Of what somebody sent, so much is said back; comparing longer keys takes long, too."""


@dataclass(frozen=True)
class Wrong:
    """One parameter that is wrong."""

    name: str
    code: str
    detail: str
    where: str = "query"


@dataclass
class Problem(Exception):
    """An answer that is a problem."""

    status: int
    detail: str
    errors: Sequence[Wrong] = field(default_factory=tuple)
    headers: dict[str, str] = field(default_factory=dict)

    def response(self) -> HttpResponse:
        """The problem document; nothing keeps it."""
        document: dict[str, Any] = {
            "status": self.status,
            "title": HTTPStatus(self.status).phrase,
            "detail": self.detail,
        }
        if self.errors:
            document["errors"] = [
                {
                    "in": each.where,
                    "location": {"name": each.name},
                    "code": each.code,
                    "detail": each.detail,
                }
                for each in self.errors
            ]
        response = HttpResponse(
            json.dumps(document, ensure_ascii=False),
            status=self.status,
            content_type="application/problem+json",
            headers=self.headers,
        )
        response["Cache-Control"] = "no-store"
        return response


def bad_parameters(wrong: Sequence[Wrong]) -> Problem:
    """A 400 that says everything that is wrong with the parameters."""
    return Problem(400, " · ".join(f"{each.name}: {each.detail}" for each in wrong), wrong)


def unknown(what: str, key: str, known: Iterable[str], within: str = "") -> Problem:
    """A 404 for a *key* that is not there, with what may have been meant."""
    shown = clipped(key)
    remedy = did_you_mean(shown, known)
    place = f" in {within}" if within else ""
    return Problem(404, f"There is no {what} {shown}{place}" + (f"; {remedy}" if remedy else ""))


def clipped(text: str) -> str:
    """What somebody sent, short enough to say back."""
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"

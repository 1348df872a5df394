"""How an answer tells what something stands on."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest

from duidelijk.duiding.report import Evidence, FigureKey
from duidelijk.publish.duiding.evidence import address_of
from duidelijk.web.api.answering import Told, both
from duidelijk.web.dashboard.rendering import absolute


def evidence_told(request: HttpRequest, every: Sequence[Evidence]) -> list[Told]:
    """References to what something stands on, with their whole addresses."""
    return [
        {
            "kind": each.kind.value,
            "caption": both(each.caption),
            "address": absolute(request, found)
            if (found := address_of(each)).startswith("/")
            else found,
            "edition": each.edition,
            "figure": series_told(each.figure) if each.figure else None,
            "period": each.period,
        }
        for each in every
    ]


def series_told(figure: FigureKey) -> Told:
    """Which series of an edition."""
    return {
        "indicator": figure.indicator,
        "region": figure.region,
        "group": figure.group,
        "method": figure.method,
    }

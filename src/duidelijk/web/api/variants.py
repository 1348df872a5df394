"""Which answers of the API are one and the same, however they were asked: for the page cache."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest
from ninja import Schema

from duidelijk.web.api import parameters
from duidelijk.web.api.addresses import ROOT
from duidelijk.web.api.negotiating import accepted

_LONGEST = 1000
_BY_ACCEPT = ("json", "csv")
_WITHOUT_QUERY = (ROOT, f"{ROOT}/openapi.json")
"""What answers the same whatever the query."""


def _names() -> frozenset[str]:
    shapes = [
        each
        for each in vars(parameters).values()
        if isinstance(each, type) and issubclass(each, Schema)
    ]
    return frozenset(
        field.alias or name for shape in shapes for name, field in shape.model_fields.items()
    )


_KNOWN = _names()
"""Every parameter of any operation."""


def variant(request: HttpRequest) -> str | None:
    """What an answer depends on besides its path; ``None`` for what is not worth keeping: a query
    that is long, or that holds what no operation takes.
    """
    if request.path in _WITHOUT_QUERY:
        return ""
    query = request.META.get("QUERY_STRING", "")
    if len(query) > _LONGEST:
        return None
    pairs = parse_qsl(query, keep_blank_values=True)
    names = [name for name, _ in pairs]
    if not _KNOWN.issuperset(names) or len(set(names)) < len(names):
        return None
    kind = "" if "f" in names else accepted(request.META.get("HTTP_ACCEPT", ""), _BY_ACCEPT)
    return None if kind is None else f"{kind}?{urlencode(sorted(pairs))}"

"""Which parts of the site there are, so that pages lead to nothing that is not there."""

from __future__ import annotations

from functools import cache

from django.urls import Resolver404, resolve

from duidelijk.web.dashboard.static_copy import static_copy

API = "/api/v1"


@cache
def offered(path: str) -> bool:
    """Whether something answers at a path of this site."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def api_offered() -> bool:
    """Whether there is an API with a description; a static copy has no program to answer."""
    return static_copy() is None and offered(f"{API}/openapi.json")

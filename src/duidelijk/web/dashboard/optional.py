"""Which parts of the site there are, so that pages lead to nothing that is not there."""

from __future__ import annotations

from functools import cache

from django.urls import Resolver404, resolve

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
    """Whether there is an API with a description."""
    return offered(f"{API}/openapi.json")

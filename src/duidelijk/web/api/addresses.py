"""Where the API lives, and its version."""

from __future__ import annotations

from django.http import HttpRequest

from duidelijk.web.dashboard.rendering import absolute

ROOT = "/api/v1"
VERSION = "1.0.0"
"""Major.minor.patch; the major number stands in the address too."""


def is_api(path: str) -> bool:
    """Whether an address is one of the API's, not the page about it."""
    return path == ROOT or path.startswith(f"{ROOT}/")


def address(request: HttpRequest, resource: str) -> str:
    """The whole address of a resource, as ``figures``."""
    return absolute(request, f"{ROOT}/{resource}")

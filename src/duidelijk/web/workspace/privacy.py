"""Nothing behind the door is kept by anybody on the way: not by us, a proxy or a browser."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control

_ROOMS = ("/account/", "/werkplek", "/sessie/")


def is_behind_the_door(path: str) -> bool:
    """Whether an address is one of the workspace or of signing in."""
    return path.removeprefix("/en").startswith(_ROOMS)


class BehindTheDoor:
    """Middleware: marks every answer under the addresses of the workspace, also those that a
    library makes, as private and not to be kept or found.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if is_behind_the_door(request.path):
            patch_cache_control(response, private=True, no_store=True)
            response["X-Robots-Tag"] = "noindex"
        return response

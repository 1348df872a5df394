"""The language stands in the address; forms and messages of libraries follow it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from duidelijk.web.dashboard.places import is_english


class LanguageOfAddress:
    """Middleware: English under ``/en/``, Dutch elsewhere, whatever a browser prefers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with translation.override("en" if is_english(request.path) else "nl"):
            return self.get_response(request)

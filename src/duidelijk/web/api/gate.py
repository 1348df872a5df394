"""What holds for every address of the API: methods, other sites' scripts, the version, problems."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from duidelijk.web.api.addresses import ROOT, VERSION, is_api
from duidelijk.web.api.problems import Problem

_ALLOWED = "GET, HEAD, OPTIONS"
_LONGEST_QUERY = 4000


class Gate:
    """Middleware before everything but the page cache; leaves what is not the API's alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_api(request.path):
            return self.get_response(request)
        response = self._answered(request)
        response["API-Version"] = VERSION
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "API-Version, ETag, Link"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    def _answered(self, request: HttpRequest) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return _preflight()
        if request.method not in ("GET", "HEAD"):
            told = f"The API only reads: use {_ALLOWED}"
            return Problem(405, told, headers={"Allow": _ALLOWED}).response()
        if len(request.META.get("QUERY_STRING", "")) > _LONGEST_QUERY:
            told = f"The query is longer than {_LONGEST_QUERY} characters; ask for less at a time"
            return Problem(400, told).response()
        asked, request.method = request.method, "GET"  # of HEAD the server leaves out the body
        try:
            return self.get_response(request)
        finally:
            request.method = asked


def _preflight() -> HttpResponse:
    """What a browser asks before a script of another site may read."""
    response = HttpResponse(status=204)
    response["Allow"] = response["Access-Control-Allow-Methods"] = _ALLOWED
    response["Access-Control-Allow-Headers"] = "Accept, If-None-Match"
    response["Access-Control-Max-Age"] = "86400"
    return response


def nothing_there(path: str) -> HttpResponse:
    """A 404 for an address of the API that leads nowhere."""
    bare = path.rstrip("/")
    trailing = f"No address ends in a slash: try {bare}" if bare != path and is_api(bare) else ""
    told = trailing or f"There is nothing at this address; {ROOT}/openapi.json lists what there is"
    return Problem(404, told).response()

"""Pages of frozen editions are made once: kept in memory with their headers, plain and compressed.

An edition never changes, so a page of it never does; a new edition changes the library's state, and
with it every key here.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase

from duidelijk.web.library import library

_MOST_BYTES = 64 * 2**20
_LEAST_TO_COMPRESS = 600
_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")
_COMPRESSED_TYPES = ("text/", "application/json", "application/atom+xml", "image/svg")


@dataclass(frozen=True)
class Kept:
    """A finished answer."""

    headers: dict[str, str]
    plain: bytes
    zipped: bytes | None
    etag: str

    @property
    def size(self) -> int:
        return len(self.plain) + len(self.zipped or b"")


class PageCache:
    """Outermost middleware: answers GET and HEAD of public pages from memory where it can."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._kept: OrderedDict[tuple[int, str, str], Kept] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        try:
            host = request.get_host()
        except DisallowedHost:
            return self.get_response(request)
        # pages take no query; whole addresses depend on the host unless the site knows its own
        site = "" if settings.ADDRESS else f"{request.scheme}://{host}"
        key = (library().state, site, request.path)
        kept = self._kept.get(key)
        if kept is not None:
            self._used(key)
        else:
            response = self.get_response(request)
            if not _keepable(response) or (site and not _own_name(request, host)):
                return response
            assert isinstance(response, HttpResponse)
            kept = _keep(response)
            self._store(key, kept)
        return _answer(request, kept)

    def _used(self, key: tuple[int, str, str]) -> None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)

    def _store(self, key: tuple[int, str, str], kept: Kept) -> None:
        with self._lock:
            if key not in self._kept:
                self._kept[key] = kept
                self._bytes += kept.size
            while self._bytes > _MOST_BYTES and len(self._kept) > 1:
                self._bytes -= self._kept.popitem(last=False)[1].size


def _own_name(request: HttpRequest, host: str) -> bool:
    """Whether a host is as the server is known, not one of the endless ways to write it: with
    capitals, a dot at its end, another port.
    """
    name, port = split_domain_port(host)
    written = f"{name}:{port}" if port else name
    return host == written and port in ("", request.META.get("SERVER_PORT", ""))


def _keepable(response: HttpResponseBase) -> bool:
    return (
        response.status_code == 200
        and isinstance(response, HttpResponse)
        and not response.cookies
        and "private" not in response.get("Cache-Control", "")
        and "no-store" not in response.get("Cache-Control", "")
    )


def _keep(response: HttpResponse) -> Kept:
    plain = bytes(response.content)
    headers = {name: value for name, value in response.items() if name != "Content-Length"}
    kind = headers.get("Content-Type", "")
    zipped = None
    if len(plain) >= _LEAST_TO_COMPRESS and kind.startswith(_COMPRESSED_TYPES):
        zipped = gzip.compress(plain, 9, mtime=0)
        headers["Vary"] = "Accept-Encoding"
    return Kept(headers, plain, zipped, f'W/"{hashlib.sha256(plain).hexdigest()[:20]}"')


def _answer(request: HttpRequest, kept: Kept) -> HttpResponse:
    accepted = _GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    zipped = kept.zipped is not None and accepted is not None
    asked = request.META.get("HTTP_IF_NONE_MATCH", "")
    if kept.etag.removeprefix("W/") in asked or asked.strip() == "*":
        response = HttpResponse(status=304, headers=kept.headers)
    else:
        body = kept.zipped if zipped and kept.zipped else kept.plain
        response = HttpResponse(body, headers=kept.headers)
        response["Content-Length"] = str(len(body))
        if zipped:
            response["Content-Encoding"] = "gzip"
    response["ETag"] = kept.etag
    return response

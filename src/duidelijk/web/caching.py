"""Pages of frozen editions are made once: kept in memory with their headers, plain and compressed.

An edition never changes, so a page of it never does; a new edition changes the library's state, and
with it every key here. Pages take no query. Answers of the API do, in endless variety: these have
a shelf of their own, so that they never push a page out, and are kept only when asked a second
time, so that whoever asks for everything once pushes out nothing at all.
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

from duidelijk.web.api.addresses import is_api
from duidelijk.web.api.variants import variant
from duidelijk.web.library import library

_MOST_BYTES = 64 * 2**20
_MOST_OF_ONE = _MOST_BYTES // 8
_MOST_ASKED_ONCE = 10_000
_LEAST_TO_COMPRESS = 600
_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")
_COMPRESSED_TYPES = ("text/", "application/json", "application/atom+xml", "image/svg")
_HARDEST, _QUICK = 9, 4
"""How hard is compressed: what is surely kept, and what may be asked for only once."""

Key = tuple[int, str, str, str]


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


class Shelf:
    """Answers by key, those not asked for the longest time pushed out first; for many threads."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> Kept | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
            return kept

    def put(self, key: Key, kept: Kept) -> None:
        with self._lock:
            if key not in self._kept:
                self._kept[key] = kept
                self.bytes += kept.size
            while self.bytes > self.most_bytes and len(self._kept) > 1:
                self.bytes -= self._kept.popitem(last=False)[1].size


class AskedBefore:
    """Tells whether a key was asked before, of the last so many."""

    def __init__(self, most: int = _MOST_ASKED_ONCE) -> None:
        self.most = most
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, key: Key) -> bool:
        with self._lock:
            again = hash(key) in self._seen
            self._seen[hash(key)] = None
            if len(self._seen) > self.most:
                self._seen.popitem(last=False)
            return again


class PageCache:
    """Outermost middleware: answers GET and HEAD of public pages from memory where it can."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.pages, self.answers = Shelf(), Shelf()
        self._asked_before = AskedBefore()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        of_api = is_api(request.path)
        asked = variant(request) if of_api else ""
        try:
            host = request.get_host()
        except DisallowedHost:
            return self.get_response(request)
        if asked is None:
            return self.get_response(request)
        # whole addresses depend on the host unless the site knows its own
        site = "" if settings.ADDRESS else f"{request.scheme}://{host}"
        key = (library().state, site, request.path, asked)
        shelf = self.answers if of_api else self.pages
        kept = shelf.get(key)
        if kept is None:
            response = self.get_response(request)
            if not _keepable(response) or (site and not _own_name(request, host)):
                return response
            assert isinstance(response, HttpResponse)
            kept = _keep(response, _QUICK if of_api else _HARDEST)
            if "no-cache" in response.get("Cache-Control", ""):
                return _answer(request, kept)
            if not of_api or (self._asked_before(key) and kept.size <= _MOST_OF_ONE):
                shelf.put(key, kept)
        return _answer(request, kept)


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
        and "cookie" not in response.get("Vary", "").lower()  # made for who is signed in
        and "private" not in response.get("Cache-Control", "")
        and "no-store" not in response.get("Cache-Control", "")
    )


def _keep(response: HttpResponse, level: int) -> Kept:
    plain = bytes(response.content)
    headers = {name: value for name, value in response.items() if name != "Content-Length"}
    kind = headers.get("Content-Type", "")
    zipped = None
    if len(plain) >= _LEAST_TO_COMPRESS and kind.startswith(_COMPRESSED_TYPES):
        zipped = gzip.compress(plain, level, mtime=0)
        headers["Vary"] = ", ".join(filter(None, (headers.get("Vary"), "Accept-Encoding")))
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

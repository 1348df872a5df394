"""From an address to a file: through the view that answers readers, then compressed."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from itertools import chain
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from duidelijk.web.dashboard.pages.striking import figure_url
from duidelijk.web.dashboard.places import Place, is_english
from duidelijk.web.dashboard.site_views import not_found
from duidelijk.web.dashboard.static_copy import StaticCopy, making
from duidelijk.web.library import library
from duidelijk.web.static_site.compressing import (
    ENDINGS,
    compressible,
    forms,
    opened,
    write_in_parts,
)
from duidelijk.web.static_site.links import Links, links_of_page, links_of_text, without_figures

NOT_FOUND = {"/404.html": "/", "/en/404.html": "/en"}
"""Pages that a server gives when there is nothing, by the front page of the same language."""
_READ = ("application/atom+xml", "text/turtle", "application/ld+json", "application/rdf+xml")
"""Other kinds of text that are read for links."""
_IN_HAND = 8 * 2**20
"""Larger files, in bytes, are written part by part."""


_FOR_ALL = 0o444
_TRIES = 5
"""So often is asked for a document that others wait for too; each time waits half a minute."""
_NO_LINKS = Links((), (), ())


@dataclass(frozen=True)
class Made:
    """What became of one address."""

    address: str
    file: str = ""
    """Its name in the folder; empty when nothing is there."""
    page: bool = False
    sums: tuple[tuple[str, str], ...] = ()
    """Every file written, with its checksum: itself and those compressed."""
    size: int = 0
    changed: bool = True
    """Whether it differs from the copy before."""
    links: Links = _NO_LINKS


def file_of(address: str, *, page: bool) -> str:
    """The file that a plain web server gives at an address."""
    name = unquote(address).strip("/")
    if not page or address in NOT_FOUND:
        return name
    return f"{name}/index.html" if name else "index.html"


class Maker:
    """Makes the files of a copy in a folder, taking over what did not change."""

    def __init__(
        self,
        folder: Path,
        site: str,
        copy: StaticCopy,
        before: Path | None = None,
        sums_before: Mapping[str, str] | None = None,
    ) -> None:
        self.folder, self.site, self.copy = folder, site, copy
        self._before, self._sums_before = before, sums_before or {}
        parts = urlsplit(site)
        self._environ = {
            "REQUEST_METHOD": "GET",
            "SERVER_NAME": parts.hostname or "",
            "SERVER_PORT": str(parts.port or ""),
            "HTTP_HOST": parts.netloc,
            "wsgi.url_scheme": parts.scheme,
        }
        self._striking = None if copy.figures else _striking_figures()

    def make(self, address: str) -> Made:
        """Write what is at *address*; nothing when there is nothing."""
        with making(self.copy):
            response = self._answer(address)
            if response is None:
                return Made(address)
            try:
                return self._written(address, response)
            finally:
                response.close()

    def content(self, address: str) -> bytes:
        """What a reader would get at *address*; nothing when there is nothing."""
        with making(self.copy):
            response = self._answer(address)
        return bytes(response.content) if isinstance(response, HttpResponse) else b""

    def _answer(self, address: str) -> HttpResponseBase | None:
        if address in NOT_FOUND:
            return not_found(self._request(NOT_FOUND[address]), Http404())
        try:
            found = resolve(address)
            for _ in range(_TRIES):
                answer = found.func(self._request(address), *found.args, **found.kwargs)
                response: HttpResponseBase = answer
                if response.status_code != 503:  # a document that others are making too
                    break
        except (Resolver404, Http404):
            return None
        if response.status_code in (301, 302, 303, 307, 308):
            return _sending_on(response["Location"], is_english(address))
        return response if response.status_code == 200 else None

    def _request(self, address: str) -> HttpRequest:
        # a path comes to a program as bytes read as Latin letters
        path = address.encode().decode("latin-1")
        environ = {**self._environ, "PATH_INFO": path, "wsgi.input": io.BytesIO()}
        return WSGIRequest(environ)

    def _written(self, address: str, response: HttpResponseBase) -> Made:
        media = response.get("Content-Type", "")
        page = media.startswith("text/html")
        made = Made(address, file_of(address, page=page), page)
        compress = compressible(media)
        if isinstance(response, StreamingHttpResponse):
            return self._stream(made, iter(response), compress=compress)
        assert isinstance(response, HttpResponse)
        content = bytes(response.content)
        if page:
            text = content.decode()
            if self._striking is not None:
                text = without_figures(text, self._striking.__contains__)
                content = text.encode()
            made = replace(made, links=links_of_page(text, address, self.site))
        elif media.startswith(_READ):
            made = replace(made, links=links_of_text(content.decode(), self.site))
        return self._store(made, content, compress=compress)

    def _store(self, made: Made, content: bytes, *, compress: bool) -> Made:
        """Write one file and its compressed forms; those of the copy before when it is the same."""
        same = self._taken_over(made, content)
        if same is not None:
            return same
        files = forms(made.file, content, compress=compress)
        for name, data in files.items():
            with opened(self.folder, name) as stream:
                stream.write(data)
        sums = tuple((name, hashlib.sha256(data).hexdigest()) for name, data in files.items())
        return replace(made, sums=sums, size=sum(map(len, files.values())))

    def _taken_over(self, made: Made, content: bytes) -> Made | None:
        """The same file of the copy before, with its compressed forms, when nothing changed."""
        digest = hashlib.sha256(content).hexdigest()
        if self._before is None or self._sums_before.get(made.file) != digest:
            return None
        names = [made.file, *(f"{made.file}{each}" for each in ENDINGS)]
        names = [each for each in names if each in self._sums_before]
        data = {}
        try:
            for name in names:
                data[name] = (self._before / name).read_bytes()
        except OSError:  # somebody took it away
            return None
        sums = {name: hashlib.sha256(each).hexdigest() for name, each in data.items()}
        if any(sums[name] != self._sums_before[name] for name in names):  # or changed it
            return None
        for name in names:
            self._link(self._before / name, name, data[name])
        size = sum(map(len, data.values()))
        return replace(made, sums=tuple(sums.items()), size=size, changed=False)

    def _link(self, source: Path, name: str, data: bytes) -> None:
        """One more name for a file; a second file where the disk knows no such names, and for one
        that not everybody may read.
        """
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            if source.stat().st_mode & _FOR_ALL == _FOR_ALL:
                os.link(source, path)
                return
        except OSError:
            pass
        path.write_bytes(data)

    def _stream(self, made: Made, parts: Iterator[bytes], *, compress: bool) -> Made:
        """A file that may be large: a small one is kept in hand, the rest goes part by part."""
        begun = []
        for part in parts:
            begun.append(part)
            if sum(map(len, begun)) > _IN_HAND:
                break
        else:
            return self._store(made, b"".join(begun), compress=compress)
        sums, size = write_in_parts(self.folder, made.file, chain(begun, parts), compress=compress)
        changed = self._sums_before.get(made.file) != sums[made.file]
        return replace(made, sums=tuple(sums.items()), size=size, changed=changed)


def _striking_figures() -> frozenset[str]:
    """The pages of the figures that stand out: feeds and mails lead to these for ever."""
    newest = library().newest()
    found = set()
    for edition in library().editions().values():
        for language in ("nl", "en"):
            places = [Place(language, edition.id)]
            if edition is newest:
                places.append(Place(language))
            for each in (edition.striking or {"developments": []})["developments"]:
                found |= {figure_url(place, each) for place in places}
    return frozenset(found)


def _sending_on(address: str, english: bool) -> HttpResponse:
    """A page that sends on, as a server without a program cannot."""
    there, language = escape(address, quote=True), "en" if english else "nl"
    return HttpResponse(
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<title>{there}</title>\n<meta http-equiv="refresh" content="0; url={there}">\n'
        f'<link rel="canonical" href="{there}">\n</head>\n'
        f'<body><p><a href="{there}">{there}</a></p></body>\n</html>\n'
    )

"""Files: those of an edition as they were sealed, stylesheets, pictures, and for robots."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import django_htmx
from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from duidelijk.foundation.checksums import SUMS
from duidelijk.web.library import library
from duidelijk.web.themes import theme_path

_STATIC = Path(__file__).parent / "static" / "duidelijk"
_STATIC_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_HTMX = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
_DOWNLOADS = {
    "figures.csv": "text/csv; charset=utf-8",
    "datapackage.json": "application/json",
    "catalogue.json": "application/json",
    "releases.json": "application/json",
    "regions.json": "application/json",
    "edition.json": "application/json",
    "sentences.json": "application/json",
    "late.json": "application/json",
    "striking.json": "application/json",
    "figures.by-indicator.parquet": "application/vnd.apache.parquet",
    "figures.by-region.parquet": "application/vnd.apache.parquet",
    "carried.parquet": "application/vnd.apache.parquet",
    "changes.parquet": "application/vnd.apache.parquet",
    "coming.parquet": "application/vnd.apache.parquet",
    "foretold.parquet": "application/vnd.apache.parquet",
    "revisions.parquet": "application/vnd.apache.parquet",
    "vintages.parquet": "application/vnd.apache.parquet",
    SUMS: "text/plain; charset=utf-8",
}


_LONGEST_KEY = 100
"""Longer words are no slip of the pen, and comparing them takes long."""


class Unknown(Http404):
    """A key that is not there; ``meant`` holds what may have been meant, with its name."""

    def __init__(
        self, key: str, known: Iterable[str] = (), meant: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(key)
        near = difflib.get_close_matches(key[:_LONGEST_KEY], list(known), n=3, cutoff=0.6)
        self.meant = dict(meant) if meant is not None else {each: each for each in near}


@require_safe
def download(request: HttpRequest, edition: str, name: str) -> FileResponse:
    """A file of a frozen edition, as it was sealed."""
    found = library().editions().get(edition)
    if found is None or name not in _DOWNLOADS:
        raise Unknown(name, _DOWNLOADS)
    response = FileResponse(
        (found.folder / name).open("rb"),
        content_type=_DOWNLOADS[name],
        as_attachment=name.endswith((".csv", ".parquet")),
        filename=f"{found.monitor.id}-{edition}-{name}",
    )
    response["Cache-Control"] = "public, max-age=86400, immutable"
    response["Access-Control-Allow-Origin"] = "*"
    return response


@cache
def _static_files() -> dict[str, tuple[str, bytes, str]]:
    """Our own files, and the house style: name → address, content and type."""
    paths = {path.name: path for path in _STATIC.iterdir() if path.suffix in _STATIC_TYPES}
    paths["htmx.js"] = _HTMX
    if settings.THEME:
        paths["theme.css"] = theme_path(settings.THEME)
    found = {}
    for name, path in paths.items():
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()[:10]
        address = f"/static/{name.rpartition('.')[0]}.{digest}{path.suffix}"
        found[name] = (address, content, _STATIC_TYPES[path.suffix])
    return found


def versioned(name: str) -> str:
    """The address of one of our own files, with a part of its checksum."""
    return _static_files()[name][0]


@require_safe
def static_file(request: HttpRequest, name: str) -> HttpResponse:
    """A stylesheet or picture; its address holds a part of its checksum, so it never changes."""
    for address, content, kind in _static_files().values():
        if address == f"/static/{name}":
            response = HttpResponse(content, content_type=kind)
            response["Cache-Control"] = "public, max-age=31536000, immutable"
            return response
    raise Http404("no such file")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be found."""
    return HttpResponse("User-agent: *\nAllow: /\n", content_type="text/plain")

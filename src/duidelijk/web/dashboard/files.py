"""Files: those of an edition as they were sealed, stylesheets, pictures, and for robots."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import allauth
import django_htmx
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from duidelijk.foundation.checksums import SUMS, read_sums, sha256
from duidelijk.web.library import library
from duidelijk.web.ranges import sent_file
from duidelijk.web.themes import theme_path

_STATIC = Path(__file__).parent / "static" / "duidelijk"
_STATIC_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_HTMX = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
_ALLAUTH = Path(allauth.__file__).parent
_SIGNING_IN = {
    name: _ALLAUTH / room / "static" / name
    for room, name in (
        ("account", "account/js/onload.js"),
        ("mfa", "mfa/js/webauthn.js"),
        ("mfa", "mfa/js/webauthn-json.js"),
        ("mfa", "mfa/js/recovery_codes.js"),
    )
}
"""Scripts for security keys, by the names that pages of the library ask for."""
_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
    ".md": "text/markdown; charset=utf-8",
    ".pdf": "application/pdf",
    "": "text/plain; charset=utf-8",
}
_TO_KEEP = (".csv", ".parquet")
"""Files that a browser keeps; it shows the others."""
_OTHER = "application/octet-stream"
_CSV_METADATA = "application/csvm+json"
_DESCRIPTION = "-metadata.json"
"""What stands behind the name of a CSV file in that of its description."""


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
def download(request: HttpRequest, edition: str, name: str) -> HttpResponseBase:
    """A file of a frozen edition, as it was sealed."""
    found = library().editions().get(edition)
    sealed = read_sums(found.folder) if found else {}
    if found is None or name not in (*sealed, SUMS):
        raise Unknown(name, sealed)
    path = found.folder / name
    described = name.endswith(_DESCRIPTION)
    media = _CSV_METADATA if described else _TYPES.get(path.suffix, _OTHER)
    response = sent_file(request, path, media, f'"{sealed.get(name) or sha256(path)}"')
    called = f"{found.monitor.id}-{edition}-{name.replace('/', '-')}"
    how = "attachment" if path.suffix in _TO_KEEP else "inline"
    response["Content-Disposition"] = f'{how}; filename="{called}"'
    if f"{name}{_DESCRIPTION}" in sealed:
        link = f'<{path.name}{_DESCRIPTION}>; rel="describedby"; type="{_CSV_METADATA}"'
        response["Link"] = link
    response["Cache-Control"] = "public, max-age=86400, immutable"
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "Link, Content-Range, Accept-Ranges"
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
    if name in _SIGNING_IN:
        response = HttpResponse(_SIGNING_IN[name].read_bytes(), content_type=_STATIC_TYPES[".js"])
        response["Cache-Control"] = "public, max-age=86400"
        return response
    raise Http404("no such file")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be found."""
    return HttpResponse("User-agent: *\nAllow: /\n", content_type="text/plain")

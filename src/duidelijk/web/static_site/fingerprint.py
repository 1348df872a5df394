"""What a copy of the site depends on, in one number: the same, and there is nothing to do."""

from __future__ import annotations

import datetime as dt
import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

import duidelijk
from duidelijk.foundation.checksums import SUMS
from duidelijk.web.agenda.doing import public_state
from duidelijk.web.agenda.models import today
from duidelijk.web.dashboard.static_copy import StaticCopy
from duidelijk.web.library import library
from duidelijk.web.local.collecting import local_state
from duidelijk.web.static_site.making import Maker
from duidelijk.web.themes import theme_path

_SETTINGS = ("ADDRESS", "CONTACT", "SECURITY_CONTACT")
_LIVE = ("vragen", "sinds-de-editie", "trefzekerheid", "edities")
"""Pages that may change without a new edition."""
_CODE = (".py", ".html", ".yaml", ".css", ".js", ".svg", ".typ")


def fingerprint(copy: StaticCopy, maker: Maker) -> str:
    """A number over the program, the settings, the editions shown and what else pages tell."""
    whole = hashlib.sha256(_program().encode())
    whole.update(repr((copy, *(getattr(settings, name) for name in _SETTINGS))).encode())
    if settings.THEME:
        whole.update(theme_path(settings.THEME).read_bytes())
    if settings.SECURITY_CONTACT:  # it tells until when it holds
        whole.update(f"{dt.datetime.now(dt.UTC):%Y-%m}".encode())
    for edition in library().editions().values():
        whole.update((edition.folder / SUMS).read_bytes())
    for path in sorted(settings.HOME.boundaries.rglob("*")):
        if path.is_file():
            whole.update(path.read_bytes())
    whole.update(public_state().encode())
    whole.update(local_state(today()).encode())
    for name in _LIVE:
        for root in ("", "/en"):
            whole.update(maker.content(f"{root}/{name}"))
    return whole.hexdigest()


@cache
def _program() -> str:
    """The program, to the letter."""
    whole = hashlib.sha256(f"{duidelijk.__version__} {version('django')}".encode())
    for path in sorted(Path(duidelijk.__file__).parent.rglob("*")):
        if path.suffix in _CODE:
            whole.update(path.read_bytes())
    return whole.hexdigest()

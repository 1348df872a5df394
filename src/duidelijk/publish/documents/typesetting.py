"""From a document's blocks to the bytes of a PDF/UA-1 file, with Typst."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
import threading
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from duidelijk.publish.documents.legible import STYLES, drawable

_TEMPLATES = Path(__file__).with_name("templates")
_lock = threading.Lock()


def typeset(document: Mapping[str, Any], moment: dt.date) -> bytes:
    """The document as PDF/UA-1, dated the *moment* it speaks of; the same bytes on every run."""
    midnight = dt.datetime.combine(moment, dt.time(), dt.UTC)
    with _lock:  # a compiler does one thing at a time
        made = _compiler().compile(
            format="pdf",
            pdf_standards="ua-1",
            timestamp=int(midnight.timestamp()),
            sys_inputs={"document": json.dumps(drawable(document), ensure_ascii=False)},
        )
    assert isinstance(made, bytes)
    return made


@cache
def _compiler() -> typst.Compiler:
    """The compiler with its fonts; kept, since it remembers what it laid out before."""
    return typst.Compiler(
        _TEMPLATES / "document.typ",
        root=_TEMPLATES,
        font_paths=_fonts()[1],
        ignore_system_fonts=True,
    )


@cache
def _fonts() -> tuple[tempfile.TemporaryDirectory[str], typst.Fonts]:
    """The fonts, found through a folder of links that is kept as long as the process lives.

    Of each the font package holds two formats, of which a search picks one at random: other bytes
    on another machine.
    """
    package = Path(str(files("font_source_sans_pro"))) / "files"
    folder = tempfile.TemporaryDirectory(prefix="duidelijk-fonts-")
    for style in STYLES:
        name = f"SourceSansPro-{style}.ttf"
        (Path(folder.name) / name).symlink_to(package / name)
    found = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder.name]
    )
    return folder, found

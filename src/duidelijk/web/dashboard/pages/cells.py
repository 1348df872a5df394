"""Cells of tables as markup: of tables with so many rows that a template takes too long."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import Any

TONES = {True: " good", False: " bad", None: ""}


@lru_cache(maxsize=16384)
def safe(text: str) -> str:
    """Words as markup; kept, since the same names and figures return on many pages."""
    return escape(text)


def heading(url: str, title: str, under: str = "") -> str:
    """The cell that names a row and leads to it, with something quiet *under* it."""
    quiet = f'<span class="quiet">{safe(under)}</span>' if under else ""
    link = f'<a href="{safe(url)}">{safe(title)}</a>'
    return f'<th scope="row" role="rowheader">{link}{quiet}</th>'


def cell(label: str, content: str) -> str:
    """A cell of a table that is stacked on a phone, where its *label* stands over it."""
    return f'<td role="cell" data-label="{safe(label)}">{content}</td>'


def quiet(text: str) -> str:
    """Words that step back."""
    return f'<span class="quiet">{safe(text)}</span>'


def verdict_words(shown: Mapping[str, Any]) -> str:
    """A verdict as ``_verdict.html`` shows it."""
    size = f' <span class="size">{safe(shown["size"])}</span>' if shown["size"] else ""
    judged = shown["judgement"]
    judgement = f' <span class="judgement">({safe(judged)})</span>' if judged else ""
    return (
        f'<span class="verdict">{shown["mark"]}<span>{safe(shown["word"])}{size}{judgement}'
        "</span></span>"
    )


def told(mark: str, words: str, good: bool | None, size: str = "") -> str:
    """A mark with its words, coloured where it is good or bad."""
    tone = TONES[good]
    shown = f' <span class="size">{safe(size)}</span>' if size else ""
    return (
        f'<span class="verdict{tone}"><svg class="mark{tone}" aria-hidden="true" width="16" '
        f'height="16"><use href="#mark-{mark}"/></svg><span>{safe(words)}{shown}</span></span>'
    )

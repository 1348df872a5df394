"""Editors' texts: a small, safe part of Markdown, for pages and documents alike.

Paragraphs, emphasis, lists, quotations, headings and links. Pictures are those of the edition:
``![what it shows](indicator:KEY)`` puts the chart of an indicator in the text. HTML is shown as it
was typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

CHART = "indicator:"
"""How the address of a chart of the edition starts."""
HIGHEST_HEADING = 3
"""A page has its own first two levels."""


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        """Other sites over http, addresses of this one, e-mail; charts of the edition."""
        kind, colon, _ = url.partition(":")
        if not colon or "/" in kind or "#" in kind:
            return True
        return kind.lower() in ("http", "https", "mailto", CHART.rstrip(":"))


@cache
def _markdown() -> MarkdownIt:
    parser = _Markdown("commonmark", {"html": False, "typographer": False})
    return parser.disable(["code", "html_block", "html_inline"])


def parse(text: str) -> list[Token]:
    """The blocks of *text* as markdown-it's tokens; headings start at the third level."""
    tokens = _markdown().parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            level = min(6, int(token.tag[1:]) + HIGHEST_HEADING - 1)
            token.tag = f"h{level}"
    return tokens


def to_html(text: str) -> str:
    """*text* as safe HTML; charts are left to who knows the edition, as ``img`` elements."""
    return str(_markdown().renderer.render(parse(text), _markdown().options, {}))


def charts(text: str) -> Iterator[tuple[str, str]]:
    """The indicator and the alternative text of each chart put in *text*."""
    for block in parse(text):
        for token in block.children or ():
            if token.type == "image" and str(token.attrs["src"]).startswith(CHART):
                yield str(token.attrs["src"]).removeprefix(CHART), token.content

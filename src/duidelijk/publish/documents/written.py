"""Editors' texts as blocks: the same small part of Markdown as on the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from markdown_it.token import Token

from duidelijk.publish.documents.blocks import BREAK, Block, Run, heading, run
from duidelijk.publish.prose import CHART, HIGHEST_HEADING, parse

_LOWEST = 4

Chart = Callable[[str, str], Block | None]
"""From an indicator and the words of whoever put it there to a figure; ``None`` without figures."""


def written(text: str, chart: Chart, *, under: int, lang: str = "") -> list[Block]:
    """The blocks of a Markdown *text* that stands *under* a heading of that level; *lang* where it
    is not in the language of the document.
    """
    return _Reader(chart, under, lang).blocks(iter(parse(text)), "")


def opening_of(blocks: Sequence[Block], most: int) -> list[Block]:
    """The first blocks with words, up to about so many characters, headings and charts left out."""
    found: list[Block] = []
    length = 0
    for each in blocks:
        if each["kind"] in ("heading", "figures", "rule"):
            continue
        length += _length(each)
        if found and length > most:
            break
        found.append(each)
    return found


def _length(block: Block) -> int:
    inner = [*block.get("blocks", []), *(each for item in block.get("items", []) for each in item)]
    own = sum(
        len(each if isinstance(each, str) else each.get("text", ""))
        for each in block.get("runs", [])
    )
    return own + sum(_length(each) for each in inner)


class _Reader:
    """Reads markdown-it's flat row of tokens, in which an element opens and closes."""

    def __init__(self, chart: Chart, under: int, lang: str) -> None:
        self._chart = chart
        self._under = under
        self._last = under
        self._lang = lang

    def blocks(self, tokens: Iterator[Token], until: str) -> list[Block]:
        """The blocks up to the token of type *until*."""
        found: list[Block] = []
        for token in tokens:
            if token.type == until:
                break
            found += self._block(token, tokens)
        return found

    def _block(self, token: Token, tokens: Iterator[Token]) -> list[Block]:
        match token.type:
            case "paragraph_open":
                return self._paragraph(self._inline(tokens))
            case "heading_open":
                level = self._level(int(token.tag[1:]))
                runs = self._runs(self._inline(tokens))
                return [{**heading("", level, outlined=False), "runs": runs}]
            case "bullet_list_open" | "ordered_list_open":
                ordered = token.type == "ordered_list_open"
                start = int(token.attrs.get("start", 1)) if ordered else 1
                items = self._items(tokens, token.type.replace("open", "close"))
                return [{"kind": "list", "ordered": ordered, "start": start, "items": items}]
            case "blockquote_open":
                return [{"kind": "quote", "blocks": self.blocks(tokens, "blockquote_close")}]
            case "fence":
                return [{"kind": "paragraph", "runs": self._words(token.content.rstrip("\n"), {})}]
            case "hr":
                return [{"kind": "rule"}]
        return []

    def _level(self, of_page: int) -> int:
        """The level of a heading: no level may be left out on the way down."""
        wanted = self._under + max(of_page - HIGHEST_HEADING + 1, 1)
        self._last = min(wanted, self._last + 1, _LOWEST)
        return self._last

    def _items(self, tokens: Iterator[Token], until: str) -> list[list[Block]]:
        items = []
        for token in tokens:
            if token.type == until:
                break
            if token.type == "list_item_open":
                items.append(self.blocks(tokens, "list_item_close"))
        return items

    def _inline(self, tokens: Iterator[Token]) -> list[Token]:
        """What stands in a paragraph or heading, and past its end."""
        inside = list(next(tokens).children or ())
        next(tokens)
        return inside

    def _paragraph(self, inside: Sequence[Token]) -> list[Block]:
        """A paragraph, with the charts in it under it."""
        charts = [
            drawn
            for token in inside
            if token.type == "image" and (drawn := self._drawn(token)) is not None
        ]
        runs = self._runs([token for token in inside if not self._is_chart(token)])
        words = any(isinstance(each, dict) or each.strip() for each in runs)
        found: list[Block] = [{"kind": "paragraph", "runs": runs}] if words else []
        if charts:
            found.append({"kind": "figures", "columns": 1, "figures": charts})
        return found

    def _is_chart(self, token: Token) -> bool:
        return token.type == "image" and str(token.attrs["src"]).startswith(CHART)

    def _drawn(self, token: Token) -> Block | None:
        if not self._is_chart(token):
            return None
        return self._chart(str(token.attrs["src"]).removeprefix(CHART), token.content)

    def _runs(self, inside: Sequence[Token]) -> list[Run]:
        found: list[Run] = []
        style: dict[str, object] = {}
        for token in inside:
            match token.type:
                case "text" | "code_inline":
                    found += self._words(token.content, style)
                case "image":  # one from elsewhere is not fetched: its words stand for it
                    found += self._words(token.content, style)
                case "softbreak":
                    found.append(" ")
                case "hardbreak":
                    found.append(BREAK)
                case "strong_open":
                    style["strong"] = True
                case "strong_close":
                    style.pop("strong", None)
                case "em_open":
                    style["emphasis"] = True
                case "em_close":
                    style.pop("emphasis", None)
                case "link_open":
                    style["link"] = _elsewhere(str(token.attrs["href"]))
                case "link_close":
                    style.pop("link", None)
        return found

    def _words(self, text: str, style: dict[str, object]) -> list[Run]:
        found: list[Run] = []
        for line in text.split("\n"):
            if found:
                found.append(BREAK)
            found.append(run(line, lang=self._lang, **style))
        return found


def _elsewhere(address: str) -> str:
    """An address that leads somewhere from paper too; empty for one within the site."""
    return address if address.startswith(("http://", "https://", "mailto:")) else ""

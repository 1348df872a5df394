"""Blocks of a document: plain values that the templates know by their ``kind``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Run = str | dict[str, Any]
"""A stretch of words in one style, or a mark between them."""
Block = dict[str, Any]
Cell = dict[str, Any]

_LONGEST_LINK = 2000

RIGHT, LEFT = "right", "left"


def run(text: str, **style: Any) -> Run:
    """Words with a style: ``strong``, ``emphasis``, ``quiet``, ``small``, ``tag``, ``tone``,
    ``link`` (an address), ``to`` (the anchor of a reference in the document) or ``lang``. An
    address that is longer than readers of files take is not followed.
    """
    if len(style.get("link", "")) > _LONGEST_LINK:
        del style["link"]
    return {"text": text, **{name: value for name, value in style.items() if value}}


def mark(svg: str) -> Run:
    """A mark within a line; the word that says the same must stand beside it."""
    return {"mark": svg}


BREAK: Run = {"break": True}
"""The end of a line within a paragraph or a cell."""


def spaced(*parts: Run | Sequence[Run] | None) -> list[Run]:
    """Runs with a space between each two; what is empty is left out."""
    found: list[Run] = []
    for part in parts:
        if part is None or part in ("", []):
            continue
        if found:
            found.append(" ")
        found += [part] if isinstance(part, str | dict) else list(part)
    return found


def heading(
    text: str,
    level: int = 2,
    *,
    fresh_page: bool = False,
    outlined: bool = True,
    bookmarked: bool = True,
) -> Block:
    """A heading; *outlined* ones of two levels stand in the contents."""
    return {
        "kind": "heading",
        "level": level,
        "runs": [text],
        "fresh_page": fresh_page,
        "outlined": outlined,
        "bookmarked": bookmarked,
    }


def paragraph(*runs: Run, kind: str = "paragraph") -> Block:
    """A paragraph; as *kind* also a ``lead``, a ``note`` or ``small`` print."""
    return {"kind": kind, "runs": list(runs)}


def quote(*blocks: Block) -> Block:
    """What somebody said or wrote."""
    return {"kind": "quote", "blocks": list(blocks)}


def reference(anchor: str, named: str, *runs: Run) -> Block:
    """What a run leads ``to``: an entry under the name that stands in the text, as ``[7]``."""
    return {"kind": "reference", "anchor": anchor, "named": named, "runs": list(runs)}


def needed(block: Block) -> Block:
    """A block that stands on its page whatever else must give way."""
    return {**block, "needed": True}


def first_that_fits(*options: Block) -> Block:
    """The same thing told at more and less length; for documents of pages that are fitted."""
    return {"kind": "choice", "options": list(options)}


def shortened(title: str, before: Sequence[Block], rows: Block, after: Sequence[Block]) -> Block:
    """A table under its title, with as many *rows* as there is room for on a fitted page."""
    opening = [heading(title, 1), *before]
    return {"kind": "shortened", "before": opening, "table": rows, "after": list(after)}


def sticky(block: Block) -> Block:
    """A block that stays on the page of the next one."""
    return {**block, "sticky": True}


def bullets(items: Sequence[Sequence[Run]]) -> Block:
    """A list of single lines."""
    blocks = [[paragraph(*item)] for item in items]
    return {"kind": "list", "ordered": False, "start": 1, "items": blocks}


def cell(*runs: Run) -> Cell:
    """A cell of a table with words."""
    return {"runs": list(runs)}


def table(
    head: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    widths: Sequence[float | str],
    *,
    align: Sequence[str] | None = None,
    size: float = 8.5,
    breakable: bool = True,
) -> Block:
    """A table; *widths* are shares of the line, or ``auto``."""
    return {
        "kind": "table",
        "head": [cell(each) for each in head],
        "rows": [list(row) for row in rows],
        "widths": list(widths),
        "align": list(align or [LEFT] * len(head)),
        "size": size,
        "breakable": breakable,
    }


def together(*blocks: Block, above: float = 14) -> Block:
    """Blocks that are not parted by the end of a page, with so many points of white *above*."""
    return {"kind": "together", "blocks": list(blocks), "above": above}


def letter(blocks: Sequence[Block], *, fresh_page: bool = False) -> Block:
    """A letter of at most two pages: set smaller where it is longer than that."""
    return {"kind": "letter", "blocks": list(blocks), "fresh_page": fresh_page}


def section(title: str, *blocks: Block) -> Block:
    """Blocks under a heading of the first level, not parted from it."""
    return together(heading(title, 1), *blocks)


def beside(widths: Sequence[float], *sides: Sequence[Block]) -> Block:
    """Blocks side by side, in columns of these shares of the line."""
    return {"kind": "beside", "widths": list(widths), "sides": [list(side) for side in sides]}


def figures(found: Sequence[Block], columns: int = 2) -> Block:
    """Figures in rows of so many."""
    return {"kind": "figures", "columns": columns, "figures": list(found)}


def picture(svg: str, alt: str, width: int = 100, caption: str = "") -> Block:
    """A picture over so many percent of the line, with what it says for who cannot see it."""
    return {"kind": "picture", "svg": svg, "alt": alt, "width": width, "caption": caption}


def lines(most: int) -> Block:
    """Empty lines to write on: what there is room for on the page, so many at the *most*."""
    return {"kind": "lines", "most": most}

"""Small pieces of SVG that cannot come out malformed."""

from __future__ import annotations

import re
from html import escape

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold at all."""


def element(name: str, content: str = "", **attributes: str | float | int | None) -> str:
    """One SVG element; ``class_`` gives ``class``, ``_`` in other names gives ``-``.

    Attribute values are escaped; *content* is markup already (see ``text``).
    """
    parts = []
    for key, value in attributes.items():
        if value is None:
            continue
        shown = format(value, "g") if isinstance(value, float) else str(value)
        safe = escape(_FORBIDDEN.sub("", shown), quote=True)
        parts.append(f' {key.rstrip("_").replace("_", "-")}="{safe}"')
    opened = f"<{name}{''.join(parts)}"
    return f"{opened}>{content}</{name}>" if content else f"{opened}/>"


def text(words: str) -> str:
    """Words as content of an element, escaped."""
    return escape(_FORBIDDEN.sub("", words), quote=False)


def picture(
    width: float,
    height: float,
    content: str,
    *,
    id_: str,
    title: str,
    description: str,
    class_: str,
) -> str:
    """An accessible SVG: one image with a name and a description."""
    named = element("title", text(title), id=f"{id_}-t")
    described = element("desc", text(description), id=f"{id_}-d") if description else ""
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" role="img" class="{class_}" '
        f'aria-labelledby="{id_}-t{f" {id_}-d" if description else ""}">'
        f"{named}{described}{content}</svg>"
    )

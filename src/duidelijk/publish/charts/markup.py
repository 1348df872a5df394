"""Small pieces of SVG that cannot come out malformed."""

from __future__ import annotations

import re
from functools import cache
from html import escape

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold at all."""
_PLAIN = re.compile(r"[A-Za-z0-9 #%.,:;/_~()+-]*")
"""Values that need no escaping."""


def element(name: str, content: str = "", **attributes: str | float | int | None) -> str:
    """One SVG element; ``class_`` gives ``class``, ``_`` in other names gives ``-``.

    Attribute values are escaped; *content* is markup already (see ``text``).
    """
    parts = [f"<{name}"]
    for key, value in attributes.items():
        if value is None:
            continue
        if type(value) is float:
            parts.append(f' {_attribute(key)}="{value:g}"')
        elif type(value) is int:
            parts.append(f' {_attribute(key)}="{value}"')
        else:
            parts.append(f' {_attribute(key)}="{_safe(str(value))}"')
    parts.append(f">{content}</{name}>" if content else "/>")
    return "".join(parts)


@cache
def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _safe(words: str) -> str:
    """Words as the value of an attribute; most need no more than a look."""
    if _PLAIN.fullmatch(words):
        return words
    return escape(_FORBIDDEN.sub("", words), quote=True)


def text(words: str) -> str:
    """Words as content of an element, escaped."""
    if _PLAIN.fullmatch(words):
        return words
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

"""Text as people type and paste it, made safe to keep."""

from __future__ import annotations

_JOINERS = "\u200c\u200d"
"""Invisible, but without them some scripts read otherwise, and one emoji becomes three."""
_KEPT = "\n\t" + _JOINERS
_LINE_ENDS = dict.fromkeys(map(ord, "\r\x0b\x0c\x85\u2028\u2029"), "\n")
_SPACES = dict.fromkeys(
    map(
        ord,
        "\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
    ),
    " ",
)
_MOST_DIGITS = 18
"""So many digits always fit in the database."""


def plain(text: str) -> str:
    """*text* with plain line ends and spaces, and without characters that steer a terminal, a
    database or the direction of reading.
    """
    lines = text.replace("\r\n", "\n").translate(_LINE_ENDS | _SPACES)
    if not lines.isprintable():
        lines = "".join(each for each in lines if each in _KEPT or each.isprintable())
    return lines.strip().strip(_JOINERS).strip()


def one_line(text: str, most: int) -> str:
    """*text* on one line, cut at so many characters."""
    return " ".join(plain(text).split())[:most]


def whole_number(given: str) -> int:
    """The number that a form or an address holds; 0 for anything else, and for more than a
    database keeps.
    """
    plain_digits = given.isascii() and given.isdigit() and len(given) <= _MOST_DIGITS
    return int(given) if plain_digits else 0

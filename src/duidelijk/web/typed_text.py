"""Text as people type and paste it, made safe to keep."""

from __future__ import annotations


def plain(text: str) -> str:
    """*text* with plain line ends, and without characters that steer a terminal or a database."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(each for each in lines if each in "\n\t" or each.isprintable()).strip()


def one_line(text: str, most: int) -> str:
    """*text* on one line, cut at so many characters."""
    return " ".join(plain(text).split())[:most]

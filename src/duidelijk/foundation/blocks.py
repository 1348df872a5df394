"""Cuts a CSV file of any size into blocks of whole rows, to be read in little memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

BLOCK = 16_000_000
"""Bytes that are read at once."""
LONGEST_ROW = 64_000_000


class Stream(Protocol):
    """What gives bytes in pieces."""

    def read(self, size: int, /) -> bytes:
        """At most *size* bytes, and none at the end."""


class EndlessRow(ValueError):
    """A row that does not end: most likely a quotation mark is missing."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(
            f"has a row of more than {LONGEST_ROW // 1_000_000} MB; a quotation mark may be missing"
        )


def rows_in_blocks(stream: Stream) -> Iterator[tuple[int, bytes]]:
    """The first row, then blocks of whole rows, each with the line it starts on.

    Line breaks within quotes do not end a row. Raises ``EndlessRow``.
    """
    rest = block = stream.read(BLOCK)
    while block and b"\n" not in block:
        block = stream.read(BLOCK)
        rest += block
        if len(rest) > LONGEST_ROW:
            raise EndlessRow(1)
    begin = rest.find(b"\n") + 1 or len(rest)
    yield 1, rest[:begin]
    line, rest = 2, rest[begin:]
    while True:
        block = stream.read(BLOCK)
        rest += block
        end = _end_of_rows(rest) if block else len(rest)
        if end:
            yield line, rest[:end]
            line += rest.count(b"\n", 0, end)
            rest = rest[end:]
        if not block:
            return
        if len(rest) > LONGEST_ROW:
            raise EndlessRow(line)


def _end_of_rows(block: bytes) -> int:
    """The place behind the last line break that is not within quotes; 0 when there is none."""
    end = block.rfind(b"\n")
    quotes = block.count(b'"', 0, max(end, 0))
    while end >= 0 and quotes % 2:
        earlier = block.rfind(b"\n", 0, block.rfind(b'"', 0, end))
        quotes -= block.count(b'"', max(earlier, 0), end)
        end = earlier
    return end + 1

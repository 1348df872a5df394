"""What connectors ask of the network, and what it answers; ``fetching`` does the real asking."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from duidelijk.foundation.problems import Problem, Refused


@dataclass(frozen=True)
class Reply:
    """A whole answer to one request."""

    address: str
    body: bytes
    content_type: str = ""
    etag: str = ""
    modified: str = ""
    """The header Last-Modified, as it was sent."""


class Unanswered(Refused):
    """A source that cannot be reached, or says no; ``status`` is 0 when nothing came back."""

    def __init__(self, address: str, status: int, what: str, remedy: str = "") -> None:
        self.address, self.status, self.what = address, status, what
        super().__init__("The source did not answer:", [Problem(address, 0, what, remedy)])


class Unreadable(Refused):
    """An answer or a file that is not what it should be."""

    def __init__(self, where: str, what: str, remedy: str = "", line: int = 0) -> None:
        super().__init__("This cannot be read:", [Problem(where, line, what, remedy)])


class Ask(Protocol):
    """Asks one address at a time; retries, waits its turn, and keeps what came back."""

    def get(self, address: str, accept: str = "application/json") -> Reply:
        """The whole answer. Raises ``Unanswered``."""

    def download(self, address: str) -> Path:
        """A file of any size, on disk; resumed when it breaks off. Raises ``Unanswered``."""

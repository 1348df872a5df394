"""A real mail server on loopback, that keeps what it takes and refuses whom it is told to."""

from __future__ import annotations

import email
import email.policy
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class Post:
    """What came in, in order; ``refusals`` gives the reply to an address instead of taking it."""

    def __init__(self) -> None:
        self.raw: list[tuple[str, bytes]] = []
        self.refusals: dict[str, str] = {}
        self.asked: list[str] = []
        self.port = 0

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        self.asked.append(address)
        if reply := self.refusals.get(address):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.raw += [(address, envelope.content) for address in envelope.rcpt_tos]
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """The letters to an address."""
        policy = email.policy.default
        found = [raw.replace(b"\r\n", b"\n") for each, raw in self.raw if each == address]
        return [email.message_from_bytes(each, policy=policy) for each in found]  # type: ignore[misc]


@contextmanager
def mail_server() -> Iterator[Post]:
    """The post of a server that listens until the block ends."""
    post = Post()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        post.port = probe.getsockname()[1]
    controller = Controller(post, hostname="127.0.0.1", port=post.port)
    controller.start()
    try:
        yield post
    finally:
        controller.stop()

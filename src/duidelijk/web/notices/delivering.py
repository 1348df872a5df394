"""Hands letters to the mail server one by one, and tells exactly how each ended.

Django's own way of sending does not tell whether a connection was lost before or after the server
had a letter; that decides whether it may be sent once more.
"""

from __future__ import annotations

import io
import re
import smtplib
from email.generator import BytesGenerator
from email.utils import parseaddr
from types import TracebackType

from django.core.mail import EmailMessage, get_connection

_TAKEN = (250, 251)
_NOBODY = re.compile(r"5\.(1\.(1|2|3|6|10)|2\.1)\b")
"""What a server says of an address that is not there, or not any more (RFC 3463)."""
_DETAIL = re.compile(r"5\.\d{1,3}\.\d{1,3}\b")
_NOBODY_IN_SHORT = (550, 551, 553)
"""The same of a server that gives no more than a number."""


class Away(Exception):
    """The mail server does not answer, or takes no letters from us at all."""


class NotTaken(Exception):
    """This letter was not taken; others may be."""

    def __init__(self, reply: str, for_good: bool, nobody: bool = False) -> None:
        self.for_good = for_good
        """Whether the server said that trying again is of no use."""
        self.nobody = nobody
        """Whether it said so because there is no such address, not because of us or the letter."""
        super().__init__(reply)


class InDoubt(Exception):
    """The connection was lost while the server had the letter: it may have arrived."""


class Courier:
    """One connection with the mail server, opened anew when the server hangs up."""

    def __init__(self) -> None:
        self._connection = get_connection()

    def __enter__(self) -> Courier:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def deliver(self, letter: EmailMessage) -> None:
        """Hand over a letter to one address. Raises ``Away``, ``NotTaken`` or ``InDoubt``."""
        server = self._ready()
        try:
            self._address(server, letter)
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            raise NotTaken(f"the connection was lost: {error}", for_good=False) from None
        whole = _as_bytes(letter)
        try:
            code, reply = server.data(whole)
        except smtplib.SMTPDataError as error:
            code, reply = error.smtp_code, _bytes(error.smtp_error)
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            raise InDoubt(str(error)) from None
        if code not in _TAKEN:
            self._start_over(server)
            raise NotTaken(_told(code, reply), for_good=code >= 500)

    def _address(self, server: smtplib.SMTP, letter: EmailMessage) -> None:
        server.ehlo_or_helo_if_needed()
        code, reply = server.mail(parseaddr(letter.from_email)[1])
        if code != 250:
            raise Away(f"it takes no letters from {letter.from_email}: {_told(code, reply)}")
        code, reply = server.rcpt(letter.to[0])
        if code not in _TAKEN:
            self._start_over(server)
            told = _told(code, reply)
            raise NotTaken(told, for_good=code >= 500, nobody=_is_nobody(code, told))

    def _ready(self) -> smtplib.SMTP:
        """A connection that answers. Raises ``Away``."""
        held: smtplib.SMTP | None = self._connection.connection  # type: ignore[attr-defined]
        try:
            if held is not None and held.noop()[0] == 250:
                return held
        except (smtplib.SMTPException, OSError):
            pass
        self._hang_up()
        try:
            self._connection.open()
        except (smtplib.SMTPException, OSError) as error:
            raise Away(str(error)) from None
        opened: smtplib.SMTP = self._connection.connection  # type: ignore[attr-defined]
        return opened

    def _start_over(self, server: smtplib.SMTP) -> None:
        """Forget what was said of this letter; a server that hung up meanwhile is called anew."""
        try:
            server.rset()
        except (smtplib.SMTPException, OSError):
            self._hang_up()

    def _hang_up(self) -> None:
        held: smtplib.SMTP | None = self._connection.connection  # type: ignore[attr-defined]
        if held is not None:
            held.close()
        self._connection.connection = None  # type: ignore[attr-defined]


def _as_bytes(letter: EmailMessage) -> bytes:
    """A letter as it goes over the line, its headings not folded: some programs that read the one
    with the link to stop look at its first line only.
    """
    written = io.BytesIO()
    generator = BytesGenerator(written, mangle_from_=False, maxheaderlen=0)
    generator.flatten(letter.message(), linesep="\r\n")
    return written.getvalue()


def _is_nobody(code: int, told: str) -> bool:
    if code < 500:
        return False
    return bool(_NOBODY.search(told)) if _DETAIL.search(told) else code in _NOBODY_IN_SHORT


def _told(code: int, reply: bytes) -> str:
    return f"{code} {reply.decode('utf-8', 'replace')}"


def _bytes(reply: bytes | str) -> bytes:
    return reply if isinstance(reply, bytes) else reply.encode()

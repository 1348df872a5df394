"""Whose word is taken about a visitor: that of the proxies in front of the server alone."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Sequence
from typing import Any

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

_TOLD = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST",
         "HTTP_X_FORWARDED_PORT", "HTTP_X_REAL_IP", "HTTP_FORWARDED")  # fmt: skip


def networks(text: str) -> list[Network]:
    """Networks with commas between them. Raises ``ValueError`` for what is none."""
    return [ipaddress.ip_network(each.strip()) for each in text.split(",") if each.strip()]


def behind_proxies(application: Application, trusted: Sequence[Network]) -> Application:
    """The application as it is behind proxies at *trusted* addresses.

    ``REMOTE_ADDR`` becomes the visitor's address as the outermost trusted proxy saw it. What
    anybody else claims in ``X-Forwarded-*`` is removed.
    """

    def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if _is_trusted(environ.get("REMOTE_ADDR", ""), trusted):
            visitor = _visitor(environ.get("HTTP_X_FORWARDED_FOR", ""), trusted)
            if visitor:
                environ["REMOTE_ADDR"] = environ["HTTP_X_FORWARDED_FOR"] = visitor
            if environ.get("HTTP_X_FORWARDED_PROTO") == "https":
                environ["wsgi.url_scheme"] = "https"
        else:
            for name in _TOLD:
                environ.pop(name, None)
        return application(environ, start)

    return answer


def _visitor(forwarded: str, trusted: Sequence[Network]) -> str:
    """The last address a trusted proxy tells that is no proxy itself; empty when it tells none."""
    told = [each.strip() for each in forwarded.split(",") if each.strip()]
    for address in reversed(told):
        if not _is_trusted(address, trusted):
            return address
    return told[0] if told else ""


def _is_trusted(address: str, trusted: Sequence[Network]) -> bool:
    if not address:  # a socket in the file system
        return True
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped:
        known = known.ipv4_mapped
    return any(known in each for each in trusted)

"""Who sends a public form: pages for everybody set no cookie to know that by."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def network_of(request: HttpRequest) -> str:
    """The network a form came from: behind a proxy what that one added last.

    An IPv6 address counts by its first half, which one subscriber has at least.
    """
    forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.HTTPS else ""
    told = forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(told)
    except ValueError:
        return told
    if address.version == 4:
        return told
    return str(ipaddress.ip_network(f"{address}/64", strict=False))


def from_here(request: HttpRequest) -> bool:
    """Whether the form was sent from a page of this site, as browsers tell."""
    if request.META.get("HTTP_SEC_FETCH_SITE", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.META.get("HTTP_ORIGIN", "")
    return not origin or urlsplit(origin).netloc == request.get_host()

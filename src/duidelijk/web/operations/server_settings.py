"""The settings of a server as somebody gave them: which would do nothing, or harm."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterator
from urllib.parse import urlsplit

from duidelijk.foundation.problems import Problem
from duidelijk.web.operations.proxies import networks
from duidelijk.web.themes import shipped_themes, theme_path

LEAST_KEY = 32
"""Characters of a key that cannot be guessed."""
_MOST_WORKERS = 4
_KEY_REMEDY = "make one: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"


def workers() -> str:
    """Number of processes: as it is set, else one a core, four at the most."""
    cores = len(os.sched_getaffinity(0))
    return os.environ.get("DUIDELIJK_WORKERS") or str(min(cores, _MOST_WORKERS))


def is_loopback(address: str) -> bool:
    """Whether only this machine can reach an address."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def wrong_settings() -> Iterator[Problem]:
    """Settings that would only fail, or silently do nothing, once pages are asked for."""
    if not workers().isdigit() or int(workers()) < 1:
        yield Problem("DUIDELIJK_WORKERS", 0, f"“{workers()}” is no number", "as 2")
    theme = os.environ.get("DUIDELIJK_THEME", "")
    if theme and not (theme_path(theme).is_file() and theme_path(theme).suffix == ".css"):
        remedy = f"{', '.join(shipped_themes())}, or the path of a stylesheet"
        yield Problem("DUIDELIJK_THEME", 0, f"there is no stylesheet {theme}", remedy)
    try:
        networks(os.environ.get("DUIDELIJK_PROXIES", ""))
    except ValueError as error:
        yield Problem("DUIDELIJK_PROXIES", 0, str(error), "as 10.0.0.0/8,192.0.2.7")
    log = os.environ.get("DUIDELIJK_LOG", "plain")
    if log not in ("plain", "json"):
        yield Problem("DUIDELIJK_LOG", 0, f"“{log}” is no form of log", "plain or json")
    token = os.environ.get("DUIDELIJK_HEALTH_TOKEN", "")
    if token and len(token) < LEAST_KEY:
        what = f"has {len(token)} characters; {LEAST_KEY} or more cannot be guessed"
        yield Problem("DUIDELIJK_HEALTH_TOKEN", 0, what, _KEY_REMEDY)
    address = os.environ.get("DUIDELIJK_ADDRESS", "")
    if address and (urlsplit(address).scheme not in ("http", "https") or not _host(address)):
        remedy = "as https://monitor.example.nl"
        yield Problem("DUIDELIJK_ADDRESS", 0, f"“{address}” is no address of a site", remedy)
    contact = os.environ.get("DUIDELIJK_SECURITY_CONTACT", "")
    if contact and any(":" not in each and "@" not in each for each in contact.split(",")):
        remedy = "as security@example.nl or https://example.nl/report"
        yield Problem("DUIDELIJK_SECURITY_CONTACT", 0, f"“{contact}” is no address", remedy)


def key_problem() -> Problem | None:
    """What is wrong with the key that sessions and forms are signed with, if anything."""
    key = os.environ.get("DUIDELIJK_SECRET_KEY", "")
    if not key:
        return Problem("DUIDELIJK_SECRET_KEY", 0, "is not set", _KEY_REMEDY)
    if len(key) < LEAST_KEY:
        what = f"has {len(key)} characters; at least {LEAST_KEY} are needed"
        return Problem("DUIDELIJK_SECRET_KEY", 0, what, _KEY_REMEDY)
    if len(set(key)) < 8:
        return Problem("DUIDELIJK_SECRET_KEY", 0, "can be guessed", _KEY_REMEDY)
    return None


def exposed(address: str) -> tuple[list[Problem], list[Problem]]:
    """What is wrong when others can reach a server, and what to look at.

    They can when it listens on *address*, or when it stands behind a proxy, as its settings tell.
    """
    wrong, look_at = [], []
    https = os.environ.get("DUIDELIJK_HTTPS", "").lower() in ("1", "true", "yes")
    site = os.environ.get("DUIDELIJK_ADDRESS", "")
    beyond = not is_loopback(address)
    key = key_problem()
    if key and beyond:
        wrong.append(key)
    elif key and (https or site or os.environ.get("DUIDELIJK_SECRET_KEY")):
        look_at.append(key)
    if beyond and not https:
        remedy = "put a proxy with HTTPS in front, and set it to 1"
        look_at.append(Problem("DUIDELIJK_HTTPS", 0, "is off: all can be read on the way", remedy))
    named = {each.strip() for each in os.environ.get("DUIDELIJK_HOSTS", "").split(",")} - {""}
    if beyond and not named:
        what = "is not set: only requests for this machine's own names are answered"
        look_at.append(Problem("DUIDELIJK_HOSTS", 0, what, "as monitor.example.nl"))
    host = _host(site)
    if site and host not in named and "*" not in named and not is_loopback(host):
        what = f"lacks {host}, the host of DUIDELIJK_ADDRESS"
        look_at.append(Problem("DUIDELIJK_HOSTS", 0, what, f"add {host}"))
    return wrong, look_at


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""

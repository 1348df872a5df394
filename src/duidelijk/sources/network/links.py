"""Whether the addresses that a monitor sends its readers to still answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

import urllib3
from urllib3.exceptions import HTTPError, MaxRetryError, NameResolutionError, ResponseError

from duidelijk.sources.network.fetching import Network

AT_ONCE = 8
"""Addresses asked at the same time, of hosts that differ or not."""
_BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
_GONE = {404, 410}
_LASTING = {301, 308}


class Stands(StrEnum):
    """What an address does."""

    ANSWERS = "answers"
    MOVED = "moved"
    """It answers, from another address for good."""
    DEAD = "dead"
    """What was there is gone."""
    UNCERTAIN = "uncertain"
    """It refuses programs or is out of order: a person has to look."""
    UNREACHED = "unreached"
    """Nobody answered."""


@dataclass(frozen=True)
class Link:
    """One address, as it stands."""

    address: str
    stands: Stands
    told: str
    """What it said, or where it went."""


def checked(
    network: Network, addresses: Iterable[str], told: Callable[[Link], None] = lambda _: None
) -> list[Link]:
    """How every address stands, in the order given; *told* hears of each as it is known.

    Each host is asked one thing at a time; nothing is downloaded but the head of the answer.
    """
    wanted = list(dict.fromkeys(addresses))
    by_host: dict[str, list[str]] = {}
    for each in wanted:
        by_host.setdefault(urlsplit(each).netloc, []).append(each)
    found: dict[str, Link] = {}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        running = [pool.submit(_of_host, network, each, told) for each in by_host.values()]
        for host in as_completed(running):
            found |= host.result()
    return [found[each] for each in wanted]


def _of_host(
    network: Network, addresses: Iterable[str], told: Callable[[Link], None]
) -> Mapping[str, Link]:
    found = {}
    for each in addresses:
        found[each] = _one(network, each)
        told(found[each])
    return found


def _one(network: Network, address: str) -> Link:
    try:
        reply = network.send(address, _BROWSER)
    except MaxRetryError as error:
        if isinstance(error.reason, ResponseError):
            return Link(address, Stands.DEAD, "sends us round in circles")
        if isinstance(error.reason, NameResolutionError):
            return Link(address, Stands.UNREACHED, "there is no such host, or no network")
        return Link(address, Stands.UNREACHED, "gave no answer")
    except (HTTPError, OSError, ValueError) as error:
        return Link(address, Stands.UNREACHED, f"gave no answer ({type(error).__name__})")
    reply.close()
    if reply.status in _GONE:
        return Link(address, Stands.DEAD, f"answered {reply.status}")
    if reply.status >= 400:
        return Link(address, Stands.UNCERTAIN, f"answered {reply.status}")
    if moved := _moved(reply):
        return Link(address, Stands.MOVED, f"moved to {moved}")
    return Link(address, Stands.ANSWERS, f"answered {reply.status}")


def _moved(reply: urllib3.BaseHTTPResponse) -> str:
    """Where it went for good; empty when every step of the way is for now."""
    steps = reply.retries.history if reply.retries else ()
    lasting = [each for each in steps if each.status in _LASTING]
    return str(steps[-1].redirect_location) if lasting else ""

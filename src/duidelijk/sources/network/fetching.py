"""Asks sources over HTTP: politely, patiently, and keeping what came back.

A request that fails in passing is tried again with a growing pause; pages and files that came in
before a run was broken off are not asked for twice.
"""

from __future__ import annotations

import contextlib
import email.utils
import hashlib
import json
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3.exceptions import (
    DecodeError,
    HTTPError,
    LocationValueError,
    MaxRetryError,
    NewConnectionError,
    ResponseError,
    TimeoutError,
)

from duidelijk import __version__
from duidelijk.foundation.folders import write_whole
from duidelijk.sources.asking import Reply, Unanswered
from duidelijk.sources.network.archive import Archive
from duidelijk.sources.network.journal import Journal
from duidelijk.sources.network.politeness import AT_ONCE, Gates

ATTEMPTS = 6
LARGEST_REPLY = 512 * 1024 * 1024
"""Bytes of one unpacked reply; pages of tables are a tenth of it."""
LARGEST_FILE = 20 * 1024 * 1024 * 1024
_TIMEOUT = urllib3.Timeout(connect=20.0, read=60.0)
_ONLY_REDIRECTS = urllib3.Retry(
    total=None, connect=0, read=0, other=0, status=0, redirect=5, raise_on_status=False
)
"""What is tried again is decided here, not by the library."""
_PIECE = 4 * 1024 * 1024
_LONGEST_PAUSE = 60.0
_IN_PASSING = {408, 425, 429, 500, 502, 503, 504}
_FOR_GOOD = ("more than 10000 records",)
"""Words in an error that will be the same next time."""

_MEANS = {
    400: "the source does not understand the question; check the codes in the declaration",
    401: "the source wants to know who asks; it is not open data",
    403: "the source refuses access; ask its owner",
    404: "it is not there; check the address and the id (ids are case sensitive)",
    410: "it was taken away; look for its successor",
    429: "the source asks for fewer requests; try again later",
}


class Unchanged(Exception):
    """The source says that nothing changed since it was last asked."""


@dataclass
class Told:
    """What a run hears of its progress: replies and bytes that came in."""

    heard: Callable[[int, int], None] = lambda *_: None
    replies: int = 0
    size: int = 0

    def add(self, size: int) -> None:
        """One more reply of *size* bytes."""
        self.replies, self.size = self.replies + 1, self.size + size
        self.heard(self.replies, self.size)


class Network:
    """The connections of one run, shared by its feeds."""

    def __init__(self, mirror: str = "", pause: float = 0.5, gates: Gates | None = None) -> None:
        self.mirror = mirror.rstrip("/")
        self.pause = pause
        self.gates = gates or Gates()
        self._pools: dict[str, urllib3.PoolManager] = {}

    def close(self) -> None:
        """Close all connections."""
        for pool in self._pools.values():
            pool.clear()

    def send(self, address: str, headers: dict[str, str]) -> urllib3.BaseHTTPResponse:
        """The head of the answer; its body is still to be read."""
        at = self.at(address)
        usual = {"User-Agent": f"duidelijk/{__version__}", "Accept-Encoding": "gzip"}
        return self._pool(urlsplit(at)).request(
            "GET", at, headers={**usual, **headers}, preload_content=False, retries=_ONLY_REDIRECTS
        )

    def _pool(self, parts: SplitResult) -> urllib3.PoolManager:
        """The connections to a host, through the proxy that the environment names for it."""
        proxy = getproxies().get(parts.scheme, "")
        if not proxy or proxy_bypass(parts.netloc):
            proxy = ""
        if proxy not in self._pools:
            made: urllib3.PoolManager = (
                urllib3.ProxyManager(proxy, timeout=_TIMEOUT, maxsize=AT_ONCE)
                if proxy
                else urllib3.PoolManager(timeout=_TIMEOUT, maxsize=AT_ONCE)
            )
            self._pools[proxy] = made
        return self._pools[proxy]

    def at(self, address: str) -> str:
        """Where an address is asked: there, or at the mirror under the name of its host."""
        if not self.mirror or address.startswith(self.mirror):
            return address
        parts = urlsplit(address)
        query = f"?{parts.query}" if parts.query else ""
        return f"{self.mirror}/{parts.netloc}{parts.path}{query}"


@dataclass
class Fetcher:
    """Asks on behalf of one feed (``asking.Ask``)."""

    network: Network
    archive: Archive
    journal: Journal
    told: Told = field(default_factory=Told)
    etag: str = ""
    modified: str = ""
    """Of the file when it was last collected."""

    def get(self, address: str, accept: str = "application/json") -> Reply:
        """The whole answer; from the journal when an earlier run got it already."""
        if (kept := self.journal.kept(address)) and kept in self.archive:
            return Reply(address, self.archive.read(kept))
        reply = self._patiently(address, lambda: self._once(address, accept))
        sha256 = self.archive.keep(reply.body)
        self.journal.note(address, sha256, len(reply.body))
        self.told.add(len(reply.body))
        return reply

    def afresh(self) -> Fetcher:
        """Asks the same source without looking at what came in before."""
        return Fetcher(self.network, self.archive, Journal(self.journal.folder))

    def download(self, address: str) -> Path:
        """A file on disk; broken off, it goes on where it was. Raises ``Unchanged`` on a 304."""
        name = hashlib.sha256(address.encode()).hexdigest()[:16]
        part = self.journal.folder / f"{name}.part"
        suffix = Path(urlsplit(address).path).suffix
        part.parent.mkdir(parents=True, exist_ok=True)
        self._patiently(address, lambda: self._continue(address, part))
        whole = part.with_name(f"{name}{suffix}")
        part.replace(whole)
        sha256 = self.archive.keep_file(whole)
        self.journal.note(address, sha256, whole.stat().st_size)
        return whole

    def _patiently(self, address: str, attempt: Callable[[], Reply]) -> Reply:
        """Try, and try again after a growing pause while it fails in passing."""
        try:
            gate = self.network.gates.of(urlsplit(address).netloc)
        except ValueError:
            raise Unanswered(address, 0, "is not a web address", "check the feed") from None
        for tried in range(1, ATTEMPTS + 1):
            try:
                with gate.passage():
                    return attempt()
            except _InPassing as failure:
                if tried == ATTEMPTS:
                    what = f"{failure.what} ({ATTEMPTS} attempts)"
                    remedy = _MEANS.get(failure.status, "try again later")
                    raise Unanswered(address, failure.status, what, remedy) from None
                pause = min(self.network.pause * 2 ** (tried - 1), _LONGEST_PAUSE)
                pause *= random.uniform(0.8, 1.2)  # noqa: S311 - spreads load, guards nothing
                if failure.wait is not None:
                    gate.close_for(min(failure.wait, _LONGEST_PAUSE))
                    pause = 0.0
                time.sleep(pause)
        raise AssertionError("the loop returns or raises")

    def _once(self, address: str, accept: str) -> Reply:
        with self._sent(address, {"Accept": accept}) as response:
            body = _body(address, response)
            _whole_and_data(address, response, body)
            return _reply(address, response, body)

    def _continue(self, address: str, part: Path) -> Reply:
        """Add to *part* what is still to come of a file."""
        told_by = part.with_suffix(".from")
        have = part.stat().st_size if part.exists() else 0
        marker = told_by.read_text("utf-8") if have and told_by.exists() else ""
        headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
        if marker:
            headers |= {"Range": f"bytes={have}-", "If-Range": marker}
        elif self.etag:
            headers["If-None-Match"] = self.etag
        elif self.modified:
            headers["If-Modified-Since"] = self.modified
        with self._sent(address, headers) as response:
            if response.status == 304:
                raise Unchanged
            goes_on = response.status == 206 and have > 0
            etag = response.headers.get("etag", "")
            changed = response.headers.get("last-modified", "")
            strong = etag if etag and not etag.startswith("W/") else changed
            write_whole(told_by, strong.encode())
            with part.open("ab" if goes_on else "wb") as target:
                size = have if goes_on else 0
                while piece := response.read(_PIECE):
                    size += target.write(piece)
                    self.told.heard(self.told.replies, self.told.size + size)
                    if size > LARGEST_FILE:
                        what = f"is larger than {LARGEST_FILE // 2**30} GB"
                        raise Unanswered(address, 200, what, "ask its owner for a smaller file")
            told_by.unlink(missing_ok=True)
            self.told.add(size)
            self.etag, self.modified = etag, changed
            return Reply(address, b"", response.headers.get("content-type", ""), etag, changed)

    @contextlib.contextmanager
    def _sent(self, address: str, headers: dict[str, str]) -> Iterator[urllib3.BaseHTTPResponse]:
        """A response whose head is in; raises for what is no success."""
        response = self._answered(address, headers)
        whole = False
        try:
            if response.status >= 400:
                _refuse(address, response)
            yield response
            whole = True
        except TimeoutError:
            raise _InPassing(0, "stopped sending halfway") from None
        except (HTTPError, DecodeError, OSError) as error:
            raise _InPassing(0, f"broke off halfway ({_short(error)})") from None
        finally:
            if whole:
                response.release_conn()
            else:
                response.close()

    def _answered(self, address: str, headers: dict[str, str]) -> urllib3.BaseHTTPResponse:
        try:
            return self.network.send(address, headers)
        except MaxRetryError as error:
            reason = error.reason
            if isinstance(reason, ResponseError):
                what = "sends us round in circles"
                raise Unanswered(address, 0, what, "check the feed") from None
            if isinstance(reason, TimeoutError) and not isinstance(reason, NewConnectionError):
                raise _InPassing(0, "gave no answer in time") from None
            raise _InPassing(0, f"cannot be reached ({_short(reason or error)})") from None
        except (LocationValueError, ValueError):
            raise Unanswered(address, 0, "is not a web address", "check the feed") from None
        except (HTTPError, OSError) as error:
            raise _InPassing(0, f"cannot be reached ({_short(error)})") from None


class _InPassing(Exception):
    """Something that may be over in a moment."""

    def __init__(self, status: int, what: str, wait: float | None = None) -> None:
        self.status, self.what, self.wait = status, what, wait
        super().__init__(what)


def _body(address: str, response: urllib3.BaseHTTPResponse) -> bytes:
    """The whole body, unpacked; refused as soon as it is larger than any reply should be."""
    length = response.headers.get("content-length", "")
    if length.isdigit() and int(length) <= LARGEST_REPLY and not _is_packed(response):
        return response.read()  # in one piece: pieces are copied twice
    pieces: list[bytes] = []
    size = 0
    while piece := response.read(_PIECE, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST_REPLY:
            what = f"sends more than {LARGEST_REPLY // 2**20} MB in one answer"
            raise Unanswered(address, response.status, what, "ask for less at a time")
    return b"".join(pieces)


def _is_packed(response: urllib3.BaseHTTPResponse) -> bool:
    return response.headers.get("content-encoding", "identity") != "identity"


def _refuse(address: str, response: urllib3.BaseHTTPResponse) -> None:
    """Raise what an error status means, with the words of the source."""
    status = response.status
    words = ""
    with contextlib.suppress(HTTPError):
        words = _words(response.read(4000, decode_content=True))
    what = f"answered {status}{f': {words}' if words else ''}"
    if status in _IN_PASSING and not any(each in words for each in _FOR_GOOD):
        raise _InPassing(status, what, _retry_after(response))
    raise Unanswered(address, status, what, _MEANS.get(status, "see what the source says of it"))


def _words(said: bytes) -> str:
    """What an error says, as one short line without mark-up."""
    text = said.decode("utf-8", "replace")
    with contextlib.suppress(ValueError, TypeError, AttributeError):
        error = json.loads(text)
        error = error.get("odata.error") or error.get("error") or error
        message = error.get("message", text)
        text = message.get("value", "") if isinstance(message, dict) else str(message)
    if "<html" in text.lower() or "<!doctype" in text.lower():
        return ""
    return " ".join(text.split())[:200]


def _retry_after(response: urllib3.BaseHTTPResponse) -> float | None:
    """Seconds the source asks us to wait."""
    asked = response.headers.get("retry-after", "")
    if asked.isdigit():
        return float(asked)
    with contextlib.suppress(ValueError, TypeError):
        return max(0.0, email.utils.parsedate_to_datetime(asked).timestamp() - time.time())
    return None


def _whole_and_data(address: str, response: urllib3.BaseHTTPResponse, body: bytes) -> None:
    """Refuse a web page, and try again when JSON stops before its end."""
    head = body[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        what = "answered with a web page instead of data"
        raise Unanswered(address, response.status, what, "open it in a browser to see why")
    says_json = "json" in response.headers.get("content-type", "")
    if says_json and body.rstrip()[-1:] not in (b"}", b"]") and not body.strip().isdigit():
        raise _InPassing(response.status, "sent JSON that stops halfway")


def _reply(address: str, response: urllib3.BaseHTTPResponse, body: bytes) -> Reply:
    headers = response.headers
    return Reply(
        address,
        body,
        headers.get("content-type", ""),
        headers.get("etag", ""),
        headers.get("last-modified", ""),
    )


def _short(error: Exception) -> str:
    """What went wrong, without the library's own name for where."""
    return (str(error) or type(error).__name__).splitlines()[0].rpartition(": ")[2][:120]

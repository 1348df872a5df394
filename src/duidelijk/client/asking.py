"""Asks the API: politely, a page at a time, with errors that say what to do."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Self
from urllib.parse import urlencode

import urllib3

_MOST_ON_PAGE = 10_000
_TRIES = 4
_WAIT = 0.5
"""Seconds before the second try; twice as long before each that follows."""
_LONGEST_WAIT = 30
"""Seconds that a site may ask us to wait before the next try; if it asks more, we tell."""
_BUSY = (429, 502, 503, 504)

Answer = dict[str, Any]
Key = str | Iterable[str] | None
"""One key, several, or no limit."""


class ApiError(Exception):
    """The API could not give what was asked."""


class WrongQuestion(ApiError):
    """A parameter is wrong; the message says which and why."""


class NotThere(ApiError):
    """An edition, indicator, region or group that is not there, or an address without an API."""


class Unreachable(ApiError):
    """The site did not answer, or not as it should; trying again later may help."""


class _Patience(urllib3.Retry):
    """Tries again in a while, but not when the site asks to come back much later."""

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: Any = None,
        error: Exception | None = None,
        _pool: Any = None,
        _stacktrace: Any = None,
    ) -> Self:
        if response is not None and (self.get_retry_after(response) or 0) > _LONGEST_WAIT:
            later = urllib3.exceptions.ResponseError("the site asks to come back later")
            raise urllib3.exceptions.MaxRetryError(_pool, url or "", later)
        return super().increment(method, url, response, error, _pool, _stacktrace)


class Asking:
    """The API of one site."""

    def __init__(self, address: str, timeout: float) -> None:
        if not address.startswith(("https://", "http://")):
            raise WrongQuestion(f"“{address}” is no web address; write it like https://example.nl")
        self.root = f"{address.rstrip('/').removesuffix('/api/v1')}/api/v1"
        retries = _Patience(
            total=_TRIES - 1,
            backoff_factor=_WAIT,
            status_forcelist=_BUSY,
            allowed_methods=["GET"],
            raise_on_status=False,
        )
        self._pool = urllib3.PoolManager(
            retries=retries,
            timeout=urllib3.Timeout(timeout),
            headers={"Accept": "application/json", "User-Agent": "duidelijk-client"}
            | urllib3.make_headers(accept_encoding=True),
        )

    def ask(self, resource: str, **parameters: Any) -> Answer:
        """One answer. Raises ``ApiError``."""
        query = urlencode(
            {key: written for key, value in parameters.items() if (written := _written(value))}
        )
        address = f"{self.root}/{resource}" + (f"?{query}" if query else "")
        try:
            response = self._pool.request("GET", address)
        except urllib3.exceptions.HTTPError as error:
            raise Unreachable(f"{self.root} does not answer: {error}") from error
        document = _document(response.data)
        if response.status == 200 and document is not None:
            return document
        raise _error(response.status, document, address)

    def pages(self, resource: str, **parameters: Any) -> Iterator[Answer]:
        """Every page of a list, all of the edition that the first page is of."""
        first = self.ask(resource, **parameters, pageSize=_MOST_ON_PAGE)
        yield first
        named = {"edition": first["edition"]["id"]} if "edition" in first else {}
        edition = parameters | named | {"pageSize": _MOST_ON_PAGE}
        for number in range(2, first["page"]["pages"] + 1):
            yield self.ask(resource, **edition, page=number)


def _written(value: Any) -> str:
    """A parameter as it stands in an address; empty when it is not given."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str | int):
        return str(value)
    return ",".join(str(each) for each in value)


def _document(content: bytes) -> Answer | None:
    try:
        found = json.loads(content)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _error(status: int, document: Mapping[str, Any] | None, address: str) -> ApiError:
    if document is None or "detail" not in document:
        if status == 404:
            return NotThere(f"There is no API of Duidelijk at {address}")
        return Unreachable(f"{address} answered with status {status}, which is no answer of an API")
    told = str(document["detail"])
    if status == 404:
        return NotThere(told)
    return WrongQuestion(told) if status == 400 else Unreachable(f"{told} (status {status})")

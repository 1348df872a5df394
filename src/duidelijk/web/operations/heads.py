"""HEAD requests: the headers of a page, and nothing of the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from duidelijk.web.operations.proxies import Application


def without_bodies(application: Application) -> Application:
    """The application giving no body to HEAD: Django leaves that to the server, which warns."""

    def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        body = application(environ, start)
        if environ["REQUEST_METHOD"] != "HEAD":
            return body
        if hasattr(body, "close"):
            body.close()
        return ()

    return answer

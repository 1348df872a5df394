"""What a server tells of its running: one line an event, in words or as JSON.

An access line holds no network address and no query, and hides what in a path is a secret.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import re
from typing import Any

from gunicorn.glogging import Logger as GunicornLogger

_SECRET = re.compile(
    r"(?<=/vraag/)(?!over(?:/|$))[^/]+|(?<=/volgen/afmelden/)[^/]+|"
    r"(?<=/volgen/bevestigen/)[^/]+|(?=[^/]*[A-Z])[\w-]{16,}"
)
"""The token of a question, the words of letters, and anything in a path that looks like one: keys
have no capitals."""


class LineFormatter(logging.Formatter):
    """One line an event, also of an error with where it came from."""

    def __init__(self) -> None:
        super().__init__()
        self.json = os.environ.get("DUIDELIJK_LOG", "plain") == "json"

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        moment = dt.datetime.fromtimestamp(record.created).astimezone()
        told: dict[str, Any] = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self._message(record),
        }
        told |= getattr(record, "asked", {})
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        if self.json:
            return json.dumps(told, ensure_ascii=False, default=str)
        line = f"{told['time']} {told['level']} {told['logger']}: {told['message']}"
        return " | ".join(f"{line}\n{told.get('trace', '')}".strip().splitlines())

    @staticmethod
    def _message(record: logging.LogRecord) -> str:
        about_requests = record.name.startswith(("django.request", "django.security"))
        message = record.getMessage()
        return _SECRET.sub("…", message) if about_requests else message


class ServerLog(GunicornLogger):
    """The log of gunicorn itself in the same shape, and a line a request when that is asked for."""

    def setup(self, cfg: Any) -> None:
        """Give every handler the one-line shape."""
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            for handler in log.handlers:
                handler.setFormatter(LineFormatter())

    def access(self, resp: Any, _req: Any, environ: Any, request_time: dt.timedelta) -> None:
        """A line for a request that was answered."""
        if not self.access_log_enabled:
            return
        asked = {
            "method": environ.get("REQUEST_METHOD", ""),
            "path": without_secrets(environ.get("PATH_INFO", "")),
            "status": int(str(resp.status).split(" ")[0]),
            "bytes": getattr(resp, "sent", 0) or 0,
            "milliseconds": round(request_time.total_seconds() * 1000, 1),
        }
        words = " ".join(str(each) for each in asked.values())
        self.access_log.info("%s", words, extra={"asked": asked})


def without_secrets(path: str) -> str:
    """A path in which what only some may know is left out."""
    shown = _SECRET.sub("…", path)
    return "".join(each if each.isprintable() and each != " " else "?" for each in shown)

"""Whether an instance can do its work, for whatever watches it.

Everybody may know whether it is well. Why not, and what else there is to know, is for who asks on
the machine itself or shows ``DUIDELIJK_HEALTH_TOKEN``.
"""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from duidelijk.web.operations.condition import Condition, condition
from duidelijk.web.operations.server_settings import is_loopback

_METRICS = "text/plain; version=0.0.4; charset=utf-8"


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when all is well, else 503; with what was found for who may see it."""
    found = condition()
    told: dict[str, Any] = {"well": found.well}
    if _may_see(request):
        told |= _details(found)
    response = JsonResponse(told, status=200 if found.well else 503)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The same as numbers, in the text format of Prometheus; 403 for who may not see it."""
    if not _may_see(request):
        response = HttpResponse("not for you\n", status=403, content_type="text/plain")
    else:
        text = "".join(f"{line}\n" for line in _lines(condition()))
        response = HttpResponse(text, content_type=_METRICS)
    response["Cache-Control"] = "no-store"
    return response


def _may_see(request: HttpRequest) -> bool:
    """Whether somebody asks from this very machine, past the proxy, or shows the token."""
    token = settings.HEALTH_TOKEN
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if token and hmac.compare_digest(shown.encode(), token.encode()):
        return True
    return is_loopback(request.META.get("REMOTE_ADDR", "")) and not any(
        name in request.headers for name in ("X-Forwarded-For", "Forwarded", "Via")
    )


def _details(found: Condition) -> dict[str, Any]:
    return {
        "wrong": found.wrong,
        "version": found.version,
        "database": found.database,
        "migrations_pending": found.pending,
        "editions": found.editions,
        "newest_edition": {"id": found.newest, "date": found.newest_date} if found.newest else None,
        "disk": {"free_bytes": found.free, "size_bytes": found.size},
        "jobs_failed": [
            {"command": job.command, "outcome": job.outcome, "started": job.started}
            for job in found.jobs
            if job.outcome != "done"
        ],
        "feeds_late": found.late,
    }


def _lines(found: Condition) -> Iterator[str]:
    """Every metric with what it means."""
    yield from _metric("well", "Whether the instance can do its work.", [("", int(found.well))])
    version = f'{{version="{_label(found.version)}"}}'
    yield from _metric("info", "The version of the program.", [(version, 1)])
    answers = int(found.database is not None)
    yield from _metric("database_up", "Whether the database answers.", [("", answers)])
    meaning = "Migrations that are still to be applied."
    yield from _metric("migrations_pending", meaning, [("", found.pending)])
    yield from _metric("editions", "Editions that are shown.", [("", len(found.editions))])
    if found.newest_date:
        meaning = "The date of the newest edition."
        moment = dt.datetime.combine(found.newest_date, dt.time(), dt.UTC).timestamp()
        yield from _metric("newest_edition_timestamp_seconds", meaning, [("", int(moment))])
    meaning = "Free bytes on the disk of the home."
    yield from _metric("disk_free_bytes", meaning, [("", found.free)])
    late = [(f'{{feed="{_label(feed)}"}}', 1) for feed in found.late]
    yield from _metric("feed_late", "Feeds that fail, each as 1.", late)
    last = [(f'{{command="{_label(job.command)}"}}', job) for job in found.jobs]
    meaning = "Whether the last run of a command ended well."
    good = [(labels, int(job.outcome == "done")) for labels, job in last]
    yield from _metric("job_last_succeeded", meaning, good)
    meaning = "When the last run of a command began."
    begun = [(labels, int(job.started.timestamp())) for labels, job in last]
    yield from _metric("job_last_started_timestamp_seconds", meaning, begun)


def _metric(name: str, meaning: str, values: list[tuple[str, int]]) -> Iterator[str]:
    if values:
        yield f"# HELP duidelijk_{name} {meaning}"
        yield f"# TYPE duidelijk_{name} gauge"
        yield from (f"duidelijk_{name}{labels} {value}" for labels, value in values)


def _label(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")

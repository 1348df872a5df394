"""The front of the data desk: what is late, what was refused, what waits, what came in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from duidelijk.foundation.problems import Refused
from duidelijk.sources.by_hand.entering import State, every
from duidelijk.web.accounts.requiring import requires
from duidelijk.web.accounts.rights import Right
from duidelijk.web.audit.showing import moment_words
from duidelijk.web.data_desk import showing
from duidelijk.web.data_desk.desk import account, declared, home, language, store
from duidelijk.web.data_desk.telling import told_refusal
from duidelijk.web.data_desk.uploads import uploads
from duidelijk.web.operations.recording import recent_jobs_rows
from duidelijk.web.workspace.rendering import render_private

_OPEN_SHOWN = 20
_REFUSED_SHOWN = 10
_BRINGING_IN = ("import", "collect", "enter", "confirm")
_BAD_ENDINGS = ("refused", "failed", "broken off")
_JOBS_LOOKED_AT = 300


@require_safe
@requires(Right.KEEP_FIGURES)
def desk(request: HttpRequest) -> HttpResponse:
    """How the figures stand."""
    monitor = declared()
    if monitor is None:
        return render_private(request, "data_desk/undeclared.html", {})
    spoken = language()
    overdue = showing.overdue_rows(store(), monitor, spoken)
    context: dict[str, Any] = {
        "late": showing.late_feeds(home(), monitor, spoken),
        "overdue": overdue,
        "jobs": _refused_jobs(),
        "releases": showing.release_rows(store(), spoken),
        "unverified": showing.unverified_rows(monitor, spoken),
        "uploads": [
            {"id": each.id, "file": each.file, "by": each.by}
            for each in uploads()[:_OPEN_SHOWN]
            if not each.importing
        ],
    }
    try:
        entries = every(home().entries)
    except Refused as refusal:
        context["problems"] = told_refusal(refusal, spoken)
    else:
        user = account(request)
        context["waiting"] = [
            showing.entry_row(each, monitor, spoken, user)
            for each in entries
            if each.state in (State.WAITS, State.CONFIRMING)
        ]
        context["rejected"] = [
            showing.entry_row(each, monitor, spoken, user)
            for each in reversed(entries)
            if each.state is State.REJECTED
        ][:_REFUSED_SHOWN]
    return render_private(request, "data_desk/desk.html", context)


def _refused_jobs() -> list[dict[str, str]]:
    """The latest commands that brought nothing in, with why."""
    found = [
        {
            "command": each.command,
            "subject": each.subject.rpartition("/")[2],
            "started": moment_words(each.started),
            "why": each.reason,
        }
        for each in recent_jobs_rows(_JOBS_LOOKED_AT)
        if each.command in _BRINGING_IN and each.outcome in _BAD_ENDINGS
    ]
    return found[:_REFUSED_SHOWN]

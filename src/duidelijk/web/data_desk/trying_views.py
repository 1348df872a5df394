"""What came of a try, and the import that follows it."""

from __future__ import annotations

import hashlib
import time
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from duidelijk.foundation.folders import Busy
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.sources.importing.outcome import problem_from
from duidelijk.web.accounts.requiring import requires
from duidelijk.web.accounts.rights import Right
from duidelijk.web.audit.recording import record
from duidelijk.web.audit.showing import moment_words
from duidelijk.web.data_desk import uploads
from duidelijk.web.data_desk.desk import account, language, monitor
from duidelijk.web.data_desk.outcome_words import outcome_words
from duidelijk.web.data_desk.running import gone, import_command
from duidelijk.web.data_desk.telling import told
from duidelijk.web.data_desk.uploads import Upload
from duidelijk.web.operations.running import start
from duidelijk.web.words import words
from duidelijk.web.workspace.rendering import render_private

_WAIT_SECONDS = 8.0
"""How long a page waits for a command; then it says that it goes on."""


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.KEEP_FIGURES)
def tried(request: HttpRequest, upload: str) -> HttpResponse:
    """What came of a try, with the button that imports; and what came of the import."""
    held = uploads.upload(upload)
    if held is None:
        return gone(request)
    context: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        try:
            with uploads.changing(upload) as mine:
                wrong = _import(request, mine)
        except Busy:
            context["busy"], status = True, 503
        except Refused:
            return gone(request)
        else:
            if not wrong:
                return HttpResponseRedirect(reverse("tried", args=[held.id]))
            context["wrong"], status = words(language())[wrong], 409
        held = uploads.upload(upload) or held
    stage = _awaited(held) if request.method == "GET" else held.stage
    if stage == "open":
        return HttpResponseRedirect(reverse("upload", args=[held.id]))
    context |= {"held": held, "stage": stage, "swept": moment_words(held.swept)}
    outcome = held.outcome
    if outcome is not None:
        context["outcome"] = outcome_words(outcome, monitor(), language())
        problems = [problem_from(each) for each in outcome.problems]
        if not problems and outcome.summary:  # a refusal that has nothing else to tell
            problems = [Problem("", 0, outcome.summary)]
        context["problems"] = told(problems, language())
        context["warnings"] = told(map(problem_from, outcome.warnings), language())
        context["seen"] = _seen(held)
    return render_private(request, "data_desk/tried.html", context, status=status)


def _awaited(held: Upload) -> str:
    """How far the command is, once it ended or a page has waited long enough."""
    until = time.monotonic() + _WAIT_SECONDS
    while (stage := held.stage) == "busy" and time.monotonic() < until:
        time.sleep(0.2)
    return stage


def _seen(held: Upload) -> str:
    """The mark of the outcome that a page showed."""
    return hashlib.sha256(held.outcome_path.read_bytes()).hexdigest()[:16]


def _import(request: HttpRequest, held: Upload) -> str:
    """Start the import of what was tried; else the key of why not."""
    stage, outcome = held.stage, held.outcome
    if stage == "busy" or (held.importing and outcome and outcome.state in _IMPORTED):
        return ""  # a second press of the button: the page tells how it goes
    if held.importing:  # refused, busy or broken off: back to what was tried
        held.outcome_path.unlink(missing_ok=True)
        held = uploads.write(replace(held, importing=""))
        if "back" in request.POST:
            uploads.changed(held)
            return ""
        outcome = held.outcome
    if outcome is None or outcome.state != "dry_run":
        return "desk_try_first"
    if "again" not in request.POST:
        if request.POST.get("seen") != _seen(held):
            return "desk_tried_anew"
        if outcome.warnings and not request.POST.get("accepted"):
            return "desk_accept_first"
    uploads.write(replace(held, importing=timezone.now().isoformat()))
    releases = [each["id"] for each in outcome.releases]
    record(
        account(request),
        "started_import",
        held.file,
        upload=held.id,
        releases=releases,
        figures=outcome.figures,
        warnings=len(outcome.warnings) + outcome.more_warnings,
        sha256=held.sha256,
    )
    start(*import_command(held, "imported.json"))
    return ""


_IMPORTED = ("stored", "nothing_new")

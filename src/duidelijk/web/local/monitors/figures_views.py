"""Pages in the workspace where the figures of a local monitor come in: a file and its mapping."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from duidelijk.catalogue import Monitor
from duidelijk.foundation.folders import Busy
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.sources.sheets.applying import apply
from duidelijk.sources.sheets.mapping import UNSETTLED
from duidelijk.web.accounts.requiring import requires
from duidelijk.web.accounts.rights import Right
from duidelijk.web.agenda.changing import Overtaken
from duidelijk.web.data_desk import reading, uploads
from duidelijk.web.data_desk.desk import account, language
from duidelijk.web.data_desk.mapping_answers import Answers, answered
from duidelijk.web.data_desk.mapping_form import form_context, wrong_in
from duidelijk.web.data_desk.outcome_words import sample_rows
from duidelijk.web.data_desk.receiving import LARGEST
from duidelijk.web.data_desk.running import gone
from duidelijk.web.data_desk.telling import told, told_refusal
from duidelijk.web.data_desk.uploads import Upload
from duidelijk.web.editorial.desk import monitor_in_force
from duidelijk.web.local.models import LocalMonitor
from duidelijk.web.local.monitors import bringing, offering
from duidelijk.web.local.monitors.showing import monitor_shown
from duidelijk.web.local.monitors.views import given_file, monitor_for
from duidelijk.web.words import words
from duidelijk.web.workspace.rendering import render_private

_LOOKED_AT = 200
_OPEN = ("still to be settled", "is not given", UNSETTLED)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.REPORT_LOCAL)
def bring_figures(request: HttpRequest, key: int) -> HttpResponse:
    """Bring a file with figures of a monitor in."""
    held = _mine(request, key)
    context: dict[str, Any] = {"key": key, "m": monitor_shown(held, language())}
    context |= {"most": LARGEST // 1_000_000, "measures": held.indicators.exists()}
    status = 200
    if request.method == "POST":
        try:
            given = given_file(request)
            if given is None:
                raise Refused("", [Problem("file", 0, words(language())["desk_no_file"])])
            declared = bringing.declared_for(held, monitor_in_force())
            kept = bringing.receive(given, held, account(request), declared)
        except Refused as refusal:
            context["problems"], status = told_refusal(refusal, language()), 400
        else:
            return HttpResponseRedirect(reverse("local_figures_map", args=[key, kept.id]))
    return render_private(request, "local/bring_figures.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.REPORT_LOCAL)
def map_figures(request: HttpRequest, key: int, upload: str) -> HttpResponse:
    """Say how the file is read, and take its figures in."""
    held = _mine(request, key)
    kept = bringing.upload_of(held, upload)
    if kept is None:
        return gone(request)
    declared = bringing.declared_for(held, monitor_in_force())
    if request.method != "POST":
        return _page(request, held, kept, declared)
    try:
        with uploads.changing(upload) as mine:
            return _change(request, held, mine, declared)
    except Busy:
        busy = Refused("", [Problem("", 0, words(language())["desk_busy"])])
        return _page(request, held, kept, declared, problems=busy, status=503)
    except Overtaken:
        late = Refused("", [Problem("", 0, words(language())["local_overtaken"])])
        return _page(request, held, kept, declared, problems=late, status=409)
    except Refused as refusal:
        if uploads.upload(upload) is None:
            return gone(request)
        return _page(request, held, kept, declared, problems=refusal, status=400)


def _change(
    request: HttpRequest, held: LocalMonitor, kept: Upload, declared: Monitor
) -> HttpResponse:
    here = HttpResponseRedirect(reverse("local_figures_map", args=[held.pk, kept.id]))
    phrases = words(language())
    if "remove" in request.POST:
        uploads.remove(kept)
        messages.success(request, phrases["desk_removed"])
        return HttpResponseRedirect(reverse("local_monitor", args=[held.pk]))
    if request.POST.get("basis", "") != _basis(kept):
        raise Refused("", [Problem("", 0, phrases["desk_overtaken"])])
    if "sheet" in request.POST:
        made = reading.of_sheet(kept, declared, request.POST["sheet"])
        reading.keep(reading.reading(kept, declared, made))
        return here
    found = reading.reading(kept, declared)
    answers = answered(found, request.POST, language())
    found = reading.reading(kept, declared, answers.mapping)
    if answers.wrong:
        return _page(
            request, held, kept, declared, answers=answers, of=found, tried=True, status=400
        )
    reading.keep(found)
    if "take" not in request.POST:
        messages.success(request, phrases["saved"])
        return here
    if found.open:
        return _page(request, held, kept, declared, tried=True, status=400)
    count = bringing.take(found, held, held.revision, account(request))
    uploads.remove(kept)
    messages.success(request, phrases["monitor_taken_in"].format(count=count))
    return HttpResponseRedirect(reverse("local_monitor", args=[held.pk]) + "#cijfers")


def _page(
    request: HttpRequest,
    held: LocalMonitor,
    kept: Upload,
    declared: Monitor,
    *,
    answers: Answers | None = None,
    of: reading.Reading | None = None,
    problems: Refused | None = None,
    tried: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The form of a file, with what was typed and what is wrong with it."""
    spoken = language()
    context: dict[str, Any] = {
        "key": held.pk,
        "m": monitor_shown(held, spoken),
        "held": kept,
        "problems": told_refusal(problems, spoken) if problems else [],
    }
    try:
        found = of or reading.reading(kept, declared)
        if answers is None and problems is not None and request.method == "POST":
            answers = answered(found, request.POST, spoken)
        context |= form_context(found, answers or Answers(found.mapping), spoken)
        context |= _preview(found, declared) | {"basis": _basis(kept)}
        if tried:
            context["wrong"] = wrong_in(context, words(spoken))
    except Refused as refusal:
        context["problems"] += told_refusal(refusal, spoken)
        status = max(status, 400)
    return render_private(request, "local/map_figures.html", context, status=status)


def _preview(found: reading.Reading, declared: Monitor) -> dict[str, Any]:
    """The first figures as the mapping is now, and what does not fit besides what is open."""
    applied = apply(found.mapping, found.sheet, declared, only=_LOOKED_AT)
    problems = [each for each in applied.problems if not any(o in each.what for o in _OPEN)]
    return {
        "sample": sample_rows(applied.figures.head(5).to_dicts(), declared, language()),
        "misfits": told(problems[:10], language()),
        "more_misfits": max(0, len(problems) - 10),
    }


def _basis(kept: Upload) -> str:
    return hashlib.sha256(kept.mapping_path.read_bytes()).hexdigest()[:16]


def _mine(request: HttpRequest, key: int) -> LocalMonitor:
    """A monitor of which somebody may bring figures. 404 for another."""
    held = monitor_for(request, key)
    if not offering.may_change(held, account(request)):
        raise Http404("not yours to change")
    return held

"""Pages in the workspace where local monitors are offered and matched."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from duidelijk.foundation.problems import Problem, Refused
from duidelijk.local.listing import read_listing
from duidelijk.local.matching import Match, Suggesting, objections
from duidelijk.local.monitor import LocalIndicator
from duidelijk.web.accounts.requiring import requires
from duidelijk.web.accounts.rights import Right
from duidelijk.web.agenda.changing import NotPossible, Overtaken
from duidelijk.web.agenda.showing import kept_otherwise
from duidelijk.web.data_desk import uploads
from duidelijk.web.data_desk.desk import account, home, language
from duidelijk.web.data_desk.receiving import LARGEST, NOT_TAKEN
from duidelijk.web.data_desk.telling import told_refusal
from duidelijk.web.data_desk.unpacking import refuse_too_much
from duidelijk.web.editorial.desk import monitor_in_force
from duidelijk.web.library import library
from duidelijk.web.local.models import LocalMonitor, LocalSeries, MonitorIndicator
from duidelijk.web.local.monitors import offering
from duidelijk.web.local.monitors.forms import IndicatorForm, MatchForm, MonitorForm
from duidelijk.web.local.monitors.showing import (
    indicator_shown,
    indicators_shown,
    monitor_shown,
    objections_shown,
    series_shown,
)
from duidelijk.web.local.reporting import reports_for
from duidelijk.web.typed_text import whole_number
from duidelijk.web.words import words
from duidelijk.web.workspace.rendering import render_private

_ON_A_PAGE, _SERIES_SHOWN = 50, 100
_CONFLICT = 409
SHOWING = ("all", "open", "matched", "flawed")
"""Which indicators of a monitor are listed."""


@require_safe
@requires(Right.REPORT_LOCAL)
def monitors(request: HttpRequest) -> HttpResponse:
    """The local monitors somebody works on."""
    user, spoken = account(request), language()
    rows = offering.monitors_for(user)
    context = {
        "rows": [
            monitor_shown(each, spoken)
            | {"desk_url": reverse("local_monitor", args=[each.pk])}
            | _counts(each)
            for each in rows
        ],
        "may_offer": bool(reports_for(user)) or user.may(Right.KEEP_LOCAL),
        "own": bool(reports_for(user)),
    }
    return render_private(request, "local/monitors.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.REPORT_LOCAL)
def new_monitor(request: HttpRequest) -> HttpResponse:
    """Offer a local monitor, with the list of what it measures."""
    user = account(request)
    own = bool(reports_for(user))
    if not own and not user.may(Right.KEEP_LOCAL):
        return render_private(request, "local/no_area.html", {}, status=404)
    initial = {"monitor_publisher": user.organisation.name if own else ""}
    form = MonitorForm(request.POST or None, initial=initial)
    token = request.POST.get("token") or secrets.token_urlsafe(16)
    context: dict[str, Any] = {"form": form, "token": token, "own": own, "most": _megabytes()}
    if request.method == "POST" and form.is_valid():
        try:
            made = offering.offer(form.offer(), _listing(request), token, user, monitor_in_force())
        except Refused as refusal:
            context["problems"] = told_refusal(refusal, language())
        else:
            messages.success(request, words(language())["monitor_kept"])
            return HttpResponseRedirect(reverse("local_monitor", args=[made.pk]))
    status = 400 if form.is_bound else 200
    return render_private(request, "local/monitor_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.REPORT_LOCAL)
def change_monitor(request: HttpRequest, key: int) -> HttpResponse:
    """Change what is said of a monitor, or bring a new list of what it measures."""
    held, user = monitor_for(request, key), account(request)
    if not offering.may_change(held, user):
        raise Http404("not yours to change")
    form = MonitorForm(request.POST or None, initial=MonitorForm.initial_of(held))
    revision, status = str(held.revision), 200
    context: dict[str, Any] = {"form": form, "key": key, "most": _megabytes()}
    if request.method == "POST":
        status, revision = 400, request.POST.get("based_on", "")
        if form.is_valid():
            try:
                given, monitor = _listing(request), monitor_in_force()
                offering.change(key, form.offer(), given, whole_number(revision), user, monitor)
            except Refused as refusal:
                context["problems"] = told_refusal(refusal, language())
            except Overtaken:
                form.add_error(None, words(language())["local_overtaken"])
                revision, status = str(held.revision), _CONFLICT
                context["theirs"] = kept_otherwise(form)
            else:
                messages.success(request, words(language())["saved"])
                return HttpResponseRedirect(reverse("local_monitor", args=[key]))
    context |= {"based_on": revision}
    return render_private(request, "local/monitor_form.html", context, status=status)


@require_safe
@requires(Right.REPORT_LOCAL)
def monitor(request: HttpRequest, key: int) -> HttpResponse:
    """One monitor: what it measures, what that is nationally, and where it goes."""
    held, user, spoken = monitor_for(request, key), account(request), language()
    edition = newest()
    wanted = request.GET.get("toon", "all")
    wanted = wanted if wanted in SHOWING else "all"
    every = held.indicators.select_related("monitor")
    found = Paginator(_wanted(every, wanted), _ON_A_PAGE).get_page(request.GET.get("pagina"))
    series = LocalSeries.objects.filter(indicator__monitor=held)
    measured = series.select_related("indicator", "indicator__monitor")
    phrases = words(spoken)
    context = {
        "key": key,
        "m": monitor_shown(held, spoken),
        "revision": held.revision,
        "may_change": offering.may_change(held, user),
        "page": found,
        "indicators": indicators_shown(found, edition, spoken),
        "tabs": [
            {"key": each, "title": phrases[f"monitor_shows_{each}"], "here": each == wanted}
            for each in SHOWING
        ],
        "wanted": wanted,
        "series": [series_shown(each, edition, spoken) for each in measured[:_SERIES_SHOWN]],
        "series_count": series.count(),
        "log": f"{reverse('log')}?over=local%20monitor%20{key}" if user.may(Right.READ_LOG) else "",
    } | _counts(held)
    return render_private(request, "local/monitor.html", context)


@require_http_methods(["POST"])
@requires(Right.REPORT_LOCAL)
def withdraw_monitor(request: HttpRequest, key: int) -> HttpResponse:
    """Take a monitor back."""
    monitor_for(request, key)
    phrases = words(language())
    revision = whole_number(request.POST.get("based_on", ""))
    try:
        offering.withdraw(key, revision, account(request))
    except NotPossible:
        raise Http404("not yours to take back") from None
    except Overtaken:
        messages.error(request, phrases["local_overtaken"])
        return HttpResponseRedirect(reverse("local_monitor", args=[key]))
    messages.success(request, phrases["monitor_taken_back"])
    return HttpResponseRedirect(reverse("local_monitors"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.REPORT_LOCAL)
def add_measure(request: HttpRequest, key: int) -> HttpResponse:
    """Add one indicator to a monitor."""
    held, user = monitor_for(request, key), account(request)
    if not offering.may_change(held, user):
        raise Http404("not yours to change")
    form = IndicatorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        revision = whole_number(request.POST.get("based_on", ""))
        try:
            offering.add_indicator(key, form.told(), revision, user, monitor_in_force())
        except NotPossible as no:
            form.add_error("measure_code", words(language())[f"monitor_not_{no.key}"])
        except Overtaken:
            form.add_error(None, words(language())["local_overtaken"])
        else:
            messages.success(request, words(language())["saved"])
            return HttpResponseRedirect(reverse("local_monitor", args=[key]))
    context = {"form": form, "key": key, "m": monitor_shown(held, language())}
    context["based_on"] = held.revision
    status = 400 if form.is_bound else 200
    return render_private(request, "local/measure_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.REPORT_LOCAL)
def measure(request: HttpRequest, key: int, row: int) -> HttpResponse:
    """One indicator of a monitor: what speaks for and against it being a national one."""
    held, user, spoken = monitor_for(request, key), account(request), language()
    one = held.indicators.filter(pk=row).first()
    if one is None:
        raise Http404("no such indicator")
    national = monitor_in_force()
    local = offering.as_local(one)
    likely = [each.indicator for each in Suggesting(national.indicators).of(local)]
    first = list(dict.fromkeys(filter(None, [one.indicator, *likely])))
    initial = {
        "match_kind": one.match,
        "match_indicator": one.indicator,
        "match_turned": one.turned,
    }
    form = MatchForm(request.POST or None, monitor=national, first=first, initial=initial)
    against: list[str] = []
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                _decide(request, form, one)
            except offering.Objectionable as no:
                form.add_error("match_kind", words(spoken)["match_not_same"])
                against = objections_shown(no.objections, spoken)
            except NotPossible as no:
                form.add_error("match_indicator", words(spoken)[f"monitor_not_{no.key}"])
            except Overtaken:
                form.add_error(None, words(spoken)["local_overtaken"])
                status = _CONFLICT
            else:
                messages.success(request, words(spoken)["saved"])
                return HttpResponseRedirect(reverse("local_monitor", args=[key]))
    nation = national.indicators.get(one.indicator)
    if nation and not against:
        found = objections(local, nation, offering.flaws_of(one), one.turned)
        against = objections_shown(found, spoken)
    context = {
        "key": key,
        "row": row,
        "m": monitor_shown(held, spoken),
        "revision": held.revision,
        "each": indicator_shown(one, newest(), spoken),
        "definition": nation.definition.to(spoken) if nation else "",
        "national_population": nation.population.to(spoken) if nation else "",
        "form": form,
        "against": against,
        "may_change": offering.may_change(held, user),
        "may_match": offering.may_change(held, user) or user.may(Right.KEEP_LOCAL),
    }
    return render_private(request, "local/measure.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.REPORT_LOCAL)
def describe_measure(request: HttpRequest, key: int, row: int) -> HttpResponse:
    """Put right what is told of one indicator."""
    held, user = monitor_for(request, key), account(request)
    one = held.indicators.filter(pk=row).first()
    if one is None or not offering.may_change(held, user):
        raise Http404("not yours to change")
    form = IndicatorForm(request.POST or None, before=one)
    if request.method == "POST" and form.is_valid():
        revision = whole_number(request.POST.get("based_on", ""))
        try:
            offering.describe(row, form.told(), revision, user, monitor_in_force())
        except Overtaken:
            form.add_error(None, words(language())["local_overtaken"])
        else:
            messages.success(request, words(language())["saved"])
            return HttpResponseRedirect(reverse("local_measure", args=[key, row]))
    context = {"form": form, "key": key, "row": row, "m": monitor_shown(held, language())}
    context["based_on"] = held.revision
    status = 400 if form.is_bound else 200
    return render_private(request, "local/measure_form.html", context, status=status)


def monitor_for(request: HttpRequest, key: int) -> LocalMonitor:
    """A monitor somebody may work on. 404 for another."""
    found = offering.monitors_for(account(request)).filter(pk=key).first()
    if found is None:
        raise Http404("no such monitor")
    return found


def newest() -> Any:
    """The edition that names things. 404 before there is one."""
    found = library().newest()
    if found is None:
        raise Http404("no edition")
    return found


def given_file(request: HttpRequest) -> Any:
    """The file that came in; ``None`` for none. Raises ``Refused`` for one that was not taken."""
    given = request.FILES.get("file")
    if given is None:
        phrases = words(language())
        if request.META.get(NOT_TAKEN):
            raise Refused("", [Problem("file", 0, phrases["desk_not_taken"])])
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
            told = phrases["desk_file_too_large"].format(most=_megabytes())
            raise Refused("", [Problem("file", 0, told)])
    return given


def _decide(request: HttpRequest, form: MatchForm, one: MonitorIndicator) -> None:
    told = form.cleaned_data
    offering.decide(
        one.pk,
        Match(told["match_kind"]),
        told["match_indicator"],
        told["match_turned"],
        whole_number(request.POST.get("based_on", "")),
        account(request),
        monitor_in_force(),
    )


def _listing(request: HttpRequest) -> list[LocalIndicator]:
    """The indicators of the list that came in; none without one. Raises ``Refused``."""
    given = given_file(request)
    if given is None:
        return []
    home().uploads.mkdir(parents=True, exist_ok=True)
    user = account(request)
    kept = uploads.receive(given, user.name, str(user.pk))
    try:
        refuse_too_much(kept.path, kept.file)
        return read_listing(kept.path, kept.file)
    finally:
        uploads.remove(kept)


def _wanted(rows: Any, wanted: str) -> Any:
    if wanted == "open":
        return rows.filter(match=Match.UNDECIDED).exclude(indicator="")
    if wanted == "matched":
        return rows.filter(match__in=[Match.SAME, Match.DIRECTION])
    if wanted == "flawed":
        return rows.exclude(flaws=[])
    return rows


def _counts(held: LocalMonitor) -> dict[str, int]:
    rows = held.indicators.all()
    return {
        "indicator_count": rows.count(),
        "matched_count": _wanted(rows, "matched").count(),
        "flawed_count": _wanted(rows, "flawed").count(),
    }


def _megabytes() -> int:
    return LARGEST // 1_000_000

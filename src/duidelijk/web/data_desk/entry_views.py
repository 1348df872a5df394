"""Pages of figures by hand: choose an indicator, enter a figure, and confirm what waits."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from duidelijk.foundation.folders import Busy
from duidelijk.foundation.problems import Refused
from duidelijk.sources.by_hand.beside import Beside, beside
from duidelijk.sources.by_hand.entering import (
    Held,
    State,
    confirm,
    enter,
    entered_by_same,
    every,
    held,
    pending,
    reject,
)
from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.others import nobody_else_may
from duidelijk.web.accounts.requiring import requires
from duidelijk.web.accounts.rights import Right
from duidelijk.web.audit.recording import record
from duidelijk.web.data_desk import showing
from duidelijk.web.data_desk.desk import account, home, language, monitor, somebody, store
from duidelijk.web.data_desk.entry_form import EntryForm
from duidelijk.web.data_desk.finding import found_indicators
from duidelijk.web.data_desk.telling import told, told_refusal
from duidelijk.web.words import words
from duidelijk.web.workspace.rendering import render_private

_DECIDED_SHOWN = 20


@require_safe
@requires(Right.KEEP_FIGURES)
def choose_indicator(request: HttpRequest) -> HttpResponse:
    """Find the indicator a figure is of."""
    sought = request.GET.get("zoek", "").strip()[:200]
    found = found_indicators(monitor(), sought, language())
    context = {"sought": sought, "found": found}
    return render_private(request, "data_desk/choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.KEEP_FIGURES)
def enter_figure(request: HttpRequest, indicator: str) -> HttpResponse:
    """Enter one figure: look at it beside its series, accept what stands out, keep it."""
    declared = monitor()
    if indicator not in declared.indicators:
        raise Http404("no such indicator")
    of = declared.indicators[indicator]
    given = request.POST if request.method == "POST" else None
    form = EntryForm(declared, of, language(), given)
    context: dict[str, Any] = {"indicator": of, "title": of.title.to(language()), "form": form}
    status = 200
    user = account(request)
    if given is not None:
        entry = form.check(user.name)
        if entry is not None:
            found = beside(store(), declared, entry)
            context |= _looked_at(found, declared)
            # what was changed since it was looked at is looked at again
            same = given.get("seen") == context["seen"]
            accepted = not found.warnings or "accepted" in given
            if "save" in given and same and accepted:
                try:
                    id_ = enter(home().entries, declared, entry, timezone.now(), by=somebody(user))
                except Busy:
                    context["busy"], status = True, 503
                except Refused as refusal:
                    form.tell(refusal)
                else:
                    record(user, "entered_figure", id_, **showing.entry_detail(entry))
                    messages.success(request, words(language())["desk_entered"].format(id=id_))
                    return HttpResponseRedirect(reverse("waiting_figures"))
            elif "save" in given:
                context["not_accepted" if same else "changed"], status = True, 409
        if form.errors:
            status = 400
            context["wrong"] = form.wrong()
    context["parts"] = list(form.parts())
    return render_private(request, "data_desk/enter.html", context, status=status)


def _looked_at(found: Beside, declared: Any) -> dict[str, Any]:
    """A figure beside its series, with what stands out and the mark of having seen that."""
    warnings = told(found.warnings, language())
    seen = "\n".join([str(found.figure), *map(str, found.warnings)])
    return {
        "beside": showing.beside_words(found, declared, language()),
        "warnings": warnings,
        "seen": hashlib.sha256(seen.encode()).hexdigest()[:16],
    }


@require_safe
@requires(Right.KEEP_FIGURES)
def waiting_figures(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, and what was decided last."""
    declared, user = monitor(), account(request)
    try:
        entries = every(home().entries)
    except Refused as refusal:
        found = {"problems": told_refusal(refusal, language())}
        return render_private(request, "data_desk/waiting.html", found)
    waits = [each for each in entries if each.state in (State.WAITS, State.CONFIRMING)]
    decided = [each for each in entries if each not in waits]
    decided.sort(key=lambda each: each.decided.isoformat() if each.decided else "", reverse=True)
    context = {
        "alone": nobody_else_may(user, Right.KEEP_FIGURES),
        "waiting": [showing.entry_row(each, declared, language(), user) for each in waits],
        "decided": [
            showing.entry_row(each, declared, language(), user) for each in decided[:_DECIDED_SHOWN]
        ],
    }
    return render_private(request, "data_desk/waiting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.KEEP_FIGURES)
def waiting_figure(request: HttpRequest, entry: str) -> HttpResponse:
    """One figure that waits: confirm it, or refuse it with a reason."""
    declared, user = monitor(), account(request)
    try:
        found = held(home().entries, entry)
    except Refused:
        raise Http404("no such entry") from None
    context: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        phrases = words(language())
        try:
            told_so = _decide(request, user, found)
        except Busy:
            context["busy"], status = True, 503
        except Refused as refusal:
            context["problems"], status = told_refusal(refusal, language()), 409
            context["reason"] = request.POST.get("reason", "")[:2000]
        else:
            messages.success(request, phrases[told_so])
            return HttpResponseRedirect(reverse("waiting_figures"))
        found = held(home().entries, entry)
    waits = found in pending(home().entries)
    context |= {
        "held": found,
        "row": showing.entry_row(found, declared, language(), user),
        "waits": waits,
        "own": entered_by_same(found, somebody(user)),
        "underway": found.state is State.CONFIRMING,
    }
    if waits and found.entry.indicator in declared.indicators:
        looked = beside(store(), declared, found.entry)
        context["beside"] = showing.beside_words(looked, declared, language())
        context["warnings"] = told(looked.warnings, language())
    return render_private(request, "data_desk/figure.html", context, status=status)


def _decide(request: HttpRequest, user: User, found: Held) -> str:
    """Confirm or reject an entry; the key of what is told. Raises ``Refused``."""
    folder, who, now = home().entries, somebody(user), timezone.now()
    if "reject" in request.POST:
        decided = reject(folder, found.id, who, request.POST.get("reason", "")[:2000], now)
        record(user, "rejected_figure", found.id, reason=decided.reason)
        return "desk_rejected"
    release = confirm(folder, store(), monitor(), found.id, who, now)
    record(
        user,
        "confirmed_figure",
        found.id,
        release=release.id,
        **showing.entry_detail(found.entry),
    )
    return "desk_confirmed"

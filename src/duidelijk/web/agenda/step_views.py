"""Taking a step with a signal, an ask, an action or a milestone: one page for all of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from duidelijk.agenda.workflow import State, Thing, Transition, possible
from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.requiring import requires
from duidelijk.web.accounts.rights import Right
from duidelijk.web.agenda import raising, showing
from duidelijk.web.agenda.changing import NotPossible, Overtaken
from duidelijk.web.agenda.desk_views import signal_for
from duidelijk.web.agenda.forms import StepForm
from duidelijk.web.agenda.models import Ask, Signal, Step, today
from duidelijk.web.agenda.parties import about, answers_for, parties
from duidelijk.web.agenda.seeing import may_see, title_for
from duidelijk.web.agenda.stepping import ANSWERS, Row, Told, row_of, take
from duidelijk.web.typed_text import whole_number
from duidelijk.web.words import words
from duidelijk.web.workspace.giving_back import typed_in
from duidelijk.web.workspace.rendering import render_private

_CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.RAISE_SIGNALS)
def step(request: HttpRequest, key: int, thing: str, of: int, name: str) -> HttpResponse:
    """The form of one step, and the step once it is filled in."""
    assert isinstance(request.user, User)
    user, language = request.user, get_language() or "nl"
    signal = signal_for(user, key)
    if thing not in set(Thing):
        raise Http404("no such thing")
    row = row_of(signal, Thing(thing), of)
    if not may_see(user, signal, Thing(thing), of):
        raise Http404("nothing of this signal that they may see")
    last = signal.steps.filter(thing=thing, key=of).last()
    taken = _possible(Thing(thing), last, name)
    back = HttpResponseRedirect(f"{reverse('signal_desk', args=[key])}{showing.anchor(thing, of)}")
    if taken is None or last is None:
        before = _overtaken(signal, last, language)
        if request.method == "POST":
            context = {"key": key, "told": before, "back": back.url, "sent": typed_in(request)}
            return render_private(request, "agenda/overtaken.html", context, status=_CONFLICT)
        messages.error(request, before)
        return back
    if not parties(user, signal, about(row)) & taken.by:
        return render_private(request, "agenda/not_yours.html", {"key": key}, status=403)
    sourced = isinstance(row, Ask) and name in ANSWERS and not answers_for(user, row.addressee)
    form = StepForm(
        request.POST or None, taken=taken, sourced=sourced, initial={"step_on": today()}
    )
    status, seen = 200, whole_number(request.POST.get("seen", "")) or last.pk
    if request.method == "POST":
        status = 400
        if form.is_valid():
            told = form.told(_by(user, row, sourced), seen)
            try:
                _take(signal, Thing(thing), of, name, told, user)
            except Overtaken:
                below = words(language)["agenda_typed_below"]
                form.add_error(None, f"{_overtaken(signal, last, language)} {below}")
                seen, status = last.pk, _CONFLICT
            except NotPossible as refused:
                form.add_error(None, showing.why_not(refused, language))
            else:
                messages.success(request, words(language)["step_taken"])
                return back
    context = _page(signal, row, taken, user, language) | {"form": form, "seen": seen}
    return render_private(request, "agenda/step.html", context, status=status)


def _take(signal: Signal, thing: Thing, of: int, name: str, told: Told, user: User) -> None:
    if thing is Thing.SIGNAL and name == "reopen":
        raising.reopen(signal.pk, told, user)
    else:
        take(signal.pk, thing, of, name, told, user)


def _possible(thing: Thing, last: Step | None, name: str) -> Transition | None:
    """The step, when it may follow; merging has a page of its own."""
    state = State(last.after) if last else State.NONE
    return next((each for each in possible(thing, state) if each.name == name != "merge"), None)


def _by(user: User, row: Row | None, sourced: bool) -> str:
    """On whose behalf: of an answer that was given elsewhere, who was asked."""
    if sourced and isinstance(row, Ask):
        return str(row.addressee.name_nl)
    return str(user.organisation.name)


def _overtaken(signal: Signal, last: Step | None, language: str) -> str:
    """That somebody was before, and what they did."""
    phrases = words(language)
    if last is None:
        return phrases["agenda_not_in_order"]
    return phrases["agenda_step_overtaken"].format(
        by=last.by, step=phrases[f"step_{last.thing}_{last.name}"]
    )


def _page(
    signal: Signal, row: Row | None, taken: Transition, user: User, language: str
) -> dict[str, Any]:
    phrases = words(language)
    return {
        "key": signal.pk,
        "signal": title_for(user, signal, language),
        "about": showing.row_words(row, language),
        "title": phrases[f"do_{taken.thing.value}_{taken.name}"],
        "help": phrases.get(f"do_help_{taken.thing.value}_{taken.name}", ""),
        "danger": taken.after in showing.ENDS,
        "back": f"{reverse('signal_desk', args=[signal.pk])}",
    }

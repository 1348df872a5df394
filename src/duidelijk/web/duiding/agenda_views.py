"""The agenda of a session: what stands out, what people bring in, and in which order."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from duidelijk.editions.choice import Choice
from duidelijk.editions.edition import Edition
from duidelijk.editions.texts import development_key
from duidelijk.publish.developments import about
from duidelijk.web.accounts.models import User
from duidelijk.web.dashboard.pages.striking import shown_verdict
from duidelijk.web.duiding import preparing, showing
from duidelijk.web.duiding.changing import NotNow
from duidelijk.web.duiding.evidence import developments_of, edition_of
from duidelijk.web.duiding.forms import ProposalForm
from duidelijk.web.duiding.membership import leads
from duidelijk.web.duiding.models import Item, Session
from duidelijk.web.editorial.writing import latest_choices
from duidelijk.web.words import words
from duidelijk.web.workspace.rendering import render_private


@require_http_methods(["GET", "HEAD", "POST"])
@leads
def agenda(request: HttpRequest, session: Session) -> HttpResponse:
    """Choose from what stands out in the edition, and add what does not."""
    language, phrases = get_language() or "nl", words(get_language())
    form = ProposalForm(request.POST if "add" in request.POST else None, with_address=True)
    edition = edition_of(session.edition)
    assert isinstance(request.user, User)
    here = HttpResponseRedirect(reverse("agenda", args=[session.pk]))
    try:
        if "compose" in request.POST and edition is not None:
            chosen = request.POST.getlist("development")
            preparing.compose(session.pk, chosen, edition, request.user)
            messages.success(request, phrases["agenda_kept"])
            return here
        if "add" in request.POST and form.is_valid():
            told = form.cleaned_data
            proposal = preparing.Proposal(
                told["proposal_title"],
                told["proposal_why"],
                address=told["proposal_address"],
                token=request.POST.get("token", "")[:40],
            )
            preparing.propose(session.pk, proposal, None)
            messages.success(request, phrases["agenda_kept"])
            return here
    except preparing.NoFigure:
        form.add_error("proposal_address", phrases["no_figure_there"])
    except NotNow:
        if not form.is_bound:
            messages.error(request, phrases["agenda_closed"])
            return here
        form.add_error(None, phrases["agenda_closed"])
    context = {
        "session": showing.session_shown(session, language),
        "items": showing.agenda_of(session, language),
        "proposed": [each for each in session.items.all() if each.state == Item.State.PROPOSED],
        "choices": _choices(session, edition, request.GET.get("thema", session.theme), language)
        if edition
        else [],
        "themes": _themes(edition, request.GET.get("thema", session.theme), language),
        "form": form,
        "token": request.POST.get("token") or secrets.token_urlsafe(16),
    }
    status = 400 if form.is_bound else 200
    return render_private(request, "duiding/agenda.html", context, status=status)


def _themes(edition: Edition | None, chosen: str, language: str) -> list[dict[str, Any]]:
    themes = edition.monitor.themes if edition else ()
    return [
        {"id": each.id, "title": each.title.to(language), "chosen": each.id == chosen}
        for each in themes
    ]


def _choices(session: Session, edition: Edition, theme: str, language: str) -> list[dict[str, Any]]:
    """What stands out: what is on the agenda and what editors want spoken of first; of a theme
    alone when one is chosen, but never without what is on the agenda.
    """
    on = set(session.items.filter(state=Item.State.ON).values_list("development", flat=True))
    kept = latest_choices(edition.id)
    sealed = edition.texts.choices
    rows = []
    for number, each in enumerate(developments_of(edition)):
        key = development_key(each)
        indicator = edition.monitor.indicators[each["indicator"]]
        if theme and indicator.theme != theme and key not in on:
            continue
        choice = kept[key].choice if key in kept else None
        choice = choice or (sealed[key].choice if key in sealed else None)
        rows.append(
            {
                "number": number,
                "key": key,
                "title": indicator.title.to(language),
                "about": about(edition, each, language),
                "sentence": each["sentences"][language],
                "verdict": shown_verdict(edition, each, language),
                "on": key in on,
                "wanted": choice == Choice.NEEDS_DUIDING,
            }
        )
    rows.sort(key=lambda row: (not row["on"], not row["wanted"], row["number"]))
    return rows


@require_POST
@leads
def settle_item(request: HttpRequest, session: Session, item: int) -> HttpResponse:
    """Put a proposal on the agenda, take something off it, or move it."""
    assert isinstance(request.user, User)
    try:
        if "up" in request.POST or "down" in request.POST:
            preparing.move(session.pk, item, "up" in request.POST)
        else:
            state = Item.State.ON if "on" in request.POST else Item.State.DROPPED
            preparing.settle(session.pk, item, state, request.user)
    except NotNow:
        messages.error(request, words(get_language())["agenda_closed"])
    return HttpResponseRedirect(reverse("agenda", args=[session.pk]))

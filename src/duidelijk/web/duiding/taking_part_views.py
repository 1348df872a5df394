"""The pages of who takes part, on a telephone: one thing at a time, nothing lost."""

from __future__ import annotations

import secrets
from enum import StrEnum
from typing import Any

from django.contrib import messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duidelijk.duiding.phases import Phase, round_of
from duidelijk.duiding.scales import Confidence, Expected, Said, Seriousness
from duidelijk.web.duiding import answering, discussing, live, showing, showing_talk
from duidelijk.web.duiding.answering import (
    LONGEST,
    MOST_KEPT,
    Nothing,
    TooLong,
    TooMuch,
    Typed,
)
from duidelijk.web.duiding.changing import NotNow, Overtaken
from duidelijk.web.duiding.citing import Basis
from duidelijk.web.duiding.forms import ProposalForm
from duidelijk.web.duiding.item_page import item_page
from duidelijk.web.duiding.membership import device_key, takes_part
from duidelijk.web.duiding.models import Answer, Explanation, Item, Member
from duidelijk.web.duiding.preparing import Proposal, propose
from duidelijk.web.typed_text import whole_number
from duidelijk.web.words import words
from duidelijk.web.workspace.giving_back import typed_in
from duidelijk.web.workspace.rendering import render_private


@require_safe
@takes_part
def home(request: HttpRequest, member: Member) -> HttpResponse:
    """Where a participant starts: what it is about, what to do now, the agenda."""
    session, language = member.session, get_language() or "nl"
    context = {
        "session": showing.session_shown(session, language),
        "member": member,
        "items": _agenda(member),
        "proposed": session.items.filter(proposed_by=member).exclude(state=Item.State.ON),
        "state": live.state(session),
        "may_propose": session.stage in (Phase.PREPARING, Phase.ALONE, Phase.TOGETHER),
        "company": _company(member, language),
        "shown": session.showing,
        "own_key": device_key(member),
    }
    return render_private(request, "duiding/home.html", context)


def _agenda(member: Member) -> list[dict[str, Any]]:
    session = member.session
    round_ = round_of(session.stage)
    own = {
        each.item_id: each
        for each in Answer.objects.filter(member=member, item__session=session, round=round_ or 1)
    }
    rows = []
    for item in session.items.filter(state=Item.State.ON):
        answer = own.get(item.pk)
        done = "done" if answer and answer.handed_in else "begun" if answer else "open"
        rows.append(
            {
                "key": item.pk,
                "title": item.title_in(get_language() or "nl"),
                "state": done,
                "asked": bool(round_),
                "kept_back": session.stage is Phase.TOGETHER and _kept_back(answer),
                "round": round_ or 1,
                "revision": answer.revision if answer else 0,
            }
        )
    return rows


def _kept_back(answer: Answer | None) -> bool:
    """Whether somebody typed something that the others do not have."""
    return answer is not None and answer.opened is None and any(answer.texts.values())


def _company(member: Member, language: str) -> list[str]:
    """Who sits at the same table, by perspective; nobody when there are no tables."""
    if not member.table:
        return []
    others = member.session.members.filter(table=member.table, withdrawn=None)
    return [showing_talk.by_inside(each, language) for each in others if each.pk != member.pk]


@require_http_methods(["GET", "HEAD", "POST"])
@takes_part
def item(request: HttpRequest, member: Member, item: int) -> HttpResponse:
    """One thing on the agenda: read, write alone, discuss, or estimate once more."""
    if request.method != "POST":
        return item_page(request, member, _on_agenda(member, item))
    found = _still_on_agenda(member, item)
    return _keep(request, member, found) if found else _off_agenda(request, member)


def _keep(request: HttpRequest, member: Member, found: Item) -> HttpResponse:
    """Keep what was written alone; on any refusal the page comes back with what was typed."""
    phrases, typed = words(get_language()), _typed(request)
    based_on = whole_number(request.POST.get("based_on", ""))
    here = reverse("item", args=[member.session_id, found.pk])
    try:
        if "again" in request.POST:
            answering.take_again(member, found)
        else:
            answering.keep(member, found, typed, based_on, "done" in request.POST)
    except Overtaken:
        return item_page(request, member, found, typed, phrases["alone_overtaken"], 409)
    except NotNow:
        return item_page(request, member, found, typed, phrases["round_over"], 409)
    except TooLong as long:
        problem = phrases["text_over"].format(
            what=phrases[f"write_{long.said}"].rstrip("?"), most=LONGEST
        )
        return item_page(request, member, found, typed, problem, 400)
    except TooMuch:
        return item_page(request, member, found, typed, _too_much(typed), 400)
    except Nothing:
        return item_page(request, member, found, typed, phrases["nothing_written"], 400)
    if "done" in request.POST:
        messages.success(request, phrases["handed_in"])
        return HttpResponseRedirect(reverse("take_part", args=[member.session_id]))
    messages.success(request, phrases["kept_for_you"])
    return HttpResponseRedirect(here)


@require_POST
@takes_part
def draft(request: HttpRequest, member: Member, item: int) -> HttpResponse:
    """Keep what is being typed; answers with the revision it has by that."""
    found = _still_on_agenda(member, item)
    if found is None:
        return JsonResponse({"problem": words(get_language())["off_agenda_title"]}, status=404)
    typed, based_on = _typed(request), whole_number(request.POST.get("based_on", ""))
    try:
        kept = answering.keep(member, found, typed, based_on, hand_in=False)
    except TooMuch:
        return JsonResponse({"problem": _too_much(typed)}, status=400)
    except Overtaken:
        return JsonResponse({"problem": words(get_language())["alone_overtaken"]}, status=409)
    except NotNow:
        return JsonResponse({"problem": words(get_language())["round_over"]}, status=409)
    return JsonResponse({"revision": kept.revision})


@require_POST
@takes_part
def contribute(request: HttpRequest, member: Member, item: int) -> HttpResponse:
    """Put something before the others."""
    found = _still_on_agenda(member, item)
    if found is None:
        return _off_agenda(request, member)
    phrases = words(get_language())
    basis = Basis(request.POST.get("basis", ""), request.POST.get("detail", ""))
    token = request.POST.get("token", "") or secrets.token_urlsafe(16)
    problem, status = "", 200
    try:
        said = request.POST.get("said", Said.ADDED)
        discussing.contribute(member, found, said, request.POST.get("text", ""), basis, token)
    except NotNow:
        problem, status = phrases["not_in_discussion"], 409
    except Nothing:
        problem, status = phrases["nothing_written"], 400
    except TooLong:
        problem, status = phrases["statement_over"].format(most=LONGEST), 400
    if _by_script(request):
        return JsonResponse({"problem": problem}, status=status)
    if problem:
        there = member.session.stage is Phase.TOGETHER  # the form, with what was typed in it
        lost = [] if there else typed_in(request)
        return item_page(request, member, found, problem=problem, status=status, lost=lost)
    return HttpResponseRedirect(f"{reverse('item', args=[member.session_id, found.pk])}#gezegd")


@require_POST
@takes_part
def take_back(request: HttpRequest, member: Member, item: int, statement: int) -> HttpResponse:
    """Take back one's own words."""
    phrases = words(get_language())
    try:
        discussing.take_back(member, statement)
    except NotNow:
        messages.error(request, phrases["not_in_discussion"])
    except Overtaken:
        messages.error(request, phrases["rests_on_it"])
    return HttpResponseRedirect(reverse("item", args=[member.session_id, item]))


@require_POST
@takes_part
def bring_in(request: HttpRequest, member: Member, item: int) -> HttpResponse:
    """Put what was typed in the first round, and not handed in, before the others after all."""
    found = _on_agenda(member, item)
    phrases = words(get_language())
    try:
        answering.bring_in_late(member, found)
    except NotNow:
        messages.error(request, phrases["not_in_discussion"])
    except TooLong:
        messages.error(request, phrases["statement_over"].format(most=LONGEST))
    except Nothing:
        messages.error(request, phrases["nothing_written"])
    return HttpResponseRedirect(reverse("item", args=[member.session_id, item]))


@require_POST
@takes_part
def weigh(request: HttpRequest, member: Member, item: int, explanation: int) -> HttpResponse:
    """Say what one thinks of a reading."""
    found = _still_on_agenda(member, item)
    if found is None:
        return _off_agenda(request, member)
    phrases = words(get_language())
    problem, status = "", 200
    reason = request.POST.get(f"reason-{explanation}", request.POST.get("reason", ""))
    try:
        discussing.weigh_explanation(
            member, explanation, request.POST.get(f"stance-{explanation}", ""), reason
        )
    except NotNow:
        problem, status = phrases["not_in_discussion"], 409
    except (ValueError, Explanation.DoesNotExist):
        problem, status = phrases["stance_missing"], 400
    except TooLong:
        problem, status = phrases["statement_over"].format(most=discussing.LONGEST_REASON), 400
    if _by_script(request):
        return JsonResponse({"problem": problem}, status=status)
    if problem:
        lost = [reason] if reason else []
        return item_page(request, member, found, problem=problem, status=status, lost=lost)
    return HttpResponseRedirect(
        f"{reverse('item', args=[member.session_id, item])}#lezing-{explanation}"
    )


@require_safe
@takes_part
def state(request: HttpRequest, member: Member) -> HttpResponse:
    """What is new since the version that a page shows; 204 when nothing is."""
    session = member.session
    if str(session.version) == request.GET.get("na"):
        return HttpResponse(status=204)
    key = whole_number(request.GET.get("punt", ""))
    found = None
    if key and session.stage not in (Phase.PREPARING, Phase.ALONE):
        found = session.items.filter(pk=key, state=Item.State.ON).first()
    news = live.news(member, found, request.GET.get("na", ""), get_language() or "nl")
    return HttpResponse(status=204) if news is None else JsonResponse(news)


@require_http_methods(["GET", "HEAD", "POST"])
@takes_part
def propose_item(request: HttpRequest, member: Member) -> HttpResponse:
    """Bring something in for the agenda."""
    form = ProposalForm(request.POST or None)
    phrases = words(get_language())
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        proposal = Proposal(
            told["proposal_title"],
            told["proposal_why"],
            token=request.POST.get("token", "")[:40],
        )
        try:
            propose(member.session_id, proposal, member)
        except NotNow:
            form.add_error(None, phrases["agenda_closed"])
        else:
            messages.success(request, phrases["proposed"])
            return HttpResponseRedirect(reverse("take_part", args=[member.session_id]))
    context = {
        "form": form,
        "session": showing.session_shown(member.session, get_language() or "nl"),
        "token": request.POST.get("token") or secrets.token_urlsafe(16),
    }
    status = 400 if form.is_bound else 200
    return render_private(request, "duiding/propose.html", context, status=status)


def _on_agenda(member: Member, key: int) -> Item:
    """An item of the session; 404 for one that is not on its agenda."""
    found = _still_on_agenda(member, key)
    if found is None:
        raise Http404("not on the agenda")
    return found


def _still_on_agenda(member: Member, key: int) -> Item | None:
    """An item to which something is sent; ``None`` when it was taken off the agenda meanwhile.

    Of what is no item of the session it says no more than that.
    """
    found: Item | None = member.session.items.filter(pk=key, state=Item.State.ON).first()
    return found


def _off_agenda(request: HttpRequest, member: Member) -> HttpResponse:
    """What was sent to an item that is not on the agenda, shown back."""
    problem = words(get_language())["off_agenda_title"]
    if _by_script(request):
        return JsonResponse({"problem": problem}, status=404)
    context = {
        "session": showing.session_shown(member.session, get_language() or "nl"),
        "sent": typed_in(request),
    }
    return render_private(request, "duiding/off_agenda.html", context, status=404)


def _too_much(typed: Typed) -> str:
    """Which text is longer than is kept."""
    phrases = words(get_language())
    long = next(said for said, text in typed.texts.items() if len(text) > MOST_KEPT)
    what = phrases[f"write_{long}"].rstrip("?")
    return phrases["text_too_much"].format(what=what, most=MOST_KEPT)


def _typed(request: HttpRequest) -> Typed:
    sent = request.POST
    return Typed(
        texts={said.value: sent.get(said.value, "") for said in answering.ASKED},
        bases={
            said.value: Basis(sent[f"basis-{said.value}"], sent.get(f"detail-{said.value}", ""))
            for said in answering.ASKED
            if f"basis-{said.value}" in sent
        },
        seriousness=_step(sent.get("serious", ""), Seriousness),
        confidence=_step(sent.get("confidence", ""), Confidence),
        expected=_step(sent.get("expected", ""), Expected),
    )


def _step(given: str, scale: type[StrEnum]) -> str:
    return given if given in {each.value for each in scale} else ""


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"

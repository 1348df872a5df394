"""Leading a session: the phases, the screen in the room, and ordering what was said."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duidelijk.duiding.mix import missing
from duidelijk.duiding.phases import Phase, following, round_of
from duidelijk.web.accounts.models import User
from duidelijk.web.duiding import discussing, leading, live, preparing, showing, showing_talk
from duidelijk.web.duiding.changing import NotNow, Overtaken
from duidelijk.web.duiding.concluding import conclude_from, hindrances
from duidelijk.web.duiding.membership import leads
from duidelijk.web.duiding.models import Answer, Explanation, Item, Session
from duidelijk.web.duiding.models import Kind as OutcomeKind
from duidelijk.web.duiding.reporting import last_report, outcomes_of, report_of
from duidelijk.web.duiding.telling import parts_of
from duidelijk.web.typed_text import whole_number
from duidelijk.web.words import words
from duidelijk.web.workspace.rendering import render_private

_MINUTES = (3, 5, 10, 20)


def steps(session: Session, language: str) -> dict[str, Any]:
    """The phases of a session, where it stands, and where it may go with what to know first."""
    phrases = words(language)
    order = list(Phase)
    return {
        "phases": [
            {
                "title": phrases[f"phase_{each}"],
                "now": each is session.stage,
                "done": order.index(each) < order.index(session.stage),
            }
            for each in order
        ],
        "do": phrases[f"phase_{session.phase}_lead"],
        "next": [
            {
                "value": each.value,
                "label": phrases[f"go_{session.phase}_{each.value}"],
                "warnings": _warnings(session, each, language),
                "blocked": _blocked(session, each),
                "unsure": _writing(session),
            }
            for each in following(session.stage)
        ],
        "now": session.phase,
    }


def _warnings(session: Session, next_: Phase, language: str) -> list[str]:
    """What a facilitator should know before a session goes on."""
    phrases, found = words(language), []
    if next_ is Phase.ALONE:
        parts = preparing.perspectives(session)
        absent = [phrases[f"perspective_{each}"] for each in missing(parts, in_the_room=True)]
        if absent:
            found.append(phrases["mix_absent"].format(who=", ".join(absent)))
        if not session.items.filter(state=Item.State.ON).exists():
            found.append(phrases["agenda_empty"])
    if session.stage in (Phase.ALONE, Phase.AGAIN):
        found.append(phrases["writing_now"].format(**asdict(progress(session))))
    if next_ is Phase.CLOSED:
        kept = hindrances(session, report_of(session))
        found += [phrases[f"hindrance_{each}"] for each in kept]
    return found


def _blocked(session: Session, next_: Phase) -> bool:
    if next_ is Phase.ALONE:
        return not session.items.filter(state=Item.State.ON).exists()
    return next_ is Phase.CLOSED and bool(hindrances(session, report_of(session)))


@dataclass(frozen=True)
class Progress:
    """How far people are in a round that each writes alone."""

    people: int
    """Who came in and was not let out."""
    done: int
    """Who handed in something on every point."""
    busy: int
    """Who typed something that they did not hand in."""


def progress(session: Session) -> Progress:
    """How far people are in the round that is written now."""
    inside = session.members.filter(withdrawn=None, erased=None).exclude(joined=None)
    items = session.items.filter(state=Item.State.ON).count()
    own = Answer.objects.filter(
        item__session=session,
        item__state=Item.State.ON,
        round=round_of(session.stage),
        member__in=inside,
    )
    handed_in = Counter(own.exclude(handed_in=None).values_list("member", flat=True))
    return Progress(
        people=inside.count(),
        done=sum(count == items for count in handed_in.values()),
        busy=own.filter(handed_in=None).values("member").distinct().count(),
    )


def _writing(session: Session) -> bool:
    """Whether somebody is still writing, and a round that is opened now goes on without them."""
    return bool(round_of(session.stage) and progress(session).busy)


@require_POST
@leads
def go_on(request: HttpRequest, session: Session) -> HttpResponse:
    """Bring a session to its next phase."""
    phrases = words(get_language())
    back = request.POST.get("back", "")
    here = reverse("room" if back == "room" else "session", args=[session.pk])
    wanted = request.POST.get("to", "")
    if wanted not in set(Phase):
        raise Http404("no such phase")
    assert isinstance(request.user, User)
    if _writing(session) and "sure" not in request.POST:
        messages.error(request, phrases["go_not_sure"])
        return HttpResponseRedirect(here)
    try:
        leading.go_to(session.pk, Phase(wanted), request.POST.get("seen", ""), request.user)
    except NotNow:
        messages.error(request, phrases["phase_elsewhere"])
    except leading.Hindered:
        messages.error(request, phrases["not_to_establish"])
    except leading.NoAgenda:
        messages.error(request, phrases["agenda_empty"])
    except leading.Sealed:
        messages.error(request, phrases["report_sealed"])
    return HttpResponseRedirect(here)


@require_safe
@leads
def room(request: HttpRequest, session: Session) -> HttpResponse:
    """The screen in the room: one thing, large, with what is said as it comes."""
    language = get_language() or "nl"
    context = _room(session, language) | {
        "steps": steps(session, language),
        "conclusions": _conclusions(session, language),
        "minutes": _MINUTES,
        "items": showing.agenda_of(session, language),
    }
    return render_private(request, "duiding/room.html", context)


def _conclusions(session: Session, language: str) -> list[dict[str, Any]]:
    """What the room is asked about while it concludes."""
    if session.stage not in (Phase.CONCLUDING, Phase.CLOSED):
        return []
    outcomes = outcomes_of(session)
    parts = parts_of(last_report(session, outcomes), outcomes, language)
    return [row for part in parts if part["kind"] == OutcomeKind.CONCLUSION for row in part["rows"]]


def _room(session: Session, language: str) -> dict[str, Any]:
    item = session.showing if session.showing_id else None
    discussed = session.stage not in (Phase.PREPARING, Phase.ALONE)
    perspectives = preparing.perspectives(session)
    own = progress(session) if round_of(session.stage) else None
    return {
        "session": showing.session_shown(session, language),
        "item": showing.item_shown(session, item, language) if item else None,
        "talk": live.talk(session, item, language, "_room_talk").markup
        if item and discussed
        else "",
        "state": live.state(session),
        "present": showing.mix_shown(perspectives, "perspective", language),
        "people": sum(each.present for each in perspectives),
        "progress": own,
    }


@require_safe
@leads
def room_state(request: HttpRequest, session: Session) -> HttpResponse:
    """What is new for the screen in the room; 204 when nothing is.

    Who is there changes without anything being said, so that is asked every so many seconds.
    """
    from django.template.loader import get_template

    version = str(session.version)
    if version == request.GET.get("na") and "mix" not in request.GET:
        return HttpResponse(status=204)
    language = get_language() or "nl"
    shown = _room(session, language)
    side = get_template("duiding/_room_side.html").render({"w": words(language), **shown})
    found = shown["state"] | {"talk": shown["talk"], "side": side}
    return JsonResponse(found)


@require_POST
@leads
def show(request: HttpRequest, session: Session) -> HttpResponse:
    """Let the room look at something, or start the clock."""
    if "minutes" in request.POST:
        leading.set_timer(session.pk, whole_number(request.POST["minutes"]))
    else:
        leading.show(session.pk, whole_number(request.POST.get("item", "")) or None)
    return HttpResponseRedirect(reverse("room", args=[session.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@leads
def order(request: HttpRequest, session: Session, item: int) -> HttpResponse:
    """Group what was said into readings that can be weighed against each other."""
    found = session.items.filter(pk=item, state=Item.State.ON).first()
    if found is None or session.stage in (Phase.PREPARING, Phase.ALONE):
        raise Http404("nothing to order yet")
    phrases, problem, status = words(get_language()), "", 200
    if request.method == "POST":
        try:
            _ordered(request, session, found)
        except NotNow:
            problem, status = phrases["session_is_closed"], 409
        except Overtaken:
            problem, status = phrases["reading_overtaken"], 409
        except Explanation.DoesNotExist:
            problem, status = phrases["reading_gone"], 409
        except ValueError:
            problem, status = phrases["reading_needs_words"], 400
        else:
            return HttpResponseRedirect(reverse("order", args=[session.pk, item]))
    return _order_page(request, session, found, problem, status)


def _order_page(
    request: HttpRequest, session: Session, found: Item, problem: str, status: int
) -> HttpResponse:
    language = get_language() or "nl"
    statements = [
        each
        for each in showing_talk.statements_of(session, found, language)
        if not each["replaced"] and not each["withdrawn"]
    ]
    context = {
        "session": showing.session_shown(session, language),
        "item": found,
        "items": showing.agenda_of(session, language),
        "explanations": [
            each | {"typed": request.POST.get(f"title-{each['key']}", "") if problem else ""}
            for each in showing_talk.explanations_of(found, statements, language)
        ],
        "concluded": set(
            session.outcomes.filter(withdrawn=None).values_list("explanation", flat=True)
        ),
        "loose": [each for each in statements if each["explanation"] is None],
        "problem": problem,
        "title": request.POST.get("title", "") if problem else "",
    }
    return render_private(request, "duiding/order.html", context, status=status)


def _ordered(request: HttpRequest, session: Session, item: Item) -> None:
    """Do what a facilitator asked of the readings of an item."""
    assert isinstance(request.user, User)
    sent = request.POST
    chosen = [whole_number(each) for each in sent.getlist("statement")]
    key = whole_number(sent.get("reading", "")) or None
    if "new" in sent:
        discussing.add_explanation(session.pk, item.pk, sent.get("title", ""), chosen)
    elif "rename" in sent and key:
        based_on = whole_number(sent.get("based_on", ""))
        discussing.rename_explanation(session.pk, key, sent.get(f"title-{key}", ""), based_on)
    elif "drop" in sent and key:
        discussing.drop_explanation(session.pk, key, request.user)
    elif "conclude" in sent and key:
        conclude_from(session.pk, key, request.user)
        messages.success(request, words(get_language())["concluded_from"])
    else:
        discussing.sort_statements(session.pk, item.pk, chosen, key)

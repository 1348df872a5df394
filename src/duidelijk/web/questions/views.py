"""The form, the page with the answer, and the questions that everybody may read."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    QueryDict,
)
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from duidelijk.agenda.personal_data import personal_data
from duidelijk.web.dashboard.rendering import absolute, edition_of, render
from duidelijk.web.questions.limiting import Limit
from duidelijk.web.questions.models import LONGEST, Question
from duidelijk.web.questions.showing import shown_question, title_of
from duidelijk.web.senders import from_here, network_of
from duidelijk.web.words import words
from duidelijk.web.workspace.privacy import is_behind_the_door

_LONGEST_ABOUT = 400
_SHOWN = 100
_MOST_A_DAY = 500
"""More questions a day than this are no readers'."""
_limit = Limit()


@csrf_exempt  # the page is the same for everybody; ``from_here`` looks at what browsers tell
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, language: str, about: str) -> HttpResponse:
    """The form to ask about a page, and what is sent with it."""
    found, place = edition_of(language, None)
    address, of_edition = _page(request, about)
    context: dict[str, Any] = {
        "about": address,
        "title": title_of(found, address, language),
        "longest": LONGEST,
        "text": "",
        "problem": "",
    }
    context |= {"form": place.ask(address), "ask_url": ""}
    if request.method == "POST":
        text = _plain(request.POST.get("vraag", ""))
        context |= {"text": text[:LONGEST], "problem": _problem(request, text)}
        if not context["problem"]:
            if request.POST.get("website"):  # a field that people do not see: only machines fill it
                return HttpResponseRedirect(place.questions())
            question = Question.objects.create(
                about=address, edition=of_edition or found.id, language=language, text=text
            )
            return HttpResponseRedirect(place.question(question.token))
    problem = context["problem"]
    personal = ", ".join(each.fragment for each in personal_data(context["text"]))
    context["problem_words"] = (
        words(language)[f"ask_{problem}"].format(found=personal) if problem else ""
    )
    status = 400 if problem else 200
    response = render(request, "questions/ask.html", context, place, found, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _page(request: HttpRequest, about: str) -> tuple[str, str | None]:
    """The address of the page of this site a question is about, and the edition it names.

    404 for anything but a page that is there.
    """
    address = f"/{about.strip('/')}"
    if len(address) > _LONGEST_ABOUT or not address.isprintable() or is_behind_the_door(address):
        raise Http404("no such page")
    try:
        found = resolve(address)
    except Resolver404:
        raise Http404("no such page") from None
    if found.func in (ask, question):
        raise Http404("a question about a question")
    probe = copy.copy(request)
    probe.method, probe.path, probe.path_info = "GET", address, address
    probe.GET = QueryDict()
    response = found.func(probe, *found.args, **found.kwargs)
    if response.status_code != 200 or "html" not in response["Content-Type"]:
        raise Http404("no such page")
    return address, found.kwargs.get("edition")


def _plain(text: str) -> str:
    """What somebody wrote, with plain line ends and without characters that steer a terminal."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(each for each in lines if each in "\n\t" or each.isprintable()).strip()


def _problem(request: HttpRequest, text: str) -> str:
    """What keeps a question from being taken; empty when nothing does."""
    if not from_here(request):
        return "elsewhere"
    if not text:
        return "empty"
    if len(text) > LONGEST:
        return "long"
    if personal_data(text):
        return "personal"
    day = timezone.now() - dt.timedelta(days=1)
    if Question.objects.filter(asked__gte=day).count() >= _MOST_A_DAY:
        return "busy"
    if not _limit.allows(network_of(request), settings.SECRET_KEY):
        return "often"
    return ""


@require_safe
def question(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """One question with its answer, for who knows its address."""
    found, place = edition_of(language, None)
    held = Question.objects.filter(token=token).first()
    if held is None:
        raise Http404("no such question")
    context = {
        "question": shown_question(held, found, place),
        "link": absolute(request, place.question(token)),
        "ask_url": "",
    }
    response = render(request, "questions/question.html", context, place, found)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def questions(request: HttpRequest, language: str) -> HttpResponse:
    """The questions and answers that everybody may read."""
    found, place = edition_of(language, None)
    held = Question.objects.filter(public=True, answered__isnull=False).order_by("-answered")
    context = {"questions": [shown_question(each, found, place) for each in held[:_SHOWN]]}
    response = render(request, "questions/questions.html", context, place, found)
    response["Cache-Control"] = "no-store"
    return response

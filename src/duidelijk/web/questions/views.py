"""The form, the page with the answer, and the questions that everybody may read."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from duidelijk.publish.periods import date_words
from duidelijk.web.dashboard.places import Place
from duidelijk.web.dashboard.rendering import edition_of, render
from duidelijk.web.questions.limiting import Limit
from duidelijk.web.questions.models import LONGEST, Question
from duidelijk.web.words import words

_LONGEST_ABOUT = 400
_SHOWN = 100
_limit = Limit()


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, language: str, about: str) -> HttpResponse:
    """The form to ask about a page, and what is sent with it."""
    found, place = edition_of(language, None)
    address = _page(about)
    context: dict[str, Any] = {"about": address, "longest": LONGEST, "text": "", "problem": ""}
    context |= {"form": place.ask(address), "ask_url": ""}
    if request.method == "POST":
        text = request.POST.get("vraag", "").strip().replace("\x00", "")
        context |= {"text": text[:LONGEST], "problem": _problem(request, text)}
        if not context["problem"]:
            if request.POST.get("website"):  # a field that people do not see: only machines fill it
                return HttpResponseRedirect(place.questions())
            question = Question.objects.create(
                about=address, edition=found.id, language=language, text=text
            )
            return HttpResponseRedirect(place.question(question.token))
    problem = context["problem"]
    context["problem_words"] = words(language)[f"ask_{problem}"] if problem else ""
    status = 400 if problem else 200
    response = render(request, "questions/ask.html", context, place, found, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _page(about: str) -> str:
    """The address of the page of this site a question is about; 404 for anything else."""
    address = f"/{about.strip('/')}"[:_LONGEST_ABOUT]
    try:
        if resolve(address).func in (ask, question):
            raise Http404("a question about a question")
    except Resolver404:
        raise Http404("no such page") from None
    return address


def _problem(request: HttpRequest, text: str) -> str:
    """What keeps a question from being taken; empty when nothing does."""
    if not _from_here(request):
        return "elsewhere"
    if not text:
        return "empty"
    if len(text) > LONGEST:
        return "long"
    if not _limit.allows(_network(request), settings.SECRET_KEY):
        return "often"
    return ""


def _network(request: HttpRequest) -> str:
    """The address a question came from; behind a proxy what that one added last."""
    forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.HTTPS else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def _from_here(request: HttpRequest) -> bool:
    """Whether the form was sent from a page of this site, as browsers tell."""
    if request.META.get("HTTP_SEC_FETCH_SITE", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.META.get("HTTP_ORIGIN", "")
    return not origin or origin == "null" or urlsplit(origin).netloc == request.get_host()


@require_safe
def question(request: HttpRequest, language: str, token: str) -> HttpResponse:
    """One question with its answer, for who knows its address."""
    found, place = edition_of(language, None)
    held = Question.objects.filter(token=token).first()
    if held is None:
        raise Http404("no such question")
    context = {"question": _shown(held, place), "link": place.question(token), "ask_url": ""}
    response = render(request, "questions/question.html", context, place, found)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def questions(request: HttpRequest, language: str) -> HttpResponse:
    """The questions and answers that everybody may read."""
    found, place = edition_of(language, None)
    held = Question.objects.filter(public=True, answered__isnull=False).order_by("-answered")
    context = {"questions": [_shown(each, place) for each in held[:_SHOWN]]}
    response = render(request, "questions/questions.html", context, place, found)
    response["Cache-Control"] = "no-store"
    return response


def _shown(held: Question, place: Place) -> dict[str, Any]:
    def day(moment: Any) -> str:
        return date_words(timezone.localtime(moment).date(), place.language) if moment else ""

    return {
        "about": held.about,
        "edition": held.edition,
        "text": held.text,
        "language": held.language,
        "asked": day(held.asked),
        "answer": held.answer,
        "answered": day(held.answered),
    }

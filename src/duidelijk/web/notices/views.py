"""The page to follow by feed or by letter, and the pages that the links in letters lead to."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from duidelijk.editions.edition import Edition
from duidelijk.publish.edition_sentences import NATION
from duidelijk.web.dashboard.places import Place
from duidelijk.web.dashboard.rendering import edition_of, render
from duidelijk.web.notices.addresses import LONGEST, Unusable, usable
from duidelijk.web.notices.choices import choice_words, region_choices, theme_choices
from duidelijk.web.notices.letters import confirmation
from duidelijk.web.notices.models import UNCONFIRMED_LASTS
from duidelijk.web.notices.subscribing import (
    MOST_AN_ADDRESS,
    Wish,
    ask,
    asked_by,
    busy,
    is_word_of_letter,
    offered,
)
from duidelijk.web.notices.subscribing import confirm as begin
from duidelijk.web.notices.subscribing import unsubscribe as stop
from duidelijk.web.questions.limiting import Limit
from duidelijk.web.senders import from_here, network_of
from duidelijk.web.words import words

_log = logging.getLogger(__name__)
_limit = Limit(most=10)
_LANGUAGES = {"nl": "Nederlands", "en": "English"}


@csrf_exempt  # the page is the same for everybody; ``from_here`` looks at what browsers tell
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, language: str) -> HttpResponse:
    """Every feed, and the form for letters with what is sent with it."""
    found, place = edition_of(language, None)
    problem = ""
    if request.method == "POST":
        problem = _asked(request, found, language)
        if not problem:
            return HttpResponseRedirect(f"{place.follow()}/gevraagd")
    context = _page(request, found, place) | {
        "problem": words(language)[f"follow_problem_{problem}"] if problem else "",
        "about_address": problem in _OF_ADDRESS,
    }
    status = 400 if problem else 200
    return render(request, "notices/follow.html", context, place, found, status=status)


_OF_ADDRESS = ("empty", "long", "wrong", "several", "space", "at", "letters")


def _page(request: HttpRequest, edition: Edition, place: Place) -> dict[str, Any]:
    language, given = place.language, request.POST
    wanted = given.get("taal", language)
    return {
        "offered": offered(),
        "themes": theme_choices(edition, language, given.getlist("thema")),
        "levels": region_choices(edition, language, given.get("regio", "")),
        "languages": [
            {"code": code, "name": name, "chosen": code == wanted}
            for code, name in _LANGUAGES.items()
        ],
        "address": given.get("adres", "")[:LONGEST],
        "longest": LONGEST,
        "days": UNCONFIRMED_LASTS.days,
        "most": MOST_AN_ADDRESS,
        "feeds": [
            {"title": each.title.to(language), "url": f"{Place(language).theme(each.id)}/feed.atom"}
            for each in edition.monitor.themes
        ],
    }


def _asked(request: HttpRequest, edition: Edition, language: str) -> str:
    """Take what was sent and mail the link to confirm it; returns what keeps it from that."""
    given = request.POST
    if not offered():
        return "no_mail"
    if not from_here(request):
        return "elsewhere"
    try:
        address = usable(given.get("adres", ""))
    except Unusable as reason:
        return str(reason)
    themes, region = given.getlist("thema"), given.get("regio", "")
    if set(themes) - {each.id for each in edition.monitor.themes}:
        return "choice"
    if region and (region not in edition.regions or region == NATION):
        return "choice"
    chosen_language = given.get("taal", language)
    if chosen_language not in _LANGUAGES:
        return "choice"
    if given.get("website"):  # a field that people do not see: only machines fill it
        return ""
    if busy():
        return "busy"
    if not _limit.allows(network_of(request), settings.SECRET_KEY):
        return "often"
    return _mailed(Wish(address, chosen_language, tuple(set(themes)), region), edition)


def _mailed(wish: Wish, edition: Edition) -> str:
    """Mail the link that confirms *wish*. The answer is the same whether the address is known."""
    made = ask(wish)
    if made is None:
        return ""
    subscription, word = made
    try:
        confirmation(subscription, word, edition).send()
    except (SMTPException, OSError) as error:
        subscription.delete()
        _log.error("a letter to confirm could not be mailed: %s", type(error).__name__)
        return "not_mailed"
    return ""


@require_safe
def asked(request: HttpRequest, language: str) -> HttpResponse:
    """What to do now: look in the mail."""
    found, place = edition_of(language, None)
    context = {"days": UNCONFIRMED_LASTS.days, "most": MOST_AN_ADDRESS}
    return render(request, "notices/asked.html", context, place, found)


@csrf_exempt  # the word in the address is the proof; there is no session to misuse
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, language: str, word: str) -> HttpResponse:
    """A button on GET, since programs that look at mail open its links; the letters on POST."""
    found, place = edition_of(language, None)
    held = begin(word) if request.method == "POST" else asked_by(word)
    context = {
        "held": held is not None,
        "confirmed": held is not None and held.confirmed is not None,
        "choice": choice_words(held, found, language) if held else "",
        "action": place.confirm(word),
    }
    return _private(request, "notices/confirm.html", context, place, found, held is not None)


@csrf_exempt  # mail programs post here by themselves (RFC 8058), and the word is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, language: str, word: str) -> HttpResponse:
    """A button on GET; on POST the address is deleted at once."""
    if request.method == "POST":
        stop(word)  # before anything that can go wrong
    found, place = edition_of(language, None)
    context = {
        "stopped": request.method == "POST",
        "held": is_word_of_letter(word),
        "action": place.unsubscribe(word),
    }
    return _private(request, "notices/unsubscribe.html", context, place, found, True)


def _private(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    place: Place,
    edition: Edition,
    there: bool,
) -> HttpResponse:
    """A page for who holds a link: kept by nobody, found by no search."""
    context["ask_url"] = ""
    status = 200 if there else 404
    response = render(request, template, context, place, edition, status=status)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response

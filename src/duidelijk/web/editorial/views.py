"""The editors' pages: the calendar, an edition being made, its texts and its choices."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duidelijk.catalogue import Text
from duidelijk.editions.choice import Choice
from duidelijk.editions.readiness import Kind
from duidelijk.editions.texts import LANGUAGES, text_names
from duidelijk.publish.coming_out import reasons
from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.others import nobody_else_may
from duidelijk.web.accounts.requiring import requires
from duidelijk.web.accounts.rights import Right
from duidelijk.web.audit.showing import moment_words
from duidelijk.web.dashboard.pages.ending import ending_shown
from duidelijk.web.dashboard.pages.prose import shown_prose
from duidelijk.web.dashboard.places import Place
from duidelijk.web.duiding.showing import sessions_about
from duidelijk.web.editorial import approving, showing, writing
from duidelijk.web.editorial.desk import (
    edition_in_review,
    home,
    monitor_in_force,
    monitor_of,
    planned,
    published,
)
from duidelijk.web.editorial.models import Desk, TextVersion
from duidelijk.web.editorial.writing import LONGEST, Overtaken, TextKey
from duidelijk.web.library import library
from duidelijk.web.operations.running import start
from duidelijk.web.words import words
from duidelijk.web.workspace.rendering import render_private


@require_safe
@requires(Right.READ_REVIEW)
def editions(request: HttpRequest) -> HttpResponse:
    """The calendar: every edition, how far it is, what is late."""
    language = get_language() or "nl"
    context = {
        "due": showing.calendar_rows(language),
        "ending": ending_shown(monitor_in_force().ends, timezone.localdate(), language),
    }
    return render_private(request, "editorial/editions.html", context)


@require_safe
@requires(Right.READ_REVIEW)
def edition(request: HttpRequest, edition: str) -> HttpResponse:
    """An edition being made: its texts, its choices, what keeps it from coming out."""
    plan = planned(edition)
    review = edition_in_review(edition)
    assert isinstance(request.user, User)
    language = get_language() or "nl"
    texts = writing.texts_of(edition)
    desk = Desk.objects.select_related("approved_by").filter(edition=edition).first()
    found = reasons(home(), review, texts, timezone.now()) if review else []
    context: dict[str, Any] = {
        "id": edition,
        "title": plan.title.to(language),
        "state": showing.state_of(edition),
        "texts": showing.text_rows(edition, language),
        "developments": showing.choice_rows(edition, review, language) if review else [],
        "sessions": sessions_about(edition, request.user, language),
        "may_lead": request.user.may(Right.FACILITATE),
        "waits": showing.waits(review, found, language) if review else [],
        "out": edition in library().editions(),
        "public_url": Place(language, edition).front(),
        "desk": desk,
        "approved": desk is not None and desk.approved_by is not None,
        "blocked": any(each.kind is not Kind.EMBARGO for each in found),
        "alone": nobody_else_may(request.user, Right.PUBLISH),
        "seen": approving.state_of(review, texts) if review else "",
        "own": request.user.pk in writing.authors_of(edition),
        "may_write": request.user.may(Right.WRITE),
        "may_publish": request.user.may(Right.PUBLISH),
    }
    return render_private(request, "editorial/edition.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.WRITE)
def text(request: HttpRequest, edition: str, name: str, language: str) -> HttpResponse:
    """A text with its evidence beside it: write, look, save."""
    key = _key(edition, name, language)
    assert isinstance(request.user, User)
    typed, based_on = "", 0
    context: dict[str, Any] = {}
    if request.method == "POST":
        typed, based_on = request.POST.get("text", ""), _number(request.POST.get("based_on", ""))
        phrases = words(get_language())
        if len(typed) > LONGEST:
            context["problem"] = phrases["text_too_long"].format(most=LONGEST)
        elif "save" in request.POST:
            try:
                writing.save(key, typed, request.user, based_on)
            except Overtaken as overtaken:
                context["theirs"] = _shown(overtaken.theirs)
                based_on = overtaken.theirs.pk
            else:
                messages.success(request, phrases["saved"])
                return HttpResponseRedirect(request.path)
        elif "drop" in request.POST:
            writing.drop_unsaved(key, request.user)
            return HttpResponseRedirect(request.path)
        else:
            writing.keep_unsaved(key, typed, request.user, based_on)
    else:
        now, own = writing.latest(key), writing.unsaved(key, request.user)
        typed, based_on = (now.text, now.pk) if now else ("", 0)
        if own is not None and own.text != typed:
            context["unsaved"] = moment_words(own.typed)
            if now is not None and own.based_on != now.pk:
                context["theirs"] = _shown(now)
            typed = own.text
    context |= _around(key, typed, based_on)
    status = 409 if "theirs" in context and request.method == "POST" else 200
    status = 400 if "problem" in context else status
    return render_private(request, "editorial/text.html", context, status=status)


@require_POST
@requires(Right.WRITE)
def keep(request: HttpRequest, edition: str, name: str, language: str) -> HttpResponse:
    """Keep what is being typed, without saving it; answers with how it will look."""
    key = _key(edition, name, language)
    typed = request.POST.get("text", "")
    if len(typed) > LONGEST:
        return HttpResponse(status=400)
    assert isinstance(request.user, User)
    writing.keep_unsaved(key, typed, request.user, _number(request.POST.get("based_on", "")))
    return HttpResponse(_as_shown(key, typed))


@require_safe
@requires(Right.WRITE)
def version(request: HttpRequest, key: int) -> HttpResponse:
    """An earlier version of a text."""
    held = TextVersion.objects.select_related("author", "desk").filter(pk=key).first()
    if held is None:
        raise Http404("no such version")
    back = reverse("text", args=[held.desk.edition, held.name, held.language])
    text_key = TextKey(held.desk.edition, held.name, held.language)
    context = {"shown": _shown(held), "html": _as_shown(text_key, held.text), "back": back}
    return render_private(request, "editorial/version.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.WRITE)
def choices(request: HttpRequest, edition: str) -> HttpResponse:
    """What is done with each striking development, with its evidence."""
    review = edition_in_review(edition)
    if review is None:
        raise Http404("not in review")
    language = get_language() or "nl"
    rows = showing.choice_rows(edition, review, language)
    if request.method == "POST":
        assert isinstance(request.user, User)
        wrong = False
        for row in rows:
            given = request.POST.get(f"choice-{row['number']}", "")
            if given not in set(Choice):
                continue
            reason = Text(
                *(request.POST.get(f"reason-{each}-{row['number']}", "") for each in LANGUAGES)
            )
            row |= {"choice": given, "reason_nl": reason.nl, "reason_en": reason.en}
            if given == Choice.OUT and not (reason.nl.strip() or reason.en.strip()):
                row["problem"] = words(language)["choice_needs_reason"]
                wrong = True
            else:
                writing.choose(edition, row["key"], Choice(given), reason, request.user)
        if not wrong:
            messages.success(request, words(language)["saved"])
            return HttpResponseRedirect(reverse("edition_desk", args=[edition]))
    context = {"id": edition, "rows": rows}
    status = 400 if request.method == "POST" else 200
    return render_private(request, "editorial/choices.html", context, status=status)


@require_POST
@requires(Right.WRITE)
def send_to_review(request: HttpRequest, edition: str) -> HttpResponse:
    """Seal the figures of a planned edition for review."""
    planned(edition)
    start("freeze", "--for-review", edition)
    messages.success(request, words(get_language())["freezing_started"])
    return HttpResponseRedirect(reverse("edition_desk", args=[edition]))


@require_POST
@requires(Right.PUBLISH)
def approve(request: HttpRequest, edition: str) -> HttpResponse:
    """Approve an edition in review and publish it, at once or under embargo."""
    review = edition_in_review(edition)
    if review is None:
        raise Http404("not in review")
    phrases = words(get_language())
    back = HttpResponseRedirect(reverse("edition_desk", args=[edition]))
    moment = _moment(request.POST.get("moment", ""))
    if moment is None:
        messages.error(request, phrases["moment_wrong"])
        return back
    if reasons(home(), review, writing.texts_of(edition), moment):
        messages.error(request, phrases["not_ready"])
        return back
    assert isinstance(request.user, User)
    try:
        approving.approve(review, request.user, moment, request.POST.get("seen", ""))
    except approving.NotYours:
        messages.error(request, phrases["four_eyes"])
        return back
    except approving.ChangedSince:
        messages.error(request, phrases["changed_since_seen"])
        return back
    start("publish", edition)
    messages.success(request, phrases["publishing_started"])
    return back


@require_POST
@requires(Right.PUBLISH)
def take_back(request: HttpRequest, edition: str) -> HttpResponse:
    """Take back an edition in review or under embargo, with a reason."""
    under_embargo = edition in published() and edition not in library().editions()
    if not under_embargo and edition_in_review(edition) is None:
        raise Http404("neither in review nor under embargo")
    typed = request.POST.get("reason", "")
    reason = "".join(each for each in typed if each.isprintable()).strip()[:1000]
    phrases = words(get_language())
    if not reason:
        messages.error(request, phrases["reason_missing"])
    else:
        start("take-back", edition, "--reason", reason)
        messages.success(request, phrases["taking_back_started"])
    return HttpResponseRedirect(reverse("edition_desk", args=[edition]))


def _key(edition: str, name: str, language: str) -> TextKey:
    """404 for a text that the edition does not have, and once it is published."""
    planned(edition)
    if edition in published():
        raise Http404("published")
    if language not in LANGUAGES or name not in text_names(monitor_of(edition)):
        raise Http404("no such text")
    return TextKey(edition, name, language)


def _around(key: TextKey, typed: str, based_on: int) -> dict[str, Any]:
    """Everything on the page of a text but what went wrong."""
    language = get_language() or "nl"
    review = edition_in_review(key.edition)
    return {
        "key": key,
        "title": showing.text_title(monitor_of(key.edition), key.name, language),
        "typed": typed,
        "based_on": based_on,
        "longest": LONGEST,
        "html": _as_shown(key, typed),
        "evidence": showing.evidence(review, key.name, language) if review else [],
        "versions": [_shown(each) for each in writing.versions(key)[:20]],
        "others": [
            {"language": each, "url": reverse("text", args=[key.edition, key.name, each])}
            for each in LANGUAGES
            if each != key.language
        ],
    }


def _as_shown(key: TextKey, text: str) -> str:
    """A text as it will stand on the page."""
    return shown_prose(edition_in_review(key.edition), text, Place(key.language))


def _shown(version: TextVersion) -> dict[str, Any]:
    return {
        "key": version.pk,
        "author": version.author.name,
        "saved": moment_words(version.saved),
        "text": version.text,
    }


def _number(given: str) -> int:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0


def _moment(given: str) -> dt.datetime | None:
    """A moment as a form gives it, in the time of the Netherlands; now when it is empty, and when
    it went by: nothing comes out earlier than it does.
    """
    now = timezone.now().replace(microsecond=0)
    if not given.strip():
        return now
    try:
        moment = dt.datetime.fromisoformat(given.strip())
        known = moment if moment.tzinfo else timezone.make_aware(moment)
        return max(now, known.astimezone(dt.UTC))
    except (ValueError, OverflowError):
        return None

"""The pages where readers' questions are answered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.requiring import requires
from duidelijk.web.accounts.rights import Right
from duidelijk.web.dashboard.places import Place
from duidelijk.web.library import library
from duidelijk.web.questions.keeping import (
    LONGEST_ANSWER,
    NotKept,
    Overtaken,
    keep_answer,
)
from duidelijk.web.questions.keeping import remove as delete
from duidelijk.web.questions.models import Question
from duidelijk.web.questions.showing import answer_html, shown_question
from duidelijk.web.words import words
from duidelijk.web.workspace.rendering import render_private

_ON_A_PAGE = 50


@require_safe
@requires(Right.ANSWER)
def questions(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, the longest waiting first; then what was answered, page by page."""
    waiting = Question.objects.filter(answered=None).order_by("asked", "pk")
    answered = Question.objects.exclude(answered=None).order_by("-answered", "-pk")
    page = Paginator(answered, _ON_A_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "waiting": [_row(each) for each in waiting],
        "answered": [_row(each) for each in page],
        "page": page,
    }
    return render_private(request, "questions/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.ANSWER)
def question(request: HttpRequest, key: int) -> HttpResponse:
    """One question: what it is about, its answer, how that will look, who may read it."""
    held = get_object_or_404(Question, pk=key)
    typed, public, based_on = held.answer, held.public, held.answer
    problem, status = "", 200
    if request.method == "POST":
        typed = request.POST.get("answer", "")
        public = "public" in request.POST
        based_on = request.POST.get("based_on", "").replace("\r\n", "\n")
        if "look" not in request.POST:
            assert isinstance(request.user, User)
            try:
                keep_answer(key, typed, public, request.user, based_on)
            except NotKept as refused:
                problem, status = f"answer_{refused}", 400
            except Overtaken:
                problem, status = "answer_overtaken", 409
                based_on = held.answer
            except Question.DoesNotExist:
                raise Http404("removed") from None
            else:
                messages.success(request, words(get_language())["saved"])
                return HttpResponseRedirect(reverse("reader_question", args=[key]))
    edition = library().newest()
    context: dict[str, Any] = {
        "key": key,
        "question": shown_question(held, edition, Place(get_language() or "nl")),
        "token_url": Place(held.language).question(held.token),
        "typed": typed,
        "public": public,
        "is_public": held.public,
        "based_on": based_on,
        "longest": LONGEST_ANSWER,
        "problem": words(get_language())[problem] if problem else "",
        "theirs": held.answer if status == 409 else "",
        "html": answer_html(typed, held, edition),
    }
    return render_private(request, "questions/desk_question.html", context, status=status)


@require_POST
@requires(Right.ANSWER)
def remove(request: HttpRequest, key: int) -> HttpResponse:
    """Delete a question with its answer, for good."""
    assert isinstance(request.user, User)
    try:
        delete(key, request.user)
    except Question.DoesNotExist:
        raise Http404("no such question") from None
    messages.success(request, words(get_language())["question_gone"])
    return HttpResponseRedirect(reverse("reader_questions"))


def _row(held: Question) -> dict[str, Any]:
    language = get_language() or "nl"
    shown = shown_question(held, library().newest(), Place(language))
    return shown | {"key": held.pk, "public": held.public}

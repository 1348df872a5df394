"""The pages of declarations: the list, a thing as a form, a file as text, versions."""

from __future__ import annotations

import shutil

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duidelijk.foundation.folders import AlreadyThere, whole_folder
from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.requiring import requires
from duidelijk.web.accounts.rights import Right
from duidelijk.web.audit.recording import record
from duidelijk.web.audit.showing import moment_words
from duidelijk.web.declaring import showing
from duidelijk.web.declaring.changes import lines_between
from duidelijk.web.declaring.file_desk import FileDesk
from duidelijk.web.declaring.kinds import BY_SLUG, KINDS
from duidelijk.web.declaring.models import DeclarationVersion
from duidelijk.web.declaring.place import (
    State,
    content_of,
    declared,
    folder,
    may_be_called,
    shipped_in_force,
    state_of_folder,
)
from duidelijk.web.declaring.saving import versions_of
from duidelijk.web.declaring.thing_desk import ThingDesk
from duidelijk.web.words import words
from duidelijk.web.workspace.rendering import render_private


@require_safe
@requires(Right.KEEP_FIGURES)
def overview(request: HttpRequest) -> HttpResponse:
    """Everything that is declared, by kind, with what is wrong with it."""
    language = get_language() or "nl"
    state = state_of_folder()
    context = {
        "state": state.value,
        "may_copy": shipped_in_force() is not None,
        "folder": str(folder()),
        "sorts": [
            {"slug": each.slug, "title": words(language)[f"declared_{each.name}"]}
            for each in KINDS.values()
            if each.name != "monitor"
        ],
    }
    if state is not State.MISSING:
        asked = request.GET.get("zoek", "").strip()[:100]
        sort = request.GET.get("soort", "")
        only = request.GET.get("alleen", "")
        context |= {"asked": asked, "sort": sort, "only": only}
        context |= showing.overview(declared(), asked, sort, only, language)
    return render_private(request, "declaring/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.KEEP_FIGURES)
def thing(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """One thing as a form: change it, look at the difference, save it."""
    if kind not in BY_SLUG or state_of_folder() is State.MISSING:
        raise Http404("no such thing")
    found = declared().find(BY_SLUG[kind].name, name)
    if found is None and request.method != "POST":
        raise Http404("not declared")
    return ThingDesk(request, BY_SLUG[kind], found, name).answer()


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.KEEP_FIGURES)
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """A new thing, from an empty form."""
    if kind not in BY_SLUG or kind == "monitor" or state_of_folder() is State.MISSING:
        raise Http404("no such thing")
    return ThingDesk(request, BY_SLUG[kind], None, "").answer()


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.KEEP_FIGURES)
def file(request: HttpRequest, file: str) -> HttpResponse:
    """One file as text."""
    known = may_be_called(file) and state_of_folder() is not State.MISSING
    if not known or (content_of(file) is None and not versions_of(file).exists()):
        raise Http404("no such file")
    return FileDesk(request, file).answer()


@require_safe
@requires(Right.KEEP_FIGURES)
def version(request: HttpRequest, key: int) -> HttpResponse:
    """What somebody changed, and the way back."""
    held = DeclarationVersion.objects.select_related("author").filter(pk=key).first()
    if held is None:
        raise Http404("no such version")
    context = {
        "held": held,
        "saved": moment_words(held.saved),
        "lines": showing.shown_lines(lines_between(held.before, held.after)),
        "back": reverse("declared_file", args=[held.file]),
        "writable": state_of_folder() is State.WRITABLE,
    }
    return render_private(request, "declaring/version.html", context)


@require_POST
@requires(Right.KEEP_FIGURES)
def copy_shipped(request: HttpRequest) -> HttpResponse:
    """Copy the shipped monitor that the editions were made of into the home, to change it there."""
    phrases = words(get_language())
    back = HttpResponseRedirect(reverse("declarations"))
    shipped = shipped_in_force()
    if state_of_folder() is not State.MISSING or shipped is None or "sure" not in request.POST:
        messages.error(request, phrases["declare_not_copied"])
        return back
    assert isinstance(request.user, User)
    try:
        with whole_folder(folder()) as unfinished:
            shutil.copytree(shipped, unfinished, dirs_exist_ok=True)
    except (OSError, AlreadyThere):
        messages.error(request, phrases["declare_cannot_write"].format(folder=folder()))
        return back
    record(request.user, "monitor_copied", shipped.name)
    messages.success(request, phrases["declare_copied"])
    return back

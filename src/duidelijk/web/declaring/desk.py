"""One declaration on somebody's desk: the form, the check, the difference, saving.

Nothing of it is kept between two answers: what was typed travels in the form itself, so that of
whatever goes wrong nothing is lost. The form also holds what it was made from, to see whether
somebody else changed the same thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language

from duidelijk.foundation.editing import CannotEdit
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.web.accounts.models import User
from duidelijk.web.declaring import showing
from duidelijk.web.declaring.changes import Change, digest
from duidelijk.web.declaring.changing import Taken, standing
from duidelijk.web.declaring.place import (
    LARGEST,
    State,
    declared,
    folder,
    state_of_folder,
)
from duidelijk.web.declaring.saving import Overtaken, save
from duidelijk.web.declaring.telling import told
from duidelijk.web.declaring.typed import (
    plain,
)
from duidelijk.web.words import words
from duidelijk.web.workspace.rendering import render_private

_BUTTONS = {"csrfmiddlewaretoken", "look", "save", "back", "add", "drop", "reason", "seen"}
_LONGEST_REASON = 1000


class Desk:
    """What a form and a text have in common."""

    template = ""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.language = get_language() or "nl"
        self.phrases = words(self.language)
        self.state = state_of_folder()
        self.now = declared()
        self.notes: list[str] = []
        self.files: set[str] = set()
        """What is to change."""

    @property
    def given(self) -> dict[str, list[str]]:
        return {key: [str(each) for each in held] for key, held in self.request.POST.lists()}

    def answer(self) -> HttpResponse:
        """The page that belongs to what was asked."""
        if self.request.method != "POST":
            return self.form()
        self.fill()
        if self.state is not State.WRITABLE:
            return self.form(409)
        try:
            return self.asked()
        except CannotEdit:
            self.notes.append(self.phrases["declare_cannot_edit"])
        except Taken as taken:
            self.notes.append(self.phrases["declare_taken"].format(file=taken))
        return self.form(400)

    def fill(self) -> None:
        """Take over what was typed."""
        raise NotImplementedError

    def asked(self) -> HttpResponse:
        """What a button asks."""
        raise NotImplementedError

    def form(self, status: int = 200) -> HttpResponse:
        raise NotImplementedError

    def overtaken(self) -> HttpResponse:
        raise NotImplementedError

    def show(self, context: dict[str, Any], status: int) -> HttpResponse:
        whole = {"state": self.state.value, "folder": str(folder()), "notes": self.notes, **context}
        return render_private(self.request, self.template, whole, status=status)

    def accept(self, changes: Sequence[Change], warned: list[str], after: str) -> HttpResponse:
        """Show what changes, or save it when it was seen and a reason is given."""
        changes = [each for each in changes if each.before != each.after]
        if not changes:
            self.notes.append(self.phrases["declare_nothing"])
            return self.form()
        self.files = {each.file for each in changes}
        if any(len(each.after or b"") > LARGEST for each in changes):
            self.notes.append(self.phrases["declare_too_large"].format(most=LARGEST // 1000))
            return self.form(400)
        wrong, elsewhere = standing(self.now, changes)
        if wrong:
            return self.refused(wrong)
        reason = plain(self.request.POST.get("reason", ""))[:_LONGEST_REASON]
        seen = self.request.POST.get("seen", "") == digest(changes)
        if "save" in self.request.POST and seen and reason:
            return self._saved(changes, reason, after)
        problem = ""
        if "save" in self.request.POST:
            problem = self.phrases["reason_missing" if seen else "declare_changed_again"]
        context = {
            "changes": [showing.change(each) for each in changes],
            "warned": warned,
            "elsewhere": [told(each, self.language) for each in elsewhere],
            "echoed": [
                (key, value)
                for key, held in self.given.items()
                if key not in _BUTTONS
                for value in held
            ],
            "seen": digest(changes),
            "reason": reason,
            "problem": problem,
        }
        status = 400 if problem else 200
        return render_private(self.request, "declaring/accept.html", context, status=status)

    def _saved(self, changes: Sequence[Change], reason: str, after: str) -> HttpResponse:
        """The page after saving, or the form again when that was not to be."""
        assert isinstance(self.request.user, User)
        try:
            save(changes, self.request.user, reason)
        except Overtaken:
            self.now = declared()
            return self.overtaken()
        except Refused as refused:
            self.notes.append(str(refused))
            return self.form(400)
        except OSError:
            self.notes.append(self.phrases["declare_cannot_write"].format(folder=folder()))
            return self.form(409)
        messages.success(self.request, self.phrases["declare_saved"])
        return HttpResponseRedirect(after)

    def refused(self, problems: Sequence[Problem]) -> HttpResponse:
        raise NotImplementedError

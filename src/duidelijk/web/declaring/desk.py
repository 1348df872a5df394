"""One declaration on somebody's desk: the form, the check, the difference, saving.

Nothing of it is kept between two answers: what was typed travels in the form itself, so that of
whatever goes wrong nothing is lost. The form also holds what it was made from, to see whether
somebody else changed the same thing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language

from duidelijk.foundation.declarations import declaration_of
from duidelijk.foundation.editing import CannotEdit, same
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.web.accounts.models import User
from duidelijk.web.declaring import showing
from duidelijk.web.declaring.changes import Change, digest, lines_between
from duidelijk.web.declaring.changing import Taken, changes_for, removal_of, standing
from duidelijk.web.declaring.consequences import consequences
from duidelijk.web.declaring.fields import Building, Field, Labels, problems_of
from duidelijk.web.declaring.kinds import Kind, Thing, things
from duidelijk.web.declaring.merging import Merged, merged
from duidelijk.web.declaring.models import DeclarationVersion
from duidelijk.web.declaring.place import (
    LARGEST,
    State,
    content_of,
    declared,
    folder,
    state_of_folder,
)
from duidelijk.web.declaring.saving import Overtaken, save, versions_of
from duidelijk.web.declaring.shapes import MISSING
from duidelijk.web.declaring.telling import told
from duidelijk.web.declaring.typed import (
    Typed,
    number_in,
    plain,
    with_row,
    without_empty,
    without_row,
)
from duidelijk.web.words import words
from duidelijk.web.workspace.rendering import render_private

_BUTTONS = {"csrfmiddlewaretoken", "look", "save", "back", "add", "drop", "reason", "seen"}
_LONGEST_REASON = 1000
_LONG_FORM = 12
"""Fields that are shown all at once."""


class _Desk:
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
        if self.state is not State.WRITABLE:
            return self.form(409)
        try:
            return self.asked()
        except CannotEdit:
            self.notes.append(self.phrases["declare_cannot_edit"])
        except Taken as taken:
            self.notes.append(self.phrases["declare_taken"].format(file=taken))
        return self.form(400)

    def asked(self) -> HttpResponse:
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
        wrong, elsewhere = standing(self.now, changes)
        if any(len(each.after or b"") > LARGEST for each in changes):
            self.notes.append(self.phrases["declare_too_large"].format(most=LARGEST // 1000))
            return self.form(400)
        if wrong:
            return self.refused(wrong)
        reason = plain(self.request.POST.get("reason", ""))[:_LONGEST_REASON]
        seen = self.request.POST.get("seen", "")
        if "save" in self.request.POST and seen == digest(changes) and reason:
            try:
                assert isinstance(self.request.user, User)
                save(changes, self.request.user, reason)
            except Overtaken:
                self.now = declared()
                return self.overtaken()
            except Refused as refused:
                self.notes.append(str(refused))
                return self.form(400)
            except OSError:
                cannot = self.phrases["declare_cannot_write"].format(folder=folder())
                self.notes.append(cannot)
                return self.form(409)
            messages.success(self.request, self.phrases["declare_saved"])
            return HttpResponseRedirect(after)
        problem = ""
        if "save" in self.request.POST:
            key = "declare_changed_again" if seen != digest(changes) else "reason_missing"
            problem = self.phrases[key]
        context = {
            "changes": [
                {
                    "file": each.file,
                    "made": each.before is None,
                    "gone": each.after is None,
                    "lines": showing.shown_lines(lines_between(*each.texts)),
                }
                for each in changes
            ],
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

    def refused(self, problems: Sequence[Problem]) -> HttpResponse:
        raise NotImplementedError


class ThingDesk(_Desk):
    """A thing as a form."""

    template = "declaring/thing.html"

    def __init__(self, request: HttpRequest, kind: Kind, thing: Thing | None, name: str) -> None:
        super().__init__(request)
        self.kind, self.thing, self.name = kind, thing, name
        self.labels = Labels(self.language)
        self.theirs: Any = MISSING if thing is None else dict(thing.value)
        self.base = self.theirs
        self.value = self.theirs
        self.typed = Typed({})
        self.problems: list[tuple[Problem, bool]] = []
        self.merged: Merged | None = None

    def asked(self) -> HttpResponse:
        post = self.request.POST
        self.base = _base(post.get("base", ""))
        self.typed = Typed(self.given)
        self.value = self.typed.value(self.kind.schema, self.base)
        if "add" in post or "drop" in post:
            self._rows(post.get("add", ""), post.get("drop", ""))
            return self.form()
        if "back" in post:
            return self.form()
        if "remove" in post and self.thing is not None:
            return self.remove(self.thing)
        value = without_empty({} if self.value is MISSING else self.value)
        self.value = value
        self.typed.origins.clear()
        if self.typed.unread:
            for name, each in self.typed.unread:
                self.problems.append((_at(each, name), True))
            return self.form(400)
        if not _alike(self.base, self.theirs):
            return self.overtaken()
        changes = changes_for(self.now, self.kind, self.thing, value)
        warned = consequences(self.kind, self.name, self.theirs, value, self.language, self._label)
        key = value.get("id", self.name) if self.kind.name != "monitor" else "monitor"
        return self.accept(changes, warned, self._url(str(key)))

    def remove(self, thing: Thing) -> HttpResponse:
        """Take the whole thing out."""
        if not _alike(self.base, self.theirs):
            return self.overtaken()
        changes = removal_of(self.now, thing)
        warned = consequences(self.kind, self.name, self.theirs, None, self.language, self._label)
        return self.accept(changes, warned, reverse("declarations"))

    def overtaken(self) -> HttpResponse:
        """Somebody else changed it: both together in the form, and what crosses told."""
        found = self.now.find(self.kind.name, self.name)
        self.thing = found
        self.theirs = MISSING if found is None else dict(found.value)
        if found is None:
            self.notes.append(self.phrases["declare_gone_meanwhile"])
        else:
            self.merged = merged(self.base, self.value, self.theirs)
            self.value = self.merged.value
        self.base = self.theirs
        return self.form(409)

    def refused(self, problems: Sequence[Problem]) -> HttpResponse:
        path = self.thing.path if self.thing is not None else ()
        new_row = self.kind.list if self.thing is None else ""
        for each in problems:
            own = each.path[: len(path)] == path and not new_row and each.where in self.files
            fresh = bool(new_row) and each.path[:1] == (new_row,) and len(each.path) > 1
            inside = each.path[len(path) :] if own else each.path[2:] if fresh else ()
            at = Problem(each.where, each.line, each.what, each.remedy, inside)
            self.problems.append((at, own or fresh))
        return self.form(400)

    def _rows(self, add: str, drop: str) -> None:
        if add:
            self.value = with_row({} if self.value is MISSING else self.value, add)
            if add in self.typed.origins:
                self.typed.origins[add].append(None)
        else:
            self.value = without_row(self.value, drop)
            name, _, index = drop.rpartition(".")
            origins = self.typed.origins.get(name, [])
            if number_in(index) < len(origins):
                del origins[number_in(index)]
                self._forget_below(name)

    def _forget_below(self, name: str) -> None:
        """Rows inside rows that moved: where they stood is not known any more."""
        for each in [key for key in self.typed.origins if key.startswith(f"{name}.")]:
            self.typed.origins[each] = [None] * len(self.typed.origins[each])

    def form(self, status: int = 200) -> HttpResponse:
        building = Building(
            self.labels,
            lambda kind: showing.options(self.now, kind, self.language),
            self.typed.origins,
            self.kind.name,
        )
        whole = building.build(self.kind.schema, self.value)
        top = []
        for problem, own in self.problems:
            said = told(problem, self.language, own)
            if not (own and building.place(problem.path, said)):
                top.append(said)
        fields, later = _apart(whole.children, self.kind.needed)
        context = {
            "kind": self.kind,
            "sort": self.phrases[f"declared_one_{self.kind.name}"],
            "title": self.thing.title(self.language) if self.thing else "",
            "name": self.name,
            "file": self.thing.file if self.thing else "",
            "fields": fields,
            "later": later,
            "whole": whole if whole.shape != "group" else None,
            "wrong": problems_of([whole]),
            "top": top,
            "base": "" if self.base is MISSING else json.dumps(self.base, ensure_ascii=False),
            "removable": self.thing is not None and bool(self.kind.name != "monitor"),
            "merged": self._told_merged(),
            "versions": showing.versions(self.thing.file) if self.thing else [],
        }
        return self.show(context, status)

    def _told_merged(self) -> dict[str, Any] | None:
        if self.merged is None:
            return None
        latest = versions_of(self.thing.file).first() if self.thing else None
        mine = latest is not None and content_of(latest.file) == (latest.after or "").encode()
        return {
            "by": latest.author.name if latest is not None and mine else "",
            "taken": [
                (self._path_label(path), showing.short(each)) for path, each in self.merged.theirs
            ],
            "crossed": [
                (self._path_label(path), showing.short(each)) for path, each in self.merged.crossed
            ],
        }

    def _label(self, name: str) -> str:
        return self.labels.label(f"{self.kind.name}.{name}")

    def _path_label(self, path: Sequence[str | int]) -> str:
        names = []
        for index, each in enumerate(path):
            if not isinstance(each, int):
                names.append(self._label(".".join(str(part) for part in path[: index + 1])))
        return " › ".join(names)

    def _url(self, key: str) -> str:
        if not key or "/" in key:
            return reverse("declarations")
        return reverse("declared_thing", args=[self.kind.slug, key])


class FileDesk(_Desk):
    """A file as text."""

    template = "declaring/file.html"

    def __init__(self, request: HttpRequest, file: str) -> None:
        super().__init__(request)
        self.file = file
        self.content = content_of(file)
        self.text = _lines(self.content)
        self.sum = _sum(self.content)
        self.problems: list[Problem] = [each for each in self.now.problems if each.where == file]
        self.theirs: list[dict[str, str]] = []

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            held = DeclarationVersion.objects.filter(
                pk=number_in(self.request.GET.get("versie", "")), file=self.file
            ).first()
            if held is not None:
                before = self.request.GET.get("kant") == "voor"
                self.text = (held.before if before else held.after) or ""
                self.notes.append(self.phrases["declare_put_back"])
        return super().answer()

    def asked(self) -> HttpResponse:
        post = self.request.POST
        self.text = post.get("text", "").replace("\r\n", "\n").replace("\r", "\n")
        base = post.get("base", "")
        if "back" in post:
            self.sum = base
            return self.form()
        if base != self.sum:
            return self.overtaken()
        if len(self.text.encode()) > LARGEST:
            self.notes.append(self.phrases["declare_too_large"].format(most=LARGEST // 1000))
            return self.form(400)
        change = Change(self.file, self.content, self._content())
        return self.accept([change], self._warned(change), self.request.path)

    def _warned(self, change: Change) -> list[str]:
        """What the text does to everything that stands in this file."""
        after = declaration_of(change.after or b"", self.file)
        then = {(each.kind.name, each.key): each.value for each in things({self.file: after})}
        found = []
        labels = Labels(self.language)
        for each in self.now.things:
            if each.file != self.file or not each.key:
                continue
            value = then.get((each.kind.name, each.key))
            if value is None or not same(each.value, value):
                label = partial(_labelled, labels, each.kind.name)
                told_of = consequences(each.kind, each.key, each.value, value, self.language, label)
                found += told_of
        return list(dict.fromkeys(found))

    def _content(self) -> bytes:
        """What was typed, with the line ends of the file."""
        held = self.content or b""
        if self.text == _lines(self.content):
            return held
        text = self.text if self.text.endswith("\n") else f"{self.text}\n"
        return text.replace("\n", "\r\n" if b"\r\n" in held else "\n").encode()

    def overtaken(self) -> HttpResponse:
        self.content = content_of(self.file)
        self.sum = _sum(self.content)
        self.theirs = showing.shown_lines(lines_between(self.text, _lines(self.content)))
        return self.form(409)

    def refused(self, problems: Sequence[Problem]) -> HttpResponse:
        self.problems = list(problems)
        return self.form(400)

    def form(self, status: int = 200) -> HttpResponse:
        held = [each for each in self.now.things if each.file == self.file and each.key]
        context = {
            "file": self.file,
            "text": self.text,
            "base": self.sum,
            "problems": [told(each, self.language) for each in self.problems],
            "theirs": self.theirs,
            "rows": min(40, max(12, self.text.count("\n") + 2)),
            "things": [showing.link(each, self.language) for each in held],
            "versions": showing.versions(self.file),
        }
        return self.show(context, status)


def _apart(fields: Sequence[Field], needed: set[str]) -> tuple[list[Field], list[Field]]:
    """The fields to show first, and of a long form those that may stay empty and are."""
    if len(fields) <= _LONG_FORM:
        return list(fields), []
    first = [each for each in fields if each.required or each.open or each.name in needed]
    return first, [each for each in fields if each not in first]


def _labelled(labels: Labels, kind: str, name: str) -> str:
    return labels.label(f"{kind}.{name}")


def _at(problem: Problem, name: str) -> Problem:
    """A problem of YAML in one field, at that field; its line is one of what was typed there."""
    return Problem("", problem.line, problem.what, problem.remedy, tuple(name.split(".")))


def _base(given: str) -> Any:
    """What a form was made from; ``MISSING`` for an empty form, and when it was tampered with."""
    try:
        found = json.loads(given) if given else MISSING
    except (ValueError, RecursionError):
        return MISSING
    return found if isinstance(found, dict) else MISSING


def _alike(one: Any, other: Any) -> bool:
    if one is MISSING or other is MISSING:
        return one is other
    return same(one, other)


def _lines(content: bytes | None) -> str:
    """A file as it stands in a form."""
    text = (content or b"").decode("utf-8", "replace")
    return text.replace("\r\n", "\n")


def _sum(content: bytes | None) -> str:
    return "" if content is None else hashlib.sha256(content).hexdigest()

"""A thing as a form: typed, checked, merged with what somebody else changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from duidelijk.foundation.problems import Problem
from duidelijk.web.declaring import showing
from duidelijk.web.declaring.changing import changes_for, removal_of
from duidelijk.web.declaring.consequences import consequences
from duidelijk.web.declaring.desk import Desk
from duidelijk.web.declaring.fields import Building, Field, Labels, problems_of
from duidelijk.web.declaring.kinds import Kind, Thing
from duidelijk.web.declaring.merging import Merged, alike, merged
from duidelijk.web.declaring.place import (
    content_of,
)
from duidelijk.web.declaring.saving import versions_of
from duidelijk.web.declaring.shapes import MISSING
from duidelijk.web.declaring.telling import told
from duidelijk.web.declaring.typed import (
    Typed,
    number_in,
    with_row,
    without_empty,
    without_row,
)

_LONG_FORM = 12
"""Fields that are shown all at once."""


class ThingDesk(Desk):
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

    def fill(self) -> None:
        self.base = _base(self.request.POST.get("base", ""))
        self.typed = Typed(self.given)
        self.value = self.typed.value(self.kind.schema, self.base)

    def asked(self) -> HttpResponse:
        post = self.request.POST
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
        if not alike(self.base, self.theirs):
            return self.overtaken()
        changes = changes_for(self.now, self.kind, self.thing, value)
        warned = consequences(self.kind, self.name, self.theirs, value, self.language, self._label)
        key = value.get("id", self.name) if self.kind.name != "monitor" else "monitor"
        return self.accept(changes, warned, self._url(str(key)))

    def remove(self, thing: Thing) -> HttpResponse:
        """Take the whole thing out."""
        if not alike(self.base, self.theirs):
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


def _apart(fields: Sequence[Field], needed: set[str]) -> tuple[list[Field], list[Field]]:
    """The fields to show first, and of a long form those that may stay empty and are."""
    if len(fields) <= _LONG_FORM:
        return list(fields), []
    first = [each for each in fields if each.required or each.open or each.name in needed]
    return first, [each for each in fields if each not in first]


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

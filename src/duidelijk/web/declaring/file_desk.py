"""A file as text: typed, checked, beside what somebody else made of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import partial

from django.http import HttpRequest, HttpResponse

from duidelijk.foundation.declarations import declaration_of
from duidelijk.foundation.editing import same
from duidelijk.foundation.problems import Problem
from duidelijk.web.declaring import showing
from duidelijk.web.declaring.changes import Change, lines_between
from duidelijk.web.declaring.consequences import consequences
from duidelijk.web.declaring.desk import Desk
from duidelijk.web.declaring.fields import Labels
from duidelijk.web.declaring.kinds import things
from duidelijk.web.declaring.models import DeclarationVersion
from duidelijk.web.declaring.place import (
    LARGEST,
    content_of,
)
from duidelijk.web.declaring.telling import told
from duidelijk.web.declaring.typed import (
    number_in,
)


class FileDesk(Desk):
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

    def fill(self) -> None:
        text = self.request.POST.get("text", "")
        self.text = text.replace("\r\n", "\n").replace("\r", "\n")

    def asked(self) -> HttpResponse:
        post = self.request.POST
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


def _labelled(labels: Labels, kind: str, name: str) -> str:
    return labels.label(f"{kind}.{name}")


def _lines(content: bytes | None) -> str:
    """A file as it stands in a form."""
    text = (content or b"").decode("utf-8", "replace")
    return text.replace("\r\n", "\n")


def _sum(content: bytes | None) -> str:
    return "" if content is None else hashlib.sha256(content).hexdigest()

"""What the pages of declarations show, in words."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone

from duidelijk.publish.periods import date_words
from duidelijk.web.audit.showing import moment_words
from duidelijk.web.declaring.changes import Change, difference
from duidelijk.web.declaring.kinds import KINDS, Thing
from duidelijk.web.declaring.place import Declared
from duidelijk.web.declaring.saving import versions_of
from duidelijk.web.declaring.shapes import MISSING
from duidelijk.web.declaring.telling import told
from duidelijk.web.editorial.desk import published
from duidelijk.web.words import words

_MOST_PROBLEMS = 60
_LIST_OF = {"context": "indicator"}
"""Kinds that are part of another."""


def overview(now: Declared, asked: str, sort: str, only: str, language: str) -> dict[str, Any]:
    """Everything that is declared and fits what is asked, by kind."""
    phrases = words(language)
    problems = Counter(_owner(now, each.where, each.path) for each in now.problems)
    groups = []
    for kind in KINDS.values():
        if sort and kind.slug != sort:
            continue
        rows = []
        for each in now.of_kind(kind.name):
            row = link(each, language) | {
                "state": _state(each, language),
                "unverified": _unverified(each),
                "problems": problems[(each.file, each.path)],
                "file": each.file,
            }
            if _fits(each, row, asked) and not (only and not row[only]):
                rows.append(row)
        if rows or (sort == kind.slug and not asked):
            title = phrases[f"declared_{kind.name}"]
            groups.append({"name": kind.name, "slug": kind.slug, "title": title, "rows": rows})
    things = now.things
    return {
        "groups": groups,
        "wrong": [
            {"text": told(each, language), "url": reverse("declared_file", args=[each.where])}
            if each.where in now.declarations
            else {"text": told(each, language), "url": ""}
            for each in now.problems[:_MOST_PROBLEMS]
        ],
        "wrong_more": max(0, len(now.problems) - _MOST_PROBLEMS),
        "unverified": sum(map(_unverified, things)),
        "files": sorted(each for each in now.declarations if not each.startswith("indicators/")),
    }


def _owner(now: Declared, file: str, path: Sequence[str | int]) -> tuple[str, tuple[Any, ...]]:
    """Whose problem it is: the thing in whose part of the file it stands."""
    longest: tuple[Any, ...] = ()
    for each in now.things:
        if each.file == file and tuple(path[: len(each.path)]) == each.path:
            longest = max(longest, each.path, key=len)
    return file, longest


def _fits(thing: Thing, row: dict[str, Any], asked: str) -> bool:
    if not asked:
        return True
    held = json.dumps(thing.value, ensure_ascii=False).casefold()
    text = f"{row['title']} {thing.key} {held}".casefold()
    return all(word in text for word in asked.casefold().split())


def link(thing: Thing, language: str) -> dict[str, Any]:
    """A thing with its address."""
    url = reverse("declared_thing", args=[thing.kind.slug, thing.key]) if thing.key else ""
    return {
        "key": thing.key,
        "title": thing.title(language) or thing.file,
        "url": url or reverse("declared_file", args=[thing.file]),
    }


def _state(thing: Thing, language: str) -> str:
    """Whether something is in use, where that can be said."""
    phrases, value = words(language), thing.value
    match thing.kind.name:
        case "indicator":
            status = value.get("status")
            known = status in ("active", "stopped", "planned")
            return phrases[f"declared_is_{status}"] if known else ""
        case "measure":
            until = _date(value.get("until"))
            over = until is not None and until < timezone.localdate()
            return phrases["declared_is_over" if over else "declared_is_in_force"]
        case "edition":
            date = _date(value.get("date"))
            out = phrases["life_published" if thing.key in published() else "life_planned"]
            return f"{date_words(date, language)}, {out}" if date else out
    return ""


def _unverified(thing: Thing) -> int:
    """How many draws of an indicator no reply of its source was seen of."""
    draws = thing.value.get("draw") if thing.kind.name == "indicator" else None
    listed = draws if isinstance(draws, list) else []
    return sum(1 for each in listed if isinstance(each, dict) and each.get("unverified") is True)


def _date(value: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def options(now: Declared, kind: str, language: str) -> list[tuple[str, str]]:
    """What can be referred to: keys with titles, by title."""
    found = [
        (each.key, _named(each.title(language), each.key))
        for each in now.of_kind(_LIST_OF.get(kind, kind))
        if each.key and (kind != "context" or each.value.get("context") is True)
    ]
    return sorted(found, key=lambda each: each[1].casefold())


def _named(title: str, key: str) -> str:
    return key if title == key else f"{title} ({key})"


def shown_lines(lines: Sequence[str]) -> list[dict[str, str]]:
    """The lines of a difference, each with what became of it."""
    marks = {"+": "new", "-": "old", "@": "gap"}
    found = []
    for each in lines:
        mark = marks.get(each[:1], "same")
        found.append({"mark": mark, "text": "…" if mark == "gap" else each[1:]})
    return found[1:] if found and found[0]["mark"] == "gap" else found


def change(of: Change) -> dict[str, Any]:
    """What one file is to become."""
    lines = shown_lines(difference(of))
    return {"file": of.file, "made": of.before is None, "gone": of.after is None, "lines": lines}


def versions(file: str) -> list[dict[str, Any]]:
    """The latest changes of a file."""
    return [
        {
            "url": reverse("declaration_version", args=[each.pk]),
            "saved": moment_words(each.saved),
            "by": each.author.name,
            "reason": each.reason,
        }
        for each in versions_of(file)[:20]
    ]


def short(value: Any) -> str:
    """A value in a few words."""
    if value is MISSING:
        return "—"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 300 else f"{text[:299]}…"

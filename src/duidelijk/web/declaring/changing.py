"""From a thing as somebody wants it to what its file becomes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from duidelijk.foundation.editing import CannotEdit, edited
from duidelijk.foundation.problems import Problem
from duidelijk.foundation.yaml_text import block_text
from duidelijk.web.declaring.changes import Change
from duidelijk.web.declaring.kinds import INDICATORS, Kind, Thing
from duidelijk.web.declaring.place import Declared, content_of, problems_with
from duidelijk.web.declaring.typed import ordered

_KEY = re.compile(r"[a-z][a-z0-9_]{0,99}\Z")
_BY_DATE = {"measure": "from", "edition": "date"}
"""Lists that stand oldest first."""


class Taken(ValueError):
    """There is something else of that name."""


def changes_for(now: Declared, kind: Kind, thing: Thing | None, value: Any) -> list[Change]:
    """What files become when *thing* (``None``: a new one) says *value*.

    Raises ``CannotEdit`` when its file cannot be changed so, ``Taken`` when it would take the
    place of another.
    """
    if kind.file:
        return _in_file(now, kind, thing, value)
    if thing is None:
        file = new_file(now, value)
        if content_of(file) is not None:
            raise Taken(file)
        return [Change(file, None, f"{block_text(value, 0)}\n".encode())]
    before = content_of(thing.file)
    after = edited(_decoded(before), value).encode()
    key = value.get("id")
    if key == thing.key or not isinstance(key, str) or not _KEY.match(key):
        return [Change(thing.file, before, after)]
    file = f"{thing.file.rpartition('/')[0]}/{key}.yaml"
    if content_of(file) is not None:
        raise Taken(file)
    return [Change(file, None, after), Change(thing.file, before, None)]


def removal_of(now: Declared, thing: Thing) -> list[Change]:
    """What files become when *thing* is taken out. Raises ``CannotEdit``."""
    before = content_of(thing.file)
    if not thing.kind.file:
        return [Change(thing.file, before, None)]
    whole = dict(now.declarations[thing.file].value)
    if not thing.kind.list:
        raise CannotEdit("a monitor is not taken out of itself")
    listed = list(whole[thing.kind.list])
    del listed[int(thing.path[1])]
    whole[thing.kind.list] = listed
    return [Change(thing.file, before, edited(_decoded(before), whole).encode())]


def new_file(now: Declared, value: Any) -> str:
    """Where a new indicator goes: beside most others of its theme, else of all."""
    key = value.get("id") if isinstance(value, dict) else None
    name = key if isinstance(key, str) and _KEY.match(key) else "nieuw"
    others = now.of_kind("indicator")
    alike = [each for each in others if each.value.get("theme") == value.get("theme")]
    theme = value.get("theme")
    in_folders = any(each.file.count("/") > 1 for each in others)
    if not alike and in_folders and isinstance(theme, str) and _KEY.match(theme):
        return f"{INDICATORS}{theme}/{name}.yaml"
    folders = Counter(each.file.rpartition("/")[0] for each in alike or others)
    usual = folders.most_common(1)[0][0] if folders else INDICATORS.rstrip("/")
    return f"{usual}/{name}.yaml"


def _in_file(now: Declared, kind: Kind, thing: Thing | None, value: Any) -> list[Change]:
    before = content_of(kind.file)
    if before is None:
        text = f"{block_text({kind.list: [value]}, 0)}\n"
        return [Change(kind.file, None, text.encode())]
    held = now.declarations[kind.file].value
    if not isinstance(held, dict):
        raise CannotEdit("the file is not in order as it is")
    whole = dict(held)
    if not kind.list:
        apart = {key: each for key, each in whole.items() if key in kind.apart}
        usual = list(kind.whole_file["properties"])
        whole = ordered({**value, **apart}, list(held), usual)
    else:
        listed = list(whole.get(kind.list) or ())
        if thing is None:
            listed.insert(_new_place(kind, listed, value), value)
        else:
            listed[int(thing.path[1])] = value
        whole[kind.list] = listed
    return [Change(kind.file, before, edited(_decoded(before), whole).encode())]


def _new_place(kind: Kind, listed: Sequence[Any], value: Any) -> int:
    """Where a new item goes: at the end, or by its date."""
    key = _BY_DATE.get(kind.name, "")
    date = value.get(key) if isinstance(value, dict) else None
    if not isinstance(date, str):
        return len(listed)
    later = (
        index
        for index, each in enumerate(listed)
        if isinstance(each, dict) and str(each.get(key, "")) > date
    )
    return next(later, len(listed))


def _decoded(content: bytes | None) -> str:
    try:
        return (content or b"").decode("utf-8")
    except UnicodeDecodeError as error:
        raise CannotEdit("the file is not UTF-8") from error


def standing(now: Declared, changes: Sequence[Change]) -> tuple[list[Problem], list[Problem]]:
    """Problems that keep *changes* from being stored, and those that were elsewhere already.

    Somebody who mends one of two broken files must be able to: what was wrong in another file
    before, and still is, keeps nothing back.
    """
    _, problems = problems_with({each.file: each.after for each in changes})
    files = {each.file for each in changes}
    old = {(each.where, each.what) for each in now.problems}
    elsewhere = [
        each for each in problems if each.where not in files and (each.where, each.what) in old
    ]
    return [each for each in problems if each not in elsewhere], elsewhere

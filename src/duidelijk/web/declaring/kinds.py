"""What sorts of thing a monitor declares, and in which file each stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from duidelijk.catalogue.schema import schema
from duidelijk.foundation.declarations import Declaration, KeyPath

INDICATORS = "indicators/"
"""Before the names of the files of indicators."""


@dataclass(frozen=True)
class Kind:
    """A sort of thing that is declared."""

    name: str
    slug: str
    """As it stands in an address."""
    file: str
    """Where it stands; empty when each has a file of its own."""
    list: str = ""
    """The list in that file that holds them; empty when it is the file itself."""
    definition: str = ""
    """The definition of the file in the schema."""
    apart: tuple[str, ...] = ()
    """Keys that hold things of other kinds."""

    @property
    def whole_file(self) -> dict[str, Any]:
        """The schema of the file."""
        return resolved(schema()["$defs"][self.definition])

    @property
    def schema(self) -> dict[str, Any]:
        """The schema of one of them."""
        found = self.whole_file
        if self.list:
            found = resolved(found["properties"][self.list]["items"])
        properties = {k: v for k, v in found["properties"].items() if k not in self.apart}
        return {**found, "properties": properties}

    @property
    def needed(self) -> set[str]:
        """Keys that are required in some cases."""
        cases = [
            case[when]
            for case in self.schema.get("allOf", ())
            for when in ("then", "else")
            if when in case
        ]
        return {key for case in cases for key in case.get("required", ())}


KINDS: dict[str, Kind] = {
    each.name: each
    for each in (
        Kind("indicator", "indicator", "", definition="indicator"),
        Kind("theme", "thema", "monitor.yaml", "themes", "monitor"),
        Kind("edition", "editie", "monitor.yaml", "editions", "monitor"),
        Kind("source", "bron", "sources.yaml", "sources", "sources"),
        Kind("feed", "tabel", "feeds.yaml", "feeds", "feeds"),
        Kind("measure", "maatregel", "measures.yaml", "measures", "measures"),
        Kind("dimension", "indeling", "groups.yaml", "dimensions", "groups"),
        Kind("target_group", "doelgroep", "groups.yaml", "target_groups", "groups"),
        Kind("term", "begrip", "glossary.yaml", "terms", "glossary"),
        Kind("monitor", "monitor", "monitor.yaml", "", "monitor", ("themes", "editions")),
    )
}
BY_SLUG = {each.slug: each for each in KINDS.values()}


def resolved(part: Mapping[str, Any]) -> dict[str, Any]:
    """A part of the schema with the definition it points to filled in; what it says itself wins."""
    if "$ref" not in part:
        return dict(part)
    name = str(part["$ref"]).rpartition("/")[2]
    target = resolved(schema()["$defs"][name])
    return {**target, **{k: v for k, v in part.items() if k != "$ref"}, "defined": name}


@dataclass(frozen=True)
class Thing:
    """Something that is declared."""

    kind: Kind
    file: str
    path: KeyPath
    """Where it stands in its file."""
    value: Mapping[str, Any]

    @property
    def key(self) -> str:
        """What it is called by; empty when that is not to be told."""
        if self.kind.name == "monitor":
            return "monitor"
        if not self.kind.file:
            return self.file.rpartition("/")[2].removesuffix(".yaml")
        found = self.value.get("id")
        return found if isinstance(found, str) and "/" not in found else ""

    def title(self, language: str) -> str:
        """Its name as people know it; else its key."""
        for name in ("title", "term"):
            found = self.value.get(name)
            if isinstance(found, Mapping):
                found = found.get(language) or found.get("nl")
            if isinstance(found, str) and found:
                return found
        return self.key


def things(declarations: Mapping[str, Declaration]) -> Iterator[Thing]:
    """Everything that is declared, as far as it can be told, by kind and in its own order."""
    for kind in KINDS.values():
        if not kind.file:
            for file in sorted(declarations):
                value = declarations[file].value
                if file.startswith(INDICATORS) and isinstance(value, dict):
                    yield Thing(kind, file, (), value)
            continue
        value = declarations[kind.file].value if kind.file in declarations else None
        if not isinstance(value, dict):
            continue
        if not kind.list:
            yield Thing(
                kind, kind.file, (), {k: v for k, v in value.items() if k not in kind.apart}
            )
        elif isinstance(listed := value.get(kind.list), list):
            for index, each in enumerate(listed):
                if isinstance(each, dict):
                    yield Thing(kind, kind.file, (kind.list, index), each)


@cache
def known_files() -> frozenset[str]:
    """The names of the single files of a monitor."""
    return frozenset(each.file for each in KINDS.values() if each.file)

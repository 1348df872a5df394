"""The mappings in a home: which fits a file, and what is kept for the next file of its sort."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from duidelijk.foundation.home import Home
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.sources.sheets.cells import Sheet
from duidelijk.sources.sheets.mapping import Details, FileMapping, for_another_file, located
from duidelijk.sources.sheets.mapping_file import read_mapping
from duidelijk.sources.sheets.mapping_text import mapping_text, write_mapping

PROPOSED = ".proposed.yaml"


def mapping_path(home: Home, given: Path) -> Path:
    """The mapping given, or the one of that name in the home."""
    in_home = home.mappings / given.name
    return in_home if not given.exists() and in_home.exists() else given


def fitting_mapping(
    home: Home, layout: str, sheets: Sequence[Sheet], shown: str
) -> FileMapping | None:
    """The kept mapping that fits one of the sheets of a file; ``None`` when none does.

    Raises ``Refused`` when several do.
    """
    fitting: list[FileMapping] = []
    for path in sorted(home.mappings.glob("*.yaml")):
        if path.name.endswith(PROPOSED):
            continue
        kept = read_mapping(path, f"mappings/{path.name}")
        if kept.layout == layout and any(located(kept, sheet) for sheet in sheets):
            fitting.append(kept)
    if len(fitting) > 1:
        names = ", ".join(f"{each.name}.yaml" for each in fitting)
        what = f"fits several mappings: {names}"
        raise Refused("Nothing was stored:", [Problem(shown, 0, what, "give one: --mapping")])
    return fitting[0] if fitting else None


def to_keep(mapping: FileMapping, recognise: str, told: Details) -> FileMapping:
    """The mapping for the next file of this sort, with who publishes it.

    A title and an address are kept when the mapping names them, not when they are told with one
    file: they may be of that publication only.
    """
    release = Details(source=told.source, licence=told.licence, publisher=told.publisher)
    return replace(
        for_another_file(mapping),
        recognise=recognise,
        release=release.over(for_another_file(mapping).release),
    )


def refuse_another(home: Home, kept: FileMapping) -> None:
    """Refuse when another mapping is kept under the same name."""
    path = home.mappings / f"{kept.name}.yaml"
    if not path.is_file():
        return
    there = read_mapping(path, f"mappings/{path.name}")
    another = there.recognise not in ("", kept.recognise)  # made by hand, it has none yet
    if another or there.layout != kept.layout:
        what = "is there already, for another sort of file"
        problem = Problem(f"mappings/{path.name}", 0, what, "give your mapping another name")
        raise Refused("Nothing was stored:", [problem])


def keep(home: Home, kept: FileMapping) -> Path | None:
    """Keep a confirmed mapping; its path when it is new or changed. Its proposal goes."""
    path = home.mappings / f"{kept.name}.yaml"
    new = not path.is_file() or path.read_text(encoding="utf-8") != mapping_text(kept)
    if new:
        write_mapping(path, kept)
    path.with_name(f"{kept.name}{PROPOSED}").unlink(missing_ok=True)
    return path if new else None

"""Reads a monitor folder into a ``Monitor``, or says everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from duidelijk.catalogue.building import build_ending, build_monitor
from duidelijk.catalogue.consistency import check_consistency
from duidelijk.catalogue.model import Ending, Monitor
from duidelijk.catalogue.schema import check_against_schema
from duidelijk.foundation.declarations import Declaration, declaration_of, read_declaration
from duidelijk.foundation.problems import Problem, Refused, did_you_mean

Instead = Mapping[str, bytes | None]
"""What files of a monitor are to hold, by their name in its folder; ``None``: they are to go."""

_FILES = {
    "monitor": True,
    "groups": False,
    "sources": True,
    "feeds": False,
    "measures": False,
    "glossary": False,
}
"""The single files of a monitor, and whether it can do without."""

_EMPTY: dict[str, dict[str, list[Any]]] = {
    "groups": {"dimensions": []},
    "feeds": {"feeds": []},
    "measures": {"measures": []},
    "glossary": {"terms": []},
}


def read_monitor(folder: Path) -> Monitor:
    """The monitor declared in *folder*. Raises ``Refused`` with every problem of every file."""
    return read_with_declarations(folder)[0]


def check_monitor(folder: Path, instead: Instead | None = None) -> list[Problem]:
    """Every problem in the declarations of *folder*; an empty list when they are in order.

    With *instead* they are checked as if those files held that, or were not there.
    """
    return sorted(_read(folder, instead)[1])


def read_and_check(
    folder: Path, instead: Instead | None = None
) -> tuple[dict[str, Declaration], list[Problem]]:
    """What every file of *folder* declares, by its name there and however broken it is, and every
    problem, as ``check_monitor`` finds them.
    """
    declarations, problems = _read(folder, instead)
    there = {file for file in instead or () if (instead or {})[file] is not None}
    return {
        each.file: each
        for each in declarations.values()
        if each.file in there or (folder / each.file).is_file()
    }, sorted(problems)


def _stray_files(names: Iterable[str]) -> list[Problem]:
    """YAML files that nothing would read, and that somebody surely meant to be read."""
    known = {f"{name}.yaml" for name in _FILES}
    found = []
    for shown in names:
        path = PurePosixPath(shown)
        if _is_indicator(shown):
            continue
        if shown not in known:
            remedy = did_you_mean(path.name, known)
            if shown.startswith("indicators/"):
                remedy = f"call it {path.stem}.yaml"
            found.append(Problem(shown, 0, "is not read: no declaration has this name", remedy))
    return found


def read_with_declarations(folder: Path) -> tuple[Monitor, dict[str, Any]]:
    """The monitor and, by file, the declarations it was built from; see ``monitor_from``.

    Raises ``Refused`` like ``read_monitor``.
    """
    declarations, problems = _read(folder)
    _refuse(folder, problems)
    return build_monitor(declarations), {name: each.value for name, each in declarations.items()}


def read_ending(folder: Path) -> Ending | None:
    """When the monitor in *folder* stops, from ``monitor.yaml`` alone; ``None`` when it does not.

    Raises ``Refused`` when that file is not in order.
    """
    declaration = read_declaration(folder / "monitor.yaml", "monitor.yaml")
    _refuse(folder, [*(declaration.problems or check_against_schema(declaration, "monitor"))])
    return build_ending(declaration.value)


def monitor_from(declarations: dict[str, Any]) -> Monitor:
    """The monitor of declarations that were checked before they were kept."""
    return build_monitor({name: Declaration(name, value) for name, value in declarations.items()})


def _refuse(folder: Path, problems: list[Problem]) -> None:
    if problems:
        count = f"{len(problems)} problem{'s' if len(problems) > 1 else ''}"
        raise Refused(f"The declarations in {folder} have {count}:", problems)


def _is_indicator(name: str) -> bool:
    return name.startswith("indicators/") and name.endswith(".yaml")


def _read(
    folder: Path, instead: Instead | None = None
) -> tuple[dict[str, Declaration], list[Problem]]:
    if not folder.is_dir():
        return {}, [Problem(str(folder), 0, "is not a folder", "name a monitor's folder")]
    instead = instead or {}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*.y*ml")}
    names = sorted((there | instead.keys()) - {name for name in instead if instead[name] is None})
    declarations: dict[str, Declaration] = {}
    problems: list[Problem] = []
    for name, required in _FILES.items():
        file = f"{name}.yaml"
        if file in names:
            declarations[name] = _declaration(folder, file, instead)
        elif required:
            problems.append(Problem(file, 0, f"is missing in {folder}", "every monitor has it"))
        else:
            declarations[name] = Declaration(file, _EMPTY[name])
    for shown in filter(_is_indicator, names):
        path = PurePosixPath(shown)
        name = f"indicators/{path.stem}"
        if name in declarations:
            problems.append(
                Problem(shown, 0, f"there is another {path.name}", "one file an indicator")
            )
            continue
        declarations[name] = _declaration(folder, shown, instead)
    if not any(name.startswith("indicators/") for name in declarations):
        problems.append(Problem("indicators", 0, "holds no indicator", "add indicators/KEY.yaml"))
    problems.extend(_stray_files(names))
    sound: dict[str, Declaration] = {}
    for name, declaration in declarations.items():
        found = declaration.problems or check_against_schema(declaration, name.partition("s/")[0])
        problems.extend(found)
        if not found:
            sound[name] = declaration
    problems.extend(check_consistency(sound, declarations))
    return declarations, problems


def _declaration(folder: Path, file: str, instead: Instead) -> Declaration:
    content = instead.get(file)
    return (
        read_declaration(folder / file, file) if content is None else declaration_of(content, file)
    )

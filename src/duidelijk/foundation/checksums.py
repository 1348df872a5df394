"""A folder's ``SHA256SUMS``: written once, checked any time with our own or everybody's tool."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from duidelijk.foundation.problems import Problem

SUMS = "SHA256SUMS"


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_sums(folder: Path) -> None:
    """Write ``SHA256SUMS`` over every file in *folder*, in the order of their names."""
    lines = [f"{sha256(path)}  {name}\n" for name, path in _files(folder)]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def read_sums(folder: Path) -> dict[str, str]:
    """The checksum of every file that was sealed in *folder*, by name; empty when none was."""
    sums = folder / SUMS
    text = sums.read_text(encoding="utf-8", errors="replace") if sums.is_file() else ""
    lines = (line.partition("  ") for line in text.splitlines())
    return {name: digest for digest, separator, name in lines if separator}


def check_sums(folder: Path) -> list[Problem]:
    """Every file that is missing, changed or was not there when *folder* was sealed."""
    sums = folder / SUMS
    if not sums.is_file():
        return [Problem(str(folder), 0, f"has no {SUMS}", "this is not a sealed folder")]
    sealed: dict[str, str] = {}
    problems = []
    text = sums.read_text(encoding="utf-8", errors="replace")
    for number, line in enumerate(text.splitlines(), 1):
        digest, separator, name = line.partition("  ")
        if not separator or len(digest) != 64:
            problems.append(Problem(f"{folder.name}/{SUMS}", number, "is not a checksum line"))
        else:
            sealed[name] = digest
    present = dict(_files(folder))
    for name in sorted(sealed.keys() - present.keys()):
        problems.append(Problem(f"{folder.name}/{name}", 0, "is missing"))
    for name in sorted(present.keys() - sealed.keys()):
        problems.append(Problem(f"{folder.name}/{name}", 0, "was not there when this was sealed"))
    for name in sorted(sealed.keys() & present.keys()):
        if sha256(present[name]) != sealed[name]:
            problems.append(Problem(f"{folder.name}/{name}", 0, "differs from what was sealed"))
    return problems


def canonical_json(value: Any) -> str:
    """JSON with sorted keys and a fixed layout, so that equal values are equal bytes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n"


def _files(folder: Path) -> list[tuple[str, Path]]:
    found = [
        (path.relative_to(folder).as_posix(), path) for path in folder.rglob("*") if path.is_file()
    ]
    return sorted((name, path) for name, path in found if name != SUMS)

"""Tells whether a committed lock file pins exactly the packages that ``pyproject.toml`` needs.

The second file is a resolution made with the committed pins as constraints, so that a version
released since makes no difference.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)")


def pins(path: Path) -> dict[str, set[str]]:
    """The versions of each package a lock file pins (several where markers differ)."""
    found: dict[str, set[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if match := _PIN.match(line):
            found.setdefault(re.sub(r"[-_.]+", "-", match[1]).lower(), set()).add(match[2])
    return found


def main() -> int:
    """Compare the committed lock (first argument) with a fresh one (second)."""
    committed, fresh = pins(Path(sys.argv[1])), pins(Path(sys.argv[2]))
    wrong = [f"{name} is not pinned" for name in sorted(fresh.keys() - committed.keys())]
    wrong += [f"{name} is not needed" for name in sorted(committed.keys() - fresh.keys())]
    wrong += [
        f"{name} is pinned to {'/'.join(sorted(committed[name]))}, which does not fit"
        for name in sorted(fresh.keys() & committed.keys())
        if fresh[name] != committed[name]
    ]
    for line in wrong:
        print(f"{sys.argv[1]}: {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

"""The monitors that come with the package; nobody writes in their folders."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from duidelijk.foundation.declarations import read_declaration

SHIPPED = Path(str(resources.files("duidelijk"))) / "monitors"


def shipped_monitor(name: str) -> Path:
    """The folder of a monitor that comes with the package."""
    return SHIPPED / name


def shipped_as(id_: str) -> Path | None:
    """The folder of the shipped monitor that calls itself *id_*."""
    for path in sorted(SHIPPED.glob("*/monitor.yaml")):
        value = read_declaration(path).value
        if isinstance(value, dict) and value.get("id") == id_:
            return path.parent
    return None

"""What operations and parameters are for, in both languages: for the OpenAPI document and page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from duidelijk.catalogue import Text
from duidelijk.foundation.declarations import read_declaration
from duidelijk.foundation.problems import Problem, Refused

_FILE = Path(__file__).with_name("descriptions.yaml")


@dataclass(frozen=True)
class Description(Text):
    """What something is for, with its name when that is not its own."""

    title: Text


def described(key: str) -> Description:
    """The description of a path (``/figures``), a parameter (``?region``) or the ``api``."""
    return descriptions()[key]


def key_of_parameter(path: str, name: str) -> str:
    """Where a parameter is described: with its path where it means something else there."""
    own = f"{path}?{name}"
    return own if own in descriptions() else f"?{name}"


def of_parameter(path: str, name: str) -> Description:
    """The description of a parameter of an operation."""
    return described(key_of_parameter(path, name))


@cache
def descriptions() -> dict[str, Description]:
    """Every description. Raises ``Refused`` when one lacks a language."""
    declaration = read_declaration(_FILE, _FILE.name)
    problems = list(declaration.problems)
    for key, told in (declaration.value or {}).items():
        if not isinstance(told, dict) or not {"nl", "en"} <= set(told):
            line = declaration.line((key,))
            problems.append(Problem(_FILE.name, line, f"“{key}” needs nl and en"))
    if problems:
        raise Refused("The descriptions of the API are not in order:", problems)
    return {
        key: Description(told["nl"], told["en"], Text(**told.get("title", {"nl": "", "en": ""})))
        for key, told in declaration.value.items()
    }

"""Checks one declaration against the JSON Schema, in words a person can act on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from duidelijk.foundation.declarations import Declaration
from duidelijk.foundation.problems import Problem, did_you_mean, one_of

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a block of keys",
}


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema of all declarations, one definition per kind of file."""
    text = resources.files("duidelijk.catalogue").joinpath("monitor.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def _validator(definition: str) -> Validator:
    from jsonschema import Draft202012Validator

    return Draft202012Validator({**schema(), "$ref": f"#/$defs/{definition}"})


def check_against_schema(declaration: Declaration, definition: str) -> list[Problem]:
    """Every way in which *declaration* is not what ``$defs/definition`` asks."""
    if declaration.value is None:
        return [declaration.problem((), "is empty", f"see the reference of “{definition}”")]
    problems: list[Problem] = []
    for error in _validator(definition).iter_errors(declaration.value):
        problems.extend(_explain(error, declaration))
    return problems


def _explain(error: Any, declaration: Declaration) -> Iterator[Problem]:
    """The problem(s) of one jsonschema ``ValidationError`` (whose stubs fit no real error)."""
    path = tuple(error.absolute_path)
    name = _name(path)
    match error.validator:
        case "additionalProperties":
            known = error.schema.get("properties", {})
            missing = [key for key in error.schema.get("required", ()) if key not in error.instance]
            for key in error.instance:
                if key not in known:
                    yield declaration.problem(
                        (*path, key),
                        f"unknown key “{key}”{name}",
                        did_you_mean(key, missing + [k for k in known if k not in error.instance]),
                    )
        case "required":
            for key in _missing(error):
                what = f"“{key}” is missing{name}"
                yield declaration.problem((*path, key), what, _wanted(error, key))
        case "enum":
            yield declaration.problem(
                path,
                f"“{error.instance}” is not allowed{name}",
                did_you_mean(str(error.instance), [str(each) for each in error.validator_value]),
            )
        case "type":
            wanted = error.validator_value
            kinds = [wanted] if isinstance(wanted, str) else list(wanted)
            asked = one_of([_TYPES.get(kind, kind) for kind in kinds])
            yield declaration.problem(
                path,
                f"{_short(error.instance)} is not {asked}{name}",
                str(error.schema.get("description", "")),
            )
        case "pattern":
            yield declaration.problem(
                path,
                f"“{error.instance}” has the wrong form{name}",
                str(error.schema.get("description", f"pattern {error.validator_value}")),
            )
        case "not":
            yield declaration.problem(
                path, "a context quantity has no theme", "remove “theme”, or “context: true”"
            )
        case _:
            yield declaration.problem(path, f"{_reason(error)}{name}")


def _missing(error: Any) -> list[str]:
    # jsonschema reports one missing key an error; its message starts with that key, quoted
    return [key for key in error.validator_value if error.message.startswith(f"'{key}'")]


def _wanted(error: Any, key: str) -> str:
    described = error.schema.get("properties", {}).get(key, {})
    if "enum" in described:
        return f"write {key}: {one_of([str(each) for each in described['enum']])}"
    if "description" in described:
        return str(described["description"])
    target = schema()["$defs"].get(str(described.get("$ref", "")).rpartition("/")[2], {})
    return str(target.get("description", f"add “{key}”"))


def _reason(error: Any) -> str:
    value = error.validator_value
    match error.validator:
        case "minLength" | "minItems" | "minProperties":
            return "is empty"
        case "minimum":
            return f"{error.instance} is below {value}"
        case "maximum":
            return f"{error.instance} is above {value}"
        case "exclusiveMinimum":
            return f"{error.instance} must be more than {value}"
        case "maxProperties":
            return f"give only one of {one_of(list(error.instance))}"
        case "uniqueItems":
            return "holds the same item twice"
        case _:
            return str(error.message)


def _name(path: tuple[str | int, ...]) -> str:
    words = [str(part + 1) if isinstance(part, int) else part for part in path]
    return f" in {' › '.join(words)}" if words else ""


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:37]}…"

"""Makes docs/reference/declarations.md from the JSON Schema of a monitor's declarations.

Usage: python tests/docs/declarations_reference.py > docs/reference/declarations.md
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "src" / "duidelijk" / "catalogue" / "monitor.schema.json"

_FILES = ("monitor", "groups", "sources", "feeds", "measures", "indicator")
_INTRODUCTION = """\
# Declarations

A monitor is a folder with `monitor.yaml`, `sources.yaml` and `indicators/*.yaml`; `groups.yaml`,
`feeds.yaml` and `measures.yaml` may be left out. `duidelijk check FOLDER` checks all of them.

YAML is read strictly: only `true` and `false` are booleans, dates stay text, a key that is given
twice is refused, and so is a key that is not listed here. Beyond what stands below, the check
follows keys from file to file, wants the `id` of an indicator to be the name of its file, and
refuses dates that are not in the calendar or that end before they start.

This page is made from the JSON Schema in `src/duidelijk/catalogue/monitor.schema.json`.
"""


def reference(schema: dict[str, Any]) -> str:
    """The whole page, as Markdown."""
    definitions = schema["$defs"]
    shared = [name for name in definitions if name not in _FILES]
    lines = [_INTRODUCTION]
    for name in _FILES:
        lines += _block(definitions[name], definitions, level=2)
    lines += ["## Shared forms", ""]
    for name in shared:
        lines += [f"### {_title(name, definitions)}", "", *_form(definitions[name]), ""]
    return "\n".join(lines).rstrip() + "\n"


def _block(node: dict[str, Any], definitions: dict[str, Any], level: int) -> list[str]:
    """A heading, a table of keys, the conditions, and the blocks inside it."""
    lines = [f"{'#' * level} {node['title']}", "", _sentence(node), ""]
    lines += ["| key | required | what | meaning |", "|---|---|---|---|"]
    inner: list[dict[str, Any]] = []
    for key, value in node["properties"].items():
        needed = "yes" if key in node.get("required", ()) else ""
        lines.append(f"| `{key}` | {needed} | {_what(value, definitions)} | {_sentence(value)} |")
        inner += _inside(value)
    lines.append("")
    conditions = [_condition(each) for each in node.get("allOf", ())]
    if "minProperties" in node:
        conditions.append("Exactly one of these is given.")
    lines += [*(f"- {each}" for each in conditions), ""] if conditions else []
    for each in inner:
        lines += _block(each, definitions, min(level + 1, 4))
    return lines


def _inside(value: dict[str, Any]) -> list[dict[str, Any]]:
    items = value.get("items", value)
    return [items] if "properties" in items else []


def _what(value: dict[str, Any], definitions: dict[str, Any]) -> str:
    """What sort of value, in words, with its bounds or its allowed words."""
    if "$ref" in value:
        title = _title(value["$ref"].rpartition("/")[2], definitions).lower()
        return f"[{title}](#{title.replace(' ', '-')})"
    if "enum" in value:
        return ", ".join(f"`{each}`" for each in value["enum"])
    if value.get("type") == "array":
        least = " (at least one)" if value.get("minItems") == 1 else ""
        least = f" (at least {value['minItems']})" if value.get("minItems", 0) > 1 else least
        return f"list of {_what(value['items'], definitions)}{least}"
    if "properties" in value:
        return f"block *{value['title']}*"
    if value.get("type") == "object":
        return f"keys, each with {_what(value['additionalProperties'], definitions)}"
    return _plain(value)


def _plain(value: dict[str, Any]) -> str:
    word = {
        "string": "text",
        "integer": "whole number",
        "number": "number",
        "boolean": "true/false",
    }
    text = word[value["type"]]
    if "minimum" in value and "maximum" in value:
        text += f" from {value['minimum']} to {value['maximum']}"
    elif "minimum" in value:
        text += f", {value['minimum']} or more"
    if "exclusiveMinimum" in value:
        text += f" above {value['exclusiveMinimum']}"
    if "pattern" in value:
        text += f" of the form {_code(value['pattern'])}"
    if "default" in value:
        text += f"; default {value['default']}"
    return text


def _code(text: str) -> str:
    return "`" + text.replace("|", "\\|") + "`"


def _sentence(value: dict[str, Any]) -> str:
    return str(value.get("description", "")).replace("|", "\\|")


def _title(name: str, definitions: dict[str, Any]) -> str:
    return str(definitions[name].get("title", name.replace("_", " ").capitalize()))


def _condition(rule: dict[str, Any]) -> str:
    """A rule of the form if … then … else …, as one sentence."""
    ((key, test),) = rule["if"]["properties"].items()
    when = f"With `{key}: {json.dumps(test['const']).strip(chr(34))}`"
    parts = [f"{when}, {_demand(rule['then'])}"]
    if "else" in rule:
        parts.append(f"without it, {_demand(rule['else'])}")
    return f"{'; '.join(parts)}."


def _demand(node: dict[str, Any]) -> str:
    if "not" in node:
        return f"{_keys(node['not']['required'])} must be left out"
    if "properties" in node:
        ((key, test),) = node["properties"].items()
        return f"`{key}: {test['const']}` is required"
    return f"{_keys(node['required'])} is required"


def _keys(names: list[str]) -> str:
    return " and ".join(f"`{name}`" for name in names)


def _form(node: dict[str, Any]) -> Iterator[str]:
    yield _sentence(node)
    if "enum" in node:
        yield ""
        yield ", ".join(f"`{each}`" for each in node["enum"])
    elif "properties" in node:
        yield ""
        for key, value in node["properties"].items():
            yield f"- `{key}`: {_sentence(value)}"
    elif "pattern" in node:
        yield ""
        yield f"Form: `{node['pattern']}`"


if __name__ == "__main__":
    sys.stdout.write(reference(json.loads(SCHEMA.read_text(encoding="utf-8"))))

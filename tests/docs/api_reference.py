"""Writes the reference of the API from its OpenAPI document; see CONTRIBUTING.md."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

_INTRODUCTION = """# The API

Every resource, parameter and field of `/api/v1`, version {version}. This page is made from the
OpenAPI document, which every instance gives at `/api/v1/openapi.json`. [Use the
API](../how-to/use-the-api.md) shows how to work with it.

{description}

Signals, decisions, practices and the local picture are what is published, as it stands today: such
an answer may be another tomorrow, and says `Cache-Control: no-cache`. With an `edition` signals and
decisions are as it sealed them. What is still worked on, and what is only on an agenda, is in no
answer.

## What holds for all

- Only GET, HEAD and OPTIONS; scripts on other sites may read (`Access-Control-Allow-Origin: *`).
- Names of resources are in English and in the plural, parameters and fields in camelCase. No
  address ends in a slash.
- A parameter that is unknown, given twice or written wrongly gives status 400, with everything
  that is wrong under `errors`. An edition, indicator, theme, group or region that is not there
  gives 404, with what may have been meant; so does a page after the last. A region that exists
  but has no figures gives an empty list.
- 406: none of what is accepted is offered. 503: there is no edition yet.
- `ETag` and `If-None-Match`: 304 when nothing changed. `Vary: Accept, Accept-Encoding`.
- Lists with pages have `page` (`number`, `size`, `count`, `pages`) and links to the first,
  previous, next and last page, in `_links` and in the header `Link`. These name the edition, so
  that one which appears meanwhile does not come in between.
- In CSV, texts are in the language of `lang`, lists have spaces between their keys, and what is
  an object in JSON is left out. Figures in CSV have the names of indicator, region and group, and
  their publisher and licence, in every row.
- JSON-stat has the dimensions `indicator`, `region`, `regionYear`, `group`, `period` and
  `method`; of the only method the code is `-`. `status` holds what is provisional, or why a value
  is missing.

## Resources
"""


def reference(document: Mapping[str, Any]) -> str:
    """The page in Markdown."""
    about = document["info"]
    shapes = document["components"]["schemas"]
    parts = [_INTRODUCTION.format(version=about["version"], description=about["description"])]
    shown: list[str] = []
    for path, methods in document["paths"].items():
        parts.append("\n".join(_resource(path, methods["get"])))
        shown += _leading_to(methods["get"], shapes, shown)
    parts.append("## Fields\n")
    parts += ["\n".join(_shape(name, shapes[name])) for name in shown]
    return "\n".join(parts)


def _resource(path: str, operation: Mapping[str, Any]) -> Iterator[str]:
    yield f"### `{path}`\n"
    answer = operation["responses"]["200"]["content"]
    shape = _named(answer["application/json"]["schema"])
    formats = "JSON, CSV" if "text/csv" in answer else "JSON"
    formats += " and JSON-stat" if "JsonStatDataset" in shape else ""
    yield f"{operation['description']} Formats: {formats}. Answer: {_link(shape[0])}.\n"
    if not operation["parameters"]:
        return
    yield "| parameter | what it does | values |"
    yield "|---|---|---|"
    for each in operation["parameters"]:
        yield f"| `{each['name']}` | {each['description']} | {_values(each)} |"
    yield ""


def _values(parameter: Mapping[str, Any]) -> str:
    schema = parameter["schema"]
    one = schema.get("items", schema)
    if "enum" in one:
        told = ", ".join(f"`{each}`" for each in one["enum"])
    elif "minimum" in one:
        told = f"{one['minimum']} to {one['maximum']}"
    else:
        text = "text" if parameter["in"] == "query" and "pattern" not in one else "key"
        plain = {"boolean": "`true`, `false`", "integer": "whole number"}
        told = plain.get(one["type"], one.get("format", text))
    if "default" in schema:
        told += f"; by default `{schema['default']}`"
    return told + ("; several with commas between" if schema.get("type") == "array" else "")


def _leading_to(
    operation: Mapping[str, Any], shapes: Mapping[str, Any], shown: list[str]
) -> list[str]:
    """The shapes an operation's answer leads to that were not shown before, outermost first."""
    wanted = _named(operation["responses"]["200"]["content"]["application/json"]["schema"])
    found: list[str] = []
    while wanted:
        name = wanted.pop(0)
        if name not in found and name not in shown:
            found.append(name)
            wanted += _named(shapes[name])
    return found


def _named(part: Any) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"].rpartition("/")[2]] if "$ref" in part else []
        return own + [name for each in part.values() for name in _named(each)]
    return [name for each in part for name in _named(each)] if isinstance(part, list) else []


def _shape(name: str, schema: Mapping[str, Any]) -> Iterator[str]:
    yield f"### {name}\n"
    if told := schema.get("description"):
        yield f"{_one_line(told)}\n"
    if "enum" in schema:
        yield ", ".join(f"`{each}`" for each in schema["enum"]) + "\n"
        return
    yield "| field | type | what it holds |"
    yield "|---|---|---|"
    for field, one in schema["properties"].items():
        yield f"| `{field}` | {_type(one)} | {_one_line(one.get('description', ''))} |"
    yield ""


def _type(schema: Mapping[str, Any]) -> str:
    if "anyOf" in schema:
        return " or ".join(_type(each) for each in schema["anyOf"])
    if "$ref" in schema:
        return _link(schema["$ref"].rpartition("/")[2])
    if "enum" in schema or "const" in schema:
        return ", ".join(f"`{each}`" for each in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    return str(schema.get("format") or schema.get("type", "any"))


def _link(name: str) -> str:
    return f"[{name}](#{name.lower()})"


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def document() -> Any:
    """The document of a site without editions: the same for everybody."""
    import django
    from django.test import RequestFactory

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duidelijk.web.settings")
    django.setup()
    from duidelijk.web.api.openapi import document as made

    return made(RequestFactory(SERVER_NAME="localhost").get("/api/v1/openapi.json"))


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as nowhere:
        os.environ["DUIDELIJK_HOME"] = nowhere
        print(reference(document()), end="")  # noqa: T201

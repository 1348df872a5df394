"""The OpenAPI document: what ninja makes of the operations, by the API Design Rules.

Ninja's own document lacks what those ask for: the version in a header, problem documents, a
contact. Examples are real answers of the newest edition.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from duidelijk.editions.edition import Edition
from duidelijk.web.api.addresses import ROOT, VERSION
from duidelijk.web.api.answering import written
from duidelijk.web.api.describing import described, of_parameter
from duidelijk.web.api.examples import Document, example_values, show_answer
from duidelijk.web.api.negotiating import CSV, JSON
from duidelijk.web.api.schemas import JsonStatDataset
from duidelijk.web.api.service import api
from duidelijk.web.dashboard.places import Place
from duidelijk.web.dashboard.rendering import absolute
from duidelijk.web.library import library

_PROBLEM = "application/problem+json"
_REFERENCE = "#/components/schemas/{model}"
_LAST = ("edition", "page", "pageSize", "lang", "f")
"""Parameters of most lists, which come after those of their own."""
_HEADERS: Document = {
    "API-Version": ("Full version of the API.", {"type": "string"}),
    "Link": ("The same links as in the answer.", {"type": "string"}),
    "ETag": ("Send it back in If-None-Match to get 304 when nothing changed.", {"type": "string"}),
}


@require_safe
def openapi_json(request: HttpRequest) -> HttpResponse:
    """The document, for programs of any site."""
    response = HttpResponse(written(document(request)), content_type=JSON)
    response["Cache-Control"] = "public, max-age=300"
    return response


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """What stands at the API's own address: what it is, and where to go."""
    made = document(request)
    told = {
        "title": made["info"]["title"],
        "version": VERSION,
        "_links": {
            "self": {"href": absolute(request, ROOT)},
            "service-desc": {"href": absolute(request, f"{ROOT}/openapi.json")},
            "service-doc": {"href": absolute(request, Place("en").api())},
        }
        | {
            path.strip("/"): {"href": absolute(request, f"{ROOT}{path}")}
            for path in made["paths"]
            if "{" not in path
        },
    }
    response = HttpResponse(written(told), content_type=JSON)
    response["Link"] = f'<{absolute(request, ROOT)}/openapi.json>; rel="service-desc"'
    response["Cache-Control"] = "public, max-age=300"
    return response


def document(request: HttpRequest) -> Document:
    """The whole document; *request* tells where readers find this site."""
    made: Document = json.loads(_as_ninja_has_it())
    newest = library().newest()
    made["info"] = _info(request, newest)
    made["servers"] = [{"url": f"{settings.ADDRESS}{ROOT}"}]
    made["tags"] = [
        {"name": each} for each in ("Figures", "Duiding", "Action", "Declarations", "Editions")
    ]
    _add_json_stat(made)
    examples = example_values(newest) if newest else {}
    for path, operation in operations(made):
        _describe(path, operation, examples)
        _by_the_rules(path, operation)
        if newest:
            show_answer(request, path, operation, newest, examples)
    _drop_unused(made)
    return made


@cache
def _as_ninja_has_it() -> str:
    """The same on every site, and slow to make."""
    return json.dumps(api.get_openapi_schema(path_prefix=""), default=str)


def operations(made: Document) -> Iterator[tuple[str, Document]]:
    """Every path with its one operation, which is a GET."""
    for path, methods in made["paths"].items():
        yield path, methods["get"]


def _info(request: HttpRequest, newest: Edition | None) -> Document:
    title = newest.monitor.title.en if newest else "Duidelijk"
    own = absolute(request, "/")
    host = urlsplit(own).hostname or "localhost"
    return {
        "title": f"{title}: figures",
        "version": VERSION,
        "description": described("api").en,
        "contact": {
            "name": newest.monitor.publisher_name("en") if newest else "Duidelijk",
            "url": absolute(request, Place("en").api()),
            # RFC 2142 keeps this mailbox for who looks after a web site
            "email": settings.CONTACT or f"webmaster@{host}",
        },
        "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    }


def _add_json_stat(made: Document) -> None:
    shape = JsonStatDataset.model_json_schema(ref_template=_REFERENCE, mode="serialization")
    made["components"]["schemas"]["JsonStatDataset"] = shape


def _drop_unused(made: Document) -> None:
    """Leave out the shapes that no operation leads to; ninja puts those of parameters there too."""
    shapes = made["components"]["schemas"]
    used: set[str] = set()
    wanted = _named_in(made["paths"])
    while wanted:
        used |= wanted
        wanted = {name for each in wanted for name in _named_in(shapes[each])} - used
    made["components"]["schemas"] = {name: shapes[name] for name in sorted(used)}


def _named_in(part: Any) -> set[str]:
    return set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(part)))


def _describe(path: str, operation: Document, examples: Mapping[str, Any]) -> None:
    about = described(path)
    operation["summary"], operation["description"] = about.title.en, about.en
    operation["parameters"].sort(
        key=lambda each: _LAST.index(each["name"]) + 1 if each["name"] in _LAST else 0
    )
    for each in operation["parameters"]:
        each["description"] = of_parameter(path, each["name"]).en
        each["schema"].pop("title", None)
        if each["schema"].get("default") == []:
            del each["schema"]["default"]
        _unnull(each["schema"])
        if each["schema"].get("type") == "array":
            each |= {"style": "form", "explode": False}
        if each["name"] in examples:
            each["example"] = examples[each["name"]]


def _unnull(schema: Document) -> None:
    """A parameter that is not given is left out; there is no way to write that it is nothing."""
    choices = [each for each in schema.pop("anyOf", []) if each != {"type": "null"}]
    if choices:
        schema.pop("default", None)
        schema.update(choices[0])
    for each in schema.pop("allOf", []):
        schema.update(each)


def _by_the_rules(path: str, operation: Document) -> None:
    answers = operation["responses"]
    for status, answer in answers.items():
        if int(status) >= 400:
            answer["content"] = {_PROBLEM: next(iter(answer["content"].values()))}
    shown = answers["200"]["content"][JSON]
    if path == "/figures":
        shape = {"$ref": "#/components/schemas/JsonStatDataset"}
        shown["schema"] = {"anyOf": [shown["schema"], shape]}
    if any(each["name"] == "f" for each in operation["parameters"]):
        answers["200"]["content"][CSV] = {"schema": {"type": "string"}}
    answers["304"] = {"description": "Not Modified"}
    answers["414"] = {"description": "URI Too Long: the server before the API refused to read it"}
    for status in ("200", "304"):
        answers[status]["headers"] = {
            name: {"description": text, "schema": schema}
            for name, (text, schema) in _HEADERS.items()
        }

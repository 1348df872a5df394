"""The page for people who want to work with the figures themselves.

What there is to ask is read from the OpenAPI document, so the page cannot say something else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from duidelijk.editions.edition import Edition
from duidelijk.publish.periods import date_words
from duidelijk.web.api.addresses import ROOT, VERSION, address
from duidelijk.web.api.describing import described
from duidelijk.web.api.examples import Document, example
from duidelijk.web.api.forms import MOST_ON_PAGE
from duidelijk.web.api.openapi import document, operations
from duidelijk.web.dashboard.rendering import absolute, edition_of, render
from duidelijk.web.words import words

_ROWS = 5


@require_safe
def api_page(request: HttpRequest, language: str) -> HttpResponse:
    """What there is, with examples that work on this very site."""
    found, place = edition_of(language, None)
    made = document(request)
    context = {
        "here": "api",
        "site": absolute(request, ""),
        "root": ROOT,
        "version": VERSION,
        "most_on_page": MOST_ON_PAGE,
        "resources": _resources(made, language),
        "parameters": _parameters(made, language),
    } | _examples(request, found, language)
    return render(request, f"api/api.{language}.html", context, place, found)


def _resources(made: Document, language: str) -> list[dict[str, Any]]:
    return [
        {
            "path": f"{ROOT}{path}",
            "title": described(path).title.to(language),
            "text": described(path).to(language),
            "parameters": [
                each["name"] for each in operation["parameters"] if each["in"] == "query"
            ],
        }
        for path, operation in operations(made)
    ]


def _parameters(made: Document, language: str) -> list[dict[str, Any]]:
    """Every parameter once, in the order it first comes."""
    found: dict[str, Mapping[str, Any]] = {}
    for _, operation in operations(made):
        for each in operation["parameters"]:
            if each["in"] == "query":
                found.setdefault(each["name"], each["schema"])
    return [
        {"name": name, "text": described(f"?{name}").to(language)} | _written(schema, language)
        for name, schema in found.items()
    ]


def _written(schema: Mapping[str, Any], language: str) -> dict[str, Any]:
    """How a parameter is written, what it may be and what it is when it is not given."""
    phrases = words(language)
    several = schema.get("type") == "array"
    one = schema["items"] if several else schema
    kind = {"date": "api_date", "boolean": "api_yes_no", "integer": "api_whole"}
    key = kind.get(one.get("format", "")) or kind.get(one.get("type", ""))
    return {
        "several": phrases["api_several"] if several else "",
        "kind": phrases[key] if key else "",
        "choices": one.get("enum", []),
        "usual": schema.get("default"),
    }


def _examples(request: HttpRequest, edition: Edition, language: str) -> dict[str, Any]:
    """An indicator to try things with, and addresses that can be pasted."""
    tried = example(edition)
    if tried is None:
        return {"tried": None}
    query = f"?indicator={tried.indicator}&region={tried.region}"
    lang = "" if language == "nl" else f"&lang={language}"
    return {
        "tried": tried,
        "tried_title": edition.monitor.indicators[tried.indicator].title.to(language),
        "known_on": tried.known_on.isoformat(),
        "known_on_words": date_words(tried.known_on, language),
        "rows": _ROWS,
        "csv_address": address(request, f"figures{query}&f=csv{lang}"),
        "json_address": address(request, f"figures{query}"),
        "known_address": address(request, f"figures{query}&knownOn={tried.known_on}"),
        "striking_address": address(request, "striking"),
    }

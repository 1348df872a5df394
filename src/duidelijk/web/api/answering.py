"""From rows to an answer: JSON that names its edition and releases, or CSV; with its links.

A thousand rows never become a thousand objects: Polars writes the rows of a frame as JSON itself.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import ceil
from typing import Any, get_args
from urllib.parse import urlencode

import polars as pl
from django.http import HttpRequest, HttpResponse
from pydantic.alias_generators import to_camel

from duidelijk.editions.edition import Edition
from duidelijk.figures.release import Release
from duidelijk.web.api.addresses import address
from duidelijk.web.api.parameters import Asked, Paged
from duidelijk.web.api.problems import Problem, unknown
from duidelijk.web.api.schemas import BothLanguages, Shape
from duidelijk.web.dashboard.places import Place
from duidelijk.web.dashboard.rendering import absolute
from duidelijk.web.library import library

_AS_THEY_ARE = ":,/"
"""Characters of keys that may stand in a query."""
Told = dict[str, Any]


def edition_asked(id_: str | None) -> Edition:
    """The edition asked for, or the newest. Raises ``Problem``."""
    editions, newest = library().editions(), library().newest()
    if newest is None:
        told = "There is no edition yet; ask again when the first is published"
        raise Problem(503, told, headers={"Retry-After": "3600"})
    if id_ is None:
        return newest
    if id_ not in editions:
        raise unknown("edition", id_, editions)
    return editions[id_]


def named(request: HttpRequest, edition: Edition) -> Told:
    """How an answer names its edition."""
    monitor = edition.monitor
    return {
        "id": edition.id,
        "title": both(edition.title),
        "date": edition.date.isoformat(),
        "datePrecision": edition.description["date_precision"],
        "address": absolute(request, Place("nl", edition.id).front()),
        "monitor": {"id": monitor.id, "title": both(monitor.title)},
        "compiledAfterwards": edition.compiled_afterwards,
        "synthetic": monitor.synthetic,
    }


def both(text: Any) -> dict[str, str] | None:
    """A text in both languages, as answers have it."""
    return None if text is None else {"nl": text.nl, "en": text.en}


def release_named(release: Release) -> Told:
    """How an answer names a release its figures come from."""
    return {
        "id": release.id,
        "publisher": release.publisher,
        "title": release.title,
        "address": release.address,
        "licence": release.licence,
        "published": release.published.isoformat(),
        "precision": release.precision.value,
    }


def releases_used(edition: Edition, *columns: pl.Series) -> list[Told]:
    """The releases named in these columns, in order of publication."""
    used = {id_ for column in columns for id_ in column.unique()}
    return [release_named(each) for id_, each in edition.releases.items() if id_ in used]


@dataclass(frozen=True)
class Turn:
    """Which page of how many."""

    number: int
    size: int
    count: int

    @classmethod
    def of(cls, asked: Paged, count: int) -> Turn:
        """The page asked for. Raises ``Problem`` when there are not so many."""
        turn = cls(asked.page, asked.page_size, count)
        if turn.number > turn.pages:
            raise Problem(404, f"There is no page {turn.number}; the last is {turn.pages}")
        return turn

    @property
    def pages(self) -> int:
        return max(1, ceil(self.count / self.size))

    @property
    def rows(self) -> slice:
        """The places of its rows among all."""
        first = (self.number - 1) * self.size
        return slice(first, first + self.size)

    def told(self) -> Told:
        return {
            "number": self.number,
            "size": self.size,
            "count": self.count,
            "pages": self.pages,
        }

    def around(self) -> dict[str, int]:
        """The pages to link to, by relation."""
        found = {"first": 1, "last": self.pages}
        if self.number > 1:
            found["prev"] = self.number - 1
        if self.number < self.pages:
            found["next"] = self.number + 1
        return found


@dataclass(frozen=True)
class Listing:
    """The rows of an answer, and what stands around them."""

    request: HttpRequest
    resource: str
    """As in the address: ``figures``; the rows are under its last word."""
    asked: Asked
    rows: pl.DataFrame | Sequence[Told]
    edition: Edition | None = None
    turn: Turn | None = None
    around: Told = field(default_factory=dict)
    """What else the answer says, in order."""
    shape: type[Shape] | None = None
    """That of a row, which tells the columns of a table without rows."""


def links(listing: Listing) -> dict[str, str]:
    """The address of the answer and of those around it, by relation."""
    given = _given(listing.asked)
    if listing.edition is not None:
        given["edition"] = listing.edition.id
    pages = {"self": given.get("page")} | (listing.turn.around() if listing.turn else {})
    base = address(listing.request, listing.resource)
    found = {}
    for relation, page in pages.items():
        named = sorted((given | {"page": page}).items())
        query = urlencode([each for each in named if each[1] is not None], safe=_AS_THEY_ARE)
        found[relation] = f"{base}?{query}" if query else base
    return found


def _given(asked: Asked) -> Told:
    """The parameters that were given, as they stand in an address."""
    found = asked.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return {
        key: ",".join(value) if isinstance(value, list) else _written(value)
        for key, value in found.items()
    }


def _written(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def json_answer(listing: Listing) -> HttpResponse:
    """The rows as JSON, with their edition, releases, page and links."""
    found = links(listing)
    head: Told = {"_links": {relation: {"href": href} for relation, href in found.items()}}
    if listing.edition is not None:
        head["edition"] = named(listing.request, listing.edition)
    if listing.turn is not None:
        head["page"] = listing.turn.told()
    begun = written(head | listing.around)[:-1]
    response = HttpResponse(
        f'{begun},"{_last_word(listing.resource)}":{_rows(listing.rows)}}}',
        content_type="application/json",
    )
    return with_links(response, found)


def _last_word(resource: str) -> str:
    return resource.rpartition("/")[2]


def _rows(rows: pl.DataFrame | Sequence[Told]) -> str:
    return rows.write_json() if isinstance(rows, pl.DataFrame) else written(rows)


def written(value: Any) -> str:
    """JSON without spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def with_links(response: HttpResponse, found: Mapping[str, str]) -> HttpResponse:
    """The same links in the header, and how long an answer may be kept."""
    response["Link"] = ", ".join(f'<{href}>; rel="{relation}"' for relation, href in found.items())
    response["Cache-Control"] = "public, max-age=300"
    response["Vary"] = "Accept"
    return response


def fresh(response: HttpResponse) -> HttpResponse:
    """An answer that may be another one tomorrow: whoever keeps it asks first whether it holds."""
    response["Cache-Control"] = "no-cache"
    return response


def csv_answer(listing: Listing, frame: pl.DataFrame | None = None) -> HttpResponse:
    """The rows as CSV in UTF-8; texts in the language asked for. *frame* stands for the rows."""
    rows = listing.rows if frame is None else frame
    if isinstance(rows, pl.DataFrame):
        text = rows.write_csv()
    else:
        text = _flat_csv(rows, _columns(listing), listing.asked.lang)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    edition = f"-{listing.edition.id}" if listing.edition else ""
    name = f"{_last_word(listing.resource)}{edition}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return with_links(response, links(listing))


def dated_answer(listing: Listing, chosen: str, day: dt.date) -> HttpResponse:
    """What stands so on a *day*: for good where the listing names the edition that sealed it, and
    asked for again where it does not.
    """
    dated = replace(listing, around={"asOf": day.isoformat()} | listing.around)
    answer = csv_answer(dated) if chosen == "csv" else json_answer(dated)
    return answer if listing.edition is not None else fresh(answer)


def _columns(listing: Listing) -> list[str]:
    """The fields of a row that hold one value or a list of them."""
    fields = listing.shape.model_fields if listing.shape else {}
    return [
        each.alias or camel(name)
        for name, each in fields.items()
        if not _inside(each.annotation) - {BothLanguages}
    ]


def _inside(annotation: Any) -> set[type]:
    """The shapes that a field holds."""
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return {annotation}
    return {shape for each in get_args(annotation) for shape in _inside(each)}


def _flat_csv(rows: Iterable[Told], columns: Sequence[str], language: str) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_flat(row, language) for row in rows)
    return out.getvalue()


def _flat(row: Told, language: str) -> Told:
    """A row of single values: texts in one language, lists with spaces between, no objects."""
    found: Told = {}
    for key, value in row.items():
        if isinstance(value, dict) and set(value) == {"nl", "en"}:
            found[key] = value[language]
        elif isinstance(value, list):
            found[key] = " ".join(str(each) for each in value if not isinstance(each, dict))
        elif isinstance(value, bool):
            found[key] = str(value).lower()
        elif not isinstance(value, dict):
            found[key] = value
    return found


@lru_cache(maxsize=512)
def camel(name: str) -> str:
    """A column as answers call it."""
    return str(to_camel(name))

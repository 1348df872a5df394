"""What answers have in common."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from ninja import Schema
from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel

from duidelijk.figures.release import Precision


class Shape(Schema):
    """Fields are called in camelCase."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class BothLanguages(Shape):
    nl: str
    en: str


class Link(Shape):
    href: str = Field(json_schema_extra={"format": "uri"})


class Links(Shape):
    """Addresses of this answer and of those around it; they name the edition, so that a newer one
    that appears meanwhile does not come in between."""

    self: Link
    first: Link | None = None
    prev: Link | None = None
    next: Link | None = None
    last: Link | None = None


class MonitorNamed(Shape):
    id: str
    title: BothLanguages


class EditionNamed(Shape):
    """The edition an answer is of."""

    id: str = Field(description="Year and number.")
    title: BothLanguages
    date: dt.date = Field(description="The edition shows what was known on this day.")
    date_precision: Literal["day", "month"]
    address: str = Field(description="Permanent address of its pages.")
    monitor: MonitorNamed
    compiled_afterwards: bool = Field(
        description="True when it holds figures that were published after its date."
    )
    synthetic: bool = Field(description="True when all figures are made up, to show the system.")


class ReleaseNamed(Shape):
    """A publication that figures of the answer come from."""

    id: str
    publisher: str
    title: str
    address: str
    licence: str
    published: dt.date
    precision: Precision = Field(
        description="How well the date is known: `month` is its last day, `estimated` is reckoned."
    )


class Page(Shape):
    number: int
    size: int
    count: int = Field(description="How many there are on all pages together.")
    pages: int


class Answer(Shape):
    links: Links = Field(alias="_links")


class OfEdition(Answer):
    edition: EditionNamed


class WrongPlace(Shape):
    name: str


class WrongParameter(Shape):
    in_: Literal["query"] = Field(alias="in")
    location: WrongPlace
    code: str
    detail: str


class ProblemDocument(Shape):
    """A problem by RFC 9457."""

    status: int
    title: str
    detail: str
    errors: list[WrongParameter] | None = None

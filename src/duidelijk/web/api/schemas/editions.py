"""Editions, their regions and releases."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from duidelijk.regions import Level
from duidelijk.web.api.schemas.common import (
    Answer,
    BothLanguages,
    EditionNamed,
    OfEdition,
    ReleaseNamed,
    Shape,
)


class Region(Shape):
    code: str
    level: Level
    name: BothLanguages
    years: list[int] = Field(description="The divisions of the country it has figures in.")
    redrawn: list[int] = Field(description="Years in whose division it had other territory.")


class Regions(OfEdition):
    regions: list[Region]


class Release(ReleaseNamed):
    source: str
    basis: str | None = Field(description="What the date rests on.")
    retrieved: dt.date | None
    sha256: str | None = Field(description="Of the raw reply of the source.")
    indicators: list[str] = Field(description="Whose figures the edition takes from it.")


class Releases(OfEdition):
    releases: list[Release]


class EditionListed(EditionNamed):
    figures: int
    later_figures: int
    note: BothLanguages | None
    previous: str | None
    latest_release: dt.date | None
    newest: bool
    published_at: dt.datetime | None = Field(
        description="When it was published, where that was written down."
    )
    corrects: str | None = Field(description="The edition whose place it takes.")
    correction_reason: BothLanguages | None


class Editions(Answer):
    editions: list[EditionListed]


class EditorsText(Shape):
    """What editors wrote, in Markdown."""

    name: str = Field(description="`opening`, or `theme.` and the key of a theme.")
    text: BothLanguages


class RevisionCounts(Shape):
    revised: int
    rounded: int
    truncated: int
    withdrawn: int


class EditionWhole(EditionListed):
    texts: list[EditorsText]
    revisions: RevisionCounts | None = Field(
        description="How many figures of the edition before were revised; null when not known."
    )


class OneEdition(Answer):
    edition: EditionWhole

"""Which sealed editions stand: they are out, and no other corrects them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from duidelijk.editions.content import number_of
from duidelijk.editions.edition import Edition, edition_folders


def standing_editions(editions: Path, now: dt.datetime | None = None) -> list[Edition]:
    """The editions in a folder that are out at *now* and were not corrected by one that is out,
    in order of the date they speak of.
    """
    moment = now or dt.datetime.now(dt.UTC)
    out = [each for each in map(Edition, edition_folders(editions)) if _is_out(each, moment)]
    corrected = {each.corrects for each in out}
    standing = [each for each in out if each.id not in corrected]
    return sorted(standing, key=lambda each: (each.date, number_of(each.id)))


def _is_out(edition: Edition, moment: dt.datetime) -> bool:
    publication = edition.texts.publication
    return publication is None or publication.published <= moment


def came_out(edition: Edition) -> dt.datetime:
    """When an edition came out, as it tells itself; the start of its date when nobody said."""
    publication = edition.texts.publication
    if publication is not None:
        return publication.published
    return dt.datetime.combine(edition.date, dt.time(), dt.UTC)

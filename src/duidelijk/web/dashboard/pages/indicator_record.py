"""What became of earlier expectations of an indicator, and when it was on the list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl

from duidelijk.catalogue.model import TOTAL
from duidelijk.editions.edition import Edition
from duidelijk.publish.edition_sentences import NATION
from duidelijk.publish.expectation_sentences import came_true_sentence
from duidelijk.web.dashboard.places import Place


def indicator_record(
    editions: Iterable[Edition], edition: Edition, key: str, place: Place
) -> dict[str, Any] | None:
    """Counts over the editions up to this one; ``None`` when nothing came in or was listed.

    Later editions do not matter: the page of an edition stays as it is.
    """
    language = place.language
    until = [each for each in editions if each.date <= edition.date]
    came = inside = 0
    listed = []
    for each in until:
        counted = each.foretold.filter(pl.col("indicator") == key)["inside"]
        came, inside = came + len(counted), inside + int(counted.sum())
        listed += [
            {"title": each.title.to(language), "url": place.of(each.id).striking()}
            for found in (each.striking or {"developments": []})["developments"]
            if (found["indicator"], found["region"], found["group"]) == (key, NATION, TOTAL)
        ]
    if not came and not listed:
        return None
    return {
        "sentence": came_true_sentence(came, inside, language),
        "listed": listed,
    }

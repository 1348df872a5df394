"""About the figures: how many there are, of whom, and what is late, estimated or missing."""

from __future__ import annotations

from collections import Counter
from typing import Any

import polars as pl

from duidelijk.editions.edition import Edition
from duidelijk.publish.gaps import gap_count
from duidelijk.publish.numbers import number

_NAMED = 5


def about_page(edition: Edition, language: str) -> dict[str, Any]:
    """The numbers in the text of the page."""
    monitor = edition.monitor
    figures = edition.figures().select(
        pl.len(),
        pl.col("value").is_null().sum().alias("empty"),
        pl.col("status").is_in(["provisional", "revised_provisional"]).sum().alias("provisional"),
        pl.col("lower").is_not_null().sum().alias("limits"),
    )
    counted = figures.row(0, named=True)
    followed = [each for each in monitor.indicators.values() if not each.context]
    held = {
        "figures": counted["len"],
        "empty": counted["empty"],
        "provisional": counted["provisional"],
        "limits": counted["limits"],
        "indicators": len(followed),
        "gaps": gap_count(edition),
        "releases": len(edition.releases),
        "no_judgement": sum(each.polarity == "no_judgement" for each in followed),
    }
    used = Counter(each.publisher for each in edition.releases.values())
    named = [each for each, _ in used.most_common(_NAMED)]
    return {
        "held": {name: number(value, 0, language) for name, value in held.items()},
        "publishers": named,
        "more_publishers": number(len(used) - len(named), 0, language)
        if len(used) > len(named)
        else "",
        "edition_title": edition.title.to(language),
    }

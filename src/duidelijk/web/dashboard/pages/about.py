"""About the figures: how many there are, of whom, and what is late, estimated or missing."""

from __future__ import annotations

from typing import Any

import polars as pl

from duidelijk.editions.edition import Edition
from duidelijk.publish.numbers import number
from duidelijk.web.dashboard.pages.front import gap_count


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
    publishers = {each.publisher for each in edition.releases.values()}
    return {
        "held": {name: number(value, 0, language) for name, value in held.items()},
        "publishers": sorted(publishers, key=str.casefold),
        "edition_title": edition.title.to(language),
    }

"""What an edition does not know."""

from __future__ import annotations

from duidelijk.editions.edition import Edition


def gap_count(edition: Edition) -> int:
    """How many declared indicators have no figure in this edition."""
    return sum(
        each.id not in edition.counts
        for each in edition.monitor.indicators.values()
        if not each.context
    )

"""What was collected from each feed so far, and since when one fails."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path

from duidelijk.catalogue import Monitor
from duidelijk.foundation.folders import write_whole


@dataclass(frozen=True)
class FeedState:
    """The last word of one feed; times are ISO 8601 in UTC, empty when there is none."""

    feed: str
    version: str = ""
    """Of the table as it was last collected."""
    etag: str = ""
    modified: str = ""
    draws: str = ""
    """A checksum of what was drawn: other declarations, another collection."""
    asked: str = ""
    collected: str = ""
    """When the source last gave what we asked."""
    release: str = ""
    """The last release that held anything new."""
    failing_since: str = ""
    error: str = ""

    @classmethod
    def read(cls, folder: Path, feed: str) -> FeedState:
        """The state of *feed* in *folder*; a fresh one when there is none or it is unreadable."""
        try:
            value = json.loads((folder / f"{feed}.json").read_text(encoding="utf-8"))
            known = {each.name for each in dataclasses.fields(cls)}
            return cls(**{key: str(item) for key, item in value.items() if key in known})
        except (OSError, ValueError, TypeError, AttributeError):
            return cls(feed)

    def write(self, folder: Path) -> None:
        """Keep it in *folder*, in one step."""
        text = json.dumps(dataclasses.asdict(self), indent=1, ensure_ascii=False)
        write_whole(folder / f"{self.feed}.json", text.encode())


@dataclass(frozen=True)
class Late:
    """Figures that could not be collected, since when, and why."""

    feed: str
    since: str
    """ISO date."""
    why: str


def late_indicators(folder: Path, monitor: Monitor) -> dict[str, Late]:
    """The indicators drawn from a feed that fails, by key."""
    found: dict[str, Late] = {}
    for feed in monitor.feeds:
        state = FeedState.read(folder, feed)
        if state.failing_since:
            late = Late(feed, state.failing_since[:10], state.error)
            for indicator, _ in monitor.drawn_from(feed):
                found.setdefault(indicator.id, late)
    return found

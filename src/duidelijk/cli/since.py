"""What came in since the newest edition, judged the same way and looked over by nobody yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from duidelijk.catalogue import EditionPlan, Text
from duidelijk.catalogue.reading import read_monitor
from duidelijk.cli.freezing import region_name
from duidelijk.cli.monitors import filled_store, monitor_folder
from duidelijk.cli.output import progress
from duidelijk.editions.content import compile_content
from duidelijk.editions.standing import standing_editions
from duidelijk.foundation.checksums import canonical_json
from duidelijk.foundation.folders import write_whole
from duidelijk.foundation.home import Home
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.publish.edition_sentences import LANGUAGES
from duidelijk.publish.striking import with_sentences


def day_given(text: str | None) -> dt.date:
    """The day named, or today. Raises ``Refused`` for what is no date."""
    if text is None:
        return dt.date.today()
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        problem = Problem("--until", 0, f"“{text}” is no date", "write it as 2021-12-31")
        raise Refused("The day cannot be read", [problem]) from None


def since_newest_edition(home: Home, given: Path | None, until: dt.date) -> Iterator[str]:
    """Judge what is known on *until* and was not in the newest edition; lines that tell it.

    Raises ``Refused`` without an edition, and when it speaks of a day that is still to come.
    """
    editions = standing_editions(home.editions)
    if not editions:
        raise Refused(
            "There is no edition yet, so nothing came after it",
            [Problem(str(home.editions), 0, "no edition", "make one: duidelijk freeze")],
        )
    if until > dt.date.today():
        raise Refused(
            f"{until} is still to come",
            [Problem("--until", 0, "nothing can be known of it", "give a day up to today")],
        )
    newest = editions[-1]
    if newest.date > until:
        raise Refused(
            f"Edition {newest.id} speaks of {newest.date}",
            [Problem("", 0, "nothing can have come in since", "ask again after that day")],
        )
    folder = monitor_folder(home, given)
    monitor = read_monitor(folder)
    with progress("Since", 2) as step:
        step("figures")
        store = filled_store(home, folder, monitor)
        figures, releases = store.figures(), store.releases()
        step(f"what is new since edition {newest.id}")
        plan = EditionPlan(newest.id, until, Text("sinds de editie", "since the edition"))
        before = newest.figures()
        content = compile_content(monitor, plan, figures, releases, before, newest.coming)
    found = with_sentences(content.striking, monitor, region_name, LANGUAGES)
    used = {each["release"] for each in found["developments"]}
    sources = {each.id: each.as_json() for each in releases.values() if each.id in used}
    kept = {"edition": newest.id, "until": until.isoformat(), "releases": sources, **found}
    write_whole(home.since, canonical_json(kept).encode())
    counts = found["counts"]
    yield f"New since edition {newest.id}, up to {until}: {counts['series']} series"
    yield f"Of these {counts['judged']} could be judged, and {counts['listed']} stand out"
    for each in found["developments"][:10]:
        yield f"  {each['tier']:<9} {each['sentences']['en']}"
    yield "Not reviewed by anybody; the page is at /sinds-de-editie"

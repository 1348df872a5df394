"""What was done with the signals, for everybody: the list, and by what it can be narrowed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from duidelijk.agenda.standing import Stage
from duidelijk.catalogue import Text
from duidelijk.editions.edition import Edition
from duidelijk.publish.agenda.showing import Day, line_shown
from duidelijk.publish.duiding.plain import in_language
from duidelijk.publish.periods import date_words
from duidelijk.web.agenda.models import PublicSignal
from duidelijk.web.agenda.naming import Names
from duidelijk.web.agenda.tracking import (
    FACETS,
    ON_A_PAGE,
    Wanted,
    by_stage,
    facet_keys,
    page_of,
    tracked,
)
from duidelijk.web.dashboard.places import FACET_WORDS, Place
from duidelijk.web.words import words


def tracker_page(
    edition: Edition, wanted: Wanted, page: int, place: Place, today: dt.date
) -> dict[str, Any] | None:
    """A page of the list; ``None`` when it has fewer pages."""
    names, found = Names(edition, place.language), tracked(wanted, today)
    counts = by_stage(found)
    total = sum(counts.values())
    pages = max(1, -(-total // ON_A_PAGE))
    if not 1 <= page <= pages:
        return None
    shown = page_of(found, page)
    phrases = words(place.language)
    return {
        "rows": [tracker_row(each, names, place, today) for each in shown],
        "total": total,
        "late": found.filter(due__lt=today).count(),
        "counts": [
            {"stage": stage, "words": phrases[f"stage_{stage}"], "count": count}
            for stage, count in counts.items()
        ],
        "page": page,
        "pages": pages,
        "newer": _page_url(wanted, page - 1, place) if page > 1 else "",
        "older": _page_url(wanted, page + 1, place) if page < pages else "",
        "choices": [_choice(each, wanted, names) for each in FACETS],
        "stages": [
            {"key": each.value, "title": phrases[f"stage_{each}"], "chosen": each == wanted.stage}
            for each in Stage
            if each is not Stage.RAISED
        ],
        "wanted": wanted,
        "heading": _heading(wanted, names),
        "by": {
            each: [
                {"title": title, "count": count, "url": place.signals(each, key)}
                for title, key, count in _listed(each, names)
            ]
            for each in FACETS
        },
    }


def tracker_row(each: PublicSignal, names: Names, place: Place, today: dt.date) -> dict[str, Any]:
    """A signal as a list shows it: what it is, and its line in time."""
    phrases, told = words(place.language), each.row
    return {
        "number": each.pk,
        "url": place.signal(each.pk),
        "title": in_language(Text(**told["title"]), place.language),
        "stage": each.stage,
        "stage_words": phrases[f"stage_{each.stage}"],
        "urgency": told["urgency"],
        "municipalities": told["municipalities"],
        "groups": [names.of("group", key) for key in told["groups"]],
        "regions": [names.of("region", key) for key in told["regions"]],
        "asked": _asked(told["asked"], place.language),
        "line": line_of(told["reached"], place.language),
        "late": date_words(each.due, place.language) if each.due and each.due < today else "",
        "example": told["example"],
    }


def _asked(asked: Sequence[Mapping[str, Any]], language: str) -> list[dict[str, Any]]:
    """Who was asked, and what they said; with how often where that was more than once."""
    phrases = words(language)
    counted = Counter(
        (in_language(Text(**one["name"]), language).text, phrases[f"state_ask_{one['state']}"])
        for one in asked
    )
    return [
        {"of": of, "state": state, "times": f"{times}×" if times > 1 else ""}
        for (of, state), times in counted.items()
    ]


def line_of(reached: Mapping[str, str], language: str) -> list[tuple[str, Day | None]]:
    """The line in time: every stage with its day; without one where it was not reached."""
    days = {Stage(stage): dt.date.fromisoformat(day) for stage, day in reached.items()}
    return list(line_shown(days, language))


def _choice(facet: str, wanted: Wanted, names: Names) -> dict[str, Any]:
    """A menu of the form that narrows the list."""
    chosen = wanted.facets.get(facet, "")
    return {
        "facet": facet,
        "name": FACET_WORDS[facet],
        "options": [
            {"key": key, "title": title, "chosen": key == chosen}
            for title, key, _ in _listed(facet, names)
        ],
    }


def _listed(facet: str, names: Names) -> list[tuple[str, str, int]]:
    """Name, key and number of signals of every key that a facet has, by name."""
    rows = [(names.of(facet, key), key, count) for key, count in facet_keys(facet).items()]
    return sorted(rows, key=lambda each: each[0].casefold())


def _heading(wanted: Wanted, names: Names) -> str:
    return ", ".join(names.of(facet, key) for facet, key in wanted.facets.items())


def _page_url(wanted: Wanted, page: int, place: Place) -> str:
    """The address of another page of the same list: one of its own where it has a name."""
    plain = not (wanted.stage or wanted.words or wanted.late)
    if plain and len(wanted.facets) <= 1:
        facet, key = next(iter(wanted.facets.items()), ("", ""))
        return place.signals(facet, key, page)
    asked = {FACET_WORDS[facet]: key for facet, key in wanted.facets.items()}
    asked |= {"stand": wanted.stage, "q": wanted.words, "te-laat": "1" if wanted.late else ""}
    given = {name: value for name, value in asked.items() if value} | {"pagina": str(page)}
    return f"{place.signals()}?{urlencode(given)}"

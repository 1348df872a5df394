"""What was decided on signals, by the table where it was: read from what was published alone."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import Any

from django.db.models import Count, Max, QuerySet

from duidelijk.agenda.standing import TAKEN_BACK
from duidelijk.catalogue import Text
from duidelijk.publish.agenda.showing import day_of
from duidelijk.publish.duiding.plain import in_language
from duidelijk.publish.periods import date_words
from duidelijk.web.agenda.models import Decision
from duidelijk.web.dashboard.places import Place
from duidelijk.web.words import words

ON_A_PAGE = 50


def decided(table: str = "") -> QuerySet[Decision]:
    """The decisions that everybody may read, the last at the head: all, or those of a table."""
    every = Decision.objects.order_by("-on", "-id")
    return every.filter(table=table) if table else every


def decisions_page(table: str, page: int, place: Place) -> dict[str, Any] | None:
    """A page of decisions by meeting; ``None`` when there is no such page or table."""
    found = decided(table)
    total = found.count()
    pages = max(1, -(-total // ON_A_PAGE))
    if not 1 <= page <= pages or (table and not total):
        return None
    first = (page - 1) * ON_A_PAGE
    shown = list(found[first : first + ON_A_PAGE])
    return {
        "heading": _name(shown[0], place.language) if table else "",
        "meetings": [
            {
                "on": day_of(on, place.language),
                "table": _name(own[0], place.language),
                "url": "" if table else place.decisions(own[0].table),
                "decisions": [_row(each, place) for each in own],
            }
            for (on, _), own in _by_meeting(shown)
        ],
        "tables": [] if table else _tables(place),
        "total": total,
        "page": page,
        "pages": pages,
        "newer": place.decisions(table, page - 1) if page > 1 else "",
        "older": place.decisions(table, page + 1) if page < pages else "",
    }


def _by_meeting(shown: list[Decision]) -> list[tuple[tuple[dt.date, str], list[Decision]]]:
    """The decisions of one table on one day together; the last day at the head."""

    def meeting(each: Decision) -> tuple[dt.date, str]:
        return (each.on, each.table)

    ordered = sorted(shown, key=meeting, reverse=True)
    return [(key, list(own)) for key, own in groupby(ordered, key=meeting)]


def _tables(place: Place) -> list[dict[str, Any]]:
    """Every table at which something was decided, with how much and when last."""
    counted = Decision.objects.order_by().values("table").annotate(n=Count("id"), last=Max("on"))
    newest = {each["table"]: each for each in counted}
    rows = []
    for key, each in newest.items():
        named = decided(key).first()
        if named is None:
            continue
        rows.append(
            {
                "name": _name(named, place.language),
                "url": place.decisions(key),
                "count": each["n"],
                "last": date_words(each["last"], place.language),
            }
        )
    return sorted(rows, key=lambda each: str(each["name"]).casefold())


def _name(each: Decision, language: str) -> str:
    return in_language(Text(**each.row["table"]), language).text


def _row(each: Decision, place: Place) -> dict[str, Any]:
    told = each.row
    until = dt.date.fromisoformat(told["until"]) if told["until"] else None
    return {
        "title": in_language(Text(**told["title"]), place.language),
        "url": f"{place.signal(each.public_id)}#{told['ask']}",
        "text": in_language(Text(**told["text"]), place.language),
        "of": in_language(Text(**told["name"]), place.language).text,
        "words": words(place.language)[f"step_ask_{told['step']}"],
        "taken_back": words(place.language)[f"stage_{told['stage']}"]
        if told["stage"] in TAKEN_BACK
        else "",
        "state_words": words(place.language)[f"state_ask_{told['state']}"],
        "reason": in_language(Text(**told["reason"]), place.language),
        "until": day_of(until, place.language),
        "example": told["example"],
    }

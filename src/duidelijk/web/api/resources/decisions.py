"""What tables decided on signals: as it is published today, or as an edition sealed it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from duidelijk.agenda.standing import standing
from duidelijk.editions.edition import Edition
from duidelijk.web.agenda.deciding import decided
from duidelijk.web.agenda.indexing import decisions_of, key_of_table
from duidelijk.web.agenda.models import Decision, today
from duidelijk.web.api import schemas
from duidelijk.web.api.answering import (
    Listing,
    Told,
    Turn,
    dated_answer,
    edition_asked,
)
from duidelijk.web.api.negotiating import chosen_format
from duidelijk.web.api.parameters import OfDecisions
from duidelijk.web.api.resources.filtering import check
from duidelijk.web.dashboard.places import Place
from duidelijk.web.dashboard.rendering import absolute


def decisions(request: HttpRequest, asked: OfDecisions) -> HttpResponse:
    """The decisions, the last at the head."""
    chosen = chosen_format(request, asked.f, ("json", "csv"))
    edition = edition_asked(asked.edition)
    if asked.edition is None:
        turn, rows = _of_today(request, asked)
        on, sealed = today(), None
    else:
        turn, rows = _sealed(request, asked, edition)
        on, sealed = edition.date, edition
    listing = Listing(request, "decisions", asked, rows, sealed, turn, shape=schemas.Decision)
    return dated_answer(listing, chosen, on)


def _of_today(request: HttpRequest, asked: OfDecisions) -> tuple[Turn, list[Told]]:
    known = set(Decision.objects.order_by().values_list("table", flat=True).distinct())
    check("table", asked.table, known)
    found = decided()
    if asked.table:
        found = found.filter(table__in=asked.table)
    turn = Turn.of(asked, found.count())
    return turn, [
        _row(request, each.public_id, each.table, each.on, each.row) for each in found[turn.rows]
    ]


def _sealed(request: HttpRequest, asked: OfDecisions, edition: Edition) -> tuple[Turn, list[Told]]:
    every = [
        (step.on, number, key_of_table(step.table), row)
        for number, stands in ((each.number, standing(each)) for each in edition.texts.signals)
        for step, row in decisions_of(stands)
    ]
    check("table", asked.table, {table for _, _, table, _ in every})
    found = [each for each in every if not asked.table or each[2] in asked.table]
    found.sort(key=lambda each: each[:2], reverse=True)
    turn = Turn.of(asked, len(found))
    return turn, [
        _row(request, number, table, on, row) for on, number, table, row in found[turn.rows]
    ]


def _row(
    request: HttpRequest, number: int, table: str, on: dt.date, row: Mapping[str, Any]
) -> Told:
    return {
        "on": on.isoformat(),
        "table": table,
        "tableName": row["table"],
        "signal": number,
        "title": row["title"],
        "stage": row["stage"],
        "ask": row["ask"],
        "text": row["text"],
        "addressee": row["of"],
        "addresseeName": row["name"],
        "step": row["step"],
        "state": row["state"],
        "reason": row["reason"],
        "until": row["until"],
        "example": row["example"],
        "address": absolute(request, f"{Place('nl').signal(number)}#{row['ask']}"),
    }

"""What was signalled, asked, answered and done: as it stands today, or as an edition sealed it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from duidelijk.agenda.dossier import Dossier
from duidelijk.agenda.standing import Standing, standing
from duidelijk.editions.edition import Edition
from duidelijk.regions.region import every_region
from duidelijk.web.agenda.indexing import facets_of, folded, row_of, searched
from duidelijk.web.agenda.models import Facet, PublicSignal, today
from duidelijk.web.agenda.publishing import published_dossier
from duidelijk.web.agenda.tracking import MOST_WORDS, Wanted, facet_keys, published_version, tracked
from duidelijk.web.api import schemas
from duidelijk.web.api.answering import (
    Listing,
    Told,
    Turn,
    dated_answer,
    edition_asked,
)
from duidelijk.web.api.negotiating import chosen_format
from duidelijk.web.api.parameters import OfSignals
from duidelijk.web.api.problems import Problem, clipped
from duidelijk.web.api.resources.filtering import check
from duidelijk.web.dashboard.places import Place
from duidelijk.web.dashboard.rendering import absolute

Keys = dict[str, list[str]]
"""By ``theme``, ``group``, ``region`` and ``addressee``: the keys of which a signal has one."""


def signals(request: HttpRequest, asked: OfSignals) -> HttpResponse:
    """The signals, what changed last at the head."""
    chosen = chosen_format(request, asked.f, ("json", "csv"))
    edition = edition_asked(asked.edition)
    wanted = {
        "theme": asked.theme,
        "group": asked.target_group,
        "region": asked.region,
        "addressee": asked.addressee,
    }
    _check(edition, wanted, sealed=asked.edition is not None)
    if asked.edition is None:
        turn, rows = _of_today(request, asked, wanted)
        on, named = today(), None
    else:
        turn, rows = _sealed(request, asked, wanted, edition)
        on, named = edition.date, edition
    listing = Listing(request, "signals", asked, rows, named, turn, shape=schemas.SignalListed)
    return dated_answer(listing, chosen, on)


def _check(edition: Edition, wanted: Keys, *, sealed: bool) -> None:
    """Raises ``Problem`` for a key that is not there."""
    monitor = edition.monitor
    check("theme", wanted["theme"], [each.id for each in monitor.themes])
    check("group", wanted["group"], [each.id for each in monitor.target_groups])
    check("region", wanted["region"], every_region())
    if sealed:
        asked_of = (facets_of(standing(each)) for each in edition.texts.signals)
        known = {key for every in asked_of for of, key in every if of == "addressee"}
    else:
        known = set(facet_keys("addressee"))
    check("addressee", wanted["addressee"], known)


def _of_today(request: HttpRequest, asked: OfSignals, wanted: Keys) -> tuple[Turn, list[Told]]:
    """The page asked for of what is published: its keys first, so that no other row is read."""
    late_by = today()
    found: QuerySet[PublicSignal] = tracked(
        Wanted(words=asked.q or "", late=asked.late is True), late_by
    )
    if asked.late is False:
        found = found.exclude(due__lt=late_by)
    if asked.stage:
        found = found.filter(stage__in=asked.stage)
    for of, keys in wanted.items():
        if keys:
            named = Facet.objects.filter(of=of, key__in=keys)
            found = found.filter(pk__in=named.values("public"))
    turn = Turn.of(asked, found.count())
    numbers = list(found.values_list("pk", flat=True)[turn.rows])
    rows = PublicSignal.objects.in_bulk(numbers)
    return turn, [
        listed(request, key, each.row, each.stage, each.changed, each.due, late_by)
        for key, each in ((key, rows[key]) for key in numbers)
    ]


def _sealed(
    request: HttpRequest, asked: OfSignals, wanted: Keys, edition: Edition
) -> tuple[Turn, list[Told]]:
    """The same of what an edition sealed, as it stood on its day."""
    stands = [standing(each) for each in edition.texts.signals]
    matches = _matching(asked, wanted, edition.date)
    found = sorted(
        filter(matches, stands), key=lambda each: (each.changed, each.dossier.number), reverse=True
    )
    turn = Turn.of(asked, len(found))
    return turn, [in_short(request, each, edition.date) for each in found[turn.rows]]


def _matching(asked: OfSignals, wanted: Keys, day: dt.date) -> Callable[[Standing], bool]:
    words = folded(asked.q or "").split()[:MOST_WORDS]

    def matches(stands: Standing) -> bool:
        facets, due = set(facets_of(stands)), stands.next_due()
        late = due is not None and due < day
        text = searched(stands.dossier) if words else ""
        return (
            (asked.late is None or asked.late is late)
            and (not asked.stage or stands.stage in asked.stage)
            and all(word in text for word in words)
            and all(
                not keys or any((of, key) in facets for key in keys) for of, keys in wanted.items()
            )
        )

    return matches


def in_short(request: HttpRequest, stands: Standing, day: dt.date) -> Told:
    """A signal as a list has it, as it stands on a *day*."""
    number, due = stands.dossier.number, stands.next_due()
    return listed(request, number, row_of(stands), stands.stage, stands.changed, due, day)


def listed(
    request: HttpRequest,
    number: int,
    row: Mapping[str, Any],
    stage: str,
    changed: dt.date,
    due: dt.date | None,
    day: dt.date,
) -> Told:
    """The same from what the index keeps of it."""
    return {
        "number": number,
        "title": row["title"],
        "stage": str(stage),
        "origin": row["origin"],
        "urgency": row["urgency"],
        "raisedBy": row["raised_by"],
        "themes": row["themes"],
        "targetGroups": row["groups"],
        "regions": row["regions"],
        "municipalities": row["municipalities"],
        "changed": changed.isoformat(),
        "due": due.isoformat() if due else None,
        "late": due is not None and due < day,
        "askedOf": _once(each["of"] for each in row["asked"]),
        "actionCount": row["actions"],
        "example": row["example"],
        "address": absolute(request, Place("nl").signal(number)),
        "reached": [{"stage": key, "on": on} for key, on in row["reached"].items()],
        "asked": [
            {"addressee": each["of"], "name": each["name"], "state": each["state"]}
            for each in row["asked"]
        ],
    }


def _once(keys: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(keys))


def dossier_asked(number: int, edition: str | None) -> tuple[Dossier, Edition | None]:
    """A signal as it is published today, or as an edition sealed it. Raises ``Problem``."""
    if edition is None:
        version = published_version(number)
        if version is None:
            raise Problem(404, f"There is no published signal {clipped(str(number))}")
        return published_dossier(version), None
    found = edition_asked(edition)
    sealed: Sequence[Dossier] = found.texts.signals
    for each in sealed:
        if each.number == number:
            return each, found
    raise Problem(
        404, f"There was no signal {clipped(str(number))} when edition {found.id} came out"
    )

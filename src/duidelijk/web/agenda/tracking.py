"""Finding published signals: by what they are about, by whom they were put to, by words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from django.db import connection
from django.db.models import Count, QuerySet

from duidelijk.agenda.standing import Stage
from duidelijk.web.agenda.indexing import folded
from duidelijk.web.agenda.models import Facet, Publication, PublicSignal

MOST_WORDS = 6
LONGEST = 80
ON_A_PAGE = 25
_MOST = 2**63 - 1
"""The highest number that a database keeps."""
FACETS = tuple(Facet.Of.values)


@dataclass(frozen=True)
class Wanted:
    """Which signals somebody looks for."""

    facets: Mapping[str, str] = field(default_factory=dict)
    """By ``theme``, ``group``, ``region``, ``addressee``: the key."""
    stage: str = ""
    words: str = ""
    late: bool = False
    """Only what should have been there before today."""

    def but(self, of: str, key: str) -> Wanted:
        """The same, with another key of one facet; none when it is empty."""
        rest = {name: value for name, value in self.facets.items() if name != of}
        return replace(self, facets=rest | ({of: key} if key else {}))

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Wanted()


def tracked(wanted: Wanted, today: dt.date) -> QuerySet[PublicSignal]:
    """The published signals that are wanted, what changed last at the head."""
    found = PublicSignal.objects.all()
    for of, key in wanted.facets.items():
        found = found.filter(pk__in=Facet.objects.filter(of=of, key=key).values("public"))
    if wanted.stage in set(Stage):
        found = found.filter(stage=wanted.stage)
    if wanted.late:
        found = found.filter(due__lt=today)
    for word in folded(wanted.words[:LONGEST]).split()[:MOST_WORDS]:
        found = found.filter(searched__contains=word)
    return found.order_by("-changed", "-signal_id")  # "-signal" would follow the order of signals


def by_stage(found: QuerySet[PublicSignal]) -> dict[str, int]:
    """How many of these stand where, in the order of the stages."""
    rows = found.order_by().values_list("stage").annotate(count=Count("pk"))
    counted: dict[str, int] = dict(rows)
    return {each.value: counted[each.value] for each in Stage if each.value in counted}


def facet_keys(of: str) -> dict[str, int]:
    """The keys of a facet that published signals have, with how many each."""
    last = Publication.objects.order_by("-pk").values_list("pk", "moment").first()
    return _facet_keys(str(connection.settings_dict["NAME"]), last, of)


@lru_cache(maxsize=64)
def _facet_keys(_database: str, _last: tuple[int, dt.datetime] | None, of: str) -> dict[str, int]:
    """Counted once for each publication: nothing else changes what is published."""
    rows = Facet.objects.filter(of=of).values_list("key").annotate(count=Count("pk"))
    return dict(rows.order_by("key"))


def published_version(number: int) -> Publication | None:
    """The version of a signal that everybody reads; ``None`` for one that nobody can."""
    if not 0 < number <= _MOST:
        return None
    public = PublicSignal.objects.filter(pk=number).select_related("publication").first()
    return public.publication if public else None


def page_of(found: QuerySet[PublicSignal], page: int) -> list[PublicSignal]:
    """The signals of a page, from 1: their keys first, so that rows before it are not read."""
    first = (page - 1) * ON_A_PAGE
    keys = list(found.values_list("pk", flat=True)[first : first + ON_A_PAGE])
    rows = PublicSignal.objects.in_bulk(keys)
    return [rows[key] for key in keys]

"""Reporting what a municipality or a GGD sees: kept, changed and withdrawn by its own people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from duidelijk.local.observation import Bearing, LocalFigure, Spread, Trend
from duidelijk.web.accounts.models import Organisation, User
from duidelijk.web.accounts.rights import Kind, Right
from duidelijk.web.agenda.changing import NotPossible, Overtaken
from duidelijk.web.audit.recording import record
from duidelijk.web.local.models import Observation, Shown

_LEVELS = {Kind.MUNICIPALITY: "GM", Kind.GGD: "GG"}


@dataclass(frozen=True)
class Draft:
    """What somebody says their municipality or GGD sees."""

    theme: str
    what: str
    trend: Trend
    bearing: Bearing
    spread: Spread
    public: bool
    groups: Sequence[str] = ()
    since: str = ""
    indicator: str = ""
    figure: LocalFigure | None = None
    source: str = ""
    language: str = "nl"


def reports_for(user: User) -> str:
    """The code of the municipality or GGD that somebody reports for; empty for none.

    That is the region of their own organisation, and never another.
    """
    return region_of(user.organisation) if user.may(Right.REPORT_LOCAL) else ""


def region_of(organisation: Organisation) -> str:
    """The region an organisation can speak for: of a municipality or a GGD, else empty."""
    start = _LEVELS.get(Kind(organisation.kind), "-")
    return organisation.region if organisation.region.startswith(start) else ""


def observations_for(user: User) -> QuerySet[Observation]:
    """The observations somebody may see as they are worked on: all for who keeps the picture, for
    others those of their own organisation.
    """
    every = Observation.objects.select_related("organisation")
    if user.may(Right.KEEP_LOCAL):
        return every
    return every.filter(organisation=user.organisation_id)


def may_change(observation: Observation, by: User) -> bool:
    """Whether somebody may change it: whoever reports for the organisation it is of."""
    own = observation.organisation_id == by.organisation_id
    return own and bool(reports_for(by)) and observation.withdrawn is None


@transaction.atomic
def report(draft: Draft, token: str, by: User, *, example: bool = False) -> Observation:
    """Keep an observation; the one there is when the same form was sent before.

    Raises ``NotPossible`` for who reports for no municipality or GGD.
    """
    region = reports_for(by)
    if not region:
        raise NotPossible("no_area")
    token = f"{by.pk}-{token}"[:60]
    known = Observation.objects.filter(token=token).first()
    if known is not None:
        return known
    made = Observation(
        organisation=by.organisation,
        region=region,
        author=by,
        reported=timezone.localdate(),
        token=token,
        example=example,
    )
    _lay_down(made, draft)
    made.save()
    record(by, "local_reported", subject_of(made.pk), region=region, theme=made.theme)
    return made


@transaction.atomic
def change(key: int, draft: Draft, revision: int, by: User) -> Observation:
    """Change an observation; other words have to be read again before everybody sees them.

    Raises ``Overtaken`` when it was changed since *revision*, ``NotPossible`` for who may not.
    """
    held = _held(key, revision)
    if not may_change(held, by):
        raise NotPossible("yours")
    before = held.what, held.figure, held.source, held.public
    _lay_down(held, draft)
    if (held.what, held.figure, held.source, held.public) != before:
        held.shown, held.why_held_back = Shown.WAITING, ""
    held.revision += 1
    held.save()
    record(by, "local_changed", subject_of(key), region=held.region, theme=held.theme)
    return held


@transaction.atomic
def withdraw(key: int, revision: int, by: User) -> Observation:
    """Take an observation back: it counts no more, and nobody else reads it.

    Raises as ``change`` does.
    """
    held = _held(key, revision)
    if not may_change(held, by):
        raise NotPossible("yours")
    held.withdrawn = timezone.localdate()
    held.revision += 1
    held.save()
    record(by, "local_withdrawn", subject_of(key), region=held.region, theme=held.theme)
    return held


@transaction.atomic
def read_by_keeper(key: int, shown: Shown, why: str, revision: int, by: User) -> Observation:
    """Let everybody read the words of a public observation, quote them, or hold them back.

    Raises ``Overtaken``; ``NotPossible`` for who does not keep the picture, for one that is not
    public, and for holding back without saying why.
    """
    held = _held(key, revision)
    if not by.may(Right.KEEP_LOCAL):
        raise NotPossible("yours")
    if not held.public or held.withdrawn or shown is Shown.WAITING:
        raise NotPossible("not_public")
    if shown is Shown.HELD_BACK and not why:
        raise NotPossible("without_reason")
    held.shown = shown
    held.why_held_back = why if shown is Shown.HELD_BACK else ""
    held.revision += 1
    held.save()
    record(by, f"local_{shown.value}", subject_of(key), region=held.region, reason=why)
    return held


def subject_of(key: int) -> str:
    """By what the log finds everything about an observation."""
    return f"observation {key}"


def _held(key: int, revision: int) -> Observation:
    held = Observation.objects.select_for_update().filter(pk=key).first()
    if held is None:
        raise Http404("no such observation")
    if held.revision != revision:
        raise Overtaken
    return held


def _lay_down(held: Observation, draft: Draft) -> None:
    figure = draft.figure
    told: dict[str, Any] = {
        "theme": draft.theme,
        "groups": list(draft.groups),
        "what": draft.what,
        "language": draft.language,
        "since": draft.since,
        "spread": draft.spread.value,
        "trend": draft.trend.value,
        "bearing": draft.bearing.value,
        "indicator": draft.indicator,
        "figure": figure.value if figure else None,
        "figure_unit": figure.unit if figure else "",
        "figure_definition": figure.definition if figure else "",
        "figure_period": figure.period if figure else "",
        "source": draft.source,
        "public": draft.public,
    }
    for name, value in told.items():
        setattr(held, name, value)

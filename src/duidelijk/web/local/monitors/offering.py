"""Offering a local monitor: kept, described indicator by indicator, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from duidelijk.catalogue import Monitor
from duidelijk.local.contradictions import Flagged, Flaw, flagged
from duidelijk.local.matching import Match, Objected, Suggesting, objections
from duidelijk.local.monitor import LocalIndicator
from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.rights import Right
from duidelijk.web.agenda.changing import NotPossible, Overtaken
from duidelijk.web.audit.recording import record
from duidelijk.web.local.models import LocalMonitor, MonitorIndicator
from duidelijk.web.local.reporting import reports_for

TOLD = ("code", "name", "description", "unit", "population", "measured", "method", "source")
"""What is told of an indicator."""


@dataclass(frozen=True)
class Offer:
    """What somebody says of a local monitor."""

    title: str
    publisher: str
    address: str = ""
    definition: str = ""
    population: str = ""
    measured: str = ""
    method: str = ""
    licence: str = ""
    public: bool = False
    groups: Sequence[str] = field(default_factory=list)


def monitors_for(user: User) -> QuerySet[LocalMonitor]:
    """The monitors somebody works on: all for who keeps the picture, else their organisation's."""
    every = LocalMonitor.objects.select_related("organisation").filter(withdrawn=None)
    if user.may(Right.KEEP_LOCAL):
        return every
    return every.filter(organisation=user.organisation_id)


def may_change(monitor: LocalMonitor, by: User) -> bool:
    """Whether somebody may change it: its own people, and of a directory who keeps the picture."""
    if monitor.withdrawn:
        return False
    if monitor.directory:
        return by.may(Right.KEEP_LOCAL)
    return monitor.organisation_id == by.organisation_id and bool(reports_for(by))


@transaction.atomic
def offer(
    told: Offer,
    listing: Sequence[LocalIndicator],
    token: str,
    by: User,
    national: Monitor,
    *,
    example: bool = False,
) -> LocalMonitor:
    """Keep a monitor with its indicators; the one there is when the same form was sent before.

    It is the monitor of the municipality or GGD that somebody reports for; of who keeps the picture
    and reports for none it is a directory. Raises ``NotPossible`` for anybody else.
    """
    own = bool(reports_for(by))
    if not own and not by.may(Right.KEEP_LOCAL):
        raise NotPossible("no_area")
    token = f"{by.pk}-{token}"[:60]
    known = LocalMonitor.objects.filter(token=token).first()
    if known is not None:
        return known
    made = LocalMonitor(
        organisation=by.organisation if own else None,
        author=by,
        token=token,
        example=example,
        **asdict(told),
    )
    made.save()
    list_indicators(made, listing, national)
    record(by, "monitor_offered", subject_of(made.pk), title=made.title)
    return made


@transaction.atomic
def change(
    key: int,
    told: Offer,
    listing: Sequence[LocalIndicator],
    revision: int,
    by: User,
    national: Monitor,
) -> LocalMonitor:
    """Change what is said of a monitor; a new *listing* replaces its indicators by their codes.

    What stays as it was keeps its match and its figures. Raises ``Overtaken`` when it was changed
    since *revision*, ``NotPossible`` for who may not.
    """
    held = held_for(key, by, revision)
    for name, value in asdict(told).items():
        setattr(held, name, value)
    if listing:
        list_indicators(held, listing, national)
    _changed(held)
    record(by, "monitor_changed", subject_of(key), title=held.title)
    return held


@transaction.atomic
def withdraw(key: int, revision: int, by: User) -> None:
    """Take a monitor back: nobody sees it any more, and it counts no longer.

    Raises as ``change`` does.
    """
    held = held_for(key, by, revision)
    held.withdrawn = timezone.localdate()
    _changed(held)
    record(by, "monitor_withdrawn", subject_of(key), title=held.title)


def list_indicators(
    held: LocalMonitor, listing: Sequence[LocalIndicator], national: Monitor
) -> None:
    """Lay down the indicators of a monitor, with their flaws and what each may be nationally."""
    flaws, suggesting = flagged(listing), Suggesting(national.indicators)
    before = {each.code: each for each in held.indicators.all()}
    taken: set[str] = set()
    kept, made = [], []
    for order, each in enumerate(listing):
        row = before.pop(each.code, None)
        if row is None or not _same(row, each):
            likely = suggesting.of(each)
            if row is None:
                row = MonitorIndicator(monitor=held, code=each.code)
                made.append(row)
            else:
                kept.append(row)
            row.match, row.turned, row.decided_by = Match.UNDECIDED.value, False, None
            row.indicator = likely[0].indicator if likely else ""
        else:
            kept.append(row)
        _describe(row, each, flaws.get(each.code, ()))
        row.order, row.key = order, _free_key(each.key, taken)
    MonitorIndicator.objects.filter(pk__in=[each.pk for each in before.values()]).delete()
    # keys are one of a kind: those that stay are first given none that another will have
    for row in kept:
        MonitorIndicator.objects.filter(pk=row.pk).update(key=f"-{row.pk}")
    MonitorIndicator.objects.bulk_update(
        kept,
        [*_WRITTEN, "order", "key", "flaws", "match", "indicator", "turned", "decided_by"],
        200,
    )
    MonitorIndicator.objects.bulk_create(made, 200)


def as_local(row: MonitorIndicator) -> LocalIndicator:
    """An indicator as the pure rooms know it."""
    return LocalIndicator(**{name: getattr(row, name) for name in (*TOLD, "data_type")})


def listing_of(held: LocalMonitor) -> list[LocalIndicator]:
    """The indicators of a monitor, in its order."""
    return [as_local(each) for each in held.indicators.all()]


def flaws_of(row: MonitorIndicator) -> tuple[Flagged, ...]:
    """What is wrong between its name and its description."""
    return tuple(Flagged(Flaw(flaw), shown) for flaw, shown in row.flaws)


@transaction.atomic
def describe(row: int, told: LocalIndicator, revision: int, by: User, national: Monitor) -> None:
    """Put right what is told of one indicator; its match is asked anew.

    Raises as ``change`` does.
    """
    one = _indicator(row)
    held = held_for(one.monitor_id, by, revision)
    listing = [told if each.code == one.code else each for each in listing_of(held)]
    list_indicators(held, listing, national)
    _changed(held)
    record(by, "monitor_described", subject_of(held.pk), key=one.code)


@transaction.atomic
def add_indicator(
    key: int, told: LocalIndicator, revision: int, by: User, national: Monitor
) -> None:
    """Add an indicator to a monitor. Raises as ``change`` does, and for a code there is already."""
    held = held_for(key, by, revision)
    if held.indicators.filter(code=told.code).exists():
        raise NotPossible("code_taken")
    list_indicators(held, [*listing_of(held), told], national)
    _changed(held)
    record(by, "monitor_described", subject_of(key), key=told.code)


class Objectionable(Exception):
    """An indicator that cannot be the same as the national one, with why."""

    def __init__(self, found: tuple[Objected, ...]) -> None:
        super().__init__(", ".join(each.objection for each in found))
        self.objections = found


@transaction.atomic
def decide(
    row: int,
    match: Match,
    indicator: str,
    turned: bool,
    revision: int,
    by: User,
    national: Monitor,
) -> MonitorIndicator:
    """Say what a local indicator is beside a national one.

    Raises ``Objectionable`` for *same* where something speaks against it, ``NotPossible`` without
    a national indicator to stand beside, and as ``change`` does.
    """
    one = _indicator(row)
    held = held_for(one.monitor_id, by, revision, keeper_too=True)
    beside = match in (Match.SAME, Match.DIRECTION)
    if beside and (indicator not in national.indicators or national.indicators[indicator].context):
        raise NotPossible("no_indicator")
    if match is Match.SAME:
        against = objections(as_local(one), national.indicators[indicator], flaws_of(one), turned)
        if against:
            raise Objectionable(against)
    one.match, one.indicator = match.value, indicator if beside else ""
    one.turned, one.decided_by = beside and turned, by
    one.save()
    _changed(held)
    record(by, "monitor_matched", subject_of(held.pk), key=one.code, indicator=one.indicator)
    return one


def held_for(key: int, by: User, revision: int, *, keeper_too: bool = False) -> LocalMonitor:
    """A monitor to be changed, held alone. *keeper_too*: also by who keeps the picture.

    Raises ``Http404``, ``Overtaken`` and ``NotPossible``.
    """
    held = LocalMonitor.objects.select_for_update().filter(pk=key, withdrawn=None).first()
    if held is None:
        raise Http404("no such monitor")
    if not may_change(held, by) and not (keeper_too and by.may(Right.KEEP_LOCAL)):
        raise NotPossible("yours")
    if held.revision != revision:
        raise Overtaken
    return held


def subject_of(key: int) -> str:
    """By what the log finds everything about a local monitor."""
    return f"local monitor {key}"


def _indicator(row: int) -> MonitorIndicator:
    found = MonitorIndicator.objects.filter(pk=row).first()
    if found is None:
        raise Http404("no such indicator")
    return found


def _changed(held: LocalMonitor) -> None:
    held.revision += 1
    held.save()


_WRITTEN = (
    "name",
    "description",
    "unit",
    "population",
    "measured",
    "method",
    "source",
    "data_type",
)


def _describe(row: MonitorIndicator, told: LocalIndicator, flaws: Sequence[Flagged]) -> None:
    for name in _WRITTEN:
        setattr(row, name, getattr(told, name))
    row.flaws = [[each.flaw.value, each.shown] for each in flaws]


def _same(row: MonitorIndicator, told: LocalIndicator) -> bool:
    """Whether what its match was decided by is unchanged."""
    return all(
        getattr(row, name) == getattr(told, name) for name in ("name", "description", "unit")
    )


def _free_key(key: str, taken: set[str]) -> str:
    """A key that no other indicator of the monitor has."""
    free, number = key, 2
    while free in taken:
        free, number = f"{key[:55]}_{number}", number + 1
    taken.add(free)
    return free

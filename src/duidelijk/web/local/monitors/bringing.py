"""Bringing figures of a local monitor in, by a mapping as the data desk makes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace

import polars as pl
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from duidelijk.catalogue import Monitor
from duidelijk.figures.table import SCHEMA
from duidelijk.foundation.folders import sweep_unfinished
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.local.monitor import as_monitor
from duidelijk.local.series import Series, series_of
from duidelijk.regions import partition_on
from duidelijk.sources.sheets.applying import apply
from duidelijk.sources.sheets.layouts import CELLS, sheets_in
from duidelijk.sources.sheets.mapping_text import write_mapping
from duidelijk.sources.sheets.proposing import likeliest_sheet, propose
from duidelijk.sources.sheets.resettling import resettled
from duidelijk.web.accounts.models import Organisation, User
from duidelijk.web.audit.recording import record
from duidelijk.web.data_desk import uploads
from duidelijk.web.data_desk.desk import home
from duidelijk.web.data_desk.reading import Reading, refuse_unaskable
from duidelijk.web.data_desk.unpacking import refuse_too_much
from duidelijk.web.data_desk.uploads import LOCAL, Upload
from duidelijk.web.local.models import LocalMonitor, LocalSeries, MonitorIndicator
from duidelijk.web.local.monitors.offering import held_for, listing_of, subject_of
from duidelijk.web.local.reporting import region_of

MOST_FIGURES = 100_000
"""Of one file."""
_NAMED = 5
_MAPPING = "local"


def declared_for(held: LocalMonitor, national: Monitor) -> Monitor:
    """The declarations by which the files of a monitor are read."""
    return as_monitor(national, held.title, listing_of(held), held.groups)


def receive(given: UploadedFile, held: LocalMonitor, by: User, declared: Monitor) -> Upload:
    """Keep a file of a monitor's figures, with the mapping that is proposed for it.

    Raises ``Refused`` for what cannot be read; nothing is kept then.
    """
    sweep_unfinished(home().uploads)
    kept = uploads.receive(given, by.name, str(by.pk))
    try:
        refuse_too_much(kept.path, kept.file)
        sheet = likeliest_sheet(sheets_in(kept.path, CELLS, kept.file))
        kept = replace(
            kept, sort=LOCAL, layout=CELLS, mapping=_MAPPING, details={"monitor": str(held.pk)}
        )
        made, _ = resettled(propose(sheet, declared, _MAPPING, CELLS).mapping, sheet, declared)
        refuse_unaskable(made, kept.file)
        write_mapping(kept.mapping_path, made)
        uploads.write(kept)
    except BaseException:  # nothing stays that has no form
        uploads.remove(kept)
        raise
    return kept


def upload_of(held: LocalMonitor, id_: str) -> Upload | None:
    """A file that was brought in for this monitor; ``None`` for any other."""
    found = uploads.upload(id_)
    mine = found and found.sort == LOCAL and found.details.get("monitor") == str(held.pk)
    return found if mine else None


def take(found: Reading, held: LocalMonitor, revision: int, by: User) -> int:
    """Take in the figures of a file as its mapping says, all of them or none; how many.

    A period there was already gets the new value; every other stays. Raises ``Refused`` with every
    line that cannot be taken, and as ``offering.change`` does.
    """
    if found.open:
        raise _refused(Problem(found.held.file, 0, "is not told completely yet"))
    applied = apply(found.mapping, found.sheet, found.monitor, "local")
    if applied.problems:
        raise Refused("Nothing was stored:", applied.problems)
    figures = applied.figures.filter(pl.col("value").is_not_null())
    if figures.is_empty():
        raise _refused(Problem(found.held.file, 0, "holds no figure that can be taken"))
    if len(figures) > MOST_FIGURES:
        what = f"holds {len(figures):,} figures; at most {MOST_FIGURES:,} are taken"
        raise _refused(Problem(found.held.file, 0, what, "bring it in in parts"))
    _refuse_others(figures, held.organisation, found.held.file)
    keep(figures.select(list(SCHEMA)), found.monitor, found.held.file, held.pk, revision, by)
    return len(figures)


@transaction.atomic
def keep(
    figures: pl.DataFrame, declared: Monitor, file: str, key: int, revision: int, by: User
) -> None:
    """Keep *figures* (``figures.table.SCHEMA``) of a monitor, with where each series goes now."""
    monitor = held_for(key, by, revision)
    rows = {each.key: each for each in monitor.indicators.all()}
    whole = pl.concat([_kept(rows, figures), figures])
    _lay_down(series_of(whole, declared.indicators), rows, file)
    monitor.revision += 1
    monitor.save()
    record(by, "monitor_measured", subject_of(key), file=file)


def speaks_for(organisation: Organisation | None, day: dt.date) -> frozenset[str] | None:
    """The regions an organisation may bring figures of: its own, and of a GGD its municipalities
    too; ``None`` for all of them.
    """
    if organisation is None:
        return None
    own, division = region_of(organisation), partition_on(day)
    of_ggd = (
        code for code in division.municipalities() if division.membership(code, "ggd").code == own
    )
    return frozenset([own, *of_ggd])


def _refuse_others(figures: pl.DataFrame, organisation: Organisation | None, file: str) -> None:
    """Refuse figures of places that an organisation does not speak for."""
    allowed = speaks_for(organisation, timezone.localdate())
    if allowed is None:
        return
    others = figures.filter(~pl.col("region").is_in(list(allowed)))
    first = others.unique("region", keep="first", maintain_order=True).head(_NAMED)
    problems = [
        Problem(
            file,
            row["line"],
            f"is about {row['region']}, for which this organisation does not speak",
            "leave that row out, or let those it is of offer it",
        )
        for row in first.iter_rows(named=True)
    ]
    if problems:
        raise Refused("Nothing was stored:", problems)


def _kept(rows: Mapping[str, MonitorIndicator], figures: pl.DataFrame) -> pl.DataFrame:
    """What there is already of the indicators in *figures*, as figures."""
    wanted = [rows[key].pk for key in figures["indicator"].unique() if key in rows]
    key_of = {each.pk: key for key, each in rows.items()}
    found = LocalSeries.objects.filter(indicator__in=wanted)
    made = [
        {
            "indicator": key_of[each.indicator_id],
            "region": each.region,
            "region_year": int(period[:4]),
            "group": each.group,
            "period": period,
            "method": "",
            "value": value,
            "status": "definitive",
            "release": "local",
        }
        for each in found
        for period, value in each.points
    ]
    return pl.DataFrame(made, schema=SCHEMA)


def _lay_down(found: Iterable[Series], rows: Mapping[str, MonitorIndicator], file: str) -> None:
    made = [
        LocalSeries(
            indicator=rows[each.indicator],
            region=each.region,
            group=each.group,
            points=[list(point) for point in each.points],
            trend=each.trend.value,
            reason=each.reason,
            reference_period=each.reference_period,
            file=file,
            brought_in=timezone.localdate(),
        )
        for each in found
    ]
    LocalSeries.objects.filter(indicator__in={each.indicator for each in made}).delete()
    LocalSeries.objects.bulk_create(made, 500)


def _refused(problem: Problem) -> Refused:
    return Refused("Nothing was stored:", [problem])

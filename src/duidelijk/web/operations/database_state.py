"""How a database stands to this program: as it should be, older or newer."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duidelijk.foundation.problems import Problem, Refused

if TYPE_CHECKING:
    from django.db.migrations.loader import MigrationLoader


@dataclass(frozen=True)
class DatabaseState:
    """Which migrations a database went through; as ``app.name`` where it is of one of many."""

    vendor: str
    applied: Mapping[str, Sequence[str]]
    """By app, in the order of their names; empty of a database without tables."""
    pending: Sequence[str]
    """What this program still has to apply."""
    unknown: Sequence[str]
    """What a newer program applied."""


def set_up_django() -> None:
    """Make Django usable in this process; safe to repeat. Touches no database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duidelijk.web.settings")
    import django

    django.setup()


def database_exists() -> bool:
    """Whether there is a database to ask: an embedded one is a file, made when first used."""
    set_up_django()
    from django.conf import settings
    from django.db import connection

    return connection.vendor != "sqlite" or settings.HOME.database.exists()


def database_state() -> DatabaseState:
    """The state of the database that is configured. Raises Django's errors when it is away."""
    set_up_django()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    loader = executor.loader
    applied: dict[str, list[str]] = {}
    for app, name in sorted(loader.applied_migrations):
        applied.setdefault(app, []).append(name)
    plan = executor.migration_plan(loader.graph.leaf_nodes())
    return DatabaseState(
        connection.vendor,
        applied,
        [f"{each.app_label}.{each.name}" for each, _ in plan],
        _unknown(loader, loader.applied_migrations),
    )


def unknown_migrations(told: Mapping[str, Sequence[str]]) -> list[str]:
    """Those of migrations, told by app, that this program does not have. Asks no database."""
    set_up_django()
    from django.db.migrations.loader import MigrationLoader

    every = ((app, name) for app, names in told.items() for name in names)
    return _unknown(MigrationLoader(None), every)


def _unknown(loader: MigrationLoader, applied: Iterable[tuple[str, str]]) -> list[str]:
    replaced = {each for one in loader.replacements.values() for each in one.replaces}
    known = loader.disk_migrations.keys() | replaced
    return [f"{app}.{name}" for app, name in sorted(set(applied) - known)]


def refuse_newer(state: DatabaseState) -> None:
    """Raises ``Refused`` when a newer program made the tables: this one could spoil them."""
    if state.unknown:
        remedy = "install the newer version again, or put back a backup made before it"
        raise Refused(
            "A newer version of Duidelijk made the tables of this database:",
            [Problem(each, 0, "is unknown here", remedy) for each in state.unknown],
        )


def began() -> dt.date:
    """The day work began here; today when there is no database yet.

    That is the day of the first table, job or event: a backup put back elsewhere makes new tables,
    and brings the jobs and events of before.
    """
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder
    from django.db.models import Min
    from django.utils import timezone

    from duidelijk.web.audit.models import Event
    from duidelijk.web.operations.models import Job

    tables = set(connection.introspection.table_names())
    kept = ((MigrationRecorder.Migration, "applied"), (Job, "started"), (Event, "moment"))
    firsts = [
        model.objects.aggregate(first=Min(moment))["first"]
        for model, moment in kept
        if model._meta.db_table in tables
    ]
    first = min((each for each in firsts if each), default=timezone.now())
    return timezone.localtime(first).date()

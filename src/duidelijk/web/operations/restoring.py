"""A backup that is being put back: nobody uses a home whose database is not there yet."""

from __future__ import annotations

from duidelijk.foundation.folders import is_held
from duidelijk.foundation.home import Home
from duidelijk.foundation.problems import Problem, Refused


def refuse_half_restored(home: Home) -> None:
    """Raises ``Refused`` when the restore of *home* was broken off before its database was there.

    The mark is taken away when the database turns out to be complete: its tables appear at once.
    """
    if not home.restoring.exists():
        return
    if is_held(home.folder):
        remedy = "wait until it is ready"
        raise Refused(
            "A backup is being put back:", [Problem(str(home.folder), 0, "is in use", remedy)]
        )
    if database_is_empty():
        remedy = "run duidelijk restore again"
        raise Refused(
            "Putting back a backup was broken off:",
            [Problem(str(home.folder), 0, "has no database yet", remedy)],
        )
    home.restoring.unlink(missing_ok=True)


def database_is_empty() -> bool:
    """Whether the database that is configured holds no tables."""
    from duidelijk.web.operations.database_state import set_up_django

    set_up_django()
    from django.db import connection

    return not connection.introspection.table_names()

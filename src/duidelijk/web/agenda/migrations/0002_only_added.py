"""The database itself refuses to change or delete a step, or a published version."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_TABLES = ("agenda_step", "agenda_publication")
_VERBS = ("UPDATE", "DELETE")
_SQLITE = """
CREATE TRIGGER {table}_no_{lower} BEFORE {upper} ON {table}
BEGIN SELECT RAISE(ABORT, 'what happened is only ever added'); END
"""
_POSTGRESQL = """
CREATE FUNCTION {table}_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'what happened is only ever added'; END $$;
CREATE TRIGGER {table}_only_added BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_only_added();
"""
_POSTGRESQL_LIFTED = """
DROP TRIGGER {table}_only_added ON {table};
DROP FUNCTION {table}_only_added();
"""


def _forbid(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for table in _TABLES:
        if editor.connection.vendor == "postgresql":
            editor.execute(_POSTGRESQL.format(table=table))
            continue
        for upper in _VERBS:
            editor.execute(_SQLITE.format(table=table, lower=upper.lower(), upper=upper))


def _allow(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Only for going back to tables without the rule; the way up puts it on again."""
    for table in _TABLES:
        if editor.connection.vendor == "postgresql":
            editor.execute(_POSTGRESQL_LIFTED.format(table=table))
            continue
        for upper in _VERBS:
            editor.execute(f"DROP TRIGGER {table}_no_{upper.lower()}")


class Migration(migrations.Migration):
    dependencies = [("agenda", "0001_initial")]
    operations = [migrations.RunPython(_forbid, _allow)]

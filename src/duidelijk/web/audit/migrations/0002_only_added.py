"""The database itself refuses to change or delete an event."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_SQLITE = """
CREATE TRIGGER audit_event_no_{lower} BEFORE {upper} ON audit_event
BEGIN SELECT RAISE(ABORT, 'an event is only ever added'); END
"""
_POSTGRESQL = """
CREATE FUNCTION audit_event_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'an event is only ever added'; END $$;
CREATE TRIGGER audit_event_only_added BEFORE UPDATE OR DELETE ON audit_event
FOR EACH ROW EXECUTE FUNCTION audit_event_only_added();
"""
_POSTGRESQL_LIFTED = """
DROP TRIGGER audit_event_only_added ON audit_event;
DROP FUNCTION audit_event_only_added();
"""
_VERBS = ("UPDATE", "DELETE")


def _forbid(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(_POSTGRESQL)
        return
    for upper in _VERBS:
        editor.execute(_SQLITE.format(lower=upper.lower(), upper=upper))


def _allow(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Only for going back to tables without the rule; the way up puts it on again."""
    if editor.connection.vendor == "postgresql":
        editor.execute(_POSTGRESQL_LIFTED)
        return
    for upper in _VERBS:
        editor.execute(f"DROP TRIGGER audit_event_no_{upper.lower()}")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(_forbid, _allow)]

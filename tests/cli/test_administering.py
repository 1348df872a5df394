"""Upgrading, looking an instance over, and what it runs on."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from duidelijk.cli.bill_of_materials import bill_of_materials, licences
from home_contents import duidelijk, environment, rows_of

OLDEST = """
import json, sys
import django
django.setup()
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
executor = MigrationExecutor(connection)
first = {}
for app, name in sorted(executor.loader.graph.nodes):
    if executor.loader.disk_migrations[app, name].__module__.startswith("duidelijk."):
        first.setdefault(app, name)
state = executor.migrate(list(first.items()))
made = {}
needed = {("duiding.weighing", "explanation")}  # may be empty, but not with the other one

def row(model):
    given = {}
    for field in model._meta.concrete_fields:
        if field.primary_key and isinstance(field, models.AutoField):
            continue
        if isinstance(field, models.ForeignKey):
            wanted = not field.null or (model._meta.label_lower, field.name) in needed
            given[field.name] = row(field.related_model) if wanted else None
        elif isinstance(field, (models.DateTimeField, models.DateField)):
            whole = isinstance(field, models.DateTimeField)
            given[field.name] = "2030-01-02T03:04:05Z" if whole else "2030-01-02"
        elif isinstance(field, models.BooleanField):
            given[field.name] = True
        elif isinstance(field, models.FloatField):
            given[field.name] = 1.5
        elif isinstance(field, models.IntegerField):
            given[field.name] = 7
        elif isinstance(field, models.BinaryField):
            given[field.name] = b"kept"
        elif isinstance(field, models.JSONField):
            given[field.name] = {"a": 1}
        else:
            one = field.unique or isinstance(field, models.EmailField)
            told = f"{len(made)}{sum(made.values())}kept" if one else "kept"
            given[field.name] = told[: field.max_length or len(told)]
    found = model.objects.create(**given)
    made[model._meta.db_table] = made.get(model._meta.db_table, 0) + 1
    return found

for app in first:
    for model in state.apps.get_app_config(app).get_models():
        row(model)
print(json.dumps({"migrations": first, "rows": made}))
"""


def oldest(home: Path, database: str = "") -> dict[str, Any]:
    """Make the database as the first version of each of our apps had it, with a row a table."""
    import subprocess
    import sys

    settings = {"DJANGO_SETTINGS_MODULE": "duidelijk.web.settings"}
    done = subprocess.run(
        [sys.executable, "-c", OLDEST],
        env=environment(home, database) | settings,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture
def home(starter_home: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    shutil.copytree(starter_home, folder)
    (folder / "done").unlink()
    for database in folder.glob("db.sqlite3*"):  # of another test that served this home
        database.unlink()
    return folder


def newer(home: Path) -> None:
    """Make the database look as if tomorrow's program made it."""
    assert duidelijk(home, "jobs").returncode == 0
    with contextlib.closing(sqlite3.connect(home / "db.sqlite3")) as file, file:
        file.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('operations', '0999_of_tomorrow', '2040-01-01')"
        )


def test_a_home_of_the_oldest_tables_comes_up_with_every_row(home: Path, tmp_path: Path) -> None:
    made = oldest(home)
    assert {"operations", "questions"} <= made["migrations"].keys()
    before = rows_of(home)
    done = duidelijk(home, "upgrade", "--backup", tmp_path / "before.tar.zst")
    assert done.returncode == 0, done.stderr
    assert "up to date with version" in done.stdout
    after = rows_of(home)
    for table, rows in made["rows"].items():
        assert len(before[table]) == rows == len(after[table]), table
    assert "upgrade" in duidelijk(home, "jobs").stdout
    # the backup is from before: put back, it comes up too
    again = tmp_path / "again"
    assert duidelijk(again, "restore", tmp_path / "before.tar.zst").returncode == 0
    assert rows_of(again)["questions_question"] == after["questions_question"]


def test_an_upgrade_that_changes_tables_asks_for_a_backup_first(home: Path) -> None:
    oldest(home)
    with contextlib.closing(sqlite3.connect(home / "db.sqlite3")) as file, file:
        # the database of somebody who did not have the readers' questions yet
        file.execute("DELETE FROM django_migrations WHERE app = 'questions'")
        file.execute("DROP TABLE questions_question")
    refused = duidelijk(home, "upgrade")
    assert refused.returncode == 2
    assert "--backup FILE" in refused.stderr
    assert "questions_question" not in rows_of(home)
    done = duidelijk(home, "upgrade", "--without-backup")
    assert done.returncode == 0, done.stderr
    assert "Applied: questions.0001_initial" in done.stdout
    assert "questions_question" in rows_of(home)


@pytest.mark.parametrize(
    "arguments", [["jobs"], ["upgrade"], ["serve"], ["freeze"], ["questions", "list"]]
)
def test_a_home_of_a_newer_program_is_refused_in_words(home: Path, arguments: list[str]) -> None:
    newer(home)
    done = duidelijk(home, *arguments)
    assert done.returncode == 2
    assert "A newer version of Duidelijk made the tables" in done.stderr
    assert "operations.0999_of_tomorrow" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_doctor_finds_what_is_wrong_part_by_part(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer(home)
    (home / "editions/2030-1/figures.csv").write_text("damaged")
    monkeypatch.setenv("DUIDELIJK_SECRET_KEY", "short")
    monkeypatch.setenv("DUIDELIJK_LOG", "loud")
    done = duidelijk(home, "doctor")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    lines = done.stdout.splitlines()
    for said in (
        "2030-1/figures.csv: differs from what was sealed",
        "a newer version of Duidelijk made its tables",
        "DUIDELIJK_SECRET_KEY: has 5 characters",
        "DUIDELIJK_HTTPS: is off",
        "“loud” is no form of log",
    ):
        assert any(said in line and line.startswith("wrong") for line in lines), said


def test_the_doctor_is_content_with_an_instance_that_is_in_order(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUIDELIJK_SECRET_KEY", "0123456789abcdefghijklmnopqrstuvwxyz")
    monkeypatch.setenv("DUIDELIJK_HTTPS", "1")
    monkeypatch.setenv("DUIDELIJK_HOSTS", "monitor.example.nl,127.0.0.1")
    monkeypatch.setenv("DUIDELIJK_ADDRESS", "https://monitor.example.nl")
    monkeypatch.setenv("DUIDELIJK_SECURITY_CONTACT", "security@example.nl")
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE", raising=False)  # of the browser's tests
    assert duidelijk(home, "backup", tmp_path / "b.tar.zst").returncode == 0
    done = duidelijk(home, "doctor")
    assert done.returncode == 0, done.stdout
    assert "0 wrong" in done.stdout
    for part in ("home", "database", "editions", "settings", "mail", "backups"):
        assert any(line.split()[2:3] == [part] for line in done.stdout.splitlines()), part


def test_the_doctor_tells_that_a_database_is_away(home: Path) -> None:
    done = duidelijk(home, "doctor", database="postgres://nobody@127.0.0.1:1/none")
    assert done.returncode == 2
    assert "wrong     database" in done.stdout
    assert "in order  editions" in done.stdout
    assert "Traceback" not in done.stderr


def test_the_bill_of_materials_is_valid_and_the_same_each_time() -> None:
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    text = bill_of_materials()
    assert text == bill_of_materials()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None


def test_the_bill_of_materials_names_every_package_that_is_needed() -> None:
    bill = json.loads(bill_of_materials())
    named = {each["name"] for each in bill["components"]}
    needed = [Requirement(each) for each in distribution("duidelijk").requires or []]
    assert {each.name for each in needed if not each.marker} <= named
    assert {"asgiref", "SQLite", "CPython"} <= named  # one that Django needs; what Python brings
    assert not {"pytest", "ruff", "mypy"} & named
    of_django = next(each for each in bill["components"] if each["name"] == "django")
    assert of_django["licenses"] == [{"expression": "BSD-3-Clause"}]
    assert of_django["externalReferences"][0]["hashes"]
    assert bill["metadata"]["component"]["licenses"] == [{"expression": "EUPL-1.2"}]
    references = {each["bom-ref"] for each in bill["components"]}
    assert all(set(each["dependsOn"]) <= references for each in bill["dependencies"])
    assert {line.split()[0] for line in licences()} >= {"duidelijk", "django"}

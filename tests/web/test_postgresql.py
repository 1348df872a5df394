"""The same database tests on PostgreSQL: set DUIDELIJK_TEST_POSTGRESQL to its address."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.long
@pytest.mark.postgresql
def test_everything_that_touches_a_database_passes_on_postgresql(homes: Path) -> None:
    address = os.environ.get("DUIDELIJK_TEST_POSTGRESQL")
    if not address:
        pytest.skip("no PostgreSQL server (set DUIDELIJK_TEST_POSTGRESQL)")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    environment |= {"DATABASE_URL": address, "DUIDELIJK_TEST_DATABASE": "kept"}
    environment |= {"DUIDELIJK_TEST_HOMES": str(homes)}
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--create-db"),
            *("-m", "not postgresql and django_db", "tests/web"),
        ],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout

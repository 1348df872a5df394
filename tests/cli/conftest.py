"""Databases of PostgreSQL to try commands on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import psycopg
import pytest


@pytest.fixture
def new_database() -> Iterator[Callable[[], str]]:
    """Makes empty PostgreSQL databases, and removes them."""
    server = os.environ.get("DUIDELIJK_TEST_POSTGRESQL")
    if not server:
        pytest.skip("no PostgreSQL server (set DUIDELIJK_TEST_POSTGRESQL)")
    made: list[str] = []
    with psycopg.connect(server, autocommit=True) as connection:

        def new() -> str:
            name = f"duidelijk_backup_{os.getpid()}_{len(made)}"
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {name}")
            made.append(name)
            return f"{server.rpartition('/')[0]}/{name}"

        yield new
        for name in made:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

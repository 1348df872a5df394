"""Copies of the made-up monitor's site, and a plain web server to give them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from duidelijk.foundation.folders import locked
from static_site_running import exported, given_by_plain_server


@pytest.fixture(scope="session")
def own_home(starter_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up monitor's home, for these tests alone."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    home = base / "exported-home"
    with locked(base / "exported-home-lock", wait_seconds=120):
        if not (home / "done").exists():
            shutil.copytree(starter_home, home, dirs_exist_ok=True)
    return home


@pytest.fixture(scope="session")
def copy(own_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the site, made by two processes; read it, never write to it."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    with locked(base / "exported-lock", wait_seconds=300):
        folder = base / "exported"
        if not folder.exists():
            done = exported(own_home, folder, "--processes", 2)
            assert done.returncode == 0, done.stderr
            (base / "exported-told").write_text(done.stdout + done.stderr)
    return folder


@pytest.fixture
def own_copy(copy: Path, tmp_path: Path) -> Path:
    """A copy that a test may write to."""
    shutil.copytree(copy, tmp_path / "site")
    return tmp_path / "site"


@pytest.fixture
def served(copy: Path) -> Iterator[str]:
    """The address at which a plain web server gives the copy."""
    with given_by_plain_server(copy) as address:
        yield address

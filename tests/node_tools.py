"""Tools of Node that check us from outside, installed once and as their lock says."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from duidelijk.foundation.folders import locked, whole_folder

_DECLARED = Path(__file__).parent / "node"
_FILES = ("package.json", "package-lock.json", ".npmrc")


def node_tools() -> Path:
    """The folder ``node_modules``; skips the test where Node or npm is missing."""
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("no Node with npm (install nodejs and npm)")
    declared = [(_DECLARED / name).read_bytes() for name in _FILES]
    digest = hashlib.sha256(b"".join(declared)).hexdigest()[:12]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "duidelijk-tests"
    cache.mkdir(parents=True, exist_ok=True)
    made = cache / f"node-{digest}"
    with locked(cache / "lock", wait_seconds=300):
        if not made.exists():
            with whole_folder(made) as folder:
                for name in _FILES:
                    shutil.copy(_DECLARED / name, folder / name)
                subprocess.run(["npm", "ci", "--silent"], cwd=folder, check=True, timeout=280)
    return made / "node_modules"

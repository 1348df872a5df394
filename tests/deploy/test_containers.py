"""The container: what goes into it, and that the wheel in it is whole. No engine runs here."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"


def containerfile() -> list[tuple[str, str]]:
    """The instructions, each with what it is given."""
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [each for each in text.splitlines() if each.strip() and not each.startswith("#")]
    return [(each.split(maxsplit=1)[0], each.split(maxsplit=1)[1]) for each in lines]


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return found


def test_the_container_takes_only_what_is_here_and_locked() -> None:
    instructions = containerfile()
    bases = [given.split()[0] for name, given in instructions if name == "FROM"]
    assert set(bases) == {"python:3.12-slim"}
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for name, given in instructions:
        if name == "COPY" and not given.startswith("--from="):
            for source in given.split()[:-1]:
                assert (ROOT / source).exists(), source
                assert f"!{source.removeprefix('./')}" in ignored, source
        if name == "RUN" and "pip install" in given:
            assert "--require-hashes -r requirements.lock" in given or "--no-deps" in given
    assert ignored[0] == "*"


def test_the_container_runs_as_a_user_without_rights() -> None:
    names = [name for name, _ in containerfile()]
    instructions = dict(containerfile()[names.index("FROM", 1) :])
    assert instructions["USER"] == "duidelijk"
    assert "serve" in instructions["CMD"] and "0.0.0.0" in instructions["CMD"]
    assert (
        "--healthcheck" not in instructions["CMD"] and "gezondheid" in instructions["HEALTHCHECK"]
    )


def test_the_steps_of_the_container_make_a_program_that_runs(tmp_path: Path) -> None:
    """The steps of its first stage, but for the packages, which are those of these tests."""
    source, prefix = tmp_path / "source", tmp_path / "opt"
    source.mkdir()
    for name, given in containerfile():
        if name == "COPY" and not given.startswith("--from="):
            *files, target = given.split()
            for file in files:
                if (ROOT / file).is_dir():
                    shutil.copytree(ROOT / file, source / target)
                else:
                    shutil.copy(ROOT / file, source / target)
    (step,) = [g for n, g in containerfile() if n == "RUN" and "--no-deps" in g]
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(prefix)],
        cwd=source,
        capture_output=True,
        text=True,
    )
    assert step.endswith("--no-build-isolation .") and built.returncode == 0, built.stderr
    (wheel,) = prefix.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
        archive.extractall(tmp_path / "installed")
    tracked = subprocess.run(
        ["git", "ls-files", "src/duidelijk"], cwd=ROOT, capture_output=True, text=True
    ).stdout.split()
    assert {each.removeprefix("src/") for each in tracked} <= held
    assert "duidelijk/requirements.lock" in held
    program = [sys.executable, "-c", "from duidelijk.cli import main; main()"]
    settings = {"PYTHONPATH": str(tmp_path / "installed"), "DUIDELIJK_HOME": str(tmp_path / "home")}
    for arguments in (["--version"], ["new-monitor", str(tmp_path / "m")], ["sbom"]):
        done = subprocess.run(
            [*program, *arguments], env={**os.environ, **settings}, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
    assert "installed from one of the files with these checksums" in done.stdout


def test_the_composed_services_fit_together() -> None:
    told = compose()
    assert set(told["services"]) == {"database", "web", "collect", "backup"}
    for name, service in told["services"].items():
        for each in service.get("depends_on", {}):
            assert each in told["services"]
        for volume in service.get("volumes", []):
            assert volume.split(":")[0] in told["volumes"] or volume.startswith("${")
        if name != "database":
            assert service["read_only"] and service["cap_drop"] == ["ALL"]
            assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
    assert told["services"]["web"]["ports"] == ["127.0.0.1:8000:8000"]


def test_the_composed_settings_exist_and_no_secret_has_a_default() -> None:
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    reference = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    settings = compose()["services"]["web"]["environment"]
    assert all(f"`{name}`" in reference for name in settings)
    for secret in ("POSTGRES_PASSWORD", "DUIDELIJK_SECRET_KEY"):
        assert re.search(rf"\$\{{{secret}:\?", text)
        assert not re.search(rf"\$\{{{secret}:-", text)


def test_what_is_composed_would_be_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the settings as they are filled in, ``serve`` has nothing to refuse or to look at."""
    from duidelijk.web.operations.server_settings import exposed, wrong_settings

    given = {
        "DUIDELIJK_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz",
        "SITE_HOST": "a.nl",
    }
    for name, value in compose()["services"]["web"]["environment"].items():
        filled = re.sub(r"\$\{(\w+)[^}]*\}", lambda m: given.get(m[1], "x"), value)
        monkeypatch.setenv(name, filled)
    assert exposed("0.0.0.0") == ([], [])
    assert list(wrong_settings()) == []

"""The units for systemd: systemd itself reads them, and the server tells it when it is ready."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])
SERVICES = [each for each in UNITS if each.suffix == ".service"]


@pytest.fixture
def systemd() -> str:
    found = shutil.which("systemd-analyze")
    if not found:
        pytest.skip("no systemd-analyze (apt install systemd)")
    return found


def test_systemd_takes_every_unit_without_a_remark(systemd: str, tmp_path: Path) -> None:
    program = tmp_path / "duidelijk"
    program.symlink_to(sys.executable)
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8")
        assert "/opt/duidelijk/.venv/bin/duidelijk" in text or unit.suffix == ".timer"
        text = text.replace("/opt/duidelijk/.venv/bin/duidelijk", str(program))
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [systemd, "verify", "--man=no", *(str(tmp_path / each.name) for each in UNITS)],
        capture_output=True,
        text=True,
    )
    remarks = [each for each in done.stderr.splitlines() if str(tmp_path) in each]
    assert done.returncode == 0 and not remarks, done.stderr


@pytest.mark.parametrize("unit", SERVICES, ids=lambda each: each.name)
def test_a_service_may_do_little_more_than_its_work(systemd: str, unit: Path) -> None:
    done = subprocess.run(
        [systemd, "security", "--offline=true", "--no-pager", str(unit)],
        capture_output=True,
        text=True,
    )
    score = re.search(r"exposure level for \S+: ([0-9.]+)", done.stdout)
    assert score, done.stdout + done.stderr
    assert float(score[1]) <= 2.0, done.stdout


def test_the_example_of_settings_names_settings_that_exist() -> None:
    named = re.findall(r"^#?([A-Z_]+)=", (DEPLOY / "duidelijk.env").read_text(), re.MULTILINE)
    reference = (DEPLOY.parent / "docs/reference/settings.md").read_text(encoding="utf-8")
    assert named and all(f"`{each}`" in reference for each in named)


def test_the_server_tells_systemd_that_it_is_ready(starter_home: Path, tmp_path: Path) -> None:
    """As ``Type=notify`` wants, from the very process that systemd started."""
    path = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening, socket.socket() as probe:
        listening.bind(str(path))
        listening.settimeout(60)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
        probe.close()
        process = subprocess.Popen(
            [sys.executable, "-m", "duidelijk", "serve", "--port", port],
            env={**os.environ, "DUIDELIJK_HOME": str(starter_home), "NOTIFY_SOCKET": str(path)},
            stdout=subprocess.DEVNULL,
        )
        try:
            told, ancillary, _, _ = listening.recvmsg(4096, 64)
            sender = int.from_bytes(ancillary[0][2][:4], sys.byteorder)
            assert b"READY=1" in told
            assert sender == process.pid
            _answered(f"http://127.0.0.1:{port}/gezondheid")
        finally:
            process.terminate()
            assert process.wait(timeout=30) == 0


def _answered(address: str) -> None:
    """Wait until a request is answered: a worker that only starts yet hears no signal."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=10):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")

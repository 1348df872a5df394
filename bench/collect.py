"""Collecting from recorded replies on loopback, beside the public client packages, in one run.

Each client runs in a process of its own, so that its memory is its own. The server is another
process, warmed by a first run that is not counted. Prints one table.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from table import show

HERE = Path(__file__).resolve().parent
SHARED = Path(os.environ.get("DUIDELIJK_SHARED", HERE.parent.parent / "shared")) / "data"
TABLES = ("80590ned", "37789ksz", "82242NED", "83693NED", "03759ned")
ROWS = 1_000_000
ROUNDS = 3


def main() -> None:
    """Measure every table as recorded, and repeated to a million rows."""
    if len(sys.argv) > 1:
        {"ours": ours, "cbsodata4": cbsodata4}[sys.argv[1]](*sys.argv[2:])
        return
    if not SHARED.is_dir():
        sys.exit("needs the recorded replies (DUIDELIJK_SHARED)")
    rows = []
    for repeated in (False, True):
        for table in TABLES:
            rows += _compared(table, repeated)
    show("Collecting from recorded replies on loopback", rows)


def _compared(table: str, repeated: bool) -> list[tuple[str, str, str]]:
    from replay.odata4 import Table4

    held = len(Table4(SHARED / "cbs-v4" / table).rows)
    times = -(-ROWS // held) if repeated else 1
    command = [sys.executable, "-m", "replay", str(SHARED), "--own-links"]
    command += ["--repeat", f"{table}={times}"]
    server = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(HERE.parent / "tools")},
    )
    assert server.stdout is not None
    address = server.stdout.readline().strip()
    try:
        found: dict[str, list[dict[str, float]]] = {"ours": [], "cbsodata4": []}
        for number in range(ROUNDS + 1):
            for client in found:
                measured = _run(client, address, table, times)
                if number:  # the first one warms the server
                    found[client].append(measured)
    finally:
        server.terminate()
        server.wait()
    best = {
        client: {key: min(each[key] for each in runs) for key in runs[0]}
        for client, runs in found.items()
    }
    mine, theirs = best["ours"], best["cbsodata4"]
    name = f"{table}, {int(mine['rows']):,} rows"
    return [
        (
            f"{name}: seconds, ours beside cbsodata4",
            "≥ 5 times fewer",
            f"{mine['seconds']:.2f} beside {theirs['seconds']:.2f}: "
            f"{theirs['seconds'] / mine['seconds']:.1f} times fewer",
        ),
        (
            f"{name}: peak memory",
            "≤ half",
            f"{mine['memory']:.0f} beside {theirs['memory']:.0f} MB: "
            f"{mine['memory'] / theirs['memory']:.2f}",
        ),
    ]


def _run(client: str, address: str, table: str, times: int) -> dict[str, float]:
    folder = tempfile.mkdtemp(prefix="bench-collect-")
    try:
        done = subprocess.run(
            [sys.executable, __file__, client, address, table, str(times), folder],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": f"{HERE}:{HERE.parent / 'tools'}"},
        )
        measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
        return measured
    finally:
        shutil.rmtree(folder)


def _told(started: float, rows: int) -> None:
    seconds = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "memory": memory, "rows": rows}))


def cbsodata4(address: str, table: str, _times: str, folder: str) -> None:
    """The public client of OData v4: everything of one table, kept as it keeps it."""
    import cbsodata4 as client

    started = time.perf_counter()
    base = f"{address}/datasets.cbs.nl/odata/v1"
    rows = client.get_observations(table, download_dir=f"{folder}/{table}", base_url=base)
    _told(started, len(rows))


def ours(address: str, table: str, times: str, folder: str) -> None:
    """From the first request to figures in the store, every observation of it."""
    from collect_monitor import make_monitor

    from duidelijk.catalogue import read_monitor
    from duidelijk.figures.store import FigureStore
    from duidelijk.foundation.home import Home
    from duidelijk.sources import connectors
    from duidelijk.sources.collecting import collect_feed
    from duidelijk.sources.network.fetching import Network

    home = Home(Path(folder))
    make_monitor(home.monitor, SHARED / "cbs-v4" / table, int(times), address)
    monitor = read_monitor(home.monitor)
    network = Network()
    connectors.service("odata4")  # what is imported counts for neither
    started = time.perf_counter()
    outcome = collect_feed(home, monitor, monitor.feeds[table], network)
    assert outcome.state == "stored", outcome
    seen = sum(outcome.news.values()) + sum(outcome.skipped.values())
    _told(started, seen)
    stored = len(FigureStore(home.figures).figures())
    assert stored == sum(outcome.news.values()), (stored, outcome)


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent / "tools"))
    main()

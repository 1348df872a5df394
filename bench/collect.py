"""Collecting from recorded replies on loopback, beside the public client packages, in one run.

Tables of OData v4 beside ``cbsodata4``, of v3 beside ``cbsodata``: as recorded, and repeated to a
million observations. Each client runs in a process of its own, so that its memory is its own. The
server is another process, warmed by a first run that is not counted. What we wait for politeness'
sake is left out: nobody else waits, and this server is our own. Prints one table.
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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from table import show

HERE = Path(__file__).resolve().parent
TOOLS = HERE.parent / "tools"
sys.path.insert(0, str(TOOLS))
SHARED = Path(os.environ.get("DUIDELIJK_SHARED", HERE.parent.parent / "shared"))
TABLES = {
    "cbsodata4": ("80590ned", "37789ksz", "82242NED", "83693NED", "03759ned"),
    "cbsodata": ("83262NED", "85067NED", "84799NED"),
}
PERIODS = {"85067NED": "2022JJ00", "84799NED": "2020JJ00"}
"""Of tables without a dimension of time."""
OBSERVATIONS = 1_000_000
ROUNDS = 3
REGIONS = "startswith(WijkenEnBuurten,'NL') or startswith(WijkenEnBuurten,'GM')"
"""Of the one table with districts and neighbourhoods, what both clients ask for."""


def main() -> None:
    """Measure every table, or those named in the arguments, as recorded and repeated."""
    step = {"serve3": serve3, "ours": ours, "cbsodata4": cbsodata4, "cbsodata": cbsodata}
    if len(sys.argv) > 1 and sys.argv[1] in step:
        step[sys.argv[1]](*sys.argv[2:])
        return
    if not SHARED.is_dir():
        sys.exit("needs the recorded replies (DUIDELIJK_SHARED)")
    rows = []
    for repeated in (False, True):
        for client, tables in TABLES.items():
            for table in tables:
                if table in sys.argv[1:] or len(sys.argv) == 1:
                    rows += _compared(client, table, repeated)
    show("Collecting from recorded replies on loopback", rows)


def _compared(client: str, table: str, repeated: bool) -> list[tuple[str, str, str]]:
    times = -(-OBSERVATIONS // _held(client, table)) if repeated else 1
    found: dict[str, list[dict[str, float]]] = {"ours": [], client: []}
    with _serving(client, table, times) as address:
        for number in range(ROUNDS + 1):
            for each, runs in found.items():
                measured = _run(each, address, table, times)
                if number:  # the first one warms the server
                    runs.append(measured)
    best = {
        each: {key: min(run[key] for run in runs) for key in runs[0]}
        for each, runs in found.items()
    }
    mine, theirs = best["ours"], best[client]
    name = f"{table}, {int(mine['observations']):,} observations"
    return [
        (
            f"{name}: seconds, ours beside {client}",
            "≥ 5 times fewer",
            f"{mine['seconds']:.2f} beside {theirs['seconds']:.2f}: "
            f"{theirs['seconds'] / mine['seconds']:.1f} times fewer",
        ),
        (
            f"{name}: peak memory, ours beside {client}",
            "≤ half",
            f"{mine['memory']:.0f} beside {theirs['memory']:.0f} MB: "
            f"{mine['memory'] / theirs['memory']:.2f}",
        ),
    ]


def _held(client: str, table: str) -> int:
    """The observations in a recorded table."""
    if client == "cbsodata4":
        from replay.odata4 import Table4

        return len(Table4(SHARED / "data" / "cbs-v4" / table).rows)
    recorded = _table3(table, 1)
    topics = sum(each["Type"] == "Topic" for each in recorded.properties)
    return topics * len(recorded.data)


@contextmanager
def _serving(client: str, table: str, times: int) -> Iterator[str]:
    """The address of a server of its own with the table."""
    command = [sys.executable, __file__, "serve3", table, str(times)]
    if client == "cbsodata4":
        command = [sys.executable, "-m", "replay", str(SHARED / "data"), "--own-links"]
        command += ["--repeat", f"{table}={times}"]
    server = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(TOOLS)},
    )
    assert server.stdout is not None
    try:
        yield server.stdout.readline().strip()
    finally:
        server.terminate()
        server.wait()


def _run(client: str, address: str, table: str, times: int) -> dict[str, float]:
    folder = tempfile.mkdtemp(prefix="bench-collect-")
    try:
        done = subprocess.run(
            [sys.executable, __file__, client, address, table, str(times), folder],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
        return measured
    finally:
        shutil.rmtree(folder)


def _measured(work: Callable[[], int]) -> None:
    """Print the seconds that *work* takes, the process's peak memory, and the observations."""
    started = time.perf_counter()
    observations = work()
    seconds = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "memory": memory, "observations": observations}))


# --- what runs in a process of its own -----------------------------------------------------------


def cbsodata4(address: str, table: str, _times: str, folder: str) -> None:
    """The public client of OData v4: all observations of a table, kept as it keeps them."""
    import cbsodata4 as client

    base = f"{address}/datasets.cbs.nl/odata/v1"
    _measured(
        lambda: len(client.get_observations(table, download_dir=f"{folder}/{table}", base_url=base))
    )


def cbsodata(address: str, table: str, _times: str, folder: str) -> None:
    """The public client of OData v3: a table, kept as it keeps it."""
    import cbsodata as client

    client.options.use_https = False
    host = address.removeprefix("http://")
    filters = REGIONS if table == "84799NED" else None
    _measured(lambda: len(client.get_data(table, folder, filters=filters, catalog_url=host)))


def ours(address: str, table: str, times: str, folder: str) -> None:
    """From the first request to figures in the store, every observation of it."""
    from collect_monitor import make_monitor, recorded3, recorded4

    from duidelijk.catalogue import read_monitor
    from duidelijk.figures.store import FigureStore
    from duidelijk.foundation.home import Home
    from duidelijk.sources import connectors
    from duidelijk.sources.collecting import collect_feed
    from duidelijk.sources.network.fetching import Network
    from duidelijk.sources.network.politeness import Gate, Gates

    home = Home(Path(folder))
    folder4 = SHARED / "data" / "cbs-v4" / table
    recorded = (
        recorded4(folder4, int(times), address)
        if folder4.is_dir()
        else recorded3(_table3(table, int(times)), address, PERIODS.get(table, ""))
    )
    make_monitor(home.monitor, recorded)
    monitor = read_monitor(home.monitor)
    network = Network(gates=Gates(lambda: Gate(burst=1_000_000)))
    connectors.service(recorded.protocol)  # what is imported counts for neither
    figures = 0

    def collect() -> int:
        nonlocal figures
        outcome = collect_feed(home, monitor, monitor.feeds[table], network)
        assert outcome.state == "stored", str(outcome)[:2000]
        figures = sum(outcome.news.values())
        return figures + sum(outcome.skipped.values())

    _measured(collect)
    stored = len(FigureStore(home.figures).figures())
    assert stored == figures, (stored, figures)


def serve3(table: str, times: str) -> None:
    """Serve a table of OData v3 until the process is ended."""
    from replay.odata3 import replaying

    with replaying(_table3(table, int(times))) as replay:
        print(replay.address, flush=True)
        sys.stdin.read()


def _table3(table: str, times: int):  # type: ignore[no-untyped-def]
    from replay import odata3_tables

    makers = (odata3_tables.table_83262, odata3_tables.table_85067, odata3_tables.table_84799)
    recorded = dict(zip(TABLES["cbsodata"], makers, strict=True))[table](SHARED)
    if table == "84799NED":  # districts and neighbourhoods are no regions of ours
        kept = recorded.data["WijkenEnBuurten"].str.contains("^(NL|GM)")
        recorded.data = recorded.data.filter(kept)
    return odata3_tables.repeated(recorded, times) if times > 1 else recorded


if __name__ == "__main__":
    main()

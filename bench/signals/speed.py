"""How long a million series take, and the whole list of the shipped monitor."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from duidelijk.catalogue.reading import read_monitor
from duidelijk.cli.monitors import import_shipped, shipped_monitor
from duidelijk.editions.content import compile_content
from duidelijk.figures.store import FigureStore
from duidelijk.foundation.home import Home

_MILLION = """
import json, resource, time
import numpy as np
from duidelijk.change.expectation.batch import Batch, calibrated, forecast
from duidelijk.change.expectation.scales import Scale
random = np.random.default_rng(1)
mean = np.exp(random.uniform(0, 6, 1_000_000))
values = np.empty((1_000_000, 73), np.float64)
for start in range(0, 1_000_000, 50_000):
    rows = slice(start, start + 50_000)
    values[rows] = random.poisson(mean[rows, None], (50_000, 73))
family = np.repeat(np.arange(2000), 500)
begun = time.perf_counter()
given = Batch(values[:, :-1], family, Scale.COUNT, 12)
score = calibrated(given, forecast(given)).score(values[:, -1:])
taken = time.perf_counter() - begun
assert np.isfinite(score).all()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
print(json.dumps([taken, peak]))
"""


def million() -> tuple[float, float]:
    """Seconds and peak memory in GB of a process that judges a million series of 72 months."""
    done = subprocess.run(
        [sys.executable, "-c", _MILLION], capture_output=True, text=True, check=True
    )
    seconds, peak = json.loads(done.stdout)
    return seconds, peak


def monitor_list() -> list[tuple[str, float]]:
    """Seconds that each edition of the shipped monitor takes from figures to list."""
    folder = shipped_monitor("corona")
    monitor = read_monitor(folder)
    told = []
    with tempfile.TemporaryDirectory() as name:
        home = Home(Path(name))
        import_shipped(home, folder, monitor)
        store = FigureStore(home.figures)
        figures, releases = store.figures(), store.releases()
        for plan in monitor.editions:
            begun = time.perf_counter()
            compile_content(monitor, plan, figures, releases)
            told.append((plan.id, time.perf_counter() - begun))
    return told

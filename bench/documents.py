"""Documents: an edition, a summary, and two pages for each municipality."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from table import show

_ONE = """
import json, resource, sys, time
from pathlib import Path
from duidelijk.editions.edition import Edition
from duidelijk.publish.documents.edition import edition_document, edition_pdf
from duidelijk.publish.documents.summary import summary_pdf
from duidelijk.publish.documents import themes
from duidelijk.publish.documents.telling import Telling
themes._CHARTS = int(sys.argv[3])
edition, kind = Edition(Path(sys.argv[1])), sys.argv[2]
make = {"edition": edition_pdf, "summary": summary_pdf}[kind]
started, cpu = time.perf_counter(), time.process_time()
content = make(edition, "nl")
took, used = time.perf_counter() - started, time.process_time() - cpu
charts = json.dumps(edition_document(Telling(edition, "nl"))["blocks"]).count('"alt"')
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([took, used, len(content) / 1e6, charts, peak]))
"""


def _one(folder: Path, kind: str, charts: int = 10) -> list[float]:
    """Seconds, CPU seconds, megabytes, charts of the edition and peak memory, in a new process.

    With at most so many *charts* a theme; a shipped edition has under fifty series to draw by ten.
    """
    command = [sys.executable, "-c", _ONE, str(folder), kind, str(charts)]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    found: list[float] = json.loads(told.stdout)
    return found


def main() -> None:
    """Measure on the shipped monitor: April 2021 has most that is new, October municipalities."""
    from duidelijk.cli.freezing import freeze_editions
    from duidelijk.cli.monitors import shipped_monitor
    from duidelijk.editions.edition import Edition
    from duidelijk.foundation.home import Home
    from duidelijk.publish.documents.many import municipalities, region_pdfs

    with tempfile.TemporaryDirectory() as made:
        os.environ["DUIDELIJK_HOME"] = made
        home = Home(Path(made))
        freeze_editions(home, shipped_monitor("corona"), [])
        rows = []
        for id_, most in (("2021-2", 10), ("2021-5", 10), ("2021-2", 30)):
            took, used, size, charts, peak = _one(home.editions / id_, "edition", most)
            told = f"{took:.2f} s ({used:.2f} CPU), {size:.2f} MB, {peak:.0f} MB of memory"
            rows.append((f"edition {id_}, 5 themes, {charts:.0f} charts", "≤ 3 s, ≤ 2 MB", told))
        took, used, size, _, _ = _one(home.editions / "2021-2", "summary")
        rows.append(("summary", "", f"{took:.2f} s ({used:.2f} CPU), {size * 1000:.0f} kB"))
        folder = home.editions / "2021-5"
        codes = municipalities(Edition(folder))
        started = time.perf_counter()
        sizes = [len(content) for _, content in region_pdfs(folder, codes, "nl")]
        took = time.perf_counter() - started
        told = f"{took:.0f} s, {sum(sizes) / len(sizes) / 1000:.0f} kB each"
        rows.append((f"{len(sizes)} municipalities, {os.cpu_count()} cores", "≤ 240 s", told))
    show("Documents", rows)


if __name__ == "__main__":
    main()

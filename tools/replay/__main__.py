"""Usage: PYTHONPATH=tools python -m replay FOLDER [--port N] [--page-size N] [--repeat TABLE=N]."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from replay.odata4 import BASE, Table4
from replay.server import Replay, recorded_tables, serving


def main() -> None:
    """Serve the recordings in a folder until the end of standard input, or of the process."""
    parser = argparse.ArgumentParser(description="Replays recorded replies on loopback.")
    parser.add_argument("folder", type=Path, help="with cbs-v4/, rivm/ …")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--page-size", type=int, default=100_000)
    parser.add_argument("--repeat", action="append", default=[], help="TABLE=TIMES")
    parser.add_argument("--own-links", action="store_true", help="next pages are here too")
    given = parser.parse_args()
    tables = recorded_tables(given.folder)
    for each in given.repeat:
        name, _, times = each.partition("=")
        tables[name] = Table4(given.folder / "cbs-v4" / name, int(times))
    with serving(Replay(tables, page_size=given.page_size), given.port, pack=False) as replay:
        for table in tables.values():
            if given.own_links:
                table.links_to = BASE.replace("https://", f"{replay.address}/")
        print(replay.address, flush=True)
        while sys.stdin.read(1):
            time.sleep(0.1)


if __name__ == "__main__":
    main()

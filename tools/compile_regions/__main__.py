"""Compile the facts of the regions room from the published tables and boundaries.

Reads the municipalities by date, what became what, the CBS table "Gebieden in Nederland 2022"
(85067NED) and generalised boundaries (topojson), and writes five compact CSV files: the dated
partitions, the municipalities, the areas, the successions and the tile maps. The boundaries
themselves are not kept: only where each tile lies on our own map.

Needs numpy and scipy. The same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from boundaries import read_shapes
from facts import FIRST_DATE, complete, read_dates, read_rows, read_table
from writing import write_facts, write_tiles


def main(arguments: Sequence[str] | None = None) -> None:
    """Read everything, write the five files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    add = parser.add_argument
    add(
        "--municipalities",
        type=Path,
        required=True,
        help="CSV: valid_from, gm_code, gm_name, vr_code",
    )
    add(
        "--mergers",
        type=Path,
        required=True,
        help="CSV: date, from_code, to_code, share (geheel/deel)",
    )
    add("--table", type=Path, required=True, help="CSV export of the data of CBS table 85067NED")
    add("--properties", type=Path, required=True, help="CSV export of its DataProperties")
    add(
        "--boundaries",
        type=Path,
        help="topojson.gz of the first date read; without it the tile maps are left as they are",
    )
    add("--output", type=Path, required=True, help="folder for the CSV files")
    given = parser.parse_args(arguments)

    dates = read_dates(given.municipalities)
    first_read = min(dates)
    mergers = sorted(
        read_rows(given.mergers), key=lambda m: (m["date"], m["from_code"], m["to_code"])
    )
    table, areas = read_table(given.table, given.properties)
    read = complete({FIRST_DATE: dates[first_read], **dates}, mergers, table)
    write_facts(given.output, read, dates, mergers, areas, first_read)
    if given.boundaries is not None:
        write_tiles(given.output, read_shapes(given.boundaries), read, mergers, areas)


if __name__ == "__main__":
    main()

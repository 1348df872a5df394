"""Writes the compact CSV files of the regions room."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from boundaries import Shapes
from facts import END_DATE, FIRST_DATE, LEVELS, TABLE_DATE, Facts, intervals
from labels import ALIASES, ENGLISH, SHORT_NAMES
from tile_maps import carried, drawn, municipality_map


def write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV file with plain newlines."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def derived_levels(date: str, first_read: str) -> str:
    """Which facts of a partition are carried over from another date."""
    levels = [] if date[:4] == TABLE_DATE[:4] else [x for x in LEVELS if x != "safety_region"]
    return " ".join([*levels, "safety_region", "municipality"] if date < first_read else levels)


def other_names(
    dates: Mapping[str, Mapping[str, tuple[str, str]]], names: Mapping[str, str]
) -> dict[str, list[str]]:
    """Names a municipality also goes by: of other lists, and colloquial ones."""
    found = {code: list(ALIASES.get(code, [])) for code in names}
    for rows in dates.values():
        for code, (name, _) in rows.items():
            if name not in (names[code], names[code].lstrip("'"), *found[code]):
                found[code].append(name)
    return found


def write_facts(
    folder: Path,
    read: Mapping[str, Mapping[str, Facts]],
    dates: Mapping[str, Mapping[str, tuple[str, str]]],
    mergers: Sequence[Mapping[str, str]],
    areas: Mapping[str, Mapping[str, str]],
    first_read: str,
) -> None:
    """Write partitions, municipalities, areas and successions."""
    starts = list(read)
    write(
        folder / "partitions.csv",
        ("valid_from", "valid_until", "derived"),
        [
            (start, end, derived_levels(start, first_read))
            for start, end in zip(starts, [*starts[1:], END_DATE], strict=True)
        ],
    )
    names = {code: facts.name for rows in read.values() for code, facts in rows.items()}
    others = other_names(dates, names)
    write(
        folder / "municipalities.csv",
        ("valid_from", "valid_until", "code", "name", *LEVELS, "name_en", "also"),
        [
            (
                start,
                end,
                code,
                facts.name,
                *facts.memberships,
                ENGLISH.get(code, ""),
                "|".join(others[code]),
            )
            for start, end, code, facts in intervals(read)
        ],
    )
    everything = {"country": {"NL01": "Nederland"}, **areas}
    write(
        folder / "areas.csv",
        ("level", "code", "name", "short_name", "name_en", "also"),
        [
            (
                level,
                code,
                name,
                SHORT_NAMES[code],
                ENGLISH.get(code, ""),
                "|".join(ALIASES.get(code, [])),
            )
            for level, named in everything.items()
            for code, name in sorted(named.items())
        ],
    )
    share = {"geheel": "whole", "deel": "part"}
    write(
        folder / "successions.csv",
        ("date", "from", "to", "share"),
        [(m["date"], m["from_code"], m["to_code"], share[m["share"]]) for m in mergers],
    )


def write_tiles(
    folder: Path,
    shapes: Shapes,
    read: Mapping[str, Mapping[str, Facts]],
    mergers: Sequence[Mapping[str, str]],
    areas: Mapping[str, Mapping[str, str]],
) -> None:
    """Write the tile maps: one per level, and the municipalities for every partition."""
    rows: list[tuple[object, ...]] = [("country", FIRST_DATE, END_DATE, "NL01", 0, 0)]
    for level in LEVELS:
        cells = drawn(level, areas[level])
        rows += [(level, FIRST_DATE, END_DATE, code, *cells[code]) for code in sorted(cells)]
    first, *later = list(read)
    maps = {first: municipality_map(shapes)}
    origins: dict[str, list[str]] = defaultdict(list)
    for step in mergers:
        origins[step["to_code"]].append(step["from_code"])
    for date in later:
        maps[date] = carried(maps[max(maps)], read[date], origins)
    rows += [
        ("municipality", start, end, code, *cell) for start, end, code, cell in intervals(maps)
    ]
    write(
        folder / "tiles.csv",
        ("level", "valid_from", "valid_until", "code", "column", "row"),
        rows,
    )

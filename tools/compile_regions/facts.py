"""What is known of municipalities by date: read from the tables, completed through the mergers."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Our level, the title of its topic group in the CBS table.
TOPICS = {
    "part": "Landsdelen",
    "province": "Provincies",
    "safety_region": "Veiligheidsregio's",
    "ggd": "GGD-regio's",
    "labour_region": "Arbeidsmarktregio's",
}
LEVELS = tuple(TOPICS)
TABLE_DATE = "2022-01-01"
FIRST_DATE = "2019-01-01"  # no municipality began or ended between this day and the first date read
END_DATE = "2024-01-01"  # from this day on nothing is known here

# What the table of 2022 gets wrong about the years before it: (level, code, until) → membership,
# empty for unknown.
BEFORE = {
    # CBS's own note in the table: divided over several labour-market regions until 2021.
    ("labour_region", "GM1961", "2021-01-01"): "",
    # The table of 2022 already counts Weesp with Amsterdam, which it joined that March. Its public
    # health service follows by law the safety region, and that was Gooi en Vechtstreek; where its
    # labour market belonged is not in the sources.
    ("ggd", "GM0457", "2022-01-01"): "GG3606",
    ("labour_region", "GM0457", "2022-01-01"): "",
}


@dataclass(frozen=True)
class Facts:
    """What is known of one municipality during one partition."""

    name: str
    memberships: tuple[str, ...]  # in the order of LEVELS; empty where unknown


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, every value without its padding."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{k: (v or "").strip() for k, v in row.items()} for row in csv.DictReader(file)]


def read_dates(path: Path) -> dict[str, dict[str, tuple[str, str]]]:
    """Date → municipality → (name, safety region), in order of date."""
    dates: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for row in read_rows(path):
        dates[row["valid_from"]][row["gm_code"]] = (row["gm_name"], row["vr_code"])
    return dict(sorted(dates.items()))


def topic_columns(properties: Path) -> dict[str, tuple[str, str]]:
    """Level → the columns of its code and its name in the CBS table."""
    rows = read_rows(properties)
    group = {row["Title"]: row["ID"] for row in rows if row["Type"] == "TopicGroup"}
    keys = {(row["ParentID"], row["Title"]): row["Key"] for row in rows if row["Type"] == "Topic"}
    return {
        level: (keys[group[title], "Code"], keys[group[title], "Naam"])
        for level, title in TOPICS.items()
    }


def read_table(data: Path, properties: Path) -> tuple[dict[str, Facts], dict[str, dict[str, str]]]:
    """The municipalities of 2022 with their memberships; level → area code → name."""
    columns = topic_columns(properties)
    facts: dict[str, Facts] = {}
    areas: dict[str, dict[str, str]] = {level: {} for level in LEVELS}
    for row in read_rows(data):
        codes = tuple(row[columns[level][0]] for level in LEVELS)
        facts[row["Code_1"]] = Facts(row["Naam_2"], codes)
        for level, code in zip(LEVELS, codes, strict=True):
            areas[level][code] = row[columns[level][1]]
    return facts, areas


def agreed(candidates: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Per level the one value all candidates share, else empty."""
    return tuple(
        values[0] if len(set(values)) == 1 else "" for values in zip(*candidates, strict=True)
    )


def complete(
    dates: Mapping[str, Mapping[str, tuple[str, str]]],
    mergers: Sequence[Mapping[str, str]],
    table: Mapping[str, Facts],
) -> dict[str, dict[str, Facts]]:
    """Every date's municipalities with memberships: from the table, else through the mergers."""
    known = dict(table)
    steps = sorted(mergers, key=lambda step: step["date"])
    for links, here, there in (
        (reversed(steps), "from_code", "to_code"),  # the dissolved inherit from their successors
        (steps, "to_code", "from_code"),  # the new inherit from their predecessors
    ):
        relatives: dict[str, list[str]] = defaultdict(list)
        for step in links:
            relatives[step[here]].append(step[there])
        for code, others in relatives.items():
            if code not in known and all(other in known for other in others):
                known[code] = Facts("", agreed(known[other].memberships for other in others))
    return {
        date: {
            code: dated_facts(code, name, safety_region, date, known[code])
            for code, (name, safety_region) in sorted(rows.items())
        }
        for date, rows in dates.items()
    }


def dated_facts(code: str, name: str, safety_region: str, date: str, known: Facts) -> Facts:
    """The facts of one municipality on one date: its own safety region, and nothing unsure."""
    values = dict(zip(LEVELS, known.memberships, strict=True)) | {"safety_region": safety_region}
    for (level, other, until), value in BEFORE.items():
        if code == other and date < until:
            values[level] = value
    return Facts(known.name or name, tuple(values[level] for level in LEVELS))


def intervals(
    partitions: Mapping[str, Mapping[str, Any]],
) -> list[tuple[str, str, str, Any]]:
    """(from, until, code, value), one row for as long as a code's value stays the same."""
    starts = list(partitions)
    ends = dict(zip(starts, [*starts[1:], END_DATE], strict=True))
    rows: dict[str, list[tuple[str, str, Any]]] = defaultdict(list)
    for start, values in partitions.items():
        for code, value in values.items():
            mine = rows[code]
            if mine and mine[-1][1] == start and mine[-1][2] == value:
                mine[-1] = (mine[-1][0], ends[start], value)
            else:
                mine.append((start, ends[start], value))
    return [(*row[:2], code, row[2]) for code in sorted(rows) for row in rows[code]]

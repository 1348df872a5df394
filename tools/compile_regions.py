"""Compile the facts of the regions room from the published tables and boundaries.

Reads the municipalities by date, what became what, the CBS table "Gebieden in Nederland 2022"
(85067NED) and generalised boundaries (topojson), and writes five compact CSV files: the dated
partitions, the municipalities, the areas, the successions and the tile maps. The boundaries
themselves are not kept: only where each tile lies on our own map.

Needs numpy and scipy. The same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

Points = NDArray[np.float64]
Cells = dict[str, tuple[int, int]]

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
# Names that differ in English.
ENGLISH = {
    "NL01": "the Netherlands",
    "LD01": "North Netherlands",
    "LD02": "East Netherlands",
    "LD03": "West Netherlands",
    "LD04": "South Netherlands",
    "GM0518": "The Hague",
}
ALIASES = {"GM0518": ["Den Haag"], "GM0796": ["Den Bosch"], "PV21": ["Friesland"]}
# What fits in a tile: short names, unique within a level.
SHORT = """
NL01 NL
LD01 Noord  LD02 Oost  LD03 West  LD04 Zuid
PV20 GR  PV21 FR  PV22 DR  PV23 OV  PV24 FL  PV25 GE  PV26 UT  PV27 NH  PV28 ZH  PV29 ZE
PV30 NB  PV31 LI
VR01 GR  VR02 FR  VR03 DR  VR04 IJ  VR05 TW  VR06 NOG  VR07 GM  VR08 GZ  VR09 UT
VR10 NHN  VR11 ZaW  VR12 KEN  VR13 AA  VR14 GV  VR15 HGL  VR16 HM  VR17 RR  VR18 ZHZ
VR19 ZE  VR20 MWB  VR21 BN  VR22 BZO  VR23 LN  VR24 LZ  VR25 FL
GG0111 GR  GG0706 DR  GG1009 IJ  GG1106 TW  GG1413 NOG  GG1911 GM  GG2014 GZ  GG2209 FL
GG2514 UT  GG2707 HN  GG3109 KEN  GG3406 ADM  GG3606 GV  GG4506 HM  GG4607 RR
GG4816 ZHZ  GG5006 ZE  GG5206 WB  GG5406 HvB  GG5608 BZO  GG6011 LN  GG6106 ZL
GG7014 HGL  GG7206 FR  GG7306 ZaW
AM01 GR  AM02 FR  AM03 DR  AM05 TW  AM06 SNV  AM07 MG  AM08 RvN  AM09 ACH  AM10 RIV
AM11 FL  AM12 GV  AM13 MU  AM14 AMF  AM15 NHN  AM17 ZaW  AM18 ADM  AM19 HR  AM20 MH
AM21 HGL  AM22 RM  AM23 DRE  AM24 ZE  AM25 WB  AM26 MB  AM27 NOB  AM28 ZOB  AM29 NL
AM30 ZL  AM32 HDP  AM33 ML  AM34 ZHC  AM35 GOR  AM36 ZWO  AM37 ZKY  AM38 FV
"""
SHORT_NAMES = dict(zip(SHORT.split()[::2], SHORT.split()[1::2], strict=True))

# The maps of the few large regions are drawn by hand, by short name: an assignment keeps the
# distances but not the picture people know. The open cell up north is the IJsselmeer.
TWENTY_FIVE = """
.   .   .   FR  GR  .
.   .   {0} .   DR  .
.   .   ZaW FL  IJ  TW
.   KEN {1} GV  NOG .
HGL HM  UT  GM  .   .
RR  ZHZ GZ  .   .   .
ZE  {2} {3} LN  .   .
.   .   BZO {4} .   .
"""
DRAWN = {
    "part": """
.    Noord
West Oost
.    Zuid
""",
    "province": """
.  .  FR GR
.  NH FL DR
ZH UT GE OV
ZE NB LI .
""",
    "safety_region": TWENTY_FIVE.format("NHN", "AA", "MWB", "BN", "LZ"),
    "ggd": TWENTY_FIVE.format("HN", "ADM", "WB", "HvB", "ZL"),
    "labour_region": """
.   .   .   FR  GR  .
.   .   NHN .   DR  .
.   .   ZaW FL  ZWO TW
.   ZKY ADM GV  SNV ACH
.   HR  MU  AMF FV  MG
HGL ZHC MH  GOR RIV RvN
RM  DRE MB  NOB HDP NL
ZE  WB  .   ZOB ML  .
.   .   .   .   ZL  .
""",
}


@dataclass(frozen=True)
class Facts:
    """What is known of one municipality during one partition."""

    name: str
    memberships: tuple[str, ...]  # in the order of LEVELS; empty where unknown


@dataclass
class Shapes:
    """Where the municipalities of one date lie: centroids, areas, who touches whom."""

    centroid: dict[str, tuple[float, float]] = field(default_factory=dict)
    area: dict[str, float] = field(default_factory=dict)
    touching: set[tuple[str, str]] = field(default_factory=set)


# ---------------------------------------------------------------- reading


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


def rings(geometry: Mapping[str, Any]) -> list[list[int]]:
    """The rings of a topojson geometry as lists of arc numbers, holes included."""
    arcs: Any = geometry["arcs"]
    return (
        [list(r) for r in arcs]
        if geometry["type"] == "Polygon"
        else [list(r) for polygon in arcs for r in polygon]
    )


def decode_arcs(topology: Mapping[str, Any]) -> list[Points]:
    """The arcs of a quantised topojson in longitude and latitude."""
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    return [
        np.cumsum(np.asarray(arc, dtype=float), axis=0) * scale + move for arc in topology["arcs"]
    ]


def ring_moments(points: Points) -> tuple[float, float, float]:
    """Signed area of a closed ring and its first moments (shoelace formula)."""
    (x0, y0), (x1, y1) = points[:-1].T, points[1:].T
    cross = x0 * y1 - x1 * y0
    return (
        float(cross.sum() / 2),
        float(((x0 + x1) * cross).sum() / 6),
        float(((y0 + y1) * cross).sum() / 6),
    )


def read_shapes(path: Path) -> Shapes:
    """Centroids (x to the east, y to the south, 1 = one degree of latitude) and neighbours."""
    topology = json.loads(gzip.decompress(path.read_bytes()))
    arcs = [arc * [np.cos(np.radians(52.2)), -1.0] for arc in decode_arcs(topology)]
    objects = topology["objects"]
    layer = objects["gm_features"] if "gm_features" in objects else objects["municipalities"]
    shapes, users = Shapes(), defaultdict(set)
    for geometry in layer["geometries"]:
        code = geometry["properties"].get("code") or geometry["properties"]["gemcode"]
        total = np.zeros(3)
        for ring in rings(geometry):
            line = np.concatenate([arcs[a] if a >= 0 else arcs[~a][::-1] for a in ring])
            total += ring_moments(line)
            for arc in ring:
                users[arc if arc >= 0 else ~arc].add(code)
        shapes.centroid[code] = (float(total[1] / total[0]), float(total[2] / total[0]))
        shapes.area[code] = abs(float(total[0]))
    for codes in users.values():
        shapes.touching |= {(a, b) for a in codes for b in codes if a < b}
    return shapes


# ---------------------------------------------------------------- memberships


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


# ---------------------------------------------------------------- tile maps


def spread(centroids: Points, edges: Sequence[tuple[int, int]], rounds: int = 400) -> Points:
    """Move points apart until each has room for a tile, holding neighbours together."""
    where = centroids.copy()
    pairs = np.array(edges, dtype=int).reshape(-1, 2)
    for round_ in range(rounds):
        gap = where[:, None, :] - where[None, :, :]
        distance = np.hypot(gap[..., 0], gap[..., 1]) + np.eye(len(where)) * 9
        overlap = np.clip(1.0 - distance, 0, None) / np.maximum(distance, 1e-9)
        step = (gap * overlap[..., None]).sum(axis=1) * 0.35
        along = where[pairs[:, 1]] - where[pairs[:, 0]]
        length = np.hypot(along[:, 0], along[:, 1])[:, None]
        pull = along * np.clip(1 - 1.05 / np.maximum(length, 1e-9), 0, None) * 0.12
        np.add.at(step, pairs[:, 0], pull)
        np.add.at(step, pairs[:, 1], -pull)
        where += step * (1 - 0.5 * round_ / rounds)
    return where


def linked(centroids: Points, edges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The edges, with what lies across water tied to what is nearest: the map is one whole."""
    result = set(edges)
    apart = np.linalg.norm(centroids[:, None] - centroids[None], axis=2)
    for island in set(range(len(centroids))) - {k for edge in result for k in edge}:
        for near in np.argsort(apart[island])[1:4]:
            result.add((min(island, int(near)), max(island, int(near))))
    while (far := away_from_first(len(centroids), result)).any():
        across = np.where(far[:, None] == far[None, :], np.inf, apart)
        a, b = np.unravel_index(np.argmin(across), across.shape)
        result.add((int(min(a, b)), int(max(a, b))))
    return sorted(result)


def away_from_first(n: int, edges: Iterable[tuple[int, int]]) -> NDArray[np.bool_]:
    """Which of n nodes cannot be reached from the first one."""
    neighbours: dict[int, list[int]] = defaultdict(list)
    for a, b in edges:
        neighbours[a].append(b)
        neighbours[b].append(a)
    reached, ahead = {0}, [0]
    while ahead:
        new = [k for k in neighbours[ahead.pop()] if k not in reached]
        reached.update(new)
        ahead += new
    return np.array([k not in reached for k in range(n)])


def place(targets: Points) -> NDArray[np.int64]:
    """The cell of each point: the assignment with the least squared displacement."""
    low, high = np.floor(targets.min(axis=0)) - 1, np.ceil(targets.max(axis=0)) + 1
    grid = np.stack(
        np.meshgrid(np.arange(low[0], high[0] + 1), np.arange(low[1], high[1] + 1)), axis=-1
    ).reshape(-1, 2)
    cost = ((targets[:, None, :] - grid[None, :, :]) ** 2).sum(axis=2)
    _, chosen = linear_sum_assignment(cost)
    cells: NDArray[np.int64] = grid[chosen].astype(np.int64)
    return cells


class Board:
    """Tiles on a grid and what it costs to have them there; improved by swapping neighbours."""

    def __init__(self, cells: NDArray[np.int64], targets: Points, real: Points, edges: Any) -> None:
        self.cell: list[tuple[int, int]] = [(int(x), int(y)) for x, y in cells]
        self.at = {c: i for i, c in enumerate(self.cell)}
        self.target = targets
        self.friends: list[list[tuple[int, float, float]]] = [[] for _ in cells]
        for a, b in edges:
            way = real[b] - real[a]
            way = way / max(float(np.hypot(*way)), 1e-9)
            self.friends[a].append((b, float(way[0]), float(way[1])))
            self.friends[b].append((a, -float(way[0]), -float(way[1])))

    def cost(self, i: int, cell: tuple[int, int]) -> float:
        """Distance from the target, and neighbours far away or on the wrong side."""
        x, y = cell
        tx, ty = self.target[i]
        total = 0.35 * ((x - tx) ** 2 + (y - ty) ** 2)
        for j, dx, dy in self.friends[i]:
            ox, oy = self.cell[j]
            total += 0.3 * ((ox - x - dx) ** 2 + (oy - y - dy) ** 2)
        return float(total)

    def crowd(self, cell: tuple[int, int]) -> int:
        """How many of the four sides of a cell are taken."""
        x, y = cell
        return sum(c in self.at for c in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)))

    def try_move(self, i: int, to: tuple[int, int], heat: float, chance: float) -> None:
        """Move tile i to a cell, swapping with who lies there, when that is (nearly) better."""
        origin, j = self.cell[i], self.at.get(to)
        before = self.cost(i, origin) + (self.cost(j, to) if j is not None else 0)
        if j is None:  # a hole in the land costs, a bay less
            before += 0.5 * max(self.crowd(to) - 2, 0) - 0.5 * self.crowd(origin)
        self.put(i, to, j, origin)
        after = self.cost(i, to) + (self.cost(j, origin) if j is not None else 0)
        if j is None:
            after += 0.5 * max(self.crowd(origin) - 2, 0) - 0.5 * self.crowd(to)
        if after - before > -heat * np.log(chance):
            self.put(i, origin, j, to)

    def put(self, i: int, to: tuple[int, int], j: int | None, origin: tuple[int, int]) -> None:
        """Tile i goes to a cell and tile j, if any, to where it came from."""
        self.at.pop(origin, None)
        self.cell[i], self.at[to] = to, i
        if j is not None:
            self.cell[j], self.at[origin] = origin, j


def improve(board: Board, rounds: int) -> None:
    """Simulated annealing with a fixed seed: the same inputs give the same map."""
    random = np.random.default_rng(2020)
    steps = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1), (1, -1), (-1, 1))
    n = len(board.cell)
    for round_ in range(rounds):
        heat = 0.8 * (1 - round_ / rounds) ** 2 + 1e-6
        tiles, ways = random.integers(n, size=n), random.integers(len(steps), size=n)
        for i, way, chance in zip(tiles, ways, random.random(n), strict=True):
            (x, y), (dx, dy) = board.cell[i], steps[way]
            board.try_move(int(i), (x + dx, y + dy), heat, float(chance))


def layout(
    codes: Sequence[str], centroids: Points, edges: set[tuple[int, int]], land: float
) -> Cells:
    """One tile per region on a grid as fine as the land area allows."""
    real = centroids / np.sqrt(land / len(codes))
    links = linked(real, edges)
    targets = spread(real, links)
    targets -= targets.mean(axis=0) - real.mean(axis=0)
    board = Board(place(targets), targets, real, links)
    improve(board, 600)
    return shifted(dict(zip(codes, board.cell, strict=True)))


def shifted(cells: Cells) -> Cells:
    """The same map with its first column and its first row numbered 0."""
    left, top = min(x for x, _ in cells.values()), min(y for _, y in cells.values())
    return {code: (x - left, y - top) for code, (x, y) in cells.items()}


def carried(before: Cells, now: Iterable[str], origins: Mapping[str, list[str]]) -> Cells:
    """The map after a reorganisation: as many tiles as possible stay where they were.

    The cells that fall free are chosen at the rim, so that no hole is left inland.
    """
    codes, cells = sorted(now), sorted(before.values())
    home = {code: before.get(code) for code in codes}
    targets = [
        home[code] or np.mean([before[old] for old in origins[code]], axis=0) for code in codes
    ]
    cost = ((np.array(targets)[:, None, :] - np.array(cells)[None, :, :]) ** 2).sum(axis=2)
    taken = set(cells)
    rim = [
        2.0 * sum((x + dx, y + dy) in taken for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        for x, y in cells
    ]
    empty = np.tile(rim, (len(cells) - len(codes), 1))
    _, chosen = linear_sum_assignment(np.vstack([cost, empty]))
    return {code: cells[k] for code, k in zip(codes, chosen, strict=False)}


def drawn(level: str, codes: Iterable[str]) -> Cells:
    """The hand-drawn map of a level: short names back to codes, every code exactly once."""
    code_of = {SHORT_NAMES[code]: code for code in codes}
    cells = {
        code_of.pop(name): (x, y)
        for y, line in enumerate(DRAWN[level].strip().splitlines())
        for x, name in enumerate(line.split())
        if name != "."
    }
    if code_of:
        raise ValueError(f"not on the map of {level}: {sorted(code_of.values())}")
    return cells


def municipality_map(shapes: Shapes) -> Cells:
    """The tile map of the municipalities of one date."""
    codes = sorted(shapes.centroid)
    number = {code: i for i, code in enumerate(codes)}
    edges = {(number[a], number[b]) for a, b in shapes.touching}
    centroids = np.array([shapes.centroid[code] for code in codes])
    return layout(codes, centroids, edges, sum(shapes.area.values()))


# ---------------------------------------------------------------- writing


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


if __name__ == "__main__":
    main()

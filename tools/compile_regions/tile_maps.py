"""Where each region's tile lies: municipalities by assignment, larger regions drawn by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from boundaries import Points, Shapes
from labels import SHORT_NAMES
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

Cells = dict[str, tuple[int, int]]


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

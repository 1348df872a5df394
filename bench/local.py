"""Prints what it costs to add the local picture up: 300 municipalities with 40 reports each.

``python bench/local.py [--municipalities N] [--reports N] [--rounds N]``
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import statistics
import time

import polars as pl

from duidelijk.local.observation import Bearing, Trend
from duidelijk.local.picture import Whereabouts, picture
from duidelijk.local.voices import REPORTS
from duidelijk.regions import partition_on

TARGET_MS = 50
_THEMES = ("werk_inkomen", "mentale_weerbaarheid", "onderwijs", "gedrag", "sociale_cohesie")
_GROUPS = ("jongeren", "ouderen", "mantelzorgers", "zelfstandigen", "studenten", "gezinnen")
_INDICATORS = ("", *(f"indicator_{number}" for number in range(60)))


def reports(towns: list[str], each: int) -> pl.DataFrame:
    """Made-up reports, the same every time."""
    chance = random.Random(2021)
    rows = [
        (
            town,
            chance.choice(_THEMES),
            chance.sample(_GROUPS, chance.randint(0, 3)),
            chance.choice(_INDICATORS),
            chance.choice(list(Trend)).value,
            chance.choice(list(Bearing)).value,
        )
        for town in towns
        for _ in range(each)
    ]
    return pl.DataFrame(rows, schema=REPORTS, orient="row")


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--municipalities", type=int, default=300)
    asked.add_argument("--reports", type=int, default=40)
    asked.add_argument("--rounds", type=int, default=15)
    given = asked.parse_args()
    division = partition_on(dt.date(2021, 12, 31))
    towns = list(division.municipalities())
    where = {
        code: Whereabouts(
            division.membership(code, "part").code or "",
            division.membership(code, "ggd").code or "",
            str(at % 4),
        )
        for at, code in enumerate(towns)
    }
    frame = reports(towns[: given.municipalities], given.reports)
    verdicts = {each: "risen" for each in _INDICATORS if each}
    found = picture(frame, where, verdicts)
    cpu, wall = [], []
    for _ in range(given.rounds):
        began, ran = time.perf_counter(), time.process_time()
        picture(frame, where, verdicts)
        cpu.append((time.process_time() - ran) * 1000)
        wall.append((time.perf_counter() - began) * 1000)
    print(f"{len(frame):,} reports of {given.municipalities} municipalities,", end=" ")
    print(f"{len(found.cells)} cells of theme and group, {len(found.indicators)} indicators")
    print(f"{'':10}{'median':>10}{'highest':>10}   target")
    for name, times in (("CPU ms", cpu), ("wall ms", wall)):
        target = f"{TARGET_MS} ms" if name.startswith("CPU") else ""
        print(f"{name:10}{statistics.median(times):10.1f}{max(times):10.1f}   {target}")


if __name__ == "__main__":
    main()

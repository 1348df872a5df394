"""Prints the tables of the signals: hits and misses beside the usual rules, real series, speed.

``python bench/signals [--each N] [--seeds N] [--no-ets]``; AutoETS needs ``--group bench``.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))

import ours
import rivals
import simulating
from real import false_alarms
from speed import million, monitor_list

Truths = npt.NDArray[np.bool_]

PUBLISHED = {
    "A monthly T=72": (0.20, 0.24, 0.35, 0.62),
    "B two-monthly T=36": (0.17, 0.28, 0.23, 0.66),
    "C break in history": (0.21, 0.18, 0.35, 0.65),
    "D quarterly T=20": (0.19, 0.33, 0.25, 0.61),
}
"""F1 of naive, XmR, z-test and AutoETS on the simulator the targets were set with."""
TARGETS = {
    "A monthly T=72": 0.745,
    "B two-monthly T=36": 0.745,
    "C break in history": 0.67,
    "D quarterly T=20": 0.73,
}


def score(flagged: Truths, changed: Truths) -> tuple[float, float, float, float]:
    """False positive rate, power, F1, and the share of the flags that are false."""
    hits, false = (flagged & changed).sum(), (flagged & ~changed).sum()
    missed = (~flagged & changed).sum()
    return (
        false / (~changed).sum(),
        hits / changed.sum(),
        2 * hits / max(2 * hits + false + missed, 1),
        false / max(hits + false, 1),
    )


def mean_of(runs: list[tuple[float, ...]]) -> str:
    """FPR/power/F1 and the share of false flags, averaged over runs."""
    rate, power, f1, share = np.mean(runs, axis=0)
    return f"{rate:.3f}/{power:.2f}/{f1:.3f} ({share:.2f})"


def of_counts(seeds: range, each: int, ets: bool) -> None:
    rules: list[tuple[str, Callable[[simulating.Made], Truths]]] = [
        ("naive > 5 %", lambda made: rivals.naive(made.values)),
        ("XmR, four rules", lambda made: rivals.xmr(made.values)),
        ("z-test on previous", lambda made: rivals.z_test(made.values)),
    ]
    print(f"\n**Counts**, seeds {list(seeds)}, {42 * each} series, 10 % changed")
    print("FPR/power/F1 (share of the flags that are false)\n")
    for name, scenario in simulating.SCENARIOS.items():
        sets = [simulating.counts(seed, scenario, each) for seed in seeds]
        print(f"{name}; the targets were set where these rules had F1 {PUBLISHED[name]}")
        for title, rule in rules:
            print(f"  {title:<28} {mean_of([score(rule(made), made.changed) for made in sets])}")
        if ets:
            few = [simulating.counts(seed, scenario, max(each // 4, 1)) for seed in seeds]
            runs = [score(rivals.auto_ets(m.values, m.per_year), m.changed) for m in few]
            print(f"  {'AutoETS 95 % (a quarter)':<28} {mean_of(runs)}")
        own = [ours.scores(made) for made in sets]
        plain = [score(np.abs(z) > 1.96, made.changed) for z, made in zip(own, sets, strict=True)]
        print(f"  {'Duidelijk, plain 5 %':<28} {mean_of(plain)}")
        found = [
            score(ours.listed(z, np.zeros_like(made.family)), made.changed)
            for z, made in zip(own, sets, strict=True)
        ]
        print(f"  {'Duidelijk, the list':<28} {mean_of(found)}; target F1 {TARGETS[name]}")
        alone = [
            score(
                ours.listed(ours.scores(made, together=True), np.zeros_like(made.family)),
                made.changed,
            )
            for made in sets
        ]
        print(f"  {'  without families':<28} {mean_of(alone)}")
        lasting = [simulating.counts(seed, scenario, each, lasting=3) for seed in seeds]
        three = [
            score(ours.listed(ours.scores(made, 3), np.zeros_like(made.family)), made.changed)
            for made in lasting
        ]
        print(f"  {'  lasting three periods':<28} {mean_of(three)}; target F1 0.82", flush=True)


def of_surveys(seeds: range, ets: bool) -> None:
    print(f"\n**Surveys**, seeds {list(seeds)}, 8,000 series of 18 waves")
    print("set where naive, z, XmR and AutoETS had F1 .24, .51, .57, .58\n")
    sets = [simulating.surveys(seed) for seed in seeds]
    for title, rule in (
        ("naive > 5 %", lambda made: rivals.naive(made.values)),
        ("z-test with margins", lambda made: rivals.z_test_of_margins(made.values, made.spread)),
        ("XmR limits", lambda made: rivals.xmr(made.values, rules=False)),
    ):
        print(f"  {title:<28} {mean_of([score(rule(made), made.changed) for made in sets])}")
    if ets:
        runs = []
        for made in sets:
            some = slice(0, 1000)
            flagged = rivals.auto_ets(made.values[some], made.per_year)
            runs.append(score(flagged, made.changed[some]))
        print(f"  {'AutoETS 95 % (1,000)':<28} {mean_of(runs)}")
    found = [score(ours.listed(ours.survey_scores(m), m.family), m.changed) for m in sets]
    print(f"  {'Duidelijk, the list':<28} {mean_of(found)}; target F1 0.62, aim 0.68, FPR 0.02")


def of_shocks(seeds: range) -> None:
    flagged, planted, own = [], [], []
    for seed in seeds:
        shocked = simulating.national_shock(seed)
        apart, history = ours.after_a_shock(shocked)
        flagged.append(apart.sum())
        planted.append(apart[shocked.planted].sum())
        own.append(history.sum())
    print(f"\n**A national shock of +25 %**, 342 municipalities, seeds {list(seeds)}\n")
    print(f"  by their own history {np.mean(own):.0f} are flagged")
    print(
        f"  beside the nation {np.mean(flagged):.1f} (target ≤ 15), "
        f"with {np.mean(planted):.1f} of the 10 planted (target ≥ 8)"
    )


def of_others(seeds: range, each: int) -> None:
    print(f"\n**Other laws than the engine supposes**, seeds {list(seeds)}\n")
    for kind in ("wandering", "self-exciting", "unlike"):
        runs, plain = [], []
        for seed in seeds:
            made = simulating.others(seed, kind, each)
            z = ours.scores(made)
            runs.append(score(ours.listed(z, np.zeros_like(made.family)), made.changed))
            plain.append(score(np.abs(z) > 1.96, made.changed))
        print(f"  {kind:<14} the list {mean_of(runs)}; plain 5 % {mean_of(plain)}", flush=True)


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=100, help="series of each of 42 scenarios")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--no-ets", action="store_true", help="leave AutoETS out: it takes minutes")
    parser.add_argument("--only", help="counts, surveys, shocks, others, real or speed")
    given = parser.parse_args()
    seeds = range(1, given.seeds + 1)
    shared = Path(os.environ.get("DUIDELIJK_SHARED", "../shared"))
    parts: dict[str, Callable[[], None]] = {
        "counts": lambda: of_counts(seeds, given.each, not given.no_ets),
        "surveys": lambda: of_surveys(seeds, not given.no_ets),
        "shocks": lambda: of_shocks(range(1, 21)),
        "others": lambda: of_others(seeds, given.each),
        "real": lambda: _of_real(shared),
        "speed": _of_speed,
    }
    for name, part in parts.items():
        if given.only in (None, name):
            part()


def _of_real(shared: Path) -> None:
    print("\n**Real monthly series up to December 2019**, 24 origins each, nominal 5 %\n")
    if not (shared / "data").is_dir():
        print(f"  the recorded tables are not at {shared} (set DUIDELIJK_SHARED)")
        return
    told = false_alarms(shared)
    for table, series, number, share in told:
        print(f"  {table}: {series} series, {number} forecasts, {share:.3f}")
    every = sum(number * share for _, _, number, share in told) / sum(each[2] for each in told)
    print(f"  all: {every:.3f} (target ≤ .075)")


def _of_speed() -> None:
    seconds, peak = million()
    print(f"\n**1,000,000 series of 72**: {seconds:.0f} s (target ≤ 300), {peak:.2f} GB (≤ 2)")
    for edition, taken in monitor_list():
        print(f"**The list of edition {edition}**: {taken:.1f} s (target ≤ 5)")


if __name__ == "__main__":
    main()

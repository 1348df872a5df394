"""Real monthly series from before the crisis, in which every alarm counts as a false one."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import numpy.typing as npt

from duidelijk.change.expectation.batch import Batch, calibrated, forecast
from duidelijk.change.expectation.scales import Scale
from duidelijk.change.expectation.tails import p_value

Floats = npt.NDArray[np.float64]

TABLES = ("80590ned", "37789ksz", "82242NED", "83693NED")
LAST = 2019
_WINDOW = 120
_ORIGINS = 24
_LEAST = 72


def monthly_series(shared: Path) -> dict[str, list[tuple[str, Floats, Scale, bool]]]:
    """The monthly series up to 2019 of the recorded tables: name, values, scale, with a season?"""
    found: dict[str, list[tuple[str, Floats, Scale, bool]]] = {}
    for table in TABLES:
        folder = shared / "data" / "cbs-v4" / table
        codes = json.loads((folder / "measure-codes.json").read_text())["value"]
        measures = {each["Identifier"]: each for each in codes}
        page = gzip.decompress((folder / "observations-page-1.json.gz").read_bytes())
        rows: dict[tuple[str, ...], dict[int, float]] = {}
        for each in json.loads(page)["value"]:
            period, value = each["Perioden"], each["Value"]
            if period[4:6] != "MM" or value is None or int(period[:4]) > LAST:
                continue
            others = sorted(
                set(each) - {"Id", "Value", "ValueAttribute", "StringValue", "Perioden"}
            )
            key = tuple(str(each[name]) for name in others)
            rows.setdefault(key, {})[int(period[:4]) * 12 + int(period[6:]) - 1] = float(value)
        found[table] = []
        for key, values in rows.items():
            measure = measures[next(each for each in key if each in measures)]
            made = _laid_out(values)
            if len(made) >= _LEAST:
                adjusted = "eizoengecorrigeerd" in measure["Title"] and not measure[
                    "Title"
                ].startswith("Niet")
                scale, things = _scale(measure["Unit"], made)
                found[table].append((" ".join(key), made * things, scale, not adjusted))
    return found


def _laid_out(values: dict[int, float]) -> Floats:
    made = np.full(max(values) - min(values) + 1, np.nan)
    for month, value in values.items():
        made[month - min(values)] = value
    return made


def _scale(unit: str, values: Floats) -> tuple[Scale, float]:
    """The scale that a declaration of such a series has, and how many things a unit is."""
    if unit == "%":
        return Scale.LOGIT, 1.0
    if np.nanmin(values) < 0:
        return Scale.IDENTITY, 1.0
    return Scale.COUNT, 1000.0 if "1000" in unit else 1.0


def false_alarms(shared: Path) -> list[tuple[str, int, int, float]]:
    """Of each table: series, forecasts, and the share of alarms at a nominal 5 %.

    At each of the last 24 months up to December 2019 the month is judged by what came before.
    """
    told = []
    for table, series in monthly_series(shared).items():
        alarms = number = 0
        for _, values, scale, season in series:
            phase = (LAST * 12 + 12 - len(values)) % 12
            for back in range(_ORIGINS):
                end = len(values) - back
                start = max(0, end - 1 - _WINDOW)
                if end - 1 - start < _LEAST // 2 or not np.isfinite(values[end - 1]):
                    continue
                given = Batch(
                    values[None, start : end - 1],
                    np.zeros(1, np.int64),
                    scale,
                    12,
                    (phase + start) % 12,
                    season=season,
                )
                score = calibrated(given, forecast(given)).score(values[None, end - 1 : end])
                alarms += int(p_value(score)[0] < 0.05)
                number += 1
        told.append((table, len(series), number, alarms / max(number, 1)))
    return told

"""From values and dates to places on a chart, with ticks at round numbers."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """A straight line from a domain (``low`` to ``high``) to pixels (``start`` to ``end``)."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The place of *value*, in pixels, to a tenth."""
        span = self.high - self.low or 1.0
        return round(self.start + (value - self.low) / span * (self.end - self.start), 1)


def round_ticks(low: float, high: float, wanted: int = 4, least_step: float = 0.0) -> list[float]:
    """Round numbers from at most *low* to at least *high*, about *wanted* steps apart.

    Steps are never smaller than *least_step*.

    >>> round_ticks(337, 426)
    [325.0, 350.0, 375.0, 400.0, 425.0, 450.0]
    """
    if high <= low:
        pad = abs(high) * 0.1 or 1.0
        low, high = low - pad, high + pad
    rough = max((high - low) / max(wanted, 1), least_step)
    magnitude = 10.0 ** math.floor(math.log10(rough))
    step = next(m * magnitude for m in (1, 2, 2.5, 5, 10) if m * magnitude >= rough * 0.9999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(step * number, 10) for number in range(first, last + 1)]


def tick_decimals(ticks: list[float]) -> int:
    """The fewest decimals that tell the ticks apart exactly."""
    for decimals in range(4):
        if all(abs(tick - round(tick, decimals)) < 1e-9 for tick in ticks):
            return decimals
    return 4


@dataclass(frozen=True)
class DateTick:
    date: dt.date
    step_months: int


_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)


def date_ticks(first: dt.date, last: dt.date, most: int) -> list[DateTick]:
    """Firsts of months or years between two dates, evenly apart, at most *most*."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((each for each in _STEPS if months / each <= most), _STEPS[-1])
    ticks: list[DateTick] = []
    number = -(-(first.year * 12 + first.month - 1) // step) * step
    while True:
        year, month = divmod(number, 12)
        date = dt.date(year, month + 1, 1)
        if date > last:
            return ticks
        if date >= first:
            ticks.append(DateTick(date, step))
        number += step

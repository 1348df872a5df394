"""Time as sources write it: months, quarters, school years, weeks, survey waves.

Comes in: codes of CBS and dates. Goes out: periods with their first and last day, their order, the
one before and the same one a year earlier. Knows no figures.
"""

from duidelijk.periods.period import (
    NEAR_A_YEAR_AGO,
    PER_YEAR,
    Period,
    PeriodKind,
    UnknownPeriod,
)

__all__ = ["NEAR_A_YEAR_AGO", "PER_YEAR", "Period", "PeriodKind", "UnknownPeriod"]

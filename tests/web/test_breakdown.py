"""Which period a table of regions is about."""

from __future__ import annotations

import datetime as dt

import pytest

from duidelijk.web.dashboard.pages.breakdown import where_most_are

MAY, JUNE, JULY = (dt.date(2030, month, 28) for month in (5, 6, 7))


@pytest.mark.parametrize(
    ("ends", "shown"),
    [
        ([MAY] * 11 + [JUNE], MAY),
        ([MAY] * 6 + [JUNE] * 6, JUNE),
        ([MAY] + [JUNE] * 11, JUNE),
        ([MAY] * 4 + [JUNE] * 5 + [JULY] * 3, JUNE),
        ([MAY] * 4 + [JUNE] * 4 + [JULY] * 4, JULY),
        ([JULY], JULY),
    ],
)
def test_one_region_that_is_ahead_leaves_no_others_out(ends: list[dt.date], shown: dt.date) -> None:
    rows = [{"period_end": end, "region": str(number)} for number, end in enumerate(ends)]
    assert {row["period_end"] for row in where_most_are(rows)} == {shown}

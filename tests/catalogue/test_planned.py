"""Planned editions: what corrects what, and the end of a monitor."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from duidelijk.catalogue import check_monitor, read_monitor

LAST = "    title: {nl: juni 2021, en: June 2021}\n"
CORRECTION = """\
  - id: 2021-3
    date: 2021-06-30
    title: {nl: juni 2021, en: June 2021}
    corrects: 2021-2
    reason: {nl: Een fout., en: A mistake.}
"""


def shown(written: Any) -> str:
    return "\n".join(str(problem) for problem in check_monitor(written.folder))


def test_a_correction_names_what_it_corrects_and_why(written: Any) -> None:
    written.change("monitor.yaml", LAST, LAST + CORRECTION)
    plan = read_monitor(written.folder).editions[2]
    assert (plan.corrects, plan.reason.en if plan.reason else "") == ("2021-2", "A mistake.")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("corrects: 2021-2", "corrects: 2021-9", "there is no other edition “2021-9”"),
        ("corrects: 2021-2", "corrects: 2021-3", "there is no other edition “2021-3”"),
        ("corrects: 2021-2", "corrects: 2021-1", "speaks of 2021-03-11"),
        ("    reason: {nl: Een fout., en: A mistake.}\n", "", "has no reason"),
        ("    corrects: 2021-2\n", "", "corrects nothing"),
    ],
)
def test_a_correction_that_is_not_in_order_is_told(
    written: Any, old: str, new: str, said: str
) -> None:
    written.change("monitor.yaml", LAST, LAST + CORRECTION.replace(old, new))
    assert said in shown(written)


def test_an_edition_is_corrected_once_and_then_its_correction(written: Any) -> None:
    again = CORRECTION.replace("2021-3", "2021-4")
    written.change("monitor.yaml", LAST, LAST + CORRECTION + again)
    assert "“2021-2” is corrected by 2021-3 already → correct 2021-3" in shown(written)


def test_a_rhythm_and_an_end_come_through(written: Any) -> None:
    written.change(
        "monitor.yaml",
        "themes:\n",
        "rhythm: {months: 2}\n"
        "ends: {date: 2021-12-31, keep_until: 2023-01-01, note: {nl: Klaar., en: Done.}}\n"
        "themes:\n",
    )
    monitor = read_monitor(written.folder)
    assert monitor.rhythm is not None and monitor.rhythm.review_days == 14
    assert monitor.ends is not None and monitor.ends.keep_until == dt.date(2023, 1, 1)


def test_no_edition_comes_after_the_end(written: Any) -> None:
    written.change(
        "monitor.yaml",
        "themes:\n",
        "ends: {date: 2021-05-31, keep_until: 2020-01-01, note: {nl: Klaar., en: Done.}}\n"
        "themes:\n",
    )
    assert "lies before the end" in shown(written)
    assert "lies after the end of the monitor" in shown(written)

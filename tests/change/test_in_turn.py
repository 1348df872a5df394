"""Each figure is judged as an edition of its time would have judged it."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from duidelijk.change.comparing import compare
from duidelijk.change.in_turn import judged_in_turn
from duidelijk.change.pairing import PAIRED
from duidelijk.editions.edition import Edition, find_edition

_TOLD = ["period", "comparison", "reference_period", "value", "reference", "lower", "upper"]
_TOLD += ["minimum_detectable", "verdict", "reason", "favourable", "main", "method"]
_PAIRED = [each.value for each in PAIRED]


@pytest.fixture(scope="module")
def edition(corona_home: Path) -> Edition:
    return find_edition(corona_home / "editions", "2021-4")


def series(edition: Edition, key: str, region: str = "NL01") -> tuple[pl.DataFrame, pl.DataFrame]:
    """The figures of everybody by the method of then, and the sums beside them."""
    method = edition.monitor.indicators[key].method_on(edition.date)
    own = edition.series_of(key, region, "total").filter(pl.col("method") == method)
    latest = own.sort("period_end")["period_kind"][-1]
    own = own.filter(pl.col("period_kind") == latest)
    carried = edition.carried_of(key).filter(
        (pl.col("region") == region) & (pl.col("group") == "total") & (pl.col("method") == method)
    )
    return own, carried.filter(pl.col("period_kind") == latest)


def told(rows: pl.DataFrame) -> list[dict[str, object]]:
    return rows.select(_TOLD).sort("period", "comparison").to_dicts()


@pytest.mark.parametrize(
    "key", ["ww_uitkeringen", "werkloosheidspercentage", "moeite_werkt_thuis", "stagetekort_mbo"]
)
def test_the_newest_figure_is_judged_as_the_edition_judged_it(edition: Edition, key: str) -> None:
    own, carried = series(edition, key)
    indicator = edition.monitor.indicators[key]
    newest = own.sort("period_start")["period"][-1]
    found, _ = judged_in_turn(own, carried, indicator, edition.monitor.crisis_start, [newest])
    sealed = edition.changes.filter(
        (pl.col("indicator") == key)
        & (pl.col("region") == "NL01")
        & (pl.col("group") == "total")
        & (pl.col("period") == newest)
        & pl.col("comparison").is_in(_PAIRED)
    )
    assert told(found) == told(sealed)
    assert len(found) > 0


@pytest.mark.parametrize("key", ["ww_uitkeringen", "moeite_werkt_thuis"])
def test_an_earlier_figure_knows_nothing_of_what_came_later(edition: Edition, key: str) -> None:
    own, carried = series(edition, key)
    indicator = edition.monitor.indicators[key]
    start = edition.monitor.crisis_start
    periods = own.sort("period_start")["period"].to_list()[-5:]
    found, _ = judged_in_turn(own, carried, indicator, start, periods)
    assert found["period"].unique().sort().to_list() == sorted(periods)
    for period in periods:
        until = own.filter(pl.col("period") == period)["period_start"][0]
        known = own.filter(pl.col("period_start") <= until)
        sums = carried.filter(pl.col("period_start") <= until)
        then = compare(known, {key: indicator}, start, sums).changes
        then = then.filter(pl.col("comparison").is_in(_PAIRED))
        assert told(found.filter(pl.col("period") == period)) == told(then)


def test_two_figures_apart_are_compared_by_their_margins(edition: Edition) -> None:
    own, carried = series(edition, "moeite_werkt_thuis")
    indicator = edition.monitor.indicators["moeite_werkt_thuis"]
    apart = ("2020-12-01", "2021-04-20")
    found, direct = judged_in_turn(
        own, carried, indicator, edition.monitor.crisis_start, ["2021-03-30"], apart
    )
    assert found["period"].unique().to_list() == ["2021-03-30"]
    (row,) = direct.to_dicts()
    assert (row["reference_period"], row["period"], row["method"]) == (*apart, "")
    assert row["reason"] is None
    then = {each["period"]: each for each in own.to_dicts()}
    assert row["difference"] == pytest.approx(then[apart[1]]["value"] - then[apart[0]]["value"])
    # square-and-add: the ends of the difference follow from the ends of both figures
    (a, b) = (then[apart[1]], then[apart[0]])
    low = (
        row["difference"] - ((a["value"] - a["lower"]) ** 2 + (b["upper"] - b["value"]) ** 2) ** 0.5
    )
    assert row["lower"] == pytest.approx(low, abs=0.05)


def test_without_margins_two_figures_apart_cannot_be_told_apart(edition: Edition) -> None:
    own, carried = series(edition, "ww_uitkeringen")
    indicator = edition.monitor.indicators["ww_uitkeringen"]
    _, direct = judged_in_turn(
        own, carried, indicator, edition.monitor.crisis_start, [], ("2020MM11", "2021MM03")
    )
    assert direct["verdict"].to_list() == ["not_testable"]

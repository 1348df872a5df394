"""The track record: what became of what was called striking."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from duidelijk.editions.foretold import FORETOLD
from duidelijk.editions.track_record import Told, followed, record
from duidelijk.figures.table import SCHEMA, with_periods

FLAG: dict[str, Any] = {
    "indicator": "x",
    "region": "NL01",
    "group": "total",
    "method": "",
    "period": "2021MM01",
    "comparison": "expected",
    "value": 20.0,
    "reference": 10.0,
    "difference": 10.0,
    "decimals": 0,
    "q_value": 0.01,
    "strength": 2.0,
    "tier": "striking",
    "asked": True,
    "fresh": True,
    "main": False,
}


def told(id_: str, values: dict[str, float], *flags: dict[str, Any]) -> Told:
    own = {"indicator": "x", "region": "NL01", "group": "total", "method": "", "region_year": 2021}
    rows = [
        {**own, "period": period, "value": value, "decimals": 0} for period, value in values.items()
    ]
    schema = pl.DataFrame([FLAG]).schema
    return Told(
        id_,
        pl.DataFrame([{**FLAG, **flag} for flag in flags], schema=schema),
        with_periods(pl.DataFrame(rows, schema=SCHEMA)),
        pl.DataFrame(schema=FORETOLD),
    )


@pytest.mark.parametrize(
    ("after", "outcome"), [(19.0, "held"), (15.0, "held"), (14.0, "fell_back"), (5.0, "fell_back")]
)
def test_half_of_the_difference_must_still_be_there(after: float, outcome: str) -> None:
    editions = [
        told("1", {"2021MM01": 20.0}, {}),
        told("2", {"2021MM01": 20.0, "2021MM02": after}),
    ]
    (row,) = followed(editions).to_dicts()
    assert (row["next"], row["next_value"], row["next_period"]) == (outcome, after, "2021MM02")
    assert row["revision"] is None


def test_a_fall_holds_up_when_it_stays_low() -> None:
    low = {"value": 2.0, "difference": -8.0}
    editions = [told("1", {"2021MM01": 2.0}, low), told("2", {"2021MM01": 2.0, "2021MM02": 3.0})]
    assert followed(editions)["next"].to_list() == ["held"]


def test_a_correction_that_takes_it_away_is_told() -> None:
    editions = [told("1", {"2021MM01": 20.0}, {}), told("2", {"2021MM01": 11.0})]
    (row,) = followed(editions).to_dicts()
    assert (row["revision"], row["revised_value"], row["next"]) == ("fell_back", 11.0, None)


def test_of_several_later_editions_the_last_knows_best_and_the_first_period_counts() -> None:
    editions = [
        told("1", {"2021MM01": 20.0}, {}),
        told("2", {"2021MM01": 20.0, "2021MM02": 5.0}),
        told("3", {"2021MM01": 20.0, "2021MM02": 19.0, "2021MM03": 1.0}),
    ]
    (row,) = followed(editions).to_dicts()
    assert (row["next_value"], row["next"]) == (19.0, "held")


def test_what_is_not_known_yet_does_not_count() -> None:
    found = record([told("1", {"2021MM01": 20.0}, {}), told("2", {"2021MM01": 20.0})], {"x"})
    assert found["list"] == {
        "flagged": 1,
        "revised": 0,
        "revised_held": 0,
        "next_known": 0,
        "next_held": 0,
    }


def test_the_rule_of_thumb_is_followed_too() -> None:
    bare = {"comparison": "previous", "main": True, "asked": False, "tier": None}
    small = {**bare, "value": 10.4, "difference": 0.4}
    editions = [
        told("1", {"2021MM01": 20.0}, bare, {**small, "region": "GM0363"}),
        told("2", {"2021MM01": 20.0, "2021MM02": 10.0}),
    ]
    found = record(editions, {"x"})
    assert (found["list"]["flagged"], found["plain"]["flagged"]) == (0, 1)
    assert (found["plain"]["next_known"], found["plain"]["next_held"]) == (1, 0)


def test_what_is_not_listed_is_not_followed() -> None:
    quiet = {"tier": "no_demonstrable_change"}
    assert followed([told("1", {"2021MM01": 20.0}, quiet), told("2", {})]).is_empty()


def test_the_two_are_set_side_by_side_on_national_figures_and_ratios_only() -> None:
    bare = {"comparison": "previous", "asked": False, "tier": None}
    editions = [
        told("1", {"2021MM01": 20.0}, {}, bare, {**bare, "region": "GM0363"}),
        told("2", {"2021MM01": 20.0, "2021MM02": 10.0}),
    ]
    found = record(editions, {"x"})
    assert found["plain"]["flagged"] == 2
    assert found["national"]["list"]["flagged"] == found["national"]["plain"]["flagged"] == 1
    assert record(editions, set())["plain"]["flagged"] == 0


def test_a_share_of_less_than_nothing_is_no_share() -> None:
    balance = {"comparison": "previous", "value": -5.0, "reference": -6.0, "difference": 1.0}
    editions = [told("1", {"2021MM01": -5.0}, {**balance, "tier": None}), told("2", {})]
    assert record(editions, {"x"})["plain"]["flagged"] == 0

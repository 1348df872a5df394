"""Regions that are alike, and counts divided by how large they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from duidelijk.editions.edition import Edition
from duidelijk.editions.peers import nearest, of_class
from duidelijk.editions.quantities import quantities, quantity_of, rates
from duidelijk.regions import partition_of_year, partition_on


@pytest.fixture(scope="module")
def edition(corona_home: Path) -> Edition:
    return Edition(corona_home / "editions" / "2021-5")


def test_the_largest_cities_are_nearest_to_one_another(edition: Edition) -> None:
    found = nearest(edition, "GM0363")
    assert found is not None and len(found.codes) == 8
    assert set(found.codes[:3]) == {"GM0599", "GM0518", "GM0344"}  # Rotterdam, Den Haag, Utrecht
    assert "GM0363" not in found.codes


def test_features_that_nobody_has_are_left_out(edition: Edition) -> None:
    found = nearest(edition, "GM0794")
    assert found is not None
    assert [each.indicator for each in found.features] == [
        "inwoners",
        "inwoners_65plus",
        "eenpersoonshuishoudens",
    ]


def test_a_larger_region_is_compared_by_the_sums_of_its_municipalities(edition: Edition) -> None:
    held = quantities(edition, "inwoners")
    assert held["VR14"] == sum(
        held[code]
        for code in ("GM0376", "GM0402", "GM0406", "GM0417", "GM0457", "GM1696", "GM1942")
    )
    found = nearest(edition, "VR14")
    assert found is not None and all(code.startswith("VR") for code in found.codes)


def test_a_class_holds_those_between_the_same_bounds(edition: Edition) -> None:
    peers = edition.monitor.peers
    assert peers is not None
    size = next(each for each in peers.classes if each.id == "grootte")
    found = of_class(edition, "GM0794", size)
    assert found is not None and (found.low, found.high) == (50_000, 100_000)
    held = quantities(edition, "inwoners")
    assert all(50_000 <= held[code] < 100_000 for code in found.codes)
    assert "GM0794" not in found.codes
    amsterdam = of_class(edition, "GM0363", size)
    assert amsterdam is not None and (amsterdam.low, amsterdam.high) == (250_000, None)


def test_an_unknown_region_has_no_peers(edition: Edition) -> None:
    assert nearest(edition, "GM9999") is None
    assert nearest(edition, "NL01") is None


def test_a_rate_is_a_count_per_thousand_with_its_limits(edition: Edition) -> None:
    indicator = edition.monitor.indicators["bijstand_personen_gemeente"]
    rows = [
        {"region": "GM0794", "region_year": 2020, "value": 2650.0},
        {"region": "GM9999", "region_year": 2020, "value": 10.0},
    ]
    found, unknown = rates(edition, indicator, rows)
    assert found is not None and unknown is None
    assert found.value == pytest.approx(1000 * 2650 / quantities(edition, "inwoners")["GM0794"])
    assert found.lower < found.value < found.upper
    share = edition.monitor.indicators["psychisch_ongezond"]
    assert rates(edition, share, rows) == [None, None]


def test_a_municipality_that_is_no_more_is_nobodys_equal(edition: Edition) -> None:
    there = partition_on(edition.date)
    peers = edition.monitor.peers
    assert peers is not None
    size = next(each for each in peers.classes if each.id == "grootte")
    for code, region in edition.regions.items():
        if region.level == "municipality":
            for found in (nearest(edition, code), of_class(edition, code, size)):
                assert found is None or all(each in there for each in found.codes), code


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch, edition: Edition) -> Callable[..., Edition]:
    """The edition as if it had these numbers of inhabitants: (region, year) → number."""
    import polars as pl

    from duidelijk.editions import quantities as module

    def counted(held: dict[tuple[str, int], float]) -> Edition:
        figures = edition.figures_of("inwoners").clear()
        rows = [
            {
                **dict.fromkeys(figures.columns),
                "indicator": "inwoners",
                "region": region,
                "region_year": year,
                "group": "total",
                "value": value,
                "period_end": dt.date(year, 1, 1),
            }
            for (region, year), value in held.items()
        ]
        table = pl.DataFrame(rows, schema=figures.schema)
        monkeypatch.setattr(Edition, "figures_of", lambda self, key: table)
        module._by_division.cache_clear()
        return edition

    yield counted
    module._by_division.cache_clear()


def test_sums_are_of_one_division_and_the_newest_goes_first(
    counted: Callable[..., Edition],
) -> None:
    held = {
        (code, year): 100.0
        for year in (2019, 2021)
        for code in partition_of_year(year).municipalities()
    }
    found = quantities(counted(held), "inwoners")
    for area in ("PV20", "VR01", "PV30"):
        assert found[area] == 100.0 * len(partition_of_year(2021).members(area)), area


def test_a_count_is_divided_by_people_of_the_same_ground(counted: Callable[..., Edition]) -> None:
    edition = counted({("GM0865", 2021): 31_000.0, ("NL01", 2021): 17e6})
    # Vught took in a part of Haaren in 2021: its people of then are no measure of 2020
    redrawn = replace(edition.regions["GM0865"], redrawn=(2021,))
    edition.regions["GM0865"] = redrawn
    try:
        assert quantity_of(edition, "inwoners", "GM0865", 2021) == 31_000.0
        assert quantity_of(edition, "inwoners", "GM0865", 2020) is None
        assert quantity_of(edition, "inwoners", "NL01", 2020) == 17e6
    finally:
        edition.regions["GM0865"] = replace(redrawn, redrawn=())

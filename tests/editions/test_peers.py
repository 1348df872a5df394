"""Regions that are alike, and counts divided by how large they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from duidelijk.editions.edition import Edition
from duidelijk.editions.peers import nearest, of_class
from duidelijk.editions.quantities import quantities, rates


@pytest.fixture(scope="module")
def edition(corona_home: Path) -> Edition:
    return Edition(corona_home / "editions" / "2021-5")


def test_the_largest_cities_are_nearest_to_one_another(edition: Edition) -> None:
    found = nearest(edition, "GM0363")
    assert found is not None and len(found.codes) == 8
    assert {"GM0599", "GM0518", "GM0344"} == set(found.codes[:3])  # Rotterdam, Den Haag, Utrecht
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
    rows = [{"region": "GM0794", "value": 2650.0}, {"region": "GM9999", "value": 10.0}]
    found, unknown = rates(edition, indicator, rows)
    assert found is not None and unknown is None
    assert found.value == pytest.approx(1000 * 2650 / quantities(edition, "inwoners")["GM0794"])
    assert found.lower < found.value < found.upper
    share = edition.monitor.indicators["psychisch_ongezond"]
    assert rates(edition, share, rows) == [None, None]

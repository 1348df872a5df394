"""The dated partitions and their memberships."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duidelijk.regions import (
    LEVELS,
    Membership,
    Partition,
    UnknownRegion,
    partition_of_year,
    partition_on,
    partitions,
)

COUNTS = {
    date(2019, 1, 1): 355,
    date(2020, 1, 1): 355,
    date(2021, 1, 1): 352,
    date(2022, 1, 1): 345,
    date(2022, 3, 24): 344,
    date(2023, 1, 1): 342,
}
AREAS = {"part": 4, "province": 12, "safety_region": 25, "ggd": 25, "labour_region": 35}
UNKNOWN = {
    (2019, "labour_region"): {"GM0457", "GM0788", "GM1961"},
    (2020, "labour_region"): {"GM0457", "GM0788", "GM1961"},
    (2021, "labour_region"): {"GM0457"},
}

every_partition = pytest.mark.parametrize("partition", partitions(), ids=lambda p: p.valid_from)


def test_the_number_of_municipalities_on_each_date() -> None:
    assert {p.valid_from: len(p.municipalities()) for p in partitions()} == COUNTS


def test_partitions_follow_one_another_without_gaps() -> None:
    assert all(one.valid_until == other.valid_from for one, other in pairwise(partitions()))


@every_partition
def test_every_municipality_lies_in_exactly_one_safety_region(partition: Partition) -> None:
    lists = [partition.members(region.code) for region in partition.regions("safety_region")]
    assert Counter(code for codes in lists for code in codes) == Counter(partition.municipalities())
    assert all(lists)


@every_partition
@pytest.mark.parametrize(("level", "number"), AREAS.items())
def test_areas_and_the_unassigned_make_up_the_country(
    partition: Partition, level: str, number: int
) -> None:
    areas = partition.regions(level)
    members = [code for area in areas for code in partition.members(area.code)]
    unassigned = partition.unassigned(level)
    assert len(areas) == number
    assert sorted([*members, *unassigned]) == list(partition.municipalities())
    assert set(unassigned) == UNKNOWN.get((partition.valid_from.year, level), set())


@every_partition
def test_a_membership_and_the_members_tell_the_same(partition: Partition) -> None:
    for code in partition.municipalities():
        for level in LEVELS:
            area = partition.membership(code, level).code
            assert area is None or code in partition.members(area)


@every_partition
def test_provinces_lie_within_parts(partition: Partition) -> None:
    for province in partition.regions("province"):
        members = partition.members(province.code)
        assert len({partition.membership(code, "part").code for code in members}) == 1


def test_memberships_are_marked_as_derived_outside_2022() -> None:
    utrecht = "GM0344"
    assert partition_of_year(2022).membership(utrecht, "ggd") == Membership("GG2514", False)
    assert partition_of_year(2020).membership(utrecht, "ggd") == Membership("GG2514", True)
    assert partition_of_year(2023).membership(utrecht, "province") == Membership("PV26", True)
    assert partition_of_year(2020).membership(utrecht, "safety_region").derived is False
    assert partition_of_year(2019).membership(utrecht, "safety_region").derived is True
    assert [p.derived for p in partitions()] == [True, False, False, False, False, False]


def test_a_split_municipality_keeps_only_what_its_successors_agree_on() -> None:
    before = partition_of_year(2020)
    assert before.membership("GM0788", "province") == Membership("PV30", True)
    assert before.membership("GM0788", "ggd") == Membership("GG5406", True)
    assert before.membership("GM0788", "labour_region") == Membership(None, False)
    assert before.membership("GM0788", "safety_region") == Membership("VR21", False)


def test_vijfheerenlanden_was_divided_over_labour_regions_until_2021() -> None:
    found = [partition_of_year(y).membership("GM1961", "labour_region").code for y in (2020, 2021)]
    assert found == [None, "AM35"]


def test_weesp_changed_safety_region_when_it_joined_amsterdam() -> None:
    before = partition_on(date(2022, 3, 23))
    after = partition_on(date(2022, 3, 24))
    assert before.membership("GM0457", "safety_region").code == "VR14"
    assert "GM0457" not in after
    assert after.membership("GM0363", "safety_region").code == "VR13"
    assert partition_of_year(2021).membership("GM0457", "ggd") == Membership("GG3606", True)


def test_new_municipalities_inherit_from_their_predecessors() -> None:
    voorne = partition_of_year(2023).membership
    assert voorne("GM1992", "labour_region") == Membership("AM22", True)
    assert voorne("GM1992", "safety_region") == Membership("VR17", False)


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 31)))
def test_every_day_has_a_partition(day: date) -> None:
    found = partition_on(day)
    inside = date(2019, 1, 1) <= day < date(2024, 1, 1)
    assert found.exact is inside
    assert (found.valid_from <= day < found.valid_until) is inside


def test_outside_the_known_years_the_nearest_partition_is_given() -> None:
    assert partition_of_year(2010).valid_from == date(2019, 1, 1)
    assert partition_of_year(2026).valid_from == date(2023, 1, 1)
    assert not partition_of_year(2026).exact
    assert partition_of_year(2026) != partition_of_year(2023)
    assert partition_of_year(2022) is partition_on(date(2022, 3, 24) - timedelta(days=1))


def test_containment_is_by_date_and_ignores_padding() -> None:
    assert "GM0003" in partition_of_year(2020)
    assert "GM0003    " in partition_of_year(2020)
    assert "GM0003" not in partition_of_year(2021)
    assert "NL00" in partition_of_year(2021)
    assert "GM9999" not in partition_of_year(2021)
    assert "Utrecht" not in partition_of_year(2021)
    assert 3 not in partition_of_year(2021)


def test_the_country_has_all_municipalities_and_a_municipality_itself() -> None:
    partition = partition_of_year(2021)
    assert partition.members("NL00") == partition.members("NL01") == partition.municipalities()
    assert partition.members("GM0344") == ("GM0344",)


def test_a_region_that_did_not_exist_then_says_when_it_did() -> None:
    with pytest.raises(UnknownRegion, match=r"Haaren.*until 2021-01-01"):
        partition_of_year(2022).region("GM0788")
    with pytest.raises(UnknownRegion, match=r"Eemsdelta.*from 2021-01-01"):
        partition_of_year(2020).membership("GM1979", "province")
    with pytest.raises(UnknownRegion, match="not a municipality"):
        partition_of_year(2020).membership("PV20", "part")
    with pytest.raises(ValueError, match="safety_region"):
        partition_of_year(2020).regions("veiligheidsregio")


def test_importing_the_room_loads_nothing_heavy() -> None:
    code = (
        "import sys, duidelijk.regions;"
        "print([m for m in ('polars', 'numpy', 'django', 'yaml') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

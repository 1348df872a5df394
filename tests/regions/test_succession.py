"""What became what, and what may be added up."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duidelijk.regions import Step, UnknownRegion, became, partition_on, partitions, predecessors
from duidelijk.regions.succession import follow, sources, trail

IN_2020, IN_2021, IN_2022 = date(2020, 7, 1), date(2021, 7, 1), date(2022, 1, 1)
IN_2023 = date(2023, 7, 1)
STARTS = [partition.valid_from for partition in partitions()]


def test_a_whole_merger_adds_up() -> None:
    found = became("GM0003", IN_2020, IN_2021)
    assert found.successors == ("GM1979",)
    assert found.together == ("GM0003", "GM0010", "GM0024")
    assert (found.additive, found.reason) == (True, "merged")
    assert "Eemsdelta" in found.explain("nl")
    assert "added up" in found.explain("en")


def test_a_split_never_adds_up() -> None:
    found = became("GM0788", IN_2020, IN_2023)
    assert found.successors == ("GM0757", "GM0824", "GM0855", "GM0865")
    assert (found.additive, found.reason) == (False, "split")
    assert "Haaren" in found.explain()


def test_who_receives_a_part_of_a_split_is_not_comparable() -> None:
    found = became("GM0855", IN_2020, IN_2021)
    assert found.successors == ("GM0855",)
    assert found.together == ("GM0788", "GM0855")
    assert (found.additive, found.reason) == (False, "received_part")
    assert "Haaren" in found.explain("en")


def test_who_takes_in_a_whole_neighbour_adds_up() -> None:
    found = became("GM0363", IN_2022, IN_2023)
    assert found.together == ("GM0363", "GM0457")
    assert (found.additive, found.reason) == (True, "merged")


def test_nothing_happened() -> None:
    found = became("GM0344", date(2019, 1, 1), IN_2023)
    assert found.successors == found.together == ("GM0344",)
    assert (found.additive, found.reason, found.steps) == (True, "unchanged", ())
    assert became("GM0003", IN_2020, IN_2020).successors == ("GM0003",)


def test_the_day_itself_counts() -> None:
    assert became("GM0457", date(2022, 3, 22), date(2022, 3, 23)).successors == ("GM0457",)
    assert became("GM0457", date(2022, 3, 23), date(2022, 3, 24)).successors == ("GM0363",)


def test_predecessors_mirror_successors() -> None:
    found = predecessors("GM1982", IN_2023, IN_2020)
    assert found.predecessors == ("GM0756", "GM0786", "GM0815", "GM1684", "GM1702")
    assert found.additive
    boxtel = predecessors("GM0757", IN_2023, IN_2020)
    assert boxtel.predecessors == ("GM0757", "GM0788")
    assert (boxtel.additive, boxtel.reason) == (False, "received_part")


@given(st.sampled_from(STARTS), st.sampled_from(STARTS), st.data())
def test_both_directions_agree(one: date, other: date, data: st.DataObject) -> None:
    on, by = min(one, other), max(one, other)
    code = data.draw(st.sampled_from(partition_on(on).municipalities()))
    forward = became(code, on, by)
    assert set(forward.successors) <= set(partition_on(by).municipalities())
    assert code in forward.together
    for successor in forward.successors:
        back = predecessors(successor, by, on)
        assert code in back.predecessors
        assert not (back.additive and not forward.additive)


@pytest.mark.parametrize("on", STARTS)
@pytest.mark.parametrize("by", STARTS)
def test_every_later_municipality_came_from_somewhere(on: date, by: date) -> None:
    if by < on:
        return
    reached = {
        successor
        for code in partition_on(on).municipalities()
        for successor in became(code, on, by).successors
    }
    assert reached == set(partition_on(by).municipalities())


def test_areas_that_lost_or_gained_territory_say_so() -> None:
    for code in ("VR13", "VR14"):
        found = became(code, IN_2022, IN_2023)
        assert (found.additive, found.reason, found.changed) == (False, "boundary", ("GM0457",))
        assert "Weesp" in found.explain()
    assert became("VR21", IN_2020, IN_2021).reason == "boundary"
    assert became("VR15", date(2019, 1, 1), IN_2023).reason == "unchanged"
    assert became("PV27", date(2019, 1, 1), IN_2023).additive
    assert became("NL00", date(2019, 1, 1), IN_2023).successors == ("NL01",)


def test_areas_with_unknown_members_are_not_called_unchanged() -> None:
    found = became("AM35", IN_2020, IN_2021)
    assert (found.additive, found.reason) == (False, "unknown_membership")
    assert found.changed == ("GM1961",)
    assert became("AM27", IN_2020, IN_2021).reason == "unknown_membership"
    assert became("AM12", IN_2021, IN_2022).reason == "unknown_membership"
    assert became("AM30", IN_2020, IN_2023).reason == "unchanged"
    assert predecessors("AM35", IN_2021, IN_2020).additive is False


def test_wrong_directions_and_wrong_dates_are_refused() -> None:
    with pytest.raises(ValueError, match="predecessors"):
        became("GM0003", IN_2021, IN_2020)
    with pytest.raises(ValueError, match="became"):
        predecessors("GM0003", IN_2020, IN_2021)
    with pytest.raises(UnknownRegion, match="did not exist"):
        became("GM1979", IN_2020, IN_2021)
    with pytest.raises(UnknownRegion, match="did not exist"):
        predecessors("GM0003", IN_2021, IN_2020)


def step(year: int, source: str, target: str, whole: bool = True) -> Step:
    return Step(date(year, 1, 1), source, target, whole)


def test_chains_over_several_dates() -> None:
    steps = (
        step(2001, "A", "B"),
        step(2002, "B", "C"),
        step(2003, "C", "D", whole=False),
        step(2003, "C", "E", whole=False),
        step(2003, "X", "E"),
        step(2004, "Y", "Z"),
    )
    assert follow("A", steps) == ("D", "E")
    assert follow("A", steps[:2]) == ("C",)
    assert sources(("E",), ("A", "X", "Y"), steps) == ("A", "X")
    assert [taken.target for taken in trail(("A", "X"), ("E",), steps)] == ["B", "C", "E", "E"]
    assert trail(("Y",), ("E",), steps) == ()


def test_a_code_that_returns_is_followed_in_order_of_time() -> None:
    steps = (step(2002, "A", "B"), step(2001, "B", "A"))
    assert follow("B", steps) == ("B",)
    assert follow("A", steps) == ("B",)

"""Scales, agreement by perspective, the mix of a group and the order of phases."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duidelijk.duiding.agreement import (
    Count,
    by_perspective,
    suggested_status,
    told_apart,
    whole,
)
from duidelijk.duiding.mix import missing, mix, spread_over_tables
from duidelijk.duiding.phases import Phase, following, is_open, may_follow, revised_seen, round_of
from duidelijk.duiding.scales import (
    Confidence,
    Expected,
    Seriousness,
    Stance,
    Status,
    middle,
    most_of,
    spread,
)

_WEIGHED = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(list(Stance))), max_size=30)


def test_the_scale_of_confidence_leaves_no_chance_out() -> None:
    bounds = [each.bounds for each in Confidence]
    assert bounds[0][0] == 0
    assert bounds[-1][1] == 100
    assert all(before[1] == after[0] for before, after in pairwise(bounds))


def test_an_expectation_names_the_verdict_that_would_bear_it_out() -> None:
    assert [each.verdict for each in Expected][-1] is None
    assert len({each.verdict for each in Expected}) == 4


def test_the_middle_of_an_even_number_is_the_lower_one() -> None:
    assert middle([Seriousness.SERIOUS, Seriousness.NOT]) is Seriousness.NOT
    assert middle([Seriousness.VERY_SERIOUS, Seriousness.NOT, Seriousness.SERIOUS]) == "serious"
    assert middle([]) is None
    assert spread([Seriousness.NOT, Seriousness.NOT])[Seriousness.NOT] == 2


@given(st.lists(st.sampled_from(list(Confidence)), min_size=1))
def test_the_middle_has_at_least_half_on_either_side(judged: list[Confidence]) -> None:
    steps, found = list(Confidence), middle(judged)
    assert found is not None
    at = steps.index(found)
    assert 2 * sum(steps.index(each) <= at for each in judged) >= len(judged)
    assert 2 * sum(steps.index(each) >= at for each in judged) >= len(judged)


@given(_WEIGHED)
def test_nobody_is_lost_in_counting(weighed: list[tuple[str, Stance]]) -> None:
    parts = by_perspective(weighed)
    assert whole(parts).total == len(weighed)
    assert whole(parts).agree == sum(stance is Stance.AGREE for _, stance in weighed)


@given(_WEIGHED, st.integers(0, 60))
def test_supported_never_hides_a_perspective_that_is_against(
    weighed: list[tuple[str, Stance]], present: int
) -> None:
    parts = by_perspective(weighed)
    if suggested_status(parts, present) is Status.SUPPORTED:
        assert all(each.agree >= each.disagree for each in parts.values())
        assert whole(parts).total >= present / 2


@pytest.mark.parametrize(
    ("parts", "present", "status"),
    [
        ({"a": Count(4, 0, 0), "b": Count(2, 1, 0)}, 8, Status.SUPPORTED),
        ({"a": Count(9, 0, 0), "b": Count(0, 0, 1)}, 10, Status.CONTESTED),
        ({"a": Count(6, 0, 2)}, 8, Status.CONTESTED),
        ({"a": Count(3, 3, 0)}, 6, Status.UNKNOWN),
        ({"a": Count(4, 0, 0)}, 12, Status.UNKNOWN),
        ({}, 0, Status.UNKNOWN),
    ],
)
def test_how_a_conclusion_stands(parts: dict[str, Count], present: int, status: Status) -> None:
    assert suggested_status(parts, present) is status


def test_the_only_one_of_a_perspective_is_not_named_by_it() -> None:
    assert told_apart({"policy": 3, "science": 1, "data": 1}) == {"policy"}


def test_who_would_be_the_only_one_without_a_name_gets_company() -> None:
    assert told_apart({"policy": 3, "data": 2, "science": 1}) == {"policy"}
    assert told_apart({"policy": 2, "data": 2, "science": 1}) == {"policy"}, "always the same"
    assert told_apart({"policy": 3, "science": 1}) == frozenset()
    assert told_apart({"science": 1}) == frozenset()


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 9), min_size=1))
def test_nobody_stands_alone_in_what_is_named_or_not(parts: dict[str, int]) -> None:
    named = told_apart(parts)
    rest = sum(count for key, count in parts.items() if key not in named)
    assert all(parts[key] > 1 for key in named)
    assert rest != 1 or parts == dict.fromkeys(parts, 1)


def test_the_mix_shows_who_is_missing_before_and_in_the_room() -> None:
    parts = mix(
        {"science": 2, "policy": 1}, ["policy", "science"], ["policy"], ["policy", "science"]
    )
    assert missing(parts) == ["science"]
    assert [each.short_of_present for each in parts] == [0, 2]
    assert missing(parts, in_the_room=True) == ["science"]


@given(st.dictionaries(st.integers(), st.sampled_from("abcd"), max_size=60), st.integers(1, 9))
def test_tables_are_even_in_people_and_in_perspectives(
    perspectives: dict[int, str], tables: int
) -> None:
    at = spread_over_tables(perspectives, tables)
    assert at.keys() == perspectives.keys()
    sizes = [sum(each == table for each in at.values()) for table in range(1, tables + 1)]
    assert max(sizes) - min(sizes) <= 1
    for perspective in set(perspectives.values()):
        own = [at[member] for member, held in perspectives.items() if held == perspective]
        counts = [own.count(table) for table in range(1, tables + 1)]
        assert max(counts) - min(counts) <= 1


def test_what_most_choose_is_nothing_when_two_are_equal() -> None:
    assert most_of([Expected.FALLS, Expected.FALLS, Expected.RISES]) is Expected.FALLS
    assert most_of([Expected.FALLS, Expected.RISES]) is None
    assert most_of([]) is None


def test_without_a_table_nobody_is_seated() -> None:
    with pytest.raises(ValueError, match="no table"):
        spread_over_tables({1: "a"}, 0)


def test_what_was_opened_is_never_closed_again() -> None:
    seen: set[Phase] = set()
    waiting = [Phase.TOGETHER]
    while waiting:
        phase = waiting.pop()
        if phase not in seen:
            seen.add(phase)
            waiting += following(phase)
    assert Phase.ALONE not in seen
    assert Phase.PREPARING not in seen
    assert all(is_open(each) for each in seen)
    assert not is_open(Phase.ALONE)
    assert may_follow(Phase.PREPARING, Phase.ALONE)
    assert not may_follow(Phase.PREPARING, Phase.CLOSED)


def test_each_round_is_written_alone() -> None:
    assert [round_of(each) for each in Phase] == [None, 1, None, 3, None, None]
    assert not revised_seen(Phase.AGAIN)

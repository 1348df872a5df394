"""Codes, names, and what to suggest for those that are neither."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duidelijk.regions import (
    LEVELS,
    UnknownRegion,
    find,
    level_name,
    level_of,
    normalise,
    partitions,
    region,
    suggest,
)


def codes(text: str, **narrowed: str | date) -> list[str]:
    return [one.code for one in find(text, **narrowed)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("NL01", "country"),
        ("NL00", "country"),
        ("LD04", "part"),
        ("PV31", "province"),
        ("VR25", "safety_region"),
        ("GG2514", "ggd"),
        ("AM35", "labour_region"),
        ("GM0344    ", "municipality"),
    ],
)
def test_the_level_of_a_code(code: str, level: str) -> None:
    assert level_of(code) == level
    assert level in LEVELS


@pytest.mark.parametrize(
    "text", ["", "GM", "GM12", "PV200", "Utrecht", "gm0344", "WK034401", "GM٠٣٤٤"]
)
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(UnknownRegion):
        level_of(text)


def test_every_region_has_the_level_of_its_code() -> None:
    for partition in partitions():
        for level in LEVELS:
            assert all(level_of(one.code) == level for one in partition.regions(level))


def test_the_country_has_two_codes() -> None:
    assert normalise("NL00") == normalise(" NL01 ") == "NL01"
    assert region("NL00") == region("NL01")
    assert region("NL01").name() == "Nederland"
    assert region("NL01").name("en") == "the Netherlands"


def test_namesakes_are_all_found() -> None:
    assert codes("Utrecht") == ["PV26", "VR09", "GM0344"]
    assert codes("Bergen") == ["GM0373", "GM0893"]
    assert codes("Bergen (L.)") == ["GM0893"]
    assert codes("Bergen (NH)") == ["GM0373"]
    assert codes("Utrecht", level="municipality") == ["GM0344"]


def test_other_ways_to_write_a_name() -> None:
    assert (
        codes("'s-Gravenhage (gemeente)") == codes("Den Haag") == codes("THE HAGUE") == ["GM0518"]
    )
    assert codes("s-Gravenhage") == codes("’s-Gravenhage") == ["GM0518"]
    assert codes("Groningen (PV)") == ["PV20"]
    assert codes("Noord-Nederland (LD)") == ["LD01"]
    assert codes("Hengelo (O.)") == codes("Hengelo") == ["GM0164"]
    assert codes("Súdwest-Fryslân") == codes("sudwest fryslan") == ["GM1900"]
    assert codes("Utrecht (buurt)") == codes("Atlantis") == []


def test_former_municipalities_are_found_unless_a_date_is_given() -> None:
    assert codes("Haaren") == ["GM0788"]
    assert codes("Haaren", on=date(2022, 1, 1)) == []
    assert codes("Haaren", on=date(2020, 1, 1)) == ["GM0788"]


def test_every_region_is_found_by_its_own_names() -> None:
    for partition in partitions():
        for level in LEVELS:
            for one in partition.regions(level):
                for name in (one.name("nl"), one.name("en"), *one.also):
                    assert one in find(name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Apingedam", "GM0003"),
        ("Harren", "GM0788"),
        ("Amsterdm", "GM0363"),
        ("GM344", "GM0344"),
        ("gm0344", "GM0344"),
        ("344", "GM0344"),
        ("GM0788", "GM0788"),
        ("VR26", "VR25"),
        ("Friesland", "PV21"),
    ],
)
def test_suggestions(text: str, expected: str) -> None:
    assert expected in [one.code for one in suggest(text)]


def test_nothing_is_suggested_for_nonsense() -> None:
    assert suggest("xyzzy") == suggest("") == suggest("GM9999") == ()


@given(st.text(max_size=40), st.integers(0, 5))
def test_any_text_gives_at_most_so_many_suggestions(text: str, limit: int) -> None:
    assert len(suggest(text, limit)) <= limit
    find(text)


def test_errors_suggest_and_name_the_level() -> None:
    with pytest.raises(UnknownRegion, match=r"GM0344 \(Utrecht, municipality\)"):
        level_of("Utrecht")
    with pytest.raises(UnknownRegion, match=r"No province has the code PV19\. Did you mean PV"):
        region("PV19")


def test_names_in_two_languages() -> None:
    assert level_name("safety_region") == "veiligheidsregio"
    assert level_name("safety_region", "en") == "safety region"
    assert region("GM0344").title() == "Utrecht, gemeente"
    assert region("PV26").short_name == "UT"
    assert region("GM0344").short_name == "Utrecht"


def test_short_names_are_unique_within_a_level() -> None:
    partition = partitions()[0]
    for level in LEVELS[:-1]:
        short = [one.short_name for one in partition.regions(level)]
        assert len(set(short)) == len(short)
        assert all(len(name) <= 5 for name in short)

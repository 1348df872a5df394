"""What was published in 2020 and 2021 as a finding, beside what the list says of the same figures.

Where a shipped series is too short nothing can be said of it, and the publisher's own statement
stands beside it as such.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from duidelijk.editions.edition import Edition, find_edition

FINDINGS = [
    # finding, edition, indicator, group, tier, direction or reason
    ("unemployment fell faster than expected", "2021-1", "werkloze_beroepsbevolking", "total",
     "striking", "down"),
    ("worry fell in February 2021", "2021-1", "zorgen_zorgen_over_coronavirus", "total",
     "striking", "down"),
    ("support for the maximum of visitors fell", "2021-1",
     "draagvlak_ontvang_max_bezoekers_thuis", "total", "striking", "down"),
    ("mental health at its worst, first quarter of 2021", "2021-4", "psychisch_ongezond", "total",
     "possible", "up"),
    ("mental health at its worst, first half of 2021", "2021-5", "psychisch_ongezond", "total",
     "possible", "up"),
    ("mental health hardly changed in 2020", "2021-1", "psychisch_ongezond", "total",
     "no_demonstrable_change", None),
    ("social assistance grew", "2021-1", "bijstand_personen", "total", "not_testable",
     "short_history"),
    ("most of all among the young", "2021-1", "bijstand_jaarmutatie", "leeftijd:0-26",
     "not_testable", "no_margins"),
    ("unemployment among the young", "2021-5", "werkloze_beroepsbevolking", "leeftijd:15-24",
     "not_testable", "gap"),
    ("fewer bankruptcies of one-person businesses", "2021-5", "faillissementen_eenmanszaken",
     "total", "no_demonstrable_change", None),
]  # fmt: skip


def asked(edition: Edition, indicator: str, group: str) -> pl.DataFrame:
    return edition.changes.filter(
        (pl.col("indicator") == indicator)
        & (pl.col("region") == "NL01")
        & (pl.col("group") == group)
        & pl.col("asked")
    )


@pytest.mark.parametrize(
    ("finding", "number", "indicator", "group", "tier", "told"),
    FINDINGS,
    ids=[f"{each[1]} {each[0]}" for each in FINDINGS],
)
def test_a_finding_is_on_the_list_or_has_its_reason(
    corona_home: Path,
    finding: str,
    number: str,
    indicator: str,
    group: str,
    tier: str,
    told: str | None,
) -> None:
    edition = find_edition(corona_home / "editions", number)
    rows = asked(edition, indicator, group)
    every: dict[str, Any] = edition.striking or {}
    listed = [
        each
        for each in every["developments"]
        if (each["indicator"], each["region"], each["group"]) == (indicator, "NL01", group)
    ]
    if tier in ("striking", "possible"):
        assert [(each["tier"], each["direction"]) for each in listed] == [(tier, told)], finding
    else:
        assert listed == [], finding
        assert tier in rows["tier"].to_list(), finding
        if told:
            assert told in rows["reason"].to_list(), finding


def test_worry_fell_nationally_demonstrably_in_7_of_25_regions_and_none_departs_from_the_nation(
    corona_home: Path,
) -> None:
    edition = find_edition(corona_home / "editions", "2021-1")
    worry = edition.changes.filter(
        (pl.col("indicator") == "zorgen_zorgen_over_coronavirus") & (pl.col("group") == "total")
    )
    regions = worry.filter(pl.col("region") != "NL01")
    own = regions.filter("main")["verdict"].value_counts()
    assert dict(own.iter_rows()) == {"fallen": 7, "no_demonstrable_change": 18}
    beside = regions.filter(pl.col("comparison") == "nation")
    assert set(beside["verdict"]) == {"no_demonstrable_change"} and len(beside) == 25


def test_what_cannot_be_tested_stands_with_what_its_publisher_says(
    corona_home: Path, settings: Any
) -> None:
    from django.test import Client

    from duidelijk.foundation.home import Home

    settings.HOME = Home(corona_home)
    page = Client(HTTP_HOST="127.0.0.1").get("/edities/2021-1/opvallend").content.decode()
    part = page.split('id="niet"')[1]
    assert "Titel van de publicatie:" in part and "niet als ons oordeel" in part
    assert "jongeren groeit het aantal bijstandsontvangers" in part

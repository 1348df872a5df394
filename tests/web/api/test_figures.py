"""Figures: what is asked comes, in order, whole, and with where it comes from."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.test import Client

from duidelijk.editions.edition import Edition
from duidelijk.figures.known import known_on

UNEMPLOYED = "werkloze_beroepsbevolking"
Told = Callable[[str], Any]


@pytest.fixture
def newest(corona_home: Path) -> Edition:
    return Edition(corona_home / "editions" / "2021-5")


def test_every_figure_of_the_edition_comes_once_and_in_order(told: Told, newest: Edition) -> None:
    rows, at = [], "figures?pageSize=10000"
    while at:
        page = told(at)
        rows += page["figures"]
        at = page["_links"].get("next", {}).get("href", "").partition("/api/v1/")[2]
    kept = newest.figures()
    for column, name in (("indicator", "indicator"), ("period", "period"), ("value", "value")):
        assert [row[name] for row in rows] == kept[column].to_list()
    assert page["page"] == {"number": 2, "size": 10000, "count": len(kept), "pages": 2}


def test_a_figure_holds_what_the_edition_holds(told: Told, newest: Edition) -> None:
    answer = told(f"figures?indicator={UNEMPLOYED}&period=2020MM12&region=NL01")
    own = newest.figures_of(UNEMPLOYED).filter(period="2020MM12").to_dicts()
    assert len(answer["figures"]) == len(own)
    for row, kept in zip(answer["figures"], own, strict=True):
        assert row["value"] == kept["value"]
        assert row["method"] == kept["method"]
        assert row["regionYear"] == kept["region_year"]
        assert row["published"] == kept["published"].isoformat()
        assert row["periodStart"] == "2020-12-01"
        assert row["release"] in [each["id"] for each in answer["releases"]]


def test_an_answer_names_its_edition_and_its_releases(told: Told, newest: Edition) -> None:
    answer = told(f"figures?indicator={UNEMPLOYED}")
    assert answer["edition"]["id"] == "2021-5"
    assert answer["edition"]["address"] == "http://127.0.0.1/edities/2021-5"
    assert answer["edition"]["date"] == "2021-10-15"
    assert answer["edition"]["monitor"]["title"]["en"] == "Social impact of corona"
    assert answer["edition"]["synthetic"] is False
    used = set(newest.figures_of(UNEMPLOYED)["release"])
    assert {each["id"] for each in answer["releases"]} == used
    assert all(each["licence"] and each["address"] for each in answer["releases"])


def test_made_up_figures_say_so(made_up_site: Client) -> None:
    assert made_up_site.get("/api/v1/figures").json()["edition"]["synthetic"] is True
    table = made_up_site.get("/api/v1/figures?f=csv").content.decode()
    assert {row["synthetic"] for row in csv.DictReader(io.StringIO(table))} == {"true"}


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("region=NL01,GM0363", pl.col("region").is_in(["NL01", "GM0363"])),
        ("regionLevel=safety_region", pl.col("region").str.starts_with("VR")),
        ("group=leeftijd:70%2B", pl.col("group") == "leeftijd:70+"),
        ("group=leeftijd:70+", pl.col("group") == "leeftijd:70+"),
        ("period=2020MM12", pl.col("period") == "2020MM12"),
        ("from=2021-01-01", pl.col("period_start") >= dt.date(2021, 1, 1)),
        ("until=2020-06-30", pl.col("period_end") <= dt.date(2020, 6, 30)),
        (
            "indicator=bijstand_personen,consumentenvertrouwen&from=2020-01-01",
            pl.col("indicator").is_in(["bijstand_personen", "consumentenvertrouwen"])
            & (pl.col("period_start") >= dt.date(2020, 1, 1)),
        ),
    ],
)
def test_filters_leave_just_what_they_say(
    told: Told, newest: Edition, query: str, kept: pl.Expr
) -> None:
    answer = told(f"figures?pageSize=10000&{query}")
    wanted = newest.figures().filter(kept)
    assert answer["page"]["count"] == len(wanted) > 0
    assert [row["value"] for row in answer["figures"]] == wanted["value"].to_list()[:10_000]


def test_a_theme_stands_for_its_indicators(told: Told, newest: Edition) -> None:
    of_theme = {each.id for each in newest.monitor.of_theme("onderwijs")}
    answer = told("figures?theme=onderwijs&pageSize=10000")
    assert {row["indicator"] for row in answer["figures"]} == of_theme & set(newest.counts)
    both = told(f"figures?theme=onderwijs&indicator={UNEMPLOYED}")
    assert both["figures"] == []


def test_known_on_gives_what_was_known_that_day(told: Told, newest: Edition) -> None:
    day = dt.date(2021, 2, 1)
    answer = told(f"figures?indicator={UNEMPLOYED}&knownOn={day}")
    every = pl.concat(
        [
            newest.figures_of(UNEMPLOYED).select(newest.vintages().columns),
            newest.vintages_of(UNEMPLOYED),
        ]
    )
    wanted = known_on(every.drop("published"), newest.releases.values(), day)
    assert [(row["period"], row["method"], row["value"]) for row in answer["figures"]] == list(
        wanted.select("period", "method", "value").iter_rows()
    )
    assert answer["knownOn"] == "2021-02-01"
    assert max(row["published"] for row in answer["figures"]) <= "2021-02-01"
    assert 0 < len(answer["figures"]) < len(told(f"figures?indicator={UNEMPLOYED}")["figures"])


def test_a_revised_figure_is_given_as_it_was_known(merged_site: Client) -> None:
    """The same place and period, by what was published before and after a revision."""

    def ask(query: str) -> list[dict[str, Any]]:
        found = merged_site.get(f"/api/v1/figures?{query}&pageSize=10000").json()
        return list(found["figures"])

    key = ("indicator", "region", "regionYear", "group", "period", "method")
    edition = merged_site.get("/api/v1/editions").json()["editions"][-1]
    shown = {tuple(row[name] for name in key): row for row in ask("")}
    before = {tuple(row[name] for name in key): row for row in ask(f"knownOn={edition['date']}")}
    days = sorted({row["published"] for row in shown.values()})
    earlier = {tuple(row[name] for name in key): row for row in ask(f"knownOn={days[0]}")}
    assert earlier.keys() <= before.keys()
    revised = [key for key, row in earlier.items() if row["value"] != shown[key]["value"]]
    assert revised
    assert all(earlier[key]["published"] < shown[key]["published"] for key in revised)


def test_another_edition_holds_other_figures(told: Told) -> None:
    assert told("figures?edition=2021-1")["page"]["count"] == 9336
    assert told("figures?edition=2021-1")["edition"]["id"] == "2021-1"


def test_a_table_has_names_and_where_each_figure_comes_from(ask: Any) -> None:
    response = ask(f"figures?indicator={UNEMPLOYED}&lang=en&f=csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="figures-2021-5.csv"'
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert len(rows) == 87
    assert rows[0]["indicatorTitle"] == "Unemployed people"
    assert rows[0]["regionName"] == "the Netherlands"
    assert rows[0]["groupName"] == "everybody"
    assert rows[0]["edition"] == "2021-5"
    assert all(row["publisher"] and row["licence"] and row["published"] for row in rows)
    assert float(rows[0]["value"]) == 486.0


def test_comparisons_come_with_their_verdicts(told: Told, newest: Edition) -> None:
    answer = told("changes?verdict=risen,fallen&main=true&pageSize=10000")
    wanted = newest.changes.filter(pl.col("main"), pl.col("verdict").is_in(["risen", "fallen"]))
    assert answer["page"]["count"] == len(wanted) > 0
    assert [row["difference"] for row in answer["changes"]] == wanted["difference"].to_list()
    against = told("changes?favourable=false&comparison=previous&pageSize=10000")["changes"]
    assert against
    assert {row["favourable"] for row in against} == {False}
    assert {row["comparison"] for row in against} == {"previous"}


def test_what_stands_out_comes_in_order_with_its_evidence(told: Told) -> None:
    answer = told("striking?edition=2021-1")
    assert [each["rank"] for each in answer["striking"]] == list(range(1, 27))
    assert answer["counts"]["listed"] == 26
    assert answer["counts"]["expectedFalse"] == 3
    assert all(each["evidence"] and each["sentences"]["nl"] for each in answer["striking"])
    assert {each["choice"] for each in answer["striking"]} == {None}
    of_theme = told("striking?edition=2021-1&theme=gedrag&tier=striking")["striking"]
    assert of_theme
    assert {(each["theme"], each["tier"]) for each in of_theme} == {("gedrag", "striking")}

"""Collecting as it is: real replies over HTTP, with everything that goes wrong on the way."""

from __future__ import annotations

import dataclasses
import json
import threading
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from replay.odata4 import Table4
from replay.server import Fault, Replay

from duidelijk.catalogue import Monitor
from duidelijk.figures.store import FigureStore
from duidelijk.figures.table import KEY
from duidelijk.figures.vintages import News
from duidelijk.foundation.home import Home
from duidelijk.sources.collecting import Outcome, collect, collect_feed
from duidelijk.sources.feed_state import FeedState, late_indicators
from duidelijk.sources.network.archive import Archive
from duidelijk.sources.network.fetching import Network

Whole = Callable[..., Monitor]

TABLES = ("80590ned", "37789ksz", "82242NED", "83693NED", "03759ned")


def collected(home: Home, monitor: Monitor, feed: str, replay: Replay, **other: bool) -> Outcome:
    network = Network(replay.address, pause=0.001)
    try:
        return collect_feed(home, monitor, monitor.feeds[feed], network, **other)
    finally:
        network.close()


def stored(home: Home) -> pl.DataFrame:
    return FigureStore(home.figures).figures()


def expected(table: Table4) -> pl.DataFrame:
    """What each recorded observation must become, with the key of its indicator."""
    described = table.replies["Dimensions"]["value"]
    kinds = {each["Identifier"]: each["Kind"] for each in described}
    names = [name for name, kind in kinds.items() if kind == "Dimension"]
    region = next((name for name, kind in kinds.items() if kind == "GeoDimension"), None)
    reasons = {"None": None, "Impossible": "impossible", "Confidential": "withheld"}
    return table.rows.select(
        pl.concat_str(pl.lit(f"t{table.id}"), "Measure", *names, separator="_")
        .str.to_lowercase()
        .alias("indicator"),
        (pl.col(region).str.strip_chars() if region else pl.lit("NL01")).alias("region"),
        pl.col("Perioden").alias("period"),
        pl.col("Value").alias("value"),
        pl.col("ValueAttribute").replace_strict(reasons).alias("missing"),
    )


COMPARED = ["indicator", "region", "period", "value", "missing"]


@pytest.mark.parametrize("name", TABLES)
def test_every_recorded_observation_arrives_once_with_its_reason(
    name: str, recorded: dict[str, Table4], replay: Replay, whole_monitor: Whole, home: Home
) -> None:
    table = recorded[name]
    outcome = collected(home, whole_monitor(table), name, replay)
    assert outcome.state == "stored", outcome.problems
    figures = stored(home)
    assert not figures.select([*KEY, "release"]).is_duplicated().any()
    wanted = expected(table)
    absent = wanted.join(figures, on=["indicator", "region", "period"], how="anti")
    assert len(absent) == sum(outcome.skipped.values())
    assert absent["value"].null_count() == len(absent)  # only places that did not exist then
    if name == "03759ned":
        assert set(outcome.skipped) == {"regions that did not exist then"}
        assert wanted["missing"].drop_nulls().to_list().count("impossible") == 8165
    else:
        assert not outcome.skipped
    present = wanted.join(absent, on=["indicator", "region", "period"], how="anti")
    assert figures.select(COMPARED).sort(COMPARED).equals(present.sort(COMPARED))
    pages = [each for each in replay.asked if "Observations" in each and "$count" not in each]
    assert len(pages) == -(-len(table.rows) // 1000)


def test_what_did_not_change_is_not_asked_again(
    recorded: dict[str, Table4], replay: Replay, whole_monitor: Whole, home: Home
) -> None:
    monitor = whole_monitor(recorded["83693NED"])
    assert collected(home, monitor, "83693NED", replay).state == "stored"
    asked = len(replay.asked)
    assert collected(home, monitor, "83693NED", replay).state == "unchanged"
    assert [each.rpartition("/")[2] for each in replay.asked[asked:]] == ["Properties"]
    again = collected(home, monitor, "83693NED", replay, again=True)
    assert again.state == "nothing_new"
    assert again.news[News.SAME] == len(recorded["83693NED"].rows)
    assert len(FigureStore(home.figures).releases()) == 1


def changed(table: Table4, modified: str, rows: pl.DataFrame) -> Table4:
    """The table as the source would give it after a change."""
    other = object.__new__(Table4)
    other.__dict__.update(table.__dict__)
    other.rows = rows
    about = {**table.replies["Properties"], "Modified": modified, "ObservationsModified": modified}
    other.replies = {**table.replies, "Properties": about}
    return other


def test_a_change_at_the_source_is_a_vintage_of_what_changed(
    recorded: dict[str, Table4], replay: Replay, whole_monitor: Whole, home: Home
) -> None:
    table = recorded["83693NED"]
    monitor = whole_monitor(table)
    collected(home, monitor, "83693NED", replay)
    first = pl.col("Id") == 0
    later = table.rows.filter(pl.col("Id") > 2).vstack(
        table.rows.filter(first).with_columns(pl.col("Value") + 5)
    )
    replay.tables["83693NED"] = changed(table, "2026-08-20T06:30:00+02:00", later)
    outcome = collected(home, monitor, "83693NED", replay)
    assert outcome.state == "stored"
    assert outcome.news[News.REVISED] == 1
    assert outcome.news[News.WITHDRAWN] == 2
    assert outcome.news[News.NEW] == 0
    assert outcome.release == "verzonnen-83693NED-2026-08-20"
    vintage = stored(home).filter(pl.col("release") == outcome.release)
    assert len(vintage) == 3  # what stayed the same is not stored again
    gone = vintage.filter(pl.col("missing").is_not_null())
    assert gone["note"].to_list() == ["withdrawn by the source"] * 2
    assert gone["value"].null_count() == 2
    # and what was withdrawn is not withdrawn again, nor new when it stays away
    replay.tables["83693NED"] = changed(table, "2026-09-20T06:30:00+02:00", later)
    assert collected(home, monitor, "83693NED", replay).state == "nothing_new"
    # what comes back is a revision of nothing to something
    replay.tables["83693NED"] = changed(table, "2026-10-20T06:30:00+02:00", table.rows)
    back = collected(home, monitor, "83693NED", replay)
    assert back.news[News.REVISED] == 3
    assert back.news[News.WITHDRAWN] == 0


def test_a_second_release_on_one_day_gets_a_number(
    recorded: dict[str, Table4], replay: Replay, whole_monitor: Whole, home: Home
) -> None:
    table = recorded["83693NED"]
    monitor = whole_monitor(table)
    collected(home, monitor, "83693NED", replay)
    noon = table.replies["Properties"]["Modified"][:11] + "12:00:00+02:00"
    rows = table.rows.with_columns(pl.col("Value") + 1)
    replay.tables["83693NED"] = changed(table, noon, rows)
    outcome = collected(home, monitor, "83693NED", replay)
    assert outcome.release == f"verzonnen-83693NED-{noon[:10]}-2"
    known = FigureStore(home.figures).releases()
    assert list(known)[-1] == outcome.release  # of one day, the later one ranks above


def test_the_raw_replies_of_a_release_are_kept(
    recorded: dict[str, Table4], replay: Replay, whole_monitor: Whole, home: Home
) -> None:
    outcome = collected(home, whole_monitor(recorded["83693NED"]), "83693NED", replay)
    release = FigureStore(home.figures).releases()[outcome.release]
    assert release.feed == "83693NED"
    assert release.retrieved is not None
    archive = Archive(home.raw)
    replies = json.loads(archive.read(release.sha256))["replies"]
    pages = [
        each
        for each in replies
        if "Observations?" in each["address"] or each["address"].endswith("Observations")
    ]
    assert len(pages) == 4
    rows = [row for each in pages for row in json.loads(archive.read(each["sha256"]))["value"]]
    assert len(rows) == len(recorded["83693NED"].rows)
    assert all(each["address"].startswith("https://datasets.cbs.nl/") for each in replies)


FAULTS = {
    "reset halfway": Fault("Observations", "reset", times=3),
    "cut off halfway": Fault("Observations", "cut", times=2),
    "JSON that stops, without a length": Fault("$skip=1000", "chopped", times=2),
    "too many requests": Fault("Observations", "status", 2, 429, "", {"Retry-After": "0"}),
    "a server that is tired": Fault("Properties", "status", 2, 503, "try later"),
    "a gateway that gives up": Fault("Codes", "status", 3, 504),
    "slow bodies": Fault("Observations", "slow", times=2, seconds=0.01),
    "a reset of a count": Fault("$count", "reset", times=1),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_what_goes_wrong_in_passing_is_tried_again(
    fault: Fault, recorded: dict[str, Table4], replay: Replay, whole_monitor: Whole, home: Home
) -> None:
    replay.faults.append(dataclasses.replace(fault, headers=dict(fault.headers)))
    outcome = collected(home, whole_monitor(recorded["83693NED"]), "83693NED", replay)
    assert outcome.state == "stored", outcome.problems
    assert replay.faults[0].times == 0
    assert len(stored(home)) == len(recorded["83693NED"].rows)


REFUSALS = {
    "not there": (Fault("Properties", "status", 1, 404), "404"),
    "forbidden": (Fault("Properties", "status", 1, 403), "refuses access"),
    "a question it does not understand": (Fault("Observations", "status", 1, 400), "400"),
    "the limit of 10,000 records": (
        Fault(
            "Observations?",
            "status",
            1,
            500,
            '{"odata.error":{"message":{"value":"The query returns more than 10000 records"}}}',
        ),
        "more than 10000 records",
    ),
    "down for good": (Fault("Properties", "status", 99, 500, "boom"), "500: boom (6 attempts)"),
    "always reset": (Fault("Observations?", "reset", 99), "broke off halfway"),
    "a web page": (
        Fault("Properties", "body", 1, body="<!DOCTYPE html><html>sorry</html>"),
        "web page instead of data",
    ),
    "no JSON": (Fault("Dimensions", "body", 1, body='{"value": [}'), "cannot be read"),
    "a name twice": (
        Fault("Observations?", "body", 9, body='{"value":[{"Value":1,"Value":2}]}'),
        "the name “Value” comes twice",
    ),
    "a list of nothing": (Fault("Dimensions", "body", 1, body='{"value": 3}'), "not a list"),
    "no date": (Fault("Properties", "body", 1, body='{"Modified": "soon"}'), "soon"),
    "no number of rows": (Fault("$count", "body", 1, body='{"a": []}'), "number of rows"),
    "fewer rows than announced": (Fault("$count", "body", 1, body="5000"), "announced 5000"),
    "another layout": (
        Fault("Observations?", "body", 9, body='{"value":[{"Id":1,"Maat":"x","Value":3}]}'),
        "without Measure",
    ),
    "an unknown reason": (
        Fault(
            "Observations?",
            "body",
            9,
            body='{"value":[{"Measure":"x","ValueAttribute":"Lost","Perioden":"2020JJ00"}]}',
        ),
        "“Lost”",
    ),
    "wrong encoding": (
        Fault("Dimensions", "body", 1, body='{"value": [{"Identifier": "\udcff"}]}'),
        "Dimensions",
    ),
    "another host": (
        Fault(
            "Observations?",
            "body",
            9,
            body='{"@odata.nextLink": "https://elsewhere.example/x", "value":[]}',
        ),
        "another host",
    ),
}


@pytest.mark.parametrize(("fault", "told"), REFUSALS.values(), ids=REFUSALS)
def test_what_goes_wrong_for_good_is_told_and_stores_nothing(
    fault: Fault,
    told: str,
    recorded: dict[str, Table4],
    replay: Replay,
    whole_monitor: Whole,
    home: Home,
) -> None:
    monitor = whole_monitor(recorded["83693NED"])
    if fault.match == "Observations?":  # with all measures and periods there is no filter
        fault = dataclasses.replace(fault, match="Observations")
        replay.faults.append(Fault("$count", "slow", 9, seconds=0.0))
    replay.faults.append(dataclasses.replace(fault))
    outcome = collected(home, monitor, "83693NED", replay)
    assert outcome.state == "failed"
    assert told in str(outcome.problems[0])
    assert len(stored(home)) == 0
    assert not FigureStore(home.figures).releases()
    late = late_indicators(home.collected, monitor)
    assert set(late) == set(monitor.indicators)
    assert told in next(iter(late.values())).why
    # and once the source is well again, all is as if nothing had been
    replay.faults.clear()
    assert collected(home, monitor, "83693NED", replay).state == "stored"
    assert not late_indicators(home.collected, monitor)


def test_late_counts_from_the_first_failure(
    recorded: dict[str, Table4], replay: Replay, whole_monitor: Whole, home: Home
) -> None:
    monitor = whole_monitor(recorded["83693NED"])
    FeedState("83693NED", failing_since="2026-01-02T03:04:05+00:00", error="x").write(
        home.collected
    )
    replay.faults.append(Fault("Properties", "status", 9, 404))
    outcome = collected(home, monitor, "83693NED", replay)
    assert outcome.failing_since == "2026-01-02T03:04:05+00:00"


def test_one_source_down_does_not_stop_the_others(
    recorded: dict[str, Table4], replay: Replay, whole_monitor: Whole, home: Home
) -> None:
    monitor = whole_monitor(recorded["83693NED"], recorded["82242NED"], recorded["80590ned"])
    replay.faults.append(Fault("82242NED", "status", 99, 404))
    network = Network(replay.address, pause=0.001)
    outcomes = {
        each.feed: each.state for each in collect(home, monitor, monitor.feeds.values(), network)
    }
    network.close()
    assert outcomes == {"83693NED": "stored", "82242NED": "failed", "80590ned": "stored"}
    assert len(FigureStore(home.figures).releases()) == 2


def test_pages_that_came_in_are_not_asked_for_again(
    recorded: dict[str, Table4], replay: Replay, whole_monitor: Whole, home: Home
) -> None:
    table = recorded["80590ned"]
    monitor = whole_monitor(table)
    replay.faults.append(Fault("$skip=4000", "status", 1, 403))
    assert collected(home, monitor, "80590ned", replay).state == "failed"
    replay.asked.clear()
    assert collected(home, monitor, "80590ned", replay).state == "stored"
    asked = [each for each in replay.asked if "Observations" in each]
    assert len(asked) == 2  # the fifth page and the sixth; the count and four pages were in
    assert len(stored(home)) == len(table.rows)


def test_pages_of_another_version_are_not_used(
    recorded: dict[str, Table4], replay: Replay, whole_monitor: Whole, home: Home
) -> None:
    table = recorded["80590ned"]
    monitor = whole_monitor(table)
    replay.faults.append(Fault("$skip=4000", "status", 1, 403))
    assert collected(home, monitor, "80590ned", replay).state == "failed"
    rows = table.rows.with_columns(pl.col("Value") + 1)
    replay.tables["80590ned"] = changed(table, "2026-08-20T06:30:00+02:00", rows)
    assert collected(home, monitor, "80590ned", replay).state == "stored"
    figures = stored(home).filter(pl.col("value").is_not_null())
    assert figures["value"].sum() == pytest.approx(rows["Value"].sum())


def test_a_table_that_changes_while_it_is_read_is_refused(
    recorded: dict[str, Table4], replay: Replay, whole_monitor: Whole, home: Home
) -> None:
    table = recorded["80590ned"]
    monitor = whole_monitor(table)
    replay.faults.append(Fault("$skip=3000", "slow", 1, seconds=0.1))

    def change() -> None:
        while not any("$skip=3000" in each for each in list(replay.asked)):
            threading.Event().wait(0.005)
        replay.tables["80590ned"] = changed(table, "2026-08-20T06:30:00+02:00", table.rows)

    changing = threading.Thread(target=change)
    changing.start()
    outcome = collected(home, monitor, "80590ned", replay)
    changing.join()
    assert outcome.state == "failed"
    assert "changed by the source while it was read" in str(outcome.problems[0])
    assert len(stored(home)) == 0


def test_a_figure_that_comes_twice_is_refused(
    recorded: dict[str, Table4], replay: Replay, whole_monitor: Whole, home: Home
) -> None:
    table = recorded["83693NED"]
    monitor = whole_monitor(table)
    twice = table.rows.vstack(table.rows.head(1))
    replay.tables["83693NED"] = changed(table, "2026-08-20T06:30:00+02:00", twice)
    outcome = collected(home, monitor, "83693NED", replay)
    assert outcome.state == "failed"
    assert "one figure a key and release" in str(outcome.problems[0])
    assert len(stored(home)) == 0


def test_a_table_without_our_measure_says_which_it_has(
    recorded: dict[str, Table4], replay: Replay, whole_monitor: Whole, home: Home
) -> None:
    table = recorded["83693NED"]
    monitor = whole_monitor(table)
    other = changed(table, "2026-08-20T06:30:00+02:00", table.rows)
    measures = [
        {**each, "Identifier": each["Identifier"].replace("M001093", "M001094")}
        for each in table.replies["MeasureCodes"]["value"]
    ]
    other.replies["MeasureCodes"] = {"value": measures}
    replay.tables["83693NED"] = other
    outcome = collected(home, monitor, "83693NED", replay)
    assert outcome.state == "failed"
    assert "no measure “M001093”" in str(outcome.problems[0])
    assert "M001094" in str(outcome.problems[0])


def test_a_table_that_became_empty_is_refused(
    recorded: dict[str, Table4], replay: Replay, whole_monitor: Whole, home: Home
) -> None:
    table = recorded["83693NED"]
    monitor = whole_monitor(table)
    collected(home, monitor, "83693NED", replay)
    before = stored(home)
    replay.tables["83693NED"] = changed(table, "2026-08-20T06:30:00+02:00", table.rows.head(0))
    outcome = collected(home, monitor, "83693NED", replay)
    assert outcome.state == "failed"
    assert f"{len(before)} are known" in str(outcome.problems[0])
    assert stored(home).equals(before)


def test_the_state_of_a_feed_survives_a_damaged_file(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{half")
    assert FeedState.read(tmp_path, "x") == FeedState("x")
    FeedState("x", version="1").write(tmp_path)
    assert FeedState.read(tmp_path, "x").version == "1"

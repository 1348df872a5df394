"""A figure entered by hand waits for a second person, and is then what was known."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duidelijk.catalogue import Group, GroupDimension, Indicator, Method, Monitor, Source, Text
from duidelijk.figures.known import known_on
from duidelijk.figures.release import Precision
from duidelijk.figures.store import FigureStore
from duidelijk.figures.table import MISSING
from duidelijk.foundation.folders import Busy, locked
from duidelijk.foundation.problems import Refused
from duidelijk.sources.by_hand.entering import (
    Somebody,
    confirm,
    enter,
    held,
    pending,
    reject,
)
from duidelijk.sources.by_hand.entry import BASIS, Entry, checked, figure_of, release_of
from duidelijk.sources.network.archive import Archive

NOW = dt.datetime(2021, 4, 22, 9, 30, tzinfo=dt.UTC)
ARTICLE = Entry(
    indicator="benefits",
    period="2021MM03",
    value=286.1,
    source="uwv",
    title="Nieuwsflits Arbeidsmarkt",
    address="https://www.uwv.nl/nieuwsflits",
    published=dt.date(2021, 4, 20),
    entered_by="A. Jansen",
)


def both(words: str) -> Text:
    return Text(words, words)


@pytest.fixture(scope="session")
def monitor(indicator: Callable[..., Indicator], monitor_of: Callable[..., Monitor]) -> Monitor:
    ages = (Group("leeftijd:16-24", both("a"), both("a")),)
    found = [
        indicator("benefits", kind="count", uncertainty="count", scale=1000.0, minimum=0.0),
        indicator(
            "share",
            minimum=0.0,
            maximum=100.0,
            frequency="wave",
            groups=("leeftijd",),
            region_levels=("country", "safety_region", "municipality"),
        ),
        indicator("grade", kind="score", minimum=1.0, maximum=10.0),
        indicator(
            "jobless",
            methods=(
                Method("old", both("o"), in_use_until=dt.date(2022, 1, 19)),
                Method("new", both("n"), in_use_from=dt.date(2022, 1, 20)),
            ),
        ),
    ]
    return monitor_of(
        *found,
        dimensions=(GroupDimension("leeftijd", both("a"), ages),),
        sources={"uwv": Source("uwv", "UWV", "executing_body", "open data")},
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "entries"


@pytest.fixture
def store(tmp_path: Path) -> FigureStore:
    return FigureStore(tmp_path / "figures")


def article(**other: Any) -> Entry:
    return dataclasses.replace(ARTICLE, **other)


def refused(call: Callable[[], object]) -> list[str]:
    with pytest.raises(Refused) as caught:
        call()
    assert caught.value.problems
    return [str(each) for each in caught.value.problems]


def known(store: FigureStore) -> pl.DataFrame:
    return known_on(store.figures(), store.releases().values(), dt.date.max)


# --- from entry to figure


def test_an_entry_waits_and_is_not_stored(
    folder: Path, store: FigureStore, monitor: Monitor
) -> None:
    id_ = enter(folder, monitor, ARTICLE, NOW)
    assert id_.startswith("2021-04-22-") and len(id_) == 15
    (waiting,) = pending(folder)
    assert (waiting.id, waiting.entry.value, waiting.entry.entered_by) == (id_, 286.1, "A. Jansen")
    assert store.releases() == {}


def test_only_its_owner_reads_an_entry_since_it_holds_names(folder: Path, monitor: Monitor) -> None:
    enter(folder, monitor, ARTICLE, NOW)
    (path,) = folder.glob("*.json")
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_second_person_makes_it_a_figure(
    folder: Path, store: FigureStore, monitor: Monitor
) -> None:
    id_ = enter(folder, monitor, ARTICLE, NOW)
    release = confirm(folder, store, monitor, id_, Somebody("B. de Vries"), NOW)
    assert release.id == f"hand-{id_}"
    assert store.releases() == {release.id: release}
    assert (release.publisher, release.licence, release.basis) == ("UWV", "open data", BASIS)
    assert (release.published, release.retrieved) == (dt.date(2021, 4, 20), dt.date(2021, 4, 22))
    row = known(store).row(0, named=True)
    assert (row["indicator"], row["period"], row["value"]) == ("benefits", "2021MM03", 286.1)
    assert (row["region"], row["region_year"], row["group"]) == ("NL01", 2021, "total")
    assert row["decimals"] == 1
    assert pending(folder) == []
    assert held(folder, id_).decided_by == "B. de Vries"


def test_no_name_of_a_person_is_published(
    folder: Path, store: FigureStore, monitor: Monitor
) -> None:
    id_ = enter(folder, monitor, ARTICLE, NOW)
    release = confirm(folder, store, monitor, id_, Somebody("B. de Vries"), NOW)
    published = json.dumps(release.as_json()) + known(store).write_csv()
    assert "Jansen" not in published and "Vries" not in published


def test_a_later_publication_of_the_same_figure_is_another_vintage(
    folder: Path, store: FigureStore, monitor: Monitor
) -> None:
    for value, published in ((286.1, dt.date(2021, 4, 20)), (285.0, dt.date(2021, 5, 20))):
        id_ = enter(folder, monitor, article(value=value, published=published), _in_june())
        confirm(folder, store, monitor, id_, Somebody("B"), _in_june())
    assert len(store.figures()) == 2
    assert known(store)["value"].to_list() == [285.0]


def _in_june() -> dt.datetime:
    return NOW + dt.timedelta(days=50)


def test_words_stand_for_periods_and_regions(folder: Path, monitor: Monitor) -> None:
    entry = article(
        indicator="share", value=41.0, period="20 april 2021", region="Utrecht (VR)", n=200
    )
    enter(folder, monitor, entry, NOW)
    (waiting,) = pending(folder)
    assert (waiting.entry.period, waiting.entry.region) == ("2021-04-20", "VR09")
    town = dataclasses.replace(entry, region="Utrecht (gemeente)")
    enter(folder, monitor, town, _in_june())
    assert pending(folder)[1].entry.region == "GM0344"


def test_provisional_figures_say_so_by_their_star(monitor: Monitor) -> None:
    found = checked(monitor, article(period="maart 2021*"), NOW.date())
    assert (found.period, found.status) == ("2021MM03", "provisional")


def test_the_method_in_use_on_the_day_of_publication_is_taken(monitor: Monitor) -> None:
    entry = article(indicator="jobless", value=3.6)
    assert checked(monitor, entry, NOW.date()).method == "old"
    later = dataclasses.replace(entry, published=dt.date(2022, 2, 1))
    assert checked(monitor, later, dt.date(2022, 2, 2)).method == "new"
    named = dataclasses.replace(entry, method="new")
    assert checked(monitor, named, NOW.date()).method == "new"


def test_a_figure_rounded_to_thousands_keeps_its_precision(
    folder: Path, store: FigureStore, monitor: Monitor
) -> None:
    entry = article(value=286_000.0, decimals=-3)
    id_ = enter(folder, monitor, entry, NOW)
    confirm(folder, store, monitor, id_, Somebody("B"), NOW)
    assert known(store).select("value", "decimals").row(0) == (286_000.0, -3)
    (line,) = refused(lambda: enter(folder, monitor, article(value=286_100.0, decimals=-3), NOW))
    assert line.startswith("decimals: is -3, but the value 286100 is not so coarse")


def test_a_missing_figure_is_entered_with_its_reason(
    folder: Path, store: FigureStore, monitor: Monitor
) -> None:
    id_ = enter(folder, monitor, article(value=None, missing="withheld"), NOW)
    confirm(folder, store, monitor, id_, Somebody("B"), NOW)
    assert known(store).select("value", "missing").row(0) == (None, "withheld")


# --- surveys


def test_n_and_design_effect_of_a_survey_become_limits(monitor: Monitor) -> None:
    survey = article(indicator="share", period="2021-04-20", value=50.0, n=200, design_effect=2.0)
    found = checked(monitor, survey, NOW.date())
    assert found.lower == pytest.approx(40.38) and found.upper == pytest.approx(59.62)
    assert found.note == "limits reckoned from n = 200 and design effect 2 (95 %, Wilson)"
    said = checked(monitor, dataclasses.replace(survey, note="web panel"), NOW.date())
    assert said.note.startswith("web panel; limits reckoned")


def test_limits_that_were_published_stay_as_they_are(monitor: Monitor) -> None:
    survey = article(
        indicator="share", period="2021-04-20", value=50.0, n=200, lower=41.0, upper=60.0
    )
    found = checked(monitor, survey, NOW.date())
    assert (found.lower, found.upper, found.note) == (41.0, 60.0, "")


def test_a_mean_gets_limits_from_its_standard_deviation(monitor: Monitor) -> None:
    survey = article(indicator="grade", value=7.0, n=10, standard_deviation=1.5)
    found = checked(monitor, survey, NOW.date())
    assert (found.lower, found.upper) == pytest.approx((5.927, 8.073), abs=0.005)
    assert "Student" in found.note
    without = checked(monitor, article(indicator="grade", value=7.0, n=10), NOW.date())
    assert (without.lower, without.note) == (None, "")


def test_a_count_from_a_register_gets_no_limits(monitor: Monitor) -> None:
    found = checked(monitor, article(n=286_100), NOW.date())
    assert (found.lower, found.upper, found.note) == (None, None, "")


# --- refusals

WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "indicator": ({"indicator": "benefit"}, "unknown indicator “benefit” → did you mean benefits?"),
    "no indicator": ({"indicator": " "}, "indicator: is not given"),
    "period": ({"period": "2021MM13"}, "period: unknown period"),
    "region": ({"region": "Atlantis"}, "region: "),
    "two regions": (
        {"indicator": "share", "region": "Groningen", "period": "2021-04-20"},
        "region: “Groningen”",
    ),
    "region that was": (
        {"indicator": "share", "value": 4.0, "region": "GM0003", "period": "2021-04-20"},
        "region “GM0003” did not exist in 2021",
    ),
    "level": ({"region": "VR01"}, "benefits has no figures by safety region"),
    "group": ({"group": "leeftijd:16-25"}, "unknown group “leeftijd:16-25”"),
    "group of another": ({"group": "leeftijd:16-24"}, "benefits is not broken down by leeftijd"),
    "method": ({"method": "old"}, "benefits declares no methods"),
    "no value": ({"value": None}, "has no value and no reason"),
    "value and reason": ({"missing": "withheld"}, "has a value and a reason for missing"),
    "reason": ({"value": None, "missing": "secret"}, "unknown missing “secret”"),
    "nan": ({"value": float("nan")}, "value: is nan"),
    "infinite": ({"upper": float("inf"), "lower": 1.0}, "upper: is inf"),
    "below": ({"value": -1.0}, "-1.0 is outside the bounds of benefits"),
    "one limit": ({"lower": 280.0}, "has one limit"),
    "limits": ({"lower": 290.0, "upper": 300.0}, "do not hold the value"),
    "n": ({"n": -1}, "n: is -1"),
    "n of another world": ({"n": 10**400}, "n: is 1000000"),
    "design effect": ({"n": 100, "design_effect": 0.0}, "design_effect: is 0.0"),
    "design effect alone": ({"design_effect": 1.5}, "design_effect: is given without n"),
    "deviation": ({"n": 100, "standard_deviation": -1.0}, "standard_deviation: is -1.0"),
    "decimals": ({"decimals": 12}, "decimals: is 12"),
    "too precise": ({"decimals": 0}, "decimals: is 0, but the value 286.1 is not so coarse"),
    "source": ({"source": "uvw"}, "source: “uvw” is not known → did you mean uwv?"),
    "title": ({"title": "\u200b"}, "title: is not given"),
    "address": ({"address": "www.uwv.nl"}, "address: “www.uwv.nl” is no web address"),
    "script": (
        {"address": "javascript:alert(1)"},
        "address: “javascript:alert(1)” is no web address",
    ),
    "broken address": ({"address": "https://[::1"}, "is no web address"),
    "future": (
        {"published": dt.date(2021, 4, 23)},
        "published: is 2021-04-23, which is still to come",
    ),
    "undated": ({"published": None}, "published: is not given"),
    "before": ({"period": "2021MM05"}, "2021MM05 had not begun on 2021-04-20"),
    "month": (
        {"precision": Precision.MONTH},
        "published: is dated 2021-04-20, with only the month known",
    ),
    "name": ({"entered_by": "  "}, "entered_by: is not given"),
    "status": ({"status": "final"}, "unknown status “final”"),
    "novel": ({"note": "x" * 3000}, "note: has 3000 characters"),
}


@pytest.mark.parametrize("name", WRONG, ids=list(WRONG))
def test_what_is_wrong_is_refused_and_nothing_is_kept(
    folder: Path, monitor: Monitor, name: str
) -> None:
    changed, said = WRONG[name]
    lines = refused(lambda: enter(folder, monitor, article(**changed), NOW))
    assert any(said in line for line in lines), lines
    assert pending(folder) == []


def test_all_that_is_wrong_is_listed_at_once(folder: Path, monitor: Monitor) -> None:
    lines = refused(lambda: enter(folder, monitor, Entry(value=1.0), NOW))
    told = {line.split(":")[0] for line in lines}
    assert {"indicator", "period", "source", "title", "address", "published", "entered_by"} <= told
    assert len(lines) == len(told)


def test_a_made_up_monitor_may_be_ahead_of_its_time(folder: Path, monitor: Monitor) -> None:
    ahead = article(published=dt.date(2030, 1, 1))
    assert enter(folder, dataclasses.replace(monitor, synthetic=True), ahead, NOW)


def test_nobody_confirms_their_own_figure(
    folder: Path, store: FigureStore, monitor: Monitor
) -> None:
    id_ = enter(folder, monitor, ARTICLE, NOW)
    for name in ("A. Jansen", " a.  jansen ", "A JANSEN", "á. Jansen"):
        (line,) = refused(
            lambda name=name: confirm(folder, store, monitor, id_, Somebody(name), NOW)
        )
        assert "let a second person confirm it" in line
    for nobody in ("", "  ", "..."):
        refused(lambda nobody=nobody: confirm(folder, store, monitor, id_, Somebody(nobody), NOW))
    assert store.releases() == {} and len(pending(folder)) == 1


def test_with_accounts_the_account_counts_and_not_the_name(
    folder: Path, store: FigureStore, monitor: Monitor
) -> None:
    entered = enter(folder, monitor, ARTICLE, NOW, by=Somebody("A. Jansen", "7"))
    assert held(folder, entered).entered_account == "7"
    for same in (Somebody("An. Jansen-Bos", "7"), Somebody("A. Jansen")):
        (line,) = refused(lambda same=same: confirm(folder, store, monitor, entered, same, NOW))
        assert "let a second person confirm it" in line
    confirm(folder, store, monitor, entered, Somebody("A. Jansen", "8"), NOW)
    assert (held(folder, entered).decided_account, len(store.releases())) == ("8", 1)


def test_who_cannot_wait_is_told_that_somebody_else_writes(
    folder: Path, store: FigureStore, monitor: Monitor
) -> None:
    id_ = enter(folder, monitor, ARTICLE, NOW)
    hasty = Somebody("B", "8", wait_seconds=0.05)
    with locked(folder):
        for busy in (
            lambda: enter(folder, monitor, article(period="2021MM02"), NOW, by=hasty),
            lambda: confirm(folder, store, monitor, id_, hasty, NOW),
            lambda: reject(folder, id_, hasty, "wrong", NOW),
        ):
            with pytest.raises(Busy):
                busy()
    with locked(store.folder), pytest.raises(Busy):
        confirm(folder, FigureStore(store.folder, 0.05), monitor, id_, hasty, NOW)
    assert [each.id for each in pending(folder)] == [id_] and store.releases() == {}
    confirm(folder, store, monitor, id_, hasty, NOW)


@pytest.mark.parametrize("id_", ["2021-04-22-zzzz", "", "../figures", "x" * 300, "2021-04-22-\n"])
def test_an_unknown_id_is_refused(
    folder: Path, store: FigureStore, monitor: Monitor, id_: str
) -> None:
    enter(folder, monitor, ARTICLE, NOW)
    (line,) = refused(lambda: confirm(folder, store, monitor, id_, Somebody("B"), NOW))
    assert "unknown entry" in line
    refused(lambda: reject(folder, id_, Somebody("B"), "no such", NOW))


def test_an_entry_is_confirmed_once(folder: Path, store: FigureStore, monitor: Monitor) -> None:
    id_ = enter(folder, monitor, ARTICLE, NOW)
    confirm(folder, store, monitor, id_, Somebody("B. de Vries"), NOW)
    (line,) = refused(lambda: confirm(folder, store, monitor, id_, Somebody("C"), NOW))
    assert "was confirmed by B. de Vries on 2021-04-22" in line
    refused(lambda: reject(folder, id_, Somebody("C"), "too late", NOW))
    assert len(store.figures()) == 1


def test_a_rejected_entry_is_kept_with_its_reason(
    folder: Path, store: FigureStore, monitor: Monitor
) -> None:
    id_ = enter(folder, monitor, ARTICLE, NOW)
    (line,) = refused(lambda: reject(folder, id_, Somebody("B"), " ", NOW))
    assert line.startswith("reason: is not given")
    reject(folder, id_, Somebody("B"), "the article says 268,1", NOW)
    found = held(folder, id_)
    assert (found.state, found.reason, found.decided_by) == (
        "rejected",
        "the article says 268,1",
        "B",
    )
    assert pending(folder) == []
    refused(lambda: confirm(folder, store, monitor, id_, Somebody("C"), NOW))
    assert store.releases() == {}
    assert enter(folder, monitor, article(value=268.1), NOW)


def test_the_same_figure_entered_twice_is_pointed_out(
    folder: Path, store: FigureStore, monitor: Monitor
) -> None:
    id_ = enter(folder, monitor, ARTICLE, NOW)
    again = article(period="maart 2021", entered_by="C", title="Another title")
    (line,) = refused(lambda: enter(folder, monitor, again, NOW))
    assert f"was entered as {id_}, and waits" in line
    confirm(folder, store, monitor, id_, Somebody("B"), NOW)
    (line,) = refused(lambda: enter(folder, monitor, again, NOW))
    assert f"was entered as {id_}, and confirmed" in line


def test_a_confirmed_mistake_is_corrected_with_a_note(
    folder: Path, store: FigureStore, monitor: Monitor
) -> None:
    id_ = enter(folder, monitor, article(value=268.1), NOW)
    confirm(folder, store, monitor, id_, Somebody("B"), NOW)
    (line,) = refused(lambda: enter(folder, monitor, ARTICLE, NOW))
    assert "say in the note what was wrong" in line
    second = enter(folder, monitor, article(note="was typed as 268.1"), NOW)
    confirm(folder, store, monitor, second, Somebody("B"), NOW)
    assert known(store)["value"].to_list() == [286.1]


def test_what_the_monitor_no_longer_takes_is_not_confirmed(
    folder: Path, store: FigureStore, monitor: Monitor
) -> None:
    id_ = enter(folder, monitor, ARTICLE, NOW)
    changed = dataclasses.replace(monitor, sources={})
    assert any(
        "source" in line
        for line in refused(lambda: confirm(folder, store, changed, id_, Somebody("B"), NOW))
    )
    assert store.releases() == {} and len(pending(folder)) == 1


# --- kept copies, damage and killed processes


def test_a_copy_of_the_page_is_kept_with_it(
    folder: Path, tmp_path: Path, store: FigureStore, monitor: Monitor
) -> None:
    archive, page = Archive(tmp_path / "raw"), b"<html>286.100 uitkeringen</html>"
    id_ = enter(folder, monitor, ARTICLE, NOW, page, archive)
    release = confirm(folder, store, monitor, id_, Somebody("B"), NOW)
    assert archive.read(release.sha256) == page


def test_no_copy_is_kept_of_what_is_refused(folder: Path, tmp_path: Path, monitor: Monitor) -> None:
    archive = Archive(tmp_path / "raw")
    refused(lambda: enter(folder, monitor, article(value=-1.0), NOW, b"page", archive))
    assert not (tmp_path / "raw").exists()


def test_a_damaged_entry_is_named(folder: Path, monitor: Monitor) -> None:
    id_ = enter(folder, monitor, ARTICLE, NOW)
    path = folder / f"{id_}.json"
    path.write_text(path.read_text(encoding="utf-8")[:50], encoding="utf-8")
    (line,) = refused(lambda: pending(folder))
    assert f"{id_}.json" in line and "cannot be read" in line


KILLED = """
import os, pickle, signal, sys
from pathlib import Path
from duidelijk.figures.store import FigureStore
from duidelijk.sources.by_hand import entering

class Killed(FigureStore):
    def add(self, releases, figures):
        {before}
        super().add(releases, figures)
        {after}

monitor, folder, store, id_, now = pickle.loads(Path(sys.argv[1]).read_bytes())
entering.confirm(folder, Killed(store), monitor, id_, entering.Somebody("B. de Vries"), now)
"""
KILL = "os.kill(os.getpid(), signal.SIGKILL)"


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_confirmation_that_was_killed_is_completed_by_the_next(
    folder: Path, tmp_path: Path, store: FigureStore, monitor: Monitor, moment: str
) -> None:
    import pickle

    id_ = enter(folder, monitor, ARTICLE, NOW)
    given = tmp_path / "given"
    given.write_bytes(pickle.dumps((monitor, folder, store.folder, id_, NOW)))
    script = KILLED.format(**{"before": "pass", "after": "pass", moment: KILL})
    run = subprocess.run([sys.executable, "-c", script, str(given)], timeout=60, check=False)
    assert run.returncode == -signal.SIGKILL
    assert len(store.figures()) == (1 if moment == "after" else 0)
    (waiting,) = pending(folder)
    assert (waiting.state, waiting.decided_by) == ("confirming", "B. de Vries")
    (line,) = refused(lambda: reject(folder, id_, Somebody("C"), "wrong", NOW))
    assert "was being stored when it was cut short" in line
    # even when the monitor changed in between, what was stored is marked as such
    changed = dataclasses.replace(monitor, sources={}) if moment == "after" else monitor
    confirm(folder, store, changed, id_, Somebody("B. de Vries"), NOW)
    assert len(store.figures()) == 1 and pending(folder) == []
    assert not list(folder.glob(".unfinished*"))


def test_entries_made_at_once_do_not_meet(folder: Path, monitor: Monitor) -> None:
    from concurrent.futures import ThreadPoolExecutor

    periods = [f"2020MM{month:02}" for month in range(1, 13)]
    with ThreadPoolExecutor(4) as pool:
        ids = list(
            pool.map(lambda each: enter(folder, monitor, article(period=each), NOW), periods)
        )
    assert len(set(ids)) == len(pending(folder)) == 12


# --- whatever is entered


values = st.floats(0, 1e9).map(lambda value: round(value, 2))
good = st.builds(
    lambda value, half, month, decimals, note, by: article(
        value=value,
        lower=None if half is None else max(0.0, value - half),
        upper=None if half is None else value + half,
        period=f"2020MM{month:02}",
        decimals=decimals,
        note=note,
        entered_by=f"N {by}",
    ),
    values,
    st.none() | st.floats(0, 1e6),
    st.integers(1, 12),
    st.none() | st.integers(2, 9),
    st.text(max_size=40),
    st.text(max_size=10),
)


@settings(max_examples=25, deadline=None)
@given(good)
def test_what_was_entered_and_confirmed_is_what_is_known(monitor: Monitor, entry: Entry) -> None:
    with tempfile.TemporaryDirectory() as home:
        folder, store = Path(home) / "entries", FigureStore(Path(home) / "figures")
        id_ = enter(folder, monitor, entry, NOW)
        confirm(folder, store, monitor, id_, Somebody("somebody else"), NOW)
        row = known(store).row(0, named=True)
        assert held(folder, id_).entry == checked(monitor, entry, NOW.date())
    assert row["value"] == entry.value
    assert (row["lower"], row["upper"]) == (entry.lower, entry.upper)
    assert row["period"] == entry.period


anything = st.builds(
    Entry,
    indicator=st.sampled_from(["benefits", "share", "grade", "jobless", "x", ""]),
    period=st.sampled_from(["2021MM03", "2021-04-20", "maart 2021", "2021"]) | st.text(max_size=12),
    value=st.none() | st.floats() | st.sampled_from([50.0, 0.0, 7.1]),
    missing=st.none() | st.sampled_from(MISSING) | st.text(max_size=8),
    lower=st.none() | st.floats(),
    upper=st.none() | st.floats(),
    n=st.none() | st.integers(),
    design_effect=st.none() | st.floats(),
    standard_deviation=st.none() | st.floats(),
    region=st.sampled_from(["NL01", "Utrecht", "VR01", "GM0003"]) | st.text(max_size=12),
    group=st.sampled_from(["total", "leeftijd:16-24", ""]) | st.text(max_size=8),
    method=st.sampled_from(["", "old"]) | st.text(max_size=4),
    status=st.none() | st.text(max_size=4),
    decimals=st.none() | st.integers(),
    note=st.text(max_size=20),
    source=st.sampled_from(["uwv", ""]) | st.text(max_size=4),
    publisher=st.text(max_size=10),
    title=st.text(max_size=10),
    address=st.sampled_from(["https://example.org/a"]) | st.text(max_size=20),
    licence=st.text(max_size=10),
    published=st.none() | st.dates(),
    precision=st.sampled_from(Precision),
    entered_by=st.text(max_size=10),
)


fields = st.sampled_from([each.name for each in dataclasses.fields(Entry)])
in_part = st.builds(
    lambda odd, names: article(**{name: getattr(odd, name) for name in names}),
    anything,
    st.sets(fields, max_size=3),
)


@settings(max_examples=300, deadline=None)
@given(anything | in_part)
def test_anything_is_a_figure_in_order_or_refused_with_problems(
    monitor: Monitor, entry: Entry
) -> None:
    try:
        found = checked(monitor, entry, NOW.date())
    except Refused as refusal:
        assert refusal.problems and all(each.what for each in refusal.problems)
        return
    assert checked(monitor, found, NOW.date()) == found
    assert Entry.from_json(json.loads(json.dumps(found.as_json()))) == found
    assert len(figure_of(found, "r")) == 1
    assert release_of(found, "r", NOW.date()).published <= NOW.date()

"""A monitor folder becomes a monitor, or a list of everything that is wrong with it."""

from __future__ import annotations

import datetime as dt
import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from duidelijk.catalogue import Monitor, check_monitor, read_monitor
from duidelijk.catalogue.reading import monitor_from, read_with_declarations
from duidelijk.foundation.checksums import canonical_json
from duidelijk.foundation.problems import Refused

JOBLESS = "indicators/werk/werkloosheid.yaml"
CONTEXT = "indicators/inwoners.yaml"


def shown(written: Any) -> list[str]:
    return [str(problem) for problem in check_monitor(written.folder)]


def the_one(written: Any) -> str:
    (problem,) = shown(written)
    return problem


def test_a_sound_monitor_has_no_problem(written: Any) -> None:
    assert shown(written) == []


def test_what_is_declared_comes_through(written: Any) -> None:
    monitor = read_monitor(written.folder)
    assert monitor.title.to("nl") == "Proef" and monitor.title.to("en") == "Trial"
    assert monitor.crisis_start == dt.date(2020, 3, 1)
    assert [each.id for each in monitor.editions] == ["2021-1", "2021-2"]
    assert monitor.editions[1].date_precision == "month"
    assert list(monitor.group_codes) == ["leeftijd:16-24", "leeftijd:25+"]
    assert monitor.group_codes["leeftijd:25+"].short.nl == "Ouderen"
    assert monitor.measures[0].from_ == dt.date(2021, 1, 23)
    assert monitor.measures[1].until is None
    jobless = monitor.indicators["werkloosheid"]
    assert (jobless.minimum, jobless.maximum) == (0.0, 100.0)
    assert jobless.materiality is not None and jobless.materiality.points == 0.5
    assert jobless.breaks[0].reason.en == "Another question."
    context = monitor.indicators["inwoners"]
    assert (
        context.context
        and context.theme is None
        and (context.minimum, context.maximum) == (0, None)
    )


def test_a_theme_shows_its_headlines_first(written: Any) -> None:
    text = (written.folder / JOBLESS).read_text(encoding="utf-8")
    other = text.replace("id: werkloosheid", "id: arbeid").replace("headline: true", "")
    written.write("indicators/arbeid.yaml", other.replace("nl: Werkloosheid", "nl: Arbeid"))
    found = read_monitor(written.folder).of_theme("werk")
    assert [each.id for each in found] == ["werkloosheid", "arbeid"]


def test_the_method_in_use_follows_the_date(written: Any) -> None:
    jobless = read_monitor(written.folder).indicators["werkloosheid"]
    assert jobless.method_on(dt.date(2021, 12, 31)) == "oud"
    assert jobless.method_on(dt.date(2022, 1, 1)) == "nieuw"
    assert read_monitor(written.folder).indicators["inwoners"].method_on(dt.date.today()) == ""


def survives(folder: Path) -> tuple[Monitor, Monitor]:
    monitor, declarations = read_with_declarations(folder)
    return monitor, monitor_from(json.loads(canonical_json(declarations)))


def test_a_monitor_survives_being_kept_as_declarations(written: Any) -> None:
    monitor, kept = survives(written.folder)
    assert kept == monitor


@pytest.mark.parametrize("name", ["starter", "corona"])
def test_the_shipped_monitors_are_sound_and_survive_being_kept(name: str) -> None:
    with resources.as_file(resources.files("duidelijk").joinpath("monitors", name)) as folder:
        assert check_monitor(folder) == []
        monitor, kept = survives(folder)
    assert kept == monitor


def test_groups_and_measures_may_be_left_out(written: Any) -> None:
    (written.folder / "groups.yaml").unlink()
    (written.folder / "measures.yaml").unlink()
    written.change(JOBLESS, "groups: [leeftijd]\n", "")
    monitor = read_monitor(written.folder)
    assert monitor.dimensions == () and monitor.measures == ()


@pytest.mark.parametrize("name", ["monitor.yaml", "sources.yaml"])
def test_a_file_no_monitor_can_do_without_is_missed(written: Any, name: str) -> None:
    (written.folder / name).unlink()
    assert f"{name}: is missing" in the_one(written)


def test_a_folder_that_is_not_there_is_one_problem(tmp_path: Path) -> None:
    (problem,) = check_monitor(tmp_path / "absent")
    assert "is not a folder" in problem.what
    with pytest.raises(Refused, match="1 problem"):
        read_monitor(tmp_path / "absent")


def test_a_monitor_without_indicators_is_refused(written: Any) -> None:
    (written.folder / JOBLESS).unlink()
    (written.folder / CONTEXT).unlink()
    written.change("groups.yaml", "    indicators: [werkloosheid]\n", "")
    assert "holds no indicator" in the_one(written)


def test_every_problem_of_every_broken_file_comes_at_once(written: Any) -> None:
    written.change("monitor.yaml", "synthetic: true", "synthetic: maybe")
    written.change("sources.yaml", "kind: statistics_office", "kind: oracle")
    written.write("measures.yaml", "measures: [\n")
    written.change(JOBLESS, "decimals: 1", "decimals: 7")
    written.change(JOBLESS, "reporting_delay: 20", "reporting_delay: soon")
    written.change(CONTEXT, "kind: count", "kind: count\nkind: percent")
    problems = check_monitor(written.folder)
    assert [(each.where, each.line) for each in problems] == [
        (CONTEXT, written.line(CONTEXT, "kind: percent")),
        (JOBLESS, written.line(JOBLESS, "decimals")),
        (JOBLESS, written.line(JOBLESS, "reporting_delay")),
        ("measures.yaml", 2),
        ("monitor.yaml", written.line("monitor.yaml", "synthetic")),
        ("sources.yaml", written.line("sources.yaml", "oracle")),
    ]
    with pytest.raises(Refused, match="6 problems") as refusal:
        read_monitor(written.folder)
    assert refusal.value.problems == tuple(problems)


def test_an_unknown_key_gets_a_suggestion(written: Any) -> None:
    written.change(JOBLESS, "reporting_delay: 20", "reporting_delay: 20\nseasonaly_adjusted: true")
    line = written.line(JOBLESS, "seasonaly")
    assert the_one(written) == (
        f"{JOBLESS}:{line}: unknown key “seasonaly_adjusted” → did you mean seasonally_adjusted?"
    )


def test_a_missing_polarity_is_a_problem_and_is_never_filled_in(written: Any) -> None:
    written.change(JOBLESS, "polarity: lower_is_favourable\n", "")
    problem = the_one(written)
    assert "“polarity” is missing" in problem
    assert "higher_is_favourable, lower_is_favourable or no_judgement" in problem


def test_a_misspelt_polarity_points_to_the_key_that_is_missing(written: Any) -> None:
    written.change(JOBLESS, "polarity:", "polarty:")
    assert any("did you mean polarity?" in each for each in shown(written))


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (CONTEXT, "context: true", "context: true\ntheme: werk", "context quantity has no theme"),
        (JOBLESS, "theme: werk\n", "", "“theme” is missing"),
        (CONTEXT, "stopped_since: 2022JJ00\n", "", "“stopped_since” is missing"),
        (JOBLESS, "{points: 0.5}", "{points: 0.5, percent: 3}", "only one of points or percent"),
        (JOBLESS, "{points: 0.5}", "{}", "is empty"),
        (JOBLESS, "{points: 0.5}", "{points: 0}", "must be more than 0"),
        (JOBLESS, "decimals: 1", "decimals: -1", "-1 is below 0"),
        (JOBLESS, "decimals: 1", "decimals: 1.5", "is not a whole number"),
        (JOBLESS, "[country, municipality]", "[]", "is empty"),
        (JOBLESS, "[country, municipality]", "[country, country]", "the same item twice"),
        (JOBLESS, "[country, municipality]", "[country, municipalty]", "mean municipality?"),
        (JOBLESS, "{nl: Grenzen., en: Limits.}", "{nl: Grenzen.}", "“en” is missing"),
        (JOBLESS, "{nl: Grenzen., en: Limits.}", "Grenzen", "is not a block of keys"),
        (JOBLESS, "kind: percent", "kind: percentage", "did you mean percent?"),
        ("sources.yaml", "https://example.org/", "example.org", "has the wrong form"),
        ("monitor.yaml", "id: 2021-1", "id: maart", "has the wrong form"),
        ("groups.yaml", "code: 16-24", "code: 1624", "is not text"),
        ("measures.yaml", "weight: 3", "weight: 4", "is not allowed"),
    ],
)
def test_what_the_schema_refuses_is_said_in_words(
    written: Any, name: str, old: str, new: str, said: str
) -> None:
    written.change(name, old, new)
    problem = the_one(written)
    assert problem.startswith(f"{name}:") and said in problem


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (JOBLESS, "theme: werk", "theme: werkk", "unknown theme “werkk” → did you mean werk?"),
        (JOBLESS, "source: cbs", "source: cba", "unknown source “cba” → did you mean cbs?"),
        (
            JOBLESS,
            "groups: [leeftijd]",
            "groups: [leeftyd]",
            "unknown dimension of groups.yaml “leeftyd” → did you mean leeftijd?",
        ),
        (
            "groups.yaml",
            "leeftijd:16-24",
            "leeftijd:16-25",
            "unknown group “leeftijd:16-25” → did you mean leeftijd:16-24",
        ),
        (
            "groups.yaml",
            "[werkloosheid]",
            "[werkloos]",
            "unknown indicator “werkloos” → did you mean werkloosheid?",
        ),
        (CONTEXT, "successor: werkloosheid", "successor: wie", "unknown indicator “wie”"),
    ],
)
def test_a_key_that_points_nowhere_is_named_at_its_line(
    written: Any, name: str, old: str, new: str, said: str
) -> None:
    written.change(name, old, new)
    assert the_one(written).startswith(f"{name}:{written.line(name, new)}: {said}")


def test_a_broken_file_is_not_held_against_those_that_point_to_it(written: Any) -> None:
    written.write("sources.yaml", "sources: [\n")
    assert the_one(written).startswith("sources.yaml:")


def test_an_id_that_is_not_the_name_of_its_file_is_refused(written: Any) -> None:
    written.change(CONTEXT, "id: inwoners", "id: bewoners")
    assert the_one(written) == (
        f"{CONTEXT}:1: “bewoners” is not the name of its file → write id: inwoners"
    )


def test_two_files_of_one_name_are_refused(written: Any) -> None:
    text = (written.folder / JOBLESS).read_text(encoding="utf-8")
    written.write("indicators/zorg/werkloosheid.yaml", text)
    assert "there is another werkloosheid.yaml" in the_one(written)


@pytest.mark.parametrize(
    ("name", "old", "new", "word"),
    [
        ("monitor.yaml", "id: wonen", "id: werk", "werk"),
        ("monitor.yaml", "id: 2021-2", "id: 2021-1", "2021-1"),
        ("measures.yaml", "id: mondkapjes", "id: avondklok", "avondklok"),
    ],
)
def test_an_id_that_is_there_already_is_refused(
    written: Any, name: str, old: str, new: str, word: str
) -> None:
    line = written.line(name, old)
    written.change(name, old, new)
    assert the_one(written).startswith(f"{name}:{line}: “{word}” is there already")


@pytest.mark.parametrize(
    ("name", "old", "new", "word"),
    [
        pytest.param("groups.yaml", "code: 25+", "code: 16-24", "16-24", id="group"),
        pytest.param(JOBLESS, "id: nieuw", "id: oud", "oud", id="method"),
    ],
)
def test_a_code_that_is_there_already_is_refused(
    written: Any, name: str, old: str, new: str, word: str
) -> None:
    written.change(name, old, new)
    assert f"“{word}” is there already" in " ".join(shown(written))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("monitor.yaml", "date: 2021-03-11", "date: 2021-02-30"),
        ("monitor.yaml", "crisis_start: 2020-03-01", "crisis_start: 2020-13-01"),
        ("measures.yaml", "until: 2021-04-28", "until: 2021-04-31"),
        (JOBLESS, "in_use_from: 2022-01-01", "in_use_from: 2022-00-01"),
    ],
)
def test_a_day_that_is_not_in_the_calendar_is_refused(
    written: Any, name: str, old: str, new: str
) -> None:
    written.change(name, old, new)
    problem = the_one(written)
    assert problem.startswith(f"{name}:{written.line(name, new)}:")
    assert "is not a day of the calendar" in problem


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("measures.yaml", "until: 2021-04-28", "until: 2021-01-22"),
        (
            JOBLESS,
            "in_use_until: 2021-12-31",
            "in_use_until: 2021-12-31\n    in_use_from: 2022-02-02",
        ),
    ],
)
def test_what_ends_before_it_starts_is_refused(written: Any, name: str, old: str, new: str) -> None:
    written.change(name, old, new)
    assert "before it starts" in the_one(written)


def test_a_measure_of_one_day_is_in_order(written: Any) -> None:
    written.change("measures.yaml", "until: 2021-04-28", "until: 2021-01-23")
    assert shown(written) == []


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (JOBLESS, "period: 2021MM01", "period: 2021MM13"),
        (JOBLESS, "period: 2020MM04", "period: APRIL"),
        (CONTEXT, "stopped_since: 2022JJ00", "stopped_since: 2022JJ01"),
    ],
)
def test_a_period_that_is_not_in_the_calendar_is_refused(
    written: Any, name: str, old: str, new: str
) -> None:
    written.change(name, old, new)
    assert the_one(written).startswith(f"{name}:{written.line(name, new)}:")


@pytest.mark.parametrize("name", ["mesures.yaml", "indicators/werk/banen.yml"])
def test_a_file_that_would_not_be_read_is_mentioned(written: Any, name: str) -> None:
    written.write(name, "id: banen\n")
    assert name in the_one(written)


def test_counts_add_up_unless_it_is_declared_that_they_do_not(written: Any) -> None:
    found = read_monitor(written.folder).indicators
    assert found["inwoners"].adds_up and not found["werkloosheid"].adds_up
    text = (written.folder / CONTEXT).read_text(encoding="utf-8")
    written.write(CONTEXT, f"{text}\nadditive: false\n")
    assert not read_monitor(written.folder).indicators["inwoners"].adds_up


def test_only_a_count_may_be_declared_to_add_up(written: Any) -> None:
    text = (written.folder / JOBLESS).read_text(encoding="utf-8")
    written.write(JOBLESS, f"{text}\nadditive: true\n")
    problem = the_one(written)
    assert problem.startswith(f"{JOBLESS}:") and "kind" in problem and "count" in problem

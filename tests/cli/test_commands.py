"""The commands as a person runs them: a real process, its exit code, what it says."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from duidelijk.editions.edition import Edition
from duidelijk.foundation.problems import Refused
from duidelijk.publish.difference import text_difference


def duidelijk(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "duidelijk", *arguments],
        env={**os.environ, "DUIDELIJK_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture
def monitor(tmp_path: Path) -> Path:
    """A fresh copy of the starting monitor."""
    folder = tmp_path / "monitor"
    assert duidelijk(tmp_path, "new-monitor", str(folder)).returncode == 0
    return folder


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.long
def test_another_crisis_goes_from_folder_to_editions_without_code(
    tmp_path: Path, monitor: Path
) -> None:
    home = tmp_path / "home"
    checked = duidelijk(home, "check", str(monitor))
    assert checked.returncode == 0
    assert "3 indicators (3 with figures)" in checked.stdout
    assert duidelijk(home, "freeze", "--monitor", str(monitor)).returncode == 0
    verified = duidelijk(home, "verify")
    assert verified.returncode == 0
    assert "2030-1, 2030-2" in verified.stdout
    jobs = duidelijk(home, "jobs")
    assert "done" in jobs.stdout and "freeze" in jobs.stdout


@pytest.mark.long
def test_freezing_twice_gives_the_same_bytes(tmp_path: Path, monitor: Path) -> None:
    sums = []
    for name in ("one", "two"):
        assert duidelijk(tmp_path / name, "freeze", "--monitor", str(monitor)).returncode == 0
        sums.append((tmp_path / name / "editions/2030-2/SHA256SUMS").read_bytes())
    assert sums[0] == sums[1]
    again = duidelijk(tmp_path / "one", "freeze", "--monitor", str(monitor))
    assert again.returncode == 0
    assert again.stdout.count("was frozen already") == 2


def test_verify_names_the_file_in_which_one_bit_flipped(tmp_path: Path, monitor: Path) -> None:
    home = tmp_path / "home"
    duidelijk(home, "freeze", "--monitor", str(monitor))
    path = home / "editions/2030-1/figures.by-region.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    verified = duidelijk(home, "verify")
    assert verified.returncode == 2
    assert "2030-1/figures.by-region.parquet: differs from what was sealed" in verified.stderr


def test_check_lists_every_problem_with_file_line_and_remedy(monitor: Path, tmp_path: Path) -> None:
    stress = monitor / "indicators/stress.yaml"
    edit(stress, "polarity: lower_is_favourable\n", "")
    edit(stress, "frequency:", "frequentie:")
    edit(monitor / "indicators/evacuees.yaml", "theme: wonen", "theme: wonnen")
    edit(monitor / "monitor.yaml", "date: 2030-03-15", "date: 2030-02-30")
    checked = duidelijk(tmp_path, "check", str(monitor))
    assert checked.returncode == 2
    assert "“polarity” is missing → write polarity: higher_is_favourable" in checked.stderr
    assert "unknown key “frequentie” → did you mean frequency?" in checked.stderr
    assert "“2030-02-30” is not a day of the calendar" in checked.stderr
    assert "Traceback" not in checked.stderr


def test_bad_figures_are_refused_all_at_once_and_nothing_is_stored(
    tmp_path: Path, monitor: Path
) -> None:
    home = tmp_path / "home"
    bad = tmp_path / "bad.csv"
    bad.write_text(
        "indicator,region,group,period,value,lower,upper,release\n"
        "stres,NL01,total,2030-01-20,20,,,r\n"
        "stress,XX99,total,2030-01-20,20,,,r\n"
        "stress,NL01,leeftijd:0-4,2030-01-20,20,,,r\n"
        "stress,NL01,total,2030M1,20,,,r\n"
        "stress,NL01,total,2030-01-21,120,,,r\n"
        "stress,NL01,total,2030-01-22,20,25,30,r\n"
        "stress,NL01,total,2030-01-23,20,,,r\n"
        "stress,NL01,total,2030-01-23,21,,,r\n"
        "stress,NL01,total,2030-01-24,20,,,unknown\n"
        "stress,NL01,total,2030-01-25,twenty,,,r\n",
        encoding="utf-8",
    )
    releases = tmp_path / "releases.csv"
    releases.write_text(
        "release,source,publisher,title,address,licence,published\n"
        "r,verzonnen,V,T,https://example.org/r,CC0,2030-02-01\n"
        "s,,V,T,https://example.org/s,CC0,2030-02-01\n",
        encoding="utf-8",
    )
    done = duidelijk(
        home, "import", str(bad), "--releases", str(releases), "--monitor", str(monitor)
    )
    assert done.returncode == 2
    for wanted in (
        "bad.csv:2: unknown indicator “stres” → did you mean stress?",
        "bad.csv:3: unknown region “XX99”",
        "bad.csv:4: unknown group “leeftijd:0-4”",
        "bad.csv:5: unknown period",
        "bad.csv:6: 120.0 is outside the bounds of stress",
        "bad.csv:7: the limits 25.0 to 30.0 do not hold the value 20.0",
        "bad.csv:9: the same figure stands in bad.csv:8",
        "bad.csv:10: unknown release “unknown”",
        "bad.csv:11: “twenty” in column value is not a number",
        "releases.csv:3: release “s” has no source",
    ):
        assert wanted in done.stderr, wanted
    assert "Traceback" not in done.stderr
    assert list((home / "figures").glob("*")) == []


def test_good_figures_are_imported_once(tmp_path: Path, monitor: Path) -> None:
    home = tmp_path / "home"
    arguments = [
        "import",
        str(monitor / "figures/figures.csv"),
        *("--releases", str(monitor / "figures/releases.csv")),
        *("--monitor", str(monitor)),
    ]
    first = duidelijk(home, *arguments)
    assert first.returncode == 0
    assert "155 figures added from 4 release(s)" in first.stdout
    assert "Nothing new" in duidelijk(home, *arguments).stdout


def test_compare_sorts_what_differs_between_editions(starter_home: Path) -> None:
    done = duidelijk(starter_home, "compare", "2030-1", "2030-2", "--all")
    assert done.returncode == 0
    assert "new" in done.stdout
    assert "evacuees NL01 total 2030W116" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["freeze"], "There is no monitor"),
        (["verify"], "There are no editions"),
        (["compare", "2021-1", "2021-2"], "There is no edition 2021-1"),
        (["serve"], "There is nothing to serve"),
        (["check", "/nonexistent"], "is not a folder"),
    ],
)
def test_a_command_that_cannot_do_its_work_says_what_to_do(
    tmp_path: Path, arguments: list[str], said: str
) -> None:
    done = duidelijk(tmp_path / "home", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unplanned_edition_is_refused_with_the_planned_ones(
    tmp_path: Path, monitor: Path
) -> None:
    done = duidelijk(tmp_path / "home", "freeze", "2030-3", "--monitor", str(monitor))
    assert done.returncode == 2
    assert "did you mean 2030-" in done.stderr


def test_two_monitors_do_not_mix_in_one_home(
    tmp_path: Path, starter_home: Path, monitor: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(starter_home, home)
    edit(monitor / "monitor.yaml", "id: hoogwater", "id: storm")
    done = duidelijk(home, "freeze", "--monitor", str(monitor))
    assert done.returncode == 2
    assert "another monitor" in done.stderr


def test_help_names_every_command() -> None:
    from duidelijk.cli.app import app

    done = duidelijk(Path("/nonexistent"), "--help")
    assert done.returncode == 0
    for command in app.registered_commands:
        name = command.name or command.callback.__name__  # type: ignore[union-attr]
        assert name.replace("_", "-") in done.stdout


def test_the_next_free_port_is_taken(tmp_path: Path) -> None:
    import socket

    from duidelijk.cli.serving import free_port

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port("127.0.0.1", port, tries=50) > port
        with pytest.raises(Refused, match="is taken"):
            free_port("127.0.0.1", port, tries=1)


def test_the_shipped_monitors_hold_no_code() -> None:
    from duidelijk.cli.monitors import shipped_monitor

    folder = shipped_monitor("corona").parent
    assert {path.suffix for path in folder.rglob("*") if path.is_file()} == {".yaml", ".csv", ".md"}


def test_help_imports_nothing_heavy() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "duidelijk", "--help"],
        capture_output=True,
        text=True,
        timeout=60,
    )
    for heavy in ("polars", "numpy", "django", "scipy"):
        assert f" {heavy}\n" not in done.stderr


def test_an_edition_is_not_sealed_before_its_date(tmp_path: Path, monitor: Path) -> None:
    edit(monitor / "monitor.yaml", "synthetic: true", "synthetic: false")
    home = tmp_path / "home"
    asked = duidelijk(home, "freeze", "2030-1", "--monitor", str(monitor))
    assert asked.returncode == 2
    assert "2030-1: speaks of 2030-03-15" in asked.stderr
    unasked = duidelijk(home, "freeze", "--monitor", str(monitor))
    assert "made-up-2030-03-01: is dated 2030-03-01, which is still to come" in unasked.stderr
    assert not list((home / "editions").glob("2030-*"))


def test_a_period_that_cannot_be_read_is_found_by_check(tmp_path: Path, monitor: Path) -> None:
    stress = monitor / "indicators/stress.yaml"
    edit(
        stress,
        "frequency: wave",
        'breaks: [{period: 2030MM13, reason: {nl: "a", en: "b"}}]\nfrequency: wave',
    )
    for command in (["check", str(monitor)], ["freeze", "--monitor", str(monitor)]):
        done = duidelijk(tmp_path / "home", *command)
        assert done.returncode == 2
        assert "indicators/stress.yaml:" in done.stderr
        assert "unknown period" in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value"), [("DUIDELIJK_WORKERS", "many"), ("DUIDELIJK_THEME", "/nonexistent.css")]
)
def test_serve_refuses_a_setting_that_would_do_nothing(
    starter_home: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    done = duidelijk(starter_home, "serve")
    assert done.returncode == 2
    assert name in done.stderr


def test_a_database_that_is_away_is_said_and_not_traced(
    tmp_path: Path, monitor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none")
    done = duidelijk(tmp_path / "home", "freeze", "--monitor", str(monitor))
    assert done.returncode == 2
    assert "The database" in done.stderr
    assert "Traceback" not in done.stderr


def test_check_holds_keys_against_each_other_also_when_a_file_has_another_problem(
    monitor: Path, tmp_path: Path
) -> None:
    edit(monitor / "indicators/stress.yaml", "polarity: lower_is_favourable\n", "")
    edit(monitor / "indicators/evacuees.yaml", "theme: wonen", "theme: wonnen")
    checked = duidelijk(tmp_path, "check", str(monitor))
    assert "“polarity” is missing" in checked.stderr
    assert "unknown theme “wonnen” → did you mean wonen?" in checked.stderr


def test_two_freezes_at_once_make_each_edition_once(tmp_path: Path, monitor: Path) -> None:
    home = tmp_path / "home"
    both = [
        subprocess.Popen(
            [sys.executable, "-m", "duidelijk", "freeze", "--monitor", str(monitor)],
            env={**os.environ, "DUIDELIJK_HOME": str(home)},
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert duidelijk(home, "verify").returncode == 0


def test_demo_never_removes_what_is_not_its_own(tmp_path: Path) -> None:
    thesis = tmp_path / "demo" / "thesis.txt"
    thesis.parent.mkdir()
    thesis.write_text("years of work")
    done = duidelijk(tmp_path, "demo", "--no-serve")
    assert done.returncode == 2
    assert "thesis.txt" in done.stderr
    assert thesis.read_text() == "years of work"


@pytest.mark.long
def test_demo_makes_five_editions_once_and_repairs_a_damaged_one(tmp_path: Path) -> None:
    made = duidelijk(tmp_path, "demo", "--no-serve")
    assert made.returncode == 0
    demo = tmp_path / "demo"
    assert len(list((demo / "editions").glob("2021-*"))) == 6
    correction = Edition(demo / "editions" / "2021-6")
    assert correction.corrects == "2021-5" and correction.reason is not None
    wrong = Edition(demo / "editions" / "2021-5")
    assert correction.figures().equals(wrong.figures()), "only a text was wrong"
    assert text_difference(wrong, correction) == ["theme.werk_inkomen"]
    assert [path.name for path in (demo / "reviews").glob("2*")] == ["2021-7"], "to look at"
    again = duidelijk(demo, "demo", "--no-serve")  # the home it named
    assert "is there and whole" in again.stdout
    assert not (demo / "demo").exists()
    (demo / "editions/2021-1/figures.csv").write_text("damaged")
    assert "anew" in duidelijk(tmp_path, "demo", "--no-serve").stdout
    assert duidelijk(demo, "verify").returncode == 0
    declared = demo / "monitor" / "monitor.yaml"
    declared.write_text(declared.read_text() + "# mine\n")
    (demo / "editions/2021-1/figures.csv").write_text("damaged")
    refused = duidelijk(tmp_path, "demo", "--no-serve")
    assert refused.returncode == 2 and "changed by somebody" in refused.stderr
    assert declared.read_text().endswith("# mine\n")


def test_a_port_that_cannot_be_is_refused(tmp_path: Path) -> None:
    done = duidelijk(tmp_path, "demo", "--no-serve", "--port", "70000")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr

"""Entering, confirming and templates as a person types them: a real process, what it says."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from duidelijk.catalogue import read_monitor
from duidelijk.cli.entering import (
    confirm_entry,
    keep_entry,
    make_template,
    prepare_entry,
    reject_entry,
    waiting_lines,
)
from duidelijk.cli.monitors import import_shipped, shipped_monitor
from duidelijk.figures.store import FigureStore
from duidelijk.foundation.home import Home
from duidelijk.foundation.problems import Refused
from duidelijk.sources.by_hand.entering import held, pending
from duidelijk.sources.by_hand.template import recognises
from duidelijk.sources.network.archive import Archive

STARTER = shipped_monitor("starter")
ARTICLE = {
    "indicator": "damage_reports",
    "value": "1.150",
    "decimals": "0",
    "period": "februari 2030",
    "source": "verzonnen",
    "title": "Schade door water",
    "address": "https://example.org/schade",
    "published": "2030-03-10",
    "entered_by": "A. Jansen",
}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def typed(home: Home, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[str, str, str]]:
    """Enter a figure as the command does, away from a terminal: its id, what is said and warned."""

    def typed(copy: Path | None = None, **changed: str) -> tuple[str, str, str]:
        keep_entry(home, prepare_entry(home, STARTER, {**ARTICLE, **changed}, copy))
        said, warned = capsys.readouterr()
        return pending(home.entries)[-1].id, said, warned

    return typed


def command(name: str, *words: str) -> list[str]:
    return [sys.executable, "-m", "duidelijk", name, *words, "--monitor", str(STARTER)]


def run(home: Home, words: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words,
        env={**os.environ, "DUIDELIJK_HOME": str(home.folder)},
        capture_output=True,
        text=True,
        timeout=120,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def test_a_figure_is_entered_by_one_and_confirmed_by_another(home: Home, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(b"<html>1150 meldingen</html>")
    named = {"entered_by": "by"}
    options = [word for key, text in ARTICLE.items() for word in (f"--{named.get(key, key)}", text)]
    entered = run(home, command("enter", *options, "--copy", str(page)))
    assert (entered.returncode, entered.stderr) == (0, "")
    assert "Damage reports · February 2030 · the Netherlands" in entered.stdout
    assert "this figure   1,150 reports" in entered.stdout
    assert "before        nothing is known of this series" in entered.stdout
    (waiting,) = pending(home.entries)
    following = f"duidelijk confirm {waiting.id} --by NAME --monitor {STARTER}"
    assert following in entered.stdout
    confirmed = run(home, command("confirm", waiting.id, "--by", "B. de Vries"))
    assert confirmed.returncode == 0 and f"hand-{waiting.id}" in confirmed.stdout
    store = FigureStore(home.figures)
    assert store.figures()["value"].to_list() == [1150.0]
    (release,) = store.releases().values()
    assert Archive(home.raw).read(release.sha256) == page.read_bytes()
    assert run(home, command("confirm")).stdout == "Nothing waits to be confirmed\n"
    jobs = run(home, [sys.executable, "-m", "duidelijk", "jobs"]).stdout
    assert "confirm" in jobs and "enter damage_reports 2030MM02" in jobs
    assert "Jansen" not in jobs and "Vries" not in jobs


def test_what_waits_is_listed_until_somebody_else_confirms_it(home: Home, typed: Any) -> None:
    id_, _, _ = typed()
    (line,) = waiting_lines(home)
    assert line.startswith(f"{id_}  damage_reports 2030MM02 NL01 = 1150  Verzonnen bron 2030-03-10")
    assert line.endswith("entered by A. Jansen")
    with pytest.raises(Refused, match="Nobody confirms their own figure"):
        confirm_entry(home, STARTER, id_, "a jansen")
    assert "1 figure added" in confirm_entry(home, STARTER, id_, "B. de Vries")
    assert waiting_lines(home) == ["Nothing waits to be confirmed"]


def test_the_figure_before_is_shown_and_a_jump_is_told(home: Home, typed: Any) -> None:
    import_shipped(home, STARTER, read_monitor(STARTER))
    _, said, warned = typed(value="115.000")
    assert "before        4,648 reports: January 2030, from “Made-up" in said
    assert "as known      3,537 reports, from “Made-up" in said
    assert "damage_reports, 2030MM02, NL01 (the Netherlands): was 3537 and is 115000 now" in warned
    _, said, warned = typed(value="3.540", published="2030-03-20")
    assert "this figure   3,540 reports" in said and warned == ""


def test_all_that_is_missing_is_listed_at_once(home: Home, capsys: Any) -> None:
    with pytest.raises(Refused) as caught:
        prepare_entry(home, STARTER, {"indicator": "damage_report", "value": "1.234"}, None)
    for said in (
        "unknown indicator “damage_report” → did you mean damage_reports?",
        "--value: “1.234” can be read in two ways → write 1234",
        "--period: is not given",
        "--source: is not given",
        "--title: is not given",
        "--address: is not given",
        "--published: is not given",
        "--by: is not given",
    ):
        assert said in str(caught.value)
    assert len(caught.value.problems) == 8
    assert not home.entries.exists()


def test_another_sort_of_period_than_usual_is_pointed_out(typed: Any) -> None:
    assert "is a quarter, and damage_reports is told by month" in typed(period="2030KW01")[2]
    assert "is told by" not in typed()[2]


def test_no_respondents_have_no_answer(home: Home) -> None:
    with pytest.raises(Refused, match="--n: is 0, and there is a value"):
        prepare_entry(home, STARTER, {**ARTICLE, "n": "0"}, None)


def test_a_copy_that_cannot_be_kept_is_refused(home: Home, typed: Any, tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    for name, said in (("absent.pdf", "cannot be read"), ("empty.pdf", "is empty")):
        with pytest.raises(Refused, match=f"{name} {said}"):
            typed(copy=tmp_path / name)
    assert not home.entries.exists()


def test_an_entry_is_rejected_with_a_reason(home: Home, typed: Any) -> None:
    id_, _, _ = typed()
    assert "kept with the reason" in reject_entry(home, id_, "B", "page says 1105")
    assert held(home.entries, id_).reason == "page says 1105"
    assert not FigureStore(home.figures).releases()


def test_negative_values_and_coarse_decimals_can_be_typed(home: Home, typed: Any) -> None:
    id_, said, _ = typed(value="1.000", decimals="-3")
    assert held(home.entries, id_).entry.decimals == -3 and "1,000 reports" in said
    with pytest.raises(Refused, match=r"-3.5 is outside the bounds of damage_reports"):
        typed(value="−3,5", decimals="1")


def test_what_a_survey_gives_is_shown_with_its_limits(typed: Any) -> None:
    survey = {"indicator": "stress", "period": "20 januari 2030", "region": "Utrecht"}
    _, said, _ = typed(**survey, value="50", n="200", design_effect="2", group="leeftijd:18-34")
    assert "January 2030 · Utrecht, province · People aged 18 to 34" in said
    assert "50% (95 %: 40.38 to 59.62; n = 200)" in said


def test_a_template_is_made_and_named(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "stress.xlsx"
    assert f"{path} is made" in make_template(home, STARTER, ["stress", "evacuees", str(path)])
    assert recognises(path)
    with pytest.raises(Refused, match="exists already"):
        make_template(home, STARTER, ["stress", str(path)])
    with pytest.raises(Refused, match=r"did you mean stress\?"):
        make_template(home, STARTER, ["stres", str(tmp_path / "other.xlsx")])
    with pytest.raises(Refused, match="2 files are named"):
        make_template(home, STARTER, ["stress", "a.xlsx", "b.xlsx"])


def on_a_terminal(home: Home, words: list[str], answers: dict[str, str]) -> tuple[int, str]:
    """Run a command on a terminal, and type an answer when its question has come."""
    main, terminal = pty.openpty()
    process = subprocess.Popen(
        words,
        env={**os.environ, "DUIDELIJK_HOME": str(home.folder), "TERM": "dumb", "COLUMNS": "200"},
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        close_fds=True,
    )
    os.close(terminal)
    said, waiting_for, deadline = "", dict(answers), time.monotonic() + 100
    try:
        while time.monotonic() < deadline:
            if select.select([main], [], [], 0.1)[0]:
                try:
                    said += os.read(main, 65536).decode("utf-8", "replace")
                except OSError:  # the process has closed the terminal
                    break
            for question in [each for each in waiting_for if each in said]:
                os.write(main, f"{waiting_for.pop(question)}\n".encode())
            if process.poll() is not None and not select.select([main], [], [], 0)[0]:
                break
        return process.wait(10), said
    finally:
        process.kill()
        os.close(main)


def test_on_a_terminal_what_is_missing_is_asked(home: Home) -> None:
    answers = {
        "Period, as": "februari 2030",
        "Value, as": "1150",
        "Source (its key)": "verzonnen",
        "Title of the page": "Schade door water",
        "Where it can be read": "https://example.org/schade",
        "Date of publication": "2030-03-10",
        "Your name": "A. Jansen",
        "Keep this figure?": "y",
    }
    code, said = on_a_terminal(home, command("enter", "--indicator", "damage_reports"), answers)
    assert code == 0, said
    (waiting,) = pending(home.entries)
    assert (waiting.entry.value, waiting.entry.entered_by) == (1150.0, "A. Jansen")
    answers = {"Your name": "B. de Vries", "Does the source": "n"}
    code, said = on_a_terminal(home, command("confirm", waiting.id), answers)
    assert code == 2 and "read it at    https://example.org/schade" in said
    assert "still waits" in said and pending(home.entries) == [waiting]

"""Files of any size: block by block the same as at once, and refused the same."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from duidelijk.catalogue import read_monitor
from duidelijk.cli.monitors import shipped_monitor
from duidelijk.figures.checking import normalised
from duidelijk.figures.large_import import add_large_file
from duidelijk.figures.reading import read_figures, read_figures_in_blocks, read_releases
from duidelijk.figures.store import FigureStore
from duidelijk.figures.table import in_order
from duidelijk.foundation import blocks
from duidelijk.foundation.problems import Refused

CORONA = shipped_monitor("corona")


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 5_000)


@pytest.mark.parametrize("name", ["cbs", "rivm", "pages"])
def test_blocks_give_what_the_whole_gives(small_blocks: None, name: str) -> None:
    file = CORONA / "figures" / f"{name}.csv"
    whole, problems = read_figures(file)
    parts = list(read_figures_in_blocks(file))
    assert len(parts) > 3
    assert not problems and not any(found for _, found in parts)
    assert pl.concat([rows for rows, _ in parts]).equals(whole)


def test_line_breaks_in_quotes_end_no_row(small_blocks: None, tmp_path: Path) -> None:
    chance = random.Random(5)
    file = tmp_path / "figures.csv"
    lines = ["indicator,region,period,value,release,note"]
    for number in range(900):
        note = "x\n" * chance.randrange(6)
        lines.append(f'a,NL01,{2000 + number % 99}JJ00,{number},r,"{note}""{number}"')
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    whole, _ = read_figures(file)
    parts = pl.concat([rows for rows, _ in read_figures_in_blocks(file)])
    assert parts.equals(whole)
    text = file.read_text(encoding="utf-8").splitlines()
    for line, value in whole.select("line", "value").iter_rows():
        assert text[line - 1].startswith(f"a,NL01,{2000 + int(value) % 99}JJ00,{int(value)},r")


def shipped(name: str) -> tuple[Any, Path, Any]:
    releases, _ = read_releases(CORONA / "figures" / "releases.csv")
    return read_monitor(CORONA), CORONA / "figures" / f"{name}.csv", releases


def test_a_large_file_is_stored_as_a_small_one_would_be(small_blocks: None, tmp_path: Path) -> None:
    monitor, file, releases = shipped("cbs")
    store = FigureStore(tmp_path / "blocks")
    added = add_large_file(store, monitor, file, releases)
    rows = normalised(read_figures(file)[0])
    assert sum(added.values()) == len(rows)
    assert store.figures().equals(in_order(rows))
    assert set(store.releases()) == set(rows["release"])
    assert add_large_file(store, monitor, file, releases) == {}
    assert len(store.figures()) == len(rows)


def test_one_wrong_row_at_the_end_refuses_all_of_it(small_blocks: None, tmp_path: Path) -> None:
    monitor, file, releases = shipped("cbs")
    text = file.read_text(encoding="utf-8").rstrip("\n")
    wrong = tmp_path / "wrong.csv"
    last = text.splitlines()[-1].replace("NL01", "NL99")
    wrong.write_text(f"{text}\n{last}\n", encoding="utf-8")
    store = FigureStore(tmp_path / "blocks")
    with pytest.raises(Refused) as refusal:
        add_large_file(store, monitor, wrong, releases)
    assert f"wrong.csv:{text.count(chr(10)) + 2}" in str(refusal.value)
    assert not store.releases()


def test_a_figure_twice_in_two_blocks_refuses_all_of_it(small_blocks: None, tmp_path: Path) -> None:
    monitor, file, releases = shipped("cbs")
    text = file.read_text(encoding="utf-8").rstrip("\n")
    twice = tmp_path / "twice.csv"
    twice.write_text(f"{text}\n{text.splitlines()[1]}\n", encoding="utf-8")
    store = FigureStore(tmp_path / "blocks")
    with pytest.raises(Refused, match="more than once"):
        add_large_file(store, monitor, twice, releases)
    assert not store.releases()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "lacks the columns"),
        ("a;b\n1;2\n", "semicolons"),
        ("indicator,region,period,value,release\na,NL01,2020JJ00,1,r,extra\n", "columns"),
        ("indicator,region,period,value,release\na,NL01,2020JJ00,many,r\n", "“many”"),
    ],
)
def test_what_is_wrong_with_the_form_is_told(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "figures.csv"
    file.write_text(text, encoding="utf-8")
    found = [each for _, problems in read_figures_in_blocks(file) for each in problems]
    assert told in str(found[0])


def test_spoilt_files_raise_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 64)
    chance = random.Random(6)
    file = tmp_path / "figures.csv"
    sound = b'indicator,region,period,value,release\na,NL01,2020JJ00,1.5,r\n"a",NL01,2020JJ00,2,r\n'
    read = refused = 0
    for _ in range(1_000):
        at, other = sorted(chance.choices(range(len(sound)), k=2))
        spoilt = chance.choice(
            [
                sound[:at],
                sound[:at] + bytes([chance.randrange(256)]) + sound[at + 1 :],
                sound[:at] + sound[other:],
                sound[:at] + chance.choice([b'"', b"\n", b",", b"\xff", b"\x00"]) + sound[at:],
            ]
        )
        file.write_bytes(spoilt)
        problems = [each for _, found in read_figures_in_blocks(file) for each in found]
        read, refused = read + (not problems), refused + bool(problems)
    assert read and refused

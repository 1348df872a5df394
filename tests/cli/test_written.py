"""Texts that lie ready in a monitor's folder go along, and say nothing the edition does not."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from duidelijk.catalogue import read_monitor
from duidelijk.cli.freezing import freeze_editions
from duidelijk.cli.monitors import check_folder, shipped_monitor
from duidelijk.cli.written import check_written, written_texts
from duidelijk.editions.edition import Edition
from duidelijk.editions.texts import LANGUAGES, OPENING, text_names
from duidelijk.editions.verifying import verify
from duidelijk.foundation.home import Home
from duidelijk.foundation.problems import Refused

CORONA, STARTER = shipped_monitor("corona"), shipped_monitor("starter")
WRITTEN = sorted(path.name for path in (CORONA / "written").iterdir())
_NUMBER = re.compile(r"[\u2212-]?\d[\d.,]*\d|[\u2212-]?\d")
_AFTERWARDS = {"2026"}
"""The year in which the texts were written, which no figure tells."""


@pytest.fixture
def monitor(tmp_path: Path) -> Path:
    folder = tmp_path / "monitor"
    shutil.copytree(STARTER, folder)
    (folder / "written/2030-1/texts").mkdir(parents=True)
    return folder


def write(monitor: Path, name: str, text: str) -> None:
    (monitor / "written/2030-1/texts" / name).write_text(text, encoding="utf-8")


def test_they_are_sealed_with_an_edition_that_is_frozen_at_once(
    monitor: Path, tmp_path: Path
) -> None:
    write(monitor, "opening.nl.md", "Wat er *was*.")
    home = Home(tmp_path / "home")
    freeze_editions(home, monitor, [])
    first, second = (Edition(home.editions / each) for each in ("2030-1", "2030-2"))
    assert first.texts.texts["opening"].nl.strip() == "Wat er *was*."
    assert not second.texts.texts
    assert verify(first.folder) == []
    package = json.loads((first.folder / "datapackage.json").read_text())
    assert "texts/opening.nl.md" in str(package)


def test_a_review_has_only_the_texts_of_the_desk(monitor: Path, tmp_path: Path) -> None:
    write(monitor, "opening.nl.md", "Wat er was.")
    home = Home(tmp_path / "home")
    freeze_editions(home, monitor, ["2030-1"], for_review=True)
    assert not Edition(home.reviews / "2030-1").texts.texts


def test_everything_wrong_is_told_at_once_and_nothing_is_frozen(
    monitor: Path, tmp_path: Path
) -> None:
    write(monitor, "openning.nl.md", "Een tekst.")
    write(monitor, "theme.wonen.en.md", "English alone.")
    write(monitor, "opening.nl.md", "![](indicator:damage_reports) ![Wat](indicator:damage_report)")
    (monitor / "written/2030-11").mkdir()
    problems, summed = check_folder(monitor)
    told = " ".join(str(each) for each in problems)
    assert len(problems) == 5 and "texts" in summed
    for each in ("did you mean opening.nl.md", "theme.wonen.nl.md", "cannot see it", "2030-11"):
        assert each in told, each
    assert "did you mean damage_reports" in told
    with pytest.raises(Refused, match="nothing was frozen"):
        freeze_editions(Home(tmp_path / "home"), monitor, [])
    assert not (tmp_path / "home" / "editions").exists()


def test_the_shipped_ones_are_in_order_and_whole() -> None:
    monitor = read_monitor(CORONA)
    assert check_written(CORONA, monitor) == []
    assert "2021-5" in WRITTEN
    for id_ in WRITTEN:
        texts = written_texts(CORONA, id_)
        assert texts is not None and set(texts.texts) == set(text_names(monitor)), id_
        assert all(text.nl.strip() and text.en.strip() for text in texts.texts.values()), id_
        opening = texts.texts[OPENING]
        assert "achteraf geschreven" in opening.nl and "written afterwards" in opening.en


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id_", WRITTEN)
def test_every_number_in_the_shipped_texts_is_one_the_edition_tells(
    id_: str, language: str, corona_home: Path
) -> None:
    edition = Edition(corona_home / "editions" / id_)
    striking = edition.striking
    assert striking is not None
    sentences = [part for each in edition.sentences[language].values() for part in each.values()]
    sentences += [each["sentences"][language] for each in striking["developments"]]
    counts = [f"{each:,}" for each in striking["counts"].values()]
    if language == "nl":
        counts = [each.replace(",", ".") for each in counts]
    told = set(_NUMBER.findall(" ".join([*sentences, *counts])))
    told |= {each.lstrip("\u2212") for each in told}
    texts = written_texts(CORONA, id_)
    assert texts is not None
    for name, text in texts.texts.items():
        said = set(_NUMBER.findall(text.to(language))) - _AFTERWARDS
        assert said <= told, (name, said - told)


@pytest.mark.parametrize("id_", WRITTEN)
def test_where_they_say_that_nothing_is_new_nothing_is(id_: str, corona_home: Path) -> None:
    edition = Edition(corona_home / "editions" / id_)
    fresh = set(edition.changes.filter("fresh")["indicator"].unique())
    texts = written_texts(CORONA, id_)
    assert texts is not None
    for theme in edition.monitor.themes:
        told = texts.texts[f"theme.{theme.id}"].nl
        any_new = any(each.id in fresh for each in edition.monitor.of_theme(theme.id))
        assert ("geen nieuw cijfer bij" in told) == (not any_new), theme.id

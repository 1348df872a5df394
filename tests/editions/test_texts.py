"""What editors wrote goes into an edition's folder and comes out the same."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from duidelijk.catalogue import Text
from duidelijk.editions.choice import Choice
from duidelijk.editions.edition import Edition
from duidelijk.editions.publishing import publish
from duidelijk.editions.texts import (
    Chosen,
    Publication,
    Texts,
    development_key,
    read_texts,
    theme_text,
    write_texts,
)
from duidelijk.editions.verifying import verify
from signal_dossier import DOSSIER, longest


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    texts = Texts(
        texts={
            "opening": Text("Wat we zien\n", "What we see\n"),
            theme_text("x"): Text("Ja\n", ""),
        },
        choices={
            "a|NL01|total|": Chosen(Choice.OUT, Text("dubbel", "double")),
            "b|NL01|total|": Chosen(Choice.NEEDS_DUIDING),
        },
        publication=Publication(
            dt.datetime(2021, 5, 12, 6, tzinfo=dt.UTC), "2021-2", Text("fout", "mistake")
        ),
    )
    write_texts(tmp_path, texts)
    assert read_texts(tmp_path) == texts
    assert not (tmp_path / "texts" / "theme.x.en.md").exists()


def test_signals_are_sealed_as_they_stood_and_only_where_there_are_any(tmp_path: Path) -> None:
    with_, without = tmp_path / "with", tmp_path / "without"
    for folder, texts in ((with_, Texts(signals=(DOSSIER, longest()))), (without, Texts())):
        folder.mkdir()
        write_texts(folder, texts)
        assert read_texts(folder) == texts
    assert (with_ / "signals.json").is_file()
    assert not (without / "signals.json").exists(), "as in editions of before there were signals"


def test_signals_of_an_edition_count_in_its_checksums(corona_home: Path, tmp_path: Path) -> None:
    texts = Texts(signals=(DOSSIER,))
    edition = publish(corona_home / "editions" / "2021-2", tmp_path, texts)
    assert Edition(edition).texts.signals == (DOSSIER,)
    assert verify(edition) == []
    path = edition / "signals.json"
    path.write_bytes(path.read_bytes().replace(b"Gemeente Ede", b"Gemeente Oss"))
    assert any("signals.json" in str(each) for each in verify(edition))


def test_an_edition_without_editors_has_nothing_of_theirs(tmp_path: Path) -> None:
    assert read_texts(tmp_path) == Texts()


def test_series_measured_in_two_ways_are_chosen_apart() -> None:
    one = {"indicator": "a", "region": "NL01", "group": "total", "method": ""}
    assert development_key(one) == "a|NL01|total|"
    assert development_key(one | {"method": "b"}) != development_key(one)

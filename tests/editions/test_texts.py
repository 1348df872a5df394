"""What editors wrote goes into an edition's folder and comes out the same."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from duidelijk.catalogue import Text
from duidelijk.editions.choice import Choice
from duidelijk.editions.texts import (
    Chosen,
    Publication,
    Texts,
    development_key,
    read_texts,
    theme_text,
    write_texts,
)


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


def test_an_edition_without_editors_has_nothing_of_theirs(tmp_path: Path) -> None:
    assert read_texts(tmp_path) == Texts()


def test_series_measured_in_two_ways_are_chosen_apart() -> None:
    one = {"indicator": "a", "region": "NL01", "group": "total", "method": ""}
    assert development_key(one) == "a|NL01|total|"
    assert development_key(one | {"method": "b"}) != development_key(one)

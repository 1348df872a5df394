"""Problems in Dutch: the sentences there are, and those that rooms below really tell."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from duidelijk.foundation.problems import Problem
from duidelijk.web.data_desk.telling import sentence, told, translated

SENTENCES = yaml.safe_load(
    (Path(__file__).resolve().parents[3] / "src/duidelijk/web/data_desk/problems.yaml").read_text(
        encoding="utf-8"
    )
)


def slots(text: str) -> set[str]:
    return set(re.findall(r"\{([a-z]+)\}", text))


@pytest.mark.parametrize("each", SENTENCES, ids=lambda each: each["en"][:40])
def test_a_sentence_copies_only_what_the_english_tells(each: dict[str, str]) -> None:
    assert slots(each["nl"]) <= slots(each["en"])
    assert slots(each.get("page", "")) <= slots(each["en"])
    assert each["nl"] != each["en"]


def test_every_sentence_is_told_by_some_room_below() -> None:
    """What is no longer told needs no translation: three words of it stand in some module."""
    source = Path(__file__).resolve().parents[3] / "src/duidelijk"
    rooms = ("sources", "figures", "foundation", "periods", "regions", "web/data_desk")
    text = "".join(
        path.read_text(encoding="utf-8") for room in rooms for path in (source / room).rglob("*.py")
    )
    plain = re.sub(r'"\s*\n\s*f?"', "", text)
    lost = [
        each["en"] for each in SENTENCES if not any(words in plain for words in _runs(each["en"]))
    ]
    assert lost == []


def _runs(english: str) -> list[str]:
    """Three words in a row of a sentence, outside its slots; fewer where it has no three."""
    pieces = [piece.strip(" “”;,.:").split() for piece in re.split(r"\{[a-z]+\}|;", english)]
    length = min(3, max(map(len, pieces)))
    return [
        " ".join(piece[at : at + length])
        for piece in pieces
        for at in range(len(piece) - length + 1)
    ]


@pytest.mark.parametrize(
    ("english", "dutch"),
    [
        ("“x” is not a number in column B (3 rows)", "“x” is geen getal (kolom B, 3 rijen)"),
        ("did you mean GM1 (a) or GM2 (b)?", "bedoelt u GM1 (a) of GM2 (b)?"),
        ("has no region", "heeft geen regio"),
        ("has no value and no reason", "heeft geen cijfer en geen reden"),
        ("the limits 1.0 to 2.0 do not hold the value 3.0", "het cijfer 3.0 ligt niet binnen"),
    ],
)
def test_sentences_are_put_in_dutch(english: str, dutch: str) -> None:
    found, known = translated(english, "nl")
    assert known and found.startswith(dutch)
    assert translated(english, "en")[1]


def test_what_nobody_put_in_dutch_is_marked_as_english() -> None:
    (each,) = told([Problem("x.csv", 3, "went astray {badly}", "do as told")], "nl")
    assert (each.what, each.what_language, each.remedy_language) == (
        "went astray {badly}",
        "en",
        "en",
    )
    assert sentence(each) == "went astray {badly}. do as told."


def test_a_remedy_that_speaks_of_files_is_said_otherwise_on_a_page() -> None:
    said = "write Utrecht: GM0363 (or ignore) under names › region in the mapping"
    assert translated(said, "en") == ("write a code with the texts below, or leave out", True)

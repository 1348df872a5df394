"""What a correction changed: figures by kind and region, and what is declared otherwise."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from duidelijk.cli.freezing import freeze_editions
from duidelijk.editions.correcting import changed
from duidelijk.editions.edition import Edition
from duidelijk.foundation.home import Home
from duidelijk.publish.announcing import Interest, corrected_indicators

STARTER = Path(__file__).resolve().parents[2] / "src/duidelijk/monitors/starter"


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Edition, Edition]:
    """The same edition twice: the second with one figure typed over rightly, one left out, and an
    indicator that somebody judged otherwise.
    """
    base, homes = tmp_path_factory.mktemp("correcting"), []
    for name in ("wrong", "right"):
        flood = Path(shutil.copytree(STARTER, base / name))
        if name == "right":
            figures = flood / "figures" / "figures.csv"
            lines = figures.read_text().splitlines()
            at = next(i for i, each in enumerate(lines) if each.startswith("damage_reports,PV30"))
            parts = lines[at].split(",")
            lines[at] = ",".join([*parts[:4], str(int(parts[4]) + 7), *parts[5:]])
            del lines[1]  # damage_reports,NL01,total,2029MM01
            figures.write_text("\n".join(lines) + "\n")
            path = flood / "indicators" / "stress.yaml"
            text = path.read_text()
            path.write_text(text.replace("polarity: lower_is_favourable", "polarity: no_judgement"))
            assert path.read_text() != text
        home = Home(base / f"home-{name}")
        freeze_editions(home, flood, ["2030-1"])
        homes.append(Edition(home.editions / "2030-1"))
    return homes[0], homes[1]


def test_figures_are_counted_by_indicator_and_kind(pair: tuple[Edition, Edition]) -> None:
    found = changed(*pair)
    assert found.counts() == {"damage_reports": {"revised": 1, "withdrawn": 1}}
    assert found.counts({"PV30"}) == {"damage_reports": {"revised": 1}}
    assert found.counts({"PV31"}) == {}
    assert found.declared == {"stress"}
    back = changed(pair[1], pair[0])
    assert back.counts() == {"damage_reports": {"new": 1, "revised": 1}}


def test_an_edition_does_not_differ_from_itself(pair: tuple[Edition, Edition]) -> None:
    found = changed(pair[0], pair[0])
    assert found.counts() == {} and not found.declared


def test_it_is_said_in_words_for_who_follows_what(pair: tuple[Edition, Edition]) -> None:
    def told(interest: Interest, language: str = "nl") -> list[tuple[str, str]]:
        return [(each.id, each.told) for each in corrected_indicators(*pair, language, interest)]

    assert told(Interest()) == [
        ("damage_reports", "1 cijfer bijgesteld, 1 vervallen"),
        ("stress", "anders omschreven of beoordeeld"),
    ]
    assert told(Interest(), "en")[0] == ("damage_reports", "1 figure revised, 1 withdrawn")
    assert [key for key, _ in told(Interest(themes=frozenset({"welzijn"})))] == ["stress"]
    assert told(Interest(regions=frozenset({"PV30"}))) == [
        ("damage_reports", "1 cijfer bijgesteld")
    ]
    assert told(Interest(regions=frozenset({"PV31"}))) == []

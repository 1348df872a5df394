"""From the command line: review, publication under embargo, taking back, correcting, revoking."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from duidelijk.cli.freezing import freeze_editions
from duidelijk.cli.publishing import (
    calendar_lines,
    publish_edition,
    revoke_release,
    take_edition_back,
)
from duidelijk.editions.edition import Edition
from duidelijk.editions.verifying import verify
from duidelijk.foundation.home import Home
from duidelijk.foundation.problems import Refused

pytestmark = pytest.mark.django_db
STARTER = Path(__file__).resolve().parents[2] / "src/duidelijk/monitors/starter"


@pytest.fixture
def flood(tmp_path: Path) -> Path:
    return Path(shutil.copytree(STARTER, tmp_path / "flood"))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def test_a_review_that_a_kill_left_behind_is_cleared(home: Home, flood: Path) -> None:
    freeze_editions(home, flood, ["2030-1"], for_review=True)
    shutil.copytree(home.reviews / "2030-1", home.editions / "2030-1")
    with pytest.raises(Refused, match="is published already"):
        publish_edition(home, "2030-1", None, "")
    assert not (home.reviews / "2030-1").exists()


def declare(flood: Path, line: str) -> None:
    path = flood / "monitor.yaml"
    path.write_text(f"{line}\n{path.read_text()}")


def test_an_edition_goes_through_review_to_publication(home: Home, flood: Path) -> None:
    freeze_editions(home, flood, ["2030-1"], for_review=True)
    assert not (home.editions / "2030-1").exists()
    reviewed = (home.reviews / "2030-1" / "SHA256SUMS").read_text()
    assert "in review" in "".join(calendar_lines(home, flood))
    publish_edition(home, "2030-1", None, "")
    folder = home.editions / "2030-1"
    assert verify(folder) == []
    assert (folder / "REVIEWED-SHA256SUMS").read_text() == reviewed
    assert (folder / "edition.nl.pdf").read_bytes().startswith(b"%PDF-")
    assert not (home.reviews / "2030-1").exists()
    with pytest.raises(Refused, match="a correction is a new number"):
        publish_edition(home, "2030-1", None, "")


def test_the_next_one_is_told_against_the_one_in_review(home: Home, flood: Path) -> None:
    freeze_editions(home, flood, [], for_review=True)
    told = Edition(home.reviews / "2030-2").description
    assert told["previous"] == "2030-1" and told["previous_sealed"]
    with pytest.raises(Refused, match="edition 2030-1 is not out yet"):
        publish_edition(home, "2030-2", None, "")


def test_an_embargo_can_be_taken_back_and_a_publication_cannot(home: Home, flood: Path) -> None:
    freeze_editions(home, flood, ["2030-1"], for_review=True)
    publish_edition(home, "2030-1", None, "2099-01-01T06:00")
    take_edition_back(home, "2030-1", "een fout")
    assert not (home.editions / "2030-1").exists()
    assert verify(home.editions / "set-aside" / "2030-1~1") == []
    freeze_editions(home, flood, ["2030-1"], for_review=True)
    publish_edition(home, "2030-1", None, "")
    with pytest.raises(Refused, match="plan an edition that corrects it"):
        take_edition_back(home, "2030-1", "een fout")


def test_with_four_eyes_freezing_publishes_nothing_and_publishing_needs_a_publisher(
    home: Home, flood: Path
) -> None:
    declare(flood, "four_eyes: true")
    freeze_editions(home, flood, [])
    assert {path.name for path in home.reviews.glob("2*")} == {"2030-1", "2030-2"}
    assert not list(home.editions.glob("2*"))
    with pytest.raises(Refused, match="no publisher approved it"):
        publish_edition(home, "2030-1", None, "")


def test_texts_of_a_folder_are_looked_at_as_those_of_the_workspace(
    home: Home, flood: Path, tmp_path: Path
) -> None:
    freeze_editions(home, flood, ["2030-1"], for_review=True)
    with pytest.raises(Refused, match="has no folder texts"):
        publish_edition(home, "2030-1", tmp_path, "")
    texts = tmp_path / "written" / "texts"
    texts.mkdir(parents=True)
    (texts / "opening.nl.md").write_text("Wat we zien.")
    with pytest.raises(Refused, match=r"theme\.wonen: has no Dutch text") as refused:
        publish_edition(home, "2030-1", tmp_path / "written", "")
    assert "nobody chose" in str(refused.value)
    assert (home.reviews / "2030-1").is_dir()


def test_a_revoked_release_keeps_a_review_in_and_a_correction_does_without(
    home: Home, flood: Path
) -> None:
    freeze_editions(home, flood, ["2030-1"])
    freeze_editions(home, flood, ["2030-2"], for_review=True)
    told = list(revoke_release(home, "made-up-2030-03-14", "verkeerde kolom"))
    assert told[1:] == [
        "  edition 2030-2, in review, stands on it: take it back",
        "  edition 2030-1, published, stands on it: plan a correction",
    ]
    with pytest.raises(Refused, match="was revoked: verkeerde kolom"):
        publish_edition(home, "2030-2", None, "")
    path = flood / "monitor.yaml"
    correction = (
        "editions:\n  - id: 2030-3\n    date: 2030-03-15\n    corrects: 2030-1\n"
        "    title: {nl: maart 2030, en: March 2030}\n"
        "    reason: {nl: Een verkeerde kolom., en: A wrong column.}\n"
    )
    path.write_text(path.read_text().replace("editions:\n", correction))
    freeze_editions(home, flood, ["2030-3"], for_review=True)
    publish_edition(home, "2030-3", None, "")
    corrected = Edition(home.editions / "2030-3")
    publication = corrected.texts.publication
    assert publication is not None and publication.corrects == "2030-1"
    assert publication.reason is not None and publication.reason.nl == "Een verkeerde kolom."
    assert "made-up-2030-03-14" not in corrected.releases
    assert "made-up-2030-03-14" in Edition(home.editions / "2030-1").releases


def test_a_moment_that_is_none_is_refused(home: Home, flood: Path) -> None:
    freeze_editions(home, flood, ["2030-1"], for_review=True)
    with pytest.raises(Refused, match="morgen"):
        publish_edition(home, "2030-1", None, "morgen")

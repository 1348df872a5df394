"""What is under embargo or was corrected does not stand."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

from duidelijk.editions.publishing import publish
from duidelijk.editions.standing import standing_editions
from duidelijk.editions.texts import Publication, Texts

NOW = dt.datetime(2030, 6, 1, tzinfo=dt.UTC)


def ids(editions: Path) -> list[str]:
    return [each.id for each in standing_editions(editions, NOW)]


def test_an_edition_stands_from_its_moment_on(small: Any, tmp_path: Path) -> None:
    review = small.freeze(tmp_path / "reviews").folder
    for name, late in (("one", dt.timedelta()), ("other", dt.timedelta(seconds=1))):
        publish(review, tmp_path / name, Texts(publication=Publication(NOW + late)))
    assert ids(tmp_path / "one") == ["2030-1"]
    assert ids(tmp_path / "other") == []


def test_a_correction_takes_the_place_of_what_it_corrects(small: Any, tmp_path: Path) -> None:
    small.freeze(tmp_path, 0)
    small.freeze(tmp_path, 1)
    assert ids(tmp_path) == ["2030-1", "2030-2"]
    better = Path(shutil.copytree(tmp_path / "2030-1", tmp_path / "2030-3"))
    told = json.loads((better / "edition.json").read_text())
    (better / "edition.json").write_text(json.dumps(told | {"id": "2030-3", "corrects": "2030-1"}))
    assert ids(tmp_path) == ["2030-3", "2030-2"]

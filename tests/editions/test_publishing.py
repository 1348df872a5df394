"""From review to publication, and back: whole or not at all, and nothing lost."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from duidelijk.catalogue import Text
from duidelijk.editions.edition import Edition
from duidelijk.editions.publishing import publish, take_back
from duidelijk.editions.texts import Publication, Texts
from duidelijk.editions.verifying import verify
from duidelijk.foundation.folders import AlreadyThere
from duidelijk.foundation.problems import Refused

TEXTS = Texts(
    texts={"opening": Text("Wat we zien.\n", "What we see.\n")},
    publication=Publication(dt.datetime(2030, 3, 1, 6, tzinfo=dt.UTC)),
)


def test_a_published_edition_holds_the_figures_of_the_review_and_the_texts(
    small: Any, tmp_path: Path
) -> None:
    review = small.freeze(tmp_path / "reviews")
    folder = publish(review.folder, tmp_path / "editions", TEXTS)
    assert verify(folder) == []
    assert verify(review.folder) == []
    edition = Edition(folder)
    assert edition.texts == TEXTS
    assert edition.figures().equals(review.figures())
    with pytest.raises(AlreadyThere):
        publish(review.folder, tmp_path / "editions", TEXTS)


def test_publishing_twice_gives_the_same_bytes(small: Any, tmp_path: Path) -> None:
    review = small.freeze(tmp_path / "reviews")
    sums = [
        (publish(review.folder, tmp_path / name, TEXTS) / "SHA256SUMS").read_bytes()
        for name in ("one", "other")
    ]
    assert sums[0] == sums[1]


def test_a_review_that_was_touched_is_not_published(small: Any, tmp_path: Path) -> None:
    review = small.freeze(tmp_path / "reviews")
    (review.folder / "releases.json").write_text("[]")
    with pytest.raises(Refused, match="differs from what was sealed"):
        publish(review.folder, tmp_path / "editions", TEXTS)
    assert not (tmp_path / "editions" / review.id).exists()


def test_what_is_taken_back_is_kept_and_can_be_made_anew(small: Any, tmp_path: Path) -> None:
    for number in (1, 2):
        review = small.freeze(tmp_path)
        kept = take_back(review.folder)
        assert kept.name == f"2030-1~{number}"
        assert verify(kept) == []
    with pytest.raises(Refused, match="is not there"):
        take_back(review.folder)


_CHILD = """
import sys
from pathlib import Path
from duidelijk.editions.publishing import publish
from duidelijk.editions.texts import Texts
print("ready", flush=True)
number = 0
while True:
    number += 1
    publish(Path(sys.argv[1]), Path(sys.argv[2]) / str(number), Texts())
"""


@pytest.mark.long
def test_a_kill_at_any_moment_leaves_only_whole_editions(small: Any, tmp_path: Path) -> None:
    review = small.freeze(tmp_path / "reviews")
    published = tmp_path / "published"
    for _ in range(12):
        child = subprocess.Popen(
            [sys.executable, "-c", _CHILD, str(review.folder), str(published)],
            stdout=subprocess.PIPE,
        )
        assert child.stdout is not None and child.stdout.readline()
        time.sleep(random.uniform(0.005, 0.8))
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        child.stdout.close()
        for folder in published.glob("*/2030-1"):
            assert verify(folder) == []
        for each in sorted(published.glob("*")):
            each.rename(tmp_path / f"kept-{time.monotonic_ns()}")
    assert list(tmp_path.glob("kept-*/2030-1"))


def test_the_publication_is_written_in_one_time_zone(small: Any, tmp_path: Path) -> None:
    review = small.freeze(tmp_path / "reviews")
    amsterdam = dt.timezone(dt.timedelta(hours=1))
    texts = Texts(publication=Publication(dt.datetime(2030, 3, 1, 7, tzinfo=amsterdam)))
    folder = publish(review.folder, tmp_path / "editions", texts)
    written = json.loads((folder / "publication.json").read_text())
    assert written == {"published": "2030-03-01T06:00:00+00:00"}

"""From review to publication: the figures as they were sealed, with what editors added."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from duidelijk.editions.describing import PACKAGE, described_again
from duidelijk.editions.freezing import read_document, write_document
from duidelijk.editions.texts import Texts, write_texts
from duidelijk.editions.verifying import verify
from duidelijk.foundation.checksums import SUMS, write_sums
from duidelijk.foundation.folders import locked, sweep_unfinished, synchronise, whole_folder
from duidelijk.foundation.problems import Problem, Refused

_SET_ASIDE = "set-aside"
REVIEWED = "REVIEWED-SHA256SUMS"
"""The checksums of the review: proof that the figures are those that were spoken of."""


def publish(
    review: Path,
    editions: Path,
    texts: Texts,
    add: Callable[[Path], None] | None = None,
) -> Path:
    """Seal the edition in *review* with *texts* as ``editions/ID``; returns that folder.

    *add* puts further files into the folder before it is sealed: documents, descriptions. The
    review stays as it was. Raises ``Refused`` when the review is not whole, ``AlreadyThere`` when
    the edition is published: a correction is a new number.
    """
    if broken := verify(review):
        raise Refused(f"Edition {review.name} is not what was sealed for review:", broken)
    with locked(editions):
        sweep_unfinished(editions)
        with whole_folder(editions / review.name) as folder:
            shutil.copyfile(review / SUMS, folder / REVIEWED)
            for path in sorted(review.rglob("*")):
                if path.is_file() and path.name != SUMS:
                    target = folder / path.relative_to(review)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(path, target)
            write_texts(folder, texts)
            if add is not None:
                add(folder)
            package = described_again(folder, read_document(folder / PACKAGE))
            write_document(folder / PACKAGE, package)
            write_sums(folder)
    return editions / review.name


def clear_reviews(reviews: Path, editions: Path) -> None:
    """Remove reviews of editions that are out: everything in them is in the edition."""
    with locked(reviews):
        for review in reviews.glob("[0-9]*-[0-9]*"):
            if (editions / review.name / SUMS).is_file():
                aside = review.with_name(f".published-{review.name}")
                shutil.rmtree(aside, ignore_errors=True)
                review.rename(aside)  # in one step: half a review is never seen
        for aside in reviews.glob(".published-*"):
            shutil.rmtree(aside)


def take_back(folder: Path) -> Path:
    """Set an edition that is not out yet aside, so that it can be made anew; returns where it is.

    What was sealed is kept: somebody may have spoken of it. Raises ``Refused`` without such an
    edition.
    """
    parent = folder.parent
    with locked(parent):
        if not (folder / SUMS).is_file():
            remedy = "see the calendar"
            raise Refused(
                "Nothing was taken back:", [Problem(folder.name, 0, "is not there", remedy)]
            )
        aside = parent / _SET_ASIDE
        aside.mkdir(exist_ok=True)
        number = 1 + sum(1 for _ in aside.glob(f"{folder.name}~*"))
        kept = aside / f"{folder.name}~{number}"
        folder.rename(kept)
        synchronise(parent)
    return kept

"""Composes a publication: the review, what editors wrote, and what keeps it from coming out."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from duidelijk.catalogue.reading import read_with_declarations
from duidelijk.cli.calibrating import keep_sealed_record
from duidelijk.cli.monitors import monitor_folder
from duidelijk.editions.calendar import Due, State
from duidelijk.editions.calendar import calendar as dates
from duidelijk.editions.edition import Edition, edition_folders
from duidelijk.editions.publishing import clear_reviews, publish
from duidelijk.editions.publishing import take_back as set_aside
from duidelijk.editions.texts import LANGUAGES, Publication, Texts, read_texts
from duidelijk.figures.store import FigureStore
from duidelijk.foundation.checksums import SUMS
from duidelijk.foundation.home import Home
from duidelijk.foundation.problems import Problem, Refused, did_you_mean
from duidelijk.publish.coming_out import reasons
from duidelijk.publish.documents.edition import edition_pdf
from duidelijk.web.agenda.commands import signals_to_seal
from duidelijk.web.duiding.commands import duiding_to_seal
from duidelijk.web.editorial.commands import approved, forget_approval, tell
from duidelijk.web.operations.database_state import began, database_exists

_STATES = {
    State.FORESEEN: "by the rhythm",
    State.PLANNED: "planned",
    State.IN_REVIEW: "in review",
    State.PUBLISHED: "published",
}


def publish_edition(home: Home, id_: str, texts_folder: Path | None, at: str) -> str:
    """Publish the edition *id_* in review; returns what was done.

    Raises ``Refused`` with every reason why it cannot come out yet.
    """
    clear_reviews(home.reviews, home.editions)  # of a publication that was killed at its very end
    review = _review(home, id_)
    approval = approved(id_)
    if review.monitor.four_eyes and approval is None:
        raise Refused(
            f"Edition {id_} is not published:",
            [Problem(id_, 0, "no publisher approved it", "have one do so in the workspace")],
        )
    texts: Texts | None
    if approval is not None:
        texts, moment = approval.texts, approval.moment
    else:
        texts = read_texts(_folder(texts_folder)) if texts_folder else None
        moment = _moment(at)
    if found := reasons(home, review, texts, moment):
        raise Refused(f"Edition {id_} cannot come out yet:", [each.as_problem() for each in found])
    publication = _publication(review, moment)
    duiding, signals = duiding_to_seal(id_), signals_to_seal(_stood_on(review, moment))
    texts = dataclasses.replace(
        texts or Texts(), publication=publication, duiding=duiding, signals=signals
    )
    folder = publish(review.folder, home.editions, texts, add_documents)
    clear_reviews(home.reviews, home.editions)
    by = approval.by if approval else ""
    tell("published", id_, moment=moment.isoformat(timespec="minutes"), approved_by=by)
    keep_sealed_record(home)
    later = f", to be seen from {moment:%Y-%m-%d %H:%M} on" if moment > _now() else ""
    return f"Edition {id_} is published{later}: {folder}"


def _stood_on(review: Edition, moment: dt.datetime) -> dt.date:
    """The day of which an edition tells how the signals stood: of one that is compiled afterwards
    its own date, else that on which it comes out.
    """
    return review.date if review.compiled_afterwards else moment.astimezone().date()


def add_documents(folder: Path) -> None:
    """Put the edition as PDF, in both languages, into its folder before that is sealed."""
    for language in LANGUAGES:
        document = edition_pdf(Edition(folder), language)
        (folder / f"edition.{language}.pdf").write_bytes(document)


def take_edition_back(home: Home, id_: str, reason: str) -> str:
    """Take back an edition in review or under embargo; returns what was done.

    Raises ``Refused`` for one that is out: that is corrected by a new number.
    """
    folder = home.reviews / id_
    if (home.editions / id_ / SUMS).is_file():
        publication = Edition(home.editions / id_).texts.publication
        if publication is None or publication.published <= _now():
            raise Refused(
                "Nothing was taken back:",
                [Problem(id_, 0, "is published, and stays so", "plan an edition that corrects it")],
            )
        folder = home.editions / id_
    kept = set_aside(folder)
    forget_approval(id_)
    tell("taken_back", id_, reason=reason)
    return f"Edition {id_} is taken back; what was sealed is kept in {kept}"


def revoke_release(home: Home, release: str, reason: str) -> Iterator[str]:
    """Revoke a release, and tell which editions stand on it. Raises ``Refused``."""
    FigureStore(home.figures).revoke(release, reason, dt.date.today())
    tell("revoked", release, reason=reason)
    yield f"Release {release} counts no more"
    for parent, state in ((home.reviews, "in review"), (home.editions, "published")):
        for folder in edition_folders(parent):
            if release in Edition(folder).releases:
                remedy = "take it back" if parent == home.reviews else "plan a correction"
                yield f"  edition {folder.name}, {state}, stands on it: {remedy}"


def calendar_lines(home: Home, given: Path | None) -> Iterator[str]:
    """A line for every edition on the calendar."""
    monitor, _ = read_with_declarations(monitor_folder(home, given))
    published = {path.name for path in edition_folders(home.editions)}
    in_review = {path.name for path in edition_folders(home.reviews)}
    for due in dates(monitor, published, in_review, dt.date.today(), _began()):
        yield f"{due.id or '       '}  {due.date}  {_STATES[due.state]}{_late(due)}"
    if monitor.ends:
        said = "has stopped" if monitor.ends.over(dt.date.today()) else "stops"
        yield f"The monitor {said} on {monitor.ends.date}; kept until {monitor.ends.keep_until}"


def _began() -> dt.date:
    """Since when this home is worked in, by its database; long ago when it has none."""
    return began() if database_exists() else dt.date.min


def _late(due: Due) -> str:
    if due.afterwards:
        return ", compiled afterwards"
    if not due.late:
        return ""
    what = "publication" if due.state is State.IN_REVIEW else "review"
    return f", {what} {due.late} days late"


def _review(home: Home, id_: str) -> Edition:
    known = [path.name for path in edition_folders(home.reviews)]
    if id_ in known:
        return Edition(home.reviews / id_)
    if (home.editions / id_ / SUMS).is_file():
        found = Problem(id_, 0, "is published already", "a correction is a new number")
    else:
        remedy = did_you_mean(id_, known) or "freeze it first: duidelijk freeze --for-review"
        found = Problem(id_, 0, "is not in review", remedy)
    raise Refused("Nothing was published:", [found])


def _folder(texts: Path) -> Path:
    if not (texts / "texts").is_dir():
        raise Refused(
            "There are no texts to publish with:",
            [Problem(str(texts), 0, "has no folder texts", "put opening.nl.md in it")],
        )
    return texts


def _publication(review: Edition, moment: dt.datetime) -> Publication:
    return Publication(moment, review.corrects, review.reason)


def _moment(at: str) -> dt.datetime:
    """A moment as written, in the time of this machine when it names no zone."""
    if not at:
        return _now()
    try:
        return dt.datetime.fromisoformat(at).astimezone()
    except ValueError:
        raise Refused(
            "That is no moment:", [Problem("--at", 0, f"“{at}”", "as 2021-03-11T06:00")]
        ) from None


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(microsecond=0)

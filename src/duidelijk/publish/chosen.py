"""What editors decided about the striking developments of an edition."""

from __future__ import annotations

from duidelijk.editions.choice import Choice
from duidelijk.editions.edition import Edition
from duidelijk.editions.texts import Chosen, development_key
from duidelijk.publish.developments import Development, listed


def choice_of(edition: Edition, development: Development) -> Chosen | None:
    """What the editors decided about a development; ``None`` when they did not."""
    return edition.texts.choices.get(development_key(development))


def shown(edition: Edition) -> list[Development]:
    """The list of an edition without what its editors left out."""
    return [each for each in listed(edition) if not _is(edition, each, Choice.OUT)]


def left_out(edition: Edition) -> list[Development]:
    """What the editors left out of the list, each with a reason."""
    return [each for each in listed(edition) if _is(edition, each, Choice.OUT)]


def needs_duiding(edition: Edition, development: Development) -> bool:
    """Whether people have yet to say what it means."""
    return _is(edition, development, Choice.NEEDS_DUIDING)


def reason_words(edition: Edition, development: Development, language: str) -> str:
    """Why the editors chose so, in *language* or else in the other; empty without a reason."""
    chosen = choice_of(edition, development)
    reason = chosen.reason if chosen else None
    return (reason.to(language) or reason.nl or reason.en) if reason else ""


def _is(edition: Edition, development: Development, choice: Choice) -> bool:
    chosen = choice_of(edition, development)
    return chosen is not None and chosen.choice is choice

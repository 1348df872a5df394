"""Tells who follows of what came out: every address once an edition, whatever breaks off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from duidelijk.editions.edition import Edition
from duidelijk.editions.standing import came_out
from duidelijk.publish.announcing import Interest
from duidelijk.web.audit.recording import record
from duidelijk.web.dashboard.pages.region import related
from duidelijk.web.library import library
from duidelijk.web.notices.addresses import masked
from duidelijk.web.notices.delivering import Away, Courier, InDoubt, NotTaken
from duidelijk.web.notices.letters import addressed, announcement
from duidelijk.web.notices.models import Letter, Subscription
from duidelijk.web.notices.subscribing import forget, new_word

MOST_REFUSALS = 3
"""So often a letter is offered that the server refuses for good."""
TRIED_FOR = dt.timedelta(days=5)
"""So long a letter is offered that the server refuses for now."""


@dataclass
class Tally:
    """What a run came to."""

    sent: dict[str, int] = field(default_factory=dict)
    """Letters by edition."""
    not_taken: list[str] = field(default_factory=list)
    """For whom, with the number the address is hidden behind, and why."""
    given_up: list[str] = field(default_factory=list)
    """The same of letters that are not offered again."""
    dropped: list[str] = field(default_factory=list)
    """Addresses that are deleted, hidden, because there is nobody there any more."""
    in_doubt: int = 0
    """Letters that broke off while the mail server had them; they are not sent again."""


@dataclass(frozen=True)
class Task:
    """One letter to send."""

    edition: Edition
    subscription: Subscription


def tasks() -> list[Task]:
    """The letters that are to be sent now, the edition that came out first at the head."""
    editions = library().editions()
    corrected = {each.corrects for each in editions.values()}
    standing = [each for each in editions.values() if each.id not in corrected]
    subscriptions = list(Subscription.objects.filter(confirmed__isnull=False))
    found = []
    for edition in sorted(standing, key=lambda each: (came_out(each), each.date, each.id)):
        settled = set(_settled(edition.id))
        found += [
            Task(edition, each)
            for each in subscriptions
            if each.pk not in settled and edition.id not in each.skipped
        ]
    return found


def leave_in_doubt() -> int:
    """Mark letters that a killed run was handing over; how many. Only while no other run lives."""
    return Letter.objects.filter(state=Letter.State.SENDING).update(state=Letter.State.IN_DOUBT)


def send(wanted: list[Task], step: Callable[[int], None], tally: Tally) -> None:
    """Send these letters and keep the *tally*; *step* is called with the number of each.

    An address that the mail server refuses stops no other. Raises ``Away`` when the server takes
    nothing; what was not sent waits for the next run.
    """
    told = _Texts()
    with Courier() as courier:
        for number, task in enumerate(wanted, start=1):
            step(number)
            text = told.of(task)
            if text is None:
                _skip(task)
                continue
            claimed = _claim(task)
            if claimed is None:
                continue
            letter, word = claimed
            message = addressed(text, task.subscription, task.edition, word)
            with _settling(letter, task, tally):
                courier.deliver(message)


class _Texts:
    """The text for each interest and language, made once."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str, Interest], tuple[str, str] | None] = {}

    def of(self, task: Task) -> tuple[str, str] | None:
        edition, language = task.edition, task.subscription.language
        interest = _as_of(task.subscription.interest, edition)
        key = (edition.id, language, interest)
        if key not in self._made:
            wrong = library().editions().get(edition.corrects or "")
            self._made[key] = announcement(edition, wrong, interest, language)
        return self._made[key]


def _as_of(interest: Interest, edition: Edition) -> Interest:
    """The regions with those that an edition has instead: a municipality goes on in what it became,
    and what it came from still has figures.
    """
    other = {each for code in interest.regions for each in related(edition, code)}
    return Interest(interest.themes, interest.regions | other)


def _settled(edition: str) -> Iterator[int]:
    """The subscriptions that are told of an edition, or never will be."""
    refused = Q(state=Letter.State.REFUSED)
    again = refused & Q(refusals__lt=MOST_REFUSALS, made__gt=timezone.now() - TRIED_FOR)
    own = Letter.objects.filter(edition=edition).exclude(again)
    yield from own.values_list("subscription_id", flat=True)


def _skip(task: Task) -> None:
    """Remember that an edition is not about what somebody follows."""
    task.subscription.skipped = sorted({*task.subscription.skipped, task.edition.id})
    Subscription.objects.filter(pk=task.subscription.pk).update(skipped=task.subscription.skipped)


def _claim(task: Task) -> tuple[Letter, str] | None:
    """The letter, marked as being sent before it is; ``None`` when somebody else has it, or the
    address is gone meanwhile.
    """
    word, digest = new_word()
    try:
        with transaction.atomic():
            held = Subscription.objects.select_for_update().filter(pk=task.subscription.pk).first()
            if held is None:
                return None
            own = Letter.objects.filter(subscription=held, edition=task.edition.id)
            refused = own.filter(state=Letter.State.REFUSED)
            if refused.update(state=Letter.State.SENDING, digest=digest):
                return own.get(), word
            made = Letter.objects.create(subscription=held, edition=task.edition.id, digest=digest)
            return made, word
    except IntegrityError:
        return None


def _refused_before(letter: Letter) -> bool:
    """Whether the letter before this one was given up as well: one edition may fall on a day that a
    mail server is set up wrongly, two in a row do not.
    """
    earlier = Letter.objects.filter(subscription=letter.subscription, pk__lt=letter.pk)
    last = earlier.order_by("-pk").first()
    refused = Letter.State.REFUSED
    return last is not None and last.state == refused and last.refusals >= MOST_REFUSALS


@transaction.atomic
def _drop(subscription: Subscription) -> None:
    """Delete an address where nobody is any more, with all that was kept of it."""
    record(None, "address_dropped", masked(subscription.email))
    forget(subscription.email)


@contextmanager
def _settling(letter: Letter, task: Task, tally: Tally) -> Iterator[None]:
    """Keep how the handing over of a letter ended; a killed process leaves it as being sent."""
    kept = Letter.objects.filter(pk=letter.pk)
    try:
        yield
    except NotTaken as error:
        refusals = letter.refusals + int(error.for_good)
        kept.update(state=Letter.State.REFUSED, refusals=refusals)
        address = task.subscription.email
        if error.nobody and refusals >= MOST_REFUSALS and _refused_before(letter):
            _drop(task.subscription)
            tally.dropped.append(masked(address))
            return
        why = str(error).replace(address, masked(address))
        told = tally.given_up if refusals >= MOST_REFUSALS else tally.not_taken
        told.append(f"{masked(address)}, edition {task.edition.id}: {why}")
    except InDoubt:
        kept.update(state=Letter.State.IN_DOUBT)
        tally.in_doubt += 1
    except Away:
        kept.update(state=Letter.State.REFUSED)
        raise
    else:
        kept.update(state=Letter.State.SENT)
        tally.sent[task.edition.id] = tally.sent.get(task.edition.id, 0) + 1

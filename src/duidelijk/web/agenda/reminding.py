"""Reminding people by mail of what is due and what is late: who is asked, acts, or keeps track.

Everything is told to a person once when it comes near, once when it is late, and again every two
weeks while it stays so. What is claimed before a run is killed is not sent again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import override

from duidelijk.agenda.standing import Standing, standing
from duidelijk.agenda.workflow import State, Thing
from duidelijk.catalogue import Text
from duidelijk.publish.duiding.plain import in_language
from duidelijk.publish.periods import date_words
from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.rights import Right
from duidelijk.web.agenda.dossiers import dossier_of
from duidelijk.web.agenda.models import Addressee, Reminder, Signal, today
from duidelijk.web.agenda.showing import in_state
from duidelijk.web.audit.recording import record
from duidelijk.web.notices.addresses import masked
from duidelijk.web.notices.delivering import Courier, InDoubt, NotTaken
from duidelijk.web.words import words

AHEAD = dt.timedelta(days=7)
AGAIN = dt.timedelta(days=14)


@dataclass(frozen=True)
class Due:
    """Something that is to be there on a day, or should have been."""

    signal: int
    title: Text
    thing: Thing
    key: int
    text: Text
    day: dt.date
    organisation: int | None
    """Whose people are to be told; of none, those who keep the agenda."""

    @property
    def stage(self) -> Reminder.Stage:
        """Whether it comes near, or is late."""
        return Reminder.Stage.LATE if self.day < today() else Reminder.Stage.COMING


@dataclass(frozen=True)
class ToTell:
    """A letter to send: to whom, of what."""

    user: User
    due: list[Due]


@dataclass
class Told:
    """What a run came to."""

    sent: int = 0
    refused: list[str] = field(default_factory=list)
    """Addresses, hidden, with what the mail server said; tried again by the next run."""
    in_doubt: int = 0


def to_tell() -> list[ToTell]:
    """The letters that are to be sent today, the person with the oldest account first."""
    people = list(User.objects.filter(is_active=True).order_by("pk"))
    answering = [each for each in people if each.may(Right.ANSWER_FOR)]
    keeping = [each for each in people if each.may(Right.KEEP_AGENDA)]
    by_person: dict[int, list[Due]] = {}
    for due in sorted(_due(), key=lambda each: (each.day, each.signal, each.key)):
        own = [each for each in answering if each.organisation_id == due.organisation]
        for person in own or keeping:
            if not _told_already(person, due):
                by_person.setdefault(person.pk, []).append(due)
    return [ToTell(each, by_person[each.pk]) for each in people if each.pk in by_person]


def send(wanted: list[ToTell]) -> Told:
    """Send these letters, each thing claimed before. Raises ``Away`` when the server takes nothing;
    what was not sent waits for the next run.
    """
    told = Told()
    with Courier() as courier:
        for each in wanted:
            claimed = _claimed(each)
            if not claimed:
                continue
            rows = Reminder.objects.filter(pk__in=[key for key, _ in claimed])
            try:
                courier.deliver(_letter(each.user, [due for _, due in claimed]))
            except NotTaken as error:
                rows.delete()
                address = each.user.email
                why = str(error).replace(address, masked(address))
                told.refused.append(f"{masked(address)}: {why}")
            except InDoubt:
                told.in_doubt += 1
            except Exception:
                rows.delete()
                raise
            else:
                rows.update(state=Reminder.State.SENT)
                told.sent += 1
    if told.sent:
        record(None, "reminded", "", letters=told.sent)
    return told


def _due() -> Iterator[Due]:
    """Everything of signals that is due within a week, or late; what is done goes on after a signal
    was closed.
    """
    answering = dict(Addressee.objects.values_list("slug", "organisation_id"))
    going = in_state(Signal.objects.filter(example=False), State.OPEN, State.CLOSED)
    followed = going.filter(Q(asks__isnull=False) | Q(actions__isnull=False)).distinct()
    for signal in followed.order_by("pk"):
        for each in _of_signal(standing(dossier_of(signal)), answering):
            if each.day <= today() + AHEAD:
                yield each


def _of_signal(stands: Standing, answering: dict[str, int | None]) -> Iterator[Due]:
    dossier = stands.dossier
    number, title = dossier.number, dossier.title
    for ask in dossier.asks if stands.signal is State.OPEN else ():
        day = stands.answer_due(ask)
        if day is not None:
            by = answering.get(ask.addressee.id)
            yield Due(number, title, Thing.ASK, int(ask.id[1:]), ask.text, day, by)
    for action in dossier.actions:
        if stands.of(Thing.ACTION, action.id) in (State.DONE, State.STOPPED):
            continue
        by = answering.get(action.owner.id)
        for each in action.milestones:
            if stands.of(Thing.MILESTONE, each.id) is State.PLANNED:
                day, key = stands.due(each), int(each.id[1:])
                yield Due(number, title, Thing.MILESTONE, key, each.text, day, by)


def _told_already(person: User, due: Due) -> bool:
    told = Reminder.objects.filter(user=person, thing=due.thing, key=due.key, stage=due.stage)
    if due.stage is Reminder.Stage.LATE:
        told = told.filter(on__gt=today() - AGAIN)
    return told.exists()


def _claimed(wanted: ToTell) -> list[tuple[int, Due]]:
    """What of a letter nobody else claimed today, with the key of each claim."""
    found = []
    for due in wanted.due:
        try:
            with transaction.atomic():
                made = Reminder.objects.create(
                    user=wanted.user, thing=due.thing, key=due.key, stage=due.stage, on=today()
                )
        except IntegrityError:
            continue
        found.append((made.pk, due))
    return found


def _letter(user: User, due: list[Due]) -> EmailMessage:
    """One letter with everything that a person is reminded of."""
    language = user.language
    phrases = words(language)
    late = [each for each in due if each.stage is Reminder.Stage.LATE]
    coming = [each for each in due if each.stage is Reminder.Stage.COMING]
    blocks = [phrases["remind_lead"].format(name=user.name)]
    for heading, own in (("remind_late", late), ("remind_coming", coming)):
        if own:
            blocks += [phrases[heading], *(_told(each, language) for each in own)]
    why = phrases["remind_why"].format(organisation=user.organisation.name)
    subject = phrases["remind_subject_late" if late else "remind_subject"]
    return EmailMessage(
        subject,
        "\n\n".join([*blocks, f"-- \n{why}"]) + "\n",
        None,
        [user.email],
        headers={"Auto-Submitted": "auto-generated", "Content-Language": language},
    )


def _told(due: Due, language: str) -> str:
    with override(language):
        address = f"{settings.ADDRESS}{reverse('signal_desk', args=[due.signal])}"
    title = in_language(due.title, language).text
    text = in_language(due.text, language).text
    return f"* {date_words(due.day, language)}: {text}\n  {title}\n  {address}"

"""As whom somebody may take steps with a signal and with what follows from it."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from duidelijk.agenda.workflow import Party, State, Thing
from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.rights import Right
from duidelijk.web.agenda.models import Action, Addressee, Ask, Milestone, Signal


def parties(user: User, signal: Signal, about: Addressee | None = None) -> frozenset[Party]:
    """What somebody is to a signal; *about* is who is asked, or who acts."""
    found = set()
    if user.may(Right.KEEP_AGENDA):
        found.add(Party.KEEPER)
    own = signal.organisation_id is not None and signal.organisation_id == user.organisation_id
    if own and user.may(Right.RAISE_SIGNALS):
        found.add(Party.RAISER)
    if about is not None and answers_for(user, about):
        found |= {Party.ADDRESSEE, Party.OWNER}
    return frozenset(found)


def answers_for(user: User, addressee: Addressee) -> bool:
    """Whether somebody may answer for who is asked: the representatives of that organisation."""
    same = addressee.organisation_id is not None and (
        addressee.organisation_id == user.organisation_id
    )
    return same and user.may(Right.ANSWER_FOR)


def about(row: Ask | Action | Milestone | None) -> Addressee | None:
    """Who is asked, or who acts; ``None`` for the signal itself."""
    found: Addressee | None = None
    if isinstance(row, Ask):
        found = row.addressee
    elif isinstance(row, Action):
        found = row.owner
    elif isinstance(row, Milestone):
        found = row.action.owner
    return found


def visible_to(user: User) -> QuerySet[Signal]:
    """The signals that somebody may see as they are worked on: all of them for who keeps or
    publishes; for others what is published, what they raised, and what they were asked.
    """
    every = Signal.objects.all()
    if user.may(Right.KEEP_AGENDA) or user.may(Right.PUBLISH):
        return every
    mine = Q(public__isnull=False) | Q(organisation=user.organisation_id)
    return every.filter(mine | Q(pk__in=asked_of(user)) | Q(pk__in=acted_by(user))).distinct()


def asked_of(user: User) -> list[int]:
    """Keys of the signals of which something was put to somebody's organisation."""
    if not user.may(Right.ANSWER_FOR):
        return []
    asks = Ask.objects.filter(addressee__organisation=user.organisation_id)
    put = asks.filter(
        signal__steps__thing=Thing.ASK,
        signal__steps__after=State.PUT,
        signal__steps__key=F("pk"),
    )
    return list(put.values_list("signal_id", flat=True).distinct())


def acted_by(user: User) -> list[int]:
    """Keys of the signals for which somebody's organisation acts."""
    if not user.may(Right.ANSWER_FOR):
        return []
    own = Action.objects.filter(owner__organisation=user.organisation_id)
    return list(own.values_list("signal_id", flat=True).distinct())

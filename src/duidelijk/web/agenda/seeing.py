"""What of a signal somebody may see at the desk: drafts, what is not published yet, or neither."""

from __future__ import annotations

from duidelijk.agenda.dossier import Dossier
from duidelijk.agenda.standing import outside
from duidelijk.agenda.workflow import State, Thing
from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.rights import Right
from duidelijk.web.agenda.dossiers import dossier_of
from duidelijk.web.agenda.models import Action, Ask, Signal
from duidelijk.web.agenda.publishing import last_publication, published_dossier


def sees_drafts(user: User) -> bool:
    """Whether somebody reads what was not put to anybody yet: who keeps the agenda or publishes."""
    return user.may(Right.KEEP_AGENDA) or user.may(Right.PUBLISH)


def is_party(user: User, signal: Signal) -> bool:
    """Whether a signal is their organisation's business: it raised it, was asked, or acts."""
    if signal.organisation_id == user.organisation_id:
        return True
    asked = Ask.objects.filter(signal=signal, addressee__organisation=user.organisation_id)
    acting = Action.objects.filter(signal=signal, owner__organisation=user.organisation_id)
    return any(was_put(each) for each in asked) or acting.exists()


def was_put(ask: Ask) -> bool:
    """Whether an ask was ever put to anybody."""
    steps = ask.signal.steps.filter(thing=Thing.ASK, key=ask.pk, after=State.PUT)
    return bool(steps.exists())


def dossier_for(user: User, signal: Signal) -> Dossier:
    """A signal as somebody may see it now: with its drafts, without them for whose business it is,
    and as it was published last for everybody else.
    """
    if sees_drafts(user):
        return dossier_of(signal)
    last = last_publication(signal)
    if last is None or is_party(user, signal):
        return outside(dossier_of(signal))
    return published_dossier(last)

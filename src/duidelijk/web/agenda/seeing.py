"""What of a signal somebody may see at the desk: drafts, what is not published yet, or neither."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from django.db.models import QuerySet

from duidelijk.agenda.dossier import Dossier
from duidelijk.agenda.standing import outside
from duidelijk.agenda.workflow import FIRST, State, Thing
from duidelijk.catalogue import Text
from duidelijk.publish.duiding.plain import in_language
from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.rights import Right
from duidelijk.web.agenda.dossiers import dossier_of, key_of
from duidelijk.web.agenda.models import Action, Ask, PublicSignal, Signal
from duidelijk.web.agenda.publishing import last_publication, published_dossier


def sees_drafts(user: User) -> bool:
    """Whether somebody reads what was not put to anybody yet: who keeps the agenda or publishes."""
    return user.may(Right.KEEP_AGENDA) or user.may(Right.PUBLISH)


def is_party(user: User, signal: Signal) -> bool:
    """Whether a signal is their organisation's business: it raised it, was asked, or was said to
    act. What it said of itself alone makes it none: then anybody could.
    """
    if signal.organisation_id == user.organisation_id:
        return True
    asked = Ask.objects.filter(signal=signal, addressee__organisation=user.organisation_id)
    return any(was_put(each) for each in asked) or any(
        not _planned_by(user, each) for each in _own_actions(user, signal)
    )


def was_put(ask: Ask) -> bool:
    """Whether an ask was ever put to anybody."""
    steps = ask.signal.steps.filter(thing=Thing.ASK, key=ask.pk, after=State.PUT)
    return bool(steps.exists())


def dossier_for(user: User, signal: Signal) -> Dossier:
    """A signal as somebody may see it now: with its drafts, without them for whose business it is,
    and for everybody else as it was published last, with what their own organisation does.
    """
    if sees_drafts(user):
        return dossier_of(signal)
    last = last_publication(signal)
    if last is None or is_party(user, signal):
        return outside(dossier_of(signal))
    published = published_dossier(last)
    own = {key_of(Thing.ACTION, each.pk) for each in _own_actions(user, signal)}
    return _with_own(published, outside(dossier_of(signal)), own) if own else published


def asks_seen(user: User, signal: Signal) -> QuerySet[Ask]:
    """What is asked, of what somebody may see of a signal."""
    seen = {each.id for each in dossier_for(user, signal).asks}
    keys = [each.pk for each in signal.asks.all() if key_of(Thing.ASK, each.pk) in seen]
    return signal.asks.filter(pk__in=keys)


def may_see(user: User, signal: Signal, thing: Thing, key: int) -> bool:
    """Whether somebody may see one thing of a signal."""
    dossier, id_ = dossier_for(user, signal), key_of(thing, key)
    known = {
        Thing.SIGNAL: {""},
        Thing.ASK: {each.id for each in dossier.asks},
        Thing.ACTION: {each.id for each in dossier.actions},
        Thing.MILESTONE: {one.id for each in dossier.actions for one in each.milestones},
    }
    return id_ in known[thing]


def title_for(user: User, signal: Signal, language: str) -> str:
    """What a signal is called for somebody: as it is worked on, or as it was published last."""
    public = _as_published(user, signal)
    if public is None:
        return signal.title_in(language)
    return in_language(Text(**public.row["title"]), language).text


def stage_for(user: User, signal: Signal) -> str:
    """How far a signal has come as everybody reads it, for who may see no more; else empty."""
    public = _as_published(user, signal)
    return public.stage if public is not None else ""


def _as_published(user: User, signal: Signal) -> PublicSignal | None:
    """The published version, where that is all somebody sees in lists."""
    if sees_drafts(user) or signal.organisation_id == user.organisation_id:
        return None
    found: PublicSignal | None = getattr(signal, "public", None)
    return found


def _own_actions(user: User, signal: Signal) -> list[Action]:
    return list(signal.actions.filter(owner__organisation=user.organisation_id))


def _planned_by(user: User, action: Action) -> bool:
    """Whether it was somebody of their own organisation who said that they would do it."""
    first = action.signal.steps.filter(
        thing=Thing.ACTION, key=action.pk, name=FIRST[Thing.ACTION]
    ).first()
    if first is None:
        return True
    return bool(User.objects.filter(pk=first.actor, organisation=user.organisation_id).exists())


def _with_own(published: Dossier, now: Dossier, own: Collection[str]) -> Dossier:
    """What is published, with some actions as they are now; what these answer is told as far as it
    is published.
    """
    mine = {each.id: each for each in now.actions if each.id in own}
    stones = {
        one.id
        for each in (*mine.values(), *published.actions)
        if each.id in own
        for one in each.milestones
    }
    told = {each.id for each in published.asks}
    kept = [each for each in published.actions if each.id not in mine]
    theirs = (Thing.ACTION, Thing.MILESTONE)

    def is_own(thing: Thing, key: str) -> bool:
        return thing in theirs and (key in own or key in stones)

    return replace(
        published,
        actions=(
            *kept,
            *(replace(each, ask=each.ask if each.ask in told else "") for each in mine.values()),
        ),
        steps=(
            *(each for each in published.steps if not is_own(each.thing, each.key)),
            *(each for each in now.steps if is_own(each.thing, each.key)),
        ),
    )

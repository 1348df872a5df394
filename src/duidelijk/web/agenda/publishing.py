"""Publishing a signal: the whole of it, as it stands, by who wrote nothing of what is new."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.db.models import Q

from duidelijk.agenda.dossier import Dossier
from duidelijk.agenda.standing import TAKEN_BACK, Stage, outside, standing
from duidelijk.foundation.documents import as_plain, from_plain
from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.rights import Right
from duidelijk.web.agenda.changing import NotPossible, Overtaken, held, subject_of
from duidelijk.web.agenda.dossiers import dossier_of
from duidelijk.web.agenda.indexing import index
from duidelijk.web.agenda.models import Publication, Signal
from duidelijk.web.audit.models import Event
from duidelijk.web.audit.recording import record

_PUBLISHED = "signal_published"
_NEVER_FIRST = TAKEN_BACK | {Stage.RAISED}
"""So a signal does not stand when everybody reads it for the first time."""


def last_publication(signal: Signal) -> Publication | None:
    """The version that everybody reads; ``None`` while there is none."""
    return signal.publications.order_by("-version").first()


def changes_since(signal: Signal) -> list[Event]:
    """What was changed since the last publication, first to last: also all there is to a signal
    that was merged into it since.
    """
    last = last_publication(signal)
    told = published_dossier(last).credits if last else ()
    known = {signal.pk, *(each.number for each in told)}
    found = Q()
    for key in (signal.pk, *signal.merged.values_list("pk", flat=True)):
        own = Q(subject=subject_of(key))
        if last is not None and key in known:
            own &= Q(pk__gt=last.through)
        found |= own
    return list(Event.objects.filter(found).exclude(action=_PUBLISHED).order_by("pk"))


def written_by(signal: Signal, user: User) -> bool:
    """Whether somebody made one of the changes that are not published."""
    return any(each.actor_key == user.pk for each in changes_since(signal))


def public_dossier(signal: Signal) -> Dossier:
    """A signal as everybody would read it when it were published now."""
    return outside(dossier_of(signal))


def seal_of(dossier: Dossier) -> str:
    """By what the version that somebody looked at is known from another."""
    return hashlib.sha256(repr(as_plain(dossier)).encode()).hexdigest()[:32]


def publishable(signal: Signal) -> bool:
    """Whether there is something to publish: not while nobody took a signal up."""
    dossier, last = public_dossier(signal), last_publication(signal)
    if last is None:
        return standing(dossier).stage not in _NEVER_FIRST
    return bool(as_plain(dossier) != last.document)


@transaction.atomic
def publish(key: int, seen: str, by: User) -> Publication:
    """Let everybody read a signal as it stands, when that is what *by* saw (``seal_of``).

    Raises ``Overtaken`` when it was changed since, ``NotPossible`` for who wrote a part of what is
    new, and for what is not to be published.
    """
    signal = held(key)
    if not by.may(Right.PUBLISH):
        raise NotPossible("yours")
    if written_by(signal, by):
        raise NotPossible("four_eyes")
    if not publishable(signal):
        raise NotPossible("nothing_new")
    dossier = public_dossier(signal)
    if seal_of(dossier) != seen:
        raise Overtaken
    return keep_version(signal, dossier, by)


def keep_version(signal: Signal, dossier: Dossier, by: User) -> Publication:
    """Keep a version of a signal that is held, and have lists and search know it."""
    events = Event.objects.filter(subject=subject_of(signal.pk)).order_by("-pk")
    last, newest = last_publication(signal), events.first()
    publication = Publication.objects.create(
        signal=signal,
        version=(last.version if last else 0) + 1,
        document=as_plain(dossier),
        by=by,
        revision=signal.revision,
        through=newest.pk if newest else 0,
    )
    index(publication, dossier)
    record(
        by, _PUBLISHED, subject_of(signal.pk), title=signal.title_nl, version=publication.version
    )
    return publication


def published_dossier(publication: Publication) -> Dossier:
    """A version as it was published."""
    return from_plain(Dossier, publication.document)

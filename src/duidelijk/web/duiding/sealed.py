"""Which reports sealed editions hold, and which belong in one that is being made."""

from __future__ import annotations

from django.db.models import Q

from duidelijk.duiding.report import SessionReport
from duidelijk.editions.edition import Edition
from duidelijk.web.duiding.models import Session
from duidelijk.web.duiding.reporting import reports_for
from duidelijk.web.editorial.desk import edition_in_review, edition_under_embargo, published
from duidelijk.web.library import library


def duiding_of(edition: str) -> tuple[SessionReport, ...]:
    """What belongs in an edition that is in review: the reports of sessions about its figures, and
    of sessions about earlier editions that were established too late for those.

    A correction also takes over what the edition that it corrects held.
    """
    sealed = _sealed()
    review = edition_in_review(edition)
    corrected = sealed.get(review.corrects or "") if review else None
    carried = corrected.texts.duiding if corrected else ()
    told = {report.id for each in sealed.values() for report in each.texts.duiding}
    return (*carried, *reports_for(edition, sealed, told))


def leaders_of(edition: str) -> set[int]:
    """Keys of the accounts that lead the sessions about an edition, or whose report is in it."""
    there = [int(each.id) for each in duiding_of(edition) if each.id.isdigit()]
    held = Session.objects.filter(Q(edition=edition) | Q(pk__in=there))
    return set(held.values_list("facilitator_id", flat=True))


def sealed_in(session: Session) -> str:
    """The first edition that holds the report of a session; empty while none does."""
    for id_, edition in _sealed().items():
        if any(each.id == str(session.pk) for each in edition.texts.duiding):
            return id_
    return ""


def _sealed() -> dict[str, Edition]:
    """Every sealed edition, also those under embargo."""
    out = library().editions()
    found = {id_: out.get(id_) or edition_under_embargo(id_) for id_ in sorted(published())}
    return {id_: each for id_, each in found.items() if each is not None}

"""What was done comes back on the agenda of a session, once its figures are there."""

from __future__ import annotations

from duidelijk.publish.agenda.due import DueAction, NewFigure, due_for_session
from duidelijk.web.agenda.models import PublicSignal
from duidelijk.web.agenda.publishing import published_dossier
from duidelijk.web.duiding.evidence import edition_of
from duidelijk.web.duiding.models import Session
from duidelijk.web.duiding.preparing import NoFigure, Proposal, propose
from duidelijk.web.words import words

_MOST = 6


def propose_effects(session: Session) -> int:
    """Bring in the actions whose figures are new in the edition of a session, for who leads it to
    take or leave; returns how many. Of a session on one theme only those of that theme.
    """
    edition = edition_of(session.edition)
    if edition is None:
        return 0
    public = PublicSignal.objects.select_related("publication").order_by("pk")
    due = due_for_session(edition, [published_dossier(each.publication) for each in public])
    brought = 0
    for action in due:
        if session.theme and session.theme not in action.themes:
            continue
        for figure in action.figures[:1]:
            brought += _brought(session, action, figure)
        if brought == _MOST:
            break
    return brought


def _brought(session: Session, action: DueAction, figure: NewFigure) -> bool:
    told, language = words(session.language), session.language
    title = action.title.to(language) or action.title.nl
    english = words("en")["effect_on_agenda"].format(action=action.title.en or action.title.nl)
    proposal = Proposal(
        title=told["effect_on_agenda"].format(action=title),
        title_en=english,
        why=figure.why.to(language),
        address=figure.address,
        token=f"effect-{action.number}-{action.action}",
    )
    try:
        propose(session.pk, proposal, None, waits=True)
    except NoFigure:
        return False
    return True

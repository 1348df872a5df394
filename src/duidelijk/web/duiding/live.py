"""What everybody's page asks every second: is there anything new, and if so, what.

Nearly always there is not: that answer takes one look at the database. What is new on an item is
the same for everybody, and made once for all of them.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any

from django.template.loader import get_template
from django.urls import reverse

from duidelijk.duiding.phases import Phase
from duidelijk.web.duiding import showing
from duidelijk.web.duiding.citing import item_evidence
from duidelijk.web.duiding.models import Item, Member, Session, Statement, Weighing
from duidelijk.web.words import words

_MOST = 200
_Key = tuple[int, int, int, str, str, int]
_lock = threading.Lock()
_made: OrderedDict[_Key, str] = OrderedDict()


def talk(
    session: Session, item: Item, language: str, template: str = "_talk", table: int = 0
) -> str:
    """What is said on an item, as markup: the same for all at a table (0 for everybody when there
    are none), kept for as long as nothing changes.

    The version was read before what it is the version of: at worst it is made once too often.
    """
    key = (session.pk, session.version, item.pk, language, template, table)
    with _lock:
        if key in _made:
            _made.move_to_end(key)
            return _made[key]
    statements = showing.statements_of(session, item, language)
    earlier = {each["key"]: each for each in statements if each["replaced"]}
    last = [
        each | {"before": earlier.get(each["revises"])}
        for each in statements
        if not each["replaced"]
    ]
    own = item_evidence(session, item)
    context = {
        "w": words(language),
        "session": session,
        "item": item,
        "statements": [each for each in last if not table or each["table"] == table],
        "elsewhere": [each for each in last if table and each["table"] != table],
        "table": table,
        "explanations": showing.explanations_of(item, statements, language),
        "judged": showing.judged_shown(session, item, language),
        "own_figure": own.address if own else None,
        "stances": showing.stances(language),
        "weighing": session.stage in (Phase.TOGETHER, Phase.AGAIN),
    }
    made = str(get_template(f"duiding/{template}.html").render(context))
    with _lock:
        _made[key] = made
        while len(_made) > _MOST:
            _made.popitem(last=False)
    return made


def state(session: Session) -> dict[str, Any]:
    """Where a session stands, for a page to compare with where it was."""
    return {
        "version": session.version,
        "phase": session.phase,
        "showing": session.showing_id,
        "timer": showing.timer_shown(session),
    }


def news(member: Member, item: Item | None, language: str) -> dict[str, Any]:
    """What is new for a participant who has the page of *item* open, or none."""
    session = member.session
    found = state(session)
    if session.showing_id:
        found["shown"] = {
            "url": reverse("item", args=[session.pk, session.showing_id]),
            "title": Item.objects.values_list("title", flat=True).get(pk=session.showing_id),
        }
    if item is not None:
        found["talk"] = talk(session, item, language, table=member.table)
        found["own"] = own_of(member, item)
    return found


def own_of(member: Member, item: Item) -> dict[str, Any]:
    """The keys of a participant's own statements on an item, and their stances."""
    weighed = Weighing.objects.filter(member=member, explanation__item=item)
    return {
        "statements": list(
            Statement.objects.filter(member=member, item=item, withdrawn=None).values_list(
                "pk", flat=True
            )
        ),
        "stances": {str(each.explanation_id): each.stance for each in weighed},
        "reasons": {str(each.explanation_id): each.reason for each in weighed},
    }

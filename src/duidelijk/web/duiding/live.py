"""What everybody's page asks every second: is there anything new, and if so, what.

Nearly always there is not: that answer takes one look at the database. What is new on an item is
the same for everybody, and made once for all of them.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from django.template.loader import get_template
from django.urls import reverse

from duidelijk.web.duiding import showing, showing_scales, showing_talk
from duidelijk.web.duiding.citing import item_evidence
from duidelijk.web.duiding.discussing import WEIGHED
from duidelijk.web.duiding.models import Item, Member, Session, Statement, Weighing
from duidelijk.web.words import words

_MOST_BYTES = 32 * 2**20
_GATHERED = 0.4
"""Seconds in which what is new is gathered, for who asks what is new: with sixty people something
is new ten times a second, and nobody reads that fast."""
_Key = tuple[int, int, str, str, int]


@dataclass(frozen=True)
class Talk:
    """What is said on an item, as markup."""

    version: int
    """Of the session, when it was made."""
    markup: str
    made: float


_lock = threading.Lock()
_making: dict[_Key, threading.Lock] = {}
_made: OrderedDict[_Key, Talk] = OrderedDict()


def talk(
    session: Session,
    item: Item,
    language: str,
    template: str = "_talk",
    table: int = 0,
    gathered: bool = False,
) -> Talk:
    """What is said on an item: the same for all at a table (0 for everybody when there are none),
    made once for all of them.

    With *gathered* it may be a moment old, and says so by its version. The version was read before
    what it is the version of: at worst something is shown twice as new.
    """
    key = (session.pk, item.pk, language, template, table)
    with _lock:
        held = _made.get(key)
        making = _making.setdefault(key, threading.Lock())
    if held is not None and _good_enough(held, session, gathered):
        return held
    with making:  # of sixty who ask at once, one makes it
        with _lock:
            held = _made.get(key)
        if held is None or not _good_enough(held, session, gathered):
            markup = _markup(session, item, language, template, table)
            held = Talk(session.version, markup, time.monotonic())
            _keep(key, held)
    return held


def _good_enough(held: Talk, session: Session, gathered: bool) -> bool:
    lately = time.monotonic() - held.made < _GATHERED
    return held.version >= session.version or (gathered and lately)


def _keep(key: _Key, made: Talk) -> None:
    with _lock:
        _made[key] = made
        _made.move_to_end(key)
        while len(_made) > 1 and sum(len(each.markup) for each in _made.values()) > _MOST_BYTES:
            gone, _ = _made.popitem(last=False)
            _making.pop(gone, None)


def _markup(session: Session, item: Item, language: str, template: str, table: int) -> str:
    statements = showing_talk.statements_of(session, item, language)
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
        "explanations": showing_talk.explanations_of(item, statements, language),
        "judged": showing_scales.judged_shown(item, language),
        "own_figure": own.address if own else None,
        "stances": showing_scales.stances(language),
        "weighing": session.stage in WEIGHED,
    }
    return str(get_template(f"duiding/{template}.html").render(context))


def state(session: Session) -> dict[str, Any]:
    """Where a session stands, for a page to compare with where it was."""
    return {
        "version": session.version,
        "phase": session.phase,
        "showing": session.showing_id,
        "timer": showing.timer_shown(session),
    }


def news(member: Member, item: Item | None, known: str, language: str) -> dict[str, Any] | None:
    """What is new for a participant who has the page of *item* open, or none, and who knows the
    version *known*; ``None`` when nothing is yet.
    """
    session = member.session
    said = talk(session, item, language, table=member.table, gathered=True) if item else None
    if said is not None and str(said.version) == known:
        return None
    found = state(session)
    if session.showing_id:
        found["shown"] = {
            "url": reverse("item", args=[session.pk, session.showing_id]),
            "title": Item.objects.get(pk=session.showing_id).title_in(language),
        }
    if item is not None and said is not None:
        found["version"] = said.version
        found["talk"] = said.markup
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

"""What waits for somebody of signals and examples: for the front of the workspace."""

from __future__ import annotations

from django.urls import reverse

from duidelijk.agenda.workflow import State
from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.rights import Right
from duidelijk.web.agenda.inbox import waiting
from duidelijk.web.agenda.models import Practice
from duidelijk.web.agenda.parties import visible_to
from duidelijk.web.agenda.practising import practices_for, publishable
from duidelijk.web.agenda.showing import in_state, to_publish
from duidelijk.web.words import words


def waiting_for(user: User, language: str) -> list[dict[str, str]]:
    """What waits, in words, with where; nothing for who has no such work."""
    found = [("inbox", waiting(user), "inbox_waits_one", "inbox_waits")]
    if user.may(Right.KEEP_AGENDA):
        raised = in_state(visible_to(user), State.RAISED).count()
        found.append(("signals_desk", raised, "front_raised_one", "front_raised"))
    if user.may(Right.PUBLISH):
        fresh = len(to_publish(visible_to(user)))
        found.append(("signals_desk", fresh, "front_unpublished_one", "front_unpublished"))
        examples = len(unpublished_practices(user))
        found.append(("practices", examples, "front_practices_one", "front_practices"))
    phrases = words(language)
    return [
        {"url": reverse(name), "words": f"{count} {phrases[one if count == 1 else many]}"}
        for name, count, one, many in found
        if count
    ]


def unpublished_practices(user: User) -> list[Practice]:
    """The examples that stand otherwise than everybody reads them."""
    own = practices_for(user).filter(withdrawn="").order_by("-pk")
    return [each for each in own if publishable(each)]

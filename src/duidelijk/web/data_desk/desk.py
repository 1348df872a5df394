"""What the data desk works with: the declarations, the store, and who sits at it."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils.translation import get_language

from duidelijk.catalogue import Monitor
from duidelijk.figures.store import FigureStore
from duidelijk.foundation.home import Home
from duidelijk.sources.by_hand.entering import Somebody
from duidelijk.web.accounts.models import User
from duidelijk.web.editorial.desk import monitor_in_force

WAIT_SECONDS = 4.0
"""How long a page waits for a command that writes; then it says so, and nothing is lost."""


def home() -> Home:
    """The home of this instance."""
    found: Home = settings.HOME
    return found


def declared() -> Monitor | None:
    """The declarations in the home; ``None`` when it has none that are in order."""
    if not home().monitor.is_dir():
        return None
    try:
        return monitor_in_force()
    except Http404:
        return None


def monitor() -> Monitor:
    """The declarations in the home. 404 without."""
    found = declared()
    if found is None:
        raise Http404("no declarations")
    return found


def store() -> FigureStore:
    """The store, for who does not wait long."""
    return FigureStore(home().figures, WAIT_SECONDS)


def account(request: HttpRequest) -> User:
    """Who is signed in."""
    assert isinstance(request.user, User)
    return request.user


def somebody(user: User) -> Somebody:
    """Who is signed in, as entries know them: by the key of the account."""
    return Somebody(user.name, str(user.pk), WAIT_SECONDS)


def language() -> str:
    """The language of the page."""
    return get_language() or "nl"

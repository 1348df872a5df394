"""The inbox of an organisation: of a ministry, a municipality, an alderman."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.requiring import requires
from duidelijk.web.accounts.rights import Right
from duidelijk.web.agenda.inbox import inbox_of
from duidelijk.web.workspace.rendering import render_private


@require_safe
@requires(Right.RAISE_SIGNALS)
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for the organisation of who signed in."""
    assert isinstance(request.user, User)
    context = inbox_of(request.user, get_language() or "nl")
    return render_private(request, "agenda/inbox.html", context)

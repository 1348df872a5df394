"""What somebody typed in a form that is refused as a whole: shown back, so that it is not lost."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, UnreadablePostError

_NOT_TYPED = ("csrfmiddlewaretoken", "token", "based_on", "basis", "password", "code")
"""How fields begin that hold nothing to copy, or nothing to show on a screen."""
_SHORTEST = 4


def typed_in(request: HttpRequest) -> list[str]:
    """The texts of a form, to be shown on the page that refuses it.

    Nothing of signing in, inviting oneself in, or choosing a password.
    """
    if request.path.removeprefix("/en").startswith("/account/"):
        return []
    try:
        sent = list(request.POST.lists())
    except (RequestDataTooBig, TooManyFieldsSent, UnreadablePostError):
        return []
    return [
        str(value)
        for name, values in sent
        if not name.startswith(_NOT_TYPED)
        for value in values
        if len(value.strip()) >= _SHORTEST
    ]

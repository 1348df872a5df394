"""Guards a view: signed in, with the right, and for staff with a second factor."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language

from duidelijk.web.accounts.models import User
from duidelijk.web.accounts.rights import Right
from duidelijk.web.words import words

View = Callable[..., HttpResponseBase]


def requires(right: Right) -> Callable[[View], View]:
    """Let a view be used by who has *right* alone.

    Strangers are sent to sign in; who may not gets 403; staff without a second factor are sent to
    set one up. The view carries ``right``, for the tests that try every role on it.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *given: Any, **named: Any) -> HttpResponseBase:
            return refusal(request, right) or view(request, *given, **named)

        guarded.right = right  # type: ignore[attr-defined]
        return guarded

    return guard


def refusal(request: HttpRequest, right: Right) -> HttpResponseBase | None:
    """The answer to who may not: sign in, no, or a second factor first; ``None`` to who may."""
    from duidelijk.web.workspace.rendering import render_private

    user = request.user
    if not isinstance(user, User) or not user.is_active:
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    if not user.may(right):
        return render_private(request, "workspace/not_allowed.html", {"right": right}, status=403)
    if user.is_staff_member and not has_second_factor(request, user):
        messages.warning(request, words(get_language())["second_factor_first"])
        return HttpResponseRedirect(reverse("mfa_index"))
    return None


def has_second_factor(request: HttpRequest, user: User) -> bool:
    """Whether signing in took more than a password: an own factor, or single sign-on, where the
    organisation's identity provider sees to it.
    """
    records = get_authentication_records(request, user)
    by_provider = any(each.get("method") == "socialaccount" for each in records)
    return by_provider or is_mfa_enabled(user)

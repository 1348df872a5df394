"""What stands in the way of allauth's own pages: those we close, those that need a mail server."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.socialaccount import views as social
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from duidelijk.web.workspace.rendering import render_private


def door(request: HttpRequest) -> HttpResponse:
    """The address above all of these: the workspace, which asks to sign in."""
    return HttpResponseRedirect(reverse("workspace_front"))


def closed(request: HttpRequest, **given: str) -> HttpResponse:
    """What allauth can and we do not use."""
    raise Http404("not used here")


def password_reset(request: HttpRequest) -> HttpResponse:
    """Ask for a link by mail; without a mail server, who else can give one."""
    if settings.MAIL:
        answer: HttpResponse = account.password_reset(request)
        return answer
    return _no_mail(request)


def password_reset_done(request: HttpRequest) -> HttpResponse:
    """The link was mailed, where mail is sent."""
    if settings.MAIL:
        answer: HttpResponse = account.password_reset_done(request)
        return answer
    return _no_mail(request)


@require_safe
def _no_mail(request: HttpRequest) -> HttpResponse:
    return render_private(request, "account/no_mail.html", {})


def linked(request: HttpRequest) -> HttpResponse:
    """Signing in through an organisation: what is linked, where there is a provider."""
    return _with_provider(social.connections, request)


def sign_on_cancelled(request: HttpRequest) -> HttpResponse:
    """For who turned back at the provider."""
    return _with_provider(social.login_cancelled, request)


def sign_on_failed(request: HttpRequest) -> HttpResponse:
    """The provider did not answer as agreed."""
    return _with_provider(social.login_error, request)


def _with_provider(view: Any, request: HttpRequest) -> HttpResponse:
    if not settings.OIDC_ISSUER:
        raise Http404("no identity provider is set up")
    answer: HttpResponse = view(request)
    return answer

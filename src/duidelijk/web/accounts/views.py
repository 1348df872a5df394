"""People: who has an account, inviting, roles; and taking up an invitation."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duidelijk.web.accounts import recovering
from duidelijk.web.accounts.forms import (
    AcceptForm,
    InvitationForm,
    OrganisationForm,
    PasswordForm,
    RolesForm,
)
from duidelijk.web.accounts.inviting import (
    Guest,
    accept,
    invitation_of,
    invitation_path,
    invite,
    withdraw_invitations_of,
)
from duidelijk.web.accounts.mailing import send_invitation, tell_of_help
from duidelijk.web.accounts.models import Invitation, Organisation, User
from duidelijk.web.accounts.others import last_administrator
from duidelijk.web.accounts.removing import NotRemoved, is_removed, remove_account
from duidelijk.web.accounts.requiring import requires
from duidelijk.web.accounts.rights import Right, Role, roles_in_words
from duidelijk.web.audit.models import Event
from duidelijk.web.audit.recording import record
from duidelijk.web.audit.showing import moment_words, shown_events
from duidelijk.web.dashboard.rendering import absolute
from duidelijk.web.words import words
from duidelijk.web.workspace.rendering import render_private

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_EVENTS_SHOWN = 20


@require_safe
@requires(Right.MANAGE_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, the open invitations, the organisations."""
    phrases = words(get_language())
    held = User.objects.select_related("organisation")
    accounts = [_shown(each, phrases) for each in held if not is_removed(each)]
    waiting = [
        {
            "held": each,
            "roles": roles_in_words(each.roles, phrases),
            "until": moment_words(each.expires),
        }
        for each in Invitation.objects.filter(accepted=None, withdrawn=None)
        if each.open
    ]
    organisations = [
        {"name": each.name, "kind": phrases[f"organisation_{each.kind}"], "region": each.region}
        for each in Organisation.objects.all()
    ]
    context = {"accounts": accounts, "waiting": waiting, "organisations": organisations}
    return render_private(request, "accounts/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.MANAGE_PEOPLE)
def invite_somebody(request: HttpRequest) -> HttpResponse:
    """The form to invite somebody; then the link, which is shown once."""
    form = InvitationForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        guest = Guest(
            told["email"],
            told["name"],
            told["organisation"],
            told["perspective"],
            told["roles"],
            told["language"],
        )
        assert isinstance(request.user, User)
        try:
            invitation, word = invite(guest, request.user)
        except ValueError as error:  # it got an account while the form was checked
            form.add_error("email", words(get_language())[str(error)])
        else:
            link = absolute(request, invitation_path(invitation, word))
            mailed = settings.MAIL and send_invitation(invitation, link)
            context = {"invitation": invitation, "link": link, "mailed": mailed}
            return render_private(request, "accounts/invited.html", context)
    nobody = not Organisation.objects.exists()
    context = {"form": form, "no_organisations": nobody}
    status = 400 if form.is_bound else 200
    return render_private(request, "accounts/invite.html", context, status=status)


@require_POST
@requires(Right.MANAGE_PEOPLE)
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """Make an invitation's link stop working."""
    held = get_object_or_404(Invitation, pk=key, accepted=None, withdrawn=None)
    with transaction.atomic():
        held.withdrawn = timezone.now()
        held.save(update_fields=["withdrawn"])
        assert isinstance(request.user, User)
        record(request.user, "invitation_withdrawn", held.email)
    messages.success(request, words(get_language())["invitation_withdrawn"])
    return HttpResponseRedirect(reverse("people"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.MANAGE_PEOPLE)
def person(request: HttpRequest, key: int) -> HttpResponse:
    """Somebody's roles, second factor and trail; changing the roles."""
    held = get_object_or_404(User.objects.select_related("organisation"), pk=key)
    initial = {"roles": held.roles, "perspective": held.perspective}
    form: RolesForm | None = RolesForm(request.POST or None, initial=initial)
    phrases = words(get_language())
    if is_removed(held):
        form = None
    if request.method == "POST" and form is not None and form.is_valid():
        problem = _change(request, held, form.cleaned_data)
        if not problem:
            messages.success(request, phrases["saved"])
            return HttpResponseRedirect(reverse("person", args=[key]))
        form.add_error("roles", phrases[problem])
    context = {
        "person": held,
        "shown": _shown(held, phrases),
        "form": form,
        "second_factor": is_mfa_enabled(held),
        "own": held.pk == request.user.pk,
        "removed": is_removed(held),
        "events": shown_events(Event.objects.filter(actor_key=held.pk)[:_EVENTS_SHOWN]),
    }
    status = 400 if form is not None and form.is_bound else 200
    return render_private(request, "accounts/person.html", context, status=status)


@transaction.atomic
def _change(request: HttpRequest, held: User, told: dict[str, Any]) -> str:
    """Change somebody's roles; the key of the phrase that tells why not, if not."""
    assert isinstance(request.user, User)
    if Role.ADMINISTRATOR not in told["roles"] and last_administrator(held):
        return "last_administrator"
    before = held.roles
    held.roles, held.perspective = sorted(told["roles"]), told["perspective"]
    held.save(update_fields=["roles", "perspective"])
    record(request.user, "roles_changed", held.email, before=before, after=held.roles)
    return ""


@require_POST
@requires(Right.MANAGE_PEOPLE)
def block(request: HttpRequest, key: int) -> HttpResponse:
    """Block an account, or let it in again; who is blocked is out at once, and stays out of what
    was open: sessions and links of before do not come back with the account. What they opened for
    others closes too: links for a password, and invitations.

    The button says which of both, so that two who block at once do not undo each other.
    """
    phrases, to_open = words(get_language()), "open" in request.POST
    assert isinstance(request.user, User)
    with transaction.atomic():
        held = get_object_or_404(User.objects.select_for_update(), pk=key)
        if not to_open and last_administrator(held):
            messages.error(request, phrases["last_administrator"])
        elif to_open and is_removed(held):
            messages.error(request, phrases["account_is_removed"])
        else:
            action = "account_opened" if to_open else "account_blocked"
            if held.is_active is not to_open:
                held.is_active = to_open
                held.save(update_fields=["is_active"])
                held.end_sessions()
                recovering.withdraw_links(held)
                record(request.user, action, held.email)
                if not to_open:
                    recovering.withdraw_links_made_by(held)
                    withdraw_invitations_of(held, request.user)
            messages.success(request, phrases[action])
    return HttpResponseRedirect(reverse("person", args=[key]))


@require_POST
@requires(Right.MANAGE_PEOPLE)
def remove(request: HttpRequest, key: int) -> HttpResponse:
    """Remove an account for good: whoever asks for that, or has left."""
    phrases = words(get_language())
    held = get_object_or_404(User, pk=key)
    assert isinstance(request.user, User)
    if "sure" not in request.POST:
        messages.error(request, phrases["forget_not_sure"])
        return HttpResponseRedirect(reverse("person", args=[key]))
    try:
        remove_account(held, request.user)
    except NotRemoved as stays:
        messages.error(request, phrases[str(stays)])
        return HttpResponseRedirect(reverse("person", args=[key]))
    messages.success(request, phrases["account_removed"])
    return HttpResponseRedirect(reverse("people"))


@require_POST
@requires(Right.MANAGE_PEOPLE)
def forget_factor(request: HttpRequest, key: int) -> HttpResponse:
    """Take away a second factor that somebody lost; they set up a new one.

    Not one's own: the page of the second factor asks for the password first.
    """
    held = get_object_or_404(User, pk=key)
    assert isinstance(request.user, User)
    if held.pk == request.user.pk:
        messages.error(request, words(get_language())["second_factor_own"])
    elif recovering.made_link_lately(held, request.user):
        messages.error(request, words(get_language())["help_by_another"])
    elif recovering.take_factor_away(held, request.user):
        if settings.MAIL:
            tell_of_help(held, "factor", request.user.name)
        messages.success(request, words(get_language())["second_factor_taken_away"])
    return HttpResponseRedirect(reverse("person", args=[key]))


@never_cache
@require_POST
@requires(Right.MANAGE_PEOPLE)
def new_password_link(request: HttpRequest, key: int) -> HttpResponse:
    """Make a link by which somebody sets a new password; it is shown once.

    Not for oneself: whoever sits down at a machine left alone would keep the account.
    """
    held = get_object_or_404(User, pk=key)
    assert isinstance(request.user, User)
    problem = ""
    if held.pk == request.user.pk:
        problem = "password_link_own"
    elif not held.is_active:
        problem = "password_link_blocked"
    elif recovering.took_factor_lately(held, request.user):
        problem = "help_by_another"
    if problem:
        messages.error(request, words(get_language())[problem])
        return HttpResponseRedirect(reverse("person", args=[key]))
    made, word = recovering.make_password_link(held, request.user)
    mailed = settings.MAIL and tell_of_help(held, "password_link", request.user.name)
    context = {
        "person": held,
        "link": absolute(request, recovering.password_link_path(made, word)),
        "until": moment_words(made.expires),
        "mailed": mailed,
    }
    return render_private(request, "accounts/password_link.html", context)


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest, word: str) -> HttpResponse:
    """Set a new password by a link; then sign in as always, with the second factor."""
    link = recovering.password_link_of(word)
    if link is None:
        return render_private(request, "accounts/no_password_link.html", {}, status=404)
    form = PasswordForm(request.POST or None, email=link.user.email, name=link.user.name)
    if request.method == "POST" and form.is_valid():
        if not recovering.set_password(link, form.cleaned_data["password"]):
            return render_private(request, "accounts/no_password_link.html", {}, status=404)
        if settings.MAIL:
            tell_of_help(link.user, "password_set", link.user.name)
        logout(request)
        messages.success(request, words(get_language())["password_set"])
        return HttpResponseRedirect(reverse("account_login"))
    context = {"form": form, "person": link.user}
    status = 400 if form.is_bound else 200
    return render_private(request, "accounts/new_password.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.MANAGE_PEOPLE)
def add_organisation(request: HttpRequest) -> HttpResponse:
    """The form for another organisation."""
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, User)
        with transaction.atomic():
            made = Organisation.objects.create(**form.cleaned_data)
            record(request.user, "organisation_added", made.name, kind=made.kind)
        messages.success(request, words(get_language())["saved"])
        return HttpResponseRedirect(reverse("people"))
    status = 400 if form.is_bound else 200
    return render_private(request, "accounts/organisation.html", {"form": form}, status=status)


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest, word: str) -> HttpResponse:
    """Take up an invitation: a name, a password, and in."""
    invitation = invitation_of(word)
    if invitation is None:
        return render_private(request, "accounts/no_invitation.html", {}, status=404)
    initial = {"name": invitation.name}
    form = AcceptForm(request.POST or None, initial=initial, email=invitation.email)
    if request.method == "POST" and form.is_valid():
        user = accept(invitation, form.cleaned_data["name"], form.cleaned_data["password"])
        if user is None:
            return render_private(request, "accounts/no_invitation.html", {}, status=404)
        logout(request)
        login(request, user, backend=_BACKEND)
        record_authentication(request, user, method="password", reauthenticated=True)
        return HttpResponseRedirect(reverse("workspace_front"))
    phrases = words(get_language())
    context = {
        "form": form,
        "invitation": invitation,
        "roles": roles_in_words(invitation.roles, phrases),
    }
    status = 400 if form.is_bound else 200
    return render_private(request, "accounts/accept.html", context, status=status)


@require_safe
def not_invited(request: HttpRequest) -> HttpResponse:
    """For who signed in elsewhere without an account or invitation here."""
    return render_private(request, "accounts/not_invited.html", {}, status=403)


def _shown(user: User, phrases: dict[str, str]) -> dict[str, Any]:
    return {
        "key": user.pk,
        "name": user.name,
        "email": user.email,
        "organisation": user.organisation.name,
        "perspective": phrases[f"perspective_{user.perspective}"],
        "roles": roles_in_words(user.roles, phrases),
        "active": user.is_active,
        "last": moment_words(user.last_login) if user.last_login else phrases["people_never"],
    }

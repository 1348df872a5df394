"""What the command line does with accounts; Django is set up first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from duidelijk.foundation.problems import Problem, Refused, did_you_mean
from duidelijk.web.operations.recording import prepare_database

if TYPE_CHECKING:
    from duidelijk.web.accounts.models import User


def invitation_link(
    *,
    email: str,
    name: str,
    organisation: str,
    kind: str,
    perspective: str,
    roles: list[str],
    language: str,
    site: str = "",
) -> str:
    """Invite somebody from the server itself; returns the link. Raises ``Refused``.

    *site* is where the link leads to when the settings name no address.
    """
    prepare_database()
    from django.conf import settings
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from duidelijk.web.accounts.inviting import Guest, invitation_path, invite
    from duidelijk.web.accounts.models import Organisation
    from duidelijk.web.accounts.rights import Kind, Perspective, Role

    problems = [
        *_unknown("--role", roles, Role.values),
        *_unknown("--kind", [kind], Kind.values),
        *_unknown("--perspective", [perspective], Perspective.values),
        *_unknown("--language", [language], ["nl", "en"]),
    ]
    try:
        validate_email(email)
    except ValidationError:
        problems.append(Problem("EMAIL", 0, f"“{email}” is no e-mail address", "as ann@vng.nl"))
    if problems:
        raise Refused("Nobody was invited:", problems)
    held = Organisation.objects.filter(name__iexact=organisation).first()
    home = held or Organisation.objects.create(name=organisation, kind=kind)
    try:
        invitation, word = invite(Guest(email, name, home, perspective, roles, language), None)
    except ValueError:
        remedy = "see: duidelijk people list"
        raise Refused(
            "Nobody was invited:", [Problem(email, 0, "has an account already", remedy)]
        ) from None
    address = settings.ADDRESS or site or "http://127.0.0.1:8000"
    return f"{address}{invitation_path(invitation, word)}"


def password_link(email: str) -> str:
    """Make a link to set a new password; returns it. Raises ``Refused``."""
    prepare_database()
    from django.conf import settings

    from duidelijk.web.accounts.mailing import tell_of_help
    from duidelijk.web.accounts.recovering import make_password_link, password_link_path
    from duidelijk.web.audit.recording import COMMAND_LINE

    user = _account(email)
    if not user.is_active:
        remedy = "let the account in again first, on the page of people"
        raise Refused("No link was made:", [Problem(user.email, 0, "is blocked", remedy)])
    made, word = make_password_link(user, None)
    if settings.MAIL:
        tell_of_help(user, "password_link", COMMAND_LINE)
    address = settings.ADDRESS or "http://127.0.0.1:8000"
    return f"{address}{password_link_path(made, word)}"


def forget_factor(email: str) -> bool:
    """Take away the second factor of an account; ``False`` when it has none. Raises ``Refused``."""
    prepare_database()
    from django.conf import settings

    from duidelijk.web.accounts.mailing import tell_of_help
    from duidelijk.web.accounts.recovering import take_factor_away
    from duidelijk.web.audit.recording import COMMAND_LINE

    user = _account(email)
    taken = take_factor_away(user, None)
    if taken and settings.MAIL:
        tell_of_help(user, "factor", COMMAND_LINE)
    return taken


def remove_account(email: str) -> int:
    """Remove an account for good; returns in how many sessions the person was forgotten. Raises
    ``Refused``.
    """
    prepare_database()
    from duidelijk.web.accounts import removing
    from duidelijk.web.words import words

    user = _account(email)
    try:
        return removing.remove_account(user, None)
    except removing.NotRemoved as stays:
        raise Refused("Nothing was done:", [Problem(email, 0, words("en")[str(stays)])]) from None


def _account(email: str) -> User:
    from duidelijk.web.accounts.models import User

    found = User.objects.filter(email__iexact=email.strip()).first()
    if found is None:
        known = list(User.objects.values_list("email", flat=True))
        remedy = did_you_mean(email, known) or "see: duidelijk people list"
        raise Refused("Nothing was done:", [Problem(email, 0, "has no account", remedy)])
    return found


def has_account(email: str) -> bool:
    """Whether there is an account with this address."""
    prepare_database()
    from duidelijk.web.accounts.models import User

    return User.objects.filter(email__iexact=email).exists()


def account_lines() -> list[str]:
    """A line for every account."""
    prepare_database()
    from duidelijk.web.accounts.models import User

    return [
        f"{each.email}  {each.name}, {each.organisation.name}: {', '.join(each.roles)}"
        f"{'' if each.is_active else '  (blocked)'}"
        for each in User.objects.select_related("organisation")
    ]


def _unknown(option: str, given: Iterable[str], known: Iterable[str]) -> list[Problem]:
    choices = list(known)
    return [
        Problem(option, 0, f"“{each}” is none of {', '.join(choices)}", did_you_mean(each, choices))
        for each in given
        if each not in choices
    ]

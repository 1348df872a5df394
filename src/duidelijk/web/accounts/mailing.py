"""Letters about accounts."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.core.mail import send_mail

from duidelijk.web.accounts.models import Invitation, User
from duidelijk.web.words import words

_log = logging.getLogger(__name__)


def send_invitation(invitation: Invitation, link: str) -> bool:
    """Mail the link of an invitation; ``False`` when the mail server did not take it."""
    phrases = words(invitation.language)
    lines = (
        phrases["mail_greeting"].format(name=invitation.name),
        phrases["mail_invited"].format(organisation=invitation.organisation.name),
        link,
        phrases["mail_invited_until"],
    )
    return _sent(phrases["mail_invited_subject"], lines, invitation.email)


def tell_of_help(user: User, what: str, by: str) -> bool:
    """Mail somebody that *by* made a link for a new password (``password_link``), took the second
    factor away (``factor``), or that the password was set by a link (``password_set``).

    ``False`` when the mail server did not take it.
    """
    phrases = words(user.language)
    lines = (
        phrases["mail_greeting"].format(name=user.name),
        phrases[f"mail_{what}"].format(by=by),
        phrases["mail_not_you"],
    )
    return _sent(phrases[f"mail_{what}_subject"], lines, user.email)


def _sent(subject: str, lines: tuple[str, ...], to: str) -> bool:
    try:
        send_mail(subject, "\n\n".join(lines), None, [to])
    except (SMTPException, OSError) as error:
        _log.error("a letter could not be mailed: %s", error)
        return False
    return True

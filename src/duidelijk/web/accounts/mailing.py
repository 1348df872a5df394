"""Letters about accounts."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any

from django.core.mail import send_mail
from django.utils.translation import get_language, override

from duidelijk.web.accounts.models import Invitation, User
from duidelijk.web.audit.showing import moment_words
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


def send_letter(what: str, email: str, told: dict[str, Any]) -> bool:
    """Mail what happened to somebody's way in, or the link they asked for; ``letter_WHAT``.

    In the language of whose address it is; *told* is what allauth knows of it: a link, or from
    where and when something was changed. ``False`` when the mail server did not take it.
    """
    user = User.objects.filter(email__iexact=email).first()
    language = user.language if user else get_language() or "nl"
    with override(language):
        phrases = words(language)
        lines = [phrases["mail_greeting"].format(name=user.name)] if user else []
        lines.append(phrases[f"letter_{what}"].format(provider=told.get("provider", "")))
        lines += [told["password_reset_url"]] if "password_reset_url" in told else []
        if "timestamp" in told:
            lines.append(
                phrases["letter_from"].format(
                    when=moment_words(told["timestamp"]),
                    ip=told["ip"],
                    browser=told["user_agent"],
                )
            )
        lines.append(phrases["letter_not_you" if "timestamp" in told else "letter_not_asked"])
        return _sent(phrases[f"letter_{what}_subject"], tuple(lines), email)


def _sent(subject: str, lines: tuple[str, ...], to: str) -> bool:
    try:
        send_mail(subject, "\n\n".join(lines), None, [to])
    except (SMTPException, OSError) as error:
        _log.error("a letter could not be mailed: %s", error)
        return False
    return True

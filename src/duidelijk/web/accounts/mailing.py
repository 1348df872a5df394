"""Letters about accounts."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.core.mail import send_mail

from duidelijk.web.accounts.models import Invitation
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
    try:
        send_mail(phrases["mail_invited_subject"], "\n\n".join(lines), None, [invitation.email])
    except (SMTPException, OSError) as error:
        _log.error("the invitation could not be mailed: %s", error)
        return False
    return True

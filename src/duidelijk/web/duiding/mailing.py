"""The letter with which somebody is invited to a session."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.core.mail import send_mail
from django.utils.translation import override

from duidelijk.web.audit.showing import moment_words
from duidelijk.web.duiding.models import Member
from duidelijk.web.words import words

_log = logging.getLogger(__name__)


def send_link(member: Member, link: str) -> bool:
    """Mail somebody their link; ``False`` when the mail server did not take it."""
    with override(member.language):
        phrases, session = words(member.language), member.session
        question = session.question_in(member.language)
        lines = [
            phrases["mail_greeting"].format(name=member.name),
            phrases["mail_session"].format(question=question, when=moment_words(session.starts)),
            *([session.place] if session.place else []),
            *([session.note] if session.note else []),
            phrases["mail_session_link"],
            link,
        ]
        subject = phrases["mail_session_subject"].format(question=question)
    try:
        send_mail(subject, "\n\n".join(lines), None, [member.email])
    except (SMTPException, OSError) as error:
        _log.error(
            "an invitation to a session could not be mailed: %s", type(error).__name__
        )  # names no address
        return False
    return True

"""What each role may do; the one table that views and tests read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from django.db import models


class Role(models.TextChoices):
    """What somebody is to the programme; an account may have several."""

    READER = "reader"
    PARTICIPANT = "participant"
    FACILITATOR = "facilitator"
    EDITOR = "editor"
    PUBLISHER = "publisher"
    REPRESENTATIVE = "representative"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """Something that not everybody may do."""

    WORKSPACE = "workspace"
    """Come in."""
    READ_REVIEW = "read_review"
    """Read an edition that is not out yet."""
    TAKE_PART = "take_part"
    """Take part in sessions."""
    FACILITATE = "facilitate"
    """Lead sessions."""
    RAISE_SIGNALS = "raise_signals"
    """Raise a signal, and say that one's own organisation sees the same."""
    KEEP_AGENDA = "keep_agenda"
    """Take signals up, write what is asked of whom, and keep what comes of it."""
    REPORT_LOCAL = "report_local"
    """Report what one's own municipality or GGD sees, and offer what it measures."""
    KEEP_LOCAL = "keep_local"
    """Keep the local picture: read every report, choose what is quoted, and decide what local
    figures can be compared with.
    """
    ANSWER_FOR = "answer_for"
    """Answer what is asked of one's own organisation, and keep its actions."""
    WRITE = "write"
    """Write the texts of an edition, choose what is in it, and send it to review."""
    KEEP_FIGURES = "keep_figures"
    """Enter, import and confirm figures, and change declarations."""
    ANSWER = "answer"
    """Answer what readers ask, and show or remove it."""
    PUBLISH = "publish"
    """Publish what others wrote, under embargo or at once, and correct it."""
    MANAGE_PEOPLE = "manage_people"
    """Invite, block, and give roles."""
    READ_LOG = "read_log"
    """Read who did what."""
    SEE_JOBS = "see_jobs"
    """See which commands ran with what result."""


_READER = frozenset({Right.WORKSPACE, Right.READ_REVIEW})
_RAISER = frozenset({Right.TAKE_PART, Right.RAISE_SIGNALS, Right.REPORT_LOCAL})
_STAFF = _READER | _RAISER
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.READER: _READER,
    # of a draft a participant sees what is on the agenda of their sessions, and no more
    Role.PARTICIPANT: _RAISER | {Right.WORKSPACE},
    Role.REPRESENTATIVE: _RAISER | {Right.WORKSPACE, Right.ANSWER_FOR},
    Role.FACILITATOR: _STAFF | {Right.FACILITATE, Right.KEEP_AGENDA, Right.KEEP_LOCAL},
    Role.EDITOR: _STAFF
    | {
        Right.WRITE,
        Right.ANSWER,
        Right.KEEP_FIGURES,
        Right.KEEP_AGENDA,
        Right.KEEP_LOCAL,
        Right.SEE_JOBS,
    },
    Role.PUBLISHER: _STAFF | {Right.PUBLISH, Right.ANSWER, Right.READ_LOG},
    Role.ADMINISTRATOR: _READER | {Right.MANAGE_PEOPLE, Right.READ_LOG, Right.SEE_JOBS},
}


def roles_in_words(roles: Iterable[str], phrases: Mapping[str, str]) -> str:
    """The words for roles, in the order of the table."""
    held = set(roles)
    return ", ".join(phrases[f"role_{each}"] for each in Role.values if each in held)


STAFF = frozenset({Role.FACILITATOR, Role.EDITOR, Role.PUBLISHER, Role.ADMINISTRATOR})
"""Roles that only work with a second factor."""


class Kind(models.TextChoices):
    """What sort of organisation somebody is from."""

    MUNICIPALITY = "municipality"
    MINISTRY = "ministry"
    ASSOCIATION = "association"
    KNOWLEDGE = "knowledge_institute"
    EXECUTING_BODY = "executing_body"
    GGD = "ggd"
    POLICE = "police"
    EXPERIENCE = "experience_experts"
    CIVIL_SOCIETY = "civil_society"
    OTHER = "other_organisation"


class Perspective(models.TextChoices):
    """From where somebody looks; sessions need a mix of them."""

    POLICY = "policy"
    PRACTICE = "practice"
    GOVERNING = "governing"
    SCIENCE = "science"
    LIVED = "lived_experience"
    DATA = "data"

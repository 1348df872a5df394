"""A session, who takes part, what they wrote and weighed, and what came out of it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from duidelijk.duiding.phases import Phase
from duidelijk.duiding.report import EvidenceKind
from duidelijk.duiding.scales import (
    Attribution,
    Confidence,
    Expected,
    Said,
    Seriousness,
    Stance,
    Status,
)
from duidelijk.web.accounts.models import Organisation, User
from duidelijk.web.accounts.rights import Perspective

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

LINK_LASTS = dt.timedelta(days=21)
PRESENT_WITHIN = dt.timedelta(seconds=90)


def _choices(of: type[StrEnum]) -> list[tuple[str, str]]:
    return [(each.value, each.value) for each in of]


class Kind(StrEnum):
    """What came out of a session."""

    CONCLUSION = "conclusion"
    SIGNAL = "signal"
    QUESTION = "question"


class Session(models.Model):
    """A group of people around one question, with the figures of one edition on the table."""

    question = models.CharField(max_length=300)
    question_en = models.CharField(max_length=300, blank=True)
    """The same in English, for who reads that; empty where nobody wrote it."""
    language = models.CharField(max_length=2, default="nl")
    """In which its participants write."""
    edition = models.CharField(max_length=20)
    theme = models.CharField(max_length=80, blank=True)
    """What it is about first; empty for a question across themes."""
    starts = models.DateTimeField()
    place = models.CharField(max_length=300, blank=True)
    """A room or the address of a video call."""
    note = models.TextField(blank=True)
    """What whoever is invited should know beforehand."""
    facilitator = models.ForeignKey(User, models.PROTECT, related_name="+")
    wanted = models.JSONField(default=dict)
    """How many of each perspective are asked for."""
    wanted_kinds = models.JSONField(default=dict)
    """How many of each kind of organisation are asked for."""
    attribution = models.CharField(
        max_length=16, choices=_choices(Attribution), default=Attribution.PERSPECTIVE.value
    )
    example = models.BooleanField(default=False)
    """Played to show how it goes; nobody said any of it."""
    phase = models.CharField(max_length=16, choices=_choices(Phase), default=Phase.PREPARING.value)
    version = models.PositiveBigIntegerField(default=1)
    """Rises with everything that others may see, so that a page knows when to look again."""
    showing = models.ForeignKey("Item", models.SET_NULL, null=True, related_name="+")
    timer_until = models.DateTimeField(null=True)
    tables = models.PositiveSmallIntegerField(default=0)
    """In how many breakout tables the room is divided."""
    introduction_nl = models.TextField(blank=True)
    introduction_en = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    """Of what its facilitator laid down, so that of two windows neither overwrites the other."""
    created = models.DateTimeField(default=timezone.now)
    draft_since = models.DateTimeField(null=True)
    """From when on participants could read the draft report as it stands now."""
    established = models.DateTimeField(null=True)

    facilitator_id: int
    showing_id: int | None
    members: RelatedManager[Member]
    items: RelatedManager[Item]
    statements: RelatedManager[Statement]
    outcomes: RelatedManager[Outcome]
    approvals: RelatedManager[Approval]

    class Meta:
        ordering = ("-starts", "-id")

    def __str__(self) -> str:
        return f"{self.pk}: {self.question}"

    def question_in(self, language: str) -> str:
        """The question in a language, or as it was asked where it was not put in that."""
        return self.question_en if language == "en" and self.question_en else self.question

    @property
    def stage(self) -> Phase:
        """Its phase."""
        return Phase(self.phase)


class Member(models.Model):
    """Somebody who takes part in one session: with an account, or by a link of their own."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="members")
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="memberships")
    name = models.CharField(max_length=160, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=24)
    """Of organisation; kept when the person is forgotten."""
    perspective = models.CharField(max_length=24, choices=Perspective.choices)
    language = models.CharField(max_length=2, default="nl")
    table = models.PositiveSmallIntegerField(default=0)
    invited = models.DateTimeField(default=timezone.now)
    joined = models.DateTimeField(null=True)
    seen = models.DateTimeField(null=True)
    """When they last had a page of the session open, to the half minute."""
    withdrawn = models.DateTimeField(null=True)
    """Not invited any more: the way in is closed, what they said stays."""
    erased = models.DateTimeField(null=True)
    """When their name, address and organisation were forgotten."""
    first = models.ForeignKey("self", models.PROTECT, null=True, related_name="later")
    """As whom the same person was invited at first, where they came in anew: they count once."""

    session_id: int
    user_id: int | None
    first_id: int | None
    organisation_id: int | None
    passes: RelatedManager[Pass]
    answers: RelatedManager[Answer]
    statements: RelatedManager[Statement]
    weighings: RelatedManager[Weighing]

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("session", "user"), name="once_in_a_session"),
        )

    def __str__(self) -> str:
        return f"{self.pk} ({self.perspective})"

    @property
    def person(self) -> int:
        """The key of whoever this is, also when they came in anew."""
        return self.first_id or self.pk

    @property
    def present(self) -> bool:
        """Whether they are in the room now."""
        return self.seen is not None and timezone.now() - self.seen < PRESENT_WITHIN


class Pass(models.Model):
    """A link that lets a member in once, and what the browser that used it then shows."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="passes")
    link = models.CharField(max_length=64, unique=True)
    """SHA-256 of the word in the link; the word itself is not kept."""
    made = models.DateTimeField(default=timezone.now)
    used = models.DateTimeField(null=True)
    cookie = models.CharField(max_length=64, unique=True, null=True)
    """SHA-256 of what the browser shows."""
    ended = models.DateTimeField(null=True)

    member_id: int

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"pass {self.pk} of {self.member}"

    @property
    def expires(self) -> dt.datetime:
        """From when on the link no longer works."""
        return self.made + LINK_LASTS

    @property
    def open(self) -> bool:
        """Whether the link still works."""
        unused = self.used is None and self.ended is None
        return unused and self.member.withdrawn is None and timezone.now() < self.expires


class Item(models.Model):
    """One thing on the agenda."""

    class State(models.TextChoices):
        PROPOSED = "proposed"
        ON = "on"
        DROPPED = "dropped"

    session = models.ForeignKey(Session, models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    """The same in English, where that is known."""
    why = models.TextField(blank=True)
    theme = models.CharField(max_length=80, blank=True)
    development = models.CharField(max_length=300, blank=True)
    """The key of a striking development of the edition, where it is one."""
    address = models.CharField(max_length=600, blank=True)
    """The page of a figure it is about, where it is no striking development."""
    state = models.CharField(max_length=12, choices=State.choices, default=State.ON)
    proposed_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    token = models.CharField(max_length=40)

    session_id: int
    proposed_by_id: int | None
    answers: RelatedManager[Answer]
    statements: RelatedManager[Statement]
    explanations: RelatedManager[Explanation]

    class Meta:
        ordering = ("order", "id")
        constraints = (models.UniqueConstraint(fields=("session", "token"), name="an_item_once"),)

    def __str__(self) -> str:
        return self.title

    def title_in(self, language: str) -> str:
        """The title in a language, or as it was written where it is not known in that."""
        return self.title_en if language == "en" and self.title_en else self.title


class Answer(models.Model):
    """What somebody writes alone on an item in a round: theirs until the round is opened."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="answers")
    member = models.ForeignKey(Member, models.PROTECT, related_name="answers")
    round = models.PositiveSmallIntegerField()
    texts = models.JSONField(default=dict)
    """By question (``Said``): what they wrote."""
    bases = models.JSONField(default=dict)
    """By question: what it stands on, and which source that is."""
    seriousness = models.CharField(max_length=16, choices=_choices(Seriousness), blank=True)
    confidence = models.CharField(max_length=20, choices=_choices(Confidence), blank=True)
    expected = models.CharField(max_length=12, choices=_choices(Expected), blank=True)
    revision = models.PositiveIntegerField(default=0)
    typed = models.DateTimeField(default=timezone.now)
    handed_in = models.DateTimeField(null=True)
    opened = models.DateTimeField(null=True)
    """When it became statements for all to read."""

    item_id: int
    member_id: int

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("item", "member", "round"), name="one_answer_a_round"),
        )

    def __str__(self) -> str:
        return f"{self.member} on {self.item}, round {self.round}"


class Explanation(models.Model):
    """A reading of an item, with the statements that support it; others may compete with it."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="explanations")
    title = models.CharField(max_length=300)
    order = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    dropped = models.DateTimeField(null=True)

    item_id: int
    statements: RelatedManager[Statement]
    weighings: RelatedManager[Weighing]

    class Meta:
        ordering = ("order", "id")

    def __str__(self) -> str:
        return self.title


class Statement(models.Model):
    """What somebody put forward; it is never changed, only followed by another."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="statements")
    item = models.ForeignKey(Item, models.PROTECT, related_name="statements")
    member = models.ForeignKey(Member, models.PROTECT, related_name="statements")
    said = models.CharField(max_length=12, choices=_choices(Said))
    round = models.PositiveSmallIntegerField()
    text = models.TextField()
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    explanation = models.ForeignKey(
        Explanation, models.SET_NULL, null=True, related_name="statements"
    )
    made = models.DateTimeField(default=timezone.now)
    withdrawn = models.DateTimeField(null=True)
    """When whoever said it took it back: it stands there as taken back, without its words."""
    token = models.CharField(max_length=60)
    """Given with the form: sent twice, it is kept once."""

    item_id: int
    member_id: int
    explanation_id: int | None
    replaces_id: int | None
    cited: RelatedManager[Cited]
    outcomes: RelatedManager[Outcome]

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("session", "token"), name="a_statement_once"),
        )
        indexes = (models.Index(fields=("item", "id")),)

    def __str__(self) -> str:
        return f"{self.pk}: {self.text[:60]}"


class Cited(models.Model):
    """What a statement stands on."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="cited")
    kind = models.CharField(max_length=16, choices=_choices(EvidenceKind))
    caption_nl = models.TextField(blank=True)
    caption_en = models.TextField(blank=True)
    address = models.CharField(max_length=600, blank=True)
    edition = models.CharField(max_length=20, blank=True)
    figure = models.JSONField(default=dict)
    """``indicator``, ``region``, ``group``, ``method``; empty for what is no figure."""
    period = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.caption_nl or self.kind


class Outcome(models.Model):
    """A conclusion, a signal or a question that a session came to."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="outcomes")
    kind = models.CharField(max_length=12, choices=_choices(Kind))
    order = models.PositiveSmallIntegerField(default=0)
    text_nl = models.TextField()
    text_en = models.TextField(blank=True)
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="outcomes")
    explanation = models.ForeignKey(Explanation, models.SET_NULL, null=True, related_name="+")
    themes = models.JSONField(default=list)
    groups = models.JSONField(default=list)
    status = models.CharField(max_length=12, choices=_choices(Status), blank=True)
    """Put by the facilitator; empty for what the counts say."""
    confidence = models.CharField(max_length=20, choices=_choices(Confidence), blank=True)
    expected = models.CharField(max_length=12, choices=_choices(Expected), blank=True)
    asked_of = models.CharField(max_length=200, blank=True)
    asked_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    statements = models.ManyToManyField(Statement, related_name="outcomes")
    worded = models.DateTimeField(default=timezone.now)
    """When it got the words it has: who agreed with others did not agree with these."""
    worded_en = models.DateTimeField(default=timezone.now)
    """The same of the words that who reads English sees."""
    revision = models.PositiveIntegerField(default=1)
    withdrawn = models.DateTimeField(null=True)
    token = models.CharField(max_length=40)

    session_id: int
    explanation_id: int | None
    item_id: int | None
    asked_by_id: int | None
    weighings: RelatedManager[Weighing]

    class Meta:
        ordering = ("order", "id")
        constraints = (
            models.UniqueConstraint(fields=("session", "token"), name="an_outcome_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}: {self.text_nl[:60]}"

    def worded_in(self, language: str) -> dt.datetime:
        """When it got the words that are read in a language."""
        return self.worded_en if language == "en" else self.worded


class Weighing(models.Model):
    """What a member thinks of an explanation or of a conclusion; the last word counts."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="weighings")
    explanation = models.ForeignKey(
        Explanation, models.CASCADE, null=True, related_name="weighings"
    )
    outcome = models.ForeignKey(Outcome, models.CASCADE, null=True, related_name="weighings")
    stance = models.CharField(max_length=12, choices=_choices(Stance))
    reason = models.TextField(blank=True)
    language = models.CharField(max_length=2, default="nl")
    """In which they read what they weighed."""
    made = models.DateTimeField(default=timezone.now)

    member_id: int
    outcome_id: int | None
    explanation_id: int | None

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("member", "explanation"), name="an_explanation_weighed_once"
            ),
            models.UniqueConstraint(fields=("member", "outcome"), name="an_outcome_weighed_once"),
            models.CheckConstraint(
                condition=models.Q(explanation__isnull=True) ^ models.Q(outcome__isnull=True),
                name="one_thing_is_weighed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member}: {self.stance}"


class Approval(models.Model):
    """Whether a member finds that the report tells what was said."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="approvals")
    member = models.OneToOneField(Member, models.PROTECT, related_name="approval")
    agrees = models.BooleanField()
    remark = models.TextField(blank=True)
    of = models.CharField(max_length=64)
    """Checksum of the report they looked at."""
    made = models.DateTimeField(default=timezone.now)

    member_id: int

    def __str__(self) -> str:
        return f"{self.member}: {self.agrees}"


class EstablishedReport(models.Model):
    """The report of a session as it was established: that, and nothing else, goes in an edition."""

    session = models.OneToOneField(Session, models.CASCADE, related_name="kept_report")
    document = models.JSONField()
    """As an edition keeps it."""

    def __str__(self) -> str:
        return f"report of {self.session_id}"

    session_id: int

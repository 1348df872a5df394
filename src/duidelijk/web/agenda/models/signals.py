"""A signal as it is worked on: its words, what is asked, what is done, and every step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from duidelijk.agenda.dossier import AskKind, Origin, Urgency
from duidelijk.agenda.workflow import Thing
from duidelijk.duiding.scales import Confidence
from duidelijk.web.accounts.models import Organisation, User
from duidelijk.web.accounts.rights import Kind
from duidelijk.web.agenda.models.fields import ASKED, TEXT, TITLE, choices_of

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from duidelijk.web.agenda.models.published import Publication
    from duidelijk.web.agenda.models.tables import Point


class Addressee(models.Model):
    """Who can be asked something, or act: always an organisation, or several together."""

    slug = models.SlugField(max_length=60, unique=True)
    name_nl = models.CharField(max_length=160, unique=True)
    name_en = models.CharField(max_length=160, blank=True)
    kind = models.CharField(max_length=24, choices=Kind.choices)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="asked_as"
    )
    """Whose people answer for it here; without one, who keeps the agenda enters what it says."""
    retired = models.DateTimeField(null=True)
    """Since when nothing new can be asked of it."""

    organisation_id: int | None

    class Meta:
        ordering = ("name_nl",)

    def __str__(self) -> str:
        return self.name_nl

    def name_in(self, language: str) -> str:
        """The name in a language, or the Dutch one."""
        return self.name_en if language == "en" and self.name_en else self.name_nl


class Signal(models.Model):
    """Something that asks for action. Its key is its number, for good."""

    title_nl = models.CharField(max_length=TITLE)
    title_en = models.CharField(max_length=TITLE, blank=True)
    text_nl = models.TextField(max_length=TEXT)
    text_en = models.TextField(max_length=TEXT, blank=True)
    origin = models.CharField(max_length=12, choices=choices_of(Origin))
    urgency = models.CharField(max_length=8, choices=choices_of(Urgency))
    confidence = models.CharField(max_length=20, choices=choices_of(Confidence), blank=True)
    since = models.DateField(null=True)
    """Since when it is seen."""
    themes = models.JSONField(default=list)
    groups = models.JSONField(default=list)
    regions = models.JSONField(default=list)
    evidence = models.JSONField(default=list)
    """References to what it rests on, as plain values of ``duiding.report.Evidence``."""
    taken_from = models.CharField(max_length=340, null=True, unique=True)
    """The outcome of a session or the development it was made of; taken over only once."""
    raised_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    raised_as = models.CharField(max_length=200)
    """As who that is told: an organisation, or as who somebody is named outside a session."""
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    """The organisation that raised it, which may take it back; none for one out of a session."""
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    language = models.CharField(max_length=2, default="nl")
    example = models.BooleanField(default=False)
    """Put together to show how it goes."""
    revision = models.PositiveIntegerField(default=1)
    """Rises with every change of anything in its dossier."""
    prints = models.BinaryField(default=bytes)
    """What its words resemble others by."""
    token = models.CharField(max_length=60, unique=True)
    """Given with the form: sent twice, it is kept once."""
    created = models.DateTimeField(default=timezone.now)

    raised_by_id: int
    organisation_id: int | None
    merged_into_id: int | None
    recognitions: RelatedManager[Recognition]
    asks: RelatedManager[Ask]
    actions: RelatedManager[Action]
    steps: RelatedManager[Step]
    publications: RelatedManager[Publication]
    merged: RelatedManager[Signal]

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.pk}: {self.title_nl}"

    def title_in(self, language: str) -> str:
        """The title in a language, or as it was written."""
        return self.title_en if language == "en" and self.title_en else self.title_nl


class Recognition(models.Model):
    """An organisation that sees the same; it counts once, whoever of its people says so."""

    signal = models.ForeignKey(Signal, models.PROTECT, related_name="recognitions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    signal_id: int
    organisation_id: int

    class Meta:
        ordering = ("on", "id")
        constraints = (
            models.UniqueConstraint(fields=("signal", "organisation"), name="recognised_once"),
        )

    def __str__(self) -> str:
        return f"{self.organisation} on {self.signal_id}"


class Ask(models.Model):
    """A question or a proposal, put to somebody."""

    signal = models.ForeignKey(Signal, models.PROTECT, related_name="asks")
    kind = models.CharField(max_length=12, choices=choices_of(AskKind))
    text_nl = models.TextField(max_length=ASKED)
    text_en = models.TextField(max_length=ASKED, blank=True)
    addressee = models.ForeignKey(Addressee, models.PROTECT, related_name="asks")
    answer_by = models.DateField(null=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    """Who wrote its words last: another agrees to them."""
    token = models.CharField(max_length=60, unique=True)

    signal_id: int
    author_id: int
    addressee_id: int
    points: RelatedManager[Point]

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.pk}: {self.text_nl[:60]}"


class Action(models.Model):
    """What somebody does."""

    signal = models.ForeignKey(Signal, models.PROTECT, related_name="actions")
    ask = models.ForeignKey(Ask, models.PROTECT, null=True, related_name="actions")
    title_nl = models.CharField(max_length=TITLE)
    title_en = models.CharField(max_length=TITLE, blank=True)
    text_nl = models.TextField(max_length=TEXT, blank=True)
    text_en = models.TextField(max_length=TEXT, blank=True)
    owner = models.ForeignKey(Addressee, models.PROTECT, related_name="actions")
    region = models.CharField(max_length=12, blank=True)
    aims = models.JSONField(default=list)
    """The series it should move, as plain values of ``duiding.report.FigureKey``."""
    evidence = models.JSONField(default=list)
    token = models.CharField(max_length=60, unique=True)

    signal_id: int
    ask_id: int | None
    owner_id: int
    milestones: RelatedManager[Milestone]
    money: RelatedManager[Money]

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.pk}: {self.title_nl}"


class Money(models.Model):
    """Public money that goes with an action."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="money")
    euros = models.PositiveBigIntegerField()
    what_nl = models.CharField(max_length=200, blank=True)
    what_en = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"€ {self.euros}"


class Milestone(models.Model):
    """Something that is to be there on a day."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="milestones")
    text_nl = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300, blank=True)
    due = models.DateField()
    """As it was set at first."""

    action_id: int

    class Meta:
        ordering = ("due", "id")

    def __str__(self) -> str:
        return f"{self.due}: {self.text_nl}"


class Step(models.Model):
    """Something that happened; the database itself refuses to change or delete one."""

    signal = models.ForeignKey(Signal, models.PROTECT, related_name="steps")
    thing = models.CharField(max_length=10, choices=choices_of(Thing))
    key = models.PositiveBigIntegerField(default=0)
    """Of the ask, the action or the milestone; 0 for the signal itself."""
    name = models.CharField(max_length=20)
    before = models.CharField(max_length=12)
    after = models.CharField(max_length=12)
    on = models.DateField()
    """When it happened, which may be before it was entered."""
    by = models.CharField(max_length=200, blank=True)
    """The organisation."""
    reason_nl = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    until = models.DateField(null=True)
    table_nl = models.CharField(max_length=160, blank=True)
    table_en = models.CharField(max_length=160, blank=True)
    evidence = models.JSONField(default=list)
    into = models.PositiveBigIntegerField(default=0)
    actor = models.BigIntegerField()
    """Key of the account that entered it; not a foreign key, so that a step never hangs on one."""
    moment = models.DateTimeField(default=timezone.now)

    signal_id: int

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("signal", "id")),)

    def __str__(self) -> str:
        return f"{self.on} {self.thing} {self.key}: {self.name}"

"""What everybody may read of signals: whole versions, and what lists and search need of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from duidelijk.web.accounts.models import User
from duidelijk.web.agenda.models.signals import Signal

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Publication(models.Model):
    """A version of a whole signal that everybody may read; never changed."""

    signal = models.ForeignKey(Signal, models.PROTECT, related_name="publications")
    version = models.PositiveIntegerField()
    document = models.JSONField()
    """The dossier, as plain values."""
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    moment = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField()
    """Of the signal as it was worked on then."""
    through = models.BigIntegerField(default=0)
    """The last event of the log that is in it."""

    signal_id: int

    class Meta:
        ordering = ("-version",)
        constraints = (
            models.UniqueConstraint(fields=("signal", "version"), name="a_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.signal_id} v{self.version}"


class PublicSignal(models.Model):
    """The last published version of a signal, as lists and search need it."""

    signal = models.OneToOneField(Signal, models.PROTECT, primary_key=True, related_name="public")
    publication = models.ForeignKey(Publication, models.PROTECT, related_name="+")
    stage = models.CharField(max_length=12, db_index=True)
    changed = models.DateField()
    """The day of the last step."""
    due = models.DateField(null=True, db_index=True)
    row = models.JSONField()
    """What a list shows of it."""
    searched = models.TextField()
    """All its words, folded."""

    signal_id: int
    publication_id: int
    facets: RelatedManager[Facet]
    decisions: RelatedManager[Decision]

    class Meta:
        ordering = ("-changed", "-signal_id")
        indexes = (models.Index(fields=("-changed", "-signal"), name="public_signals_in_order"),)

    def __str__(self) -> str:
        return f"{self.signal_id} {self.stage}"


class Facet(models.Model):
    """Something by which a published signal is found."""

    class Of(models.TextChoices):
        THEME = "theme"
        GROUP = "group"
        REGION = "region"
        ADDRESSEE = "addressee"

    public = models.ForeignKey(PublicSignal, models.CASCADE, related_name="facets")
    of = models.CharField(max_length=10, choices=Of.choices)
    key = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("of", "key", "public"), name="a_facet_once"),
        )

    def __str__(self) -> str:
        return f"{self.of} {self.key}"


class Decision(models.Model):
    """What was decided at a table, of the last published version of a signal."""

    public = models.ForeignKey(PublicSignal, models.CASCADE, related_name="decisions")
    table = models.CharField(max_length=80)
    """The table as it stands in an address."""
    on = models.DateField()
    row = models.JSONField()
    """What a list shows of it."""

    public_id: int

    class Meta:
        ordering = ("-on", "-id")
        indexes = (
            models.Index(fields=("table", "-on", "-id"), name="decisions_of_a_table"),
            models.Index(fields=("-on", "-id"), name="decisions_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.on} {self.table}: {self.public_id}"

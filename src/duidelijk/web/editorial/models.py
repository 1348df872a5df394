"""What editors write: versions that are only added, and drafts that nobody saved yet."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from duidelijk.editions.choice import Choice
from duidelijk.web.accounts.models import User


class Desk(models.Model):
    """An edition that is being worked on; who writes to it holds its row."""

    edition = models.CharField(max_length=20, unique=True)
    moment = models.DateTimeField(null=True)
    """When it comes out, once a publisher said so."""
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_texts = models.CharField(max_length=64, blank=True)
    """Checksum of the texts and choices the publisher saw."""

    def __str__(self) -> str:
        return self.edition


class TextVersion(models.Model):
    """A text as somebody saved it; the latest counts."""

    desk = models.ForeignKey(Desk, models.PROTECT, related_name="texts")
    name = models.CharField(max_length=80)
    language = models.CharField(max_length=2)
    text = models.TextField(blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    saved = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("desk", "name", "language", "-id")),)

    def __str__(self) -> str:
        return f"{self.desk} {self.name} ({self.language}), {self.pk}"


class UnsavedText(models.Model):
    """What somebody typed and did not save, so that a closed window loses nothing."""

    desk = models.ForeignKey(Desk, models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    language = models.CharField(max_length=2)
    author = models.ForeignKey(User, models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    based_on = models.BigIntegerField(default=0)
    """Key of the version it started from; 0 for an empty text."""
    typed = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("desk", "name", "language", "author"), name="one_unsaved_text_each"
            ),
        )

    def __str__(self) -> str:
        return f"{self.desk} {self.name} ({self.language}), {self.author}"


class ChoiceVersion(models.Model):
    """What somebody chose to do with a striking development; the latest counts."""

    desk = models.ForeignKey(Desk, models.PROTECT, related_name="choices")
    development = models.CharField(max_length=300)
    choice = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Choice])
    reason_nl = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("desk", "development", "-id")),)

    def __str__(self) -> str:
        return f"{self.desk} {self.development}: {self.choice}"

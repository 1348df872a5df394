"""Addresses that asked for letters, and the letters they were sent."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from duidelijk.publish.announcing import Interest

UNCONFIRMED_LASTS = dt.timedelta(days=7)
"""After so long an address that nobody confirmed is deleted."""


class Subscription(models.Model):
    """An address with what it follows; it gets no letters before it is confirmed."""

    email = models.EmailField(max_length=254)
    language = models.CharField(max_length=2)
    themes = models.JSONField(default=list)
    """Ids of themes; with neither themes nor a region it follows everything."""
    region = models.CharField(max_length=12, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the word in the link that confirms it; the word itself is not kept."""
    asked = models.DateTimeField(default=timezone.now)
    confirmed = models.DateTimeField(null=True)
    skipped = models.JSONField(default=list)
    """Editions it is not told of: out before it was confirmed, or not about what it follows."""

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                condition=models.Q(confirmed__isnull=False),
                name="one_confirmed_an_address",
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.language}"

    @property
    def interest(self) -> Interest:
        """What it follows."""
        regions = frozenset({self.region} if self.region else ())
        return Interest(frozenset(self.themes), regions)

    @property
    def expired(self) -> bool:
        """Whether it was not confirmed in time."""
        return self.confirmed is None and timezone.now() >= self.asked + UNCONFIRMED_LASTS


class Letter(models.Model):
    """What one address was told of one edition."""

    class State(models.TextChoices):
        SENDING = "sending"
        """Being handed to the mail server; when that broke off, nobody knows whether it arrived."""
        SENT = "sent"
        IN_DOUBT = "in_doubt"
        REFUSED = "refused"
        """The mail server did not take it; tried again by the next run."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="letters")
    edition = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the word in its link to stop."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.SENDING)
    refusals = models.PositiveSmallIntegerField(default=0)
    """How often the mail server refused it for good."""
    made = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("subscription", "edition"), name="one_letter_an_edition"
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.edition}: {self.state}"

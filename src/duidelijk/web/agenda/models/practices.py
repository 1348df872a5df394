"""What others can copy, as it is worked on and as everybody may read it."""

from __future__ import annotations

from django.db import models

from duidelijk.agenda.practice import Audience
from duidelijk.web.accounts.models import User
from duidelijk.web.agenda.models.fields import TEXT, TITLE


class Practice(models.Model):
    """What somebody does that others can copy, or what could be done."""

    audience = models.CharField(
        max_length=16, choices=[(each.value, each.value.capitalize()) for each in Audience]
    )
    """Who can do it."""
    theme = models.CharField(max_length=80)
    groups = models.JSONField(default=list)
    title_nl = models.CharField(max_length=TITLE)
    title_en = models.CharField(max_length=TITLE, blank=True)
    text_nl = models.TextField(max_length=TEXT)
    text_en = models.TextField(max_length=TEXT, blank=True)
    organisation = models.CharField(max_length=160, blank=True)
    """Who does it; empty for a thought that nobody has tried."""
    region = models.CharField(max_length=12, blank=True)
    since = models.DateField(null=True)
    contact = models.URLField(max_length=300, blank=True)
    """Where the organisation can be reached: a page, never a person."""
    evidence = models.JSONField(default=list)
    example = models.BooleanField(default=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    """Who proposed it, and may change it until it is published; the log tells who wrote what."""
    published = models.JSONField(null=True)
    """What everybody may read, as plain values; the rest is what it will be."""
    published_on = models.DateTimeField(null=True)
    withdrawn = models.TextField(blank=True)
    """Why it was taken back; empty for one that was not, or that was taken up again since."""
    revision = models.PositiveIntegerField(default=1)
    token = models.CharField(max_length=60, unique=True)

    author_id: int

    class Meta:
        ordering = ("theme", "id")

    def __str__(self) -> str:
        return f"{self.pk}: {self.title_nl}"

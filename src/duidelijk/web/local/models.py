"""What the room of the local picture keeps: what municipalities and GGDs see."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from duidelijk.local.observation import Bearing, Spread, Trend
from duidelijk.web.accounts.models import Organisation, User

WHAT, LINE = 600, 300
"""The most characters of what is seen, and of a line."""


class Shown(models.TextChoices):
    """Whether everybody reads the words of an observation."""

    WAITING = "waiting"
    """Nobody who keeps the picture has read them yet."""
    SHOWN = "shown"
    QUOTED = "quoted"
    """They stand in the picture of the whole."""
    HELD_BACK = "held_back"


def _choices(of: type[Trend | Bearing | Spread]) -> list[tuple[str, str]]:
    return [(each.value, each.value) for each in of]


class Observation(models.Model):
    """What a municipality or a GGD sees."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    region = models.CharField(max_length=12)
    """Of whom it speaks: the organisation's own region, as it was then."""
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    theme = models.CharField(max_length=80)
    groups = models.JSONField(default=list)
    what = models.TextField(max_length=WHAT)
    language = models.CharField(max_length=2, default="nl")
    since = models.CharField(max_length=10, blank=True)
    """A year, a month or a day."""
    spread = models.CharField(max_length=12, choices=_choices(Spread))
    trend = models.CharField(max_length=24, choices=_choices(Trend))
    bearing = models.CharField(max_length=16, choices=_choices(Bearing))
    indicator = models.CharField(max_length=80, blank=True)
    figure = models.FloatField(null=True)
    figure_unit = models.CharField(max_length=80, blank=True)
    figure_definition = models.CharField(max_length=LINE, blank=True)
    figure_period = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=400, blank=True)
    public = models.BooleanField(default=False)
    shown = models.CharField(max_length=12, choices=Shown.choices, default=Shown.WAITING)
    why_held_back = models.CharField(max_length=LINE, blank=True)
    reported = models.DateField()
    created = models.DateTimeField(default=timezone.now)
    withdrawn = models.DateField(null=True)
    example = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    token = models.CharField(max_length=60, unique=True)

    organisation_id: int

    class Meta:
        ordering = ("-reported", "-id")
        indexes = (models.Index(fields=["withdrawn", "reported"], name="local_counting"),)

    def __str__(self) -> str:
        return f"{self.pk}: {self.region} {self.theme}"

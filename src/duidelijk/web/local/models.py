"""What the room of the local picture keeps: what municipalities and GGDs see and measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from duidelijk.local.matching import Match
from duidelijk.local.observation import Bearing, Spread, Trend
from duidelijk.web.accounts.models import Organisation, User

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

WHAT, LINE, TEXT = 600, 300, 2000
"""The most characters of what is seen, of a line, and of a text."""


class Shown(models.TextChoices):
    """Whether everybody reads the words of an observation."""

    WAITING = "waiting"
    """Nobody who keeps the picture has read them yet."""
    SHOWN = "shown"
    QUOTED = "quoted"
    """They stand in the picture of the whole."""
    HELD_BACK = "held_back"


def _choices(of: type[Trend | Bearing | Spread | Match]) -> list[tuple[str, str]]:
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


class LocalMonitor(models.Model):
    """What an organisation measures by itself, or a list of where local figures can be seen."""

    title = models.CharField(max_length=160)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    """Whose it is; none for a list of figures that somebody else keeps for many regions."""
    publisher = models.CharField(max_length=160)
    address = models.URLField(max_length=500, blank=True)
    definition = models.TextField(max_length=TEXT, blank=True)
    """What it measures, and how."""
    population = models.CharField(max_length=LINE, blank=True)
    measured = models.CharField(max_length=LINE, blank=True)
    """When, and how often, in words."""
    method = models.TextField(max_length=TEXT, blank=True)
    licence = models.CharField(max_length=160, blank=True)
    groups = models.JSONField(default=list)
    """The names of the groups it has that the nation has not."""
    public = models.BooleanField(default=False)
    example = models.BooleanField(default=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    created = models.DateTimeField(default=timezone.now)
    withdrawn = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    token = models.CharField(max_length=60, unique=True)

    organisation_id: int | None
    indicators: RelatedManager[MonitorIndicator]

    class Meta:
        ordering = ("title", "id")

    def __str__(self) -> str:
        return f"{self.pk}: {self.title}"

    @property
    def directory(self) -> bool:
        """Whether it only tells where figures of many regions can be seen."""
        return self.organisation_id is None


class MonitorIndicator(models.Model):
    """One indicator of a local monitor, and what it is beside a national one."""

    monitor = models.ForeignKey(LocalMonitor, models.CASCADE, related_name="indicators")
    order = models.PositiveIntegerField()
    code = models.CharField(max_length=80)
    key = models.CharField(max_length=60)
    """Its code as declarations write keys; by it a file of figures names it."""
    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    unit = models.CharField(max_length=300, blank=True)
    population = models.CharField(max_length=300, blank=True)
    measured = models.CharField(max_length=300, blank=True)
    method = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300, blank=True)
    data_type = models.CharField(max_length=300, blank=True)
    flaws = models.JSONField(default=list)
    """Pairs of a flaw and the words that show it."""
    match = models.CharField(max_length=12, choices=_choices(Match), default=Match.UNDECIDED.value)
    indicator = models.CharField(max_length=80, blank=True)
    """The national indicator it is held beside, or that is suggested while undecided."""
    turned = models.BooleanField(default=False)
    """Whether it counts the opposite: it falls where the national one rises."""
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    monitor_id: int

    class Meta:
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(fields=["monitor", "code"], name="local_one_code"),
            models.UniqueConstraint(fields=["monitor", "key"], name="local_one_key"),
        )

    def __str__(self) -> str:
        return f"{self.code}: {self.name}"


class LocalSeries(models.Model):
    """What a local monitor measured of an indicator in a region and a group, and where it goes."""

    indicator = models.ForeignKey(MonitorIndicator, models.CASCADE, related_name="series")
    region = models.CharField(max_length=12)
    group = models.CharField(max_length=80)
    points = models.JSONField()
    """Pairs of a period and a value, in the order of time."""
    trend = models.CharField(max_length=24, choices=_choices(Trend))
    reason = models.CharField(max_length=40, blank=True)
    """Why no direction can be told."""
    reference_period = models.CharField(max_length=30, blank=True)
    file = models.CharField(max_length=120)
    """The name of the file it came from."""
    brought_in = models.DateField()

    indicator_id: int

    class Meta:
        ordering = ("region", "group", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["indicator", "region", "group"], name="local_one_series"
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.region} {self.group}"

"""Where people meet to decide: tables, their meetings, and what was decided there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from duidelijk.web.agenda.models.fields import TEXT
from duidelijk.web.agenda.models.signals import Ask

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Table(models.Model):
    """Where people meet to decide: a steering group, a breakthrough meeting, a council."""

    slug = models.SlugField(max_length=60, unique=True)
    name_nl = models.CharField(max_length=160, unique=True)
    name_en = models.CharField(max_length=160, blank=True)
    about_nl = models.TextField(max_length=TEXT, blank=True)
    about_en = models.TextField(max_length=TEXT, blank=True)
    example = models.BooleanField(default=False)

    meetings: RelatedManager[Meeting]

    class Meta:
        ordering = ("name_nl",)

    def __str__(self) -> str:
        return self.name_nl

    def name_in(self, language: str) -> str:
        """The name in a language, or the Dutch one."""
        return self.name_en if language == "en" and self.name_en else self.name_nl


class Meeting(models.Model):
    """A day on which a table meets."""

    table = models.ForeignKey(Table, models.PROTECT, related_name="meetings")
    on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    cancelled = models.DateTimeField(null=True)

    table_id: int
    points: RelatedManager[Point]

    class Meta:
        ordering = ("-on", "-id")
        constraints = (models.UniqueConstraint(fields=("table", "on"), name="one_meeting_a_day"),)

    def __str__(self) -> str:
        return f"{self.table} {self.on}"

    @property
    def past(self) -> bool:
        """Whether the day is over."""
        return self.on < timezone.localdate()


class Point(models.Model):
    """An ask on the agenda of a meeting, and what was decided on it."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="points")
    ask = models.ForeignKey(Ask, models.PROTECT, related_name="points")
    order = models.PositiveSmallIntegerField(default=0)
    decided = models.CharField(max_length=20, blank=True)
    """The step that was decided on; empty while nothing was."""
    decision_nl = models.TextField(blank=True)
    decision_en = models.TextField(blank=True)

    meeting_id: int
    ask_id: int

    class Meta:
        ordering = ("order", "id")
        constraints = (
            models.UniqueConstraint(fields=("meeting", "ask"), name="a_point_once_a_meeting"),
        )

    def __str__(self) -> str:
        return f"{self.meeting}: {self.ask}"

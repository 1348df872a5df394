"""Who was reminded of what."""

from __future__ import annotations

from django.db import models

from duidelijk.agenda.workflow import Thing
from duidelijk.web.accounts.models import User
from duidelijk.web.agenda.models.fields import choices_of


class Reminder(models.Model):
    """What somebody was reminded of by mail, and when; claimed before it is sent."""

    class Stage(models.TextChoices):
        COMING = "coming"
        LATE = "late"

    class State(models.TextChoices):
        SENDING = "sending"
        """Being handed to the mail server; when that broke off, nobody knows whether it arrived."""
        SENT = "sent"

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    thing = models.CharField(max_length=10, choices=choices_of(Thing))
    key = models.PositiveBigIntegerField()
    stage = models.CharField(max_length=8, choices=Stage.choices)
    on = models.DateField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.SENDING)

    user_id: int

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("user", "thing", "key", "stage", "on"), name="reminded_once_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id}: {self.thing} {self.key} {self.stage}"

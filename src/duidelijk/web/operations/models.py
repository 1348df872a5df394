"""What an instance remembers of its own running."""

from __future__ import annotations

from django.db import models


class Job(models.Model):
    """One run of a command that writes: freeze, import."""

    class Outcome(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        REFUSED = "refused"
        FAILED = "failed"

    command = models.CharField(max_length=40)
    subject = models.CharField(max_length=400, blank=True)
    started = models.DateTimeField()
    finished = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.RUNNING)
    message = models.TextField(blank=True)

    class Meta:
        ordering = ("-started", "-id")

    def __str__(self) -> str:
        return f"{self.command} {self.subject}: {self.outcome}"

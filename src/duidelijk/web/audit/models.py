"""One thing that somebody did; the database itself refuses to change or delete one."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """Who did what to what, and when.

    ``actor`` is the name and e-mail address as they were then, so that an event can be read when
    the account is gone. ``detail`` holds what was before and after where that matters.
    """

    moment = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.CharField(max_length=400)
    actor_key = models.BigIntegerField(null=True)
    """Key of the account; not a foreign key, so that an event never hangs on one."""
    action = models.CharField(max_length=60, db_index=True)
    subject = models.CharField(max_length=400, blank=True, db_index=True)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.moment:%Y-%m-%d %H:%M} {self.actor}: {self.action} {self.subject}"

"""Every change of a declaration that was accepted: versions that are only added."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from duidelijk.web.accounts.models import User


class DeclarationVersion(models.Model):
    """What a file held before and after somebody changed it; ``None`` where it was not there."""

    file = models.CharField(max_length=200)
    before = models.TextField(null=True)
    after = models.TextField(null=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=1000)
    saved = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("file", "-id")),)

    def __str__(self) -> str:
        return f"{self.file}, {self.pk}"

"""A question about a page, and its answer."""

from __future__ import annotations

import secrets

from django.db import models

LONGEST = 2000


def new_token() -> str:
    """A name for a question that cannot be guessed: who knows it may read the answer."""
    return secrets.token_urlsafe(12)


class Question(models.Model):
    """What a reader asked, where, and what the editors answered."""

    token = models.CharField(max_length=24, unique=True, default=new_token, editable=False)
    about = models.CharField(max_length=400)
    """The address of the page, within this site."""
    edition = models.CharField(max_length=20)
    """The edition that page was of."""
    language = models.CharField(max_length=2)
    text = models.TextField(max_length=LONGEST)
    asked = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(blank=True, max_length=LONGEST * 2)
    answered = models.DateTimeField(null=True)
    public = models.BooleanField(default=False)
    """Whether question and answer stand on the page of questions, for everybody."""

    class Meta:
        ordering = ("-asked", "-id")

    def __str__(self) -> str:
        return f"{self.pk} {self.about}"

"""Organisations, accounts with their roles, and invitations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from duidelijk.web.accounts.rights import RIGHTS, STAFF, Kind, Perspective, Right, Role

INVITATION_LASTS = dt.timedelta(days=14)
PASSWORD_LINK_LASTS = dt.timedelta(hours=4)


class Organisation(models.Model):
    """Where people are from: a municipality, a ministry, an institute."""

    name = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=24, choices=Kind.choices)
    region = models.CharField(max_length=12, blank=True)
    """CBS code of the region it speaks for, where it has one."""

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Finds accounts by their e-mail address, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Somebody with an account; it is blocked (``is_active``), never deleted."""

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=160)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="people")
    perspective = models.CharField(max_length=24, choices=Perspective.choices)
    language = models.CharField(max_length=2, default="nl")
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(default=timezone.now)
    roles = models.JSONField(default=list)
    """Values of ``Role``."""
    sessions_ended = models.PositiveIntegerField(default=0)
    """How often it was signed out everywhere; sessions of before the last time do not count."""

    organisation_id: int

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        ordering = ("name", "email")

    def __str__(self) -> str:
        return self.name

    @property
    def rights(self) -> frozenset[Right]:
        """Everything this account may do; nothing while it is blocked."""
        return rights_of(self.roles) if self.is_active else frozenset()

    def may(self, right: Right) -> bool:
        """Whether this account may do something."""
        return right in self.rights

    @property
    def is_staff_member(self) -> bool:
        """Whether one of its roles needs a second factor."""
        return any(role in STAFF for role in self.roles)

    def get_full_name(self) -> str:
        return self.name

    def end_sessions(self) -> None:
        """Sign it out of every session there is."""
        User.objects.filter(pk=self.pk).update(sessions_ended=models.F("sessions_ended") + 1)
        self.refresh_from_db(fields=["sessions_ended"])

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must hold to count; another as soon as the account is signed out."""
        held: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]
        return f"{held}.{self.sessions_ended}" if self.sessions_ended else held


def rights_of(roles: Iterable[str]) -> frozenset[Right]:
    """What these roles may do together."""
    return frozenset().union(*(RIGHTS[Role(role)] for role in roles))


class Invitation(models.Model):
    """The only way to an account: a link that works once, for two weeks."""

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=160)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    perspective = models.CharField(max_length=24, choices=Perspective.choices)
    roles = models.JSONField(default=list)
    language = models.CharField(max_length=2, default="nl")
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the word in the link; the word itself is not kept."""
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(default=timezone.now)
    accepted = models.DateTimeField(null=True)
    withdrawn = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created",)

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"

    @property
    def expires(self) -> dt.datetime:
        """From when on the link no longer works."""
        return self.created + INVITATION_LASTS

    @property
    def open(self) -> bool:
        """Whether the link still works."""
        unused = self.accepted is None and self.withdrawn is None
        return unused and timezone.now() < self.expires


class PasswordLink(models.Model):
    """A link by which somebody with an account sets a new password, once, within hours."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the word in the link; the word itself is not kept."""
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created = models.DateTimeField(default=timezone.now)
    used = models.DateTimeField(null=True)
    withdrawn = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created",)

    def __str__(self) -> str:
        return f"new password for {self.user}"

    @property
    def expires(self) -> dt.datetime:
        """From when on the link no longer works."""
        return self.created + PASSWORD_LINK_LASTS

    @property
    def open(self) -> bool:
        """Whether the link still works; never for a blocked account."""
        unused = self.used is None and self.withdrawn is None
        return unused and self.user.is_active and timezone.now() < self.expires

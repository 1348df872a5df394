"""Municipalities and a health service that report, and who keeps the picture, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from duidelijk.local.observation import Bearing, Spread, Trend
from duidelijk.web.accounts.models import Organisation, User
from duidelijk.web.accounts.rights import Kind
from duidelijk.web.local.models import Observation
from duidelijk.web.local.reporting import Draft, report

TOWNS = ("GM0014", "GM0080", "GM0193", "GM0228", "GM0268", "GM0344", "GM0599")
"""Groningen, Leeuwarden, Zwolle, Ede, Nijmegen, Utrecht and Rotterdam."""


def reporter(region: str, *roles: str, kind: Kind | None = None) -> User:
    """Somebody of a municipality or a GGD, with these roles."""
    kind = kind or (Kind.GGD if region.startswith("GG") else Kind.MUNICIPALITY)
    home, _ = Organisation.objects.get_or_create(
        name=f"Gemeente {region}", defaults={"kind": kind, "region": region}
    )
    user = User(email=f"{region.lower()}@example.nl", name=region, organisation=home)
    user.roles, user.perspective = list(roles or ("participant",)), "policy"
    user.save()
    return user


@dataclass(frozen=True)
class Area:
    """Who report, and who keeps the picture."""

    towns: tuple[User, ...]
    keeper: User


def area() -> Area:
    """Seven municipalities and an editor."""
    home, _ = Organisation.objects.get_or_create(
        name="VNG", defaults={"kind": Kind.ASSOCIATION, "region": ""}
    )
    keeper = User(email="keeper@example.nl", name="Keeper", organisation=home, roles=["editor"])
    keeper.perspective = "policy"
    keeper.save()
    return Area(tuple(map(reporter, TOWNS)), keeper)


def draft(**given: Any) -> Draft:
    """What somebody sees, in words."""
    told: dict[str, Any] = {
        "theme": "onderwijs",
        "what": "Mbo-studenten vinden geen stage.",
        "trend": Trend.RISEN,
        "bearing": Bearing.WORSE,
        "spread": Spread.MOST,
        "public": True,
        "groups": ("jongeren",),
    }
    return Draft(**(told | given))


def reported(by: User, token: str = "a", **given: Any) -> Observation:
    """An observation that somebody reported."""
    return report(draft(**given), token, by)

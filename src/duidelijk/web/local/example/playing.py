"""Enters the made-up reports of ``reports.yaml``: each by an account of its own organisation."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from duidelijk.catalogue import Monitor
from duidelijk.local.observation import Bearing, Spread, Trend
from duidelijk.web.accounts.models import Organisation, User
from duidelijk.web.accounts.rights import Kind
from duidelijk.web.local.example import measuring
from duidelijk.web.local.models import Observation, Shown
from duidelijk.web.local.reporting import Draft, read_by_keeper, report

_FILE = Path(__file__).with_name("reports.yaml")
_NAME = "Voorbeeld"
"""What stands before the name of every organisation that is made up."""


@cache
def script() -> dict[str, Any]:
    """Which municipalities are said to see what."""
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


@transaction.atomic
def play(national: Monitor) -> None:
    """Enter the reports and the monitor, and read them as who keeps the picture would; once."""
    if Observation.objects.filter(example=True).exists():
        return
    keeper = _somebody(_NAME, Kind.ASSOCIATION, "", ["editor"])
    reporters = {
        code: _somebody(f"{_NAME} {name}", _kind(code), code, ["representative"])
        for code, name in script()["areas"].items()
    }
    for at, told in enumerate(script()["reports"]):
        for code in told["from"]:
            made = report(_draft(told), f"example-{at}", reporters[code], example=True)
            shown = Shown.QUOTED if told.get("quoted") == code else Shown.SHOWN
            read_by_keeper(made.pk, shown, "", made.revision, keeper)
    measuring.measure(reporters[measuring.script()["offered_by"]], national)
    for each in (keeper, *reporters.values()):  # nobody can sign in as these
        each.is_active = False
        each.save(update_fields=["is_active"])


def _draft(told: Mapping[str, Any]) -> Draft:
    return Draft(
        theme=told["theme"],
        what=told["what"],
        trend=Trend(told["trend"]),
        bearing=Bearing(told["bearing"]),
        spread=Spread(told["spread"]),
        public=True,
        groups=told.get("groups", []),
        since=told.get("since", ""),
        indicator=told.get("indicator", ""),
    )


def _kind(code: str) -> Kind:
    return Kind.GGD if code.startswith("GG") else Kind.MUNICIPALITY


def _somebody(name: str, kind: Kind, region: str, roles: list[str]) -> User:
    """An account without a password, of an organisation that says it is made up."""
    home, _ = Organisation.objects.get_or_create(
        name=name, defaults={"kind": kind, "region": region}
    )
    key = region.lower() or "redactie"
    user, _ = User.objects.get_or_create(
        email=f"lokaal-{key}@voorbeeld.invalid",
        defaults={"name": name, "organisation": home, "perspective": "policy", "roles": roles},
    )
    return user

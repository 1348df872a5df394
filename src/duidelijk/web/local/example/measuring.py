"""Enters the made-up monitor of ``monitor.yaml``, offered by a made-up health service."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import yaml

from duidelijk.catalogue import Monitor
from duidelijk.figures.table import SCHEMA
from duidelijk.local.matching import Match
from duidelijk.local.monitor import LocalIndicator
from duidelijk.web.accounts.models import User
from duidelijk.web.local.monitors.bringing import declared_for, keep
from duidelijk.web.local.monitors.offering import Offer, decide, offer

_FILE = Path(__file__).with_name("monitor.yaml")


def script() -> dict[str, Any]:
    """What the made-up monitor is said to measure."""
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


def measure(by: User, national: Monitor) -> None:
    """Offer the monitor, match it to the nation where the nation measures that, and bring it in."""
    told = script()
    listing = [
        LocalIndicator(**{name: each[name] for name in ("code", "name", "description", "unit")})
        for each in told["indicators"]
    ]
    made = Offer(
        title=told["title"],
        publisher=by.organisation.name,
        definition=told["definition"],
        population=told["population"],
        measured=told["measured"],
        method=told["method"],
        public=True,
    )
    held = offer(made, listing, "example", by, national, example=True)
    declared = declared_for(held, national)
    keep(_figures(told), declared, _FILE.name, held.pk, held.revision, by)
    for each in told["indicators"]:
        if each["beside"] in national.indicators:
            held.refresh_from_db()
            row = held.indicators.get(code=each["code"])
            beside = Match.DIRECTION, each["beside"], False
            decide(row.pk, *beside, held.revision, by, national)


def _figures(told: dict[str, Any]) -> pl.DataFrame:
    rows = [
        {
            "indicator": LocalIndicator(each["code"], each["name"]).key,
            "region": region,
            "region_year": year,
            "group": "total",
            "period": f"{year}JJ00",
            "method": "",
            "value": value,
            "status": "definitive",
            "release": "local",
        }
        for each in told["indicators"]
        for region, values in each["series"].items()
        for year, value in values.items()
    ]
    return pl.DataFrame(rows, schema=SCHEMA)

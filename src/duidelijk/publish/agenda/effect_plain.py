"""The effect of an action as plain values, for the API: without markup."""

from __future__ import annotations

import dataclasses
from typing import Any

from duidelijk.publish.agenda.effect import ActionEffect, AimEffect


def effect_plain(effect: ActionEffect) -> dict[str, Any]:
    """What a program may want: dates in ISO form, values as numbers, and the words beside them."""
    return {
        "edition": effect.edition,
        "began": effect.began.isoformat() if effect.began else None,
        "days": [{"date": date.isoformat(), "words": words} for date, words in effect.days],
        "warning": effect.warning,
        "measures": [
            {
                "title": each.title,
                "from": each.first.isoformat(),
                "until": each.until.isoformat() if each.until else None,
                "source": each.source or None,
            }
            for each in effect.measures
        ],
        "aims": [_aim(each) for each in effect.aims],
    }


def _aim(aim: AimEffect) -> dict[str, Any]:
    return {
        "figure": dataclasses.asdict(aim.figure),
        "title": aim.title,
        "seen": aim.seen.value,
        "sentence": aim.sentence,
        "figures_since": aim.count,
        "newest_figure": aim.address or None,
        "since": [dataclasses.asdict(each) for each in aim.since],
        "before": [dataclasses.asdict(each) for each in aim.before],
        "events": list(aim.events),
        "figures": [dataclasses.asdict(each) for each in aim.table],
    }

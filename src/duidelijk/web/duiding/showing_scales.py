"""The scales of a session in words: what can be chosen, and what the group chose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from duidelijk.duiding.report import EvidenceKind
from duidelijk.duiding.scales import (
    Confidence,
    Expected,
    Said,
    Seriousness,
    Stance,
    middle,
    most_of,
    spread,
)
from duidelijk.publish.duiding.naming import chance_words
from duidelijk.web.duiding.estimating import confidence, estimated, expected, seriousness
from duidelijk.web.duiding.models import Answer, Item
from duidelijk.web.words import words


def scale(prefix: str, steps: type[StrEnum], chosen: str, language: str) -> list[dict[str, Any]]:
    """The steps of a scale to choose from."""
    phrases = words(language)
    return [
        {
            "value": each.value,
            "label": phrases[f"{prefix}_{each.value}"],
            "help": chance_words(each, language) if isinstance(each, Confidence) else "",
            "chosen": each.value == chosen,
        }
        for each in steps
    ]


def scales(answer: Answer, language: str) -> dict[str, Any]:
    """The three scales of an answer."""
    return {
        "serious": scale("serious", Seriousness, answer.seriousness, language),
        "confidence": scale("confidence", Confidence, answer.confidence, language),
        "expected": scale("expected", Expected, answer.expected, language),
    }


def bases(chosen: Mapping[str, str], has_figure: bool, language: str) -> list[dict[str, Any]]:
    """What words can be said to stand on. They begin as known from practice: nobody's words seem to
    rest on a figure that they did not choose.
    """
    phrases = words(language)
    kind = chosen.get("kind", EvidenceKind.PRACTICE.value)
    return [
        {
            "value": each.value,
            "label": phrases[f"evidence_{each.value}"],
            "chosen": each.value == kind,
        }
        for each in EvidenceKind
        if has_figure or each is not EvidenceKind.FIGURE
    ]


def stances(language: str) -> list[dict[str, str]]:
    """The stances to choose from."""
    phrases = words(language)
    return [{"value": each.value, "label": phrases[f"stance_{each.value}"]} for each in Stance]


def questions_asked(language: str) -> list[dict[str, str]]:
    """The four questions that everybody writes on alone."""
    phrases = words(language)
    asked = (Said.SEEN, Said.EXPLAINED, Said.HIT, Said.MISSING)
    return [
        {
            "said": each.value,
            "label": phrases[f"write_{each.value}"],
            "help": phrases[f"write_{each.value}_help"],
        }
        for each in asked
    ]


def judged_shown(item: Item, language: str) -> dict[str, Any] | None:
    """What the group judged: the first time, and after talking; ``None`` while nothing is open."""
    own = estimated([item])[item.pk]
    if not own.first:
        return None
    both = own.first.values(), own.last.values()
    return {
        "people": len(own.first),
        "again": len(own.again),
        "scales": [
            _scale_rows(name, scale, [chosen(each) for each in both], bool(own.again), language)
            for name, scale, chosen in (
                ("serious", Seriousness, seriousness),
                ("confidence", Confidence, confidence),
                ("expected", Expected, expected),
            )
        ],
    }


def _scale_rows(
    name: str,
    scale: type[StrEnum],
    judged: Sequence[Sequence[Any]],
    again: bool,
    language: str,
) -> dict[str, Any]:
    """One scale: how many chose each step the first time and after talking, and what is in the
    middle; of what people expect, which has no order, what most of them expect. *judged* are the
    steps that were chosen, both times.
    """
    phrases = words(language)
    before, after = (spread(each) for each in judged)
    most = max([1, *before.values(), *(after.values() if again else [])])
    middles = [
        (most_of(each) if scale is Expected else middle(each)) if each else None for each in judged
    ]
    told = [phrases[f"{name}_{each.value}"] if each else "" for each in middles]
    return {
        "title": phrases[f"judged_{name}"],
        "middle": told[0],
        "middle_after": told[1] if again else "",
        "rows": [
            {
                "label": phrases[f"{name}_{step.value}"],
                "before": before.get(step, 0),
                "after": after.get(step, 0) if again else None,
                "width": round(100 * before.get(step, 0) / most),
                "width_after": round(100 * after.get(step, 0) / most) if again else 0,
            }
            for step in scale
            if before or (again and after)
        ],
    }

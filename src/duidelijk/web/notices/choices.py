"""What can be followed, for the form and in words."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from duidelijk.editions.edition import Edition
from duidelijk.publish.edition_sentences import NATION
from duidelijk.regions import LEVELS, region
from duidelijk.web.notices.models import Subscription
from duidelijk.web.words import words


def theme_choices(edition: Edition, language: str, chosen: Collection[str]) -> list[dict[str, Any]]:
    """The themes, with those that are chosen."""
    return [
        {"id": each.id, "title": each.title.to(language), "chosen": each.id in chosen}
        for each in edition.monitor.themes
    ]


def region_choices(edition: Edition, language: str, chosen: str) -> list[dict[str, Any]]:
    """The regions of the edition by level, each level in order of name."""
    phrases = words(language)
    levels = []
    for level in LEVELS:
        own = [
            {"code": each.code, "name": each.name.to(language), "chosen": each.code == chosen}
            for each in edition.regions.values()
            if each.level == level and each.code != NATION
        ]
        if own:
            own.sort(key=lambda each: str(each["name"]).casefold())
            levels.append({"title": phrases[f"level_{level}"], "regions": own})
    return levels


def choice_words(subscription: Subscription, edition: Edition, language: str) -> str:
    """What somebody follows, as ``Werk en inkomen; Utrecht``."""
    phrases, interest = words(language), subscription.interest
    if interest.everything:
        return phrases["follow_everything"]
    titles = [
        each.title.to(language) for each in edition.monitor.themes if each.id in interest.themes
    ]
    titles += [
        edition.regions[code].name.to(language)
        if code in edition.regions
        else region(code).name(language)
        for code in sorted(interest.regions)
    ]
    return f"{phrases['follow_only']} {'; '.join(titles)}."

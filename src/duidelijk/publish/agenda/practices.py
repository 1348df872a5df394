"""What somebody does that others can copy, in words."""

from __future__ import annotations

from dataclasses import dataclass

from duidelijk.agenda.practice import Audience, Practice
from duidelijk.publish.agenda.showing import Day, Named, Names, day_of
from duidelijk.publish.duiding.evidence import Shown, evidence_shown
from duidelijk.publish.duiding.plain import Link, Words, in_language, safe_address
from duidelijk.regions.region import every_region


@dataclass(frozen=True)
class PracticeShown:
    """A practice as readers see it."""

    number: int
    audience: Audience
    theme: Named
    title: Words
    text: Words
    groups: tuple[Named, ...]
    organisation: str
    region: str
    """Empty also where the name of the organisation says it already."""
    since: Day | None
    contact: str
    evidence: tuple[Shown, ...]
    example: bool
    withdrawn: Day | None
    """Since when it does not hold any more."""
    reason: Words


def practice_shown(practice: Practice, names: Names, link: Link, language: str) -> PracticeShown:
    """A practice with names for its keys."""
    gone = practice.withdrawn
    return PracticeShown(
        number=practice.number,
        audience=practice.audience,
        theme=Named(practice.theme, names.of("theme", practice.theme)),
        title=in_language(practice.title, language),
        text=in_language(practice.text, language),
        groups=tuple(Named(each, names.of("group", each)) for each in practice.groups),
        organisation=practice.organisation,
        region=names.of("region", practice.region) if _adds(practice) else "",
        since=day_of(practice.since, language),
        contact=safe_address(practice.contact),
        evidence=evidence_shown(practice.evidence, link, language),
        example=practice.example,
        withdrawn=day_of(gone.on, language) if gone else None,
        reason=in_language(gone.reason, language) if gone else Words(""),
    )


def _adds(practice: Practice) -> bool:
    """Whether the region says where it is, when the name of the organisation does not."""
    known = every_region().get(practice.region)
    names = (known.name_nl, known.name_en, *known.also) if known else ()
    return bool(practice.region) and not any(
        each and each in practice.organisation for each in names
    )

"""What people made of the figures of an edition: conclusions, and the sessions they came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from duidelijk.duiding.agreement import whole
from duidelijk.duiding.report import (
    Conclusion,
    Dissent,
    Item,
    Question,
    SessionReport,
    Signal,
)
from duidelijk.duiding.sealing import as_document
from duidelijk.editions.edition import Edition
from duidelijk.web.api import schemas
from duidelijk.web.api.answering import (
    Listing,
    Told,
    both,
    csv_answer,
    edition_asked,
    json_answer,
)
from duidelijk.web.api.negotiating import chosen_format
from duidelijk.web.api.parameters import OfDuiding
from duidelijk.web.api.resources.evidence import evidence_told, series_told
from duidelijk.web.api.resources.filtering import check
from duidelijk.web.dashboard.places import Place
from duidelijk.web.dashboard.rendering import absolute

_OTHER = "other"
"""How the API calls the perspectives that one person each held."""


def duiding(request: HttpRequest, asked: OfDuiding) -> HttpResponse:
    """The conclusions on an edition, and the sessions."""
    chosen = chosen_format(request, asked.f, ("json", "csv"))
    edition = edition_asked(asked.edition)
    check("theme", asked.theme, [each.id for each in edition.monitor.themes])
    check("group", asked.target_group, [each.id for each in edition.monitor.target_groups])
    found = [
        (report, each)
        for report in edition.texts.duiding
        for each in report.conclusions
        if _is_wanted(each, asked)
    ]
    narrowed = asked.theme or asked.target_group
    from_ = {report.id for report, _ in found}
    sessions = [
        _session(request, edition, each)
        for each in edition.texts.duiding
        if not narrowed or each.id in from_
    ]
    listing = Listing(
        request,
        "duiding",
        asked,
        [_conclusion(request, edition, *each) for each in found],
        edition,
        around={"sessions": sessions},
        shape=schemas.Conclusion,
    )
    return csv_answer(listing) if chosen == "csv" else json_answer(listing)


def _is_wanted(conclusion: Conclusion, asked: OfDuiding) -> bool:
    return (not asked.theme or not set(asked.theme).isdisjoint(conclusion.themes)) and (
        not asked.target_group or not set(asked.target_group).isdisjoint(conclusion.groups)
    )


def _conclusion(
    request: HttpRequest, edition: Edition, report: SessionReport, each: Conclusion
) -> Told:
    every, sure = whole(each.agreement), each.confidence
    page = Place("nl", edition.id).session(report.id)
    expected = each.expectation
    return {
        "session": report.id,
        "id": each.id,
        "text": both(each.text),
        "status": each.status.value,
        "suggested": each.suggested.value if each.suggested else None,
        "confidence": sure.value if sure else None,
        "chanceFrom": sure.bounds[0] if sure else None,
        "chanceTo": sure.bounds[1] if sure else None,
        "agree": every.agree,
        "unsure": every.unsure,
        "disagree": every.disagree,
        "themes": list(each.themes),
        "targetGroups": list(each.groups),
        "example": report.example,
        "address": absolute(request, f"{page}#c-{report.id}-{each.id}"),
        "agreement": [
            {
                "perspective": key or _OTHER,
                "agree": count.agree,
                "unsure": count.unsure,
                "disagree": count.disagree,
            }
            for key, count in each.agreement.items()
        ],
        "dissent": _dissent(each.dissent),
        "statements": list(each.statements),
        "evidence": evidence_told(request, each.evidence),
        "expectation": {
            "figure": series_told(expected.figure),
            "expected": expected.expected.value,
            "since": expected.since,
        }
        if expected
        else None,
    }


def _session(request: HttpRequest, edition: Edition, report: SessionReport) -> Told:
    sealed = as_document([report])["sessions"][0]
    return {
        "id": report.id,
        "question": both(report.question),
        "edition": report.edition,
        "held": report.held.isoformat(),
        "example": report.example,
        "address": absolute(request, Place("nl", edition.id).session(report.id)),
        "attribution": report.attribution.value,
        "language": report.language,
        "participants": report.participants,
        "perspectives": _took_part(report.perspectives),
        "organisations": _took_part(report.organisations),
        "missing": list(report.missing),
        "introduction": both(report.introduction),
        "items": [
            _item(request, each, told)
            for each, told in zip(report.items, sealed["items"], strict=True)
        ],
        "signals": [_asked(each, each.asked_of) for each in report.signals],
        "questions": [_asked(each, each.asked_by) for each in report.questions],
        "statements": [
            {
                "id": each.id,
                "said": each.said.value,
                "text": each.text,
                "by": each.by or None,
                "evidence": evidence_told(request, each.evidence),
            }
            for each in report.statements
        ],
        "established": {
            "agree": report.established.agree,
            "disagree": report.established.disagree,
            "remarks": _dissent(report.established.remarks),
        },
    }


def _item(request: HttpRequest, each: Item, sealed: Mapping[str, Any]) -> Told:
    return {
        "id": each.id,
        "title": both(each.title),
        "theme": each.theme,
        "first": sealed["first"],
        "revised": sealed["revised"],
        "changed": each.changed,
        "evidence": evidence_told(request, each.evidence),
    }


def _asked(each: Signal | Question, who: str) -> Told:
    return {
        "id": each.id,
        "text": both(each.text),
        "themes": list(each.themes),
        "who": who,
        "statements": list(each.statements),
    }


def _took_part(parts: Mapping[str, int]) -> list[Told]:
    return [{"key": key or _OTHER, "participants": count} for key, count in parts.items()]


def _dissent(every: Sequence[Dissent]) -> list[Told]:
    return [{"by": each.by or None, "reason": each.reason} for each in every]

"""What a session comes to, in words: each row with the key it is changed and weighed by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from duidelijk.catalogue import Text
from duidelijk.duiding.agreement import whole
from duidelijk.duiding.report import SessionReport
from duidelijk.publish.duiding.naming import by_words, chance_words
from duidelijk.web.duiding.models import Kind, Outcome
from duidelijk.web.words import words


def parts_of(
    report: SessionReport, outcomes: Sequence[Outcome], language: str
) -> list[dict[str, Any]]:
    """Conclusions, signals and questions in order, each with the key it is changed by; *outcomes*
    are those that the report was made of.
    """
    phrases = words(language)
    told: Mapping[Kind, Any] = {
        Kind.CONCLUSION: report.conclusions,
        Kind.SIGNAL: report.signals,
        Kind.QUESTION: report.questions,
    }
    return [
        {
            "kind": kind.value,
            "title": phrases[f"outcomes_{kind}"],
            "none": phrases[f"outcomes_{kind}_none"],
            "rows": [
                _row(report, outcome, each, language)
                for outcome, each in zip(
                    [each for each in outcomes if each.kind == kind], told[kind], strict=True
                )
            ],
        }
        for kind in Kind
    ]


def _row(report: SessionReport, outcome: Outcome, told: Any, language: str) -> dict[str, Any]:
    phrases = words(language)
    text: Text = told.text
    row = {
        "key": outcome.pk,
        "id": told.id,
        "worded": outcome.worded_in(language).isoformat(),
        "text": text.to(language) or text.nl,
        "in_dutch": language == "en" and not text.en,
        "statements": [
            {
                "by": by_words(each.by, language),
                "text": each.text,
                "evidence": [one.caption.to(language) or one.caption.nl for one in each.evidence],
            }
            for each in map(report.statement, told.statements)
        ],
    }
    if outcome.kind == Kind.CONCLUSION:
        row |= {
            "status": told.status.value,
            "status_words": phrases[f"conclusion_{told.status}"],
            "put": told.suggested is not None and told.suggested is not told.status,
            "suggested": phrases[f"conclusion_{told.suggested}"] if told.suggested else "",
            "confidence": phrases[f"confidence_{told.confidence}"] if told.confidence else "",
            "chance": chance_words(told.confidence, language) if told.confidence else "",
            "agreement": [
                {"name": phrases[f"perspective_{key}"], "count": count}
                for key, count in told.agreement.items()
            ],
            "total": whole(told.agreement),
            "dissent": [
                {"by": by_words(each.by, language), "reason": each.reason} for each in told.dissent
            ],
            "evidence": [one.caption.to(language) or one.caption.nl for one in told.evidence],
            "expected": phrases[f"expected_{told.expectation.expected}"]
            if told.expectation
            else "",
        }
    elif outcome.kind == Kind.SIGNAL:
        row["asked"] = told.asked_of
    else:
        row["asked"] = by_words(told.asked_by, language) if told.asked_by else ""
    return row

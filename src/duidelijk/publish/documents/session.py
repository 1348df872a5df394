"""The report of one session as a document, to print and file (PDF) or to work on (Word)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from duidelijk.duiding.report import SessionReport
from duidelijk.duiding.scales import Attribution
from duidelijk.editions.edition import Edition
from duidelijk.publish.documents.blocks import Block, Run, bullets, paragraph, run
from duidelijk.publish.documents.edition import document
from duidelijk.publish.documents.legible import NOTHING, visible
from duidelijk.publish.documents.session_back import (
    established_part,
    references_part,
    scale_part,
)
from duidelijk.publish.documents.session_conclusions import (
    conclusions_part,
    questions_part,
    signals_part,
)
from duidelijk.publish.documents.session_items import items_part
from duidelijk.publish.documents.session_telling import ORDER, SessionTelling, shortened
from duidelijk.publish.documents.telling import Telling
from duidelijk.publish.documents.typesetting import typeset
from duidelijk.publish.documents.word import word
from duidelijk.publish.periods import date_words

_RUNNING = 60
_NAME = 250


def session_pdf(
    report: SessionReport, edition: Edition, language: str, site: str = "", draft: bool = False
) -> bytes:
    """The report of a session about *edition* as PDF/UA-1; a *draft* says so on every page."""
    return typeset(session_document(report, edition, language, site, draft), report.held)


def session_docx(
    report: SessionReport, edition: Edition, language: str, site: str = "", draft: bool = False
) -> bytes:
    """The same report as a document for word processors (DOCX)."""
    return word(session_document(report, edition, language, site, draft), report.held)


def session_document(
    report: SessionReport, edition: Edition, language: str, site: str, draft: bool
) -> dict[str, Any]:
    """What the report of a session holds, in order: the answer first, then what it rests on."""
    s = SessionTelling(report, Telling(edition, language, site))
    question = s.of(report.question)
    title = " ".join(each["text"] for each in question if isinstance(each, dict) and "text" in each)
    title = title if visible(title) else NOTHING
    name = shortened(title, _NAME)
    notices = [s.say["draft"]] if draft else []
    notices += [s.say["example"]] if report.example else []
    blocks = [
        *([paragraph(run(" ".join(notices), strong=True), kind="note")] if notices else []),
        paragraph(_summary(s), kind="lead"),
        _facts(s),
        *_translated(s),
        *s.paragraphs(report.introduction),
        *conclusions_part(s),
        *signals_part(s),
        *questions_part(s),
        *items_part(s),
        *established_part(s),
        *scale_part(s),
        *references_part(s),
    ]
    running = shortened(title, _RUNNING)
    subtitle = f"{_held(s)} · {s.t.named} ({s.t.dated})"
    made = document(s.t, "report", running, blocks, kicker=s.say["kicker"], subtitle=subtitle)
    return {
        **made,
        "title": name,
        "running": f"{s.say['kicker']} · {running} · {s.t.named}",
        "description": s.say["description"],
        "keywords": [*(s.theme(each) for each in report.themes), edition.id],
        "warning": " ".join([*notices, *([s.t.warning] if s.t.warning else [])]),
        "cover": {**made["cover"], "title": title, "lang": _lang(question) or language},
    }


def _lang(runs: list[Run]) -> str:
    return next((each.get("lang", "") for each in runs if isinstance(each, dict)), "")


def _held(s: SessionTelling) -> str:
    return date_words(s.report.held, s.language)


def _summary(s: SessionTelling) -> str:
    """How many came to how much."""
    count = s.report.participants
    who = s.say["sum_one"] if count == 1 else s.say["sum_many"].format(count=count)
    every = s.report.conclusions
    if not every:
        return f"{who} {s.say['sum_none']}"
    told = s.say["conclusion_one"]
    if len(every) > 1:
        told = s.say["conclusion_many"].format(count=len(every))
    by_status = [(each, sum(one.status is each for one in every)) for each in ORDER]
    parts = [f"{n} {s.named[f'conclusion_{each.value}']}" for each, n in by_status if n]
    came = s.say["sum_came_one" if count == 1 else "sum_came"]
    return f"{who} {came.format(told=told)[:-1]}: {', '.join(parts)}."


def _facts(s: SessionTelling) -> Block:
    """When, on which figures, by whom and under which rule."""
    report, named = s.report, s.named
    figures = f"{s.t.named} ({s.t.dated})"
    missing = [named.get(f"perspective_{each}", each) for each in report.missing]
    by_organisation = report.attribution is Attribution.ORGANISATION
    facts = {
        "held": _held(s),
        "edition": figures
        if report.edition == s.edition.id
        else f"{s.t.w['edition']} {report.edition}",
        "perspectives": _counted(report.perspectives, named, "perspective_"),
        "organisations": _counted(report.organisations, named, "organisation_"),
        "missing": ", ".join(missing) or s.say["missing_none"],
        "rule": s.say["rule_organisation" if by_organisation else "rule_perspective"],
    }
    return bullets(
        [
            [run(s.say[f"fact_{key}"], strong=True), f" {words.rstrip('.')}."]
            for key, words in facts.items()
            if words
        ]
    )


def _counted(counts: Mapping[str, int], named: Mapping[str, str], prefix: str) -> str:
    if not any(counts):  # of nobody can it be named
        return ""
    return ", ".join(
        f"{named.get(f'{prefix}{key}', key)} ({count})" for key, count in counts.items() if count
    )


def _translated(s: SessionTelling) -> list[Block]:
    """That not everything stands in the language of the document."""
    report = s.report
    texts = [
        report.question,
        *(each.text for each in report.conclusions),
        *(each.text for each in report.signals),
        *(each.text for each in report.questions),
    ]
    untold = any(not each.to(s.language).strip() for each in texts)
    if untold or report.language != s.language:
        return [paragraph(run(s.say["part_dutch"], quiet=True), kind="small")]
    return []

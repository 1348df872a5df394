"""What a session came to: conclusions with who agrees and who does not, signals and questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from duidelijk.duiding.agreement import Count, whole
from duidelijk.duiding.report import Conclusion, Dissent, Expectation
from duidelijk.publish.documents.blocks import (
    Block,
    Run,
    cell,
    heading,
    paragraph,
    quote,
    run,
    spaced,
    table,
)
from duidelijk.publish.documents.session_telling import ORDER, SessionTelling, unbroken
from duidelijk.publish.duiding.naming import by_words, chance_words
from duidelijk.publish.periods import period_words
from duidelijk.publish.sentences import capital


def conclusions_part(s: SessionTelling) -> list[Block]:
    """The conclusions, those that are supported first."""
    found = [heading(s.say["conclusions"], 1)]
    if not s.report.conclusions:
        return [*found, paragraph(s.say["sum_none"])]
    found.append(paragraph(s.say["numbers_mean"], kind="small"))
    number = 0
    for status in ORDER:
        for each in s.report.conclusions:
            if each.status is status:
                number += 1
                found += _conclusion(s, each, number)
    return found


def _conclusion(s: SessionTelling, each: Conclusion, number: int) -> list[Block]:
    named = heading("", 2, outlined=False)
    title = s.say["conclusion"].format(number=number)
    named["runs"] = [f"{title}: ", *s.status(each.status)]
    found = [named, *s.paragraphs(each.text, kind="lead"), _confidence(s, each)]
    if each.suggested is not None and each.suggested is not each.status:
        words = s.say["put_otherwise"].format(
            suggested=s.named[f"conclusion_{each.suggested.value}"],
            status=s.named[f"conclusion_{each.status.value}"],
        )
        found.append(paragraph(words, kind="note"))
    found.append(_rests_on(s, each))
    if each.agreement and whole(each.agreement).total:
        found.append(_agreement(s, each.agreement))
    else:
        found.append(paragraph(run(s.say["not_weighed"], quiet=True)))
    if each.dissent:
        found.append(heading(s.say["dissent"], 3, outlined=False, bookmarked=False))
        found += dissent(s, each.dissent)
    if each.expectation is not None:
        found.append(paragraph(*_expects(s, each.expectation)))
    return found


def _confidence(s: SessionTelling, each: Conclusion) -> Block:
    if each.confidence is None:
        told: list[Run] = [s.say["no_confidence"]]
    else:
        word = s.named[f"confidence_{each.confidence.value}"]
        told = [run(word, strong=True), f" ({chance_words(each.confidence, s.language)})"]
    subjects = [s.theme(key) for key in each.themes]
    for key in each.groups:
        group = s.t.monitor.target_group(key)
        subjects.append(s.t.of(group.title) if group else key)
    about = [s.say["about"], " ", "; ".join(subjects), "."] if subjects else []
    return paragraph(*spaced(s.say["how_sure"], [*told, "."], about))


def _rests_on(s: SessionTelling, each: Conclusion) -> Block:
    numbers = s.cited(each.statements, each.evidence)
    if not numbers:
        return paragraph(run(s.say["rests_on_nothing"], quiet=True))
    return paragraph(*spaced(s.say["rests_on"], numbers))


def _agreement(s: SessionTelling, counts: Mapping[str, Count]) -> Block:
    """Who agrees: a row for every perspective, and all together."""
    stances = [capital(s.named[f"stance_{each}"]) for each in ("agree", "unsure", "disagree")]
    head = [s.say["perspective"], *stances, capital(s.say["together"])]
    rows = [
        [cell(capital(s.named.get(f"perspective_{key}", key))), *_numbers(count)]
        for key, count in counts.items()
    ]
    rows.append([cell(run(s.say["all_together"], strong=True)), *_numbers(whole(counts), True)])
    align = ["left", *(["right"] * 4)]
    return table(head, rows, [2.6, 1, 1, 1, 1], align=align, breakable=False)


def _numbers(count: Count, strong: bool = False) -> list[dict[str, object]]:
    numbers = (count.agree, count.unsure, count.disagree, count.total)
    return [cell(run(str(each), strong=strong)) for each in numbers]


def dissent(s: SessionTelling, found: Sequence[Dissent]) -> list[Block]:
    """What people said against it, each with who."""
    return [
        quote(
            paragraph(
                *s.said(each.reason),
                run(f" — {unbroken(by_words(each.by, s.language))}", quiet=True),
            )
        )
        for each in found
    ]


def _expects(s: SessionTelling, each: Expectation) -> list[Run]:
    indicator = s.t.monitor.indicators.get(each.figure.indicator)
    title = s.t.of(indicator.title) if indicator else each.figure.indicator
    word = s.named[f"expected_{each.expected.value}"]
    since = s.say["since"].format(period=_period(each.since, s.language)) if each.since else ""
    return spaced(
        s.say["expects"],
        f"{title}:",
        run(word, strong=True),
        run(f"({since})", quiet=True) if since else None,
    )


def _period(code: str, language: str) -> str:
    """A period in words; as it was written where that is no period we know."""
    try:
        return period_words(code, language)
    except ValueError:
        return code


def signals_part(s: SessionTelling) -> list[Block]:
    """What asks for action."""
    if not s.report.signals:
        return []
    items: list[list[Block]] = []
    for each in s.report.signals:
        asked = [run(s.say["asked_of"], quiet=True), " ", *s.said(each.asked_of), "."]
        more = spaced(asked if each.asked_of else None, s.cited(each.statements))
        items.append(
            [*s.paragraphs(each.text), *([paragraph(*more, kind="small")] if more else [])]
        )
    return [heading(s.say["signals"], 1), _numbered(items)]


def questions_part(s: SessionTelling) -> list[Block]:
    """What the group could not answer."""
    if not s.report.questions:
        return []
    items: list[list[Block]] = []
    for each in s.report.questions:
        asked = f"{s.say['asked_by']} {unbroken(by_words(each.asked_by, s.language))}."
        more = spaced(run(asked, quiet=True), s.cited(each.statements))
        items.append([*s.paragraphs(each.text), paragraph(*more, kind="small")])
    return [heading(s.say["questions"], 1), _numbered(items)]


def _numbered(items: list[list[Block]]) -> Block:
    return {"kind": "list", "ordered": True, "start": 1, "items": items}

"""The page on what the figures of a theme mean: what was said of them, else what is to be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from duidelijk.catalogue import Theme
from duidelijk.publish.charts.paper import mark_picture, on_paper
from duidelijk.publish.chosen import needs_duiding
from duidelijk.publish.developments import Development, about, is_nation
from duidelijk.publish.documents.blocks import (
    Block,
    Run,
    bullets,
    cell,
    heading,
    lines,
    mark,
    paragraph,
    run,
    section,
    spaced,
    sticky,
    table,
    together,
)
from duidelijk.publish.documents.session_telling import unbroken
from duidelijk.publish.documents.telling import Telling
from duidelijk.publish.duiding.agreeing import Agreement
from duidelijk.publish.duiding.conclusions import ConclusionShown, SaidShown, of_edition
from duidelijk.publish.duiding.naming import phrases
from duidelijk.publish.duiding.plain import Words
from duidelijk.publish.duiding.sessions import (
    OpenShown,
    SessionShown,
    session_shown,
    sessions_of,
)
from duidelijk.publish.sentences import capital

_UNTOLD = 8
_LINES = 6
_STATEMENTS = 4
_PARAGRAPHS = 8
_LONGEST = 900
"""Longer texts are broken off: the page of the theme holds all of them."""
_BAR = 200
_IN_SHORT, _LINE = 3, 240
_QUESTIONS = ("ask_recognise", "ask_explain", "ask_whom", "ask_act")


def duiding(t: Telling, theme: Theme, own: Sequence[Development]) -> list[Block]:
    """What the figures of a theme mean, by the sessions about it."""
    title = f"{t.w['duiding']}: {t.of(theme.title)}"
    found: list[Block] = [{**heading(title), "fresh_page": True}]
    told = _told(t, theme)
    marked = [each for each in own if needs_duiding(t.edition, each)]
    if told:
        waiting = marked
        found += told
    else:
        waiting = marked or list(own)
        found.append(paragraph(t.w["duiding_none"], kind="note"))
        found.append(paragraph(t.w["duiding_is"]))
    if waiting:
        found += [
            heading(t.w["duiding_waiting"], 3, outlined=False),
            bullets([[_named(t, each)] for each in waiting[:_UNTOLD]]),
        ]
        if len(waiting) > _UNTOLD:
            more = f"{t.w['and_more']} {len(waiting) - _UNTOLD}."
            found.append(paragraph(run(capital(more), quiet=True)))
    elif not told:
        found.append(paragraph(t.w["duiding_nothing"]))
    return found if told else [*found, *_questions(t)]


def in_short(t: Telling) -> list[Block]:
    """The first conclusions of an edition in a line each: as many as there is room for on a page
    that is fitted; nothing without a session.
    """
    known = phrases(t.language)
    found = of_edition(t.edition, t.link, t.language)[:_IN_SHORT]
    lines_ = [
        spaced(
            _in(each.text, each.text.text, most=_LINE, strong=True),
            run(f"· {each.status_words}"),
            run(f"· {each.confidence_words}", quiet=True) if each.confidence_words else None,
            run(known["duiding_played_short"], tag=True) if each.example else None,
        )
        for each in found
    ]
    more = paragraph(t.w["duiding_more_short"], " ", t.page("duiding"), kind="small")
    return [
        section(t.w["duiding_in_short"], bullets(lines_[:count]), more)
        for count in range(len(lines_), 0, -1)
    ]


def _named(t: Telling, development: Development) -> str:
    """A development by its sentence, or by whom it is about where that is not the nation."""
    sentence: str = development["sentences"][t.language]
    if is_nation(development):
        return sentence
    return f"{capital(about(t.edition, development, t.language))}: {sentence}"


def _questions(t: Telling) -> list[Block]:
    """What a table of people can ask itself, with room to write."""
    found = [heading(t.w["duiding_together"], 3, outlined=False)]
    for each in _QUESTIONS:
        found += [sticky(paragraph(t.w[each], kind="small")), lines(_LINES)]
    return found


def _told(t: Telling, theme: Theme) -> list[Block]:
    """What every session said of the theme; empty without a session."""
    found: list[Block] = []
    for report in sessions_of(t.edition, theme.id):
        found += _session(t, session_shown(t.edition, report, t.link, t.language, theme.id))
    if found:
        more = [f"{t.w['duiding_more']} ", t.page("thema", theme.id, "duiding")]
        found.append(paragraph(*more, kind="small"))
    return found


def _session(t: Telling, session: SessionShown) -> list[Block]:
    known = phrases(t.language)
    short = known["duiding_played_short"]
    played = [paragraph(run(known["duiding_played"], strong=True), kind="note")]
    return [
        heading(session.question.text, 3, outlined=False),
        *(played if session.example else []),
        paragraph(*spaced(session.told, session.missing, run(session.attribution, quiet=True))),
        *(paragraph(_in(session.introduction, each)) for each in session.introduction.paragraphs),
        *(block for each in session.conclusions for block in _conclusion(t, each)),
        *_asked(known["duiding_signals"], session.signals, short),
        *_asked(known["duiding_questions"], session.questions, short),
        *([paragraph(session.established, kind="small")] if session.established else []),
    ]


def _conclusion(t: Telling, each: ConclusionShown) -> list[Block]:
    known = phrases(t.language)
    sure = f"{each.confidence_words} ({each.chance})" if each.confidence_words else ""
    status: list[Run] = spaced(
        mark(mark_picture(f"status_{each.status.value}", None)),
        each.status_words,
        run(each.agreement.words, strong=True) if each.agreement else None,
        run(f"· {sure}", quiet=True) if sure else None,
        run(known["duiding_played_short"], tag=True) if each.example else None,
    )
    opening = [
        *(
            paragraph(_in(each.text, part, strong=True))
            for part in each.text.paragraphs[:_PARAGRAPHS]
        ),
        paragraph(*status, kind="small"),
        *([paragraph(run(each.deviates, quiet=True), kind="small")] if each.deviates else []),
        *([_agreement(each.agreement, known)] if each.agreement else []),
    ]
    found = [together(*opening)]
    if each.dissent:
        found.append(sticky(paragraph(run(known["duiding_dissent"], strong=True), kind="small")))
        found.append(_said(each.dissent))
    if each.expectation:
        expected = each.expectation
        since = f"({known['duiding_after']} {expected.since})" if expected.since else ""
        told = f"{known['duiding_expects']} {expected.series}: {expected.expected_words}"
        found.append(paragraph(*spaced(told, run(since, quiet=True)), kind="small"))
    return [*found, *_rests_on(t, each, known)]


def _rests_on(t: Telling, each: ConclusionShown, known: Mapping[str, str]) -> list[Block]:
    """The first statements of a conclusion, and its figures and sources."""
    found: list[Block] = []
    if each.statements:
        found.append(sticky(paragraph(run(known["duiding_statements"], strong=True), kind="small")))
        found.append(_said(each.statements[:_STATEMENTS]))
        if len(each.statements) > _STATEMENTS:
            more = f"{t.w['and_more']} {len(each.statements) - _STATEMENTS}."
            found.append(paragraph(run(capital(more), quiet=True), kind="small"))
    if each.evidence:
        found.append(sticky(paragraph(run(known["duiding_evidence"], strong=True), kind="small")))
        found.append(
            bullets(
                [
                    spaced(
                        run(
                            f"{one.kind_words}:" if one.caption.text else one.kind_words,
                            quiet=True,
                            small=True,
                        ),
                        _in(one.caption, one.caption.text, link=one.url, small=True),
                    )
                    for one in each.evidence
                ]
            )
        )
    return found


def _agreement(agreement: Agreement, known: Mapping[str, str]) -> Block:
    """By perspective, as bars beside the same in words."""
    rows = [
        [
            cell(each.name),
            {"picture": on_paper(each.bar, width=_BAR, height=16)},
            cell(each.words),
        ]
        for each in agreement.sides
    ]
    head = [known["duiding_perspective"], "", known["duiding_stances"]]
    return table(head, rows, [1.1, 0.9, 1.4], size=8, breakable=False)


def _said(every: Sequence[SaidShown]) -> Block:
    return bullets(
        [
            spaced(
                _in(each.words, each.words.text, small=True),
                run(f"({each.by})", quiet=True, small=True),
            )
            for each in every
        ]
    )


def _asked(title: str, every: Sequence[OpenShown], played: str) -> list[Block]:
    if not every:
        return []
    told = [
        spaced(
            _in(each.text, each.text.text),
            run(f"({each.who})", quiet=True) if each.who else None,
            run(played, tag=True) if each.example else None,
        )
        for each in every
    ]
    return [heading(title, 3, outlined=False), bullets(told)]


def _in(words: Words, part: str, most: int = _LONGEST, **style: object) -> Run:
    """Words of a participant in their own language, broken off where they have no end."""
    shown = part if len(part) <= most else f"{part[:most].rstrip()}…"
    return run(unbroken(" ".join(shown.split())), lang=words.lang, **style)

"""What was done with the signals, as an edition sealed them: a chapter, and a line in brief."""

from __future__ import annotations

from collections.abc import Sequence

from duidelijk.agenda.workflow import State
from duidelijk.publish.agenda.count_sentences import counts_sentence
from duidelijk.publish.agenda.counting import counted
from duidelijk.publish.agenda.edition_names import EditionNames
from duidelijk.publish.agenda.showing import (
    ActionShown,
    AskShown,
    MilestoneShown,
    SignalShown,
    StepShown,
    signal_shown,
)
from duidelijk.publish.documents.blocks import (
    BREAK,
    Block,
    Run,
    bullets,
    cell,
    heading,
    needed,
    paragraph,
    run,
    spaced,
    table,
    together,
)
from duidelijk.publish.documents.signal_telling import in_words, phrases
from duidelijk.publish.documents.telling import Telling
from duidelijk.publish.sentences import capital

_TEXT, _REASON = 400, 300
"""Longer texts are broken off: the page of the signal holds all of them."""


def signals_part(t: Telling) -> list[Block]:
    """Every signal of an edition with what was asked, answered and done; nothing of none."""
    shown = _shown(t)
    if not shown:
        return []
    w, example = phrases(t.language), any(each.example for each in shown)
    found = [
        heading(w["signals_title"], 1, fresh_page=True),
        paragraph(w["chapter_lead"], kind="lead"),
        paragraph(_counts(t)),
        *([paragraph(run(w["signal_example"], strong=True), kind="note")] if example else []),
    ]
    for each in shown:
        found += _signal(t, each)
    return [
        *found,
        paragraph(f"{w['chapter_more']} ", t.page("stand-van-de-signalen"), kind="small"),
    ]


def signals_in_short(t: Telling) -> list[Block]:
    """How many signals there are, and what was asked, answered and done; nothing of none."""
    if not t.edition.texts.signals:
        return []
    w = phrases(t.language)
    example = any(each.example for each in t.edition.texts.signals)
    told = spaced(
        run(w["signals_title"], strong=True),
        _counts(t),
        run(w["example_short"], tag=True) if example else None,
        t.page("stand-van-de-signalen"),
    )
    return [needed(paragraph(*told, kind="small"))]


def _shown(t: Telling) -> list[SignalShown]:
    names = EditionNames(t.edition, t.language)
    return [
        signal_shown(each, names, t.link, t.language, t.edition.date)
        for each in t.edition.texts.signals
    ]


def _counts(t: Telling) -> str:
    return counts_sentence(counted(t.edition.texts.signals, t.edition.date), t.language)


def _signal(t: Telling, told: SignalShown) -> list[Block]:
    w = phrases(t.language)
    title = {**heading(told.title.text), "runs": [in_words(told.title)]}
    about = [each.name for each in (*told.themes, *told.groups, *told.regions)]
    named = " · ".join([w["signal"].format(number=told.number), *about])
    status = spaced(run(capital(told.stage_words), strong=True), run(f"· {named}", quiet=True))
    opening = together(title, paragraph(*status, kind="small"), _line(t, told), above=18)
    asks = [_ask(t, each) for each in told.asks if each.public]
    actions = [[*_action(t, each), *_stopped(told, each)] for each in told.actions]
    found = [opening]
    if asks:
        found += [heading(w["asked"], 3, outlined=False, bookmarked=False), bullets(asks)]
    else:
        found.append(paragraph(w["nothing_asked"]))
    if actions:
        found += [heading(w["done"], 3, outlined=False, bookmarked=False), bullets(actions)]
    return found


def _line(t: Telling, told: SignalShown) -> Block:
    """The line in time: when each stage was reached."""
    nothing = phrases(t.language)["signal_not_yet"]
    dates = [
        cell(run(day.words, strong=True)) if day else cell(run(nothing, quiet=True))
        for _, day in told.line
    ]
    head = [capital(name) for name, _ in told.line]
    return table(head, [dates], [1] * len(dates), size=8.5, breakable=False)


def _ask(t: Telling, each: AskShown) -> list[Run]:
    w = phrases(t.language)
    who = w["asked_of"].format(kind=each.kind, addressee=each.addressee.name)
    opening = spaced(run(f"{who}:", strong=True), in_words(each.text, most=_TEXT))
    if each.answer:
        return [*opening, BREAK, *_answer(t, each.answer)]
    waiting = spaced(
        run(f"{capital(each.state_words)}.", strong=True),
        w["put_on"].format(date=each.put.words) if each.put else None,
        w["wanted_by"].format(date=each.answer_by.words) if each.answer_by else None,
        run(f"{capital(w['signal_late'])}.", strong=True) if each.late else None,
    )
    return [*opening, BREAK, *waiting]


def _answer(t: Telling, answer: StepShown) -> list[Run]:
    w = phrases(t.language)
    key = "answered_until" if answer.until else "answered"
    until = answer.until.words if answer.until else ""
    told = w[key].format(answer=answer.words, date=answer.day.words, until=until)
    if not answer.reason.text:
        return [run(f"{told}.", strong=True)]
    return spaced(run(f"{told}:", strong=True), in_words(answer.reason, most=_REASON))


def _action(t: Telling, each: ActionShown) -> list[Run]:
    w = phrases(t.language)
    moments = [
        (w["announced"], each.announced if not each.begun else None),
        (w["begun"], each.begun),
        (w["ended"], each.ended),
    ]
    days = [
        words.format(state=each.state_words, date=day.words) for words, day in moments if day
    ] or [each.state_words]
    owner = f"({', '.join([each.owner.name, *([each.region] if each.region else [])])})"
    told = spaced(in_words(each.title, strong=True), f"{owner}: {', '.join(days)}.")
    if each.money:
        told += [" ", *_money(t, each)]
    if len(each.milestones) > 1:
        told += [BREAK, w["milestones"].format(met=each.met, count=len(each.milestones))]
    return [*told, *_milestones(t, each.milestones)]


def _stopped(told: SignalShown, action: ActionShown) -> list[Run]:
    """Why an action was stopped, when it was."""
    if action.state is not State.STOPPED:
        return []
    own = [each for each in told.history if each.key == action.id and each.name == "action_stop"]
    return [BREAK, in_words(own[-1].reason, most=_REASON)]


def _money(t: Telling, each: ActionShown) -> list[Run]:
    before, after = phrases(t.language)["money"].split("{money}")
    found: list[Run] = [before]
    for at, (amount, what) in enumerate(each.money):
        found += [", "] if at else []
        found += spaced(run(amount, strong=True), in_words(what) if what.text else None)
    return [*found, after]


def _milestones(t: Telling, every: Sequence[MilestoneShown]) -> list[Run]:
    late = phrases(t.language)["signal_late"]
    found: list[Run] = []
    for each in sorted(every, key=lambda one: one.due.iso):
        states = [each.state_words, *([each.first] if each.first else [])]
        states += [late] if each.late else []
        found.append(BREAK)
        found += spaced(
            run(f"{each.due.words}:", small=True),
            in_words(each.text, most=_REASON, small=True),
            run(f"({', '.join(states)})", quiet=True, small=True),
        )
    return found

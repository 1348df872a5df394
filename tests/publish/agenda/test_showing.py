"""A signal in words: what stands on its page, in its letter and in an edition."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

import pytest

from duidelijk.agenda.dossier import AskKind, Step, Urgency
from duidelijk.agenda.standing import Stage
from duidelijk.agenda.workflow import Thing
from duidelijk.publish.agenda.naming import phrases
from duidelijk.publish.agenda.note import Note, note_of
from duidelijk.publish.agenda.showing import ActionShown, SignalShown, line_shown, signal_shown
from duidelijk.publish.words import LANGUAGES
from signal_dossier import DOSSIER, STEPS, TODAY, day, dossier


def dated(words: str) -> str:
    """A day whose number is not parted from its month."""
    return re.sub(r"(\d) (?=[A-Za-z])", "\\1\u00a0", words)


class Known:
    """Names of some themes; whatever else goes by its key."""

    def of(self, facet: str, key: str) -> str:
        return {"onderwijs": "Onderwijs", "GM0228": "Ede"}.get(key, key)


def shown(language: str = "nl", on: dt.date = TODAY, **changes: object) -> SignalShown:
    return signal_shown(dossier(**changes), Known(), str, language, on)


def test_what_a_signal_is_about_is_told_with_names_and_unknown_keys_as_they_are() -> None:
    told = shown()
    assert [each.name for each in told.themes] == ["Onderwijs", "bestaat_niet"]
    assert [each.name for each in told.regions] == ["Ede", "ZZ99"]
    assert told.origin == "wat een gemeente of regio ziet"
    assert told.confidence == "waarschijnlijk" and "66" in told.chance
    assert (told.raised_by, told.raised and told.raised.words) == (
        "Gemeente Ede",
        dated("4 januari 2021"),
    )
    assert told.since and told.since.iso == "2020-11-01"


def test_what_has_no_english_is_shown_in_dutch_and_says_so() -> None:
    told = shown("en")
    assert (told.title.text, told.title.lang) == ("Too few internships", "")
    assert told.text.lang == "nl" and len(told.text.paragraphs) == 2


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "Ook 2 gemeenten herkennen dit. 1 andere organisatie herkent het."),
        ("en", "2 municipalities recognise this too. 1 other organisation recognises it."),
    ],
)
def test_two_organisations_of_one_municipality_count_once(language: str, words: str) -> None:
    assert shown(language).seen_by == words


def test_the_credit_of_a_merged_signal_is_kept() -> None:
    ((number, title, by, raised),) = shown("en").credits
    assert (number, title.text, title.lang) == (3, "Stages vallen weg", "nl")
    assert (by, raised.words) == ("Gemeente Tiel", dated("1 December 2020"))


def test_an_ask_is_shown_with_its_answer_and_who_gave_it_where() -> None:
    accepted, waiting, drafted = shown().asks
    assert accepted.state_words == "toegezegd" and accepted.answer
    answer = accepted.answer
    assert (answer.words, answer.day.words) == ("Toegezegd", dated("1 februari 2021"))
    assert (answer.by, answer.table.text) == ("Ministerie van OCW", "Stuurgroep")
    assert answer.reason.text == "Er komt geld." and answer.evidence[0].url.endswith("/brief")
    assert accepted.answer_by is None and not accepted.late, "it was answered"
    assert waiting.late and waiting.answer is None and waiting.put
    assert waiting.answer_by and waiting.answer_by.words == dated("1 maart 2021")
    assert not drafted.public and drafted.put is None and not drafted.late


def test_an_answer_is_late_from_the_day_after_that_by_which_it_was_wanted() -> None:
    assert not shown(on=day(3, 1)).asks[1].late
    assert shown(on=day(3, 2)).asks[1].late


def _action(language: str = "nl", **changes: object) -> ActionShown:
    return shown(language, **changes).actions[0]


def test_milestones_are_met_moved_or_late() -> None:
    met, moved, late = _action().milestones
    assert met.met and met.met.words == dated("3 maart 2021") and not met.late
    assert (moved.due.words, moved.first) == (dated("1 juni 2021"), dated("was 1 april 2021"))
    assert not moved.late, "it was moved to a later day"
    assert late.late and late.first == ""
    assert _action().met == 1


@pytest.mark.parametrize(("language", "words"), [("nl", "58,5 miljoen"), ("en", "58.5 million")])
def test_money_is_told_as_each_language_writes_it(language: str, words: str) -> None:
    ((amount, what),) = _action(language).money
    assert words in amount and amount.startswith("€") and what.text


def test_of_an_action_that_ended_nothing_is_late_any_more() -> None:
    ended = (*STEPS, Step(Thing.ACTION, "d1", "finish", day(4, 12)))
    told = _action(steps=ended)
    assert told.ended and told.ended.words == dated("12 april 2021")
    assert not any(each.late for each in told.milestones)


def test_the_line_in_time_tells_when_each_stage_was_reached() -> None:
    told = shown()
    assert [(name, held.iso if held else "") for name, held in told.line] == [
        ("gezien", "2021-01-04"),
        ("gevraagd", "2021-01-07"),
        ("geantwoord", "2021-02-01"),
        ("aangekondigd", "2021-02-02"),
        ("begonnen", "2021-02-08"),
        ("gedaan", ""),
    ]


def test_who_acts_before_anybody_asks_stands_first_on_the_line() -> None:
    days = {Stage.SEEN: dt.date(2020, 5, 15), Stage.ACTING: dt.date(2020, 4, 28)}
    told = [(name, held.iso if held else "") for name, held in line_shown(days, "nl")]
    assert told == [("begonnen", "2020-04-28"), ("gezien", "2020-05-15"), ("gedaan", "")]


def test_the_history_tells_every_step_in_order_but_not_how_questions_were_drafted() -> None:
    told = shown().history
    assert [each.day.iso for each in told] == sorted(each.day.iso for each in told)
    assert len(told) == len(STEPS) - 5
    assert not {each.name for each in told} & {"ask_draft", "ask_agree", "ask_redraft"}
    moved = next(each for each in told if each.name == "milestone_move")
    assert (moved.about.text, moved.reason.text) == ("De wet is er", "De wet liep uit.")
    assert moved.until and moved.until.iso == "2021-06-01"


def test_a_signal_that_was_merged_says_into_which_and_why_it_stands_so() -> None:
    told = shown(steps=(*STEPS[:2], Step(Thing.SIGNAL, "", "merge", day(1, 6), into=12)))
    assert (told.stage, told.into) == (Stage.MERGED, 12)
    assert told.last and told.last.name == "signal_merge" and told.stage_why


def _note(ask: str, language: str = "nl", **changes: object) -> Note:
    found = note_of(dossier(**changes), ask, "VNG", Known(), str, language, TODAY)
    assert found is not None
    return found


def test_a_note_is_dated_the_day_it_was_put_and_has_a_number() -> None:
    note = _note("v2")
    assert note.day and (note.day.words, note.number) == (dated("10 januari 2021"), "7-v2")
    assert note.ask.kind == phrases("nl")[f"ask_is_{AskKind.QUESTION}"]
    assert _note("v3").day is None, "a draft was put to nobody"
    assert note_of(DOSSIER, "v9", "VNG", Known(), str, "nl", TODAY) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("urgency", Urgency)
def test_a_note_says_how_long_it_can_wait_in_a_sentence(language: str, urgency: Urgency) -> None:
    told = _note("v1", language, urgency=urgency).waits
    assert told.endswith(".") and told[0].isupper()


def test_nothing_of_a_signal_is_shown_that_is_not_in_it() -> None:
    bare = dataclasses.replace(
        DOSSIER, evidence=(), recognised=(), credits=(), asks=(), actions=(), steps=STEPS[:1]
    )
    told = signal_shown(bare, Known(), str, "nl", TODAY)
    assert (told.asks, told.actions, told.evidence, told.credits) == ((), (), (), ())
    assert told.seen_by == "Nog geen andere gemeente herkende dit." and told.stage is Stage.RAISED

"""No sequence of steps reaches an undeclared state, or loses what was before."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duidelijk.agenda.dossier import (
    Action,
    Addressee,
    Ask,
    AskKind,
    Dossier,
    Milestone,
    Origin,
    Recognition,
    Step,
    Urgency,
)
from duidelijk.agenda.sealing import as_document, from_document
from duidelijk.agenda.standing import (
    SIGNAL,
    Impossible,
    Stage,
    Standing,
    as_of,
    checked,
    standing,
    states,
)
from duidelijk.agenda.workflow import (
    FIRST,
    TRANSITIONS,
    OutOfOrder,
    State,
    Thing,
    possible,
    states_of,
    transition,
)
from duidelijk.catalogue import Text
from duidelijk.foundation.problems import Refused

_DAY = dt.date(2021, 1, 1)
_WHO = Addressee("ocw", Text("Ministerie van OCW", "Ministry of Education"), "ministry")
_NAMES = sorted({each.name for each in TRANSITIONS})
_KEYS = {Thing.SIGNAL: "", Thing.ASK: "a1", Thing.ACTION: "d1", Thing.MILESTONE: "m1"}
_TRIED = st.lists(
    st.tuples(
        st.sampled_from(list(Thing)), st.sampled_from(_NAMES), st.integers(0, 40), st.integers(1, 9)
    ),
    max_size=60,
)


def _day(number: int) -> dt.date:
    return _DAY + dt.timedelta(days=number)


def _step(thing: Thing, name: str, on: int, until: int | None = None) -> Step:
    later = _day(on + until) if until is not None else None
    return Step(thing, _KEYS[thing], name, _day(on), until=later)


def _dossier(*steps: Step) -> Dossier:
    milestone = Milestone("m1", Text("Klaar", "Ready"), _day(10))
    return Dossier(
        1,
        Text("Stages", "Internships"),
        Text("Er zijn er te weinig.", "There are too few."),
        Origin.PRACTICE,
        Urgency.NOW,
        "Jongerenraad",
        ("onderwijs",),
        recognised=(Recognition("Gemeente Ede", "municipality", _day(2), "GM0228"),),
        asks=(Ask("a1", AskKind.PROPOSAL, Text("Doe dit.", ""), _WHO, _day(9)),),
        actions=(
            Action("d1", Text("Plan", ""), Text("", ""), _WHO, "a1", milestones=(milestone,)),
        ),
        steps=steps,
    )


def _stood(steps: list[Step]) -> Standing:
    found = as_of(_dossier(*steps), _day(40))
    assert found is not None
    return standing(found)


def _taken(tried: list[tuple[Thing, str, int, int]]) -> list[Step]:
    """Those of the steps that were possible, each tried as somebody would."""
    kept: list[Step] = []
    for thing, name, on, until in tried:
        step = _step(thing, name, on, until)
        try:
            checked(kept, step, _day(40))
        except (OutOfOrder, Impossible):
            continue
        kept.append(step)
    return kept


def test_the_table_is_whole() -> None:
    assert {each.thing for each in TRANSITIONS} == set(Thing) == set(FIRST)
    pairs = [(each.thing, each.name) for each in TRANSITIONS]
    assert len(pairs) == len(set(pairs)), "a name means one step"
    for thing in Thing:
        reached, wave = set(), {State.NONE}
        while wave:
            reached |= wave
            wave = {one.after for each in wave for one in possible(thing, each)} - reached
        assert reached == states_of(thing), f"a state of {thing} that nothing leads to"
    assert all(each.by for each in TRANSITIONS)


def test_what_takes_something_away_says_why() -> None:
    ends = {State.TURNED_DOWN, State.WITHDRAWN, State.REFUSED, State.STOPPED, State.DROPPED}
    assert all(each.reason for each in TRANSITIONS if each.after in ends)


@given(_TRIED)
def test_no_sequence_reaches_an_undeclared_state_or_loses_history(
    tried: list[tuple[Thing, str, int, int]],
) -> None:
    kept: list[Step] = []
    for thing, name, on, until in tried:
        step = _step(thing, name, on, until)
        before, history = states(kept), tuple(kept)
        now = before.get((thing, _KEYS[thing]), State.NONE)
        try:
            after = checked(kept, step, _day(40))
        except (OutOfOrder, Impossible):
            assert states(kept) == before
            continue
        kept.append(step)
        assert tuple(kept[:-1]) == history
        assert after in states_of(thing)
        assert after is transition(thing, now, name).after
    for (thing, _), state in states(kept).items():
        assert state in states_of(thing)


@given(_TRIED, st.integers(-1, 41))
def test_as_it_stood_on_a_day_is_what_had_happened_by_then(
    tried: list[tuple[Thing, str, int, int]], day: int
) -> None:
    dossier = _dossier(*_taken(tried))
    then = as_of(dossier, _day(day))
    if then is None:
        assert not any(
            each.thing is Thing.SIGNAL and each.on <= _day(day) for each in dossier.steps
        )
        return
    assert [each for each in dossier.steps if each.on <= _day(day)] == list(then.steps)
    stood = standing(then)
    assert stood.stage in set(Stage)
    assert {each.id for each in then.asks} == {key for thing, key in stood.states if thing == "ask"}
    assert as_of(then, _day(day)) == then
    if stood.stage is not Stage.RAISED:
        assert max(stood.reached().values()) <= stood.changed


@given(_TRIED)
def test_a_register_is_read_as_it_was_written(tried: list[tuple[Thing, str, int, int]]) -> None:
    dossier = _dossier(*_taken(tried))
    assert from_document(as_document([dossier])) == (dossier,)


def test_a_register_of_a_later_layout_is_refused() -> None:
    with pytest.raises(Refused, match="layout 2"):
        from_document({"format": 2, "signals": []})


def test_a_step_out_of_order_or_on_an_impossible_day_is_refused() -> None:
    raised = _step(Thing.SIGNAL, "raise", 5)
    with pytest.raises(OutOfOrder):
        checked([raised], _step(Thing.SIGNAL, "close", 6), _day(9))
    with pytest.raises(Impossible, match="before"):
        checked([raised], _step(Thing.SIGNAL, "take_up", 4), _day(9))
    with pytest.raises(Impossible, match="future"):
        checked([raised], _step(Thing.SIGNAL, "take_up", 10), _day(9))
    asked = [_step(Thing.ASK, each, 1) for each in ("draft", "agree", "put")]
    with pytest.raises(Impossible, match="past"):
        checked(asked, _step(Thing.ASK, "defer", 3, 0), _day(9))


def test_a_signal_goes_from_seen_to_done() -> None:
    steps = [_step(Thing.SIGNAL, "raise", 0), _step(Thing.SIGNAL, "take_up", 1)]
    stages = [_stood(steps).stage]
    told = [
        (Thing.ASK, "draft", 2),
        (Thing.ASK, "agree", 3),
        (Thing.ASK, "put", 4),
        (Thing.ASK, "accept", 6),
        (Thing.ACTION, "plan", 7),
        (Thing.MILESTONE, "set", 7),
        (Thing.ACTION, "start", 8),
        (Thing.ACTION, "finish", 9),
        (Thing.SIGNAL, "close", 12),
    ]
    for thing, name, on in told:
        steps.append(_step(thing, name, on))
        stood = _stood(steps)
        if stood.stage is not stages[-1]:
            stages.append(stood.stage)
    assert stages == ["seen", "asked", "answered", "planned", "acting", "done", "closed"]
    assert list(stood.reached().values()) == [_day(each) for each in (0, 4, 6, 7, 8, 9)]


def test_what_is_due_is_the_first_thing_that_is_not_there_yet() -> None:
    opened = [_step(Thing.SIGNAL, "raise", 0), _step(Thing.SIGNAL, "take_up", 1)]
    asked = [*opened, *(_step(Thing.ASK, each, 2) for each in ("draft", "agree", "put"))]
    acted = [
        *asked,
        _step(Thing.ASK, "accept", 3),
        _step(Thing.ACTION, "plan", 3),
        _step(Thing.MILESTONE, "set", 3),
    ]

    def due(steps: list[Step]) -> dt.date | None:
        return _stood(steps).next_due()

    assert due(opened) is None
    assert due(asked) == _day(9)
    assert due([*asked, _step(Thing.ASK, "defer", 3, 17)]) == _day(20)
    assert due(acted) == _day(10)
    assert due([*acted, _step(Thing.MILESTONE, "move", 4, 8)]) == _day(12)
    assert due([*acted, _step(Thing.MILESTONE, "meet", 8)]) is None
    assert due([*acted, _step(Thing.SIGNAL, "withdraw", 8)]) is None


def test_municipalities_count_once_however_many_of_their_offices_recognise_it() -> None:
    told = [("Gemeente Ede", "GM0228"), ("Ede, jeugd", "GM0228"), ("Gemeente Tiel", "GM0281")]
    seen = [Recognition(name, "municipality", _DAY, region) for name, region in told]
    seen.append(Recognition("GGD", "ggd", _DAY, "GG0001"))
    dossier = Dossier(
        1, _WHO.name, _WHO.name, Origin.LOCAL, Urgency.SOON, "x", (), recognised=tuple(seen)
    )
    assert dossier.municipalities == 2
    assert standing(dossier).states.get(SIGNAL) is None

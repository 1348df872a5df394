"""Which signals say the same: a little set of made-up signals, in groups that do."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from duidelijk.agenda.duplicates import MOST, Candidate, alike, prints, shared_words

_IN_OTHER_WORDS = Path(__file__).with_name("signals_alike.yaml")
SAME = (
    (
        "onderwijs",
        ("Te weinig stages in het mbo", "Studenten vinden geen stageplek, vooral in de horeca."),
        ("Stagetekort bij mbo-studenten", "Er zijn duizenden stageplaatsen te weinig."),
        ("Mbo’ers zonder stage", "Wie geen stageplaats vindt kan niet afstuderen."),
    ),
    (
        "mentale_weerbaarheid",
        ("Jongeren zijn vaker somber", "Scholen melden meer leerlingen met sombere klachten."),
        ("Somberheid onder jongeren neemt toe", "De huisarts ziet meer sombere jongeren."),
    ),
    (
        "mentale_weerbaarheid",
        ("Ouderen zijn eenzaam", "Ouderen krijgen weinig bezoek en voelen zich eenzaam."),
        ("Eenzaamheid bij ouderen", "Vrijwilligers melden eenzame ouderen zonder bezoek."),
    ),
    (
        "werk_inkomen",
        ("Schulden bij zelfstandigen", "Zzp’ers kloppen aan met schulden bij de belasting."),
        ("Zzp’ers met belastingschulden", "Zelfstandigen kunnen hun belastingschuld niet betalen."),
    ),
    (
        "werk_inkomen",
        ("Voedselbank krijgt meer klanten", "De voedselbank deelt meer pakketten uit."),
        ("Meer mensen bij de voedselbank", "De wachtlijst van de voedselbank groeit."),
    ),
    (
        "sociale_cohesie",
        ("Overlast van hangjongeren", "Buurtbewoners klagen over groepen jongeren op straat."),
    ),
    ("onderwijs", ("Laptops ontbreken thuis", "Kinderen delen een computer en missen lessen.")),
    ("gedrag", ("Testlocatie is te ver", "Zonder auto is de teststraat niet te bereiken.")),
    ("werk_inkomen", ("Flexwerkers verliezen werk", "Uitzendbureaus zeggen contracten op.")),
    ("onderwijs", ("Leraren vallen uit", "Ziekteverzuim onder leraren leidt tot lesuitval.")),
)
EVERY = [
    (group, theme, title, text) for group, (theme, *told) in enumerate(SAME) for title, text in told
]


def _candidates(but: int) -> list[Candidate]:
    return [
        Candidate(key, prints(title, text), frozenset({theme}))
        for key, (_, theme, title, text) in enumerate(EVERY)
        if key != but
    ]


@pytest.mark.parametrize("key", range(len(EVERY)))
def test_a_signal_is_shown_those_that_say_the_same_first(key: int) -> None:
    group, theme, title, text = EVERY[key]
    found = alike(title, text, frozenset({theme}), _candidates(key))
    wanted = {at for at, each in enumerate(EVERY) if each[0] == group and at != key}
    first = {each.key for each in found[: len(wanted)]}
    assert first == wanted, [(EVERY[each.key][2], each.score) for each in found]


def test_few_others_are_suggested() -> None:
    wrong = sum(
        EVERY[found.key][0] != group
        for key, (group, theme, title, text) in enumerate(EVERY)
        for found in alike(title, text, frozenset({theme}), _candidates(key))
    )
    assert wrong <= 2, "so many of all suggestions are about something else"


def test_the_same_words_are_wholly_alike_and_others_not_at_all() -> None:
    group, theme, title, text = EVERY[0]
    (first, *_) = alike(title, text, frozenset({theme}), _candidates(-1))
    assert (first.key, first.score) == (0, pytest.approx(1.0))
    assert alike("Zeilboten", "De haven vriest dicht.", frozenset(), _candidates(-1)) == []
    assert group == 0


def test_what_two_texts_share_is_told_in_words() -> None:
    shared = shared_words("Te weinig stages in het mbo", "Er zijn stageplaatsen te weinig.")
    assert shared == ["stages"], "and not what stands in any signal"


def test_signals_in_wholly_other_words_are_mostly_found_among_many_of_their_theme() -> None:
    every = yaml.load(_IN_OTHER_WORDS.read_text("utf-8"), yaml.CSafeLoader)
    candidates = [
        Candidate(key, prints(each["title"], each["text"]), _about(each))
        for key, each in enumerate(every)
    ]
    right = wrong = missed = 0
    for key, each in enumerate(every):
        if each.get("calibrate"):
            continue
        others = [one for one in candidates if one.key != key]
        found = {one.key for one in alike(each["title"], each["text"], _about(each), others)}
        wanted = {
            at
            for at, one in enumerate(every)
            if at != key and one.get("says", "") == each.get("says", "nothing")
        }
        right, wrong = right + len(found & wanted), wrong + len(found - wanted)
        missed += len(wanted - found)
    assert right / (right + missed) > 0.8, "of those that say the same, so many are shown"
    assert right / (right + wrong) > 0.45, "and of those shown, so many say the same"


def _about(signal: dict[str, str]) -> frozenset[str]:
    return frozenset(signal[each] for each in ("theme", "group") if each in signal)


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_can_be_compared(one: str, other: str) -> None:
    found = alike(one, other, frozenset(), [Candidate(1, prints(other, one), frozenset())])
    assert len(found) <= MOST
    assert all(0 <= each.score <= 1.001 for each in found)
    assert alike(one, other, frozenset(), [Candidate(1, b"", frozenset())]) == []

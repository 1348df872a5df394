"""Sentences about figures, from fields only: no sentence says what no field holds.

One function a language-independent thought, with the words of both languages beside each other, so
that the Dutch and the English cannot drift apart.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from duidelijk.catalogue import Indicator, Text
from duidelijk.change.pairing import Comparison
from duidelijk.change.verdict import Reason, Verdict
from duidelijk.periods import Period, PeriodKind
from duidelijk.publish.numbers import (
    difference_unit,
    number,
    quantity,
    signed,
    with_sign,
    with_unit,
)
from duidelijk.publish.periods import date_words, period_words

VERDICT_WORDS = {
    Verdict.RISEN: Text("gestegen", "risen"),
    Verdict.FALLEN: Text("gedaald", "fallen"),
    Verdict.NO_DEMONSTRABLE_CHANGE: Text("geen aantoonbare verandering", "no demonstrable change"),
    Verdict.NOT_TESTABLE: Text("niet te toetsen", "cannot be tested"),
    Verdict.NOT_COMPARABLE: Text("niet vergelijkbaar", "not comparable"),
}

FAVOURABLE_WORDS = {
    True: Text("gunstig", "favourable"),
    False: Text("ongunstig", "unfavourable"),
    None: Text("geen oordeel", "no judgement"),
}

REASON_WORDS = {
    Reason.NO_REFERENCE: Text(
        "er is geen eerder cijfer dat ermee te vergelijken is",
        "there is no earlier figure that can be compared with it",
    ),
    Reason.MISSING: Text("een van de twee cijfers ontbreekt", "one of the two figures is missing"),
    Reason.NO_MARGINS: Text(
        "de bron geeft geen marges, dus is niet te zeggen wat toeval is",
        "the source gives no margins, so we cannot tell what is chance",
    ),
    Reason.SHORT_HISTORY: Text(
        "de reeks is te kort om te weten welke verandering gewoon is",
        "the series is too short to know which changes are usual",
    ),
    Reason.SMALL_COUNT: Text(
        "het gaat om gemiddeld minder dan vijf gevallen",
        "there are fewer than five cases on average",
    ),
    Reason.BOUNDARY: Text(
        "de grenzen van de regio zijn veranderd", "the borders of the region changed"
    ),
    Reason.TOO_NOISY: Text(
        "de reeks schommelt daarvoor te sterk", "the series fluctuates too much for that"
    ),
    Reason.IRREGULAR: Text(
        "de cijfers komen onregelmatig, dus wij kunnen geen verwachting maken",
        "the figures come at irregular times, so we cannot say what to expect",
    ),
    Reason.GAP: Text(
        "de periode ertussen ontbreekt, dus is niet bekend welke verandering gewoon is",
        "the period in between is missing, so which change is usual is not known",
    ),
}


_NAMED_PARTS = 6
"""A sum of more parts than this is told by their number."""

_DIRECTION_NOUNS = {
    -1: Text("daling", "fall"),
    0: Text("verschil", "difference"),
    1: Text("stijging", "rise"),
}


@dataclass(frozen=True)
class Change:
    """One row of an edition's changes, with the decimals both figures were published in."""

    row: Mapping[str, Any]
    decimals: int

    def __getitem__(self, name: str) -> Any:
        return self.row[name]


def value_sentence(
    indicator: Indicator, period: str, value: float, decimals: int, language: str
) -> str:
    """``In december 2020 was 3,9 % werkloos.``, by the indicator's own sentence if it has one."""
    shown = quantity(value, decimals, indicator, language)
    when = f"{preposition(period, language)} {period_words(period, language)}"
    if indicator.sentence is None:
        return f"{indicator.title.to(language)} {when}: {shown}."
    return capital(
        indicator.sentence.to(language).replace("{when}", when).replace("{value}", shown)
    )


def change_sentence(indicator: Indicator, change: Change, language: str) -> str:
    """What changed since the reference, and how sure that is; one to two sentences."""
    dutch = language == "nl"
    reference = change["reference_period"]
    if reference is None:
        reason = REASON_WORDS[Reason.NO_REFERENCE].to(language)
        return f"{capital(VERDICT_WORDS[Verdict.NOT_TESTABLE].to(language))}: {reason}."
    since = period_words(reference, language)
    match change["verdict"]:
        case Verdict.RISEN | Verdict.FALLEN:
            amount = difference_words(indicator, change, language)
            direction = direction_word(indicator, change["difference"], language)
            at = preposition(reference, language)
            if dutch:
                return f"Dat is {amount} {direction} dan {at} {since}."
            return f"That is {amount} {direction} than {at} {since}."
        case Verdict.NO_DEMONSTRABLE_CHANGE:
            would = detectable_words(indicator, change, language)
            moved = _moved(indicator, change, language)
            what = _DIRECTION_NOUNS[_sign(indicator, change)].to(language)
            if moved and _by_own_years(change):
                usual = "kan gewone schommeling zijn" if dutch else "can be ordinary fluctuation"
                moved = f": {moved.strip(' ()')} {'in een jaar' if dutch else 'in a year'} {usual}"
            if dutch:
                return (
                    f"Geen aantoonbare verandering sinds {since}{moved}; "
                    f"een {what} van {would} of meer zou zijn opgevallen."
                )
            return (
                f"No demonstrable change since {since}{moved}; "
                f"a {what} of {would} or more would have been detected."
            )
        case Verdict.NOT_COMPARABLE:
            broken = break_between(indicator, reference, change["period"])
            if change["reason"] == Reason.BOUNDARY:
                broken = REASON_WORDS[Reason.BOUNDARY]
            why = f": {sentence_part(broken.to(language))}" if broken else ""
            if dutch:
                return stopped(f"Niet te vergelijken met {since}{why}")
            return stopped(f"Cannot be compared with {since}{why}")
    why = REASON_WORDS[Reason(change["reason"])].to(language)
    moved = _moved(indicator, change, language)
    if dutch:
        return f"Niet te toetsen of dit een verandering is sinds {since}{moved}: {why}."
    return f"Whether this is a change since {since} cannot be tested{moved}: {why}."


def detectable_words(indicator: Indicator, change: Change, language: str) -> str:
    """The smallest difference that would have shown, as a reader would see it."""
    # the next number up: a difference of just the minimum touches nought and does not show
    step = 10.0**change.decimals
    least = (math.floor(change["minimum_detectable"] * step + 1e-9) + 1) / step
    return _amount(indicator, _coarse(least, indicator), change.decimals, language)


def difference_words(indicator: Indicator, change: Change, language: str) -> str:
    """The size of a difference with its unit, and relative where that says more."""
    difference = change["difference"]
    words = _amount(indicator, abs(difference), change.decimals, language)
    relative = relative_change(indicator, change["value"], change["reference"])
    if relative is None:
        return words
    # the direction is a word of the sentence, not a sign as well
    percent = number(abs(relative), 1 if abs(relative) < 10 else 0, language)
    return f"{words} ({with_sign(percent, language)})"


def short_change(indicator: Indicator, change: Change, language: str) -> str:
    """The size of a difference for in a table: ``+3,1 punten``, ``−2,6 %``."""
    if change["difference"] is None:
        return ""
    relative = relative_change(indicator, change["value"], change["reference"])
    if relative is not None:
        text = signed(relative, 1 if abs(relative) < 10 else 0, language)
        return with_sign(text, language)
    text = signed(change["difference"], change.decimals, language)
    if indicator.kind in ("percent", "balance", "score"):
        one = abs(round(change["difference"], change.decimals)) == 1
        unit = ("point" if one else "points") if language == "en" else "punt" if one else "punten"
        return f"{text} {unit}"
    return with_unit(text, indicator, language)


def relative_change(indicator: Indicator, value: float, reference: float) -> float | None:
    """Percent change of a count; ``None`` where relative change says nothing."""
    if indicator.kind != "count" or value is None or not reference or abs(reference) < 1e-6:
        return None
    return (value / reference - 1.0) * 100.0


def break_between(indicator: Indicator, reference: str, period: str) -> Text | None:
    """The reason of the last declared break after *reference*, up to *period*."""
    first, last = Period.parse(reference).start, Period.parse(period).end
    passed = [each for each in indicator.breaks if first < Period.parse(each.period).start <= last]
    return passed[-1].reason if passed else None


def provenance_sentence(row: Mapping[str, Any], language: str) -> str:
    """What a reader must know of where a figure stands: provisional, or known only from later."""
    dutch = language == "nl"
    parts = []
    if row.get("status") in ("provisional", "revised_provisional"):
        parts.append("Voorlopig cijfer." if dutch else "Provisional figure.")
    if row.get("vintage") == "later":
        published = date_words(row["published"], language)
        parts.append(
            f"Achteraf samengesteld: dit cijfer komt uit een publicatie van {published}."
            if dutch
            else f"Compiled afterwards: this figure is from a publication of {published}."
        )
    return " ".join(parts)


def carried_words(names: Sequence[str], language: str) -> str:
    """What a carried figure is the sum of: ``opgeteld uit Appingedam, Delfzijl en Loppersum``."""
    if len(names) > _NAMED_PARTS:
        return (
            f"opgeteld uit {len(names)} gemeenten"
            if language == "nl"
            else f"added up from {len(names)} municipalities"
        )
    both = " en " if language == "nl" else " and "
    listed = both.join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return f"{'opgeteld uit' if language == 'nl' else 'added up from'} {listed}"


def carried_sentence(reference: str, names: Sequence[str], language: str) -> str:
    """That the figure of the period *reference* is a sum, and of which regions of then."""
    period, words = period_words(reference, language), carried_words(names, language)
    if language == "nl":
        return f"Het cijfer van {period} is {words}."
    return f"The figure of {period} is {words}."


def _moved(indicator: Indicator, change: Change, language: str) -> str:
    if change["difference"] is None:
        return ""
    text = signed(change["difference"], change.decimals, language)
    unit = difference_unit(
        indicator, language, plural=abs(round(change["difference"], change.decimals)) != 1
    )
    return f" ({text}\u00a0{unit})"


def _by_own_years(change: Change) -> bool:
    """Whether a change in a year was held against how much the series usually changes in one: then
    even a large one can be nothing special, and the sentence must say so.
    """
    row = change.row
    return row.get("comparison") == Comparison.YEAR.value and row.get("value_lower") is None


def _sign(indicator: Indicator, change: Change) -> int:
    """The direction a promised minimum holds for: of counts that of the change, else either."""
    if indicator.kind != "count" or indicator.uncertainty != "count" or not change["difference"]:
        return 0
    return 1 if change["difference"] > 0 else -1


def _coarse(size: float, indicator: Indicator) -> float:
    """A threshold of a large count rounded up to two digits: it is no exact number."""
    if indicator.kind != "count" or size < 100:
        return size
    step = 10.0 ** (math.floor(math.log10(size)) - 1)
    return math.ceil(size / step - 1e-9) * step


def _amount(indicator: Indicator, size: float, decimals: int, language: str) -> str:
    step = 10.0**-decimals
    shown = round(size, decimals)
    if size and not shown:  # a difference that can be told is never said to be nought
        less = "minder dan" if language == "nl" else "less than"
        unit = difference_unit(indicator, language, plural=step != 1)
        return f"{less} {number(step, decimals, language)}\u00a0{unit}"
    unit = difference_unit(indicator, language, plural=shown != 1)
    return f"{number(size, decimals, language)}\u00a0{unit}"


def direction_word(indicator: Indicator, difference: float, language: str) -> str:
    """Whether a difference is more or less, higher or lower."""
    more = difference > 0
    if indicator.kind == "count":
        if language == "nl":
            return "meer" if more else "minder"
        return "more" if more else "fewer"
    if language == "nl":
        return "hoger" if more else "lager"
    return "higher" if more else "lower"


def preposition(period: str, language: str) -> str:
    """What stands before a period in a sentence: in, op, van."""
    found = Period.parse(period)
    if found.kind not in (PeriodKind.WAVE, PeriodKind.DAY, PeriodKind.PART_WEEK):
        return "in"
    if found.start == found.end:
        return "op" if language == "nl" else "on"
    return "van" if language == "nl" else "from"


def capital(text: str) -> str:
    """The text with a capital in front, for where a name begins a line."""
    return text[:1].upper() + text[1:]


def sentence_part(text: str) -> str:
    """A text to stand within a sentence: with a small letter, unless it is an abbreviation."""
    if len(text) > 1 and text[1].isupper():  # an abbreviation
        return text
    return text[:1].lower() + text[1:]


def stopped(text: str) -> str:
    """A sentence with its full stop."""
    return text if text.endswith((".", "!", "?")) else f"{text}."

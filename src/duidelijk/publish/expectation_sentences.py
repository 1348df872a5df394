"""Sentences about what was expected, from fields only; see ``sentences`` for what has changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from duidelijk.catalogue import Indicator, Text
from duidelijk.catalogue.model import TOTAL
from duidelijk.change.pairing import OVER_THREE, Comparison
from duidelijk.change.verdict import Reason, Verdict
from duidelijk.periods import Period, PeriodKind
from duidelijk.publish.numbers import number, quantity
from duidelijk.publish.periods import period_words
from duidelijk.publish.sentences import (
    REASON_WORDS,
    Change,
    break_between,
    detectable_words,
    difference_words,
    direction_word,
    preposition,
    sentence_part,
    stopped,
)

_BASE = {
    Comparison.EXPECTED: Text(
        "dan verwacht op grond van eerdere cijfers", "than expected from earlier figures"
    ),
    Comparison.PERSISTENCE: Text(
        "dan verwacht op grond van de tijd daarvoor", "than expected from the period before that"
    ),
    Comparison.WITHOUT_CRISIS: Text(
        "dan zonder de crisis te verwachten was", "than expected without the crisis"
    ),
}
_OF_NATION = Text("dan past bij wat er landelijk gebeurde", "than fits what happened nationally")
_OF_EVERYBODY = Text("dan past bij iedereen samen", "than fits the whole population")


def expectation_sentence(
    indicator: Indicator, change: Change, language: str, group: str = TOTAL
) -> str:
    """How a figure stands to what was expected of it, and how sure that is.

    *change* is a row of changes of any comparison with something expected; *group* tells whether
    the nation's figure is that of everybody.
    """
    verdict, dutch = change["verdict"], language == "nl"
    comparison = Comparison(change["comparison"])
    if verdict == Verdict.NOT_TESTABLE:
        why = REASON_WORDS[Reason(change["reason"])].to(language)
        if dutch:
            return f"Niet te toetsen of dit is wat te verwachten was: {why}."
        return f"Whether this was to be expected cannot be tested: {why}."
    if verdict == Verdict.NOT_COMPARABLE:
        broken = break_between(indicator, change["reference_period"], change["period"])
        why = f": {sentence_part(broken.to(language))}" if broken else ""
        return stopped(
            f"Niet te vergelijken met wat ervoor was{why}"
            if dutch
            else f"Cannot be compared with what was before{why}"
        )
    span = range_words(indicator, expected_range(change), change.decimals, language)
    if verdict == Verdict.NO_DEMONSTRABLE_CHANGE:
        return _within(indicator, change, comparison, span, language)
    amount = difference_words(indicator, change, language)
    direction = direction_word(indicator, change["difference"], language)
    base = _base(comparison, group, language)
    expected = f"verwacht: {span}" if dutch else f"expected: {span}"
    if comparison in OVER_THREE:
        mean = quantity(change["value"], change.decimals, indicator, language)
        three = last_three(change["period"], language)
        if dutch:
            return (
                f"Gemiddeld over de laatste {three} is het {mean}: {amount} {direction} {base} "
                f"({expected})."
            )
        return (
            f"The average over the last {three} is {mean}: {amount} {direction} {base} "
            f"({expected})."
        )
    if dutch:
        return f"Dat is {amount} {direction} {base} ({expected})."
    return f"That is {amount} {direction} {base} ({expected})."


def _within(
    indicator: Indicator, change: Change, comparison: Comparison, span: str, language: str
) -> str:
    """That a figure is within what was expected, and what would not have been."""
    would = detectable_words(indicator, change, language)
    dutch = language == "nl"
    if comparison is Comparison.WITHOUT_CRISIS:
        if dutch:
            return f"Zonder de crisis was {span} te verwachten; daar valt het cijfer binnen."
        return f"Without the crisis, {span} was to be expected; the figure is within that range."
    if comparison in (Comparison.NATION, Comparison.NATION_PERSISTENCE):
        what = "het landelijke beeld" if dutch else "the national picture"
    else:
        what = "de gewone schommeling" if dutch else "ordinary fluctuation"
    if comparison in OVER_THREE:
        mean = quantity(change["value"], change.decimals, indicator, language)
        three = last_three(change["period"], language)
        if dutch:
            return (
                f"Over de laatste {three} samen geen aantoonbare afwijking: gemiddeld {mean} "
                f"past bij {what} ({span})."
            )
        return (
            f"Over the last {three} together no demonstrable deviation: {mean} on "
            f"average fits {what} ({span})."
        )
    if dutch:
        return (
            f"Geen aantoonbare afwijking: dit past bij {what} ({span}); "
            f"een afwijking van {would} of meer zou zijn opgevallen."
        )
    return (
        f"No demonstrable deviation: this fits {what} ({span}); "
        f"a deviation of {would} or more would have been detected."
    )


_THREE = {
    PeriodKind.WEEK: Text("drie weken", "three weeks"),
    PeriodKind.MONTH: Text("drie maanden", "three months"),
    PeriodKind.QUARTER: Text("drie kwartalen", "three quarters"),
    PeriodKind.HALF_YEAR: Text("drie halfjaren", "three half-years"),
    PeriodKind.YEAR: Text("drie jaren", "three years"),
    PeriodKind.SCHOOL_YEAR: Text("drie schooljaren", "three school years"),
}


def last_three(period: str, language: str) -> str:
    """``drie maanden``, of the kind that *period* is; of no calendar ``drie metingen``."""
    kind = Period.parse(period).kind
    return _THREE.get(kind, Text("drie metingen", "three survey rounds")).to(language)


def _base(comparison: Comparison, group: str, language: str) -> str:
    """What the figure is set against."""
    if comparison in (Comparison.NATION, Comparison.NATION_PERSISTENCE):
        return (_OF_NATION if group == TOTAL else _OF_EVERYBODY).to(language)
    return _BASE[comparison].to(language)


def expected_range(change: Mapping[str, Any] | Change) -> tuple[float, float]:
    """The ends of the range a figure was expected in, from its difference's interval."""
    return change["value"] - change["upper"], change["value"] - change["lower"]


def range_words(
    indicator: Indicator, ends: tuple[float, float], decimals: int, language: str
) -> str:
    """``10,9 tot 14,3 %``; an end that cannot be is drawn in."""
    low, high = within_bounds(indicator, ends)
    to = "tot" if language == "nl" else "to"
    return f"{number(low, decimals, language)} {to} {quantity(high, decimals, indicator, language)}"


def within_bounds(indicator: Indicator, ends: tuple[float, float]) -> tuple[float, float]:
    """The ends of a range, drawn in to what the figure can be."""
    low, high = ends
    if indicator.minimum is not None:
        low = max(low, indicator.minimum)
    if indicator.maximum is not None:
        high = min(high, indicator.maximum)
    return low, high


def coming_sentence(
    indicator: Indicator, row: Mapping[str, Any], language: str, failed: bool = False
) -> str:
    """What is expected of the next figure; *row* as an edition's ``coming.parquet`` has it.

    *failed*: what was expected of the figure before did not come true.
    """
    decimals = min(indicator.decimals, row["decimals"] if row["decimals"] is not None else 9)
    span = range_words(indicator, (row["low"], row["high"]), decimals, language)
    period = row["coming_period"]
    if period is None:
        when = "de volgende meting" if language == "nl" else "the next survey round"
    else:
        when = period_words(period, language)
    if language == "nl":
        warning = " De vorige verwachting kwam niet uit." if failed else ""
        return f"Voor {when} verwachten wij op grond van eerdere cijfers {span}.{warning}"
    warning = " The previous expectation did not come true." if failed else ""
    return f"For {when} we expect {span}, from earlier figures.{warning}"


def foretold_sentence(indicator: Indicator, row: Mapping[str, Any], language: str) -> str:
    """Whether the figure that came is within what the edition before expected of it."""
    decimals = min(indicator.decimals, row["decimals"] if row["decimals"] is not None else 9)
    span = range_words(indicator, (row["low"], row["high"]), decimals, language)
    dutch = language == "nl"
    if row["came"] < row["low"]:
        where = "eronder" if dutch else "is below that"
    elif row["came"] > row["high"]:
        where = "erboven" if dutch else "is above that"
    else:
        where = "erbinnen" if dutch else "is within that"
    if dutch:
        return f"De vorige editie verwachtte {span}; het cijfer ligt {where}."
    return f"The previous edition expected {span}; the figure {where}."


def came_true_sentence(came: int, inside: int, language: str) -> str:
    """How many figures of an indicator came in as an earlier edition expected; empty for none.

    Of the nation, groups and regions together, over all editions so far.
    """
    if not came:
        return ""
    shown, within = number(came, 0, language), number(inside, 0, language)
    if language == "nl":
        if came == 1:
            where = "binnen" if inside else "buiten"
            return (
                f"Tot nu toe is van 1 verwachting de uitkomst bekend; die viel {where} het bereik."
            )
        return (
            f"Tot nu toe is van {shown} verwachtingen de uitkomst bekend, van het land, groepen en "
            f"regio’s samen; {within} daarvan vielen binnen het verwachte bereik."
        )
    if came == 1:
        where = "within" if inside else "outside"
        return f"So far the outcome of 1 expectation is known; it fell {where} the range."
    return (
        f"So far the outcome of {shown} expectations is known, for the country, groups and regions "
        f"together; {within} of them fell within the range."
    )


def series_sentence(
    indicator: Indicator, period: str, value: float, decimals: int, names: str, language: str
) -> str:
    """``Faillissementen van bedrijven, Utrecht, in mei 2021: 102.``, of a region or a group."""
    when = f"{preposition(period, language)} {period_words(period, language)}"
    shown = quantity(value, decimals, indicator, language)
    return f"{indicator.title.to(language)}, {names}, {when}: {shown}."

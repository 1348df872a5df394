"""What still keeps an edition from being published: every reason at once, to mend them all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from duidelijk.editions.choice import Choice
from duidelijk.editions.edition import Edition
from duidelijk.editions.texts import LANGUAGES, Texts, development_key, text_names
from duidelijk.editions.verifying import verify
from duidelijk.foundation.problems import Problem, did_you_mean


class Kind(StrEnum):
    """What sort of thing keeps an edition in."""

    BROKEN_SEAL = "broken_seal"
    MISSING_TEXT = "missing_text"
    UNKNOWN_CHART = "unknown_chart"
    CHART_WITHOUT_WORDS = "chart_without_words"
    NO_CHOICE = "no_choice"
    NO_REASON = "no_reason"
    REVOKED = "revoked"
    EMBARGO = "embargo"
    EARLIER_NOT_OUT = "earlier_not_out"
    CORRECTS_NOTHING = "corrects_nothing"


_TOLD: dict[Kind, tuple[str, str]] = {
    Kind.BROKEN_SEAL: ("{detail}", "take it back and freeze it anew"),
    Kind.MISSING_TEXT: ("has no Dutch text", "write it"),
    Kind.UNKNOWN_CHART: ("shows a chart of an unknown indicator “{detail}”", "{remedy}"),
    Kind.CHART_WITHOUT_WORDS: (
        "the chart of {detail} has no text for who cannot see it",
        "write what it shows",
    ),
    Kind.NO_CHOICE: ("stands out, and nobody chose what to do with it", "choose"),
    Kind.NO_REASON: ("is left out without a reason", "say why"),
    Kind.REVOKED: ("was revoked: {detail}", "take the edition back and freeze it anew"),
    Kind.EMBARGO: (
        "is under embargo: the source publishes it on {detail}",
        "publish on that day or later",
    ),
    Kind.EARLIER_NOT_OUT: ("edition {detail} is not out yet", "publish that one first"),
    Kind.CORRECTS_NOTHING: ("corrects {detail}, which is not out", "there is no need"),
}


@dataclass(frozen=True)
class Wait:
    """One reason why an edition cannot come out yet."""

    kind: Kind
    subject: str
    """A text, a development, a release, an edition."""
    detail: str = ""
    remedy: str = ""

    def as_problem(self) -> Problem:
        """As the command line tells it."""
        what, remedy = (
            each.format(detail=self.detail, remedy=self.remedy) for each in _TOLD[self.kind]
        )
        return Problem(self.subject, 0, what, remedy)


def reasons_to_wait(
    edition: Edition,
    texts: Texts | None,
    charts: Mapping[tuple[str, str], list[tuple[str, str]]],
    revoked: Mapping[str, Mapping[str, str]],
    published: set[str],
    moment: dt.datetime,
) -> list[Wait]:
    """Why the *edition* in review cannot be published with *texts* at *moment*; empty when it can.

    ``None`` for texts: it is published without editors, and only its figures matter.

    *charts* are those put in each text, by name and language: indicator and alternative text.
    *revoked* are the releases that count no more, *published* the editions that are out.
    """
    if broken := verify(edition.folder):
        return [Wait(Kind.BROKEN_SEAL, each.where, each.what) for each in broken]
    of_figures = [*_releases(edition, revoked, moment), *_order(edition, published)]
    if texts is None:
        return of_figures
    return [
        *_missing_texts(edition, texts),
        *_charts(edition, charts),
        *_choices(edition, texts),
        *of_figures,
    ]


def _missing_texts(edition: Edition, texts: Texts) -> Iterator[Wait]:
    for name in text_names(edition.monitor):
        text = texts.texts.get(name)
        if text is None or not text.nl.strip():
            yield Wait(Kind.MISSING_TEXT, name)


def _charts(
    edition: Edition, charts: Mapping[tuple[str, str], list[tuple[str, str]]]
) -> Iterator[Wait]:
    indicators = edition.monitor.indicators
    for (name, language), found in charts.items():
        where = f"{name} ({language})"
        for key, alternative in found:
            if key not in indicators:
                remedy = did_you_mean(key, indicators)
                yield Wait(Kind.UNKNOWN_CHART, where, key, remedy)
            elif not alternative.strip():
                yield Wait(Kind.CHART_WITHOUT_WORDS, where, key)


def _choices(edition: Edition, texts: Texts) -> Iterator[Wait]:
    listed = edition.striking["developments"] if edition.striking else []
    for each in listed:
        key = development_key(each)
        chosen = texts.choices.get(key)
        if chosen is None:
            yield Wait(Kind.NO_CHOICE, key)
        elif chosen.choice is Choice.OUT and not _told(chosen.reason):
            yield Wait(Kind.NO_REASON, key)


def _told(reason: object) -> bool:
    return any(getattr(reason, language, "").strip() for language in LANGUAGES)


def _releases(
    edition: Edition, revoked: Mapping[str, Mapping[str, str]], moment: dt.datetime
) -> Iterator[Wait]:
    for key, release in edition.releases.items():
        if key in revoked:
            yield Wait(Kind.REVOKED, key, revoked[key]["reason"])
        elif release.published > moment.date() and not edition.monitor.synthetic:
            yield Wait(Kind.EMBARGO, key, release.published.isoformat())


def _order(edition: Edition, published: set[str]) -> Iterator[Wait]:
    before = edition.description["previous"]
    if before and before not in published:
        yield Wait(Kind.EARLIER_NOT_OUT, edition.id, before)
    corrects = edition.corrects
    if corrects and corrects not in published:
        yield Wait(Kind.CORRECTS_NOTHING, edition.id, corrects)

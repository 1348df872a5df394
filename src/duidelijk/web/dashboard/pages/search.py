"""Search within an edition: indicators, themes, groups, regions by any name they had, and terms."""

from __future__ import annotations

import difflib
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import snowballstemmer
from django.utils.text import Truncator

from duidelijk.agenda.standing import standing
from duidelijk.editions.edition import Edition
from duidelijk.publish.duiding.plain import in_language
from duidelijk.publish.edition_sentences import NATION
from duidelijk.regions import partition_on, partitions, region
from duidelijk.regions.names import simplified
from duidelijk.web.dashboard.glossary import terms_of
from duidelijk.web.dashboard.pages.region import related, successors
from duidelijk.web.dashboard.places import Place
from duidelijk.web.words import words

MOST = 40
_LONGEST = 80
_MOST_WORDS = 6
_LONG_WORD = 7
_WORD = re.compile(r"[^\W_]+")
_STEMMERS = {"nl": "dutch", "en": "english"}
_TITLE, _ALSO, _TEXT = 8.0, 6.0, 2.0
_KINDS = ("theme", "duiding", "signal", "group", "region", "indicator", "term", "page")
_SHOWN, _LOOKED_IN = 160, 2000
"""So many characters of what people said stand in a list, and are looked in."""


@dataclass(frozen=True)
class Entry:
    """Something that can be found, with its words by how much they weigh."""

    kind: str
    title: str
    url: str
    note: str
    weights: dict[str, float] = field(hash=False, compare=False)
    """Simplified word or its stem → weight."""
    ahead: float = 0.0
    """How much it goes before others that hold the words as well."""
    lang: str = ""
    """Of its title, where that is another than the reader's."""


def search_page(edition: Edition, asked: str, place: Place) -> dict[str, Any]:
    """What the page of a search shows for what was *asked*; nothing yet when that is empty."""
    asked = " ".join(asked.split())[:_LONGEST]
    found = search(edition, asked, place) if asked else []
    return {
        "asked": asked,
        "results": [
            {
                "kind": each.kind,
                "title": each.title,
                "url": each.url,
                "note": each.note,
                "lang": each.lang,
            }
            for each in found[:MOST]
        ],
        "more": max(len(found) - MOST, 0),
        "meant": _meant(edition, asked, place) if asked and not found else [],
    }


def listed(edition: Edition, place: Place) -> list[dict[str, Any]]:
    """Everything there is to find, by kind, for where no program can search."""
    kinds: dict[str, list[dict[str, str]]] = {kind: [] for kind in _KINDS}
    for each in _index(edition, place):
        titled = set(_words(each.title))
        also = [word for word, weight in each.weights.items() if weight >= _ALSO]
        kinds[each.kind].append(
            {
                "title": each.title,
                "url": each.url,
                "note": each.note,
                "lang": each.lang,
                "also": " ".join(word for word in also if word not in titled),
            }
        )
    return [{"kind": kind, "entries": found} for kind, found in kinds.items() if found]


def search(edition: Edition, asked: str, place: Place) -> list[Entry]:
    """The entries that hold every word asked for, the best first.

    A word is held when it begins a word of the entry, or has the same stem.
    """
    wanted = [(each, _stem(each, place.language)) for each in _words(asked)[:_MOST_WORDS]]
    if not wanted:
        return []
    scored = []
    for at, entry in enumerate(_index(edition, place)):
        scores = [_score(entry, *each) for each in wanted]
        if all(scores):
            whole = 5.0 if simplified(entry.title) == simplified(asked) else 0.0
            order = _KINDS.index(entry.kind)
            scored.append((-sum(scores) - whole - entry.ahead, order, at, entry))
    return [entry for *_, entry in sorted(scored, key=lambda each: each[:3])]


def _score(entry: Entry, word: str, stem: str) -> float:
    held = entry.weights
    best = max(held.get(word, 0.0), held.get(stem, 0.0) * 0.9)
    if best == 0.0 and len(word) > 1:
        best = max((w * 0.7 for each, w in held.items() if each.startswith(word)), default=0.0)
    return best


def _meant(edition: Edition, asked: str, place: Place) -> list[dict[str, str]]:
    """What has a word in its title that looks like one that was asked for."""
    titled: dict[str, Entry] = {}
    for entry in _index(edition, place):
        for word in _words(entry.title):
            titled.setdefault(word, entry)
    near = [titled[found] for word in _words(asked)[:_MOST_WORDS] for found in _alike(word, titled)]
    return [{"title": each.title, "url": each.url} for each in dict.fromkeys(near)][:3]


def _alike(word: str, titled: Mapping[str, Entry]) -> list[str]:
    """Words spelled nearly so, or that begin so: Dutch glues words together."""
    near = difflib.get_close_matches(word, titled, n=2, cutoff=0.75)
    if near or len(word) < _LONG_WORD:
        return near
    begun = {each[: len(word)]: each for each in titled}
    return [begun[each] for each in difflib.get_close_matches(word, begun, n=2, cutoff=0.8)]


def _words(text: str) -> list[str]:
    return [simplified(each) for each in _WORD.findall(text)]


class _Stemmers(threading.local):
    """Stemmers keep their word on themselves, so every thread has its own."""

    def __init__(self) -> None:
        self.of = {each: snowballstemmer.stemmer(name) for each, name in _STEMMERS.items()}


_stemmers = _Stemmers()


@lru_cache(maxsize=16384)
def _stem(word: str, language: str) -> str:
    return str(_stemmers.of[language].stemWord(word))


@lru_cache(maxsize=64)
def _index(edition: Edition, place: Place) -> tuple[Entry, ...]:
    """Everything there is to find; kept, since an edition never changes."""
    return tuple(
        entry
        for entries in (
            _themes(edition, place),
            _duiding(edition, place),
            _signals(edition, place),
            _groups(edition, place),
            _indicators(edition, place),
            _regions(edition, place),
            _terms(edition, place),
            _pages(place),
        )
        for entry in entries
    )


def _entry(
    kind: str,
    title: str,
    url: str,
    note: str,
    language: str,
    also: str = "",
    text: str = "",
    ahead: float = 0.0,
) -> Entry:
    weights: dict[str, float] = {}
    for words_of, weight in ((title, _TITLE), (also, _ALSO), (text, _TEXT)):
        for word in _words(words_of):
            for each in (word, _stem(word, language)):
                weights[each] = max(weights.get(each, 0.0), weight)
        joined = simplified(words_of) if words_of is title else ""
        if joined:
            weights.setdefault(joined, weight)
    return Entry(kind, title, url, note, weights, ahead)


def _themes(edition: Edition, place: Place) -> Iterator[Entry]:
    for each in edition.monitor.themes:
        question = each.question.to(place.language)
        title = each.title.to(place.language)
        yield _entry("theme", title, place.theme(each.id), question, place.language, text=question)


def _duiding(edition: Edition, place: Place) -> Iterator[Entry]:
    """What people made of the figures: conclusions, open questions and signals."""
    language, phrases = place.language, words(place.language)
    for report in edition.texts.duiding:
        page = place.session(report.id)
        told = [
            (one.text, phrases[f"conclusion_{one.status.value}"], f"{page}#c-{report.id}-{one.id}")
            for one in report.conclusions
        ]
        told += [(one.text, phrases["duiding_signals"], page) for one in report.signals]
        told += [(one.text, phrases["duiding_questions"], page) for one in report.questions]
        for text, note, url in told:
            found = in_language(text, language)
            said = found.text[:_LOOKED_IN]
            if report.example:
                note = f"{note} · {phrases['duiding_played']}"
            title = Truncator(said).chars(_SHOWN)
            entry = _entry("duiding", title, url, note, language, text=said)
            yield replace(entry, lang=found.lang)


def _signals(edition: Edition, place: Place) -> Iterator[Entry]:
    """What asked for action, by its own words and by what was asked and done."""
    language, phrases = place.language, words(place.language)
    for each in edition.texts.signals:
        title = in_language(each.title, language)
        texts = [each.text, *(one.text for one in each.asks), *(one.title for one in each.actions)]
        said = " ".join(in_language(one, language).text for one in texts)[:_LOOKED_IN]
        note = phrases[f"stage_{standing(each).stage}"]
        if each.example:
            note = f"{note} · {phrases['example']}"
        entry = _entry("signal", title.text, place.signal(each.number), note, language, text=said)
        yield replace(entry, lang=title.lang)


def _groups(edition: Edition, place: Place) -> Iterator[Entry]:
    language, codes = place.language, edition.monitor.group_codes
    for each in edition.monitor.target_groups:
        held = " ".join(codes[code].title.to(language) for code in each.groups)
        described = each.description.to(language) if each.description else ""
        title = each.title.to(language)
        yield _entry(
            "group",
            title,
            place.group(each.id),
            described,
            language,
            also=" ".join(each.also),
            text=f"{held} {described}",
        )


def _indicators(edition: Edition, place: Place) -> Iterator[Entry]:
    language = place.language
    without = words(language)["without_figures"]
    for each in edition.monitor.indicators.values():
        question = each.question.to(language)
        text = f"{question} {each.definition.to(language)} {each.population.to(language)}"
        title = each.title.to(language)
        yield _entry(
            "indicator",
            title,
            place.indicator(each.id),
            question if each.id in edition.counts else f"{question} ({without})",
            language,
            also=" ".join(each.also),
            text=f"{text} {' '.join(each.tables)}",
            ahead=2.0 * each.headline - 9.0 * (each.id not in edition.counts),
        )


def _regions(edition: Edition, place: Place) -> Iterator[Entry]:
    """Regions of the edition, and municipalities that are known by another code there."""
    language, phrases = place.language, words(place.language)
    for code, each in edition.regions.items():
        if code == NATION:
            continue
        known = region(code)
        names = " ".join((known.name_nl, known.name_en, *known.also, code))
        note = phrases[f"one_{each.level}"]
        if each.level == "municipality" and code not in partitions()[-1]:
            near = successors(code)
            now = ", ".join(region(other).name(language) for other in near)
            went = phrases["merged_into" if len(near) == 1 else "divided_over"]
            note = f"{note} · {went} {now}"
        name = each.name.to(language)
        yield _entry("region", name, place.region(code), note, language, also=names)
    for level in ("part", "province", "safety_region", "ggd", "labour_region"):
        for known in partition_on(edition.date).regions(level):
            if known.code not in edition.regions:
                note = f"{phrases[f'one_{level}']} · {phrases['without_figures']}"
                names = " ".join((*known.also, known.code))
                name = known.name(language)
                yield _entry(
                    "region", name, place.regions(), note, language, also=names, ahead=-9.0
                )
    elsewhere = {code for each in partitions() for code in each.municipalities()}
    for code in sorted(elsewhere - set(edition.regions)):
        near = related(edition, code)
        known = region(code)
        if near:
            now = ", ".join(edition.regions[other].name.to(language) for other in near)
            note = f"{phrases['one_municipality']} · {phrases['see_now']} {now}"
            also = " ".join((*known.also, code))
            yield _entry(
                "region", known.name(language), place.region(near[0]), note, language, also=also
            )


def _terms(edition: Edition, place: Place) -> Iterator[Entry]:
    language = place.language
    for each in terms_of(edition.monitor, language):
        meaning = each.meaning.to(language)
        url = f"{place.glossary()}#{each.id}"
        title = each.term.to(language)
        yield _entry("term", title, url, meaning, language, also=" ".join(each.also), text=meaning)


def _pages(place: Place) -> Iterator[Entry]:
    phrases = words(place.language)
    for key, url in (
        ("striking", place.striking()),
        ("duiding", place.duiding()),
        ("duiding_record", place.duiding_record()),
        ("signals_title", place.signals()),
        ("decisions_title", place.decisions()),
        ("doing_title", place.doing()),
        ("coming", place.coming()),
        ("maps", place.maps()),
        ("compare", place.compare()),
        ("gaps", place.gaps()),
        ("sources", place.sources()),
        ("revised", place.revised()),
        ("how_striking", place.explained()),
        ("track_record", place.track_record()),
        ("reading", place.reading()),
        ("about_figures", place.about()),
        ("archive", place.archive()),
        ("accessibility", place.accessibility()),
        ("questions", place.questions()),
    ):
        yield _entry("page", phrases[key], url, "", place.language)

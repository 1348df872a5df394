"""Signals on paper: letters of at most two pages, papers of a meeting, a chapter of an edition."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import page
import pytest
from pypdf import PdfReader

from duidelijk.agenda.dossier import Dossier
from duidelijk.catalogue import Text
from duidelijk.editions.edition import Edition
from duidelijk.editions.texts import write_texts
from duidelijk.publish.agenda.edition_names import EditionNames
from duidelijk.publish.agenda.note import Note, note_of
from duidelijk.publish.documents.edition import edition_pdf
from duidelijk.publish.documents.meeting_papers import Papers, meeting_papers_pdf
from duidelijk.publish.documents.signal_note import signal_note_pdf
from duidelijk.publish.documents.signal_telling import WORDS
from duidelijk.publish.documents.summary import summary_pdf
from duidelijk.publish.documents.telling import whole_link
from duidelijk.publish.duiding.plain import Words
from duidelijk.publish.words import LANGUAGES, read_words
from session_report import CONTESTED, SUPPORTED, report
from signal_dossier import DOSSIER, STEPS, TODAY, dossier, longest

from .conftest import joined, pages_of, structure
from .reports import HOSTILE

SITE = "https://monitor.example.nl"


def _conforms(content: bytes) -> None:
    told = page.validate_pdf_bytes(content, profile="ua1")
    assert told.is_compliant, [(each.rule_id, each.message) for each in told.failures[:5]]


def _note(edition: Edition, told: Dossier, ask: str = "v1", language: str = "nl") -> Note:
    names, link = EditionNames(edition, language), whole_link(SITE, language)
    found = note_of(told, ask, "VNG, programma", names, link, language, TODAY)
    assert found is not None
    return found


def _letter(edition: Edition, told: Dossier, ask: str = "v1", language: str = "nl") -> bytes:
    return signal_note_pdf(_note(edition, told, ask, language), edition.monitor, language, SITE)


def _text(content: bytes) -> str:
    """All words, those that a line parted put together."""
    return re.sub(r"(?<=[a-z])- (?=[a-z])", "", " ".join(pages_of(content)).replace("\u200b", ""))


_IN_ORDER = {
    "nl": [
        "VNG, programma",
        "Aan: Ministerie van OCW",
        "Datum: 7 januari 2021",
        "Nummer: 7-v1",
        "Te weinig stages",
        "Wat wij zien",
        "Studenten vinden geen stage.",
        "Wij zien dit sinds 1 november 2020.",
        "Het is gemeld door Gemeente Ede.",
        "In dit signaal is een ander signaal opgegaan, van Gemeente Tiel.",
        "Ook 2 gemeenten herkennen dit.",
        "Gemeente Ede, Sociale dienst Ede, Gemeente Tiel, JOB",
        "Wij achten dit waarschijnlijk: een kans van 66 tot 90 %.",
        "Ons voorstel",
        "Maak extra stages mogelijk.",
        "elke week doet schade",
        "Waar dit op rust",
        "cijfer: Het tekort liep op.",
        "bron elders: Brief aan de Kamer (example.nl/brief)",
        "monitor.example.nl/signalen/7",
        "Met vriendelijke groet, VNG, programma",
    ],
    "en": [
        "To: Ministry of Education",
        "Date: 7 January 2021",
        "Too few internships",
        "Part of this letter is in Dutch only.",
        "Studenten vinden geen stage.",
        "2 municipalities recognise this too.",
        "likely: a chance of 66 to 90%",
        "Our proposal",
        "source elsewhere: Letter to parliament",
        "monitor.example.nl/en/signalen/7",
    ],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_says_who_sees_what_how_sure_and_what_is_asked(
    edition: Edition, language: str
) -> None:
    content = _letter(edition, DOSSIER, language=language)
    _conforms(content)
    whole, at = _text(content), 0
    for wanted in _IN_ORDER[language]:
        assert wanted in whole[at:], wanted
        at = whole.index(wanted, at)
    assert len(pages_of(content)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", ["", "W"])
def test_the_longest_letter_fits_two_pages_and_leaves_no_text_out(
    edition: Edition, language: str, letter: str
) -> None:
    told = longest(letter)
    content = _letter(edition, told, language=language)
    _conforms(content)
    assert len(pages_of(content)) == 2
    whole = "".join(_text(content).split())
    for text in (told.title.nl, told.text.nl, told.asks[0].text.nl):
        assert "".join(text.split()).replace("-", "") in whole.replace("-", "")
    left = 37 if letter else 28
    assert (f"ennog{left}andere" if language == "nl" else f"and{left}others") in whole


def test_a_text_of_very_many_lines_is_still_whole_and_within_two_pages(edition: Edition) -> None:
    text = dataclasses.replace(longest().text, nl="\n\n".join(["a b"] * 300))
    content = _letter(edition, dataclasses.replace(longest(), text=text))
    assert len(pages_of(content)) == 2 and _text(content).count("a b") == 300


@pytest.mark.parametrize("letter", ["", "W"])
def test_a_letter_about_very_many_places_counts_the_last_ones(
    edition: Edition, letter: str
) -> None:
    places = tuple(f"GM{at:04}" for at in range(340))  # the most there were at once
    told = dataclasses.replace(longest(letter), groups=("jongeren",), regions=places)
    content = _letter(edition, told)
    assert len(pages_of(content)) == 2
    found = re.search(r"Het gaat over: (.*?) en nog (\d+) andere\.", _text(content))
    assert found and len(found[1].split(", ")) + int(found[2]) == 341
    whole = _text(_letter(edition, dataclasses.replace(DOSSIER, regions=places[:3])))
    assert "andere" not in whole[whole.index("Het gaat over:") : whole.index("herkennen dit")]


def test_a_letter_that_was_put_to_nobody_says_so_on_top(edition: Edition) -> None:
    draft = pages_of(_letter(edition, DOSSIER, "v3"))
    assert all("Dit is nog een concept" in each for each in draft)
    assert "concept" not in _text(_letter(edition, DOSSIER))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_an_example_says_that_it_was_never_sent(
    edition: Edition, language: str
) -> None:
    told = dataclasses.replace(longest(), example=True)
    words = {"nl": "deze brief is nooit verstuurd", "en": "this letter was never sent"}
    assert all(words[language] in each for each in pages_of(_letter(edition, told, "v1", language)))


def test_a_letter_of_a_made_up_monitor_says_so_on_every_page(made_up: Edition) -> None:
    for each in pages_of(_letter(made_up, longest())):
        assert "Verzonnen cijfers." in each


def test_what_somebody_typed_does_no_harm_to_a_letter(edition: Edition) -> None:
    evil = dataclasses.replace(DOSSIER.text, nl=HOSTILE)
    told = dossier(title=evil, text=evil, raised_by=HOSTILE)
    asks = (dataclasses.replace(DOSSIER.asks[0], text=evil), *DOSSIER.asks[1:])
    content = _letter(edition, dataclasses.replace(told, asks=asks))
    _conforms(content)
    assert "#panic" in _text(content)


def test_a_letter_is_dated_the_day_it_was_put_and_named(edition: Edition) -> None:
    told = PdfReader(io.BytesIO(_letter(edition, DOSSIER))).metadata
    assert told is not None and told.creation_date is not None
    assert told.title == "Signaalnota 7-v1: Te weinig stages"
    assert told.creation_date.date() == dt.date(2021, 1, 7)


def test_another_process_makes_the_same_letter(edition: Edition) -> None:
    code = (
        "import hashlib, sys; from pathlib import Path\n"
        "from duidelijk.editions.edition import Edition\n"
        "from duidelijk.publish.agenda.edition_names import EditionNames\n"
        "from duidelijk.publish.agenda.note import note_of\n"
        "from duidelijk.publish.documents.signal_note import signal_note_pdf\n"
        "from duidelijk.publish.documents.telling import whole_link\n"
        "from signal_dossier import DOSSIER, TODAY\n"
        "e, site = Edition(Path(sys.argv[1])), sys.argv[2]\n"
        "link = whole_link(site, 'nl')\n"
        "n = note_of(DOSSIER, 'v1', 'VNG, programma', EditionNames(e, 'nl'), link, 'nl', TODAY)\n"
        "b = signal_note_pdf(n, e.monitor, 'nl', site)\n"
        "print(hashlib.sha256(b).hexdigest())\n"
    )
    paths = os.pathsep.join([*sys.path, str(Path(__file__).parents[2])])
    told = subprocess.run(
        [sys.executable, "-c", code, str(edition.folder), SITE],
        env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == hashlib.sha256(_letter(edition, DOSSIER)).hexdigest()


def _papers(edition: Edition, language: str, *notes: Note) -> bytes:
    papers = Papers(Words("Stuurgroep", "nl" if language == "en" else ""), TODAY, "Den Haag", notes)
    return meeting_papers_pdf(papers, edition.monitor, language, SITE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_papers_open_with_an_agenda_that_names_the_page_of_each_note(
    edition: Edition, language: str
) -> None:
    notes = [_note(edition, longest(), "v1", language)]
    notes += [_note(edition, DOSSIER, ask, language) for ask in ("v1", "v2")]
    content = _papers(edition, language, *notes)
    _conforms(content)
    pages = pages_of(content)
    assert "Stuurgroep" in pages[0] and "Den Haag" in pages[0]
    assert len(pages) == 5, "an agenda, a letter of two pages and two of one"
    named = re.findall(r"(?:Ministerie|Ministry|zwaar)[^0-9]*?(\d)(?= |$)", pages[0])
    title = notes[1].told.title.text
    assert named[-2:] == ["4", "5"] and title in pages[3] and title in pages[4]
    assert re.search(r"\b7.?v2\b", pages[4]), "its number; a hyphen may be read as a soft one"


def test_what_was_put_to_nobody_yet_is_put_at_the_meeting(edition: Edition) -> None:
    content = _papers(edition, "nl", _note(edition, DOSSIER, "v3"))
    assert "Datum: 15 april 2021" in _text(content) and "concept" not in _text(content)


def test_a_meeting_without_points_says_so(edition: Edition) -> None:
    content = _papers(edition, "nl")
    _conforms(content)
    assert "Er staat nog niets op de agenda." in _text(content)


def test_papers_with_an_example_say_so_on_every_page(edition: Edition) -> None:
    notes = [_note(edition, DOSSIER), _note(edition, dossier(example=True))]
    for each in pages_of(_papers(edition, "nl", *notes)):
        assert "dit overleg is nooit zo gehouden" in each


@pytest.fixture(scope="module")
def with_signals(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The shipped edition with signals; one is an example, of one nothing was asked."""
    folder = tmp_path_factory.mktemp("signals") / edition.id
    shutil.copytree(edition.folder, folder)
    bare = dossier(number=8, asks=(), actions=(), steps=STEPS[:2], example=True)
    write_texts(folder, dataclasses.replace(edition.texts, signals=(DOSSIER, bare, _hostile())))
    return Edition(folder)


def _hostile() -> Dossier:
    evil = dataclasses.replace(DOSSIER.text, nl=HOSTILE * 5, en="")
    return dataclasses.replace(longest("W"), number=9, title=evil, text=evil)


_CHAPTER = {
    "nl": [
        "Wat is er met de signalen gedaan?",
        "3 signalen. Er zijn 3 vragen en voorstellen voorgelegd: 2 toegezegd, 1 zonder antwoord.",
        "Mijlpalen tot nu toe: 1 van 2",
        "Voorbeeld: wij stelden dit dossier achteraf samen",
        "Te weinig stages",
        "In uitvoering · signaal 7 · Onderwijs",
        "4 januari 2021 7 januari 2021 1 februari 2021 2 februari 2021 8 februari 2021 nog niet",
        "Voorstel aan Ministerie van OCW: Maak extra stages mogelijk.",
        "Toegezegd op 1 februari 2021: Er komt geld.",
        "Wacht op antwoord. Voorgelegd op 10 januari 2021. Antwoord gevraagd voor 1 maart 2021.",
        "Actieplan (Ministerie van OCW): begonnen op 8 februari 2021.",
        "€ 58,5 miljoen voor stages",
        "Mijlpalen: 1 van 3 gehaald.",
        "3 maart 2021: De regeling is open (gehaald)",
        "10 april 2021: Eerste verslag (gepland, had er al moeten zijn)",
        "1 juni 2021: De wet is er (gepland, was 1 april 2021)",
        "Een meldpunt (Ministerie van VWS): aangekondigd op 2 februari 2021, gestopt op 1 maart",
        "Er was niemand voor.",
        "Er is nog niemand iets gevraagd.",
    ],
    "en": [
        "What was done with the signals?",
        "3 signals. 3 questions and proposals were put to somebody: 2 accepted",
        "Accepted on 1 February 2021: There will be money.",
        "€58.5 million for internships",
        "Milestones: 1 of 3 met.",
        "There was nobody for it.",
        "Nobody was asked anything yet.",
    ],
}


def _links_to(content: bytes, path: str) -> bool:
    """Whether a link of the document ends so."""
    pages = PdfReader(io.BytesIO(content)).pages
    found = [each.get_object() for page in pages for each in page.get("/Annots", [])]
    return any(str(each.get("/A", {}).get("/URI", "")).endswith(path) for each in found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_edition_tells_what_was_done_with_its_signals(
    with_signals: Edition, language: str
) -> None:
    content = edition_pdf(with_signals, language, SITE)
    _conforms(content)
    whole = joined(_text(content).replace("\xa0", " ").replace("\u202f", " "))
    at = whole.rindex(_CHAPTER[language][0])  # the first is in the contents
    for wanted in _CHAPTER[language]:
        assert wanted in whole[at:], wanted
        at = whole.index(wanted, at)
    assert _links_to(content, f"/{with_signals.id}/stand-van-de-signalen")
    assert "Een vraag in wording" not in whole, "what was put to nobody"
    assert "%" not in whole[whole.index(_CHAPTER[language][1]) :][:400], "counts, no shares"


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_pages_hold_a_line_on_signals(with_signals: Edition, language: str) -> None:
    content = summary_pdf(with_signals, language, SITE)
    _conforms(content)
    pages = pages_of(content)
    assert len(pages) == 2 and _CHAPTER[language][0] in pages[1]
    assert {"nl": "3 signalen.", "en": "3 signals."}[language] in pages[1]
    assert {"nl": "voorbeeld,", "en": "example,"}[language] in pages[1]
    assert _links_to(content, f"/{with_signals.id}/stand-van-de-signalen")


@pytest.mark.parametrize("words", [8, 14, 20, 26, 32])
def test_nothing_on_the_second_page_runs_over_its_foot(
    with_signals: Edition, tmp_path: Path, words: int
) -> None:
    folder = tmp_path / with_signals.id
    shutil.copytree(with_signals.folder, folder)
    said = dataclasses.replace(SUPPORTED, text=Text(" ".join(["jongeren"] * words), ""))
    session = report(example=True, conclusions=(said, CONTESTED))
    write_texts(folder, dataclasses.replace(with_signals.texts, duiding=(session,)))
    lowest: dict[str, float] = {}

    def seen(text: str, sheet: list[float], line: list[float], *_: object) -> None:
        if text.strip():
            lowest[text.strip()] = line[5] * sheet[3] + sheet[5]

    second = PdfReader(io.BytesIO(summary_pdf(Edition(folder), "nl", SITE))).pages[1]
    second.extract_text(visitor_text=seen)
    (end,) = [at for text, at in lowest.items() if text.startswith("Meer:")]
    assert end > 19 / 25.4 * 72, "the margin under the page"


def test_an_edition_without_signals_has_no_chapter_about_them(edition: Edition) -> None:
    assert not edition.texts.signals
    for content in (edition_pdf(edition, "nl"), summary_pdf(edition, "nl")):
        assert "met de signalen gedaan" not in _text(content)


def test_the_chapter_can_be_found_by_its_bookmark(with_signals: Edition) -> None:
    content = edition_pdf(with_signals, "nl", SITE)
    outline = PdfReader(io.BytesIO(content)).outline
    flat = [str(getattr(each, "title", "")) for each in outline if not isinstance(each, list)]
    assert flat.index("Wat is er met de signalen gedaan?") < flat.index("Wat we niet weten")
    assert len(structure(content, "Table")) > 3


def test_every_phrase_is_used_and_every_used_phrase_exists() -> None:
    known = set(read_words("nl", WORDS))
    names = ("signal*.py", "meeting_papers.py")
    folder = WORDS.parent
    code = "\n".join(
        path.read_text(encoding="utf-8") for name in names for path in folder.glob(name)
    )
    quoted = set(re.findall(r"""["']([a-z_]+)["']""", code))
    assert known - quoted == set()

"""Addresses: language, edition and subject, kept when a reader moves from page to page."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote

LEVEL_WORDS = {
    "part": "landsdeel",
    "province": "provincie",
    "safety_region": "veiligheidsregio",
    "ggd": "ggd-regio",
    "labour_region": "arbeidsmarktregio",
    "municipality": "gemeente",
}
"""The levels of region as they stand in an address."""

FACET_WORDS = {
    "theme": "thema",
    "group": "doelgroep",
    "region": "gebied",
    "addressee": "aan",
}
"""By what signals are listed, as it stands in an address."""


_previewed: ContextVar[str | None] = ContextVar("previewed", default=None)


@contextlib.contextmanager
def previewing(edition: str) -> Iterator[None]:
    """While the block runs, addresses in *edition* lead to its preview in the workspace."""
    token = _previewed.set(edition)
    try:
        yield
    finally:
        _previewed.reset(token)


@dataclass(frozen=True)
class Place:
    """Where a reader is: a language, and an edition unless it is the newest one."""

    language: str
    edition: str | None = None
    """``None`` for the newest edition, whose pages also live without its id."""
    permanent: bool = False
    """Whether addresses are those that last, also where the edition is only previewed."""

    @property
    def root(self) -> str:
        """``""`` in Dutch, ``/en`` in English."""
        return "" if self.language == "nl" else f"/{self.language}"

    @property
    def base(self) -> str:
        """The address of the edition, without a slash at its end."""
        if self.edition and self.edition == _previewed.get() and not self.permanent:
            return f"{self.root}/werkplek/bekijk/{self.edition}"
        return f"{self.root}/edities/{self.edition}" if self.edition else self.root

    def front(self) -> str:
        return self.base or "/"

    def theme(self, key: str) -> str:
        return f"{self.base}/thema/{key}"

    def indicator(self, key: str) -> str:
        return f"{self.base}/indicator/{key}"

    def download(self, key: str, ending: str) -> str:
        """A file of an indicator: ``csv``, ``xlsx``, ``vl.json``, ``svg`` or ``png``."""
        return f"{self.base}/indicator/{key}.{ending}"

    def embedded(self, key: str) -> str:
        """The chart of an indicator, to stand in another page."""
        return f"{self.base}/indicator/{key}/inbed"

    def figure(self, key: str, region: str, group: str, period: str) -> str:
        """The history of one figure; the code of a wave may itself hold a slash."""
        return f"{self.base}/indicator/{key}/cijfer/{region}/{_quoted(group)}/{period}"

    def striking(self, order: str = "rang") -> str:
        """The list of what stands out, its table sorted by *order*."""
        return f"{self.base}/opvallend" + ("" if order == "rang" else f"/op/{order}")

    def explained(self) -> str:
        return f"{self.base}/opvallend/hoe"

    def coming(self) -> str:
        return f"{self.base}/verwacht"

    def groups(self) -> str:
        """Every target group, theme by theme."""
        return f"{self.base}/groep"

    def group(self, key: str) -> str:
        """A target group across all themes."""
        return f"{self.base}/groep/{key}"

    def regions(self) -> str:
        return f"{self.base}/regio"

    def region(self, code: str, company: str = "") -> str:
        """A region; *company* chooses the peers it is set beside."""
        return f"{self.base}/regio/{code}" + (f"/naast/{company}" if company else "")

    def map(self, key: str, level: str, of_change: bool = False) -> str:
        """The map of an indicator: of its level, or of its change."""
        address = f"{self.base}/kaart/{key}/{LEVEL_WORDS[level]}"
        return f"{address}/verandering" if of_change else address

    def compare(self) -> str:
        """Series side by side; the series follow."""
        return f"{self.base}/vergelijk"

    def add_to_compare(self) -> str:
        """Where the form that adds a series is sent to."""
        return f"{self.base}/vergelijk-erbij"

    def maps(self) -> str:
        """Every map there is."""
        return f"{self.base}/kaart"

    def document(self) -> str:
        """The whole edition as a document."""
        return f"{self.base}/editie.pdf"

    def summary(self) -> str:
        """Two pages on the edition for councils."""
        return f"{self.base}/samenvatting.pdf"

    def region_document(self, code: str) -> str:
        """Two pages on a region."""
        return f"{self.base}/regio/{code}.pdf"

    def revised(self) -> str:
        return f"{self.base}/bijgesteld"

    def difference(self) -> str:
        """What is different since the edition before, or from the one it corrects."""
        return f"{self.base}/verschil"

    def duiding(self) -> str:
        """What people made of the figures, all sessions together."""
        return f"{self.base}/duiding"

    def theme_duiding(self, key: str) -> str:
        """Everything people said of a theme."""
        return f"{self.theme(key)}/duiding"

    def session(self, id_: str) -> str:
        """One session with everything that came out of it."""
        return f"{self.base}/duiding/{id_}"

    def signals(self, facet: str = "", key: str = "", page: int = 1) -> str:
        """What was done with the signals, as it stands today: all, or of a theme, a group, a region
        or an addressee.
        """
        named = f"/{FACET_WORDS[facet]}/{key}" if facet else ""
        return f"{self.root}/signalen{named}" + (f"/bladzijde/{page}" if page > 1 else "")

    def signals_feed(self, facet: str = "", key: str = "") -> str:
        """The feed that goes with a list of signals."""
        return f"{self.signals(facet, key)}/feed.atom"

    def signal(self, number: int) -> str:
        """One signal with everything that followed, as it stands today."""
        return f"{self.root}/signalen/{number}"

    def note(self, number: int, ask: str) -> str:
        """The letter in which something was asked."""
        return f"{self.signal(number)}/nota/{ask}"

    def note_document(self, number: int, ask: str) -> str:
        """The same as a document."""
        return f"{self.note(number, ask)}.pdf"

    def decisions(self, table: str = "", page: int = 1) -> str:
        """What was decided on signals, at every table or at one."""
        named = f"/{table}" if table else ""
        return f"{self.signals()}/besluiten{named}" + (f"/bladzijde/{page}" if page > 1 else "")

    def sealed_signals(self) -> str:
        """How the signals stood when an edition came out."""
        return f"{self.base}/stand-van-de-signalen"

    def doing(self, theme: str = "") -> str:
        """What municipalities and the state can do, of all themes or of one."""
        return f"{self.root}/doen" + (f"/{theme}" if theme else "")

    def local(self, theme: str = "") -> str:
        """What municipalities and GGDs see, as it stands today: of everything or of one theme."""
        return f"{self.root}/lokaal" + (f"/thema/{theme}" if theme else "")

    def local_region(self, code: str) -> str:
        """What one municipality or GGD sees, beside the nation and its peers."""
        return f"{self.root}/lokaal/gebied/{code}"

    def local_directory(self) -> str:
        """Where regional and local figures are seen, indicator by indicator."""
        return f"{self.root}/lokaal/wegwijzer"

    def local_monitor(self, number: int) -> str:
        """One local monitor."""
        return f"{self.root}/lokaal/monitor/{number}"

    def gaps(self) -> str:
        return f"{self.base}/ontbreekt"

    def sources(self) -> str:
        return f"{self.base}/bronnen"

    def data(self) -> str:
        """Every file of an edition, and how to use it."""
        return f"{self.base}/gegevens"

    def workbook(self) -> str:
        """An edition as an Excel workbook."""
        return f"{self.base}/gegevens.xlsx"

    def named_figures(self) -> str:
        """Every figure of an edition with names beside its codes."""
        return f"{self.base}/gegevens.csv"

    def file(self, name: str) -> str:
        """A file of the edition as it was sealed; has no language."""
        return f"{replace(self, language='nl').base}/bestanden/{name}"

    def archive(self) -> str:
        return f"{self.root}/edities"

    def publications(self) -> str:
        """The feed of editions and corrections as they come out."""
        return f"{self.root}/edities/feed.atom"

    def follow(self) -> str:
        """Every feed, and the form for letters."""
        return f"{self.root}/volgen"

    def confirm(self, word: str) -> str:
        """Where who asked for letters says so once more."""
        return f"{self.root}/volgen/bevestigen/{word}"

    def unsubscribe(self, word: str) -> str:
        """Where letters stop, by the word that stands in each."""
        return f"{self.root}/volgen/afmelden/{word}"

    def track_record(self) -> str:
        return f"{self.root}/trefzekerheid"

    def duiding_record(self) -> str:
        """What became of what groups expected."""
        return f"{self.root}/duiding/achteraf"

    def since(self) -> str:
        return f"{self.root}/sinds-de-editie"

    def reading(self) -> str:
        return f"{self.root}/leeswijzer"

    def search(self) -> str:
        """Search; takes its words in the query."""
        if self.edition and self.edition == _previewed.get():
            return f"{self.base}/zoek"
        return f"{self.root}/zoek"

    def glossary(self) -> str:
        """The words that readers may not know."""
        return f"{self.root}/begrippen"

    def about(self) -> str:
        """About the figures."""
        return f"{self.root}/over-de-cijfers"

    def api(self) -> str:
        """How to work with the figures oneself."""
        return f"{self.root}/api"

    def questions(self) -> str:
        """What readers asked, and the answers."""
        return f"{self.root}/vragen"

    def question(self, token: str) -> str:
        """One question with its answer, by the name that cannot be guessed."""
        return f"{self.root}/vraag/{token}"

    def ask(self, path: str) -> str:
        """The form to ask about a page of this site."""
        return f"{self.root}/vraag/over/{path.lstrip('/')}".rstrip("/")

    def plain(self, key: str) -> str:
        """A theme in plain words."""
        return f"{self.theme(key)}/in-gewone-taal"

    def accessibility(self) -> str:
        return f"{self.root}/toegankelijkheid"

    def cited(self, edition: str) -> Place:
        """The place in an edition as it is cited."""
        return replace(self, edition=edition, permanent=True)

    def of(self, edition: str | None) -> Place:
        """The same place in another edition."""
        return replace(self, edition=edition)


@lru_cache(maxsize=1024)
def _quoted(group: str) -> str:
    return quote(group, safe=":+")


def other_language(path: str) -> str:
    """The address of the same page in the other language, always one of our own site."""
    path = f"/{path.lstrip('/')}"
    if is_english(path):
        return f"/{path.removeprefix('/en').lstrip('/')}"
    return "/en" if path == "/" else f"/en{path}"


def is_english(path: str) -> bool:
    """Whether an address is one of the English pages."""
    return path == "/en" or path.startswith("/en/")

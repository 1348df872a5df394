"""Collects what changed at a feed since last time, as one release.

A feed that fails stops nobody else: it is remembered as failing, since when and why. Killed at any
moment, a run leaves the store as it was, and the next one goes on with what had come in.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import email.utils
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field

import polars as pl

from duidelijk.catalogue import Draw, Feed, Indicator, Monitor
from duidelijk.figures.checking_drawn import check_drawn
from duidelijk.figures.door import warnings as door_warnings
from duidelijk.figures.known import known_on
from duidelijk.figures.release import Precision, Release
from duidelijk.figures.store import FigureStore
from duidelijk.figures.vintages import SAME, Known, News, counted
from duidelijk.foundation.home import Home
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.sources.asking import Unanswered, Unreadable
from duidelijk.sources.connectors import Service, read_file, service
from duidelijk.sources.drawing import drawn
from duidelijk.sources.feed_state import FeedState
from duidelijk.sources.network.archive import Archive
from duidelijk.sources.network.fetching import Fetcher, Network, Told, Unchanged
from duidelijk.sources.network.journal import Journal
from duidelijk.sources.placing import Skipped
from duidelijk.sources.planning import Plan, plan_draws
from duidelijk.sources.quantities import quantities_of
from duidelijk.sources.table import Description

AT_ONCE = 4
"""Feeds that are collected at the same time; politeness limits requests to one host further."""
_AT_A_TIME = 100_000
"""Figures that are checked and written at once."""
_MOST_TO_COMPARE = 300_000
"""Figures up to which a release is looked at as a whole for what is strange in it."""


@dataclass(frozen=True)
class Outcome:
    """What came of collecting one feed."""

    feed: str
    state: str
    """``stored``, ``nothing_new`` (collected, all known), ``unchanged`` (not asked for) or
    ``failed``."""
    news: Mapping[News, int] = field(default_factory=dict)
    release: str = ""
    skipped: Mapping[str, int] = field(default_factory=dict)
    warnings: Sequence[Problem] = ()
    problems: Sequence[Problem] = ()
    failing_since: str = ""


Heard = Callable[[str, int, int], None]
"""Called with a feed, and the replies and bytes that came in so far."""


def collect(
    home: Home,
    monitor: Monitor,
    feeds: Iterable[Feed],
    network: Network,
    heard: Heard = lambda *_: None,
    again: bool = False,
) -> Iterator[Outcome]:
    """Collect *feeds*, several at once; an outcome each, as soon as it is there.

    *again* collects also what did not change since last time.
    """
    with ThreadPoolExecutor(AT_ONCE) as pool:
        asked = [
            pool.submit(collect_feed, home, monitor, feed, network, heard, again) for feed in feeds
        ]
        try:
            for each in as_completed(asked):
                yield each.result()
        finally:
            pool.shutdown(cancel_futures=True)


def collect_feed(
    home: Home,
    monitor: Monitor,
    feed: Feed,
    network: Network,
    heard: Heard = lambda *_: None,
    again: bool = False,
) -> Outcome:
    """Collect one feed. Never raises for what a source does: that is an outcome too."""
    before = FeedState.read(home.collected, feed.id)
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    told = Told(lambda replies, size: heard(feed.id, replies, size))
    journal = Journal(home.collected / "underway" / feed.id)
    ask = Fetcher(network, Archive(home.raw), journal, told)
    run = _Run(home, monitor, feed, ask, journal, monitor.drawn_from(feed.id))
    if not again and before.draws == run.draws_checksum():
        ask.etag, ask.modified, run.before = before.etag, before.modified, before.version
    try:
        outcome = run.collect()
    except Refused as refusal:
        if not isinstance(refusal, Unanswered):
            journal.finish()  # what came in is not what it should be: ask for it anew
        since = before.failing_since or now
        problems = refusal.problems or (Problem(feed.id, 0, refusal.summary),)
        failed = dataclasses.replace(before, asked=now, failing_since=since, error=str(problems[0]))
        failed.write(home.collected)
        return Outcome(feed.id, "failed", problems=problems, failing_since=since)
    FeedState(
        feed.id,
        version=run.version or before.version,
        etag=ask.etag or before.etag,
        modified=ask.modified or before.modified,
        draws=run.draws_checksum(),
        asked=now,
        collected=now,
        release=outcome.release or before.release,
    ).write(home.collected)
    journal.finish()
    return outcome


@dataclass
class _Run:
    """One collection of one feed."""

    home: Home
    monitor: Monitor
    feed: Feed
    ask: Fetcher
    journal: Journal
    draws: Sequence[tuple[Indicator, Draw]]
    before: str = ""
    """The version collected last; the same one is not asked for again."""
    version: str = ""

    def draws_checksum(self) -> str:
        """Of the feed and everything drawn from it."""
        declared = repr((self.feed, [(each.id, draw) for each, draw in self.draws]))
        return hashlib.sha256(declared.encode()).hexdigest()[:16]

    def collect(self) -> Outcome:
        """Ask, draw, check and store. Raises ``Refused``; then nothing is stored."""
        if not self.draws:
            what, remedy = "no indicator is drawn from this feed", "add a draw, or drop the feed"
            raise Refused("Nothing to collect:", [Problem(self.feed.id, 0, what, remedy)])
        asked = service(self.feed.protocol)
        if asked is not None:
            return self._from_service(asked)
        try:
            path = self.ask.download(self.feed.address)
        except Unchanged:
            return Outcome(self.feed.id, "unchanged")
        table = read_file(self.feed, path, self.monitor, self.home.mappings)
        self.version = table.description.version
        return self._store(table.description, lambda _: table.chunks)

    def _from_service(self, asked: Service) -> Outcome:
        address = self.feed.address
        if self.before and asked.version(address, self.ask) == self.before:
            self.version = self.before
            return Outcome(self.feed.id, "unchanged")
        description = asked.describe(address, self.ask)
        self.version = description.version
        self.journal.resume(self.version)
        return self._store(description, lambda plans: self._asked(asked, description, plans))

    def _asked(
        self, asked: Service, description: Description, plans: Sequence[Plan]
    ) -> Iterator[pl.DataFrame]:
        """The observations; refused when the table changed while they came in."""
        address = self.feed.address
        pages = 0
        for page in asked.observations(address, description, plans, self.ask):
            pages += 1
            yield page
        if pages > 1 and asked.version(address, self.ask.afresh()) != self.version:
            what = "was changed by the source while it was read"
            raise Unreadable(address, what, "collect again")

    def _store(
        self,
        description: Description,
        chunks: Callable[[Sequence[Plan]], Iterator[pl.DataFrame]],
    ) -> Outcome:
        plans, problems = plan_draws(description, self.draws)
        if problems:
            raise Refused("The table is not what the declarations say:", problems)
        store = FigureStore(self.home.figures)
        release = self._release(description, store)
        known = Known(store, {each.id for each, _ in self.draws}, release.published)
        skipped = Skipped()
        quantities = quantities_of(plans, store, release.published)
        news: list[pl.Series] = []
        whole = _Gathered()
        with store.writing(release) as writing:
            tables = drawn(chunks(plans), plans, release.id, quantities, skipped)
            for table in _put_together(tables):
                news.append(self._take(table, known, writing.add, release, skipped))
                whole.add(table)
            came = sum(len(each) for each in news)
            if not came:
                raise _nothing_came(self.feed, skipped, len(known))
            gone = known.withdrawn(self.feed.id, release.id)
            writing.add(gone)
            sha256 = self.ask.archive.keep(self.journal.manifest())
            writing.release = dataclasses.replace(release, sha256=sha256)
            warned = self._warnings(whole.table, store, release) if len(known) else []
        counts = counted(pl.concat(news))
        counts[News.WITHDRAWN] = len(gone)
        stored = any(counts[each] for each in News if each is not News.SAME)
        return Outcome(
            self.feed.id,
            "stored" if stored else "nothing_new",
            news=counts,
            release=release.id if stored else "",
            skipped=skipped.counts,
            warnings=warned,
        )

    def _take(
        self,
        table: pl.DataFrame,
        known: Known,
        add: Callable[[pl.DataFrame], None],
        release: Release,
        skipped: Skipped,
    ) -> pl.Series:
        """Check a chunk, sort out what is news in it, and write that. Raises ``Refused``."""
        placed = table.with_columns(
            pl.lit(self.feed.id).alias("file"), pl.lit(0, pl.UInt32).alias("line")
        )
        if problems := check_drawn(placed, self.monitor, release, skipped.out_of_time):
            raise Refused(f"{self.feed.id} was refused; nothing was stored:", problems)
        news = known.sort_out(table)
        add(table.filter(news != SAME) if len(known) else table)
        return news

    def _release(self, description: Description, store: FigureStore) -> Release:
        feed, source = self.feed, self.monitor.sources[self.feed.source]
        today = dt.datetime.now(dt.UTC).date()
        published, basis = description.published, description.basis
        if published is None:
            published, basis = _last_modified(self.ask.modified), "date of the file at the source"
        if published is None:
            published, basis = today, "day on which it was first seen"
        title = feed.title or description.title or feed.id
        return Release(
            id=_free_id(f"{feed.source}-{feed.id}-{published}", store.releases()),
            source=feed.source,
            publisher=source.title,
            title=f"{title} ({feed.id})" if feed.id not in title else title,
            address=feed.page or description.address or feed.address,
            licence=feed.licence or source.licence,
            published=published,
            precision=Precision.DAY,
            basis=basis,
            retrieved=today,
            feed=feed.id,
        )

    def _warnings(
        self, new: pl.DataFrame | None, store: FigureStore, release: Release
    ) -> list[Problem]:
        """What a person should look at; nothing is refused for it."""
        if new is None or new.is_empty():
            return []
        keys = new["indicator"].unique().to_list()
        figures = store.figures().filter(pl.col("indicator").is_in(keys))
        latest = known_on(figures, store.releases().values(), release.published)
        return door_warnings(new, latest, self.monitor)


def _put_together(tables: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """The same figures in tables that are worth a file each."""
    held: list[pl.DataFrame] = []
    for table in tables:
        held.append(table)
        if sum(map(len, held)) >= _AT_A_TIME:
            yield pl.concat(held)
            held = []
    if held:
        yield pl.concat(held)


class _Gathered:
    """All figures of a release, as long as these are not too many to look at as a whole."""

    def __init__(self) -> None:
        self._tables: list[pl.DataFrame] = []
        self._rows = 0

    def add(self, table: pl.DataFrame) -> None:
        self._rows += len(table)
        self._tables = [*self._tables, table] if self._rows <= _MOST_TO_COMPARE else []

    @property
    def table(self) -> pl.DataFrame | None:
        return pl.concat(self._tables) if self._tables else None


def _nothing_came(feed: Feed, skipped: Skipped, known: int) -> Refused:
    told = ", ".join(f"{rows} rows of {why}" for why, rows in skipped.counts.items())
    what = "gave no figure at all" + (f" ({told})" if told else "")
    had = f"; {known} are known" if known else ""
    remedy = "check the codes and sorts of period in the declarations"
    return Refused("Nothing to store:", [Problem(feed.id, 0, what + had, remedy)])


def _free_id(wanted: str, taken: Mapping[str, Release]) -> str:
    """*wanted*, or with the number of the release on that day."""
    number, id_ = 1, wanted
    while id_ in taken:
        number += 1
        id_ = f"{wanted}-{number}"
    return id_


def _last_modified(header: str) -> dt.date | None:
    try:
        return email.utils.parsedate_to_datetime(header).date()
    except (ValueError, TypeError):
        return None

"""The command that collects figures from their sources, and tells what came of it."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from duidelijk.catalogue import Feed, Monitor, read_monitor
from duidelijk.cli.monitors import monitor_folder
from duidelijk.cli.output import complain, say
from duidelijk.figures.vintages import News
from duidelijk.foundation.home import Home
from duidelijk.foundation.problems import Problem, Refused, did_you_mean
from duidelijk.sources.collecting import Outcome, collect
from duidelijk.sources.feed_state import FeedState
from duidelijk.sources.network.fetching import Network

_MOST_WARNINGS = 10

Heard = Callable[[str, int, int], None]


def collect_feeds(
    home: Home, given: Path | None, wanted: list[str], mirror: str = "", again: bool = False
) -> bool:
    """Collect the feeds *wanted* (default: all); whether every one of them answered."""
    monitor = read_monitor(monitor_folder(home, given))
    feeds = _feeds(monitor, wanted)
    if mirror:
        _reach(mirror)
    network = Network(mirror)
    outcomes: list[Outcome] = []
    try:
        with _heard(len(feeds)) as (heard, done):
            for outcome in collect(home, monitor, feeds, network, heard, again):
                outcomes.append(outcome)
                done(outcome.feed)
                for line in _told(outcome):
                    say(line)
                _complain(outcome)
    finally:
        network.close()
    say(_summed_up(outcomes))
    return all(each.state != "failed" for each in outcomes)


def _reach(mirror: str) -> None:
    """Raises ``Refused`` when nobody answers at a mirror: then no source is late."""
    parts = urlsplit(mirror)
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("an address starts with https:// or http://")
        if parts.scheme in getproxies() and not proxy_bypass(parts.netloc):
            return  # only the proxy can tell
        socket.create_connection((parts.hostname, port), timeout=20).close()
    except (OSError, ValueError) as error:
        problem = Problem(mirror, 0, f"cannot be reached ({error})", "check the address")
        raise Refused("The mirror does not answer; nothing was collected:", [problem]) from None


def feed_lines(home: Home, given: Path | None, wanted: list[str]) -> list[str]:
    """A line a feed: when it was last collected (UTC), or since when it fails."""
    monitor = read_monitor(monitor_folder(home, given))
    lines = []
    for feed in _feeds(monitor, wanted) if wanted else monitor.feeds.values():
        state = FeedState.read(home.collected, feed.id)
        drawn = len({each.id for each, _ in monitor.drawn_from(feed.id)})
        if state.failing_since:
            told = f"late since {state.failing_since[:10]}: {state.error}"
        elif state.collected:
            told = f"collected {state.collected[:16].replace('T', ' ')} UTC"
            told += f", last news in {state.release}" if state.release else ""
        else:
            told = "never collected" if drawn else "nothing is drawn from it yet"
        lines.append(f"{feed.id:<24} {_counted(drawn, 'indicator'):>14}  {told}")
    return lines or ["No feeds are declared in feeds.yaml"]


def _feeds(monitor: Monitor, wanted: list[str]) -> list[Feed]:
    unknown = [each for each in wanted if each not in monitor.feeds]
    if unknown:
        problems = [
            Problem(each, 0, "unknown feed", did_you_mean(each, monitor.feeds)) for each in unknown
        ]
        raise Refused("These feeds are not declared in feeds.yaml:", problems)
    if wanted:
        return [monitor.feeds[each] for each in dict.fromkeys(wanted)]
    feeds = [each for each in monitor.feeds.values() if monitor.drawn_from(each.id)]
    if not feeds:
        remedy = "declare feeds in feeds.yaml, and draw from them in indicators"
        raise Refused("There is nothing to collect:", [Problem("", 0, "no feeds", remedy)])
    return feeds


_WORDS = {
    News.NEW: "new",
    News.REVISED: "revised",
    News.RESTATED: "with another status or limits",
    News.WITHDRAWN: "withdrawn",
}


def _told(outcome: Outcome) -> Iterator[str]:
    match outcome.state:
        case "stored":
            news = [
                f"{outcome.news[each]:,} {word}"
                for each, word in _WORDS.items()
                if outcome.news.get(each)
            ]
            yield f"{outcome.feed}: {', '.join(news)} → {outcome.release}"
        case "nothing_new":
            yield f"{outcome.feed}: {outcome.news[News.SAME]:,} figures, all known already"
        case "unchanged":
            yield f"{outcome.feed}: unchanged at the source"
        case _:
            yield f"{outcome.feed}: failed, late since {outcome.failing_since[:10]}"
    for why, rows in outcome.skipped.items():
        yield f"  left out: {rows:,} rows of {why}"


def _complain(outcome: Outcome) -> None:
    if outcome.problems:
        complain(Refused(f"{outcome.feed} was not collected:", outcome.problems[:50]))
    for warning in outcome.warnings[:_MOST_WARNINGS]:
        sys.stderr.write(f"  look at: {warning}\n")
    if len(outcome.warnings) > _MOST_WARNINGS:
        sys.stderr.write(f"  and {len(outcome.warnings) - _MOST_WARNINGS} more to look at\n")


def _summed_up(outcomes: list[Outcome]) -> str:
    totals = {each: sum(outcome.news.get(each, 0) for outcome in outcomes) for each in _WORDS}
    failed = sum(each.state == "failed" for each in outcomes)
    late = f", {failed} failed" if failed else ""
    return (
        f"{_counted(len(outcomes), 'feed')}{late}: {totals[News.NEW]:,} figures new, "
        f"{totals[News.REVISED]:,} revised, {totals[News.RESTATED]:,} restated, "
        f"{totals[News.WITHDRAWN]:,} withdrawn"
    )


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


@contextmanager
def _heard(feeds: int) -> Iterator[tuple[Heard, Callable[[str], None]]]:
    """What hears of progress: a line a feed on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield (lambda *_: None), (lambda _: None)
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    tasks: dict[str, int] = {}
    lock = threading.Lock()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        whole = bar.add_task(f"Collect 0 of {feeds}", total=feeds)

        def heard(feed: str, replies: int, size: int) -> None:
            told = f"{feed}: {_counted(replies, 'reply').replace('replys', 'replies')}"
            with lock:
                if feed not in tasks:
                    tasks[feed] = bar.add_task(told, total=None)
            bar.update(tasks[feed], description=f"{told}, {size / 1e6:.1f} MB")  # type: ignore[arg-type]

        def done(feed: str) -> None:
            with lock:
                if feed in tasks:
                    bar.remove_task(tasks.pop(feed))  # type: ignore[arg-type]
            bar.advance(whole)
            finished = int(bar.tasks[0].completed)
            bar.update(whole, description=f"Collect {finished} of {feeds}")

        yield heard, done

"""What the data desk shows, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone

from duidelijk.catalogue import Monitor
from duidelijk.catalogue.model import TOTAL
from duidelijk.figures.store import FigureStore
from duidelijk.foundation.home import Home
from duidelijk.publish.numbers import limits_words, number, quantity, shown_decimals
from duidelijk.publish.periods import date_words, period_words
from duidelijk.regions import UnknownRegion, region
from duidelijk.sources.by_hand.beside import Beside
from duidelijk.sources.by_hand.entering import Held, State, entered_by_same
from duidelijk.sources.by_hand.entry import Entry
from duidelijk.sources.feed_state import FeedState
from duidelijk.sources.overdue import overdue
from duidelijk.web.accounts.models import User
from duidelijk.web.audit.showing import moment_words
from duidelijk.web.data_desk.desk import somebody
from duidelijk.web.words import words

RELEASES_SHOWN = 10


def entry_detail(entry: Entry) -> dict[str, Any]:
    """What the log keeps of a figure."""
    told = {
        "indicator": entry.indicator,
        "region": entry.region,
        "group": entry.group,
        "period": entry.period,
        "value": entry.value,
        "missing": entry.missing,
        "address": entry.address,
    }
    return {name: value for name, value in told.items() if value is not None}


def entry_row(held: Held, monitor: Monitor, language: str, user: User) -> dict[str, Any]:
    """An entry in a list."""
    entry = held.entry
    phrases = words(language)
    indicator = monitor.indicators.get(entry.indicator)
    figure = {
        "value": entry.value,
        "missing": entry.missing,
        "decimals": entry.decimals,
        "lower": entry.lower,
        "upper": entry.upper,
        "n": entry.n,
        "indicator": entry.indicator,
    }
    return {
        "id": held.id,
        "url": reverse("waiting_figure", args=[held.id]),
        "title": indicator.title.to(language) if indicator else entry.indicator,
        "place": place_words(monitor, entry.region, entry.group, entry.period, language),
        "value": figure_words(monitor, figure, language),
        "publication": entry.title,
        "publisher": entry.publisher,
        "address": entry.address,
        "published": date_words(entry.published, language) if entry.published else "",
        "licence": entry.licence,
        "note": entry.note,
        "method": entry.method,
        "by": entry.entered_by,
        "entered": moment_words(held.entered),
        "own": entered_by_same(held, somebody(user)),
        "state": phrases[f"entry_is_{held.state}"],
        "rejected": held.state is State.REJECTED,
        "decided_by": held.decided_by,
        "decided": moment_words(held.decided) if held.decided else "",
        "reason": held.reason,
    }


def place_words(monitor: Monitor, region_code: str, group: str, period: str, language: str) -> str:
    """A period, region and group in words."""
    parts = [period_words(period, language), region_words(region_code, language)]
    if group != TOTAL:
        known = monitor.group_codes.get(group)
        parts.append(known.title.to(language) if known else group)
    return ", ".join(parts)


def region_words(code: str, language: str) -> str:
    """A region by its title; its code when it is not known."""
    try:
        return region(code).title(language)
    except UnknownRegion:
        return code


def figure_words(monitor: Monitor, row: Mapping[str, Any], language: str) -> str:
    """A figure with its unit, its margin and its respondents; or why there is none."""
    phrases = words(language)
    indicator = monitor.indicators.get(row["indicator"])
    if row["value"] is None:
        return f"{phrases['desk_no_value']} ({phrases.get('missing_' + str(row['missing']), '')})"
    if indicator is None:
        return f"{row['value']:.10g}"
    decimals = max(0, shown_decimals(indicator, row["decimals"]))
    told = quantity(row["value"], decimals, indicator, language)
    more = []
    if row["lower"] is not None:
        margin = limits_words(row["lower"], row["upper"], decimals + 1, language)
        more.append(f"{phrases['desk_margin']} {margin}")
    if row["n"] is not None:
        more.append(f"n = {number(row['n'], 0, language)}")
    return f"{told} ({'; '.join(more)})" if more else told


def beside_words(found: Beside, monitor: Monitor, language: str) -> dict[str, str]:
    """A figure beside its series."""
    phrases = words(language)

    def known(row: Mapping[str, Any] | None) -> str:
        if row is None:
            return ""
        release = found.releases[row["release"]]
        value = figure_words(monitor, row, language)
        return f"{value}, “{release.title}” ({date_words(release.published, language)})"

    figure = found.figure
    before = known(found.before)
    if found.before is not None:
        before = f"{period_words(found.before['period'], language)}: {before}"
    return {
        "place": place_words(
            monitor, figure["region"], figure["group"], figure["period"], language
        ),
        "this": figure_words(monitor, figure, language),
        "note": figure["note"] or "",
        "before": before or phrases["desk_nothing_before"],
        "known": known(found.known),
    }


# --- the overview


def late_feeds(home: Home, monitor: Monitor, language: str) -> list[dict[str, Any]]:
    """The feeds that fail: of which source, since when, why, and what is drawn from them."""
    rows = []
    for feed in monitor.feeds.values():
        state = FeedState.read(home.collected, feed.id)
        if not state.failing_since:
            continue
        drawn = {each.id: each.title.to(language) for each, _ in monitor.drawn_from(feed.id)}
        rows.append(
            {
                "feed": feed.id,
                "title": feed.title or feed.id,
                "source": monitor.sources[feed.source].title,
                "since": _day_words(state.failing_since, language),
                "collected": _day_words(state.collected, language),
                "why": state.error,
                "indicators": list(drawn.values()),
            }
        )
    return sorted(rows, key=lambda each: each["feed"])


def overdue_rows(store: FigureStore, monitor: Monitor, language: str) -> list[dict[str, Any]]:
    """The figures that should have been published by now."""
    return [
        {
            "id": each.indicator.id,
            "title": each.indicator.title.to(language),
            "source": monitor.sources[each.indicator.source].title,
            "expected": period_words(each.period.code, language),
            "latest": period_words(each.latest.code, language),
            "since": date_words(each.since, language),
            "drawn": bool(each.indicator.draw),
        }
        for each in overdue(monitor, store, timezone.localdate())
    ]


def release_rows(store: FigureStore, language: str) -> list[dict[str, Any]]:
    """The releases that came in last."""
    return [
        {
            "id": each.release.id,
            "title": each.release.title,
            "publisher": each.release.publisher,
            "address": each.release.address,
            "published": date_words(each.release.published, language),
            "came": moment_words(each.moment),
            "figures": number(each.figures, 0, language),
        }
        for each in store.latest_added(RELEASES_SHOWN)
    ]


def unverified_rows(monitor: Monitor, language: str) -> list[dict[str, str]]:
    """What is drawn in a way that nobody has checked against the source yet."""
    return [
        {"title": indicator.title.to(language), "feed": draw.feed, "id": indicator.id}
        for indicator in monitor.indicators.values()
        for draw in indicator.draw
        if draw.unverified
    ]


def _day_words(iso: str, language: str) -> str:
    return date_words(dt.date.fromisoformat(iso[:10]), language) if iso else ""

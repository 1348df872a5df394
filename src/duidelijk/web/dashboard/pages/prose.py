"""What editors wrote in an edition, as it stands on a page."""

from __future__ import annotations

import html
import re
from typing import Any

from duidelijk.editions.edition import Edition
from duidelijk.publish.national import national, national_sentences
from duidelijk.publish.prose import CHART, to_html
from duidelijk.publish.series import indicator_chart, recent
from duidelijk.web.dashboard.places import Place

_PICTURE = re.compile(rf'<img src="{CHART}([^"]+)" alt="([^"]*)" />')
_ALONE = re.compile(rf"<p>\s*{_PICTURE.pattern}\s*</p>")


def editors_text(edition: Edition, name: str, place: Place) -> dict[str, Any] | None:
    """A text of the editors: ``html`` and ``lang``; ``None`` where they wrote none.

    In Dutch where they wrote no English, and it says so (``only_dutch``).
    """
    text = edition.texts.texts.get(name)
    if text is None or not (text.nl.strip() or text.en.strip()):
        return None
    own = text.to(place.language).strip()
    return {
        "html": shown_prose(edition, own or text.nl or text.en, place),
        "lang": place.language if own else ("nl" if text.nl.strip() else "en"),
        "only_dutch": not own,
    }


def shown_prose(edition: Edition | None, text: str, place: Place) -> str:
    """Markdown as HTML, with the charts that were put in it: one in a paragraph of its own is
    drawn, one in the middle of a sentence becomes a link.
    """
    whole = _ALONE.sub(lambda found: _drawn(edition, found[1], found[2], place), to_html(text))
    return _PICTURE.sub(
        lambda found: f'<a href="{place.indicator(found[1])}">{found[2] or found[1]}</a>', whole
    )


def _drawn(edition: Edition | None, key: str, words: str, place: Place) -> str:
    """The national chart of an indicator with *words* (escaped) under it."""
    indicator = edition.monitor.indicators.get(key) if edition else None
    if edition is None or indicator is None:
        return f"<p>{words or html.escape(key)}</p>"
    series = recent(national(edition).series.get(key, []), edition.monitor.crisis_start)
    told = national_sentences(edition, key, place.language)
    chart = indicator_chart(
        indicator,
        series,
        language=place.language,
        title=indicator.title.to(place.language),
        description=html.unescape(words) or told.get("value", ""),
        measures=edition.monitor.measures,
        until=edition.date,
    )
    title = html.escape(indicator.title.to(place.language))
    link = f'<a href="{place.indicator(key)}">{title}</a>'
    return f"<figure>{chart}<figcaption>{words} {link}</figcaption></figure>"

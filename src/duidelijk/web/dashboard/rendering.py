"""From a page's context to an answer: the edition asked for, what every page needs, a template."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import mark_safe

from duidelijk.editions.edition import Edition
from duidelijk.publish.announcing import reason_words
from duidelijk.publish.charts.small import mark_sprite
from duidelijk.publish.editions import date_of
from duidelijk.publish.numbers import number
from duidelijk.publish.periods import short_months
from duidelijk.web.dashboard.files import Unknown, versioned
from duidelijk.web.dashboard.pages.front import legend
from duidelijk.web.dashboard.places import Place, other_language
from duidelijk.web.dashboard.static_copy import static_copy
from duidelijk.web.library import library
from duidelijk.web.words import words

_CSP = "; ".join(
    f"{name} {' '.join(sources)}"
    for name, sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
    if name != "frame-ancestors"  # only counts in a header
)
"""What a page of a static copy may load: there a server may not say it."""
_AROUND = 9
"""So many editions stand on the line of time."""


def edition_of(language: str, id_: str | None) -> tuple[Edition, Place]:
    """The edition asked for, or the newest; 404 with the ones there are."""
    editions = library().editions()
    newest = library().newest()
    if newest is None:
        raise Http404("no edition")
    if id_ is None:
        return newest, Place(language)
    if id_ not in editions:
        raise Unknown(id_, editions)
    return editions[id_], Place(language, id_)


def absolute(request: HttpRequest, path: str) -> str:
    """The whole address of a path of this site: by the setting, else as the reader came in."""
    return f"{settings.ADDRESS or f'{request.scheme}://{request.get_host()}'}{path}"


def render(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    place: Place,
    edition: Edition | None,
    subject: Callable[[Place], str] | None = None,
    status: int = 200,
    pictured: bool = False,
    feed: str = "",
) -> HttpResponse:
    """Fill *template*; *subject* gives the address of the same page in another edition.

    A page that is *pictured* has a picture of its own to share; others take that of the front
    page. *feed* is the address of the feed that goes with it, else that of everything.
    """
    phrases = words(place.language)
    context |= {
        "w": phrases,
        "place": place,
        "lang": place.language,
        "site": absolute(request, ""),
        "alternate": other_language(request.path),
        "sprite": mark_safe(mark_sprite()),
        "style": versioned("duidelijk.css"),
        "theme_style": versioned("theme.css") if settings.THEME else "",
        "icon": versioned("icon.svg"),
        "script": versioned("duidelijk.js"),
        "htmx": versioned("htmx.js"),
        "legend": legend(place.language),
        "static": (copy := static_copy()),
        "csp": _CSP if copy else "",
    }
    not_out = edition is not None and edition.not_out
    asked = status == 200 and not not_out and copy is None
    context.setdefault("ask_url", place.ask(request.path) if asked else "")
    if edition is not None:
        context |= _edition_context(edition, place, subject or Place.front)
        named = place.of(edition.id)
        pictured_page = (subject or Place.front)(named) if pictured else named.front()
        context |= {
            "own_address": absolute(request, request.path),
            "picture": absolute(request, f"{pictured_page}/deelplaatje.png"),
            "feed": feed or f"{place.root}/feed.atom",
        }
    response = HttpResponse(get_template(template).render(context, request), status=status)
    response["Content-Language"] = place.language
    kept = status == 200 and not not_out
    response["Cache-Control"] = "public, max-age=300" if kept else "no-store"
    return response


def _in_line(edition: Edition) -> list[str]:
    """The editions one walks along, in order of time: of one that was corrected its correction."""
    editions = library().editions()
    corrected = {each.corrects for each in editions.values()}
    return [each for each in editions if each == edition.id or each not in corrected]


def _timeline(
    edition: Edition, ids: list[str], place: Place, subject: Callable[[Place], str]
) -> list[dict[str, Any]]:
    """The same page in the editions around this one, in order of time."""
    at = ids.index(edition.id)
    first = max(0, min(at - _AROUND // 2, len(ids) - _AROUND))
    editions = library().editions()
    return [
        {
            "id": each,
            "title": (title := editions[each].title.to(place.language)),
            "short": short_months(title, place.language),
            "url": subject(place.of(each)),
            "current": each == edition.id,
        }
        for each in ids[first : first + _AROUND]
    ]


def _corrections(edition: Edition, place: Place, subject: Callable[[Place], str]) -> dict[str, Any]:
    """What this edition corrects, and what corrects it, each with the reason.

    Without addresses when what it corrects is not here, as in a copy of one edition.
    """
    editions = library().editions()

    def told(other: str, correction: Edition) -> dict[str, str]:
        here = other in editions
        return {
            "id": other,
            "url": subject(place.of(other)) if here else "",
            "difference": place.of(correction.id).difference() if here else "",
            "reason": reason_words(correction, place.language),
        }

    wrong = library().corrected(edition)
    better = next((each for each in editions.values() if each.corrects == edition.id), None)
    return {
        "corrects": told(wrong, edition) if wrong else None,
        "corrected_by": told(better.id, better) if better else None,
    }


def _edition_context(
    edition: Edition, place: Place, subject: Callable[[Place], str]
) -> dict[str, Any]:
    """What every page of an edition needs for its bar and its foot."""
    language, monitor = place.language, edition.monitor
    ids = _in_line(edition)
    at = ids.index(edition.id)
    around: dict[str, Any] = {}
    for name, index in (("before", at - 1), ("after", at + 1)):
        if 0 <= index < len(ids):
            other = library().editions()[ids[index]]
            around[name] = {
                "title": other.title.to(language),
                "url": subject(place.of(other.id)),
            }
    around["timeline"] = _timeline(edition, ids, place, subject)
    around |= _corrections(edition, place, subject)
    note = edition.description.get("note")
    return {
        "edition": {
            "id": edition.id,
            "title": edition.title.to(language),
            "date": date_of(edition, language),
            "iso": edition.date.isoformat(),
            "afterwards": edition.compiled_afterwards,
            "later_shown": number(edition.description["later_figures"], 0, language),
            "figures_shown": number(edition.description["figures"], 0, language),
            "note": note[language] if note else "",
            "desk": reverse("edition_desk", args=[edition.id]) if edition.not_out else "",
            "newest": at == len(ids) - 1,
            "newest_url": subject(place.of(None)),
            "permanent": subject(place.of(edition.id)),
            **around,
        },
        "monitor": {
            "title": monitor.title.to(language),
            "lead": monitor.lead.to(language),
            "publisher": monitor.publisher.to(language),
            "synthetic": monitor.synthetic,
            "notice": monitor.notice.to(language) if monitor.notice else "",
        },
        "themes_nav": [
            {"id": each.id, "title": each.title.to(language), "url": place.theme(each.id)}
            for each in monitor.themes
        ],
    }

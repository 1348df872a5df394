"""An edition that is not out yet as its readers will see it, page by page, for the workspace alone.

The pages are those of published editions, asked with the edition put beside the published ones for
the length of one request. Its links lead to the preview, nothing of it is kept by any cache, in
memory, on disk or on the way, and every page and document says that it is not published.
"""

from __future__ import annotations

import copy
import threading
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from duidelijk.editions.edition import Edition
from duidelijk.editions.texts import Texts
from duidelijk.foundation.checksums import SUMS
from duidelijk.web.accounts.requiring import requires
from duidelijk.web.accounts.rights import Right
from duidelijk.web.dashboard.exploring import search
from duidelijk.web.dashboard.places import Place, previewing
from duidelijk.web.editorial.approving import digest
from duidelijk.web.editorial.desk import edition_in_review, home, published
from duidelijk.web.editorial.writing import texts_of
from duidelijk.web.library import beside_published, library

_FOR_OTHERS = ("Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "ETag")
_CONDITIONAL = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE")
_SEARCH = "zoek"
_lock = threading.Lock()
_shown: dict[tuple[Path, str], Edition] = {}
"""The last edition that was previewed, with the texts it was shown with."""


@require_safe
@requires(Right.READ_REVIEW)
def preview(request: HttpRequest, edition: str, rest: str = "") -> HttpResponseBase:
    """The page *rest* of an edition in review or under embargo.

    Of one that is out it sends on to the page itself.
    """
    language = get_language() or "nl"
    place = Place(language, edition)
    if edition in library().editions():
        return HttpResponseRedirect(f"{place.base}/{rest}" if rest else place.base)
    found = _not_out(edition)
    if found is None:
        raise Http404("not in review")
    asked = copy.copy(request)
    asked.META = {key: value for key, value in request.META.items() if key not in _CONDITIONAL}
    with beside_published(found), previewing(edition):
        response = _page(asked, language, edition, rest)
    for name in _FOR_OTHERS:
        del response[name]
    response.xframe_options_exempt = False  # type: ignore[attr-defined]
    response._csp_update = None  # type: ignore[attr-defined]
    response["Cache-Control"] = "private, no-store"
    return response


def _page(request: HttpRequest, language: str, edition: str, rest: str) -> HttpResponseBase:
    """What the public address of the page would answer."""
    if rest == _SEARCH:
        query = request.GET.copy()
        query["editie"] = edition
        request.GET = QueryDict(query.urlencode())
        return search(request, language)
    root = Place(language).root if not rest.startswith("bestanden/") else ""
    try:
        match = resolve(f"{root}/edities/{edition}/{rest}".removesuffix("/"))
    except Resolver404:
        raise Http404("no such page") from None
    if match.kwargs.get("edition") != edition:
        raise Http404("no page of this edition")
    response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    return response


def _not_out(id_: str) -> Edition | None:
    """The edition *id_*: in review with the texts on the desk, under embargo as it was sealed."""
    if id_ in published():
        folder = home().editions / id_
        return _prepared(Edition(folder), folder, None)
    review = edition_in_review(id_)
    return None if review is None else _prepared(review, review.folder, texts_of(id_))


def _prepared(edition: Edition, folder: Path, texts: Texts | None) -> Edition:
    """*edition* marked as not out, with *texts*; the same one as long as nobody writes."""
    sealed = (folder / SUMS).stat().st_mtime_ns
    key = folder, f"{sealed} {digest(texts) if texts else ''}"
    with _lock:
        if key not in _shown:
            shown = copy.copy(edition)  # with everything that was read of it already
            shown.not_out = True
            if texts is not None:
                shown.__dict__["texts"] = texts
            _shown.clear()
            _shown[key] = shown
        return _shown[key]

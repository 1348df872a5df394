"""The API itself: its operations, their parameters, and what each may answer."""

from __future__ import annotations

import logging
from typing import Annotated, Any
from urllib.parse import urlencode

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja.operation import Operation

from duidelijk.web.api import parameters, schemas
from duidelijk.web.api.addresses import VERSION, address
from duidelijk.web.api.answering import (
    Told,
    edition_asked,
    fresh,
    named,
    with_links,
    written,
)
from duidelijk.web.api.negotiating import JSON, chosen_format
from duidelijk.web.api.parameters import Strict
from duidelijk.web.api.problems import Problem
from duidelijk.web.api.resources import (
    decisions,
    declared,
    dossiers,
    duiding,
    editions,
    figures,
    local,
    practices,
    signals,
    striking,
)

_log = logging.getLogger(__name__)


class Api(NinjaAPI):
    """Ninja's API without the pages it brings: only our operations have an address."""

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        bound = self._get_bound_routers()
        return [each for router in bound for each in router.urls_paths(router.prefix)]

    def get_openapi_operation_id(self, operation: Operation) -> str:
        first, *others = operation.view_func.__name__.split("_")
        return first + "".join(each.title() for each in others)


api = Api(version=VERSION, openapi_url=None, docs_url=None, urls_namespace="api")


@api.exception_handler(Problem)
def _problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return problem.response()


@api.exception_handler(SuspiciousOperation)
def _suspicious(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    return Problem(400, "This cannot be read as a request; ask for less at a time").response()


@api.exception_handler(Exception)
def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    _log.error("%s failed", request.path, exc_info=error)
    return Problem(500, "Something went wrong here; it is written in the log").response()


def _answers(shape: type[schemas.Shape]) -> Any:
    """What an operation may answer, and by what names."""
    refused = dict.fromkeys((400, 404, 406, 503), schemas.ProblemDocument)
    return {"response": {200: shape, **refused}, "by_alias": True}


@api.get("figures", tags=["Figures"], **_answers(schemas.Figures))
def get_figures(
    request: HttpRequest, asked: Annotated[parameters.OfFigures, Strict(...)]
) -> HttpResponse:
    return figures.figures(request, asked)


@api.get("changes", tags=["Figures"], **_answers(schemas.Changes))
def get_changes(
    request: HttpRequest, asked: Annotated[parameters.OfChanges, Strict(...)]
) -> HttpResponse:
    return figures.changes(request, asked)


@api.get("striking", tags=["Figures"], **_answers(schemas.Striking))
def get_striking(
    request: HttpRequest, asked: Annotated[parameters.OfStriking, Strict(...)]
) -> HttpResponse:
    return striking.striking(request, asked)


@api.get("duiding", tags=["Duiding"], **_answers(schemas.Duiding))
def get_duiding(
    request: HttpRequest, asked: Annotated[parameters.OfDuiding, Strict(...)]
) -> HttpResponse:
    return duiding.duiding(request, asked)


@api.get("signals", tags=["Action"], **_answers(schemas.Signals))
def get_signals(
    request: HttpRequest, asked: Annotated[parameters.OfSignals, Strict(...)]
) -> HttpResponse:
    return signals.signals(request, asked)


@api.get("signals/{int:id}", tags=["Action"], **_answers(schemas.OneSignal))
def get_signal(
    request: HttpRequest, id: int, asked: Annotated[parameters.OfOne, Strict(...)]
) -> HttpResponse:
    chosen_format(request, None, ("json",))
    told = dossiers.signal(request, id, asked)
    return _of_signal(request, f"signals/{id}", asked, told)


@api.get("signals/{int:id}/effect", tags=["Action"], **_answers(schemas.Effects))
def get_effect(
    request: HttpRequest, id: int, asked: Annotated[parameters.OfEffect, Strict(...)]
) -> HttpResponse:
    chosen_format(request, None, ("json",))
    told = dossiers.effect(request, id, asked)
    return _of_signal(request, f"signals/{id}/effect", asked, told)


@api.get("decisions", tags=["Action"], **_answers(schemas.Decisions))
def get_decisions(
    request: HttpRequest, asked: Annotated[parameters.OfDecisions, Strict(...)]
) -> HttpResponse:
    return decisions.decisions(request, asked)


@api.get("practices", tags=["Action"], **_answers(schemas.Practices))
def get_practices(
    request: HttpRequest, asked: Annotated[parameters.OfPractices, Strict(...)]
) -> HttpResponse:
    return practices.practices(request, asked)


@api.get("local", tags=["Local"], **_answers(schemas.Local))
def get_local(
    request: HttpRequest, asked: Annotated[parameters.OfLocal, Strict(...)]
) -> HttpResponse:
    return local.local(request, asked)


@api.get("local-indicators", tags=["Local"], **_answers(schemas.LocalIndicators))
def get_local_indicators(
    request: HttpRequest, asked: Annotated[parameters.OfLocalIndicators, Strict(...)]
) -> HttpResponse:
    return local.local_indicators(request, asked)


@api.get("local-series", tags=["Local"], **_answers(schemas.LocalSeriesList))
def get_local_series(
    request: HttpRequest, asked: Annotated[parameters.OfLocalSeries, Strict(...)]
) -> HttpResponse:
    return local.local_series(request, asked)


@api.get("themes", tags=["Declarations"], **_answers(schemas.Themes))
def get_themes(
    request: HttpRequest, asked: Annotated[parameters.OfEdition, Strict(...)]
) -> HttpResponse:
    return declared.themes(request, asked)


@api.get("indicators", tags=["Declarations"], **_answers(schemas.Indicators))
def get_indicators(
    request: HttpRequest, asked: Annotated[parameters.OfIndicators, Strict(...)]
) -> HttpResponse:
    return declared.indicators(request, asked)


@api.get("indicators/{str:id}", tags=["Declarations"], **_answers(schemas.Indicator))
def get_indicator(
    request: HttpRequest, id: str, asked: Annotated[parameters.OfOne, Strict(...)]
) -> HttpResponse:
    chosen_format(request, None, ("json",))
    edition = edition_asked(asked.edition)
    told = {"edition": named(request, edition), "indicator": declared.indicator(edition, id)}
    return _one(address(request, f"indicators/{id}?edition={edition.id}"), told)


@api.get("groups", tags=["Declarations"], **_answers(schemas.Groups))
def get_groups(
    request: HttpRequest, asked: Annotated[parameters.OfGroups, Strict(...)]
) -> HttpResponse:
    return declared.groups(request, asked)


@api.get("regions", tags=["Declarations"], **_answers(schemas.Regions))
def get_regions(
    request: HttpRequest, asked: Annotated[parameters.OfRegions, Strict(...)]
) -> HttpResponse:
    return editions.regions(request, asked)


@api.get("releases", tags=["Editions"], **_answers(schemas.Releases))
def get_releases(
    request: HttpRequest, asked: Annotated[parameters.OfReleases, Strict(...)]
) -> HttpResponse:
    return editions.releases(request, asked)


@api.get("editions", tags=["Editions"], **_answers(schemas.Editions))
def get_editions(
    request: HttpRequest, asked: Annotated[parameters.Asked, Strict(...)]
) -> HttpResponse:
    return editions.editions(request, asked)


@api.get("editions/{str:id}", tags=["Editions"], **_answers(schemas.OneEdition))
def get_edition(
    request: HttpRequest,
    id: str,
    asked: Annotated[parameters.Nothing, Strict(parameters.Nothing())],
) -> HttpResponse:
    chosen_format(request, None, ("json",))
    edition = edition_asked(id)
    told = {"edition": editions.edition_whole(request, edition)}
    return _one(address(request, f"editions/{edition.id}"), told)


def _of_signal(
    request: HttpRequest, resource: str, asked: parameters.OfOne, told: Told
) -> HttpResponse:
    """One signal: as an edition has it that is for good, otherwise it may change tomorrow."""
    given = {key: value for key, value in asked.model_dump(exclude_unset=True).items() if value}
    own = address(request, resource) + (f"?{urlencode(given)}" if given else "")
    answer = _one(own, told)
    return answer if asked.edition else fresh(answer)


def _one(own: str, told: Told) -> HttpResponse:
    """One thing, with its address."""
    content = written({"_links": {"self": {"href": own}}} | told)
    return with_links(HttpResponse(content, content_type=JSON), {"self": own})

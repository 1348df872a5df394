"""The parameters of each list: declared once, refused when they are not known or given twice."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Schema
from ninja.params.models import Query, QueryModel
from pydantic import ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from duidelijk.agenda.practice import Audience
from duidelijk.foundation.problems import did_you_mean
from duidelijk.web.api.forms import (
    USUAL_PAGE,
    Comparisons,
    Day,
    Edition,
    Groups,
    Levels,
    Names,
    Page,
    PageSize,
    Periods,
    Regions,
    Split,
    Stages,
    Typed,
    Verdicts,
    Year,
    YesNo,
)
from duidelijk.web.api.problems import Wrong, bad_parameters, clipped

Language = Literal["nl", "en"]
GroupKind = Literal["population", "target"]
Tier = Literal["striking", "possible"]
Status = Literal["active", "stopped", "planned"]


class Asked(Schema):
    """What every list takes."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)

    f: Literal["json", "csv"] | None = None
    lang: Language = "nl"


class OfEdition(Asked):
    """A list that depends on the edition."""

    edition: Edition | None = None


class Paged(OfEdition):
    """A list that comes in pages."""

    page: Page = 1
    page_size: PageSize = USUAL_PAGE


class Places(Paged):
    """Filters that figures and changes share."""

    theme: Names = Field(default_factory=list)
    indicator: Names = Field(default_factory=list)
    region: Regions = Field(default_factory=list)
    region_level: Levels = Field(default_factory=list)
    group: Groups = Field(default_factory=list)
    period: Periods = Field(default_factory=list)


class OfFigures(Places):
    """Which figures."""

    f: Literal["json", "csv", "json-stat"] | None = None  # type: ignore[assignment]
    from_: Day | None = Field(default=None, alias="from")
    until: Day | None = None
    known_on: Day | None = None


class OfChanges(Places):
    """Which comparisons."""

    comparison: Comparisons = Field(default_factory=list)
    verdict: Verdicts = Field(default_factory=list)
    favourable: YesNo | None = None
    main: YesNo | None = None
    fresh: YesNo | None = None


class OfStriking(OfEdition):
    """Which striking developments."""

    theme: Names = Field(default_factory=list)
    indicator: Names = Field(default_factory=list)
    region: Regions = Field(default_factory=list)
    region_level: Levels = Field(default_factory=list)
    group: Groups = Field(default_factory=list)
    tier: Annotated[list[Tier], Split] = Field(default_factory=list, min_length=1)


class OfDuiding(OfEdition):
    """Which conclusions."""

    theme: Names = Field(default_factory=list)
    target_group: Names = Field(default_factory=list)


class OfSignals(Paged):
    """Which signals."""

    theme: Names = Field(default_factory=list)
    target_group: Names = Field(default_factory=list)
    region: Regions = Field(default_factory=list)
    addressee: Names = Field(default_factory=list)
    stage: Stages = Field(default_factory=list)
    late: YesNo | None = None
    q: Typed | None = None


class OfDecisions(Paged):
    """Which decisions on signals."""

    table: Names = Field(default_factory=list)


class OfPractices(Asked):
    """Which examples of what can be done."""

    theme: Names = Field(default_factory=list)
    target_group: Names = Field(default_factory=list)
    audience: Annotated[list[Audience], Split] = Field(default_factory=list, min_length=1)


class OfLocal(Asked):
    """Which themes and groups of the local picture."""

    theme: Names = Field(default_factory=list)
    target_group: Names = Field(default_factory=list)


class OfLocalIndicators(Asked):
    """Of which themes."""

    theme: Names = Field(default_factory=list)


class OfLocalSeries(Asked):
    """Of which national indicators and which regions."""

    indicator: Names = Field(default_factory=list)
    region: Names = Field(default_factory=list)


class OfIndicators(OfEdition):
    """Which indicators."""

    theme: Names = Field(default_factory=list)
    status: Annotated[list[Status], Split] = Field(default_factory=list, min_length=1)


class OfRegions(OfEdition):
    """Which regions."""

    region_level: Levels = Field(default_factory=list)
    year: Year | None = None


class OfGroups(OfEdition):
    """Which groups."""

    kind: GroupKind | None = None


class OfReleases(OfEdition):
    """Which releases."""

    source: Names = Field(default_factory=list)
    indicator: Names = Field(default_factory=list)


class OfOne(Schema):
    """What one thing of an edition takes."""

    edition: Edition | None = None


class OfEffect(OfOne):
    """What the figures of an action take."""

    lang: Language = "nl"


class Nothing(Schema):
    """What takes no parameters."""


class _StrictModel(QueryModel):
    """Refuses, with everything that is wrong at once, what is not declared or given twice."""

    @classmethod
    def resolve(cls, request: HttpRequest, api: Any, path_params: Any) -> Any:
        known = cls.__ninja_flatten_map__  # type: ignore[attr-defined]
        wrong = [_unknown(name, known) for name in request.GET if name not in known]
        wrong += [
            Wrong(name, "repeated", "is given more than once; put commas between several keys")
            for name, values in request.GET.lists()
            if name in known and len(values) > 1
        ]
        try:
            found = super().resolve(request, api, path_params)
        except ValidationError as error:
            wrong += [_wrong(each) for each in error.errors(include_url=False)]
        if wrong:
            raise bad_parameters(wrong)
        return found


def _unknown(name: str, known: Any) -> Wrong:
    shown = clipped(name)
    remedy = did_you_mean(shown, known)
    return Wrong(shown, "unknown", "is no parameter here" + (f"; {remedy}" if remedy else ""))


def _wrong(error: Any) -> Wrong:
    """What pydantic found; of a key among several its place is left out."""
    name = next(str(each) for each in error["loc"][1:])
    return Wrong(name, error["type"], error["msg"].removeprefix("Value error, "))


class Strict(Query):  # type: ignore[misc]
    """Marks an argument of a view as its query parameters."""

    _model = _StrictModel

    @classmethod
    def _param_source(cls) -> str:
        return "query"

"""What can be taken along from an indicator: figures, chart, specification, a frame to embed."""

from __future__ import annotations

import json

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from duidelijk.catalogue import Indicator
from duidelijk.editions.edition import Edition
from duidelijk.publish.charts.raster import png
from duidelijk.publish.charts.standalone import figure_svg, share_svg
from duidelijk.publish.national import national, national_sentences
from duidelijk.publish.open_data.edition_workbook import indicator_workbook
from duidelijk.publish.open_data.named import figures_csv
from duidelijk.publish.series import Row, indicator_chart, measure_spans, recent
from duidelijk.publish.vega import specification
from duidelijk.web.dashboard.files import Unknown
from duidelijk.web.dashboard.open_data import XLSX
from duidelijk.web.dashboard.pages.citing import citation, source_line
from duidelijk.web.dashboard.pages.sharing import share_of
from duidelijk.web.dashboard.places import Place
from duidelijk.web.dashboard.rendering import absolute, edition_of, render

_PNG_WIDTH = 1520


def _found(language: str, edition: str | None, key: str) -> tuple[Edition, Place, Indicator]:
    found, place = edition_of(language, edition)
    if key not in found.monitor.indicators:
        raise Unknown(key, found.monitor.indicators)
    return found, place, found.monitor.indicators[key]


def _file(content: str | bytes, kind: str, name: str, *, inline: bool = False) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    how = "inline" if inline else "attachment"
    response["Content-Disposition"] = f'{how}; filename="{name}"'
    response["Cache-Control"] = "public, max-age=300"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _named(edition: Edition, key: str, ending: str) -> str:
    """What a file of an indicator is called: it tells its monitor and edition."""
    return f"{edition.monitor.id}-{edition.id}-{key}.{ending}"


def _said(edition: Edition, indicator: Indicator, language: str) -> str:
    kept = national_sentences(edition, indicator.id, language)
    return " ".join(kept.get(part, "") for part in ("value", "change")).strip()


@require_safe
def csv_file(
    request: HttpRequest, language: str, key: str, edition: str | None = None
) -> HttpResponse:
    """Every figure of an indicator, with the names of regions and groups and the publication."""
    found, _, indicator = _found(language, edition, key)
    name = _named(found, key, "csv")
    table = figures_csv(found, found.figures_of(indicator.id), language)
    return _file(table.write_csv().encode(), "text/csv; charset=utf-8", name)


@require_safe
def xlsx_file(
    request: HttpRequest, language: str, key: str, edition: str | None = None
) -> HttpResponse:
    """The same as an Excel workbook, with what the figures are."""
    found, _, indicator = _found(language, edition, key)
    made = indicator_workbook(found, indicator, language, settings.ADDRESS)
    return _file(made, XLSX, _named(found, key, "xlsx"))


@require_safe
def vega_file(
    request: HttpRequest, language: str, key: str, edition: str | None = None
) -> HttpResponse:
    """The chart of an indicator as a Vega-Lite specification."""
    found, place, indicator = _found(language, edition, key)
    rows = _rows(found, indicator)
    made = specification(
        indicator,
        rows,
        measure_spans(found.monitor.measures, found.date, language),
        language=language,
        title=indicator.title.to(language),
        description=_said(found, indicator, language),
        source=citation(found, indicator, place, absolute(request, "")),
    )
    name = _named(found, key, "vl.json")
    body = json.dumps(made, ensure_ascii=False, indent=1)
    return _file(body, "application/json; charset=utf-8", name)


def _series(edition: Edition, indicator: Indicator) -> list[Row]:
    """The national series as its chart shows it; empty where there is none."""
    series = national(edition).series.get(indicator.id, [])
    return recent(series, edition.monitor.crisis_start)


def _rows(edition: Edition, indicator: Indicator) -> list[Row]:
    """The same; 404 where it holds no figure."""
    series = _series(edition, indicator)
    if all(row["value"] is None for row in series):
        raise Unknown(indicator.id, meant={})
    return series


def _chart(edition: Edition, indicator: Indicator, rows: list[Row], language: str) -> str:
    """The chart of an indicator for both widths; empty where there are too few figures."""
    return indicator_chart(
        indicator,
        rows,
        language=language,
        title=indicator.title.to(language),
        description=_said(edition, indicator, language),
        measures=edition.monitor.measures,
        until=edition.date,
    )


def _svg(edition: Edition, indicator: Indicator, language: str) -> str:
    """The chart of an indicator by itself; 404 where there are too few figures to draw."""
    both = _chart(edition, indicator, _rows(edition, indicator), language)
    if not both:
        raise Unknown(indicator.id, meant={})
    wide = both[: both.index("</svg>") + len("</svg>")]
    return figure_svg(
        wide,
        title=indicator.title.to(language),
        sentence=_said(edition, indicator, language),
        source=source_line(edition, indicator, language),
    )


@require_safe
def svg_file(
    request: HttpRequest, language: str, key: str, edition: str | None = None
) -> HttpResponse:
    """The chart of an indicator as SVG."""
    found, _, indicator = _found(language, edition, key)
    name = _named(found, key, "svg")
    return _file(_svg(found, indicator, language), "image/svg+xml", name)


@require_safe
def png_file(
    request: HttpRequest, language: str, key: str, edition: str | None = None
) -> HttpResponse:
    """The chart of an indicator as PNG."""
    found, _, indicator = _found(language, edition, key)
    name = _named(found, key, "png")
    return _file(png(_svg(found, indicator, language), _PNG_WIDTH), "image/png", name)


@xframe_options_exempt
@csp_update({"frame-ancestors": ["*"]})  # type: ignore[arg-type]
@require_safe
def embedded(
    request: HttpRequest, language: str, key: str, edition: str | None = None
) -> HttpResponse:
    """The chart of an indicator to stand in a page of somebody else."""
    found, place, indicator = _found(language, edition, key)
    context = {
        "title": indicator.title.to(language),
        "url": place.of(found.id).indicator(key),
        "said": _said(found, indicator, language),
        "source": source_line(found, indicator, language),
        "chart": _chart(found, indicator, _series(found, indicator), language),
    }
    return render(request, "dashboard/embedded.html", context, place, found)


@require_safe
def share_picture(
    request: HttpRequest,
    language: str,
    subject: str,
    key: str = "",
    edition: str | None = None,
) -> HttpResponse:
    """The picture that goes with a link to a page: what it is about and what it says."""
    found, place = edition_of(language, edition)
    shown = share_of(found, subject, key, place)
    if shown is None:
        raise Unknown(key, meant={})
    picture = png(share_svg(**shown), 1200)
    return _file(picture, "image/png", f"{found.id}-{key or 'overzicht'}.png", inline=True)

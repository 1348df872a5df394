"""Figures, and the verdicts on them."""

from __future__ import annotations

import polars as pl
from django.http import HttpRequest, HttpResponse

from duidelijk.catalogue.model import TOTAL
from duidelijk.editions.edition import Edition
from duidelijk.editions.querying import Wanted, conditions, figures_wanted
from duidelijk.figures.table import MISSING
from duidelijk.publish.jsonstat import dataset
from duidelijk.publish.notes import note_words
from duidelijk.web.api import schemas
from duidelijk.web.api.answering import (
    Listing,
    Told,
    Turn,
    camel,
    csv_answer,
    edition_asked,
    json_answer,
    links,
    named,
    releases_used,
    with_links,
    written,
)
from duidelijk.web.api.negotiating import JSON, chosen_format
from duidelijk.web.api.parameters import OfChanges, OfFigures, Places
from duidelijk.web.api.problems import Problem
from duidelijk.web.api.resources.filtering import check_places, indicators_wanted
from duidelijk.web.words import words

OFFERED = ("json", "csv", "json-stat")
_STATES = {"provisional": "api_provisional", "revised_provisional": "api_revised_provisional"}
_STATES |= {each: f"missing_{each}" for each in MISSING}
"""The words for what a cell of a cube may say of its figure."""
_BOTH = pl.Struct({"nl": pl.String, "en": pl.String})


def figures(request: HttpRequest, asked: OfFigures) -> HttpResponse:
    """A page of figures, in the format that was asked."""
    chosen = chosen_format(request, asked.f, OFFERED)
    edition = edition_asked(asked.edition)
    wanted = _wanted(edition, asked)
    offset = (asked.page - 1) * asked.page_size
    found, count = figures_wanted(edition, wanted, offset, asked.page_size)
    around: Told = {"knownOn": asked.known_on.isoformat() if asked.known_on else None}
    around["releases"] = releases_used(edition, found["release"])
    turn = Turn.of(asked, count)
    listing = Listing(request, "figures", asked, _told(found), edition, turn, around)
    if chosen == "csv":
        return csv_answer(listing, _explained(found, edition, asked.lang))
    return json_answer(listing) if chosen == "json" else _cube(listing, found, edition)


def _wanted(edition: Edition, asked: Places) -> Wanted:
    """What is asked as the editions understand it. Raises ``Problem`` for unknown keys."""
    check_places(edition, asked)
    return Wanted(
        indicators=indicators_wanted(edition, asked.theme, asked.indicator),
        regions=tuple(sorted(set(asked.region))),
        levels=tuple(sorted(asked.region_level)),
        groups=tuple(sorted(set(asked.group))),
        periods=tuple(sorted(set(asked.period))),
        since=getattr(asked, "from_", None),
        until=getattr(asked, "until", None),
        known_on=getattr(asked, "known_on", None),
    )


def _told(found: pl.DataFrame) -> pl.DataFrame:
    """Figures with the columns of an answer; what stands with them in both languages."""
    notes = [each for each in found["note"].unique() if each]
    said = [{"nl": note_words(each, "nl"), "en": note_words(each, "en")} for each in notes]
    table = pl.DataFrame({"note": notes, "said": said}, {"note": pl.String, "said": _BOTH})
    joined = found.join(table, on="note", how="left", maintain_order="left")
    columns = joined.drop("note").rename({"said": "note"})
    return _called(columns, schemas.Figure)


def _called(table: pl.DataFrame, shape: type[schemas.Shape]) -> pl.DataFrame:
    """The columns of *shape*, called as in an answer; empty where the table has none such, as in
    editions from before there was one.
    """
    names = list(shape.model_fields)
    given = [
        (pl.col(name) if name in table.columns else pl.lit(None)).alias(camel(name))
        for name in names
    ]
    return table.select(given)


def _explained(found: pl.DataFrame, edition: Edition, language: str) -> pl.DataFrame:
    """Figures with names for people and their publication in every row: a CSV file goes far from
    where it was got.
    """
    monitor = edition.monitor
    groups = {code: each.title.to(language) for code, each in monitor.group_codes.items()}
    groups[TOTAL] = words(language)["everyone"].lower()
    titles = {key: each.title.to(language) for key, each in monitor.indicators.items()}
    units = {key: each.unit.to(language) for key, each in monitor.indicators.items()}
    regions = {code: each.name.to(language) for code, each in edition.regions.items()}
    publishers = {key: each.publisher for key, each in edition.releases.items()}
    licences = {key: each.licence for key, each in edition.releases.items()}
    notes = {each: note_words(each, language) for each in found["note"].unique() if each}
    return found.select(
        pl.lit(edition.id).alias("edition"),
        "indicator",
        _named("indicator", titles).alias("indicatorTitle"),
        _named("indicator", units).alias("unit"),
        "region",
        _named("region", regions).alias("regionName"),
        pl.col("region_year").alias("regionYear"),
        "group",
        _named("group", groups).alias("groupName"),
        "period",
        pl.col("period_start").alias("periodStart"),
        pl.col("period_end").alias("periodEnd"),
        pl.col("period_kind").alias("periodKind"),
        *("method", "value", "lower", "upper", "n", "decimals", "status", "missing", "vintage"),
        _named("note", notes).alias("note"),
        "release",
        "published",
        _named("release", publishers).alias("publisher"),
        _named("release", licences).alias("licence"),
        pl.lit(monitor.synthetic).alias("synthetic"),
    )


def _named(column: str, names: dict[str, str]) -> pl.Expr:
    return pl.col(column).replace_strict(names, default=None, return_dtype=pl.String)


def _cube(listing: Listing, found: pl.DataFrame, edition: Edition) -> HttpResponse:
    """The same figures as JSON-stat."""
    language = listing.asked.lang
    phrases = words(language)
    states = {each: phrases[key] for each, key in _STATES.items()}
    try:
        made = dataset(found, edition, language, phrases["everyone"], states)
    except OverflowError:
        told = "Too many different keys for one cube; filter, or ask for a smaller page"
        raise Problem(400, told) from None
    around = links(listing)
    assert listing.turn is not None
    made["href"] = around["self"]
    made["extension"] |= {
        "edition": named(listing.request, edition),
        "page": listing.turn.told(),
        "links": around,
    } | listing.around
    return with_links(HttpResponse(written(made), content_type=JSON), around)


def changes(request: HttpRequest, asked: OfChanges) -> HttpResponse:
    """A page of comparisons with their verdicts."""
    chosen = chosen_format(request, asked.f, ("json", "csv"))
    edition = edition_asked(asked.edition)
    found = _judged(edition, asked)
    turn = Turn.of(asked, len(found))
    page = _called(found.slice((turn.number - 1) * turn.size, turn.size), schemas.Change)
    used = releases_used(edition, page["release"], page["referenceRelease"])
    listing = Listing(request, "changes", asked, page, edition, turn, {"releases": used})
    if chosen == "csv":
        told = (pl.lit(edition.monitor.synthetic).alias("synthetic"),)
        return csv_answer(listing, page.select(pl.lit(edition.id).alias("edition"), "*", *told))
    return json_answer(listing)


def _judged(edition: Edition, asked: OfChanges) -> pl.DataFrame:
    """The comparisons that are asked, in the order of the edition."""
    wanted = conditions(_wanted(edition, asked))
    for column, chosen in (("comparison", asked.comparison), ("verdict", asked.verdict)):
        if chosen:
            wanted.append(pl.col(column).is_in([each.value for each in chosen]))
    for column in ("favourable", "main", "fresh"):
        if (given := getattr(asked, column)) is not None:
            wanted.append(pl.col(column) == given)
    return edition.changes.filter(*wanted)

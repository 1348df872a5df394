"""Excel templates: made for the indicators somebody has figures of, and read back when filled in.

A template has a sheet to fill in, with lists to choose from, and a sheet that explains. Periods and
regions may be written as codes or in words. What names a publication is written once: rows below
without it are from the same one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from duidelijk.catalogue import Indicator, Monitor
from duidelijk.catalogue.model import TOTAL
from duidelijk.figures.release import Precision, Release
from duidelijk.figures.table import SCHEMA
from duidelijk.foundation.problems import Problem, did_you_mean
from duidelijk.periods import Period
from duidelijk.sources.asking import Unreadable
from duidelijk.sources.by_hand.entry import MOST_DECIMALS, web_address
from duidelijk.sources.by_hand.template_sheet import (
    CHOICE,
    COLUMNS,
    FILL_IN,
    HIDDEN,
    MARK,
    PUBLICATION,
    write_template,
)
from duidelijk.sources.by_hand.typed import (
    Mistyped,
    date_typed,
    number_typed,
    period_typed,
    plain,
    region_typed,
)
from duidelijk.sources.sheets.cells import (
    BOOLEAN,
    DATE,
    ERROR,
    NUMBER,
    PERCENT,
    Row,
    Sheet,
    read_sheets,
)
from duidelijk.sources.sheets.workbook import may_hold_sheet

__all__ = ["read", "recognises", "release_id", "write_template"]

BASIS = "as filled in on a template"
_NUMBERS = ("value", "lower", "upper", "n", "decimals")
_REQUIRED = ("period", "region", "value", "source", "title", "address", "published")
_LONGEST_SLUG = 60

Wrong = Callable[[str, str], None]
Read = tuple[list[Release], pl.DataFrame, list[Problem]]


def recognises(path: Path) -> bool:
    """Whether a file is one of our templates, filled in or not."""
    try:
        with path.open("rb") as stream:
            if stream.read(4) != b"PK\x03\x04":
                return False
        return may_hold_sheet(path, HIDDEN) and _marked(read_sheets(path))
    except (Unreadable, OSError):
        return False


def read(path: Path, monitor: Monitor, shown_as: str | None = None) -> Read:
    """The releases and figures of a template, and every problem of form, by its row in Excel.

    Figures have the columns of ``figures.table`` with ``file`` and ``line``, as files of figures
    have; they are still to be normalised and checked. Rows with a problem are left out.
    """
    shown = shown_as or path.name
    try:
        sheets = read_sheets(path, shown)
        if not _marked(sheets):
            raise Unreadable(shown, "is no template", "make one with duidelijk template INDICATOR")
        filled = [each for each in sheets if each.name == FILL_IN]
        if not filled:
            remedy = "give the sheet its name back, or use a new template"
            raise Unreadable(shown, f"has no sheet “{FILL_IN}”", remedy)
        return _read(filled[0], monitor, shown, _only(sheets, monitor))
    except Unreadable as refusal:
        return [], _table([]), list(refusal.problems)


def release_id(source: str, title: str, published: dt.date) -> str:
    """The key of a publication: the same for the same source, title and date.

    >>> release_id("uwv", "Nieuwsflits Arbeidsmarkt", dt.date(2021, 4, 20))
    'uwv-nieuwsflits-arbeidsmarkt-2021-04-20'
    """
    letters = unicodedata.normalize("NFKD", f"{source} {title}".casefold())
    bare = "".join(each for each in letters if not unicodedata.combining(each))
    slug = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")
    if len(slug) > _LONGEST_SLUG:
        whole = hashlib.sha256(slug.encode()).hexdigest()[:6]
        slug = f"{slug[:_LONGEST_SLUG].rstrip('-')}-{whole}"
    return f"{slug}-{published.isoformat()}"


def _marked(sheets: list[Sheet]) -> bool:
    hidden = next((each for each in sheets if each.name == HIDDEN), None)
    first = next(iter(hidden.head), None) if hidden else None
    return first is not None and first.cell(0) == MARK


def _only(sheets: list[Sheet], monitor: Monitor) -> str:
    """The indicator of a template that is made for one; then its column may stay empty."""
    hidden = next(each for each in sheets if each.name == HIDDEN)
    made_for = [_code(row.cell(0)) for row in hidden.head if row.line > 2 and row.cell(0)]
    return made_for[0] if len(made_for) == 1 and made_for[0] in monitor.indicators else ""


def _code(text: str) -> str:
    """What a choice stands for: the code before its title."""
    return text.partition(CHOICE)[0].strip()


@dataclass
class _Reading:
    """What was read of the sheet so far."""

    monitor: Monitor
    shown: str
    only: str
    releases: dict[str, tuple[Release, int]] = field(default_factory=dict)
    """By id the release, and the row that gave it first."""
    rows: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    latest: Release | None = None


def _read(sheet: Sheet, monitor: Monitor, shown: str, only: str) -> Read:
    reading = _Reading(monitor, shown, only)
    places: dict[str, int] = {}
    for row in sheet.rows():
        if not places:
            places = _header(row, reading)
            if reading.problems:
                break
            continue
        found = len(reading.problems)
        figure = _figure(row, places, reading)
        if len(reading.problems) == found:
            reading.rows.append(figure)
    if not reading.rows and not reading.problems:
        what = f"sheet “{FILL_IN}” holds no figures"
        reading.problems.append(Problem(shown, 0, what, "fill in a row a figure"))
    used = {row["release"] for row in reading.rows}
    releases = [release for release, _ in reading.releases.values() if release.id in used]
    return releases, _table(reading.rows), sorted(reading.problems)


def _header(row: Row, reading: _Reading) -> dict[str, int]:
    places: dict[str, int] = {}
    for index, cell in enumerate(row.cells):
        name = cell.casefold()
        if name and (name not in COLUMNS or name in places):
            what = f"“{cell}” is there twice" if name in places else f"unknown column “{cell}”"
            remedy = did_you_mean(name, COLUMNS)
            reading.problems.append(Problem(reading.shown, row.line, what, remedy))
        elif name:
            places[name] = index
    absent = [name for name in _REQUIRED if name not in places]
    if absent and not reading.problems:
        what = f"lacks the columns {', '.join(absent)}"
        remedy = "put the first row of the template back"
        reading.problems.append(Problem(reading.shown, row.line, what, remedy))
    return places


def _figure(row: Row, places: Mapping[str, int], reading: _Reading) -> dict[str, Any]:
    """One row as a figure; what is wrong with it goes to the problems."""
    cells = {name: (row.cell(index), row.kind(index)) for name, index in places.items()}

    def wrong(what: str, remedy: str) -> None:
        reading.problems.append(Problem(reading.shown, row.line, what, remedy))

    for name, (text, kind) in cells.items():
        if kind == ERROR:
            wrong(f"“{text}” in column {name} is an error of Excel", "type what should be there")
    texts = {name: plain(text) for name, (text, _) in cells.items()}
    key = _code(texts.get("indicator", "")) or reading.only
    indicator = reading.monitor.indicators.get(key)
    if not key:
        wrong("has no indicator", "fill the column indicator")
    elif indicator is None:
        wrong(f"unknown indicator “{key}”", did_you_mean(key, reading.monitor.indicators))
    figure: dict[str, Any] = {"indicator": key, "line": row.line, "file": reading.shown}
    figure |= _place(cells, indicator, wrong)
    figure |= _numbers(cells, wrong)
    for name in ("group", "method", "status", "missing"):
        figure[name] = _code(texts.get(name, ""))
    figure["note"] = texts.get("note", "")
    release = _release(cells, row.line, reading, wrong)
    figure["release"] = release.id if release else ""
    return figure


def _place(
    cells: Mapping[str, tuple[str, str]], indicator: Indicator | None, wrong: Wrong
) -> dict[str, Any]:
    period, kind = cells["period"]
    region = plain(cells["region"][0])
    found: dict[str, Any] = {"period": "", "region": ""}
    year = None
    try:
        if not period:
            raise Mistyped("has no period", "fill the column period")
        if kind == DATE:
            period = _dated(period, indicator)
        found["period"], found["starred"] = period_typed(period, indicator)
        year = Period.parse(found["period"]).end.year
    except Mistyped as mistyped:
        wrong(mistyped.what, mistyped.remedy)
    try:
        if not region:
            raise Mistyped("has no region", "fill the column region")
        found["region"] = region_typed(_code(region), indicator, year)
    except Mistyped as mistyped:
        wrong(mistyped.what, mistyped.remedy)
    return found


def _dated(text: str, indicator: Indicator | None) -> str:
    """The period meant by a cell that Excel made a date of, as it does with “mrt 2021”."""
    try:
        day = dt.date.fromisoformat(text[:10])
    except ValueError:
        raise Mistyped(f"the period is a time ({text})", "write it as text") from None
    match indicator.frequency if indicator else "":
        case "month" if day.day == 1:
            return f"{day.year}MM{day.month:02}"
        case "wave":
            return day.isoformat()
        case "day":
            return day.strftime("%Y%m%d")
    raise Mistyped(f"the period is a date ({day})", "write it as text, as 2021KW01 or 2021JJ00")


def _numbers(cells: Mapping[str, tuple[str, str]], wrong: Wrong) -> dict[str, Any]:
    found: dict[str, Any] = {"digits": 0}
    for name in ("decimals", *(each for each in _NUMBERS if each != "decimals")):
        text, kind = cells.get(name, ("", ""))
        found[name] = None
        if not text or kind == ERROR:
            continue
        try:
            number, digits = _number(text, kind, found.get("decimals"))
        except Mistyped as mistyped:
            wrong(mistyped.what.replace(" is not", f" in column {name} is not"), mistyped.remedy)
            continue
        if name in ("n", "decimals"):
            low, high = (0, 2**53) if name == "n" else (-MOST_DECIMALS, MOST_DECIMALS)
            if number != int(number) or not low <= number <= high:
                remedy = f"a whole number from {low} to {high}"
                wrong(f"“{text}” in column {name} does not fit", remedy)
                continue
            number = int(number)
        elif name == "value":
            found["digits"] = digits
        found[name] = number
    return found


def _number(text: str, kind: str, decimals: int | None) -> tuple[float, int]:
    if kind in (NUMBER, PERCENT):
        return float(text), len(text.partition(".")[2])
    if kind in (DATE, BOOLEAN):
        raise Mistyped(f"“{text}” is not a number", "Excel changed what was typed: type it as text")
    return number_typed(text, decimals)


def _release(
    cells: Mapping[str, tuple[str, str]], line: int, reading: _Reading, wrong: Wrong
) -> Release | None:
    """The publication a row is from: as it says, or that of the row above when it says nothing."""
    given = {name: plain(cells.get(name, ("", ""))[0]) for name in PUBLICATION}
    if not any(given.values()):
        if reading.latest is None:
            wrong("has no source", f"fill the columns {', '.join(PUBLICATION)}")
        return reading.latest
    reading.latest = None  # rows below a wrong one are told to be without, not taken for another's
    before = len(reading.problems)
    empty = [name for name in PUBLICATION if name != "licence" and not given[name]]
    if empty:
        remedy = "give all of them, or none when they are those of the row above"
        wrong(f"has no {', '.join(empty)}", remedy)
    source = reading.monitor.sources.get(_code(given["source"]))
    if given["source"] and source is None:
        known = did_you_mean(_code(given["source"]), reading.monitor.sources)
        wrong(f"unknown source “{_code(given['source'])}”", known)
    if given["address"] and not web_address(given["address"]):
        remedy = "an address starts with https:// or http://"
        wrong(f"“{given['address']}” is no web address", remedy)
    published, precision = dt.date.min, Precision.DAY
    try:
        if at := given["published"]:
            published, precision = date_typed(at[:10] if cells["published"][1] == DATE else at)
    except Mistyped as mistyped:
        wrong(f"published: {mistyped.what}", mistyped.remedy)
    if source is None or len(reading.problems) > before:
        return None
    release = Release(
        id=release_id(source.id, given["title"], published),
        source=source.id,
        publisher=source.title,
        title=given["title"],
        address=given["address"],
        licence=given["licence"] or source.licence,
        published=published,
        precision=precision,
        basis=BASIS,
    )
    first, first_line = reading.releases.setdefault(release.id, (release, line))
    if first != release:
        what = f"says something else of the same publication than row {first_line}"
        wrong(what, "one title, address and licence a publication; or give it another title")
        return None
    reading.latest = release
    return release


def _table(rows: list[dict[str, Any]]) -> pl.DataFrame:
    names = [*SCHEMA, "file", "line", "digits", "starred"]
    whole = pl.DataFrame(
        [{name: row.get(name) for name in names} for row in rows],
        schema={
            **SCHEMA,
            "file": pl.String(),
            "line": pl.UInt32(),
            "digits": pl.Int64(),
            "starred": pl.String(),
        },
    )
    # not those of the single figure: a source that writes 5 for 5.0 still measures in tenths
    most = pl.col("digits").clip(0, MOST_DECIMALS).max().over("release", "indicator")
    blank = [
        pl.when(pl.col(name) != "").then(pl.col(name)).alias(name)
        for name in ("status", "missing", "note")
    ]
    return (
        whole.with_columns(blank)
        .with_columns(
            pl.when(pl.col("group") != "")
            .then(pl.col("group"))
            .otherwise(pl.lit(TOTAL))
            .alias("group"),
            pl.col("decimals").fill_null(most.cast(pl.Int8)),
            pl.col("status").fill_null(pl.col("starred")),
        )
        .select(*SCHEMA, "file", "line")
    )

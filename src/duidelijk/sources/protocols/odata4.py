"""CBS OData v4: ``https://datasets.cbs.nl/odata/v1/CBS/TABLE``.

Long already: one row an observation, with the reason when a value is missing. Pages hold at most
100,000 rows and point to the next; the number of rows is asked beforehand and must come out.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from urllib.parse import quote, urlsplit

import polars as pl

from duidelijk.figures.release import Precision
from duidelijk.periods import PeriodKind
from duidelijk.regions.levels import PREFIXES
from duidelijk.sources.asking import Ask, Unanswered, Unreadable
from duidelijk.sources.coding import coded, taken
from duidelijk.sources.planning import Plan, kinds_of, wanted_codes, wanted_measures
from duidelijk.sources.protocols.ahead import ahead
from duidelijk.sources.protocols.strict_json import read_json
from duidelijk.sources.protocols.uniform_json import read_uniform
from duidelijk.sources.table import (
    CBS_REASONS,
    CBS_STATUSES,
    MEASURE,
    Description,
    Dimension,
    Kind,
    Measure,
)

_KINDS = {"TimeDimension": Kind.TIME, "GeoDimension": Kind.REGION, "GeoDetail": Kind.REGION}
_LETTERS = {
    PeriodKind.YEAR: "JJ",
    PeriodKind.HALF_YEAR: "HJ",
    PeriodKind.QUARTER: "KW",
    PeriodKind.MONTH: "MM",
    PeriodKind.SCHOOL_YEAR: "SJ",
    PeriodKind.WEEK: "W1",
}
_LONGEST_FILTER = 4000
_NEXT = re.compile(rb'"@odata\.nextLink"\s*:\s*("(?:[^"\\]|\\.)*")')


def version(address: str, ask: Ask) -> str:
    """What changes when the table does: the time its observations were last changed."""
    return _version(_object(ask, f"{address}/Properties"))


def describe(address: str, ask: Ask) -> Description:
    """What the table is. Raises ``Unanswered`` or ``Unreadable``."""
    about = _object(ask, f"{address}/Properties")
    with ThreadPoolExecutor(2) as pool:  # as many as one host is asked at once
        asked_dimensions = pool.submit(_list, ask, f"{address}/Dimensions")
        asked_measures = pool.submit(_list, ask, f"{address}/MeasureCodes")
        measures, dimensions = asked_measures.result(), asked_dimensions.result()
        groups: Future[list[dict[str, Any]]] | None = None
        if any(each.get("MeasureGroupId") for each in measures):
            groups = pool.submit(_groups, ask, f"{address}/MeasureGroups")
        made = pool.map(lambda each: _dimension(address, each, ask), dimensions)
        paths = _paths(groups.result() if groups else [])
        every = tuple(made)
    modified = str(about.get("Modified") or "")
    return Description(
        id=str(about.get("Identifier") or address.rpartition("/")[2]),
        title=str(about.get("Title") or "").strip(),
        dimensions=every,
        measures=tuple(_measure(each, paths, address) for each in measures),
        published=_day(modified, address),
        precision=Precision.DAY,
        basis="date of the last change stated by the source",
        version=_version(about),
        publisher=str(about.get("Catalog") or ""),
    )


def observations(
    address: str, description: Description, plans: Sequence[Plan], ask: Ask
) -> Iterator[pl.DataFrame]:
    """The observations that *plans* take, a frame a page.

    Raises ``Unanswered``, or ``Unreadable`` when pages do not hold what was announced.
    """
    query = _query(description, plans)
    told = ask.get(f"{address}/Observations/$count{query}", accept="text/plain, */*").body
    text = told.decode("utf-8", "replace").lstrip("\ufeff").strip()
    if not text.isdigit():
        raise Unreadable(address, f"gives “{text[:40]}” as its number of rows", _LATER)
    schema = _schema(description)
    came = 0
    pages = _pages(f"{address}/Observations{query}", ask)
    for frame in ahead(lambda: (read_page(page, schema, address) for page in pages)):
        came += len(frame)
        yield frame
    if came != int(text):
        what = f"announced {int(text)} rows and sent {came}"
        raise Unreadable(address, what, _LATER)


_LATER = "it may be changing this very moment; collect again later"


def read_page(body: bytes, schema: Mapping[str, pl.DataType], address: str) -> pl.DataFrame:
    """The observations of one reply. Raises ``Unreadable``."""
    rows = _rows(body, schema, address)
    reasons = coded(rows, ["ValueAttribute"])["ValueAttribute"]
    unknown = {text for text in reasons.texts if text is not None} - CBS_REASONS.keys()
    if unknown:
        what = f"gives a reason we do not know: “{sorted(unknown)[0]}”"
        raise Unreadable(address, what, f"known: {', '.join(CBS_REASONS)}")
    dimensions = [name for name in schema if name not in _FIXED]
    absent = [name for name in ("Measure", *dimensions) if rows[name].null_count()]
    if absent:
        raise Unreadable(address, f"has rows without {absent[0]}", _LAYOUT)
    meant = [CBS_REASONS.get(text or "None") for text in reasons.texts]
    missing = taken(pl.Series("missing", meant, pl.String()), reasons.numbers)
    return rows.select(
        pl.col("Measure").alias(MEASURE), *dimensions, pl.col("Value").alias("value"), missing
    )


_LAYOUT = "the layout changed; the connector must be looked at"
_FIXED = ("Measure", "ValueAttribute", "Value")


def _schema(description: Description) -> dict[str, pl.DataType]:
    texts = ["Measure", "ValueAttribute", *(each.id for each in description.dimensions)]
    return {"Value": pl.Float64(), **dict.fromkeys(texts, pl.String())}


def _rows(body: bytes, schema: Mapping[str, pl.DataType], address: str) -> pl.DataFrame:
    """The rows of a reply: as a table when all are written alike, else as any JSON."""
    start, end = body.find(b"["), body.rfind(b"]")
    if start < 0 or end < start or b'"value"' not in body[:start]:
        raise Unreadable(address, "is not a reply of OData v4", _LAYOUT)
    if body.find(b"}", start, end) < 0 and not body[start + 1 : end].strip():
        return pl.DataFrame(schema=dict(schema))
    codes = [name for name in schema if name != "Value"]
    uniform = read_uniform(body, start + 1, end, codes, ["Value"])
    if uniform is not None and uniform.schema["Value"] == pl.Float64:
        return uniform
    return _rows_of_any_json(body, schema, address)


def _rows_of_any_json(body: bytes, schema: Mapping[str, pl.DataType], address: str) -> pl.DataFrame:
    try:
        rows = read_json(body)["value"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        what = f"sends JSON that cannot be read ({str(error)[:120]})"
        raise Unreadable(address, what, _LATER) from None
    try:
        return pl.DataFrame(
            [{name: row.get(name) for name in schema} for row in rows],
            schema=dict(schema),
            strict=True,
        )
    except (pl.exceptions.PolarsError, TypeError, AttributeError, ValueError, OverflowError):
        raise Unreadable(address, "sends observations in another form", _LAYOUT) from None


def _pages(address: str, ask: Ask) -> Iterator[bytes]:
    """The bodies of all pages; the next one is fetched while one is read."""
    host = urlsplit(address).netloc
    seen = {address}
    with ThreadPoolExecutor(1) as pool:
        asked: Future[Any] | None = pool.submit(ask.get, address)
        while asked is not None:
            body: bytes = asked.result().body
            following = _next_link(body)
            asked = None
            if following is not None:
                if urlsplit(following).netloc != host:
                    raise Unreadable(address, f"leads to another host: {following}", _LAYOUT)
                if following in seen:
                    raise Unreadable(address, "leads back to a page it gave before", _LATER)
                seen.add(following)
                asked = pool.submit(ask.get, following)
            yield body


def _next_link(body: bytes) -> str | None:
    """Where the next page is; the link stands before or after the rows."""
    for part in (body[-4000:], body[: body.find(b"[") + 1]):
        if match := _NEXT.search(part):
            return str(json.loads(match[1]))
    return None


def _query(description: Description, plans: Sequence[Plan]) -> str:
    """A filter for what the plans take, as far as an address can hold it."""
    parts: list[str] = []
    measures = wanted_measures(plans)
    if 0 < len(measures) < len(description.measures):
        parts.append(_one_of("Measure", measures))
    for dimension, codes in wanted_codes(plans).items():
        if len(codes) < len(getattr(description.dimension(dimension), "codes", ())):
            parts.append(_one_of(dimension, codes))
    parts += _regions(plans)
    parts += _periods(plans)
    kept = [part for part in parts if len(quote(part)) < _LONGEST_FILTER]
    return f"?$filter={quote(' and '.join(kept))}" if kept else ""


def _one_of(field: str, codes: Sequence[str]) -> str:
    either = [f"{field} eq '{code.replace(chr(39), chr(39) * 2)}'" for code in codes]
    return either[0] if len(either) == 1 else f"({' or '.join(either)})"


def _regions(plans: Sequence[Plan]) -> list[str]:
    fields = {plan.region for plan in plans}
    if len(fields) != 1 or None in fields:
        return []
    field = fields.pop()
    levels = {level for plan in plans for level in plan.indicator.region_levels}
    prefixes = [prefix for prefix, level in PREFIXES.items() if level in levels]
    either = [f"startswith({field},'{prefix}')" for prefix in prefixes]
    return [f"({' or '.join(either)})"]


def _periods(plans: Sequence[Plan]) -> list[str]:
    fields = {plan.period for plan in plans}
    if len(fields) != 1 or None in fields:
        return []
    field = fields.pop()
    kinds = {kind for plan in plans for kind in kinds_of(plan)}
    parts = []
    if kinds <= _LETTERS.keys():
        either = [f"contains({field},'{_LETTERS[kind]}')" for kind in sorted(kinds)]
        parts.append(f"({' or '.join(either)})")
    firsts = [plan.draw.since for plan in plans]
    if all(firsts):
        parts.append(f"{field} ge '{min(str(each)[:4] for each in firsts)}'")
    return parts


def _dimension(address: str, value: dict[str, Any], ask: Ask) -> Dimension:
    id_ = _text(value, "Identifier", address)
    rows = _list(ask, f"{address}/{quote(id_)}Codes")
    codes = {_text(row, "Identifier", address): str(row.get("Title") or "") for row in rows}
    statuses = {
        str(row["Identifier"]): CBS_STATUSES[str(row["Status"])]
        for row in rows
        if row.get("Status") in CBS_STATUSES
    }
    kind = _KINDS.get(str(value.get("Kind")), Kind.OTHER)
    return Dimension(id_, kind, str(value.get("Title") or ""), codes, statuses)


def _measure(value: dict[str, Any], paths: Mapping[str, str], address: str) -> Measure:
    path = paths.get(str(value.get("MeasureGroupId") or ""), "")
    title = " ".join(str(value.get("Title") or "").split())
    decimals = value.get("Decimals")
    return Measure(
        _text(value, "Identifier", address),
        f"{path} › {title}" if path else title,
        str(value.get("Unit") or ""),
        decimals if isinstance(decimals, int) else None,
    )


def _paths(groups: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The titles from the top down to each group of measures, by its id."""
    by_id = {str(each.get("Id")): each for each in groups}

    def path(id_: str, depth: int = 0) -> str:
        group = by_id.get(id_)
        if group is None or depth > 20:
            return ""
        title = " ".join(str(group.get("Title") or "").split())
        above = path(str(group.get("ParentId") or ""), depth + 1)
        return f"{above} › {title}" if above else title

    return {id_: path(id_) for id_ in by_id}


def _version(about: Mapping[str, Any]) -> str:
    return str(about.get("ObservationsModified") or about.get("Modified") or "")


def _day(modified: str, address: str) -> dt.date:
    try:
        return dt.date.fromisoformat(modified[:10])
    except ValueError:
        what = f"gives “{modified[:40]}” as the date of its last change"
        raise Unreadable(address, what, _LAYOUT) from None


def _object(ask: Ask, address: str) -> dict[str, Any]:
    try:
        value = read_json(ask.get(address).body)
    except (ValueError, RecursionError) as error:
        what = f"sends JSON that cannot be read ({str(error)[:120]})"
        raise Unreadable(address, what, _LATER) from None
    if not isinstance(value, dict):
        raise Unreadable(address, "is not a reply of OData v4", _LAYOUT)
    return value


def _list(ask: Ask, address: str) -> list[dict[str, Any]]:
    value = _object(ask, address).get("value")
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise Unreadable(address, "is not a list", _LAYOUT)
    return value


def _groups(ask: Ask, address: str) -> list[dict[str, Any]]:
    """The groups of measures; a table can do without, then measures have bare titles."""
    try:
        return _list(ask, address)
    except Unanswered as error:
        if error.status != 404:
            raise
        return []


def _text(value: Mapping[str, Any], key: str, address: str) -> str:
    found = value.get(key)
    if not isinstance(found, str) or not found.strip():
        raise Unreadable(address, f"has an item without {key}", _LAYOUT)
    return found

"""Tables of OData version 3: those of CBS, and of third parties in its catalogue.

The rows come from ``UntypedDataSet``, where a cell without a number holds the symbol that says why;
``TypedDataSet``, which only says that it is empty, is for services without the other. Both are
wide, one column a topic; out goes one row an observation, in chunks of at most a page.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import quote

import polars as pl

from duidelijk.periods import Period, UnknownPeriod
from duidelijk.regions.levels import PREFIXES
from duidelijk.sources.asking import Ask, Reply, Unanswered, Unreadable
from duidelijk.sources.planning import Plan, kinds_of, wanted_codes, wanted_measures
from duidelijk.sources.protocols import atom
from duidelijk.sources.protocols.ahead import ahead
from duidelijk.sources.protocols.odata3_pages import Topic, long, pages, rows, wide
from duidelijk.sources.table import (
    CBS_STATUSES,
    OBSERVATION,
    Description,
    Dimension,
    Kind,
)

_KINDS = {
    "Dimension": Kind.OTHER,
    "GeoDimension": Kind.REGION,
    "GeoDetail": Kind.REGION,
    "TimeDimension": Kind.TIME,
}
_DEFAULTS = {"Missing": "not_delivered", "Impossible": "impossible"}
"""What a topic declares for cells that hold nothing at all, in our words."""

_DATASETS = ("UntypedDataSet", "TypedDataSet")
_NOT_THERE = (400, 404, 405, 410, 500, 501)
"""Answers after which another address of the same table is worth asking."""
_AT_A_TIME = 200_000
"""Observations that are made of a page at once; pages of wide tables hold millions of them."""
_LONGEST = 6000
"""Characters of an address; longer ones are refused by some servers on the way."""

_REGION = re.compile(rf"({'|'.join(PREFIXES)})[0-9]+\Z")


@dataclass(frozen=True)
class PaddedDimension(Dimension):
    """A dimension with its keys as the service wants them in a filter: padded to a width."""

    keys: Mapping[str, str] = field(default_factory=dict)
    """Code → key."""


def version(address: str, ask: Ask) -> str:
    """What changes when the table does: the time of its last change. As ``describe``."""
    root, infos = _first_answer(address, ask)
    return _text(_info(root, infos).get("Modified"))


def describe(address: str, ask: Ask) -> Description:
    """What a table is; *address* is that of ODataApi or of ODataFeed, up to the table's id.

    Raises ``Unanswered`` and ``Unreadable``.
    """
    root, infos = _first_answer(address, ask)
    info = _info(root, infos)
    properties = _rows(f"{root}/DataProperties", ask)
    titles = {str(each.get("ID")): each for each in properties}
    dimensions: list[PaddedDimension] = []
    topics: list[Topic] = []
    for each in properties:
        kind = _type_of(each)
        if kind in _KINDS:
            dimensions.append(_dimension(root, each, _KINDS[kind], ask))
        elif kind == "Topic":
            topics.append(_topic(root, each, titles))
    if not topics:
        raise Unreadable(f"{root}/DataProperties", "names no topic", "check the table's id")
    _distinct(root, [*(each.id for each in dimensions), *(each.id for each in topics)])
    catalogue = _text(info.get("Catalog")) or _text(info.get("Source")).rstrip(".")
    id_ = _text(info.get("Identifier")) or root.rpartition("/")[2]
    of_cbs = catalogue == "CBS"
    language = _text(info.get("Language")) or "nl"
    return Description(
        id=id_,
        title=_text(info.get("Title")),
        dimensions=tuple(_with_region(dimensions)),
        measures=tuple(topics),
        published=_published(root, info),
        basis="date of the last change stated by the source",
        version=_text(info.get("Modified")),
        publisher=catalogue,
        licence="CC BY 4.0" if of_cbs else "",
        address=f"https://opendata.cbs.nl/#/CBS/{language}/dataset/{id_}" if of_cbs else "",
    )


def observations(
    address: str, description: Description, plans: Sequence[Plan], ask: Ask
) -> Iterator[pl.DataFrame]:
    """The observations that *plans* take, each once, in chunks of at most a page.

    More can come than is wanted: what does not fit in a filter is left to ``drawing``. A topic of
    text has no value; its text is the ``note``. Raises ``Unanswered`` and ``Unreadable``.
    """
    topics = _topics(address, description, wanted_measures(plans))
    if not topics:
        return
    dimensions = [each.id for each in description.dimensions]
    columns = [*dimensions, *(each.id for each in topics)]

    def parse(reply: Reply) -> tuple[tuple[pl.DataFrame, str], str | None]:
        table, following = wide(reply, dimensions, topics)
        return (table, reply.address), following

    def found(at: str) -> Iterator[pl.DataFrame]:
        rows = max(1, _AT_A_TIME // len(topics))
        for table, where in pages(at, ask, parse):
            for part in table.iter_slices(rows) if len(table) else [table]:
                yield long(part, dimensions, topics, where)

    refusal: Unanswered | None = None
    for root in _roots(address):
        room = _LONGEST - len(root) - len("/UntypedDataSet?$format=json")
        query = _query(description, plans, columns, room)
        for name in _DATASETS:
            chunks = ahead(partial(found, f"{root}/{name}?$format=json{query}"))
            try:
                first = next(chunks)
            except Unanswered as error:
                if error.status not in _NOT_THERE:
                    raise
                refusal = error
                continue
            yield first
            yield from chunks
            return
    assert refusal is not None, "at least one address was asked"
    raise refusal


# --- asking ---------------------------------------------------------------------------------------


def _roots(address: str) -> list[str]:
    """The feed of the table, which gives any number of rows; then the address as it was given."""
    given = address.split("?")[0].rstrip("/")
    feed = re.sub("/odataapi/", "/ODataFeed/", given, flags=re.IGNORECASE)
    return list(dict.fromkeys((feed, given)))


def _first_answer(address: str, ask: Ask) -> tuple[str, list[dict[str, Any]]]:
    """The first of the table's addresses that answers, with its TableInfos."""
    *others, last = _roots(address)
    for root in others:
        try:
            return root, _rows(f"{root}/TableInfos", ask)
        except Unanswered as error:
            if error.status not in _NOT_THERE:
                raise
    return last, _rows(f"{last}/TableInfos", ask)


def _rows(address: str, ask: Ask) -> list[dict[str, Any]]:
    """All rows of a small table of metadata."""
    return [row for page in pages(f"{address}?$format=json", ask, rows) for row in page]


# --- filters --------------------------------------------------------------------------------------


def _query(
    description: Description, plans: Sequence[Plan], columns: Sequence[str], room: int
) -> str:
    """``$select`` and ``$filter`` in at most *room* characters, the shortest parts first."""
    select = f"&$select={quote(','.join(columns), safe=',')}"
    query = select if len(select) < room else ""
    kept: list[str] = []
    for clause in sorted(_clauses(description, plans), key=len):
        longer = f"&$filter={_quoted(' and '.join([*kept, clause]))}"
        if len(query) + len(longer) <= room:
            kept.append(clause)
    return f"{query}&$filter={_quoted(' and '.join(kept))}" if kept else query


def _quoted(text: str) -> str:
    return quote(text, safe="(),'")


def _clauses(description: Description, plans: Sequence[Plan]) -> Iterator[str]:
    """For each dimension the filter that keeps what any plan takes, when that is not all of it."""
    chosen = wanted_codes(plans)
    for dimension in description.dimensions:
        if not isinstance(dimension, PaddedDimension):
            continue
        id_, shorter = dimension.id, ""
        codes = chosen.get(id_)
        if codes is None and all(plan.region == id_ for plan in plans):
            codes = _of_levels(dimension, plans)
            starts = sorted({code[:2] for code in codes})
            shorter = " or ".join(f"startswith({id_},'{start}')" for start in starts)
        elif codes is None and all(plan.period == id_ for plan in plans):
            codes = _of_periods(dimension, plans)
            shorter = f"{id_} ge '{min(codes)}'" if codes else ""
        if (
            not codes
            or len(codes) == len(dimension.keys)
            or not dimension.keys.keys() >= set(codes)
        ):
            continue
        keys = [dimension.keys[code].replace("'", "''") for code in codes]
        either = " or ".join(f"({id_} eq '{key}')" for key in keys)
        if shorter and len(_quoted(either)) > _LONGEST // 4:
            either = shorter
        yield f"({either})"


def _of_levels(dimension: Dimension, plans: Sequence[Plan]) -> list[str]:
    """The codes of regions of a level that any plan takes."""
    levels = {level for plan in plans for level in plan.indicator.region_levels}
    return [
        code
        for code in dimension.codes
        if (match := _REGION.match(code)) and PREFIXES[match[1]] in levels
    ]


def _of_periods(dimension: Dimension, plans: Sequence[Plan]) -> list[str]:
    """The codes of periods that any plan takes: of its sorts, from its first on."""
    wanted = {
        (kind, Period.parse(plan.draw.since).start if plan.draw.since else dt.date.min)
        for plan in plans
        for kind in kinds_of(plan)
    }
    found = []
    for code in dimension.codes:
        try:
            period = Period.parse(code)
        except UnknownPeriod:
            continue
        if any(period.kind is kind and period.start >= first for kind, first in wanted):
            found.append(code)
    return found


# --- metadata -------------------------------------------------------------------------------------


def _type_of(row: Mapping[str, Any]) -> str:
    return _text(row.get("Type")) or _text(row.get(atom.TYPE)).rpartition(".")[2]


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _key(root: str, row: Mapping[str, Any], what: str) -> str:
    key = row.get("Key")
    if not isinstance(key, str) or not key.strip():
        raise Unreadable(root, f"has a {what} without Key", "ask again later; nothing was kept")
    return key


def _dimension(root: str, row: Mapping[str, Any], kind: Kind, ask: Ask) -> PaddedDimension:
    id_ = _key(f"{root}/DataProperties", row, "dimension").strip()
    address = f"{root}/{quote(id_)}"
    codes: dict[str, str] = {}
    keys: dict[str, str] = {}
    statuses: dict[str, str] = {}
    for each in _rows(address, ask):
        key = _key(address, each, "code")
        code = key.strip()
        if code in codes:
            raise Unreadable(address, f"has the code “{code}” twice", "check with the source")
        codes[code], keys[code] = _text(each.get("Title")), key
        if status := CBS_STATUSES.get(_text(each.get("Status"))):
            statuses[code] = status
    return PaddedDimension(id_, kind, _text(row.get("Title")), codes, statuses, keys)


def _with_region(dimensions: list[PaddedDimension]) -> list[PaddedDimension]:
    """Some tables declare their regions as any other dimension: known then by their codes."""
    if any(each.kind is Kind.REGION for each in dimensions):
        return dimensions
    for index, each in enumerate(dimensions):
        alike = sum(bool(_REGION.match(code)) for code in each.codes)
        if each.kind is Kind.OTHER and alike * 2 > len(each.codes):
            found = PaddedDimension(
                each.id, Kind.REGION, each.title, each.codes, each.statuses, each.keys
            )
            return [*dimensions[:index], found, *dimensions[index + 1 :]]
    return dimensions


def _topic(root: str, row: Mapping[str, Any], titles: Mapping[str, Mapping[str, Any]]) -> Topic:
    path: list[str] = []
    above: Mapping[str, Any] | None = row
    seen: set[str] = set()
    while above is not None and (id_ := str(above.get("ID"))) not in seen:
        seen.add(id_)
        path.insert(0, _text(above.get("Title")))
        above = titles.get(str(above.get("ParentID")))
    decimals = str(row.get("Decimals"))
    return Topic(
        id=_key(f"{root}/DataProperties", row, "topic").strip(),
        title=" › ".join(each for each in path if each),
        unit=_text(row.get("Unit")),
        decimals=int(decimals) if re.fullmatch("[0-9]", decimals) else None,
        when_empty=_DEFAULTS.get(_text(row.get("Default")), "not_delivered"),
        is_text=_text(row.get("Datatype")) == "String",
    )


def _distinct(root: str, ids: Sequence[str]) -> None:
    """Refuse a table with a name twice, or with a name of our own for an observation."""
    for at, id_ in enumerate(ids):
        if id_ in ids[:at] or id_ in OBSERVATION:
            what = f"has a column “{id_}” that cannot be told apart"
            raise Unreadable(f"{root}/DataProperties", what, "check with the source")


def _topics(address: str, description: Description, wanted: Sequence[str]) -> list[Topic]:
    known = {each.id: each for each in description.measures}
    if unknown := [each for each in wanted if each not in known]:
        what = f"table {description.id} has no topic {', '.join(unknown)}"
        raise Unreadable(address, what, "take its ids from the description of the table")
    measures = [known[each] for each in wanted]
    return [
        each if isinstance(each, Topic) else Topic(each.id, each.title, each.unit, each.decimals)
        for each in measures
    ]


def _info(root: str, infos: Sequence[dict[str, Any]]) -> dict[str, Any]:
    if not infos:
        raise Unreadable(f"{root}/TableInfos", "describes no table", "check the table's id")
    return infos[0]


def _published(root: str, info: Mapping[str, Any]) -> dt.date | None:
    modified = _text(info.get("Modified"))
    if not modified:
        return None
    try:
        return dt.date.fromisoformat(modified[:10])
    except ValueError:
        what = f"gives “{modified[:40]}” as the date of its last change"
        raise Unreadable(f"{root}/TableInfos", what, "a date is written as 2021-03-11") from None

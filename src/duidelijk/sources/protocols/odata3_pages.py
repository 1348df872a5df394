"""Pages of OData version 3: asked one after the other, and turned from wide to long."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit, urlunsplit

import numpy as np
import polars as pl
import polars.selectors as cs

from duidelijk.sources.asking import Ask, Reply, Unanswered, Unreadable
from duidelijk.sources.coding import Coded, coded, taken
from duidelijk.sources.protocols import atom
from duidelijk.sources.protocols.strict_json import read_json
from duidelijk.sources.protocols.uniform_json import read_uniform
from duidelijk.sources.table import CBS_SYMBOLS, MEASURE, Measure

_NO_JSON = (406, 415)
_AT_ONCE = 2
"""Pages that are read at the same time, while the one after them comes in."""
_LARGE = 4_000_000
"""Bytes of a page that is read before the next one is asked, for the sake of memory."""
_AGAIN = "ask again later; nothing was kept"
_BEGIN = re.compile(
    rb'\s*\{\s*(?:"odata\.\w+"\s*:\s*"(?:[^"\\]|\\.)*"\s*,\s*)*"value"\s*:\s*(?=\[)'
)
_END = re.compile(rb'\]\s*(?:,\s*"odata\.nextLink"\s*:\s*("(?:[^"\\]|\\.)*")\s*)?\}\s*\Z')
_END_WITHIN = 32_768
"""Bytes at the end of a page in which its rows end and the address of the next one stands."""
_NOUGHT = "-"
_LOOKS = 120
"""Characters of something strange that are shown."""

Parsed = TypeVar("Parsed")
Next = str | None
"""The address of the next page."""


@dataclass(frozen=True)
class Topic(Measure):
    """A measure that knows what an empty cell means, and whether it holds numbers at all."""

    when_empty: str = "not_delivered"
    is_text: bool = False


def pages(
    address: str, ask: Ask, parse: Callable[[Reply], tuple[Parsed, Next]]
) -> Iterator[Parsed]:
    """What *parse* makes of each page, from the first to the last; in Atom when JSON is refused.

    *address* asks for JSON itself (``?$format=json``). Raises ``Unanswered`` and ``Unreadable``.
    """
    accept: tuple[str, ...] = ()
    seen = {address}
    parsing: deque[Future[tuple[Parsed, Next]]] = deque()
    with ThreadPoolExecutor(1 + _AT_ONCE) as pool:
        asked = pool.submit(ask.get, address)
        while True:
            try:
                reply = asked.result()
            except Unanswered as error:
                if accept or error.status not in _NO_JSON:
                    raise
                accept = (atom.CONTENT_TYPE,)
                address = address.replace("?$format=json&", "?").replace("?$format=json", "")
                asked = pool.submit(ask.get, address, *accept)
                continue
            parsing.append(pool.submit(parse, reply))
            small = len(reply.body) < _LARGE
            _, early = (small and _end(reply.body)) or (0, None)
            if early:  # the next page comes in while this one is read
                address = _next(early, address, seen)
                asked = pool.submit(ask.get, address, *accept)
            following: Next = None
            while len(parsing) >= (_AT_ONCE if early else 1):
                page, following = parsing.popleft().result()
                yield page
            if not early:
                if not following:
                    return
                address = _next(following, address, seen)
                asked = pool.submit(ask.get, address, *accept)


def rows(reply: Reply) -> tuple[list[dict[str, Any]], Next]:
    """The rows of a page as they are, for small tables. Raises ``Unreadable``."""
    if _is_xml(reply.body):
        feed = atom.read(reply.body, reply.address)
        return list(feed.rows), feed.next
    return _document(reply)


def wide(
    reply: Reply, dimensions: Sequence[str], topics: Sequence[Topic]
) -> tuple[pl.DataFrame, Next]:
    """The rows of a page as a frame: dimensions as texts or categories, topics as texts, or as
    numbers where none of them is written as a text.

    Raises ``Unreadable``, also when a row lacks one of the columns.
    """
    if not _is_xml(reply.body):
        begin, end = _begin(reply.body), _end(reply.body)
        if begin and end:
            frame = _fast(reply.body, begin, end[0], dimensions, topics)
            if frame is not None:
                return frame, end[1]
    # the slow way is the exact one: it takes any JSON and says what is wrong with the rest
    found, following = rows(reply)
    columns = [*dimensions, *(each.id for each in topics)]
    return _framed(found, columns, reply.address), following


def long(
    table: pl.DataFrame, dimensions: Sequence[str], topics: Sequence[Topic], where: str
) -> pl.DataFrame:
    """One row an observation, topic by topic: measure, the dimensions without padding, value,
    missing, and note.

    Raises ``Unreadable`` for a cell that is neither a number nor a symbol for none.
    """
    for each in dimensions:
        if empty := table[each].null_count():
            raise Unreadable(where, f"has {empty} rows without {each}", _AGAIN)
    text, value = _read(table.select(each.id for each in topics))
    topic = np.repeat(np.arange(len(topics)), len(table))
    measure = Coded(topic, [each.id for each in topics]).as_categories(MEASURE)
    places = [
        Coded(
            np.tile(found.numbers, len(topics)), [str(each).strip() for each in found.texts]
        ).as_categories(name)
        for name, found in coded(table, dimensions).items()
    ]
    observations = pl.DataFrame([measure, *places, value])
    if not value.null_count() and not any(each.is_text for each in topics):
        return observations.with_columns(
            pl.lit(None, pl.String).alias("missing"), pl.lit(None, pl.String).alias("note")
        )
    empty_as = pl.Series("when empty", [each.when_empty for each in topics])
    as_text = pl.Series("is text", [each.is_text for each in topics])
    told = observations.with_columns(text, taken(empty_as, topic), taken(as_text, topic))
    _refuse_strange(told, dimensions, where)
    return _with_reasons(told).drop("text", "when empty", "is text")


def _read(cells: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """What stands in the cells, column by column, and the finite numbers among that."""
    texts = cells.select(cs.string().str.strip_chars())
    numbers = texts.select(pl.all().cast(pl.Float64, strict=False))
    finite = next(iter(numbers.select(pl.all().is_finite().all()).to_dicts()), {})
    nothing = pl.Series([None], dtype=pl.String()).new_from_index(0, len(cells))
    text, number = [], []
    for name in cells.columns:
        if name not in texts:
            text.append(nothing)
            number.append(cells[name])
            continue
        text.append(texts[name])
        whole = numbers[name]
        number.append(whole if finite[name] else whole.set(~whole.is_finite(), None))
    return pl.concat(text).alias("text"), pl.concat(number).alias("value")


_NONE = pl.col("value").is_null()
_TEXT = pl.col("text")


def _refuse_strange(told: pl.DataFrame, dimensions: Sequence[str], where: str) -> None:
    """Raises ``Unreadable`` for a text that is no number and no symbol, in a topic of numbers."""
    known = [*CBS_SYMBOLS, _NOUGHT]
    strange = told.filter(_NONE, ~pl.col("is text"), _TEXT.is_not_null() & ~_TEXT.is_in(known))
    if not strange.is_empty():
        row = strange.row(0, named=True)
        place = ", ".join(row[each] for each in dimensions)
        said = f"“{row['text'][:_LOOKS]}”"
        what = f"holds {said} as a number, in topic {row[MEASURE]} of {place}"
        raise Unreadable(where, what, "check with the source; nothing was kept")


def _with_reasons(told: pl.DataFrame) -> pl.DataFrame:
    """Say why there is no number; ``-`` is nought. Of a topic of text the text is the note, and a
    figure only where it is a number.
    """
    is_text = pl.col("is text")
    nought = _NONE & ~is_text & (_TEXT == _NOUGHT).fill_null(False)
    meaning = _TEXT.replace_strict(CBS_SYMBOLS, default="impossible", return_dtype=pl.String)
    reason = pl.when(_TEXT.is_null()).then(pl.col("when empty")).otherwise(meaning)
    return told.with_columns(
        pl.when(nought).then(0.0).otherwise(pl.col("value")).alias("value"),
        pl.when(_NONE & ~nought).then(reason).alias("missing"),
        pl.when(is_text & ~_TEXT.is_in(list(CBS_SYMBOLS))).then(_TEXT).alias("note"),
    )


def _fast(
    body: bytes, begin: int, end: int, dimensions: Sequence[str], topics: Sequence[Topic]
) -> pl.DataFrame | None:
    """The rows between two brackets, or none when there is anything unusual about them."""
    columns = [*dimensions, *(each.id for each in topics)]
    uniform = read_uniform(body, begin + 1, end - 1, dimensions, columns[len(dimensions) :])
    if uniform is None or any(
        topic.is_text and uniform.schema[topic.id] == pl.Float64 for topic in topics
    ):
        return None
    return uniform


def _framed(found: list[dict[str, Any]], columns: Sequence[str], where: str) -> pl.DataFrame:
    for number, row in enumerate(found, 1):
        for name in columns:
            if name not in row:
                what = f"has no column {name} in row {number}"
                raise Unreadable(where, what, "the table changed: look at its description again")
            if not isinstance(row[name], str | int | float | None) or isinstance(row[name], bool):
                what = f"holds {str(row[name])[:_LOOKS]} in column {name}, row {number}"
                raise Unreadable(where, what, _AGAIN)
    return pl.DataFrame(
        {
            name: [
                row[name] if isinstance(row[name], str | None) else str(row[name]) for row in found
            ]
            for name in columns
        },
        schema=dict.fromkeys(columns, pl.String()),
    )


def _is_xml(body: bytes) -> bool:
    return body[:64].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def _begin(body: bytes) -> int:
    """Where the rows of a page of JSON begin; 0 when that is not where they usually do."""
    found = _BEGIN.match(body)
    try:
        return found.end() if found and json.loads(found[0] + b"0}") else 0
    except ValueError:
        return 0


def _end(body: bytes) -> tuple[int, Next] | None:
    """Where the rows of a page of JSON end, and the address of the next one."""
    found = _END.search(body, max(0, len(body) - _END_WITHIN))
    try:
        return (found.start() + 1, json.loads(found[1]) if found[1] else None) if found else None
    except ValueError:
        return None


def _document(reply: Reply) -> tuple[list[dict[str, Any]], Next]:
    """The rows of a JSON answer. Raises ``Unreadable`` for an error, or for anything else."""
    where = reply.address
    try:
        document = read_json(reply.body.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        if not reply.body.strip():
            raise Unreadable(where, "is empty", _AGAIN) from None
        reason = str(error)[:_LOOKS]
        what = f"is not whole, or not JSON ({reason})"
        raise Unreadable(where, what, _AGAIN) from None
    if isinstance(document, dict) and "odata.error" in document:
        raise Unreadable(where, f"is an error: {_message(document['odata.error'])}", _AGAIN)
    found = document.get("value") if isinstance(document, dict) else None
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise Unreadable(where, "has no list of rows under “value”", "check the address")
    following = document.get("odata.nextLink")
    if following is not None and not isinstance(following, str):
        raise Unreadable(where, "names a next page that is no address", _AGAIN)
    return found, following


def _message(error: object) -> str:
    message = error.get("message") if isinstance(error, dict) else error
    text = message.get("value") if isinstance(message, dict) else message
    return str(text)[: 2 * _LOOKS]


def _next(link: str, address: str, seen: set[str]) -> str:
    """The address of the next page: on the same host, and not one of those *seen*."""
    try:
        here, there = urlsplit(address), urlsplit(urljoin(address, link))
        same = there.hostname == here.hostname
        if there.scheme == here.scheme:
            same = same and there.port == here.port
    except ValueError:
        same = False
    if not same:
        what = f"sends us to another place for its next page: {link[:_LOOKS]}"
        raise Unreadable(address, what, "check with the source; nothing was kept")
    following = urlunsplit((here.scheme, here.netloc, there.path, there.query, ""))
    if following in seen:
        raise Unreadable(address, "names a next page that was read already", _AGAIN)
    seen.add(following)
    return following

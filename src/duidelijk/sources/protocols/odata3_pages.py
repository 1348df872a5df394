"""Pages of OData version 3: asked one after the other, and turned from wide to long."""

from __future__ import annotations

import json
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit, urlunsplit

import polars as pl

from duidelijk.sources.asking import Ask, Reply, Unanswered, Unreadable
from duidelijk.sources.protocols import atom
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


def wide(reply: Reply, columns: Sequence[str]) -> tuple[pl.DataFrame, Next]:
    """The rows of a page as a frame of texts with *columns*; numbers are written out.

    Raises ``Unreadable``, also when a row lacks one of the columns.
    """
    if not _is_xml(reply.body):
        begin, end = _begin(reply.body), _end(reply.body)
        if begin and end:
            frame = _fast(reply.body, begin, end[0], columns)
            if frame is not None:
                return frame, end[1]
    # the slow way is the exact one: it takes any JSON and says what is wrong with the rest
    found, following = rows(reply)
    return _framed(found, columns, reply.address), following


def long(
    table: pl.DataFrame, dimensions: Sequence[str], topics: Sequence[Topic], where: str
) -> pl.DataFrame:
    """One row an observation: measure, the dimensions without padding, value, missing, and note.

    Raises ``Unreadable`` for a cell that is neither a number nor a symbol for none.
    """
    for each in dimensions:
        if empty := table[each].null_count():
            raise Unreadable(where, f"has {empty} rows without {each}", _AGAIN)
    table = table.with_columns(pl.all().str.strip_chars())
    names = [each.id for each in topics]
    numbers = table.select(pl.col(names).cast(pl.Float64, strict=False))
    whole = numbers.select(pl.all().is_finite().all(ignore_nulls=False)).row(0)
    none = pl.lit(None, pl.String)
    parts = []
    for topic, has_all in zip(topics, whole, strict=True):
        number = numbers[topic.id].alias("value")
        text = none if has_all and not topic.is_text else pl.col(topic.id)
        columns: list[Any] = [*dimensions, number, none.alias("missing"), text.alias("note")]
        part = table.select(pl.lit(topic.id).alias(MEASURE), *columns)
        if topic.is_text:
            part = _of_text(part, topic)
        elif not has_all:
            part = _with_reasons(part, topic, where)
        parts.append(part)
    return pl.concat(parts)


def _with_reasons(part: pl.DataFrame, topic: Topic, where: str) -> pl.DataFrame:
    """Say why there is no number; ``-`` is nought. The notes hold what there is instead of one."""
    value, text = pl.col("value"), pl.col("note")
    none = ~value.is_finite().fill_null(False)
    reason: pl.Expr = pl.lit(None, pl.String)
    nought: pl.Expr = pl.when(value.is_finite()).then(value)
    for each in part.filter(none)["note"].unique().to_list():
        if each is not None and each != _NOUGHT and each not in CBS_SYMBOLS:
            row = part.filter(none, text == each).drop(MEASURE, "value", "missing", "note").row(0)
            place = ", ".join(row)
            what = f"holds “{each[:_LOOKS]}” as a number, in topic {topic.id} of {place}"
            raise Unreadable(where, what, "check with the source; nothing was kept")
        here = text.is_null() if each is None else text == each
        if each == _NOUGHT:
            nought = pl.when(here).then(0.0).otherwise(nought)
        else:
            meaning = topic.when_empty if each is None else CBS_SYMBOLS[each]
            reason = pl.when(here).then(pl.lit(meaning)).otherwise(reason)
    return part.with_columns(
        nought.alias("value"), reason.alias("missing"), pl.lit(None, pl.String).alias("note")
    )


def _of_text(part: pl.DataFrame, topic: Topic) -> pl.DataFrame:
    """Of a topic of text: a figure where the text is a number, and the text as a note."""
    value, text = pl.col("value"), pl.col("note")
    none = ~value.is_finite().fill_null(False)
    reason = text.replace_strict(CBS_SYMBOLS, default="impossible", return_dtype=pl.String)
    absent = text.is_null() | text.is_in(list(CBS_SYMBOLS))
    return part.with_columns(
        pl.when(~none).then(value).alias("value"),
        pl.when(none & text.is_null())
        .then(pl.lit(topic.when_empty))
        .when(none)
        .then(reason)
        .alias("missing"),
        pl.when(~absent).then(text).alias("note"),
    )


def _fast(body: bytes, begin: int, end: int, columns: Sequence[str]) -> pl.DataFrame | None:
    """The rows between two brackets, or none when there is anything unusual about them."""
    uniform = read_uniform(body[begin + 1 : end - 1], columns)
    if uniform is not None:
        return uniform
    try:
        frame = pl.read_json(body[begin:end], schema=dict.fromkeys(columns, pl.String()))
    except (pl.exceptions.PolarsError, ValueError):
        return None
    empty = dict(zip(columns, frame.null_count().row(0), strict=True))
    if any(empty.values()):
        # a row without the column gives an empty cell as well: count those that were sent
        before = body.split(b":null")[:-1]
        sent = Counter(each[each.rfind(b'"', 0, -1) + 1 : -1] for each in before)
        if any(number != sent[name.encode()] for name, number in empty.items()):
            return None
    return frame


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
        document = json.loads(reply.body.removeprefix(b"\xef\xbb\xbf"))
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

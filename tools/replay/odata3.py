"""Serves tables of OData version 3 on loopback, as CBS does: wide, padded, paged, and fussy.

It pages, filters, refuses more than 10,000 rows, and answers in JSON or Atom.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

import polars as pl

from replay.odata3_tables import Table3

MOST_ROWS = 10_000
"""Rows above which ODataApi refuses."""


@dataclass
class Manners:
    """How a service behaves; set before it is asked."""

    page_size: int = MOST_ROWS
    without: tuple[str, ...] = ()
    """Names that are answered with 404, as ``UntypedDataSet`` or ``ODataFeed``."""
    refuses_json: int = 0
    """The status that asking for JSON gets."""
    always_atom: bool = False
    next_host: str = ""
    """Where next pages are said to be, instead of here."""
    changed: Callable[[bytes], bytes] = lambda body: body
    """What happens to a body of data on its way."""


@dataclass
class Replay:
    """A running service and what was asked of it."""

    address: str
    tables: Mapping[str, Table3]
    manners: Manners
    asked: list[str] = field(default_factory=list)
    rendered: dict[tuple[str, ...], bytes] = field(default_factory=dict)
    """Bodies that were sent before; they are not made again."""
    selected: dict[tuple[str, ...], pl.DataFrame] = field(default_factory=dict)

    def api(self, table: str) -> str:
        """The address of a table under ODataApi."""
        return f"{self.address}/ODataApi/odata/{table}"


@contextmanager
def replaying(*tables: Table3, **manners: Any) -> Iterator[Replay]:
    """Serve *tables* on a free port while the block runs."""

    class Handler(_Handler):
        replay: Replay

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    address = f"http://127.0.0.1:{server.server_address[1]}"
    replay = Replay(address, {each.id: each for each in tables}, Manners(**manners))
    Handler.replay = replay
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield replay
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Refusal(Exception):
    def __init__(self, status: int, message: str) -> None:
        self.status, self.message = status, message


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    replay: Replay

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self.replay.asked.append(unquote(self.path))
        try:
            status, kind, body = 200, *self._answer()
        except _Refusal as refusal:
            status, kind = refusal.status, "application/json;odata=minimalmetadata"
            message = {"code": "", "message": {"lang": "en-US", "value": refusal.message}}
            body = json.dumps({"odata.error": message}).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _answer(self) -> tuple[str, bytes]:
        parts = urlsplit(self.path)
        service, odata, id_, *rest = parts.path.strip("/").split("/")
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        table, manners = self.replay.tables.get(id_), self.replay.manners
        name = rest[0] if rest else ""
        if table is None or odata.lower() != "odata" or {service, name} & set(manners.without):
            raise _Refusal(404, "Resource not found")
        wants_json = query.get("$format") == "json" or "json" in self.headers.get("Accept", "")
        if wants_json and manners.refuses_json:
            raise _Refusal(manners.refuses_json, "JSON is not supported here")
        as_json = wants_json and not manners.always_atom
        kind = "application/json" if as_json else "application/atom+xml"
        key = (service, id_, name, str(as_json), *(f"{k}={v}" for k, v in sorted(query.items())))
        if key not in self.replay.rendered:
            self.replay.rendered[key] = self._made(table, service, name, query, as_json)
        return f"{kind};charset=utf-8", self.replay.rendered[key]

    def _made(
        self, table: Table3, service: str, name: str, query: dict[str, str], as_json: bool
    ) -> bytes:
        found = table.endpoint(name)
        if found is None:
            raise _Refusal(404, "Resource not found")
        key = (table.id, name, query.get("$filter", ""), query.get("$select", ""))
        if isinstance(found, list):
            found = pl.DataFrame(found, infer_schema_length=None)
        elif key in self.replay.selected:
            found = self.replay.selected[key]
        else:
            found = self.replay.selected[key] = _selected(found, table, query)
        following = None
        if service == "ODataFeed":
            start, size = int(query.get("$skiptoken", 0)), self.replay.manners.page_size
            if start + size < len(found):
                following = self._following(query, start + size)
            found = found.slice(start, size)
        elif len(found) > MOST_ROWS:
            raise _Refusal(500, f"The query returns more than {MOST_ROWS} records")
        base = f"{self.replay.address}/{service}/OData/{table.id}"
        render = _json if as_json else _atom
        body = render(found, base, name, following)
        return self.replay.manners.changed(body) if name.endswith("DataSet") else body

    def _following(self, query: dict[str, str], start: int) -> str:
        kept = {key: value for key, value in query.items() if key != "$skiptoken"}
        text = "&".join(f"{key}={value}" for key, value in kept.items())
        host = self.replay.manners.next_host or self.replay.address
        text = text.replace(" ", "%20")
        return f"{host}{urlsplit(self.path).path}?{text}{'&' if text else ''}$skiptoken={start}"


def _json(rows: pl.DataFrame, base: str, name: str, following: str | None) -> bytes:
    """As CBS writes it: objects on lines of their own, their fields on one."""
    fields = rows.write_ndjson().encode().rstrip(b"\n")
    fields = fields.replace(b"}\n{", b"\r\n    },{\r\n      ")
    objects = b"\r\n    {\r\n      " + fields[1:-1] + b"\r\n    }\r\n  " if fields else b""
    metadata = f'"odata.metadata":"{base}/$metadata#Cbs.OData.WebAPI.{name}"'.encode()
    end = f',"odata.nextLink":{json.dumps(following)}'.encode() if following else b""
    return b"{\r\n  " + metadata + b',"value":[' + objects + b"]" + end + b"\r\n}"


_NAMESPACES = (
    'xmlns="http://www.w3.org/2005/Atom" '
    'xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices" '
    'xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"'
)


def _atom(rows: pl.DataFrame, base: str, name: str, following: str | None) -> bytes:
    end = f'<link rel="next" href="{escape(following)}" />' if following else ""
    entries = "".join(_entry(row, base, name) for row in rows.iter_rows(named=True))
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<feed xml:base="{base}" {_NAMESPACES}>'
    return f"{head}\n<id>{base}/{name}</id>{entries}{end}</feed>".encode()


def _entry(row: Mapping[str, Any], base: str, name: str) -> str:
    values = []
    for key, value in row.items():
        if key == "odata.type":
            continue
        if value is None:
            values.append(f'<d:{key} m:null="true" />')
        else:
            values.append(f'<d:{key} xml:space="preserve">{escape(str(value))}</d:{key}>')
    scheme = "http://schemas.microsoft.com/ado/2007/08/dataservices/scheme"
    category = f'<category term="{row.get("odata.type", "Cbs.OData.TData")}" scheme="{scheme}" />'
    return (
        f"<entry><id>{base}/{name}</id>{category}<title /><author><name /></author>"
        f'<content type="application/xml"><m:properties>{"".join(values)}</m:properties></content>'
        "</entry>\n"
    )


# --- queries --------------------------------------------------------------------------------------

_TOKEN = re.compile(r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<word>\w+)|(?P<sign>[(),]))")


def _selected(data: pl.DataFrame, table: Table3, query: Mapping[str, str]) -> pl.DataFrame:
    if "$filter" in query:
        data = data.filter(_Filter(query["$filter"], table.dimensions).whole())
    if "$select" in query:
        names = [each.strip() for each in query["$select"].split(",")]
        if unknown := [each for each in names if each not in data.columns]:
            raise _Refusal(400, f"Could not find a property named '{unknown[0]}'")
        data = data.select(names)
    return data


class _Filter:
    """``or`` and ``and`` over ``eq``, ``ge``, ``startswith`` and ``substringof`` on dimensions."""

    def __init__(self, text: str, dimensions: Mapping[str, object]) -> None:
        self.dimensions = dimensions
        self.tokens: list[str] = []
        at = 0
        while at < len(text.rstrip()):
            found = _TOKEN.match(text, at)
            if not found:
                raise _Refusal(400, f"Syntax error at position {at} in '{text}'")
            self.tokens.append(found[0].strip())
            at = found.end()

    def whole(self) -> pl.Expr:
        found = self._either()
        if self.tokens:
            raise _Refusal(400, f"Syntax error at '{self.tokens[0]}'")
        return found

    def _take(self, wanted: str | None = None) -> str:
        if not self.tokens or (wanted and self.tokens[0] != wanted):
            raise _Refusal(400, f"Syntax error: expected {wanted or 'more'}")
        return self.tokens.pop(0)

    def _either(self) -> pl.Expr:
        found = self._both()
        while self.tokens and self.tokens[0] == "or":
            self._take()
            found = found | self._both()
        return found

    def _both(self) -> pl.Expr:
        found = self._one()
        while self.tokens and self.tokens[0] == "and":
            self._take()
            found = found & self._one()
        return found

    def _one(self) -> pl.Expr:
        word = self._take()
        if word == "(":
            found = self._either()
            self._take(")")
            return found
        if word == "startswith":
            self._take("(")
            dimension = self._dimension(self._take())
            self._take(",")
            found = dimension.str.starts_with(self._text())
            self._take(")")
            return found
        dimension, operator = self._dimension(word), self._take()
        if operator not in ("eq", "ge"):
            raise _Refusal(400, f"Unknown operator {operator}")
        text = self._text()
        return dimension == text if operator == "eq" else dimension >= text

    def _dimension(self, name: str) -> pl.Expr:
        if name not in self.dimensions:
            raise _Refusal(400, f"'{name}' is no dimension to filter on")
        return pl.col(name)

    def _text(self) -> str:
        return self._take()[1:-1].replace("''", "'")

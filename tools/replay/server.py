"""The server: finds the recorded reply to an address, and spoils it where it was told to."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from replay.odata4 import HOST, Table4
from replay.odata_filter import BadFilter


@dataclass
class Fault:
    """Something that goes wrong with the next replies to addresses that hold ``match``."""

    match: str
    kind: str
    """``reset`` or ``cut`` (after a part of the body), ``slow``, ``status`` or ``body``."""
    times: int = 1
    status: int = 500
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.05

    def content(self) -> bytes:
        """The body as bytes; escaped ones may be no text at all."""
        return self.body.encode("utf-8", "surrogateescape")


@dataclass
class Replay:
    """What is served, and what was asked so far."""

    tables: dict[str, Table4] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    """Whole files by HOST/PATH; served with an ETag, and in ranges."""
    page_size: int = 100_000
    faults: list[Fault] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    address: str = ""

    def fault(self, path: str) -> Fault | None:
        """The fault this reply meets, used up."""
        with self.lock:
            for each in self.faults:
                if each.times > 0 and each.match in path:
                    each.times -= 1
                    return each
        return None


@dataclass
class Answer:
    """A reply before it is sent."""

    body: bytes
    content_type: str = "application/json; odata.metadata=minimal"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def answer(replay: Replay, path: str, headers: dict[str, str]) -> Answer:
    """The recorded reply to HOST/PATH?QUERY."""
    parts = urlsplit(path)
    host, _, rest = parts.path.lstrip("/").partition("/")
    where = f"{host}/{rest}"
    if where in replay.files:
        return _file(replay.files[where], headers)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    if host == HOST and rest == "odata/v1/Datasets":
        listed = [each.replies["Properties"] for each in replay.tables.values()]
        return _json({"value": listed})
    if host == HOST and rest.startswith("odata/v1/CBS"):
        return _odata4(replay, rest.removeprefix("odata/v1/CBS").strip("/"), query)
    return Answer(b"<!DOCTYPE html><html><title>404</title></html>", "text/html", 404)


def _odata4(replay: Replay, rest: str, query: dict[str, str]) -> Answer:
    id_, _, name = rest.partition("/")
    table = replay.tables.get(id_)
    if table is None:
        return _json({"error": {"code": "404", "message": f"Table {id_} not found."}}, 404)
    filter_ = unquote(query.get("$filter", ""))
    try:
        if name == "Observations":
            return Answer(table.page(filter_, int(query.get("$skip", 0)), replay.page_size))
        if name == "Observations/$count":
            return Answer(table.count(filter_), "text/plain")
    except BadFilter as error:
        return _json({"error": {"code": "", "message": str(error)}}, 400)
    if not name:
        return _json(table.service_document())
    if name in table.replies:
        return _json(table.replies[name])
    return _json({"error": {"code": "404", "message": f"{name} not found."}}, 404)


def _json(value: Any, status: int = 200) -> Answer:
    return Answer(json.dumps(value).encode(), status=status)


def _file(body: bytes, headers: dict[str, str]) -> Answer:
    etag = f'"{len(body)}-{hash(body) & 0xFFFFFFFF:x}"'
    own = {"ETag": etag, "Last-Modified": "Tue, 04 May 2021 08:00:00 GMT", "Accept-Ranges": "bytes"}
    if headers.get("if-none-match") == etag:
        return Answer(b"", "text/csv", 304, own)
    asked = headers.get("range", "")
    if asked.startswith("bytes=") and headers.get("if-range") == etag:
        start = int(asked.removeprefix("bytes=").partition("-")[0])
        own["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
        return Answer(body[start:], "text/csv", 206, own)
    return Answer(body, "text/csv", 200, own)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    """As servers do; else the body waits 40 ms for the client to say that the head came in."""
    server: _Server

    def do_GET(self) -> None:
        replay = self.server.replay
        with replay.lock:
            replay.asked.append(self.path)
        asked = {key.lower(): value for key, value in self.headers.items()}
        found = answer(replay, self.path, asked)
        fault = replay.fault(unquote(self.path))
        if fault and fault.kind == "status":
            found = Answer(fault.content(), "application/json", fault.status, fault.headers)
        elif fault and fault.kind == "body":
            kind = fault.headers.pop("Content-Type", found.content_type)
            found = Answer(fault.content(), kind)
        self._send(found, asked, fault)

    def _send(self, found: Answer, asked: dict[str, str], fault: Fault | None) -> None:
        body = found.body
        packed = "gzip" in asked.get("accept-encoding", "") and len(body) > 1000 and not fault
        if packed and self.server.pack:
            body = gzip.compress(body, 1)
            found.headers["Content-Encoding"] = "gzip"
        self.send_response(found.status)
        self.send_header("Content-Type", found.content_type)
        for name, value in found.headers.items():
            self.send_header(name, value)
        if fault and fault.kind == "chopped":
            self.close_connection = True  # no length: the end is where it stops
        elif found.status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self._write(body, fault)

    def _write(self, body: bytes, fault: Fault | None) -> None:
        if fault is None or fault.kind in ("status", "body"):
            self.wfile.write(body)
        elif fault.kind == "slow":
            step = max(1, len(body) // 5)
            for start in range(0, len(body), step):
                self.wfile.write(body[start : start + step])
                self.wfile.flush()
                time.sleep(fault.seconds)
        else:
            self.wfile.write(body[: len(body) // 2])
            self.wfile.flush()
            self.close_connection = True
            if fault.kind == "reset":  # closing with this set sends RST instead of FIN
                linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                self.connection.close()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: what was asked stands in ``Replay.asked``."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    replay: Replay
    pack: bool

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no error here."""


@contextmanager
def serving(replay: Replay, port: int = 0, pack: bool = True) -> Iterator[Replay]:
    """Serve *replay* on loopback; its address is filled in."""
    server = _Server(("127.0.0.1", port), _Handler)
    server.replay, server.pack = replay, pack
    replay.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield replay
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def recorded_tables(folder: Path) -> dict[str, Table4]:
    """Every table recorded in ``cbs-v4/`` of *folder* with its observations."""
    return {
        each.name: Table4(each)
        for each in sorted((folder / "cbs-v4").iterdir())
        if each.is_dir() and any(each.glob("observations-page-*"))
    }

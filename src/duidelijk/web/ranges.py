"""Sends files, and parts of files to programs that read no more than they need (RFC 9110)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

_ONE_RANGE = re.compile(r"bytes=(?P<first>\d{0,18})-(?P<last>\d{0,18})")
_PIECE = 2**18


def sent_file(request: HttpRequest, path: Path, media: str, etag: str) -> HttpResponseBase:
    """The file at *path*, or the part that the request asks for; 304 to who has it by *etag*.

    Of several ranges in one request the whole is sent, as the rules allow.
    """
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        return known
    size = path.stat().st_size
    wanted = _range(request, etag, size)
    response: HttpResponseBase
    if request.method == "HEAD":
        # a stream, as pages in memory are kept by address, whatever the method
        response = StreamingHttpResponse((), content_type=media)
        response["Content-Length"] = str(size)
    elif wanted is None:
        response = FileResponse(path.open("rb"), content_type=media)
    elif wanted[0] > wanted[1]:
        response = HttpResponse(status=416, content_type="text/plain")
        response["Content-Range"] = f"bytes */{size}"
    else:
        first, last = wanted
        response = StreamingHttpResponse(_part(path, first, last), status=206, content_type=media)
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
        response["Content-Length"] = str(last - first + 1)
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    return response


def _range(request: HttpRequest, etag: str, size: int) -> tuple[int, int] | None:
    """First and last byte asked for; the first after the last where there are none such.

    ``None`` where the whole is asked for, or a part of what the file was before.
    """
    found = _ONE_RANGE.fullmatch(request.META.get("HTTP_RANGE", "").strip())
    if found is None or request.META.get("HTTP_IF_RANGE", etag) != etag:
        return None
    first, last = found["first"], found["last"]
    if not first:
        return None if not last else (max(0, size - int(last)) if int(last) else size, size - 1)
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last), size - 1) if last else size - 1


def _part(path: Path, first: int, last: int) -> Iterator[bytes]:
    with path.open("rb") as stream:
        stream.seek(first)
        left = last - first + 1
        while left > 0 and (piece := stream.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece

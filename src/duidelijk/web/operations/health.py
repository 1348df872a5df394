"""Whether an instance can do its work: its database answers and its editions can be read."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from duidelijk.web.library import library


def health(_request: HttpRequest) -> JsonResponse:
    """200 with what was found when all is well, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            database = cursor.fetchone() == (1,)
    except DatabaseError:
        database = False
    editions = list(library().editions())
    well = database and bool(editions)
    response = JsonResponse(
        {"well": well, "database": connection.vendor if database else None, "editions": editions},
        status=200 if well else 503,
    )
    response["Cache-Control"] = "no-store"
    return response

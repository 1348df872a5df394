"""The command that tries or imports a file, and the page for a file that is gone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from duidelijk.web.data_desk import uploads
from duidelijk.web.data_desk.uploads import Upload
from duidelijk.web.workspace.rendering import render_private

TOLD = ("source", "title", "address", "licence", "published", "id")
"""What is told of a publication in the form of a file."""


def import_command(held: Upload, outcome: str) -> list[str]:
    """The command that imports an upload as it is now."""
    given = ["import", str(held.path), f"--outcome={held.folder / outcome}"]
    if held.sort == "mapped":
        given.append(f"--mapping={held.mapping_path}")
    if held.sort == "tidy":
        given.append(f"--releases={held.releases_path}")
    if held.sort in ("mapped", "table"):
        names = {"id": "key"}
        given += [
            f"--{names.get(name, name)}={text}"
            for name, text in held.details.items()
            if name in TOLD
        ]
    return given


def gone(request: HttpRequest) -> HttpResponse:
    """The page for a file that was thrown away or swept."""
    return render_private(request, "data_desk/gone.html", {"days": uploads.KEPT_DAYS}, status=404)

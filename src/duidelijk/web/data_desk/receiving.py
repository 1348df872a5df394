"""Takes files in: only where one is asked for, no larger than declared, straight to the disk."""

from __future__ import annotations

import tempfile
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

LARGEST = 20_000_000
"""Bytes of a file that is brought in with the browser; larger ones go with the command."""
_ROUTES = ("/werkplek/gegevens/bestanden",)


class Receiving(FileUploadHandler):
    """The only way in for a file, of every address; what is not wanted is dropped unread.

    The file has no name until it is whole: when its process dies, nothing is left.
    """

    def new_file(self, *given: Any, **named: Any) -> None:
        """Begin with a file. Raises ``SkipFile`` where none is asked for."""
        super().new_file(*given, **named)
        asked = self.request is not None and self.request.path.removeprefix("/en").startswith(
            _ROUTES
        )
        if not asked:
            raise SkipFile
        settings.HOME.uploads.mkdir(parents=True, exist_ok=True)
        self.file = tempfile.TemporaryFile(dir=settings.HOME.uploads)  # noqa: SIM115
        self.size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a part; the one after the largest size ends it."""
        self.size = start + len(raw_data)
        if self.size > LARGEST:
            self.file.close()
            raise SkipFile
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        """The whole file, at its beginning."""
        self.file.seek(0)
        return UploadedFile(
            file=self.file,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
        )

    def upload_interrupted(self) -> None:
        """Drop what came in of a file that broke off."""
        if hasattr(self, "file"):
            self.file.close()

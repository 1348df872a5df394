"""Takes files in: only where one is asked for, no larger than declared, straight to the disk."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

LARGEST = 20_000_000
"""Bytes of a file that is brought in with the browser; larger ones go with the command."""
NOT_TAKEN = "duidelijk.file_not_taken"
"""What a request tells when the disk did not take its file."""
_ROUTES = ("/werkplek/gegevens/bestanden", "/werkplek/lokaal/monitors")


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
        try:
            settings.HOME.uploads.mkdir(parents=True, exist_ok=True)
            self.file = tempfile.TemporaryFile(dir=settings.HOME.uploads)  # noqa: SIM115
        except OSError:
            raise self._not_taken() from None
        self.size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a part; the one after the largest size ends it."""
        self.size = start + len(raw_data)
        if self.size > LARGEST:
            self.file.close()
            raise SkipFile
        try:
            self.file.write(raw_data)
        except OSError:
            raise self._not_taken() from None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """The whole file, at its beginning; ``None`` when the disk did not take the end of it."""
        try:
            self.file.seek(0)
        except OSError:
            self._not_taken()
            return None
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
            self._drop()

    def _not_taken(self) -> SkipFile:
        """Note that the disk does not take the file, for the page that tells so."""
        assert self.request is not None, "a file comes in with a request"
        self.request.META[NOT_TAKEN] = True
        if hasattr(self, "file"):
            self._drop()
        return SkipFile()

    def _drop(self) -> None:
        with suppress(OSError):  # what could not be written cannot be written now either
            self.file.close()

"""What came in of a feed so far: so that a run that was broken off need not begin again.

A folder with one file: the version of the table, then a line a reply. It goes when the release is
stored.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from pathlib import Path

from duidelijk.foundation.folders import write_whole


class Journal:
    """The replies to one feed's requests, in the order they came."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.replies: list[dict[str, object]] = []
        self._kept: dict[str, str] = {}
        self._writing = False

    def resume(self, version: str) -> int:
        """Take up what an earlier run got of the same *version*; how many replies that are.

        Of another version nothing is used. From now on replies are written down.
        """
        lines = self._lines()
        if not version or not lines or lines[0] != {"version": version}:
            lines = [{"version": version}]
        whole = "".join(f"{json.dumps(line)}\n" for line in lines)
        write_whole(self._file, whole.encode())
        self._writing = True
        self._kept = {str(line["address"]): str(line["sha256"]) for line in lines[1:]}
        return len(self._kept)

    def kept(self, address: str) -> str | None:
        """The sha256 of a reply that is in already."""
        sha256 = self._kept.get(address)
        if sha256:
            self.replies.append({"address": address, "sha256": sha256})
        return sha256

    def note(self, address: str, sha256: str, size: int) -> None:
        """Write down that a reply is in; only once there is a version it belongs to."""
        line = {"address": address, "sha256": sha256, "bytes": size}
        self.replies.append(line)
        if self._writing:
            with self._file.open("a", encoding="utf-8") as stream:
                stream.write(f"{json.dumps(line)}\n")

    def manifest(self) -> bytes:
        """Every reply that was used, as a file to keep beside them."""
        used = [{key: each[key] for key in ("address", "sha256")} for each in self.replies]
        return json.dumps({"replies": used}, indent=1).encode()

    def finish(self) -> None:
        """The release is stored: nothing is under way any more."""
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _file(self) -> Path:
        return self.folder / "replies.jsonl"

    def _lines(self) -> list[dict[str, object]]:
        """The lines that are whole; a killed process may have left half a line."""
        if not self._file.exists():
            return []
        lines: list[dict[str, object]] = []
        for text in self._file.read_text(encoding="utf-8", errors="replace").splitlines():
            with contextlib.suppress(ValueError):
                line = json.loads(text)
                if isinstance(line, dict) and ("version" in line or "sha256" in line):
                    lines.append(line)
        return lines

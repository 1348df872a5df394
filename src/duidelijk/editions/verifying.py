"""Whether an edition is still what was sealed."""

from __future__ import annotations

from pathlib import Path

from duidelijk.foundation.checksums import check_sums
from duidelijk.foundation.problems import Problem


def verify(folder: Path) -> list[Problem]:
    """Every file of the edition that is missing, added or changed by as much as a bit."""
    if not folder.is_dir():
        return [Problem(str(folder), 0, "there is no such edition", "see the archive of editions")]
    return check_sums(folder)

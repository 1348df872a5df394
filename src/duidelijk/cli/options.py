"""Options that more than one command has, and choices that an option gives."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

MonitorFolder = Annotated[
    Path | None,
    typer.Option("--monitor", help="Folder with the declarations; default: monitor/ in the home."),
]


class Kind(StrEnum):
    """The kinds of document."""

    EDITION = "edition"
    SUMMARY = "summary"
    REGION = "region"


class Language(StrEnum):
    """The languages of documents."""

    NL = "nl"
    EN = "en"

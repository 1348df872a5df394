"""Options that more than one command has."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

MonitorFolder = Annotated[
    Path | None,
    typer.Option("--monitor", help="Folder with the declarations; default: monitor/ in the home."),
]

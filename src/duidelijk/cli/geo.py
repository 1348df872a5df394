"""``duidelijk geo``: real boundaries for the maps."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duidelijk.cli.output import say
from duidelijk.foundation.home import Home

geo = typer.Typer(help="Real boundaries for the maps.", no_args_is_help=True)


@geo.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="GeoJSON, TopoJSON or GeoPackage.")],
    level: Annotated[
        str | None, typer.Option("--level", help="Only this level of region, as municipality.")
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", help="Year of the division; default: told by the codes.")
    ] = None,
) -> None:
    """Take boundaries from a file, to draw maps with instead of tiles."""
    from duidelijk.regions.boundaries.importing import import_boundaries
    from duidelijk.web.operations.recording import recorded

    home = Home.from_environment()
    with recorded("geo import", file.name):
        for done in import_boundaries(file, home.boundaries, level=level, year=year):
            say(f"{done.level} {done.year}: {done.regions} regions in {done.path}")

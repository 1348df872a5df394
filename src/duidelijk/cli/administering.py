"""``duidelijk backup``, ``restore``, ``upgrade``, ``doctor`` and ``sbom``: for administrators."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duidelijk.cli.output import REFUSED, say
from duidelijk.foundation.home import Home


def backup(
    file: Annotated[Path, typer.Argument(help="File to write, or a folder to write it in.")],
    verify: Annotated[
        bool, typer.Option("--verify", help="Write nothing: check that this backup is whole.")
    ] = False,
) -> None:
    """Write everything the home keeps, with its database, to one file."""
    from duidelijk.cli.backing_up import back_up, verify_backup

    if verify:
        verify_backup(file)
    else:
        back_up(Home.from_environment(), file)


def restore(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    into: Annotated[
        Path | None, typer.Option("--into", help="Home to make; default: that of DUIDELIJK_HOME.")
    ] = None,
) -> None:
    """Put a backup back, into a home and a database that are empty."""
    from duidelijk.cli.restoring import restore as put_back

    home = Home(into.expanduser().resolve()) if into else Home.from_environment()
    put_back(file, home)


def upgrade(
    backup: Annotated[
        Path | None, typer.Option("--backup", help="First write a backup to this file or folder.")
    ] = None,
    without_backup: Annotated[
        bool, typer.Option("--without-backup", help="There is a backup already.")
    ] = False,
) -> None:
    """Bring the home up to date after another version was installed."""
    from duidelijk.cli.upgrading import upgrade as bring_up_to_date

    bring_up_to_date(Home.from_environment(), backup, without_backup)


def doctor() -> None:
    """Tell whether all is in order for a server: settings, database, folders, editions."""
    from duidelijk.cli.doctor import LOOK_AT, WRONG, look_over

    states = []
    for finding in look_over(Home.from_environment()):
        say(str(finding))
        states.append(finding.state)
    wrong, look_at = states.count(WRONG), states.count(LOOK_AT)
    say(f"{wrong} wrong, {look_at} to look at")
    if wrong:
        raise typer.Exit(REFUSED)


def sbom(
    licences: Annotated[
        bool, typer.Option("--licences", help="List names and licences instead.")
    ] = False,
) -> None:
    """Tell every package this program runs on, as a CycloneDX bill of materials."""
    from duidelijk.cli.bill_of_materials import bill_of_materials
    from duidelijk.cli.bill_of_materials import licences as licence_lines

    for line in licence_lines() if licences else bill_of_materials().splitlines():
        say(line)

"""Commands about the life of an edition: the calendar, publishing, taking back, revoking."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duidelijk.cli.options import MonitorFolder
from duidelijk.cli.output import say
from duidelijk.foundation.home import Home


def calendar(monitor: MonitorFolder = None) -> None:
    """Show when editions are to come, how far they are, and which are late."""
    from duidelijk.cli.publishing import calendar_lines

    for line in calendar_lines(Home.from_environment(), monitor):
        say(line)


def publish(
    edition: Annotated[str, typer.Argument(help="The edition in review, as 2021-1.")],
    texts: Annotated[
        Path | None, typer.Option(help="Folder with the texts, as opening.nl.md, and choices.json.")
    ] = None,
    at: Annotated[
        str, typer.Option(help="When it comes out, as 2021-03-11T06:00; default: at once.")
    ] = "",
) -> None:
    """Publish an edition in review, with the texts of the workspace or of a folder."""
    from duidelijk.cli.notifying import tell_who_follows
    from duidelijk.cli.publishing import publish_edition
    from duidelijk.web.operations.recording import recorded

    with recorded("publish", edition):
        say(publish_edition(Home.from_environment(), edition, texts, at))
    tell_who_follows()


def take_back(
    edition: Annotated[str, typer.Argument(help="The edition, as 2021-1.")],
    reason: Annotated[str, typer.Option(help="Why it is taken back.")],
) -> None:
    """Take back an edition in review, or one that is under embargo; what was sealed is kept."""
    from duidelijk.cli.publishing import take_edition_back
    from duidelijk.web.operations.recording import recorded

    with recorded("take-back", edition):
        say(take_edition_back(Home.from_environment(), edition, reason))


def revoke(
    release: Annotated[str, typer.Argument(help="Key of the release.")],
    reason: Annotated[str, typer.Option(help="What was wrong with it.")],
) -> None:
    """Let a release that was wrong count no more; sealed editions stay as they are."""
    from duidelijk.cli.publishing import revoke_release
    from duidelijk.web.operations.recording import recorded

    with recorded("revoke", release):
        for line in revoke_release(Home.from_environment(), release, reason):
            say(line)

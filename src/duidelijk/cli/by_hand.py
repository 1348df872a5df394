"""``duidelijk enter``, ``confirm`` and ``template``: figures by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duidelijk.cli.options import MonitorFolder
from duidelijk.cli.output import say
from duidelijk.foundation.home import Home


def enter(
    indicator: Annotated[str, typer.Option(help="Key of the indicator.")] = "",
    value: Annotated[str, typer.Option(help="The figure, as the source writes it.")] = "",
    missing: Annotated[str, typer.Option(help="Why there is no value, as withheld.")] = "",
    lower: Annotated[str, typer.Option(help="Lower end of the 95 % interval.")] = "",
    upper: Annotated[str, typer.Option(help="Upper end of the 95 % interval.")] = "",
    n: Annotated[str, typer.Option("--n", help="Respondents or cases.")] = "",
    design_effect: Annotated[
        str, typer.Option(help="Of a survey: with n it gives the limits.")
    ] = "",
    standard_deviation: Annotated[
        str, typer.Option(help="Of the answers, where the value is their mean.")
    ] = "",
    period: Annotated[str, typer.Option(help="As 2021MM03 or “maart 2021”.")] = "",
    region: Annotated[str, typer.Option(help="Code or name of the region.")] = "NL01",
    group: Annotated[str, typer.Option(help="As leeftijd:16-24; total is everybody.")] = "total",
    method: Annotated[str, typer.Option(help="Key of the method, where there are more.")] = "",
    status: Annotated[str, typer.Option(help="definitive or provisional, if it is said.")] = "",
    decimals: Annotated[
        str, typer.Option(help="Decimals of publication; -3 is rounded to thousands.")
    ] = "",
    note: Annotated[str, typer.Option(help="What the source says with it.")] = "",
    source: Annotated[str, typer.Option(help="Key of the source.")] = "",
    publisher: Annotated[str, typer.Option(help="Who published it; default: the source.")] = "",
    title: Annotated[str, typer.Option(help="Title of the page or article.")] = "",
    address: Annotated[str, typer.Option(help="Where it can be read, as https://….")] = "",
    licence: Annotated[str, typer.Option(help="Default: that of the source.")] = "",
    published: Annotated[str, typer.Option(help="As 2021-03-11, or 2021-03 for a month.")] = "",
    precision: Annotated[
        str, typer.Option(help="How well that date is known: day, month or estimated.")
    ] = "",
    by: Annotated[str, typer.Option(help="Your name.")] = "",
    copy: Annotated[
        Path | None, typer.Option(help="File with a copy of the page, to keep.")
    ] = None,
    monitor: MonitorFolder = None,
) -> None:
    """Enter one figure by hand; it waits until a second person confirms it."""
    # an option of the command is a field of the entry: each is named once
    given = {name: text for name, text in locals().items() if isinstance(text, str)}
    from duidelijk.cli.entering import keep_entry, prepare_entry
    from duidelijk.web.operations.recording import recorded

    home = Home.from_environment()
    texts = given | {"entered_by": given.pop("by")}
    ready = prepare_entry(home, monitor, texts, copy)
    with recorded("enter", f"{ready.entry.indicator} {ready.entry.period}"):
        say(keep_entry(home, ready))


def confirm(
    entry: Annotated[
        str | None, typer.Argument(help="Id of the entry; without it, what waits is listed.")
    ] = None,
    by: Annotated[str, typer.Option(help="Your name; not that of who entered it.")] = "",
    reject: Annotated[str, typer.Option(help="Do not store it, for this reason.")] = "",
    monitor: MonitorFolder = None,
) -> None:
    """Store a figure that somebody else entered, or list those that wait."""
    from duidelijk.cli.entering import confirm_entry, reject_entry, waiting_lines
    from duidelijk.web.operations.recording import recorded

    home = Home.from_environment()
    if entry is None:
        for line in waiting_lines(home):
            say(line)
    elif reject:
        with recorded("reject", entry):
            say(reject_entry(home, entry, by, reject))
    else:
        with recorded("confirm", entry):
            say(confirm_entry(home, monitor, entry, by))


def template(
    indicators: Annotated[
        list[str],
        typer.Argument(
            help="Keys of indicators; a last word that ends in .xlsx is the file to make.",
            metavar="INDICATOR... [FILE.xlsx]",
        ),
    ],
    monitor: MonitorFolder = None,
) -> None:
    """Make an Excel file to fill in figures of these indicators."""
    from duidelijk.cli.entering import make_template

    say(make_template(Home.from_environment(), monitor, indicators))

"""The command line: one function a command, each a few lines that call the rooms."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from duidelijk import __version__
from duidelijk.cli.administering import backup, doctor, restore, sbom, upgrade
from duidelijk.cli.by_hand import confirm, enter, template
from duidelijk.cli.geo import geo
from duidelijk.cli.life import calendar, publish, revoke, take_back
from duidelijk.cli.notifying import notify
from duidelijk.cli.options import Kind, Language, MonitorFolder
from duidelijk.cli.output import REFUSED, complain, report, say
from duidelijk.cli.people import people
from duidelijk.cli.questions import questions
from duidelijk.cli.reminding import remind
from duidelijk.foundation.home import Home
from duidelijk.foundation.problems import Refused

app = typer.Typer(
    name="duidelijk",
    help="From scattered public figures to a shared picture, and from that picture to action.",
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help: Rich alone takes a tenth of a second to import
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for by_hand in (enter, confirm, template):
    app.command()(by_hand)
for life in (calendar, publish, revoke, take_back, notify, remind):
    app.command()(life)
for administering in (backup, restore, upgrade, doctor, sbom):
    app.command()(administering)
app.add_typer(geo, name="geo")
app.add_typer(people, name="people")
app.add_typer(questions, name="questions")

Port = Annotated[int, typer.Option(help="Port to serve on.", min=1, max=65535)]
NextPort = Annotated[
    int,
    typer.Option(
        "--port", help="Port to serve on; when taken, the next free one.", min=1, max=65535
    ),
]
Address = Annotated[str, typer.Option("--address", help="Address to listen on.")]


def run() -> None:
    """Run the command line; a refusal ends with exit code 2 and no traceback."""
    try:
        app()
    except Refused as refusal:
        complain(refusal)
        sys.exit(REFUSED)
    except BrokenPipeError:
        sys.exit(1)
    except OSError as error:  # a full disk, a folder that may not be written
        where = f" ({error.filename})" if error.filename else ""
        complain(Refused(f"The system refused: {error.strerror or error}{where}"))
        sys.exit(REFUSED)
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in ("django", "psycopg"):
            raise
        complain(Refused(f"The database or a setting of it is not in order: {error}"))
        sys.exit(REFUSED)
    except KeyboardInterrupt:
        sys.exit(130)


def _version(wanted: bool) -> None:
    if wanted:
        say(__version__)
        raise typer.Exit


@app.callback()
def duidelijk(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """From scattered public figures to a shared picture, and from that picture to action."""


@app.command()
def demo(
    serve: Annotated[bool, typer.Option(help="Serve the pages when all is made.")] = True,
    port: NextPort = 8000,
) -> None:
    """Freeze the shipped corona monitor's editions of 2021 from real figures, and serve them."""
    from duidelijk.cli.demo import make_demo, welcome

    home = make_demo(Home.from_environment())
    if serve:
        from duidelijk.cli.serving import serve_pages

        serve_pages(home, "127.0.0.1", port, or_next=True, welcome=welcome)


@app.command()
def check(
    folder: Annotated[Path, typer.Argument(help="A monitor's folder.")],
    links: Annotated[
        bool, typer.Option("--links", help="Also ask whether the links to local figures answer.")
    ] = False,
    mirror: Annotated[
        str, typer.Option(help="Ask links at this address instead, as ADDRESS/HOST/PATH.")
    ] = "",
) -> None:
    """Check a monitor's declarations and figures, and list every problem at once."""
    from duidelijk.cli.monitors import check_folder

    problems, summary = check_folder(folder)
    lines = [summary]
    if links and not problems:
        from duidelijk.cli.links import check_links

        problems, asked = check_links(folder, mirror)
        lines += asked
    report(problems)
    for line in lines:
        say(line)
    if problems:
        raise typer.Exit(REFUSED)


@app.command()
def collect(
    feeds: Annotated[
        list[str] | None, typer.Argument(help="Feeds of feeds.yaml; default: all of them.")
    ] = None,
    monitor: MonitorFolder = None,
    again: Annotated[
        bool, typer.Option("--again", help="Also what did not change since last time.")
    ] = False,
    status: Annotated[
        bool, typer.Option("--status", help="Only tell when each feed was collected.")
    ] = False,
    mirror: Annotated[
        str, typer.Option(help="Ask this address instead, as ADDRESS/HOST/PATH.")
    ] = "",
) -> None:
    """Collect figures from their sources: what is new, revised or withdrawn since last time."""
    from duidelijk.cli.collecting import collect_feeds, feed_lines
    from duidelijk.web.operations.recording import recorded

    home = Home.from_environment()
    if status:
        for line in feed_lines(home, monitor, feeds or []):
            say(line)
        return
    with recorded("collect", ", ".join(feeds or ["all feeds"])):
        if not collect_feeds(home, monitor, feeds or [], mirror, again):
            raise Refused("Not every feed was collected")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV or Excel file with figures.")],
    monitor: MonitorFolder = None,
    mapping: Annotated[
        Path | None, typer.Option(help="Read the file by this mapping, and keep it for the next.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what would be stored.")
    ] = False,
    period: Annotated[
        str, typer.Option(help="Period of every figure, when the file does not tell it.")
    ] = "",
    source: Annotated[str, typer.Option(help="Source of the publication, of sources.yaml.")] = "",
    title: Annotated[str, typer.Option(help="Title of the publication.")] = "",
    address: Annotated[str, typer.Option(help="Where the publication can be read.")] = "",
    licence: Annotated[
        str, typer.Option(help="Licence of the figures; default: that of the source.")
    ] = "",
    published: Annotated[
        str, typer.Option(help="Day or month of publication, as 2021-03-11 or 2021-03.")
    ] = "",
    key: Annotated[
        str, typer.Option(help="Key of the release; default: source, mapping and date.")
    ] = "",
    releases: Annotated[
        Path | None, typer.Option(help="For a file in our own shape: the CSV file of its releases.")
    ] = None,
    outcome: Annotated[
        Path | None, typer.Option(help="File for what came of it, as JSON, however it ends.")
    ] = None,
) -> None:
    """Add figures from a file to the store; proposes how to read it when nobody has said so yet."""
    from contextlib import nullcontext

    from duidelijk.cli.importing import import_file
    from duidelijk.sources.importing.offering import Given
    from duidelijk.sources.sheets.mapping import Details
    from duidelijk.web.operations.recording import recorded

    details = Details(source, title, address, licence, published, id=key)
    given = Given(monitor, releases, mapping, period, details, dry_run)
    with nullcontext() if dry_run else recorded("import", str(file)):
        import_file(Home.from_environment(), file, given, kept=outcome)


@app.command()
def freeze(
    editions: Annotated[
        list[str] | None, typer.Argument(help="Editions to freeze, as 2021-1; default: all due.")
    ] = None,
    monitor: MonitorFolder = None,
    for_review: Annotated[
        bool, typer.Option("--for-review", help="Seal the figures for review; publish nothing.")
    ] = False,
) -> None:
    """Freeze planned editions into folders that never change."""
    from duidelijk.cli.freezing import freeze_editions
    from duidelijk.web.operations.recording import recorded

    with recorded("freeze", ", ".join(editions or ["all that are planned"])):
        freeze_editions(Home.from_environment(), monitor, editions or [], for_review)


@app.command()
def verify(
    editions: Annotated[
        list[str] | None, typer.Argument(help="Editions to verify; default: all of them.")
    ] = None,
) -> None:
    """Check that every file of an edition is still what was sealed."""
    from duidelijk.cli.editions import verify_editions

    problems, summary = verify_editions(Home.from_environment(), editions or [])
    report(problems)
    say(summary)
    if problems:
        raise typer.Exit(REFUSED)


@app.command()
def compare(
    before: Annotated[str, typer.Argument(help="The earlier edition.")],
    after: Annotated[str, typer.Argument(help="The later edition.")],
    all_: Annotated[bool, typer.Option("--all", help="List every difference.")] = False,
) -> None:
    """Sort the figures of two editions into same, rounded, new, revised and withdrawn."""
    from duidelijk.cli.editions import compare_editions

    for line in compare_editions(Home.from_environment(), before, after, every=all_):
        say(line)


@app.command()
def calibrate(
    monitor: MonitorFolder = None,
    sealed: Annotated[
        bool, typer.Option("--sealed", help="Take the editions as they were sealed.")
    ] = False,
) -> None:
    """Make the past editions again and tell how many of their striking developments held up."""
    from duidelijk.cli.calibrating import calibrate_editions
    from duidelijk.web.operations.recording import recorded

    with recorded("calibrate", "as sealed" if sealed else "made again"):
        for line in calibrate_editions(Home.from_environment(), monitor, sealed):
            say(line)


@app.command()
def breaks(
    monitor: MonitorFolder = None,
    most: Annotated[int, typer.Option("--most", help="How many jumps to list.", min=1)] = 20,
) -> None:
    """List jumps in series and ask: a break in the method, or a real jump? Changes nothing."""
    from duidelijk.cli.breaks import ask_about_breaks

    for line in ask_about_breaks(Home.from_environment(), monitor, most):
        say(line)


@app.command()
def since(
    monitor: MonitorFolder = None,
    until: Annotated[
        str | None, typer.Option("--until", help="As known on this day; default: today.")
    ] = None,
) -> None:
    """Judge what came in since the newest edition, for the page of what is not reviewed yet."""
    from duidelijk.cli.since import day_given, since_newest_edition
    from duidelijk.web.operations.recording import recorded

    day = day_given(until)
    with recorded("since", "the newest edition"):
        for line in since_newest_edition(Home.from_environment(), monitor, day):
            say(line)


@app.command()
def pdf(
    edition: Annotated[str, typer.Argument(help="The edition, as 2021-1.")],
    language: Annotated[
        Language, typer.Option("--language", help="Language of the document.")
    ] = Language.NL,
    kind: Annotated[
        Kind | None,
        typer.Option("--kind", help="The whole edition, two pages for councils, or a region."),
    ] = None,
    region: Annotated[str, typer.Option("--region", help="CBS code of a region, as GM0363.")] = "",
    all_municipalities: Annotated[
        bool, typer.Option("--all-municipalities", help="Two pages for each municipality.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="File or folder to write; default: here.")
    ] = None,
) -> None:
    """Make the PDF of an edition, its summary for councils, or the two pages of a region."""
    from duidelijk.cli.documents import Wanted, make_documents

    wanted = Wanted(edition, language, kind, region, all_municipalities, out)
    make_documents(Home.from_environment(), wanted)


@app.command("export-site")
def export_site_(
    folder: Annotated[
        Path, typer.Argument(help="Folder for the copy; an earlier one is replaced.")
    ],
    edition: Annotated[
        list[str] | None, typer.Option(help="Only this edition, as 2021-1; can be repeated.")
    ] = None,
    address: Annotated[
        str, typer.Option(help="Where readers will find it, as https://monitor.example.nl.")
    ] = "",
    figures: Annotated[
        bool,
        typer.Option("--figures", help="A page for every figure, not only those that stand out."),
    ] = False,
    region_documents: Annotated[
        bool, typer.Option("--region-documents", help="The PDF of each region too.")
    ] = False,
    processes: Annotated[
        int | None,
        typer.Option(min=1, max=64, help="How many to work with; default: one for each core."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Only tell whether the copy is whole.")
    ] = False,
) -> None:
    """Write the public site as files for any web server."""
    from duidelijk.cli.exporting import Wanted, check_copy, export_site, set_address

    if check:
        check_copy(folder)
        return
    set_address(address)
    from duidelijk.web.operations.recording import recorded

    wanted = Wanted(
        folder, tuple(edition or ()), figures, region_documents, processes or os.cpu_count() or 1
    )
    with recorded("export-site", str(folder)):
        export_site(Home.from_environment(), wanted)


@app.command()
def serve(port: Port = 8000, address: Address = "127.0.0.1") -> None:
    """Serve the frozen editions as pages."""
    from duidelijk.cli.serving import serve_pages

    serve_pages(Home.from_environment(), address, port)


@app.command()
def jobs(most: Annotated[int, typer.Option(help="How many to show.")] = 20) -> None:
    """Show the latest runs of the commands that write, newest first."""
    from duidelijk.web.operations.recording import recent_jobs

    for line in recent_jobs(most) or ["No runs yet"]:
        say(line)


@app.command("new-monitor")
def new_monitor(folder: Annotated[Path, typer.Argument(help="Folder to make.")]) -> None:
    """Make a monitor for another crisis to start from, with three made-up indicators."""
    from duidelijk.cli.monitors import new_monitor_folder

    for line in new_monitor_folder(folder):
        say(line)

"""The command line: one function a command, each a few lines that call the rooms."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from duidelijk import __version__
from duidelijk.cli.output import REFUSED, complain, report, say
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

MonitorFolder = Annotated[
    Path | None,
    typer.Option("--monitor", help="Folder with the declarations; default: monitor/ in the home."),
]
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
    from duidelijk.cli.demo import make_demo

    home = make_demo(Home.from_environment())
    if serve:
        from duidelijk.cli.serving import serve_pages

        serve_pages(home, "127.0.0.1", port, or_next=True)


@app.command()
def check(folder: Annotated[Path, typer.Argument(help="A monitor's folder.")]) -> None:
    """Check a monitor's declarations and figures, and list every problem at once."""
    from duidelijk.cli.monitors import check_folder

    problems, summary = check_folder(folder)
    report(problems)
    say(summary)
    if problems:
        raise typer.Exit(REFUSED)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV file of figures in the tidy shape.")],
    releases: Annotated[Path, typer.Option(help="CSV file of the releases they come from.")],
    monitor: MonitorFolder = None,
) -> None:
    """Add figures from a file to the store; refuses all of them when one is wrong."""
    from duidelijk.cli.monitors import import_file
    from duidelijk.web.operations.recording import recorded

    with recorded("import", str(file)):
        say(import_file(Home.from_environment(), monitor, file, releases))


@app.command()
def freeze(
    editions: Annotated[
        list[str] | None, typer.Argument(help="Editions to freeze, as 2021-1; default: all due.")
    ] = None,
    monitor: MonitorFolder = None,
) -> None:
    """Freeze planned editions into folders that never change."""
    from duidelijk.cli.freezing import freeze_editions
    from duidelijk.web.operations.recording import recorded

    with recorded("freeze", ", ".join(editions or ["all that are planned"])):
        freeze_editions(Home.from_environment(), monitor, editions or [])


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

"""The command that adds the figures in a file: our own tidy shape, a known layout, or a mapping."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

from duidelijk.catalogue import Monitor, read_monitor
from duidelijk.cli.import_lines import figure_lines, news_line, preview, proposal_lines
from duidelijk.cli.monitors import command_line, monitor_folder
from duidelijk.cli.output import report, say
from duidelijk.figures.large_import import LARGE, add_large_file
from duidelijk.figures.reading import read_releases
from duidelijk.figures.store import FigureStore
from duidelijk.figures.tidy import ahead_of_time
from duidelijk.foundation.declarations import read_declaration
from duidelijk.foundation.folders import Busy, alive, write_whole
from duidelijk.foundation.home import Home
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.sources.importing.keeping import PROPOSED, keep
from duidelijk.sources.importing.offering import Given, Offer, Proposed, Tell, called, offered
from duidelijk.sources.importing.outcome import Outcome
from duidelijk.sources.importing.storing import added, checked, refuse_changed, weighed
from duidelijk.sources.sheets.mapping import unsettled
from duidelijk.sources.sheets.mapping_text import mapping_text

_MOST_WARNINGS = 10


def import_file(
    home: Home, file: Path, given: Given, tell: Tell = say, kept: Path | None = None
) -> None:
    """Add the figures in one file to the store, all of them or none, and tell what came of it.

    For a file that nobody has mapped yet a proposal is written instead. *kept* is a file for the
    outcome, however it ends. Raises ``Refused`` whenever nothing was stored that should have been.
    """
    outcome = Outcome()

    def noted(line: str) -> None:
        outcome.notes.append(line)
        tell(line)

    # who waits for the outcome sees that it is on its way
    with alive(kept.parent, kept.name) if kept else nullcontext():
        try:
            _import(home, file, given, tell, noted, outcome)
        except Busy as busy:
            outcome.refused(busy, "busy")
            raise
        except Refused as refusal:
            outcome.refused(refusal)
            raise
        finally:
            if kept is not None and outcome.state:
                outcome.write(kept)


def _import(
    home: Home, file: Path, given: Given, tell: Tell, noted: Tell, outcome: Outcome
) -> None:
    monitor = read_monitor(monitor_folder(home, given.monitor))
    if not file.exists():
        raise Refused("There is no such file:", [Problem(str(file), 0, "is not there", "check it")])
    if given.releases is not None and not given.dry_run and file.stat().st_size > LARGE:
        _large(home, monitor, file, given.releases, tell)
        outcome.state = "stored"
        return
    found = offered(home, monitor, file, given, noted)
    if isinstance(found, Proposed):
        _propose(home, monitor, file, found, given, tell)
    else:
        _finish(home, monitor, file, found, given, tell, outcome)


def _large(home: Home, monitor: Monitor, file: Path, releases: Path, tell: Tell) -> None:
    """A file in our own shape with millions of rows, in little memory."""
    described, problems = read_releases(releases, releases.name)
    if problems := [*problems, *ahead_of_time(described, monitor)]:
        raise Refused(f"{releases} was refused; nothing was stored:", problems)
    stored = add_large_file(FigureStore(home.figures), monitor, file, described)
    for id_, rows in stored.items():
        tell(f"{rows:,} figures added from {id_}")
    if not stored:
        tell("Nothing new: every release in the file was stored already")


# --- proposals


def _propose(
    home: Home, monitor: Monitor, file: Path, found: Proposed, given: Given, tell: Tell
) -> None:
    """Show how a file might be read, and write that down to be settled. Always refuses."""
    for line in proposal_lines(file.name, found.sheets, found.sheet, found.made):
        tell(line)
    for line in preview(found.first_figures(monitor)):
        tell(line)
    summary = f"{file.name} is not imported: nobody has confirmed yet how it is to be read"
    if given.dry_run:
        remedy = "without --dry-run the proposal is written down, to be settled and confirmed"
        raise Refused(f"{summary}:", [Problem("", 0, "this was a dry run", remedy)])
    path = home.mappings / f"{called(file)}{PROPOSED}"
    _write_proposal(
        path, mapping_text(found.made.mapping, found.made.remarks), summary, file, given
    )
    left = len(unsettled(read_declaration(path).value))
    what = f"holds a proposal with {left} things to settle (?)" if left else "holds a proposal"
    remedy = f"check it, settle what is open, then: {_command(given, file, path)}"
    raise Refused(f"{summary}:", [Problem(str(path), 0, what, remedy)])


def _write_proposal(path: Path, text: str, summary: str, file: Path, given: Given) -> None:
    """Write a proposal; one that somebody worked on is never overwritten."""
    head = f"# Proposed for {file.name}. Check every line, and replace every ? by what is meant.\n"
    if path.is_file() and path.read_text(encoding="utf-8") != head + text:
        remedy = f"go on with it ({_command(given, file, path)}), or remove it"
        problem = Problem(str(path), 0, "is there already, and somebody changed it", remedy)
        raise Refused(f"{summary}:", [problem])
    write_whole(path, (head + text).encode())


def _command(given: Given, file: Path, mapping: Path) -> str:
    return command_line(given.monitor, "import", str(file), "--mapping", str(mapping))


# --- checking and storing


def _finish(
    home: Home,
    monitor: Monitor,
    file: Path,
    offer: Offer,
    given: Given,
    tell: Tell,
    outcome: Outcome,
) -> None:
    """Check figures, tell what they are, and store them unless this is a dry run."""
    found = checked(monitor, file, offer)
    figures = found.figures
    outcome.holds(figures, offer.releases, offer.left_out)
    if given.dry_run or not found.problems:
        for line in figure_lines(figures, offer.left_out):
            tell(line)
    if given.dry_run:
        for line in preview(figures):
            tell(line)
    if found.problems:
        raise Refused(f"{file} was refused; nothing was stored:", found.problems)
    store = FigureStore(home.figures)
    refuse_changed(store, offer.releases, figures)
    beside = weighed(store, monitor, figures, offer.releases)
    outcome.weighs(beside)
    tell(news_line(beside.news))
    if beside.warnings:
        many = len(beside.warnings)
        more = f"; the first {_MOST_WARNINGS}" if many > _MOST_WARNINGS else ""
        tell(f"Look at what may be wrong ({many}{more}):")
        report(list(beside.warnings[:_MOST_WARNINGS]))
    if given.dry_run:
        tell("This was a dry run: nothing was stored")
        outcome.state = "dry_run"
        return
    outcome.added = new = added(store, offer.releases, figures)
    outcome.state = "stored" if new else "nothing_new"
    if new:
        rows = figures["release"].is_in(new).sum()
        tell(f"{rows} figures added from {len(new)} release(s): {', '.join(new)}")
    else:
        tell("Nothing new: every release in the file was stored already")
    if offer.keep is not None and (path := keep(home, offer.keep)) is not None:
        tell(f"The mapping is kept for the next file of this sort: {path}")

"""The command that adds the figures in a file: our own tidy shape, a known layout, or a mapping."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from duidelijk.catalogue import Feed, Monitor, read_monitor
from duidelijk.cli.import_details import completed, release_of
from duidelijk.cli.import_lines import figure_lines, news_line, preview, proposal_lines
from duidelijk.cli.monitors import command_line, monitor_folder
from duidelijk.cli.output import report, say
from duidelijk.cli.tidy import ahead_of_time, read_tidy
from duidelijk.figures.checking import check_figures, normalised
from duidelijk.figures.door import warnings
from duidelijk.figures.known import known_on
from duidelijk.figures.large_import import LARGE, add_large_file
from duidelijk.figures.reading import read_releases
from duidelijk.figures.release import Release
from duidelijk.figures.store import FigureStore
from duidelijk.figures.table import SCHEMA
from duidelijk.figures.vintages import Known, counted
from duidelijk.foundation.declarations import read_declaration
from duidelijk.foundation.folders import write_whole
from duidelijk.foundation.home import Home
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.sources.by_hand import template
from duidelijk.sources.drawing import drawn
from duidelijk.sources.placing import Skipped
from duidelijk.sources.planning import plan_draws
from duidelijk.sources.quantities import quantities_of
from duidelijk.sources.sheets.applying import apply
from duidelijk.sources.sheets.layouts import CELLS, known_layout, layout, sheets_in
from duidelijk.sources.sheets.mapping import (
    Details,
    FileMapping,
    for_another_file,
    located,
    unsettled,
)
from duidelijk.sources.sheets.mapping_file import read_mapping
from duidelijk.sources.sheets.mapping_text import mapping_text, write_mapping
from duidelijk.sources.sheets.proposing import likeliest_sheet, propose
from duidelijk.sources.sheets.spreadsheet import fit, recognising

PROPOSED = ".proposed.yaml"
_MOST_WARNINGS = 10
_LOOKED_AT = 200
"""Rows of which a preview shows the first figures."""

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Given:
    """What is given with a file on the command line."""

    monitor: Path | None = None
    """Its folder, when it was named."""
    releases: Path | None = None
    mapping: Path | None = None
    """A file, or only the name of one in ``mappings/`` of the home."""
    period: str = ""
    details: Details = field(default_factory=Details)
    dry_run: bool = False


@dataclass
class _Offer:
    """Figures with their releases, to be checked and stored."""

    releases: Sequence[Release]
    figures: pl.DataFrame
    """With ``file`` and ``line``."""
    problems: Sequence[Problem] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)


def import_file(home: Home, file: Path, given: Given, tell: Tell = say) -> None:
    """Add the figures in one file to the store, all of them or none, and tell what came of it.

    For a file that nobody has mapped yet a proposal is written instead. Raises ``Refused``
    whenever nothing was stored that should have been.
    """
    monitor = read_monitor(monitor_folder(home, given.monitor))
    if not file.exists():
        raise Refused("There is no such file:", [Problem(str(file), 0, "is not there", "check it")])
    if given.releases is not None and not given.dry_run and file.stat().st_size > LARGE:
        _large(home, monitor, file, given.releases, tell)
    elif given.releases is not None:
        _finish(home, monitor, file, _tidy(monitor, file, given.releases), given, tell)
    elif given.mapping is not None:
        mapping = read_mapping(_mapping_file(home, given.mapping))
        _by_mapping(home, monitor, file, mapping, given, tell)
    elif template.recognises(file):
        releases, figures, problems = template.read(file, monitor)
        _finish(home, monitor, file, _Offer(releases, figures, problems), given, tell)
    else:
        name = known_layout(file)
        offer = _drawn(home, monitor, file, name, given, tell) if name != CELLS else None
        if offer is not None:
            _finish(home, monitor, file, offer, given, tell)
        else:
            _by_kept_mapping(home, monitor, file, name, given, tell)


def _mapping_file(home: Home, given: Path) -> Path:
    """The mapping given, or the one of that name in the home."""
    in_home = home.mappings / given.name
    return in_home if not given.exists() and in_home.exists() else given


def _tidy(monitor: Monitor, file: Path, releases: Path) -> _Offer:
    described, figures, problems = read_tidy(monitor, [file], releases)
    used = set(figures["release"])
    return _Offer([each for each in described if each.id in used or problems], figures, problems)


def _large(home: Home, monitor: Monitor, file: Path, releases: Path, tell: Tell) -> None:
    """A file in our own shape with millions of rows, in little memory."""
    described, problems = read_releases(releases, releases.name)
    if problems := [*problems, *ahead_of_time(described, monitor)]:
        raise Refused(f"{releases} was refused; nothing was stored:", problems)
    added = add_large_file(FigureStore(home.figures), monitor, file, described)
    for id_, rows in added.items():
        tell(f"{rows:,} figures added from {id_}")
    if not added:
        tell("Nothing new: every release in the file was stored already")


# --- known layouts


def _drawn(
    home: Home, monitor: Monitor, file: Path, name: str, given: Given, tell: Tell
) -> _Offer | None:
    """The figures that indicators draw from the table in a file; None when none can be drawn."""
    table = layout(name).read(file, file.name)
    told = table.description
    feeds = monitor.feeds.values()
    feed = next((each for each in feeds if _same_table(each, told.id, name)), None)
    draws = monitor.drawn_from(feed.id) if feed else []
    if feed is None or not draws:
        return None
    plans, problems = plan_draws(told, draws)
    if problems:
        tell(f"{file.name} is table {told.id}, but not as indicators draw from it: {problems[0]}")
        return None
    known = Details(
        source=feed.source,
        title=feed.title or told.title,
        address=feed.page or told.address or feed.address,
        licence=feed.licence or told.licence,
        published=told.published.isoformat() if told.published else "",
        basis=told.basis,
    )
    release = replace(release_of(given.details.over(known), monitor, feed.id), feed=feed.id)
    skipped = Skipped()
    quantities = quantities_of(plans, FigureStore(home.figures), release.published)
    tables = list(drawn(table.chunks, plans, release.id, quantities, skipped))
    figures = pl.concat([pl.DataFrame(schema=SCHEMA), *tables])
    placed = figures.with_columns(file=pl.lit(file.name), line=pl.lit(0, pl.UInt32))
    return _Offer([release], placed, left_out=skipped.counts)


_OF_ONE_TABLE = ("rivm_behaviour",)
"""Layouts that only one table has, whatever its file is called."""


def _same_table(feed: Feed, table: str, name: str) -> bool:
    if name in _OF_ONE_TABLE:
        return feed.protocol == name
    return table in (feed.id, feed.address.rstrip("/").rpartition("/")[2])


# --- mappings


def _by_kept_mapping(
    home: Home, monitor: Monitor, file: Path, name: str, given: Given, tell: Tell
) -> None:
    """Read a file by the kept mapping that fits it, or propose one."""
    sheets = sheets_in(file, name, file.name)
    fitting: list[FileMapping] = []
    for path in sorted(home.mappings.glob("*.yaml")):
        if path.name.endswith(PROPOSED):
            continue
        kept = read_mapping(path, f"mappings/{path.name}")
        if kept.layout == name and any(located(kept, sheet) for sheet in sheets):
            fitting.append(kept)
    if len(fitting) > 1:
        names = ", ".join(f"{each.name}.yaml" for each in fitting)
        what = f"fits several mappings: {names}"
        raise Refused("Nothing was stored:", [Problem(file.name, 0, what, "give one: --mapping")])
    if fitting:
        tell(f"{file.name} is read by mappings/{fitting[0].name}.yaml")
        _by_mapping(home, monitor, file, fitting[0], given, tell)
        return
    _propose(home, monitor, file, name, given, tell)


def _by_mapping(
    home: Home, monitor: Monitor, file: Path, mapping: FileMapping, given: Given, tell: Tell
) -> None:
    fitted, sheet = fit(mapping, file, file.name)
    for note in sheet.notes:
        tell(f"{sheet.file}: {note}")
    fitted, release = completed(fitted, monitor, given.details, given.period)
    kept = _to_keep(mapping, recognising(fitted, sheet), given.details)
    _refuse_another(home, kept)
    figures, problems, left_out = apply(fitted, sheet, monitor, release.id)
    _finish(home, monitor, file, _Offer([release], figures, problems, left_out), given, tell)
    if not given.dry_run:
        _keep(home, kept, tell)


def _to_keep(mapping: FileMapping, recognise: str, told: Details) -> FileMapping:
    """The mapping for the next file of this sort, with who publishes it.

    A title and an address are kept when the mapping names them, not when they are told with one
    file: they may be of that publication only.
    """
    release = Details(source=told.source, licence=told.licence, publisher=told.publisher)
    return replace(
        for_another_file(mapping),
        recognise=recognise,
        release=release.over(for_another_file(mapping).release),
    )


def _refuse_another(home: Home, kept: FileMapping) -> None:
    """Refuse when another mapping is kept under the same name."""
    path = home.mappings / f"{kept.name}.yaml"
    if not path.is_file():
        return
    there = read_mapping(path, f"mappings/{path.name}")
    another = there.recognise not in ("", kept.recognise)  # made by hand, it has none yet
    if another or there.layout != kept.layout:
        what = "is there already, for another sort of file"
        problem = Problem(f"mappings/{path.name}", 0, what, "give your mapping another name")
        raise Refused("Nothing was stored:", [problem])


def _keep(home: Home, kept: FileMapping, tell: Tell) -> None:
    path = home.mappings / f"{kept.name}.yaml"
    new = not path.is_file() or path.read_text(encoding="utf-8") != mapping_text(kept)
    if new:
        write_mapping(path, kept)
        tell(f"The mapping is kept for the next file of this sort: {path}")
    path.with_name(f"{kept.name}{PROPOSED}").unlink(missing_ok=True)


# --- proposals


def _propose(home: Home, monitor: Monitor, file: Path, name: str, given: Given, tell: Tell) -> None:
    """Show how a file might be read, and write that down to be settled. Always refuses."""
    if _is_tidy(file):
        what = "has the columns of our own files of figures"
        raise Refused("Nothing was stored:", [Problem(file.name, 0, what, "give --releases")])
    called = re.sub(r"[^a-z0-9]+", "-", file.stem.casefold()).strip("-") or "file"
    sheets = sheets_in(file, name, file.name)
    sheet = likeliest_sheet(sheets)
    made = propose(sheet, monitor, called, name)
    for line in proposal_lines(file.name, sheets, sheet, made):
        tell(line)
    for line in preview(apply(made.mapping, sheet, monitor, only=_LOOKED_AT).figures):
        tell(line)
    summary = f"{file.name} is not imported: nobody has confirmed yet how it is to be read"
    if given.dry_run:
        remedy = "without --dry-run the proposal is written down, to be settled and confirmed"
        raise Refused(f"{summary}:", [Problem("", 0, "this was a dry run", remedy)])
    path = home.mappings / f"{called}{PROPOSED}"
    _write_proposal(path, mapping_text(made.mapping, made.remarks), summary, file, given)
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


def _is_tidy(file: Path) -> bool:
    with file.open("rb") as stream:
        first = stream.readline(2000).decode("utf-8-sig", errors="replace")
    return {"indicator", "region", "period", "value", "release"} <= set(first.strip().split(","))


# --- checking and storing


def _finish(
    home: Home, monitor: Monitor, file: Path, offer: _Offer, given: Given, tell: Tell
) -> None:
    """Check figures, tell what they are, and store them unless this is a dry run."""
    figures, problems = _checked(monitor, file, offer)
    if given.dry_run or not problems:
        for line in figure_lines(figures, offer.left_out):
            tell(line)
    if given.dry_run:
        for line in preview(figures):
            tell(line)
    if problems:
        raise Refused(f"{file} was refused; nothing was stored:", problems)
    store = FigureStore(home.figures)
    latest = max(each.published for each in offer.releases)
    keys = figures["indicator"].unique().to_list()
    news = Known(store, keys, latest).sort_out(figures)
    tell(news_line(counted(news)))
    _warn(store, figures, offer.releases, monitor, tell)
    if given.dry_run:
        tell("This was a dry run: nothing was stored")
        return
    new = _added(store, offer.releases, figures)
    if new:
        rows = len(figures.filter(pl.col("release").is_in(new)))
        tell(f"{rows} figures added from {len(new)} release(s): {', '.join(new)}")
    else:
        tell("Nothing new: every release in the file was stored already")


def _checked(monitor: Monitor, file: Path, offer: _Offer) -> tuple[pl.DataFrame, Sequence[Problem]]:
    """The figures as they are stored, and everything that is wrong with them."""
    figures, problems = offer.figures, offer.problems
    if not problems:
        figures = normalised(figures)
        problems = [
            *check_figures(figures, monitor, offer.releases),
            *ahead_of_time(offer.releases, monitor),
        ]
    if not problems and figures.is_empty():
        told = ", ".join(f"{rows:,} {why}" for why, rows in offer.left_out.items())
        what = f"gives no figure{f'; left out: {told}' if told else ''}"
        problems = [Problem(file.name, 0, what, "check what the mapping leaves out")]
    return figures.select(list(SCHEMA)), problems


def _added(store: FigureStore, releases: Sequence[Release], figures: pl.DataFrame) -> list[str]:
    try:
        return store.add(releases, figures)
    except Refused as refusal:
        remedy = "when it is another publication, give it a key of its own: --key"
        told = [
            replace(each, remedy=remedy) if "other content" in each.what else each
            for each in refusal.problems
        ]
        raise Refused(refusal.summary, told) from None


def _warn(
    store: FigureStore,
    figures: pl.DataFrame,
    releases: Sequence[Release],
    monitor: Monitor,
    tell: Tell,
) -> None:
    """Tell what looks wrong though it may be right; nothing is refused for it."""
    own = [each.id for each in releases]
    keys = figures["indicator"].unique().to_list()
    stored = store.figures().filter(pl.col("indicator").is_in(keys), ~pl.col("release").is_in(own))
    latest = max(each.published for each in releases)
    known = known_on(stored, store.releases().values(), latest)
    found = warnings(figures, known, monitor)
    if found:
        more = f"; the first {_MOST_WARNINGS}" if len(found) > _MOST_WARNINGS else ""
        tell(f"Look at what may be wrong ({len(found)}{more}):")
        report(found[:_MOST_WARNINGS])

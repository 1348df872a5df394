"""Composes a freeze: editions writes, publish puts the sentences in, editions seals."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from duidelijk.catalogue import EditionPlan, Monitor
from duidelijk.catalogue.reading import read_with_declarations
from duidelijk.cli.calibrating import keep_sealed_record
from duidelijk.cli.monitors import filled_store, monitor_folder
from duidelijk.cli.output import progress, say
from duidelijk.cli.written import check_written, written_texts
from duidelijk.editions.content import Content, compile_content, edition_before
from duidelijk.editions.edition import Edition, edition_folders
from duidelijk.editions.freezing import open_edition, write_document
from duidelijk.editions.texts import Texts, write_texts
from duidelijk.figures.release import Release
from duidelijk.foundation.folders import AlreadyThere
from duidelijk.foundation.home import VARIABLE, Home
from duidelijk.foundation.problems import Problem, Refused, did_you_mean
from duidelijk.publish.edition_sentences import LANGUAGES, edition_sentences
from duidelijk.publish.open_data.csv_on_the_web import METADATA, metadata
from duidelijk.publish.open_data.name_lists import write_name_lists
from duidelijk.publish.striking import with_sentences
from duidelijk.regions import region
from duidelijk.sources.feed_state import late_indicators
from duidelijk.web.agenda.commands import signals_to_seal
from duidelijk.web.operations.database_state import database_exists


def freeze_editions(
    home: Home, given: Path | None, wanted: list[str], for_review: bool = False
) -> list[str]:
    """Import the monitor's own figures, then freeze what is planned and not frozen yet.

    With *for_review*, or when the monitor asks for four eyes, they are sealed for review, and not
    published. Others go out with the texts that lie in ``written/`` of the monitor's folder.

    Returns the ids of the editions that were made. Raises ``Refused``; editions made before the
    refusal stay.
    """
    folder = monitor_folder(home, given)
    monitor, declarations = read_with_declarations(folder)
    if problems := check_written(folder, monitor):
        raise Refused(f"The texts in {folder} are not in order; nothing was frozen:", problems)
    wanted = list(dict.fromkeys(wanted))
    plans = _plans(monitor, wanted, dt.date.today())
    folders = (*edition_folders(home.editions), *edition_folders(home.reviews))
    frozen = {path.name for path in folders}
    sealed_in = home.reviews if for_review or monitor.four_eyes else home.editions
    _same_monitor(home, monitor)
    due = [plan for plan in plans if plan.id not in frozen]
    with progress("Freeze", len(due) + 1) as step:
        step(f"figures of {monitor.title.en}")
        store = filled_store(home, folder, monitor)
        figures, releases = store.figures(), store.releases()
        for plan in due:
            step(f"edition {plan.id}, {plan.title.en}")
            with contextlib.suppress(AlreadyThere):  # another command was just ahead
                texts = None if sealed_in == home.reviews else texts_beforehand(folder, plan)
                freeze_edition(
                    home, monitor, declarations, plan, figures, releases, sealed_in, texts
                )
    keep_sealed_record(home)
    for plan in plans:
        state = "frozen" if plan in due else "was frozen already"
        for_whom = ", for review" if (home.reviews / plan.id).is_dir() else ""
        where = (home.reviews if for_whom else home.editions) / plan.id
        say(f"Edition {plan.id} ({plan.title.en}) {state}{for_whom}: {where}")
    return [plan.id for plan in due]


def texts_beforehand(folder: Path, plan: EditionPlan) -> Texts | None:
    """What goes along with an edition that no editor works on: the texts that lie ready in the
    monitor's *folder*, and the signals as they stood on its date; ``None`` without either.
    """
    written = written_texts(folder, plan.id)
    signals = signals_to_seal(plan.date) if database_exists() else ()
    return dataclasses.replace(written or Texts(), signals=signals) if signals else written


def freeze_edition(
    home: Home,
    monitor: Monitor,
    declarations: dict[str, Any],
    plan: EditionPlan,
    figures: pl.DataFrame,
    releases: Mapping[str, Release],
    sealed_in: Path | None = None,
    texts: Texts | None = None,
) -> None:
    """Freeze one edition from the store's *figures* and *releases*.

    It is sealed in *sealed_in*, by default among the published ones, with *texts* where somebody
    wrote them beforehand.
    """
    before, coming = _sealed_before(home, monitor, plan)
    content = compile_content(monitor, plan, figures, releases, before, coming)
    target = sealed_in or home.editions
    with open_edition(target, content, declarations, _where_before(home, content)) as folder:
        write_document(
            folder / "sentences.json",
            edition_sentences(
                monitor, content.figures, content.changes, content.coming, content.foretold
            ),
        )
        write_document(
            folder / "striking.json",
            with_sentences(content.striking, monitor, region_name, LANGUAGES),
        )
        write_document(folder / "late.json", _late(home, monitor, plan))
        if texts is not None:
            write_texts(folder, texts)
        write_name_lists(folder, monitor)
        write_document(folder / METADATA, metadata(folder, monitor, plan))


def _late(home: Home, monitor: Monitor, plan: EditionPlan) -> dict[str, Any]:
    """The indicators whose source failed by the edition's date, by key: which, and since when."""
    return {
        key: {"feed": late.feed, "since": late.since}
        for key, late in sorted(late_indicators(home.collected, monitor).items())
        if late.since <= plan.date.isoformat()
    }


def region_name(code: str, language: str) -> str:
    """The name of a region code in a language."""
    return region(code).name(language)


def _sealed_before(
    home: Home, monitor: Monitor, plan: EditionPlan
) -> tuple[pl.DataFrame | None, pl.DataFrame | None]:
    """The figures of the edition before as it was sealed, when it was, and what it expected."""
    before = edition_before(monitor, plan)
    folders = (*edition_folders(home.reviews), *edition_folders(home.editions))
    sealed = {path.name: path for path in folders}
    if before is None or before.id not in sealed:
        return None, None
    figures = pl.read_parquet(
        sealed[before.id] / "figures.by-indicator.parquet",
        columns=["indicator", "region", "group", "method", "period", "value"],
    )
    return figures, Edition(sealed[before.id]).coming


def _where_before(home: Home, content: Content) -> Path:
    """The folder that holds the edition before: published, else in review."""
    in_review = (home.reviews / (content.previous or "none")).is_dir()
    out = (home.editions / (content.previous or "none")).is_dir()
    return home.reviews if in_review and not out else home.editions


def _same_monitor(home: Home, monitor: Monitor) -> None:
    """Refuse to mix the editions of two monitors in one home."""
    for path in edition_folders(home.editions):
        other = Edition(path).description["monitor"]
        if other != monitor.id:
            raise Refused(
                f"{home.folder} holds editions of another monitor, “{other}”",
                [Problem("", 0, f"“{monitor.id}” needs a home of its own", f"set {VARIABLE}")],
            )


def _plans(monitor: Monitor, wanted: list[str], today: dt.date) -> list[EditionPlan]:
    """The editions wanted, or all that are due; a made-up monitor may be ahead of its time."""
    planned = {plan.id: plan for plan in monitor.editions}
    unknown = [id_ for id_ in wanted if id_ not in planned]
    if unknown:
        raise Refused(
            "These editions are not planned in monitor.yaml:",
            [Problem(id_, 0, "unknown edition", did_you_mean(id_, planned)) for id_ in unknown],
        )
    due = [plan for plan in planned.values() if monitor.synthetic or plan.date <= today]
    ahead = [id_ for id_ in wanted if planned[id_] not in due]
    if ahead:
        raise Refused(
            "An edition is sealed for good, so not before its date:",
            [Problem(id_, 0, f"speaks of {planned[id_].date}", "freeze it then") for id_ in ahead],
        )
    return [planned[id_] for id_ in wanted] if wanted else due

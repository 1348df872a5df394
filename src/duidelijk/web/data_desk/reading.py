"""Looks at a file that came in: which sort it is, and what is proposed for one nobody mapped."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from duidelijk.catalogue import Monitor
from duidelijk.foundation.declarations import KeyPath
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.sources.by_hand import template
from duidelijk.sources.importing.keeping import fitting_mapping
from duidelijk.sources.importing.offering import called, drawable, is_tidy
from duidelijk.sources.sheets.cells import Sheet
from duidelijk.sources.sheets.layouts import CELLS, known_layout, sheets_in
from duidelijk.sources.sheets.mapping import FileMapping, unsettled
from duidelijk.sources.sheets.mapping_file import read_mapping
from duidelijk.sources.sheets.mapping_text import mapping_text, write_mapping
from duidelijk.sources.sheets.proposing import likeliest_sheet, propose
from duidelijk.sources.sheets.resettling import resettled
from duidelijk.sources.sheets.spreadsheet import fit
from duidelijk.web.data_desk.desk import home
from duidelijk.web.data_desk.uploads import Upload, write


def look(held: Upload, monitor: Monitor) -> Upload:
    """Tell which sort of file it is, and write the mapping it begins with.

    Raises ``Refused`` for what cannot be read at all.
    """
    if template.recognises(held.path):
        return write(replace(held, sort="template"))
    if is_tidy(held.path):
        return write(replace(held, sort="tidy"))
    layout = known_layout(held.path)
    if layout != CELLS and (details := drawable(monitor, held.path, layout)) is not None:
        told = {name: text for name, text in vars(details).items() if text and name != "basis"}
        return write(replace(held, sort="table", layout=layout, details=told))
    sheets = sheets_in(held.path, layout, held.file)
    kept = fitting_mapping(home(), layout, sheets, held.file)
    if kept is not None:
        fitted, _ = fit(kept, held.path, held.file)
        told = {name: text for name, text in vars(kept.release).items() if text}
        held = replace(
            held, sort="mapped", layout=layout, mapping=kept.name, known=True, details=told
        )
        write_mapping(held.mapping_path, fitted)
    else:
        name = called(held.path)
        sheet = likeliest_sheet(sheets)
        made = propose(sheet, monitor, name, layout)
        asked, _ = resettled(made.mapping, sheet, monitor)
        held = replace(held, sort="mapped", layout=layout, mapping=name)
        write_mapping(held.mapping_path, asked)
    return write(held)


@dataclass
class Reading:
    """A file with its mapping as it is now."""

    held: Upload
    monitor: Monitor
    sheets: list[Sheet]
    sheet: Sheet
    mapping: FileMapping
    hints: dict[KeyPath, str]

    @property
    def open(self) -> int:
        """How many things are still to be settled."""
        import yaml

        value: Any = yaml.safe_load(mapping_text(self.mapping))
        return len(unsettled(value))


def reading(held: Upload, monitor: Monitor, mapping: FileMapping | None = None) -> Reading:
    """A file with *mapping*, or with the one that was kept last. Raises ``Refused``."""
    if mapping is None:
        mapping = read_mapping(held.mapping_path, settled=False)
    sheets = sheets_in(held.path, held.layout, held.file, mapping.delimiter)
    named = [each for each in sheets if mapping.sheet in ("", each.name)]
    if not named:
        problem = Problem(held.file, 0, f"has no sheet “{mapping.sheet}”")
        raise Refused("The mapping does not fit the file:", [problem])
    mapping, hints = resettled(mapping, named[0], monitor)
    return Reading(held, monitor, sheets, named[0], mapping, hints)


def of_sheet(held: Upload, monitor: Monitor, name: str) -> FileMapping:
    """A new proposal, for another sheet of a workbook. Raises ``Refused``."""
    sheets = [each for each in sheets_in(held.path, held.layout, held.file) if each.name == name]
    if not sheets:
        raise Refused("Nothing changed:", [Problem(held.file, 0, f"has no sheet “{name}”")])
    return propose(sheets[0], monitor, held.mapping, held.layout).mapping


def keep(found: Reading) -> None:
    """Keep the mapping as it is now. Raises ``Refused`` when it would not be read again."""
    path = found.held.mapping_path
    aside = path.with_name("changed.yaml")
    write_mapping(aside, found.mapping)
    try:
        read_mapping(aside, path.name, settled=False)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)

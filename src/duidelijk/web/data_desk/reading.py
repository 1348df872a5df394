"""Looks at a file that came in: which sort it is, and what is proposed for one nobody mapped."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from duidelijk.catalogue import Monitor
from duidelijk.foundation.declarations import KeyPath
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.sources.asking import Unreadable
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
from duidelijk.web.data_desk.unpacking import refuse_too_much
from duidelijk.web.data_desk.uploads import Upload, write

MOST_COLUMNS, MOST_TEXTS, LONGEST_TEXT = 300, 3000, 500
"""What one form asks of a table; a longer text is no key of YAML either."""


def look(held: Upload, monitor: Monitor) -> Upload:
    """Tell which sort of file it is, and write the mapping it begins with.

    Raises ``Refused`` for what cannot be read at all.
    """
    refuse_too_much(held.path, held.file)
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
        made = fitted
    else:
        name = called(held.path)
        sheet = likeliest_sheet(sheets)
        proposed = propose(sheet, monitor, name, layout)
        made, _ = resettled(proposed.mapping, sheet, monitor)
        held = replace(held, sort="mapped", layout=layout, mapping=name)
    refuse_unaskable(made, held.file)
    write_mapping(held.mapping_path, made)
    return write(held)


def refuse_unaskable(mapping: FileMapping, shown: str) -> None:
    """Refuse a table about which a form would ask too much."""
    if len(mapping.columns) > MOST_COLUMNS:
        what = f"has {len(mapping.columns):,} columns; at most {MOST_COLUMNS:,} are read here"
        raise Unreadable(shown, what, "keep only those you need")
    texts = [text for names in mapping.names.values() for text in names]
    if len(texts) > MOST_TEXTS:
        what = f"has {len(texts):,} texts nobody knows yet; at most {MOST_TEXTS:,} are asked here"
        raise Unreadable(shown, what, "see whether the right column holds the names")
    if long := next((each for each in (*texts, *mapping.missing) if len(each) > LONGEST_TEXT), ""):
        what = f"has a text of {len(long):,} characters where a name should be"
        raise Unreadable(shown, what, f"see “{long[:40]}…”; at most {LONGEST_TEXT} are read")


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
    made = propose(sheets[0], monitor, held.mapping, held.layout).mapping
    refuse_unaskable(made, held.file)
    return made


def keep(found: Reading) -> None:
    """Keep the mapping as it is now. Raises ``Refused`` when it would not be read again."""
    path = found.held.mapping_path
    aside = path.with_name(f"{path.name}.changed")  # no mapping is called so
    write_mapping(aside, found.mapping)
    try:
        read_mapping(aside, path.name, settled=False)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)

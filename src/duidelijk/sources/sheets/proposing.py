"""Proposes how a file nobody has mapped yet may be read, with why and what is doubtful.

Nothing is guessed silently: what is not certain is ``?`` in the mapping, with candidates in a
remark beside it, and a mapping that holds ``?`` is refused.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from duidelijk.catalogue import Monitor
from duidelijk.figures.table import MISSING
from duidelijk.sources.asking import Unreadable
from duidelijk.sources.sheets.cells import Sheet
from duidelijk.sources.sheets.draft import Draft, Proposal
from duidelijk.sources.sheets.mapping import UNSETTLED, FileMapping, fingerprint
from duidelijk.sources.sheets.shape import amount_of_numbers, is_number
from duidelijk.sources.sheets.text_columns import read_text_columns
from duidelijk.sources.sheets.value_columns import read_value_columns

_MOST_SYMBOLS = 20
_ANY_REASON = "not_measured, withheld, unreliable, impossible, not_delivered, 0, or ignore"
_REASONS = {
    "": "ignore (no figure), or not_delivered, not_measured, withheld or 0",
    ".": "not_delivered (with CBS: unknown, unreliable or secret), withheld, or ignore",
    "x": "withheld, or ignore",
    "-": "0 (with CBS), not_measured, or ignore",
    "*": "withheld, unreliable, or ignore",
    "n.b.": "not_delivered, or ignore",
}
"""What symbols usually stand for; sources differ, so that a person decides."""


def likeliest_sheet(sheets: Sequence[Sheet]) -> Sheet:
    """The sheet with most numbers; of a CSV file its only one."""
    return max(sheets, key=amount_of_numbers)


def propose(sheet: Sheet, monitor: Monitor, name: str = "", layout: str = "cells") -> Proposal:
    """How *sheet* may become figures of *monitor*; the mapping is called *name*.

    *layout* is the known layout that the sheet was read by.

    Raises ``Unreadable`` when it holds no table of figures at all.
    """
    draft = Draft(sheet, monitor)
    _tell_shape(draft)
    read_text_columns(draft)
    read_value_columns(draft)
    _refuse_lists(draft)
    shape = draft.shape
    missing, fixed = _missing(draft), _fixed(draft)
    mapping = FileMapping(
        name=name,
        layout=layout,
        recognise=fingerprint(sheet, shape.header_rows),
        sheet=sheet.name,
        delimiter=sheet.delimiter,
        header_rows=shape.header_rows,
        first_row=shape.rows[0].line,
        footer=shape.footer,
        decimal=shape.decimal,
        missing=missing,
        region_level=draft.level,
        fixed=fixed,
        columns=tuple(draft.ordered()),
        headings=tuple(draft.headings),
        names=draft.names,
    )
    return Proposal(mapping, draft.remarks, draft.understood, draft.doubtful)


def _tell_shape(draft: Draft) -> None:
    shape, sheet = draft.shape, draft.sheet
    where = f"sheet “{sheet.name}”, " if sheet.name else _separated(sheet.delimiter)
    rows = shape.header_rows
    heads = f"headings on row {rows[0]}" if rows else "no headings"
    heads += f" to {rows[-1]}" if len(rows) > 1 else ""
    first, last = shape.rows[0].line, shape.rows[-1].line
    draft.understand((), f"{where}{heads}, figures on row {first} to {last}")
    if shape.footer:
        told = ", ".join(f"“{each}”" for each in shape.footer)
        remark = "rows are taken until one begins so"
        draft.understand(("footer",), f"the footer begins with {told}", remark)
    if shape.decimal == UNSETTLED:
        may_be = '"." or ","; 1.234 can be a thousand or a decimal number'
        draft.doubt(("decimal",), "the decimal sign", may_be)


def _separated(delimiter: str) -> str:
    names = {",": "commas, ", ";": "semicolons, ", "\t": "tabs, ", "|": "bars, "}
    return f"cells separated by {names[delimiter]}" if delimiter in names else ""


def _refuse_lists(draft: Draft) -> None:
    """Refuse what has numbers but no figures, as a list of definitions."""
    told = any(draft.tells(place) for place in ("region", "period"))
    values = [each for each in draft.columns.values() if each.role in ("value", UNSETTLED)]
    if values and (told or draft.known):
        return
    what = "looks like a list, not like figures: it tells no region, period, group or indicator"
    remedy = "check the file; when it does hold figures, write a mapping and give --mapping"
    raise Unreadable(draft.sheet.file, what, remedy)


def _fixed(draft: Draft) -> dict[str, str]:
    """What has to hold for every figure since nothing in the table tells it."""
    fixed: dict[str, str] = {}
    values = [each for each in draft.columns.values() if each.role == "value"]
    if not draft.tells("period") and not (values and all(each.period for each in values)):
        fixed["period"] = UNSETTLED
        written = re.findall(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])", draft.words)
        latest = dt.date.today().year + 1  # a later one is a number of something else
        years = dict.fromkeys(year for year in written if int(year) <= latest)
        may_be = " or ".join(f"{year}JJ00" for year in list(years)[:3])
        may_be = may_be or "as 2024JJ00, 2024KW01 or 2024MM03"
        draft.doubt(("fixed", "period"), "the period, which no column tells", may_be)
    if not draft.tells("region"):
        fixed["region"] = UNSETTLED
        near = draft.guesser.places()
        may_be = f"NL01 (the Netherlands){f' or {near}' if near else ''}"
        draft.doubt(("fixed", "region"), "the region, which no column tells", may_be)
    if draft.one_indicator and not draft.may_tell("indicator"):
        fixed["indicator"] = UNSETTLED
        common = [text for path in draft.headed.paths[1:] for text in path]
        near = draft.guesser.indicators_like(" ".join(dict.fromkeys([*draft.shape.above, *common])))
        draft.doubt(("fixed", "indicator"), "the indicator", near or "a key of the monitor")
    return fixed


def _missing(draft: Draft) -> dict[str, str]:
    """What stands in the columns of figures where there is no number."""
    values = [index for index, each in draft.columns.items() if each.role == "value"]
    found: dict[str, int] = {}
    for row in draft.shape.rows:
        for index in values:
            if not is_number(row, index):
                found[row.cell(index)] = found.get(row.cell(index), 0) + 1
    listed = sorted(found, key=lambda text: -found[text])[:_MOST_SYMBOLS]
    for text in listed:
        what = f"“{text}” where there is no number" if text else "empty cells"
        if text not in MISSING:
            may_be = _REASONS.get(text.casefold(), _ANY_REASON)
            draft.doubt(("missing", text), f"{what} ({_often(found[text])})", may_be)
    if len(found) > _MOST_SYMBOLS:
        what = f"{len(found):,} texts stand where numbers should; the first are listed"
        draft.doubtful.append(what)
    return {text: text if text in MISSING else UNSETTLED for text in listed}


def _often(times: int) -> str:
    return "once" if times == 1 else f"{times:,} times"

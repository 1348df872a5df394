"""The Excel workbook of a template: the sheet to fill in, what explains it, and its lists."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duidelijk.catalogue import Indicator, Monitor
from duidelijk.catalogue.model import TOTAL
from duidelijk.foundation.folders import AlreadyThere, write_whole
from duidelijk.foundation.problems import Problem, Refused, did_you_mean
from duidelijk.regions import level_name

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

FILL_IN = "Cijfers"
READ_ME = "Lees mij - Read me"
HIDDEN = "duidelijk"
MARK = "duidelijk-template"
"""In the first cell of the hidden sheet: by this a template is known."""
_VERSION = 1
CHOICE = " | "
"""Between the code and the title of a choice."""

PUBLICATION = ("source", "title", "address", "licence", "published")
COLUMNS = (
    *("indicator", "period", "region", "group", "method", "value", "lower", "upper", "n"),
    *("decimals", "status", "missing", "note"),
    *PUBLICATION,
)
_ROWS = 5000
"""Rows that have lists to choose from."""

_HELP: dict[str, tuple[str, str]] = {
    "indicator": (
        "Welk cijfer het is. Mag leeg blijven als dit sjabloon voor één indicator is.",
        "Which figure it is. May stay empty when this template is for one indicator.",
    ),
    "period": (
        "Code of woorden: 2021MM03, maart 2021, 1e kwartaal 2021, 2021, 2021-04-20.",
        "Code or words: 2021MM03, March 2021, 1st quarter 2021, 2021, 2021-04-20.",
    ),
    "region": (
        "Naam of code: Nederland, Utrecht (PV), GM0344.",
        "Name or code: Nederland, Utrecht (PV), GM0344.",
    ),
    "group": (
        "Leeg: iedereen (total). Anders een groep uit de lijst.",
        "Empty: everybody (total). Otherwise a group of the list.",
    ),
    "method": (
        "Alleen als de indicator volgens meer dan één methode is gemeten.",
        "Only when the indicator was measured by more than one method.",
    ),
    "value": (
        "Zoals de bron het schrijft, in de eenheid van de indicator. Leeg als er geen is.",
        "As the source writes it, in the unit of the indicator. Empty when there is none.",
    ),
    "lower": (
        "Ondergrens van het 95%-interval, als de bron dat geeft.",
        "Lower end of the 95 % interval, when the source gives it.",
    ),
    "upper": (
        "Bovengrens van het 95%-interval.",
        "Upper end of the 95 % interval.",
    ),
    "n": ("Aantal ondervraagden of gevallen.", "Number of respondents or cases."),
    "decimals": (
        "In hoeveel decimalen de bron publiceert; -3 is afgerond op duizend. Leeg: zoals getypt.",
        "Decimals the source publishes in; -3 is rounded to thousands. Empty: as typed.",
    ),
    "status": (
        "Voorlopig of definitief, als de bron dat zegt.",
        "Provisional or definitive, when the source says so.",
    ),
    "missing": (
        "Waarom er geen waarde is. Alleen als value leeg is.",
        "Why there is no value. Only when value is empty.",
    ),
    "note": ("Wat de bron erbij zegt.", "What the source says with it."),
    "source": (
        "De bron, uit de lijst. Source, title, address, licence en published mogen alle vijf leeg "
        "blijven: dan geldt de publicatie van de rij erboven.",
        "The source, of the list. Source, title, address, licence and published may all five stay "
        "empty: then the publication of the row above holds.",
    ),
    "title": ("Titel van de publicatie.", "Title of the publication."),
    "address": (
        "Waar het te lezen is: https://…",
        "Where it can be read: https://…",
    ),
    "licence": (
        "Leeg: de gebruikelijke licentie van de bron.",
        "Empty: the usual licence of the source.",
    ),
    "published": (
        "Datum van publicatie: 2021-03-11. Alleen de maand bekend: 2021-03.",
        "Date of publication: 2021-03-11. Only the month known: 2021-03.",
    ),
}
_MISSING = {
    "not_measured": "niet gemeten / not measured",
    "withheld": "geheim of te klein om te tonen / withheld",
    "unreliable": "te onzeker / unreliable",
    "impossible": "kan niet bestaan / impossible",
    "not_delivered": "niet geleverd / not delivered",
}
_STATUSES = {
    "definitive": "definitief / definitive",
    "provisional": "voorlopig / provisional",
    "revised_provisional": "nader voorlopig / revised provisional",
}
_WIDTHS = {"indicator": 26, "region": 22, "group": 26, "note": 30, "title": 40, "address": 40}
_EXAMPLES = {
    "day": "20210311",
    "week": "2021W110",
    "month": "2021MM03",
    "quarter": "2021KW01",
    "half_year": "2021HJ01",
    "year": "2020JJ00",
    "school_year": "2020SJ00",
    "wave": "2021-04-20",
    "irregular": "2021MM03",
}


def write_template(path: Path, monitor: Monitor, indicators: Sequence[str]) -> None:
    """Make the workbook to fill in figures of *indicators* (their keys).

    Raises ``Refused`` for an unknown indicator, and when the file is there already.
    """
    problems = [
        Problem(key, 0, "unknown indicator", did_you_mean(key, monitor.indicators))
        for key in indicators
        if key not in monitor.indicators
    ]
    problems += [
        Problem(key, 0, "is declared without figures", "write status: active")
        for key in indicators
        if key in monitor.indicators and monitor.indicators[key].status == "planned"
    ]
    if problems or not indicators:
        problems = problems or [Problem("", 0, "no indicator is named", "name at least one")]
        raise Refused("No template was made:", problems)
    if path.exists():
        raise AlreadyThere(f"{path} exists already and is never overwritten")
    chosen = [monitor.indicators[key] for key in dict.fromkeys(indicators)]
    write_whole(path, _workbook(monitor, chosen))


def _workbook(monitor: Monitor, chosen: Sequence[Indicator]) -> bytes:
    from openpyxl import Workbook  # takes a while to import

    book = Workbook()
    sheet = book.active
    assert sheet is not None, "a new workbook has a sheet"
    sheet.title = FILL_IN
    lists = _lists(monitor, chosen)
    _fill_in(sheet, lists)
    _read_me(book.create_sheet(READ_ME), monitor, chosen)
    _hidden(book, lists)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _lists(monitor: Monitor, chosen: Sequence[Indicator]) -> dict[str, list[str]]:
    """What can be chosen in a column: codes with their titles."""
    groups = {
        each: group.title.nl
        for each, group in monitor.group_codes.items()
        if any(each.partition(":")[0] in indicator.groups for indicator in chosen)
    }
    methods = {method.id: method.title.nl for each in chosen for method in each.methods}
    found = {
        "indicator": {each.id: each.title.nl for each in chosen},
        "group": {TOTAL: "iedereen / everybody", **groups},
        "method": methods,
        "status": _STATUSES,
        "missing": _MISSING,
        "source": {each.id: each.title for each in monitor.sources.values()},
    }
    return {
        name: [f"{code}{CHOICE}{title}" for code, title in choices.items()]
        for name, choices in found.items()
    }


def _fill_in(sheet: Worksheet, lists: dict[str, list[str]]) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for index, name in enumerate(COLUMNS, 1):
        letter = get_column_letter(index)
        cell = sheet.cell(1, index)
        put(cell, name)
        cell.font = Font(bold=True)
        shade = "FFE8D9B5" if name in PUBLICATION else "FFD5E3F0"
        cell.fill = PatternFill("solid", fgColor=shade)
        cell.alignment = Alignment(vertical="top")
        comment = Comment("\n\n".join(_HELP[name]), "duidelijk")
        comment.width, comment.height = 320, 150
        cell.comment = comment
        column = sheet.column_dimensions[letter]
        column.width = _WIDTHS.get(name, 14)
        if name not in ("value", "lower", "upper", "n", "decimals"):
            column.number_format = "@"  # or Excel makes dates of periods
        if choices := lists.get(name):
            column_of_list = get_column_letter(list(lists).index(name) + 1)
            rule = DataValidation(
                type="list",
                formula1=f"={HIDDEN}!${column_of_list}$3:${column_of_list}${len(choices) + 2}",
                allow_blank=True,
                showErrorMessage=True,
                errorStyle="warning",  # a bare code may be typed as well
                errorTitle="duidelijk",
                error="Dit staat niet in de lijst. / This is not in the list.",
            )
            sheet.add_data_validation(rule)
            rule.add(f"{letter}2:{letter}{_ROWS}")
    sheet.freeze_panes = "A2"


def _read_me(sheet: Worksheet, monitor: Monitor, chosen: Sequence[Indicator]) -> None:
    from openpyxl.styles import Alignment, Font

    lines: list[tuple[Sequence[str], bool]] = [
        ((monitor.title.nl, monitor.title.en), True),
        (
            (
                f"Vul het blad {FILL_IN}: een rij per cijfer. Wijs een kolomkop aan voor uitleg.",
                f"Fill the sheet {FILL_IN}: a row a figure. Point at a heading for help.",
            ),
            False,
        ),
        (
            (
                "Neem cijfers over zoals de bron ze schrijft. Schrijf nooit namen van personen op.",
                "Copy figures as the source writes them. Never write down names of persons.",
            ),
            False,
        ),
        ((), False),
    ]
    for each in chosen:
        lines.append(((each.id, each.title.nl, each.title.en), True))
        for what, words in (
            ("definitie / definition", each.definition),
            ("eenheid / unit", each.unit),
            ("over wie / population", each.population),
        ):
            lines.append(((what, words.nl, words.en), False))
        levels = [
            ", ".join(level_name(level, language) for level in each.region_levels)
            for language in ("nl", "en")
        ]
        lines.append((("regio’s / regions", *levels), False))
        lines.append(((), False))
    lines.append((("VOORBEELD / EXAMPLE (wordt niet ingelezen / is not read)",), True))
    lines.append((COLUMNS, True))
    lines.append((_example(monitor, chosen[0]), False))
    for row, (cells, bold) in enumerate(lines, 1):
        for column, text in enumerate(cells, 1):
            cell = sheet.cell(row, column)
            put(cell, text)
            cell.font = Font(bold=bold)
            cell.alignment = Alignment(vertical="top", wrap_text=row < len(lines) - 2)
    for letter, width in (("A", 34), ("B", 60), ("C", 60)):
        sheet.column_dimensions[letter].width = width


def _example(monitor: Monitor, indicator: Indicator) -> list[str]:
    """A row of a figure that is nobody's."""
    source = monitor.sources.get(indicator.source)
    region = "NL01" if "country" in indicator.region_levels else "Utrecht"
    row = {
        "indicator": indicator.id,
        "period": _EXAMPLES.get(indicator.frequency, "2021MM03"),
        "region": region,
        "group": TOTAL,
        "method": indicator.methods[0].id if indicator.methods else "",
        "value": "12,3" if indicator.decimals else "123",
        "note": "voorbeeld / example",
        "source": source.id if source else "",
        "title": "Titel van de pagina / Title of the page",
        "address": "https://example.org/",
        "licence": source.licence if source else "",
        "published": "2021-04-22",
    }
    return [row.get(name, "") for name in COLUMNS]


def _hidden(book: Workbook, lists: dict[str, list[str]]) -> None:
    sheet = book.create_sheet(HIDDEN)
    sheet.sheet_state = "veryHidden"
    put(sheet.cell(1, 1), MARK)
    put(sheet.cell(1, 2), str(_VERSION))
    for column, (name, choices) in enumerate(lists.items(), 1):
        _column(sheet, column, [name, *choices])


def _column(sheet: Worksheet, column: int, texts: Iterable[str]) -> None:
    for row, text in enumerate(texts, 2):
        put(sheet.cell(row, column), text)


def put(cell: Any, text: str) -> None:
    """Write *text* as text, whatever it starts with: a formula could do harm when it is opened."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", text)
    cell.data_type = "s"
    if text.startswith(("=", "+", "-", "@", "\t", "\r")):
        cell.quotePrefix = True  # so that it stays text when somebody edits it

"""The parts of an Excel package that say what is where and what cells look like."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"

CELLS = {
    "text": 0,
    "head": 1,
    "title": 2,
    "bold": 3,
    "wrap": 4,
    "link": 5,
    "date": 6,
    "year": 7,
    "whole": 8,
    "number": 9,
}
"""The number of each style; ``number`` is that of no decimals, and each decimal is one further."""

_FIRST_FORMAT = 164
"""The formats before it are Excel's own."""
_OWN_DATE, _OWN_YEAR, _OWN_WHOLE = 14, 1, 3
"""Excel's own: a date, a number without and with thousands; each as the reader's Excel is set."""


def column_letters(many: int) -> Iterator[str]:
    """``A``, ``B`` … ``Z``, ``AA`` … for the first columns."""
    for at in range(1, many + 1):
        letters = ""
        while at:
            at, left = divmod(at - 1, 26)
            letters = chr(65 + left) + letters
        yield letters


def styles(most_decimals: int) -> str:
    """What cells look like; numbers by how many decimals they are shown with."""
    formats = "".join(
        f'<numFmt numFmtId="{_FIRST_FORMAT + each}" formatCode="#,##0.{"0" * each}"/>'
        for each in range(1, most_decimals + 1)
    )
    top = '<alignment vertical="top"/>'
    wrap = '<alignment vertical="top" wrapText="1"/>'
    plain = [
        ("0", 0, 0, 0, top),
        ("0", 1, 2, 1, '<alignment vertical="center" wrapText="1"/>'),
        ("0", 2, 0, 0, top),
        ("0", 3, 0, 0, top),
        ("0", 0, 0, 0, wrap),
        ("0", 4, 0, 0, wrap),
        (_OWN_DATE, 0, 0, 0, top),
        (_OWN_YEAR, 0, 0, 0, top),
        (_OWN_WHOLE, 0, 0, 0, top),
        (_OWN_WHOLE, 0, 0, 0, top),
        *((_FIRST_FORMAT + each, 0, 0, 0, top) for each in range(1, most_decimals + 1)),
    ]
    cells = "".join(
        f'<xf numFmtId="{shown}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" '
        f'applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
        f"{alignment}</xf>"
        for shown, font, fill, border, alignment in plain
    )
    name = '<name val="Calibri"/><family val="2"/>'
    fonts = [
        f'<font><sz val="11"/>{name}</font>',
        f'<font><b/><sz val="11"/><color rgb="FFFFFFFF"/>{name}</font>',
        f'<font><b/><sz val="16"/><color rgb="FF1B3A57"/>{name}</font>',
        f'<font><b/><sz val="11"/>{name}</font>',
        f'<font><u/><sz val="11"/><color rgb="FF0B5CAD"/>{name}</font>',
    ]
    fills = [
        '<fill><patternFill patternType="none"/></fill>',
        '<fill><patternFill patternType="gray125"/></fill>',
        '<fill><patternFill patternType="solid"><fgColor rgb="FF1B3A57"/></patternFill></fill>',
    ]
    none = "<border><left/><right/><top/><bottom/><diagonal/></border>"
    under = '<border><left/><right/><top/><bottom style="thin"/><diagonal/></border>'
    return (
        f'{_XML}<styleSheet xmlns="{_MAIN}">'
        f'<numFmts count="{most_decimals}">{formats}</numFmts>'
        f'<fonts count="{len(fonts)}">{"".join(fonts)}</fonts>'
        f'<fills count="{len(fills)}">{"".join(fills)}</fills>'
        f'<borders count="2">{none}{under}</borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        "</cellStyleXfs>"
        f'<cellXfs count="{len(plain)}">{cells}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )


def workbook_xml(sheets: Sequence[tuple[str, str]]) -> str:
    """The list of sheets by name, each with the area of its filter; empty for one without."""
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, (name, _) in enumerate(sheets, 1)
    )
    names = []
    for at, (name, area) in enumerate(sheets):
        if area:
            place = escape("'" + name.replace("'", "''") + "'!")
            names += [
                f'<definedName name="_xlnm._FilterDatabase" localSheetId="{at}" hidden="1">'
                f"{place}{area}</definedName>",
                f'<definedName name="_xlnm.Print_Titles" localSheetId="{at}">'
                f"{place}$1:$1</definedName>",
            ]
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews>'
        '<workbookView xWindow="0" yWindow="0" windowWidth="28800" windowHeight="15000"/>'
        "</bookViews>"
        f"<sheets>{listed}</sheets>"
        + (f"<definedNames>{''.join(names)}</definedNames>" if names else "")
        + "</workbook>"
    )


def _relation(number: int, kind: str, target: str, outside: bool = False) -> str:
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="rId{number}" Type="{kind}" Target={quoteattr(target)}{mode}/>'


def _relationships(inner: str) -> str:
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def relations(targets: Sequence[str]) -> str:
    """The addresses that the links of a sheet lead to."""
    kind = f"{_OFFICE}/hyperlink"
    return _relationships(
        "".join(_relation(number, kind, each, True) for number, each in enumerate(targets, 1))
    )


def workbook_relations(sheets: int) -> str:
    """Where the sheets, the styles and the texts are."""
    parts = [
        _relation(number, f"{_OFFICE}/worksheet", f"worksheets/sheet{number}.xml")
        for number in range(1, sheets + 1)
    ]
    parts.append(_relation(sheets + 1, f"{_OFFICE}/styles", "styles.xml"))
    parts.append(_relation(sheets + 2, f"{_OFFICE}/sharedStrings", "sharedStrings.xml"))
    return _relationships("".join(parts))


def package_relations() -> str:
    """Where the workbook and its properties are."""
    properties = f"{_PACKAGE}/relationships/metadata/core-properties"
    return _relationships(
        _relation(1, f"{_OFFICE}/officeDocument", "xl/workbook.xml")
        + _relation(2, properties, "docProps/core.xml")
    )


def content_types(sheets: int) -> str:
    """What each part is."""
    parts = {
        "/xl/workbook.xml": f"{_KIND}.sheet.main+xml",
        "/xl/styles.xml": f"{_KIND}.styles+xml",
        "/xl/sharedStrings.xml": f"{_KIND}.sharedStrings+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    } | {
        f"/xl/worksheets/sheet{number}.xml": f"{_KIND}.worksheet+xml"
        for number in range(1, sheets + 1)
    }
    relationships = "application/vnd.openxmlformats-package.relationships+xml"
    listed = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items()
    )
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{relationships}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def core_properties(title: str, author: str, date: dt.date) -> str:
    """Who made it, and the day it speaks of."""
    moment = (
        f'<dcterms:{{0}} xsi:type="dcterms:W3CDTF">{date.isoformat()}T00:00:00Z</dcterms:{{0}}>'
    )
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>"
        f"{moment.format('created')}{moment.format('modified')}</cp:coreProperties>"
    )

"""How a Word document looks and what it says of itself: styles, page, running words, properties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from docx import Document
from docx.document import Document as Made
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from duidelijk.publish.documents.legible import without_forbidden

LOCALES = {"nl": "nl-NL", "en": "en-GB"}
TEXT_WIDTH = 166
"""Millimetres of a line: A4 with the margins of the other documents."""
INK, HEADING, QUIET, HAIRLINE, ACCENT = "1B2430", "10243C", "5A6472", "D9DCD6", "154273"
LINK, WARNING = "0B4F8A", "FFF3C4"
LEAD, NOTE, SMALL, REFERENCE, TABLE = "Lead", "Note", "Small print", "Reference", "Table text"
FIGURE_TITLE = "Figure title"
_FONT = "Calibri"
_HEADINGS = {"Title": 25, "Heading 1": 17, "Heading 2": 13.5, "Heading 3": 11, "Heading 4": 10.5}
_OWN = {LEAD: 12.0, NOTE: 10.0, SMALL: 9.0, REFERENCE: 9.5, TABLE: 9.0, FIGURE_TITLE: 10.0}
_MOST = 255
"""So many characters a property may hold."""


def empty_document(told: Mapping[str, Any], moment: dt.date) -> Made:
    """A document without text: its styles, its page with running words, its properties."""
    made = Document()
    _properties(made, told, moment)
    _styles(made, LOCALES.get(told["language"], told["language"]))
    _page(made, told)
    _without_thumbnail(made)
    return made


def element(name: str, /, **attributes: str | int) -> Any:
    """An element of WordprocessingML, with its attributes in the same namespace."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def border(side: str, colour: str = HAIRLINE, size: int = 4, space: int = 1) -> Any:
    """A line along a *side* of a paragraph, in eighths of a point."""
    drawn = element("pBdr")
    drawn.append(element(side, val="single", sz=size, space=space, color=colour))
    return drawn


def _properties(made: Made, told: Mapping[str, Any], moment: dt.date) -> None:
    """What the file says of itself, without the clock."""
    midnight = dt.datetime.combine(moment, dt.time(), dt.UTC)
    own = made.core_properties
    words = {
        "title": told["title"],
        "author": told["author"],
        "subject": told["cover"]["kicker"],
        "comments": told["description"],
        "keywords": ", ".join(told["keywords"]),
        "last_modified_by": told["author"],
        "language": LOCALES.get(told["language"], told["language"]),
    }
    for name, value in words.items():
        setattr(own, name, without_forbidden(value)[:_MOST])
    own.created = own.modified = midnight
    own.revision = 1


def _styles(made: Made, locale: str) -> None:
    styles = made.styles
    lang = styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    for name in ("val", "eastAsia"):
        lang.set(qn(f"w:{name}"), locale)
    normal = _set(styles["Normal"], 10.5, INK, after=6)
    normal.paragraph_format.line_spacing = 1.12
    for name, size in _HEADINGS.items():
        style = _set(styles[name], size, HEADING, before=0 if name == "Title" else size, after=5)
        style.font.bold, style.font.italic = True, False
        style.paragraph_format.keep_with_next = True
        for edge in style.element.findall(f".//{qn('w:pBdr')}"):
            edge.getparent().remove(edge)
    for name, size in _OWN.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        _set(style, size, HEADING if name in (LEAD, FIGURE_TITLE) else INK, after=4)
    styles[FIGURE_TITLE].font.bold = True
    styles[FIGURE_TITLE].paragraph_format.keep_with_next = True
    styles[TABLE].paragraph_format.space_after = Pt(0)
    hanging = styles[REFERENCE].paragraph_format
    hanging.left_indent, hanging.first_line_indent = Mm(11), Mm(-11)
    hanging.tab_stops.add_tab_stop(Mm(11))
    _indented(styles[NOTE], ACCENT, 16)
    _set(styles["Quote"], 10.5, INK, after=6).font.italic = False
    _indented(styles["Quote"], HAIRLINE, 12)
    for name in ("Subtitle", "Header", "Footer"):
        style = _set(styles[name], 11 if name == "Subtitle" else 8.5, QUIET, after=4)
        style.font.italic, style.font.bold = False, False


def _set(style: Any, size: float, colour: str, *, before: float = 0, after: float = 0) -> Any:
    style.font.name, style.font.size = _FONT, Pt(size)
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for apart in style.element.rPr.findall(qn("w:spacing")):
        style.element.rPr.remove(apart)
    for name in ("hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), _FONT)
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    return style


def _indented(style: Any, colour: str, size: int) -> None:
    """With a line along the left, as notes and quotes have on paper."""
    style.paragraph_format.left_indent = Mm(4)
    format_ = style.element.get_or_add_pPr()
    format_.insert_element_before(
        border("left", colour, size, 8), "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing",
        "w:ind", "w:jc", "w:outlineLvl",
    )  # fmt: skip


def _page(made: Made, told: Mapping[str, Any]) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(25), Mm(20)
    section.header_distance = section.footer_distance = Mm(10)
    head = section.header.paragraphs[0]
    if told["warning"]:
        head.add_run(without_forbidden(told["warning"])).bold = True
        head.runs[0].font.color.rgb = RGBColor.from_string("3A2C00")
        shade = element("shd", val="clear", color="auto", fill=WARNING)
        head._p.get_or_add_pPr().insert_element_before(shade, "w:tabs", "w:spacing", "w:jc")
        head = section.header.add_paragraph(style="Header")
    running = " · ".join(each for each in (told["running"], told["running_right"]) if each)
    head.add_run(without_forbidden(running))
    foot = section.footer.paragraphs[0]
    foot.add_run(without_forbidden(told["foot"]))
    page = section.footer.add_paragraph(style="Footer")
    page.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    page.add_run(f"{told['page_word']} ")
    _field(page, "PAGE")
    page.add_run(f" {told['of_word']} ")
    _field(page, "NUMPAGES")


def _field(paragraph: Any, code: str) -> None:
    """A number that the word processor fills in."""
    field = element("fldSimple", instr=code)
    shown = element("r")
    shown.append(element("t"))
    shown[0].text = "1"
    field.append(shown)
    paragraph._p.append(field)


def _without_thumbnail(made: Made) -> None:
    """Without the picture of the template, which looks like something else."""
    relations = made.part.package.rels
    for key in [key for key, each in relations.items() if each.reltype.endswith("/thumbnail")]:
        relations.pop(key)

"""From a document's blocks to a DOCX file, for who works on with it in a word processor.

The same blocks as those of the PDF. What has no place in running text follows in order: what stands
side by side there stands one after the other here, and nothing is left out to fit a page.
"""

from __future__ import annotations

import copy
import datetime as dt
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from docx.document import Document as Made
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from duidelijk.publish.charts.raster import png
from duidelijk.publish.documents.blocks import Block, Run
from duidelijk.publish.documents.legible import without_forbidden
from duidelijk.publish.documents.word_styles import (
    FIGURE_TITLE,
    HAIRLINE,
    LEAD,
    LINK,
    LOCALES,
    NOTE,
    QUIET,
    REFERENCE,
    SMALL,
    TABLE,
    TEXT_WIDTH,
    border,
    element,
    empty_document,
)

_FIGURE, _SPARK, _CELL, _MARK = 115.0, 30.0, 22.0, 2.8
"""Widths of pictures in millimetres."""
_PIXELS = 8
"""So many a millimetre: two hundred an inch."""
_TWIPS = 56.7
"""So many a millimetre."""
_TONES = {"good": "0A5FA5", "bad": "A8480A"}
_DEEPEST = 3
_MADE = (1980, 1, 1, 0, 0, 0)
_DECORATIVE = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" '
    'val="1"/></a:ext></a:extLst>'
)


def word(told: Mapping[str, Any], moment: dt.date) -> bytes:
    """The document as DOCX, dated the *moment* it speaks of; the same bytes on every run."""
    made = empty_document(told, moment)
    writer = _Writer(made)
    cover = told["cover"]
    writer.paragraph([cover["kicker"]], "Subtitle")
    lang = cover.get("lang", told["language"])
    writer.paragraph([{"text": cover["title"], "lang": lang}], "Title")
    writer.paragraph([cover["subtitle"]], "Subtitle")
    if told["kind"] == "edition":
        writer.paragraph([cover["date"]], "Subtitle")
        writer.all(cover["blocks"])
    writer.all(told["blocks"])
    for page in told.get("pages", []):
        writer.all(page)
    writer.close()
    return _packed(made)


def _packed(made: Made) -> bytes:
    """The package with the same moment in every entry."""
    saved, stream = io.BytesIO(), io.BytesIO()
    made.save(saved)
    with (
        zipfile.ZipFile(saved) as before,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package,
    ):
        for each in before.infolist():
            entry = zipfile.ZipInfo(each.filename, _MADE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            package.writestr(entry, before.read(each))
    return stream.getvalue()


class _Writer:
    """Writes blocks one after the other; elements are made by hand, since there can be thousands
    and the library searches the whole document for each.
    """

    def __init__(self, made: Made) -> None:
        self._made = made
        self._body: list[Any] = []
        self._styles = {each.name: each.style_id for each in made.styles if each.name}
        self._drawn: dict[tuple[str, float, str], Any] = {}
        self._links: dict[str, str] = {}
        self._ids = 0
        self._kinds: Mapping[str, Callable[[Block], None]] = {
            "heading": self._heading,
            "paragraph": lambda each: self.paragraph(each["runs"], self._usual),
            "lead": lambda each: self.paragraph(each["runs"], LEAD),
            "note": lambda each: self.paragraph(each["runs"], NOTE),
            "small": lambda each: self.paragraph(each["runs"], SMALL, **_kept(each)),
            "quote": self._quote,
            "reference": self._reference,
            "list": self._list,
            "table": self._table,
            "figure": self._figure,
            "picture": self._picture,
            "finding": self._finding,
            "lines": self._lines,
            "rule": lambda _: self._ruled(),
            "together": lambda each: self.all(each["blocks"]),
            "letter": lambda each: self.all(each["blocks"]),
            "figures": lambda each: self.all(each["figures"]),
            "beside": lambda each: self.all([one for side in each["sides"] for one in side]),
            "choice": lambda each: self.all(each["options"][:1]),
            "shortened": lambda each: self.all([*each["before"], each["table"], *each["after"]]),
        }
        self._usual = "Normal"
        self._depth = 0

    def all(self, blocks: Sequence[Block]) -> None:
        """Write these blocks. Raises ``KeyError`` for one of a kind that is not known."""
        for each in blocks:
            self._kinds[each["kind"]](each)

    def close(self) -> None:
        """Put everything in the document, before the description of its page."""
        body = self._made.element.body
        last = body.find(qn("w:sectPr"))
        for each in self._body:
            last.addprevious(each)

    def paragraph(self, runs: Sequence[Run], style: str, **more: Any) -> Any:
        """A paragraph in a style; *more* are further elements of its format, by their name."""
        made = self._paragraph(runs, style, more.values())
        self._body.append(made)
        return made

    def _paragraph(self, runs: Sequence[Run], style: str, more: Any = ()) -> Any:
        made = element("p")
        form = element("pPr")
        if style != "Normal":
            form.append(element("pStyle", val=self._styles[style]))
        for each in more:
            form.append(each)
        if len(form):
            made.append(form)
        for each in runs:
            made.append(self._run(each))
        return made

    def _run(self, each: Run) -> Any:
        told: dict[str, Any] = {"text": each} if isinstance(each, str) else each
        if "mark" in told:
            return self._pictured(told["mark"], _MARK, "")
        run = element("r")
        style = _run_style(told)
        if len(style):
            run.append(style)
        if "break" in told:
            run.append(element("br"))
            return run
        for number, line in enumerate(without_forbidden(told["text"]).split("\n")):
            if number:
                run.append(element("br"))
            words = element("t")
            words.text = line
            words.set(qn("xml:space"), "preserve")
            run.append(words)
        if "to" in told:
            linked = element("hyperlink", anchor=_bookmark(told["to"]))
        elif "link" in told:
            linked = element("hyperlink")
            linked.set(qn("r:id"), self._link(told["link"]))
        else:
            return run
        linked.append(run)
        return linked

    def _link(self, address: str) -> str:
        if address not in self._links:
            clean = without_forbidden(address)
            kind = RELATIONSHIP_TYPE.HYPERLINK
            self._links[address] = self._made.part.relate_to(clean, kind, is_external=True)
        return self._links[address]

    def _heading(self, each: Block) -> None:
        fresh = {"fresh": element("pageBreakBefore")} if each.get("fresh_page") else {}
        self.paragraph(each["runs"], f"Heading {each['level']}", **fresh)

    def _quote(self, each: Block) -> None:
        before, self._usual = self._usual, "Quote"
        self.all(each["blocks"])
        self._usual = before

    def _reference(self, each: Block) -> None:
        self._ids += 1
        start = element("bookmarkStart", id=self._ids, name=_bookmark(each["anchor"]))
        made = self.paragraph([{"text": each["named"], "quiet": True}], REFERENCE)
        made.insert(1, start)
        made.append(element("bookmarkEnd", id=self._ids))
        gap = element("r")
        gap.append(element("tab"))
        made.append(gap)
        for run in each["runs"]:
            made.append(self._run(run))

    def _list(self, each: Block) -> None:
        """Lists by style; each numbered one begins anew."""
        self._depth += 1
        depth = min(self._depth, _DEEPEST)
        deeper = f" {depth}" if depth > 1 else ""
        style = f"{'List Number' if each['ordered'] else 'List Bullet'}{deeper}"
        number = self._numbering(style, each["start"]) if each["ordered"] else None
        before = self._usual
        for item in each["items"]:
            for at, block in enumerate(item):
                if at == 0 and block["kind"] == "paragraph":
                    more = {"numbered": copy.deepcopy(number)} if number is not None else {}
                    self.paragraph(block["runs"], style, **more)
                    continue
                self._usual = f"List Continue{deeper}"
                if block["kind"] == "small":
                    self.paragraph([_small(run) for run in block["runs"]], self._usual)
                else:
                    self.all([block])
            self._usual = before
        self._depth -= 1

    def _numbering(self, style: str, start: int) -> Any:
        numbering = self._made.part.numbering_part.element
        own = self._made.styles[style].element.pPr.numPr.numId.val
        abstract = numbering.num_having_numId(own).abstractNumId.val
        made = numbering.add_num(abstract)
        made.add_lvlOverride(ilvl=0).add_startOverride(start)
        numbered = element("numPr")
        numbered.append(element("ilvl", val=0))
        numbered.append(element("numId", val=made.numId))
        return numbered

    def _table(self, each: Block) -> None:
        shares = [1.0 if isinstance(width, str) else float(width) for width in each["widths"]]
        widths = [round(TEXT_WIDTH * _TWIPS * share / sum(shares)) for share in shares]
        made = element("tbl")
        made.append(_table_form())
        grid = element("tblGrid")
        for width in widths:
            grid.append(element("gridCol", w=width))
        made.append(grid)
        last = len(each["rows"])
        for at, row in enumerate([each["head"], *each["rows"]]):
            keep = not each["breakable"] and at < last
            made.append(self._row(row, widths, each["align"], head=at == 0, keep=keep))
        self._body.append(made)
        gap = element("spacing", before=0, after=0, line=160, lineRule="exact")
        self.paragraph([], "Normal", gap=gap)  # two tables that touch become one

    def _row(self, row: Any, widths: list[int], align: Any, *, head: bool, keep: bool) -> Any:
        made = element("tr")
        form = element("trPr")
        form.append(element("cantSplit"))
        if head:
            form.append(element("tblHeader"))
        made.append(form)
        for each, width, side in zip(row, widths, align, strict=True):
            cell = element("tc")
            shape = element("tcPr")
            shape.append(element("tcW", w=width, type="dxa"))
            cell.append(shape)
            more = [element("keepNext")] if keep else []
            more += [element("jc", val="right")] if side == "right" else []
            runs = [_heavy(run) for run in each["runs"]] if head else each.get("runs", [])
            words = self._paragraph(runs, TABLE, more)
            if "picture" in each:
                words.append(self._pictured(each["picture"], _CELL, ""))
            cell.append(words)
            made.append(cell)
        return made

    def _figure(self, each: Block) -> None:
        if each["title"]:
            self.paragraph(each["title"], FIGURE_TITLE)
        if each["said"]:
            self.paragraph(each["said"], SMALL, keep=element("keepNext"))
        if each["svg"]:
            more = {"keep": element("keepNext")} if "table" in each else {}
            made = self.paragraph([], "Normal", **more)
            made.append(self._pictured(each["svg"], _FIGURE, each["alt"]))
        if each.get("key"):
            self.paragraph([{"text": each["key"], "quiet": True}], SMALL)
        if "table" in each:
            self._table(each["table"])

    def _picture(self, each: Block) -> None:
        made = self.paragraph([], "Normal")
        made.append(self._pictured(each["svg"], TEXT_WIDTH * each["width"] / 100, each["alt"]))
        if each["caption"]:
            self.paragraph([{"text": each["caption"], "quiet": True}], "Caption")

    def _finding(self, each: Block) -> None:
        self.paragraph(each["runs"], self._usual)
        if each["spark"]:
            made = self.paragraph([], "Normal")
            made.append(self._pictured(each["spark"], _SPARK, ""))
        for more in [*each["beside"], *each["under"]]:
            self.paragraph(more, SMALL)

    def _lines(self, each: Block) -> None:
        for _ in range(each["most"]):
            self._ruled()

    def _ruled(self) -> None:
        self.paragraph([], "Normal", line=border("bottom", HAIRLINE))

    def _pictured(self, svg: str, width: float, alt: str) -> Any:
        """A run with a picture, *alt* in words; without words it is an ornament."""
        key = svg, width, alt
        if key not in self._drawn:
            content = io.BytesIO(png(svg, max(round(width * _PIXELS), 32)))
            inline: Any = self._made.part.new_pic_inline(content, width=Mm(width))
            for side in "TBLR":
                inline.set(f"dist{side}", "0")
            self._drawn[key] = inline
        inline = copy.deepcopy(self._drawn[key])
        self._ids += 1
        named = inline.docPr
        named.set("id", str(self._ids))
        named.set("name", f"Picture {self._ids}")
        named.set("descr", without_forbidden(alt))
        if not alt:
            named.append(parse_xml(_DECORATIVE))
        run = element("r")
        drawing = element("drawing")
        drawing.append(inline)
        run.append(drawing)
        return run


def _kept(each: Block) -> dict[str, Any]:
    """What holds a sticky block to the next one."""
    return {"keep": element("keepNext")} if each.get("sticky") else {}


def _run_style(told: Mapping[str, Any]) -> Any:
    """The format of a run, in the order that the schema asks."""
    made = element("rPr")
    if told.get("strong"):
        made.append(element("b"))
    if told.get("emphasis") or told.get("tag"):
        made.append(element("i"))
    colour = LINK if "to" in told or "link" in told else ""
    colour = colour or _TONES.get(told.get("tone", ""), "")
    if not colour and (told.get("quiet") or told.get("tag")):
        colour = QUIET
    if colour:
        made.append(element("color", val=colour))
    if told.get("small"):
        made.append(element("sz", val=round(Pt(9).pt * 2)))
    if "link" in told:
        made.append(element("u", val="single"))
    if told.get("lang"):
        made.append(element("lang", val=LOCALES.get(told["lang"], told["lang"])))
    return made


def _small(run: Run) -> Run:
    return {"text": run, "small": True} if isinstance(run, str) else {**run, "small": True}


def _heavy(run: Run) -> Run:
    return {"text": run, "strong": True} if isinstance(run, str) else {**run, "strong": True}


def _bookmark(anchor: str) -> str:
    """A name as Word wants one: letters, digits and underscores."""
    return anchor.replace("-", "_")


def _table_form() -> Any:
    """A table over the whole line, with a line under each row; its first row is its head."""
    made = element("tblPr")
    made.append(element("tblW", w=5000, type="pct"))
    lines = element("tblBorders")
    for side in ("bottom", "insideH"):
        lines.append(element(side, val="single", sz=4, space=0, color=HAIRLINE))
    made.append(lines)
    made.append(element("tblLayout", type="fixed"))
    edges = element("tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        edges.append(element(side, w=40 if side in ("top", "bottom") else 60, type="dxa"))
    made.append(edges)
    made.append(element("tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0))
    return made

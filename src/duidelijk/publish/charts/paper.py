"""Charts for paper: the markup of the pages with the colours of print and marks of its own.

On a page the stylesheet colours a chart and one sprite holds the marks. A document has neither, so
each picture brings what it needs. Read in grey as well: shapes and line styles differ too.
"""

from __future__ import annotations

import re
from functools import cache

from duidelijk.publish.charts.line import Frame
from duidelijk.publish.charts.small import shapes
from duidelijk.publish.charts.standalone import STYLE

HALF = Frame(360, 174, 5, "half")
"""Half a line of text wide."""

_SMALL = f"""{STYLE}
.spark path{{fill:none;stroke:#5a6472;stroke-width:1.5;stroke-linejoin:round}}
.spark .dot{{fill:#5a6472}} .spark .dot.good{{fill:#0a5fa5}} .spark .dot.bad{{fill:#a8480a}}
.strip .base{{stroke:#d9dcd6}} .strip .interval{{stroke:#154273;stroke-width:2;opacity:.6}}
.strip .reference{{stroke:#1b2430;stroke-width:1.75}}
.strip .peer{{fill:none;stroke:#5a6472;stroke-width:1.25}}
.stances rect{{stroke:#1b2430;stroke-width:.8}} .stances .agree{{fill:#5a6472}}
.stances .unsure{{fill:#dfe2e6}} .stances .disagree{{fill:none}}
.stances .stripe{{stroke:#1b2430;stroke-width:1}}
.tile rect,.tile path{{fill:#f1f2ec;stroke:#d9dcd6}} .tile use{{fill:#5a6472}}
.tile text{{text-anchor:middle;fill:#1b2430;font-size:13px}}
.tile.higher>rect,.tile.lower>rect,.tile.risen>rect,.tile.fallen>rect{{fill:#dfe2e6;stroke:#5a6472}}
.tile.good>rect{{fill:#cfe3f5;stroke:#0a5fa5}} .tile.bad>rect{{fill:#fadfc8;stroke:#a8480a}}
.tile.good use{{fill:#0a5fa5}} .tile.bad use{{fill:#a8480a}}
.tile.unknown>rect,.tile.not_testable>rect{{fill:none;stroke-dasharray:2 2}}
.tile.here>rect{{stroke:#10243c;stroke-width:2.5}}
.chart .line-b{{stroke:#8a929c;stroke-width:1.25}} .chart .dot-b{{fill:#8a929c}}
"""
_TONES = {True: "#0a5fa5", False: "#a8480a", None: "#5a6472"}
_OPENING = re.compile(r"<svg ")
_TITLES = re.compile(r"<title[^>]*>[^<]*</title>|<desc[^>]*>[^<]*</desc>")
_NS = 'xmlns="http://www.w3.org/2000/svg" '


def on_paper(markup: str, *, width: float = 0.0, height: float = 0.0) -> str:
    """An SVG of a page to stand in a document; empty stays empty.

    *width* and *height* are those of a strip, which on a page takes the size of its cell. What a
    pointer would read is left out: the document says it beside the picture.
    """
    if not markup:
        return ""
    box = f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" ' if width else ""
    marks = _marks() if "<use " in markup else ""
    whole = _OPENING.sub(f"<svg {_NS}{box}", _TITLES.sub("", markup), count=1)
    at = whole.index(">") + 1
    return f"{whole[:at]}<style>{_SMALL}</style>{marks}{whole[at:]}"


@cache
def mark_picture(name: str, favourable: bool | None) -> str:
    """A mark by itself, coloured where it is good or bad."""
    return (
        f'<svg {_NS}viewBox="0 0 16 16" width="16" height="16">'
        f'<path fill="{_TONES[favourable]}" d="{shapes()[name]}"/></svg>'
    )


@cache
def _marks() -> str:
    symbols = "".join(
        f'<symbol id="mark-{name}" viewBox="0 0 16 16"><path d="{shape}"/></symbol>'
        for name, shape in shapes().items()
    )
    return f"<defs>{symbols}</defs>"

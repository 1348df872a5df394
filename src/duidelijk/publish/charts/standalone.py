"""Charts that stand alone, outside a page: with their title, their source and their own colours."""

from __future__ import annotations

from duidelijk.publish.charts.markup import element, text

FONT = "Source Sans Pro"
STYLE = f"""
text{{font-family:'{FONT}',system-ui,sans-serif;fill:#5a6472}}
.h{{font-weight:600;fill:#10243c}} .p{{fill:#1b2430}} .q{{fill:#5a6472}}
.chart text{{font-size:12px;fill:#5a6472}}
.chart .y{{text-anchor:end}} .chart .x{{text-anchor:middle}}
.chart .name{{text-anchor:end;font-weight:600;fill:#1b2430}}
.grid{{stroke:#d9dcd6}} .zero,.tick{{stroke:#5a6472}}
.line{{fill:none;stroke-width:2;stroke-linejoin:round}} .line-a{{stroke:#154273}}
.line-b{{stroke:#b2550c;stroke-width:1.5}} .later{{stroke-dasharray:2 3}}
.dot{{fill:#154273}} .dot-b{{fill:#b2550c}} .dot.open{{fill:#fff;stroke:#154273;stroke-width:1.5}}
.interval{{stroke:#154273;opacity:.5}} .band{{fill:#154273;opacity:.15}}
.expected{{fill:#5a6472;fill-opacity:.18;stroke:#5a6472;stroke-width:.75}}
.break{{stroke:#5a6472;stroke-dasharray:6 3}}
.moment{{stroke:#5a6472;stroke-width:.75}} .chart .moment-name{{fill:#1b2430}}
.chart .moment-name.before{{text-anchor:end}}
.m{{fill:#154273;fill-opacity:.22}} .m2{{fill-opacity:.42}} .m3{{fill-opacity:.7}}
.told{{fill:none}}
"""
"""The light palette of the stylesheet, in which custom properties do not work everywhere."""
_NS = "http://www.w3.org/2000/svg"
_EDGE = 20
_CHART_WIDTH, _CHART_HEIGHT = 720, 300
_LETTER = 0.5
"""The usual width of a letter, in its height."""


def wrapped(words: str, width: float, size: float) -> list[str]:
    """*words* in lines of about *width* at a letter height of *size*."""
    most = max(int(width / (size * _LETTER)), 8)
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + len(word) < most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _lines(words: list[str], x: float, y: float, size: float, class_: str) -> str:
    return "".join(
        element("text", text(line), x=x, y=y + n * size * 1.3, font_size=size, class_=class_)
        for n, line in enumerate(words)
    )


def figure_svg(chart: str, *, title: str, sentence: str, source: str) -> str:
    """A wide chart (markup of ``line_chart``) with its title, what it says and its source."""
    width = _CHART_WIDTH + 2 * _EDGE
    heading = wrapped(title, _CHART_WIDTH, 20)
    said = wrapped(sentence, _CHART_WIDTH, 14)
    foot = wrapped(source, _CHART_WIDTH, 12)
    top = _EDGE + 20 + len(heading) * 26
    chart_top = top + len(said) * 18.2 + 8
    bottom = chart_top + _CHART_HEIGHT + 20
    height = bottom + len(foot) * 15.6 + 8
    inside = chart.replace(
        "<svg ",
        f'<svg x="{_EDGE}" y="{chart_top:g}" width="{_CHART_WIDTH}" height="{_CHART_HEIGHT}" ',
        1,
    )
    return _whole(
        width,
        height,
        _lines(heading, _EDGE, _EDGE + 20, 20, "h")
        + _lines(said, _EDGE, top, 14, "p")
        + inside
        + _lines(foot, _EDGE, bottom, 12, "q"),
    )


def share_svg(*, kicker: str, heading: str, sentence: str, foot: str) -> str:
    """A picture of 1200 × 630 to go with a link: what it is about, and what it says."""
    width, height, edge = 1200, 630, 72
    title = wrapped(heading, width - 2 * edge, 60)[:3]
    said = wrapped(sentence, width - 2 * edge, 34)
    room = int((height - 250 - len(title) * 78) / 44)
    if len(said) > room:
        said = [*said[: room - 1], f"{said[room - 1]} …"] if room > 0 else []
    below = 150 + len(title) * 78
    return _whole(
        width,
        height,
        element("rect", width=width, height=14, fill="#154273")
        + _lines([kicker], edge, 84, 30, "q")
        + _lines(title, edge, 160, 60, "h")
        + _lines(said, edge, below + 30, 34, "p")
        + _lines([foot], edge, height - 44, 26, "q"),
    )


def _whole(width: float, height: float, content: str) -> str:
    return (
        f'<svg xmlns="{_NS}" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}"><style>{STYLE}</style>'
        f'<rect width="100%" height="100%" fill="#fff"/>{content}</svg>'
    )

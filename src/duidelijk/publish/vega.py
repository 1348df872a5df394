"""A chart as a Vega-Lite specification, with its data inside, to change and reuse elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from duidelijk.catalogue import Indicator
from duidelijk.publish.charts.measures import Span
from duidelijk.publish.series import Row

_COLOUR = "#154273"
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"


def specification(
    indicator: Indicator,
    rows: Sequence[Row],
    spans: Sequence[Span],
    *,
    language: str,
    title: str,
    description: str,
    source: str,
) -> dict[str, Any]:
    """The line of *rows* with its limits, provisional figures as open dots, measures behind it."""
    x = {"field": "date", "type": "temporal", "title": None}
    y = {
        "field": "value",
        "type": "quantitative",
        "title": indicator.unit.to(language),
        "scale": {"zero": indicator.kind == "count"},
    }
    layers = [_measures(spans)] if spans else []
    if any(row["lower"] is not None for row in rows):
        limits = {"x": x, "y": {**y, "field": "lower"}, "y2": {"field": "upper"}}
        layers.append({"mark": {"type": "rule", "opacity": 0.5}, "encoding": limits})
    filled = {"condition": {"test": "datum.provisional", "value": "white"}, "value": _COLOUR}
    dot = {"type": "point", "filled": True, "stroke": _COLOUR, "tooltip": True}
    layers += [
        {"mark": {"type": "line", "color": _COLOUR}, "encoding": {"x": x, "y": y}},
        {"mark": dot, "encoding": {"x": x, "y": y, "fill": filled}},
    ]
    return {
        "$schema": SCHEMA,
        "title": title,
        "description": description,
        "usermeta": {"source": source},
        "width": 720,
        "height": 300,
        "data": {"values": [_value(row) for row in rows]},
        "layer": layers,
    }


def _value(row: Row) -> dict[str, Any]:
    start, end = row["period_start"], row["period_end"]
    return {
        "period": row["period"],
        "start": start.isoformat(),
        "end": end.isoformat(),
        "date": (start + (end - start) / 2).isoformat(),
        "value": row["value"],
        "lower": row["lower"],
        "upper": row["upper"],
        "provisional": row["status"] in ("provisional", "revised_provisional"),
    }


def _measures(spans: Sequence[Span]) -> dict[str, Any]:
    """The measures in force as areas behind the line."""
    values = [
        {"from": each.first.isoformat(), "until": each.last.isoformat(), "measure": each.title}
        for each in spans
    ]
    return {
        "data": {"values": values},
        "mark": {"type": "rect", "opacity": 0.04, "color": _COLOUR},
        "encoding": {
            "x": {"field": "from", "type": "temporal"},
            "x2": {"field": "until"},
            "tooltip": {"field": "measure"},
        },
    }

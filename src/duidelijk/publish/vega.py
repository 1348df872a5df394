"""A chart as a Vega-Lite specification, with its data inside, to change and reuse elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from duidelijk.catalogue import Indicator
from duidelijk.publish.charts.line import Span
from duidelijk.publish.series import Row

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
    values = [
        {
            "period": row["period"],
            "start": row["period_start"].isoformat(),
            "end": row["period_end"].isoformat(),
            "date": (
                row["period_start"] + (row["period_end"] - row["period_start"]) / 2
            ).isoformat(),
            "value": row["value"],
            "lower": row["lower"],
            "upper": row["upper"],
            "provisional": row["status"] in ("provisional", "revised_provisional"),
        }
        for row in rows
    ]
    unit = indicator.unit.to(language)
    x = {"field": "date", "type": "temporal", "title": None}
    y = {"field": "value", "type": "quantitative", "title": unit}
    y["scale"] = {"zero": indicator.kind == "count"}  # type: ignore[assignment]
    layers: list[dict[str, Any]] = []
    if spans:
        layers.append(
            {
                "data": {
                    "values": [
                        {
                            "from": each.first.isoformat(),
                            "until": each.last.isoformat(),
                            "measure": each.title,
                        }
                        for each in spans
                    ]
                },
                "mark": {"type": "rect", "opacity": 0.04, "color": "#154273"},
                "encoding": {
                    "x": {"field": "from", "type": "temporal"},
                    "x2": {"field": "until"},
                    "tooltip": {"field": "measure"},
                },
            }
        )
    if any(row["lower"] is not None for row in rows):
        layers.append(
            {
                "mark": {"type": "rule", "opacity": 0.5},
                "encoding": {"x": x, "y": {**y, "field": "lower"}, "y2": {"field": "upper"}},
            }
        )
    filled = {"condition": {"test": "datum.provisional", "value": "white"}, "value": "#154273"}
    layers += [
        {"mark": {"type": "line", "color": "#154273"}, "encoding": {"x": x, "y": y}},
        {
            "mark": {"type": "point", "filled": True, "stroke": "#154273", "tooltip": True},
            "encoding": {"x": x, "y": y, "fill": filled},
        },
    ]
    return {
        "$schema": SCHEMA,
        "title": title,
        "description": description,
        "usermeta": {"source": source},
        "width": 720,
        "height": 300,
        "data": {"values": values},
        "layer": layers,
    }

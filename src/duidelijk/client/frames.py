"""From rows of the API to a frame of Polars or pandas, with the same columns each time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]

FIGURES = {
    "indicator": str,
    "region": str,
    "region_year": int,
    "group": str,
    "period": str,
    "method": str,
    "value": float,
    "lower": float,
    "upper": float,
    "n": int,
    "decimals": int,
    "status": str,
    "missing": str,
    "release": str,
    "note": str,
    "published": dt.date,
    "vintage": str,
    "period_kind": str,
    "period_start": dt.date,
    "period_end": dt.date,
}
CHANGES = {
    "indicator": str,
    "region": str,
    "region_year": int,
    "group": str,
    "method": str,
    "period": str,
    "comparison": str,
    "reference_period": str,
    "value": float,
    "reference": float,
    "difference": float,
    "lower": float,
    "upper": float,
    "minimum_detectable": float,
    "score": float,
    "verdict": str,
    "reason": str,
    "favourable": bool,
    "main": bool,
    "fresh": bool,
    "release": str,
    "reference_release": str,
    "carried": bool,
    "carried_from": str,
    "n": int,
    "decimals": int,
    "status": str,
    "vintage": str,
    "q_value": float,
    "strength": float,
    "tier": str,
}
SIGNALS = {
    "number": int,
    "title": str,
    "stage": str,
    "origin": str,
    "urgency": str,
    "raised_by": str,
    "themes": list,
    "target_groups": list,
    "regions": list,
    "municipalities": int,
    "changed": dt.date,
    "due": dt.date,
    "late": bool,
    "asked_of": list,
    "action_count": int,
    "example": bool,
    "address": str,
}
DECISIONS = {
    "on": dt.date,
    "table": str,
    "table_name": str,
    "signal": int,
    "title": str,
    "stage": str,
    "ask": str,
    "text": str,
    "addressee": str,
    "addressee_name": str,
    "step": str,
    "state": str,
    "reason": str,
    "until": dt.date,
    "example": bool,
    "address": str,
}
WHOLE: Mapping[str, Mapping[str, type]] = {
    "striking": {
        "rank": int,
        "tier": str,
        "strength": float,
        "indicator": str,
        "theme": str,
        "region_level": str,
        "region": str,
        "region_year": int,
        "group": str,
        "method": str,
        "period": str,
        "direction": str,
        "favourable": bool,
        "provisional": bool,
        "later": bool,
        "release": str,
        "decimals": int,
        "sentences": str,
        "choice": str,
        "choice_reason": str,
    },
    "duiding": {
        "session": str,
        "id": str,
        "text": str,
        "status": str,
        "suggested": str,
        "confidence": str,
        "chance_from": int,
        "chance_to": int,
        "agree": int,
        "unsure": int,
        "disagree": int,
        "themes": list,
        "target_groups": list,
        "example": bool,
        "address": str,
        "statements": list,
    },
    "practices": {
        "number": int,
        "audience": str,
        "theme": str,
        "title": str,
        "text": str,
        "target_groups": list,
        "organisation": str,
        "region": str,
        "since": dt.date,
        "contact": str,
        "example": bool,
        "address": str,
    },
    "local": {
        "theme": str,
        "target_group": str,
        "reporters": int,
        "municipalities": int,
        "through_ggd": int,
        "lean": str,
        "worse": float,
        "worse_lower": float,
        "worse_upper": float,
        "better": float,
        "better_lower": float,
        "better_upper": float,
        "example": bool,
    },
    "local_indicators": {
        "theme": str,
        "indicator": str,
        "reporters": int,
        "trend": str,
        "share": float,
        "lower": float,
        "upper": float,
        "nation": str,
        "beside": str,
        "example": bool,
    },
    "local_series": {
        "monitor": str,
        "publisher": str,
        "code": str,
        "name": str,
        "unit": str,
        "region": str,
        "group": str,
        "period": str,
        "value": float,
        "trend": str,
        "reason": str,
        "match": str,
        "indicator": str,
        "turned": bool,
        "example": bool,
    },
    "themes": {"id": str, "title": str, "question": str, "note": str, "indicators": list},
    "indicators": {
        "id": str,
        "theme": str,
        "title": str,
        "unit": str,
        "kind": str,
        "polarity": str,
        "frequency": str,
        "region_levels": list,
        "groups": list,
        "source": str,
        "status": str,
        "figures": int,
    },
    "groups": {
        "id": str,
        "kind": str,
        "dimension": str,
        "title": str,
        "description": str,
        "groups": list,
        "indicators": list,
    },
    "regions": {"code": str, "level": str, "name": str, "years": list, "redrawn": list},
    "releases": {
        "id": str,
        "source": str,
        "publisher": str,
        "title": str,
        "address": str,
        "licence": str,
        "published": dt.date,
        "precision": str,
        "basis": str,
        "retrieved": dt.date,
        "sha256": str,
        "indicators": list,
    },
    "editions": {
        "id": str,
        "title": str,
        "date": dt.date,
        "date_precision": str,
        "address": str,
        "compiled_afterwards": bool,
        "synthetic": bool,
        "figures": int,
        "later_figures": int,
        "note": str,
        "previous": str,
        "latest_release": dt.date,
        "newest": bool,
        "published_at": str,
        "corrects": str,
        "correction_reason": str,
    },
}
"""The lists that come whole, with their columns; years are numbers, other lists hold keys."""
_OF_NUMBERS = ("years", "redrawn")
_AFTER = re.compile(r"_([a-z])")
Columns = Mapping[str, type]


def polars_frame(rows: Sequence[Row], columns: Columns, language: str) -> Any:
    """A Polars frame with these columns."""
    import polars as pl

    kinds: dict[type, Any] = {
        str: pl.String,
        int: pl.Int64,
        float: pl.Float64,
        bool: pl.Boolean,
        dt.date: pl.String,
    }
    read = {
        name: pl.List(pl.Int64 if name in _OF_NUMBERS else pl.String)
        if kind is list
        else kinds[kind]
        for name, kind in columns.items()
    }
    days = [name for name, kind in columns.items() if kind is dt.date]
    frame = pl.DataFrame(_flat(rows, columns, language), schema=read)
    return frame.with_columns(pl.col(days).str.to_date("%Y-%m-%d"))


def pandas_frame(rows: Sequence[Row], columns: Columns, language: str) -> Any:
    """The same in pandas, which must be installed. Raises ``ImportError``."""
    try:
        import pandas as pd
    except ImportError as error:
        told = "frames of pandas need pandas, which is not installed: pip install pandas"
        raise ImportError(told) from error
    kinds = {str: "object", list: "object", int: "Int64", float: "float64", bool: "boolean"}
    frame = pd.DataFrame(_flat(rows, columns, language))
    for name, kind in columns.items():
        if kind is dt.date:
            frame[name] = pd.to_datetime(frame[name], format="%Y-%m-%d")
        else:
            frame[name] = frame[name].astype(kinds[kind])
    return frame


def _flat(rows: Sequence[Row], columns: Columns, language: str) -> dict[str, list[Any]]:
    """The values of each column; texts in one language. What a newer API adds is left out."""
    found = {}
    for name in columns:
        key = _camel(name)
        values = [row.get(key) for row in rows]
        found[name] = [each[language] if isinstance(each, Mapping) else each for each in values]
    return found


def _camel(name: str) -> str:
    return _AFTER.sub(lambda found: found[1].upper(), name)

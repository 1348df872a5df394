"""The shape of every answer, for the OpenAPI document; answers themselves are built as text.

Descriptions are for programmers and in English. A test holds every answer against its shape.
"""

from __future__ import annotations

from duidelijk.web.api.schemas.common import (
    BothLanguages,
    ProblemDocument,
    Shape,
)
from duidelijk.web.api.schemas.declared import (
    Group,
    Groups,
    Indicator,
    IndicatorListed,
    Indicators,
    IndicatorWhole,
    Theme,
    Themes,
)
from duidelijk.web.api.schemas.duiding import Conclusion, Duiding
from duidelijk.web.api.schemas.editions import (
    EditionListed,
    Editions,
    OneEdition,
    Region,
    Regions,
    Release,
    Releases,
)
from duidelijk.web.api.schemas.figures import (
    Change,
    Changes,
    Development,
    Evidence,
    Figure,
    Figures,
    JsonStatDataset,
    Striking,
)
from duidelijk.web.api.schemas.local import (
    Local,
    LocalCell,
    LocalIndicator,
    LocalIndicators,
    LocalSeries,
    LocalSeriesList,
)
from duidelijk.web.api.schemas.signals import (
    Decision,
    Decisions,
    Effect,
    Effects,
    OneSignal,
    Practice,
    Practices,
    SignalListed,
    Signals,
)

__all__ = [
    "BothLanguages",
    "Change",
    "Changes",
    "Conclusion",
    "Decision",
    "Decisions",
    "Development",
    "Duiding",
    "EditionListed",
    "Editions",
    "Effect",
    "Effects",
    "Evidence",
    "Figure",
    "Figures",
    "Group",
    "Groups",
    "Indicator",
    "IndicatorListed",
    "IndicatorWhole",
    "Indicators",
    "JsonStatDataset",
    "Local",
    "LocalCell",
    "LocalIndicator",
    "LocalIndicators",
    "LocalSeries",
    "LocalSeriesList",
    "OneEdition",
    "OneSignal",
    "Practice",
    "Practices",
    "ProblemDocument",
    "Region",
    "Regions",
    "Release",
    "Releases",
    "Shape",
    "SignalListed",
    "Signals",
    "Striking",
    "Theme",
    "Themes",
]

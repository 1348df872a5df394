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

__all__ = [
    "BothLanguages",
    "Change",
    "Changes",
    "Conclusion",
    "Development",
    "Duiding",
    "EditionListed",
    "Editions",
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
    "OneEdition",
    "ProblemDocument",
    "Region",
    "Regions",
    "Release",
    "Releases",
    "Shape",
    "Striking",
    "Theme",
    "Themes",
]

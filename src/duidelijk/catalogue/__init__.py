"""The catalogue: reads a monitor's declarations and checks them against one JSON Schema.

Comes in: a monitor folder (``monitor.yaml``, ``groups.yaml``, ``sources.yaml``, ``feeds.yaml``,
``measures.yaml``, ``indicators/*.yaml``). Goes out: a ``Monitor``, or a refusal with every problem
in every file.
The schema is the check, the reference documentation and the form for editing, all three.
"""

from duidelijk.catalogue.model import (
    Break,
    Draw,
    EditionPlan,
    Ending,
    Event,
    Feed,
    Group,
    GroupDimension,
    Indicator,
    Measure,
    Method,
    Monitor,
    Rhythm,
    Source,
    TargetGroup,
    Term,
    Text,
    Theme,
)
from duidelijk.catalogue.reading import check_monitor, read_monitor

__all__ = [
    "Break",
    "Draw",
    "EditionPlan",
    "Ending",
    "Event",
    "Feed",
    "Group",
    "GroupDimension",
    "Indicator",
    "Measure",
    "Method",
    "Monitor",
    "Rhythm",
    "Source",
    "TargetGroup",
    "Term",
    "Text",
    "Theme",
    "check_monitor",
    "read_monitor",
]

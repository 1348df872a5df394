"""Dated partitions of the Netherlands: what belonged to what, what became what, where it lies.

In: codes and names of regions as sources write them, and a date. Out: regions, memberships
(known, derived or unknown), successors that may or may not be added up, and the tile maps.
Reads only its own compiled facts; knows no figures.
"""

from __future__ import annotations

from duidelijk.regions.levels import (
    COUNTRY,
    LEVELS,
    Level,
    UnknownRegion,
    level_name,
    level_of,
    normalise,
)
from duidelijk.regions.names import find, suggest
from duidelijk.regions.partition import (
    Membership,
    Partition,
    partition_of_year,
    partition_on,
    partitions,
)
from duidelijk.regions.region import Region, region
from duidelijk.regions.succession import Origin, Reason, Step, Succession, became, predecessors

__all__ = [
    "COUNTRY",
    "LEVELS",
    "Level",
    "Membership",
    "Origin",
    "Partition",
    "Reason",
    "Region",
    "Step",
    "Succession",
    "UnknownRegion",
    "became",
    "find",
    "level_name",
    "level_of",
    "normalise",
    "partition_of_year",
    "partition_on",
    "partitions",
    "predecessors",
    "region",
    "suggest",
]

"""What municipalities and public health services see, added up."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from duidelijk.local.matching import Match
from duidelijk.local.observation import Trend
from duidelijk.local.picture import Beside, Lean
from duidelijk.web.api.schemas.common import Answer, Shape

_SHARE = "Of the municipalities that tell a direction, from 0 to 1; null where too few do."
_LIMIT = "Limit of the 95% interval for all municipalities, if reporters were drawn blindly."


class LocalCell(Shape):
    """What municipalities say of one theme and one group, each municipality once."""

    theme: str
    target_group: str | None = Field(description="Null: everything that is reported of the theme.")
    reporters: int = Field(description="Municipalities that report on this.")
    municipalities: int = Field(description="All municipalities there are.")
    through_ggd: int = Field(description="Silent themselves, while their GGD reports.")
    lean: Lean = Field(description="Where most see it go; too_few below five reporters.")
    worse: float | None = Field(description=f"Those that see it get worse. {_SHARE}")
    worse_lower: float | None = Field(description=_LIMIT)
    worse_upper: float | None = Field(description=_LIMIT)
    better: float | None = Field(description=f"Those that see it get better. {_SHARE}")
    better_lower: float | None = Field(description=_LIMIT)
    better_upper: float | None = Field(description=_LIMIT)
    example: bool = Field(description="Whether made-up reports are among what is counted.")


class Local(Answer):
    as_of: dt.date = Field(description="The day on which it stood so.")
    local: list[LocalCell]


class LocalIndicator(Shape):
    """What municipalities say of one indicator, beside the national figure."""

    theme: str
    indicator: str
    reporters: int
    trend: Literal["risen", "fallen", "no_demonstrable_change"] | None = Field(
        description="What most of them see; null below five."
    )
    share: float | None = Field(description=_SHARE)
    lower: float | None = Field(description=_LIMIT)
    upper: float | None = Field(description=_LIMIT)
    nation: str | None = Field(description="The verdict on the latest national figure.")
    beside: Beside
    example: bool = Field(description="Whether made-up reports are among what is counted.")


class LocalIndicators(Answer):
    as_of: dt.date = Field(description="The day on which it stood so.")
    local_indicators: list[LocalIndicator]


class LocalSeries(Shape):
    """What a local monitor measured, and what that is beside a national indicator."""

    monitor: str = Field(description="The name of the local monitor.")
    publisher: str
    code: str = Field(description="The monitor's own code of what it measures.")
    name: str
    unit: str
    region: str
    group: str = Field(description="total, a group of the nation, or one of the monitor's own.")
    period: str = Field(description="The latest period there is.")
    value: float = Field(description="Of that period.")
    trend: Trend = Field(description="Where it goes, as the local monitor counts.")
    reason: str | None = Field(description="Why no direction can be told.")
    match: Match = Field(description="same: levels compare; direction: only directions do.")
    indicator: str | None = Field(description="The national indicator it stands beside.")
    turned: bool = Field(description="Whether it counts the opposite of the national one.")
    example: bool = Field(description="Whether it is made up.")


class LocalSeriesList(Answer):
    as_of: dt.date = Field(description="The day on which it stood so.")
    local_series: list[LocalSeries]

"""A local monitor's own indicators, and how they stand beside the declarations of the nation."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from duidelijk.catalogue import Indicator, Monitor, Text
from duidelijk.catalogue.model import Group, GroupDimension, Kind, Source
from duidelijk.regions import LEVELS

SOURCE = "local"
"""The key of the one source that a local monitor has: itself."""
OWN_GROUPS = "eigen"
"""The dimension of groups that a local monitor has and the nation does not."""
_LONGEST_KEY = 60


@dataclass(frozen=True)
class LocalIndicator:
    """One indicator of a local monitor, in the words of who keeps it."""

    code: str
    name: str
    description: str = ""
    unit: str = ""
    population: str = ""
    measured: str = ""
    """When or how often, in words."""
    method: str = ""
    source: str = ""
    data_type: str = ""
    line: int = 0
    """Where it stands in the list it came with."""

    @property
    def key(self) -> str:
        """Its code as declarations write keys."""
        return as_key(self.code)

    @property
    def kind(self) -> Kind | None:
        """What sort of quantity it is, by its unit; ``None`` where that does not tell."""
        return kind_of_unit(self.unit, self.data_type)


def as_key(text: str) -> str:
    """A text as declarations write keys: small letters, digits and underscores."""
    return re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")[:_LONGEST_KEY] or "x"


_PERCENT = re.compile(r"^(p|pct|%|procent|percent(age)?)$|percent")
_SCORE = re.compile(r"score|cijfer|gemiddeld|mean|average|index")
_COUNT = re.compile(r"^(n|aantal|abs\w*|personen|inwoners|huishoudens|numeric|number)\b")


def kind_of_unit(unit: str, data_type: str = "") -> Kind | None:
    """The sort of quantity that a *unit*, or else the *data_type* of a column, names."""
    for text in (data_type.casefold(), unit.casefold()):
        if _PERCENT.search(text):
            return "percent"
        if _SCORE.search(text):
            return "score"
        if _COUNT.search(text):
            return "count"
    return None


def as_monitor(
    national: Monitor,
    title: str,
    indicators: Iterable[LocalIndicator],
    groups: Iterable[str] = (),
) -> Monitor:
    """Declarations by which a file of a local monitor is read: the nation's groups and themes, the
    monitor's own indicators, and its own *groups* by their names. Of two indicators whose codes
    become one key the first counts.
    """
    declared: dict[str, Indicator] = {}
    for each in indicators:
        declared.setdefault(each.key, _declared(each))
    source = Source(SOURCE, title, "local", "")
    own = {as_key(each): Text(each, each) for each in groups}
    made = tuple(Group(f"{OWN_GROUPS}:{key}", name, name) for key, name in own.items())
    dimensions = national.dimensions
    if made:
        dimensions = (*dimensions, GroupDimension(OWN_GROUPS, Text(title, title), made))
    return replace(
        national,
        indicators=declared,
        feeds={},
        sources={SOURCE: source},
        dimensions=dimensions,
    )


def _declared(local: LocalIndicator) -> Indicator:
    title = Text(local.name, local.name)
    description = local.description or local.name
    kind = local.kind or "score"
    return Indicator(
        id=local.key,
        title=title,
        question=title,
        definition=Text(description, description),
        population=Text(local.population, local.population),
        unit=Text(local.unit, local.unit),
        kind=kind,
        decimals=1 if kind != "count" else 0,
        polarity="no_judgement",
        # a local monitor seldom publishes margins: what is usual is told by its own history
        uncertainty="count" if kind == "count" else "history",
        frequency="year",
        reporting_delay=0,
        region_levels=LEVELS,
        source=SOURCE,
        status="active",
        limitations=Text("", ""),
        also=(local.code, local.name),
    )

"""What an edition holds, worked out from the store: figures, vintages, verdicts, descriptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from duidelijk.catalogue import EditionPlan, Indicator, Monitor
from duidelijk.change.comparing import compare
from duidelijk.change.striking.listing import with_list
from duidelijk.editions.foretold import foretold
from duidelijk.editions.selecting import BY_THEN, LATER, other_vintages, select_figures
from duidelijk.editions.since_previous import revised_since
from duidelijk.editions.striking import striking_list
from duidelijk.figures.carrying import carried_figures
from duidelijk.figures.release import Release
from duidelijk.figures.table import with_periods
from duidelijk.figures.territory import years_redrawn
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.regions import partition_of_year, region


@dataclass(frozen=True)
class Content:
    """Everything that goes into an edition's folder except its sentences and checksums."""

    plan: EditionPlan
    previous: str | None
    """The id of the edition before, in the monitor's plan."""
    figures: pl.DataFrame
    """Tidy figures with period_kind, period_start, period_end, published and vintage."""
    carried: pl.DataFrame
    """Sums for regions that took in others, as *figures* with carried_from; see
    ``figures.carrying``."""
    vintages: pl.DataFrame
    changes: pl.DataFrame
    coming: pl.DataFrame
    """What is expected of each series' next figure; see ``change.expecting.COMING``."""
    foretold: pl.DataFrame
    """What the edition before expected of figures that came since; see ``editions.foretold``."""
    striking: dict[str, Any]
    """The list of striking developments; see ``editions.striking``."""
    releases: list[Release]
    """In the order of publication."""
    monitor: Monitor
    revisions: pl.DataFrame | None = None
    """What was revised since the edition before; ``None`` when there is none, and as long as that
    edition, sealed, was not read."""
    previous_sealed: bool = False
    """Whether ``revisions`` are since the edition before as it was sealed."""

    @property
    def compiled_afterwards(self) -> bool:
        """Whether a release in it was published after the date it speaks of."""
        return bool((self.figures["vintage"] == LATER).any())


def compile_content(
    monitor: Monitor,
    plan: EditionPlan,
    figures: pl.DataFrame,
    releases: Mapping[str, Release],
    before_figures: pl.DataFrame | None = None,
    before_coming: pl.DataFrame | None = None,
) -> Content:
    """The content of the edition *plan* from all *figures* known to the store.

    *before_figures* are those of the edition before as it was sealed, so that what it did not
    hold counts as new; without them, what was out on its date stands in. *before_coming* is what
    that edition expected.
    Raises ``Refused`` when nothing was out on its date.
    """
    selected = select_figures(figures, releases.values(), monitor.indicators, plan.date)
    if selected.is_empty():
        raise Refused(
            f"Edition {plan.id} would be empty",
            [Problem("", 0, f"no figure was out on {plan.date}", "import figures first")],
        )
    selected = with_periods(selected)
    before, revisions = edition_before(monitor, plan), None
    if before and before_figures is None:
        before_figures = select_figures(figures, releases.values(), monitor.indicators, before.date)
        revisions = revised_since(before_figures.lazy(), selected.lazy())
    carried = _carried(selected, monitor.indicators, plan)
    compared = compare(
        _current(selected, monitor.indicators, plan),
        monitor.indicators,
        monitor.crisis_start,
        _current(carried, monitor.indicators, plan),
    )
    changes = _with_freshness(_with_figures(compared.changes, selected), before_figures)
    changes, discoveries = with_list(changes, monitor.indicators, plan.date)
    vintages = other_vintages(selected, figures, releases.values())
    used = set(selected["release"]) | set(vintages["release"])
    if revisions is not None:
        used |= set(revisions["release_before"])
    return Content(
        plan=plan,
        previous=before.id if before else None,
        figures=selected,
        carried=carried,
        vintages=vintages,
        changes=changes,
        coming=compared.coming,
        foretold=foretold(before_coming, selected),
        striking=striking_list(changes, discoveries, monitor),
        # of one day in the order of the store, as in the selection
        releases=sorted(
            (release for key, release in releases.items() if key in used),
            key=lambda release: release.published,
        ),
        monitor=monitor,
        revisions=revisions,
    )


def _carried(
    figures: pl.DataFrame, indicators: Mapping[str, Indicator], plan: EditionPlan
) -> pl.DataFrame:
    """What can be carried to the newer divisions of the country, with the columns of figures."""
    vintage = pl.when(pl.col("published") > plan.date).then(pl.lit(LATER))
    return with_periods(
        carried_figures(figures, indicators).with_columns(
            vintage.otherwise(pl.lit(BY_THEN)).alias("vintage")
        )
    ).select(pl.exclude("carried_from"), "carried_from")


def region_descriptions(content: Content) -> dict[str, Any]:
    """Names, levels and tile maps of the regions the edition speaks of, so it can be read alone.

    The tile map of a level is that of the latest division of the country it has figures of.
    ``redrawn`` holds the years in whose division a region had other territory than in the one
    before that it has figures of.
    """
    described: dict[str, Any] = {}
    tiles: dict[str, Any] = {}
    every = [content.figures.select("region", "region_year").unique()]
    if content.revisions is not None:  # what was withdrawn has a name too
        every.append(content.revisions.select("region", "region_year").unique())
    divisions = pl.concat(every).group_by("region").agg(pl.col("region_year").unique().sort())
    for code, years in divisions.sort("region").iter_rows():
        found = region(code)
        described[code] = {
            "level": found.level,
            "name": {"nl": found.name("nl"), "en": found.name("en")},
            "short": found.short_name,
        }
        if redrawn := years_redrawn(code, years):
            described[code]["redrawn"] = redrawn
        if found.level != "country":
            tiles[found.level] = max(tiles.get(found.level, 0), years[-1])
    return {
        "regions": described,
        "tiles": {
            level: {"year": year, "at": dict(partition_of_year(year).tiles(level))}
            for level, year in tiles.items()
        },
    }


def edition_before(monitor: Monitor, plan: EditionPlan) -> EditionPlan | None:
    """The planned edition of the latest earlier date; of one that was corrected, the correction."""
    earlier = [each for each in monitor.editions if each.date < plan.date]
    return max(earlier, key=lambda each: (each.date, number_of(each.id)), default=None)


def number_of(edition: str) -> int:
    """The number of an edition within its year: 3 of ``2021-3``."""
    return int(edition.rpartition("-")[2])


def _current(
    figures: pl.DataFrame, indicators: Mapping[str, Indicator], plan: EditionPlan
) -> pl.DataFrame:
    """Without series by a method the source had left on the edition's date."""
    left = [
        (each.id, method.id)
        for each in indicators.values()
        for method in each.methods
        if method.id != each.method_on(plan.date)
    ]
    table = pl.DataFrame(left, schema={"indicator": pl.String, "method": pl.String}, orient="row")
    return figures.drop("period_kind", "period_start", "period_end").join(
        table, on=["indicator", "method"], how="anti"
    )


def _with_figures(changes: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    """Add what the judged figure itself says, so that a row of changes can be shown alone."""
    keys = ["indicator", "region", "region_year", "group", "method", "period"]
    details = figures.select(
        *keys,
        "period_end",
        pl.col("lower").alias("value_lower"),
        pl.col("upper").alias("value_upper"),
        "n",
        "decimals",
        "status",
        "vintage",
    )
    return changes.join(details, on=keys, how="left", maintain_order="left")


def _with_freshness(changes: pl.DataFrame, before_figures: pl.DataFrame | None) -> pl.DataFrame:
    """Add ``fresh``: the edition before had no figure of this period."""
    if before_figures is None:
        return changes.with_columns(pl.lit(True).alias("fresh"))
    keys = ["indicator", "region", "group", "method", "period"]
    held = before_figures.filter(pl.col("value").is_not_null())
    seen = held.select(keys).unique().with_columns(pl.lit(False).alias("fresh"))
    return changes.join(seen, on=keys, how="left", maintain_order="left").with_columns(
        pl.col("fresh").fill_null(True)
    )

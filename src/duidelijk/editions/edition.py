"""A frozen edition, read from its folder and from nothing else."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from duidelijk.catalogue import Monitor, Text
from duidelijk.catalogue.model import TOTAL
from duidelijk.catalogue.reading import monitor_from
from duidelijk.change.expected_rows import COMING_OF_SERIES
from duidelijk.change.pairing import PAIRED, Comparison
from duidelijk.editions.foretold import FORETOLD
from duidelijk.editions.freezing import FORMAT, read_document
from duidelijk.editions.since_previous import REVISIONS
from duidelijk.editions.texts import Texts, read_texts
from duidelijk.figures.carrying import CARRIED
from duidelijk.figures.release import Release
from duidelijk.foundation.checksums import SUMS
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.regions import COUNTRY, partition_of_year

_NAME = re.compile(r"[0-9]{4}-[1-9][0-9]*")
_KEPT_IN_MEMORY = 250_000
"""Editions with at most this many figures keep them in memory, about 100 MB at the most."""


@dataclass(frozen=True)
class RegionName:
    """A region as the edition names it."""

    code: str
    level: str
    name: Text
    short: str
    """At most five letters for on a tile; a municipality's is its name."""
    redrawn: tuple[int, ...] = ()
    """Years in whose division of the country it had other territory than before."""


class Edition:
    """One sealed edition; everything is read when first asked for, and kept."""

    not_out = False
    """Whether this one is shown to its makers alone, before it is published: nobody keeps of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.description: dict[str, Any] = read_document(folder / "edition.json")
        if self.description["format"] != FORMAT:
            raise Refused(
                f"Edition {folder.name} has layout {self.description['format']}",
                [Problem(str(folder), 0, f"this version reads layout {FORMAT}", "upgrade")],
            )

    @property
    def id(self) -> str:
        return str(self.description["id"])

    @property
    def date(self) -> dt.date:
        return dt.date.fromisoformat(self.description["date"])

    @property
    def title(self) -> Text:
        return Text(**self.description["title"])

    @property
    def compiled_afterwards(self) -> bool:
        return bool(self.description["compiled_afterwards"])

    @property
    def corrects(self) -> str | None:
        """The edition whose place it takes, whether editors published it or it was frozen so."""
        found = self.description.get("corrects")
        return str(found) if found else None

    @property
    def reason(self) -> Text | None:
        """Why it corrects that one, for everybody to read."""
        found = self.description.get("reason")
        return Text(**found) if found else None

    @cached_property
    def monitor(self) -> Monitor:
        """The declarations as they were when the edition was frozen."""
        return monitor_from(read_document(self.folder / "catalogue.json"))

    @cached_property
    def releases(self) -> dict[str, Release]:
        """The releases its figures come from, by id."""
        found = [Release.from_json(each) for each in read_document(self.folder / "releases.json")]
        return {each.id: each for each in found}

    @cached_property
    def regions(self) -> dict[str, RegionName]:
        """The regions it has figures of, by code."""
        described = self._region_document["regions"]
        return {
            code: RegionName(
                code,
                each["level"],
                Text(**each["name"]),
                each["short"],
                tuple(each.get("redrawn", ())),
            )
            for code, each in described.items()
        }

    def tiles(self, level: str, year: int | None = None) -> dict[str, tuple[int, int]]:
        """Column and row of each region of *level* on the tile map of the division of a *year*.

        Without one that of the latest division it has figures of; empty without such figures.
        """
        found = self._region_document["tiles"].get(level)
        if found is None:
            return {}
        if year is not None and year != found["year"]:
            return dict(partition_of_year(year).tiles(level))
        return {code: (column, row) for code, (column, row) in found["at"].items()}

    @cached_property
    def _region_document(self) -> dict[str, Any]:
        loaded: dict[str, Any] = read_document(self.folder / "regions.json")
        return loaded

    @cached_property
    def changes(self) -> pl.DataFrame:
        """Every comparison of the edition; see ``change.comparing.COLUMNS``, with ``fresh`` and
        what the judged figure says (``period_end``, ``value_lower``, ``n``, ``status`` …).
        """
        return pl.read_parquet(self.folder / "changes.parquet")

    def changes_of(self, indicator: str) -> list[dict[str, Any]]:
        """The comparisons of one indicator that speak for its series (``main``), as rows."""
        return _part(self._main, self._change_places, indicator).to_dicts()

    def change_of(self, indicator: str, region: str, group: str) -> list[dict[str, Any]]:
        """The comparisons of one region and group that speak for its series, with every column."""
        return self._compared(indicator, region, group, pl.col("main"))

    def last_time_of(self, indicator: str, region: str, group: str) -> list[dict[str, Any]]:
        """The comparisons of a region's and group's figures with the period before."""
        last_time = pl.col("comparison") == Comparison.PREVIOUS.value
        return self._compared(indicator, region, group, last_time)

    def other_change_of(self, indicator: str, region: str, group: str) -> list[dict[str, Any]]:
        """The comparisons with another figure that do not speak for the series first."""
        other = ~pl.col("main") & pl.col("comparison").is_in(PAIRED)
        return self._compared(indicator, region, group, other)

    def expected_of(self, indicator: str, region: str, group: str) -> list[dict[str, Any]]:
        """The comparisons of a region's and group's figures with what was expected of them."""
        expected = Comparison.EXPECTED.value
        rows = self.against_expectation_of(indicator, region, group)
        return [row for row in rows if row["comparison"] == expected]

    def against_expectation_of(
        self, indicator: str, region: str, group: str
    ) -> list[dict[str, Any]]:
        """Every comparison of a region's and group's figures with something expected of them: by
        their own history, by what lasted, by the nation, by a course without the crisis.
        """
        if "score" not in self.changes.columns:
            return []
        told = pl.col("score").is_not_null() & ~pl.col("comparison").is_in(PAIRED)
        return self._compared(indicator, region, group, told)

    def coming_of(self, indicator: str, region: str, group: str) -> list[dict[str, Any]]:
        """What is expected of the next figure of a region and group, a row for each method."""
        wanted = (pl.col("region") == region) & (pl.col("group") == group)
        return _part(self.coming, self._coming_places, indicator).filter(wanted).to_dicts()

    def _compared(
        self, indicator: str, region: str, group: str, wanted: pl.Expr
    ) -> list[dict[str, Any]]:
        """The *wanted* comparisons of one region and group, with every column."""
        own = _part(self.changes, self._compared_places, indicator)
        of_series = (pl.col("region") == region) & (pl.col("group") == group)
        return own.filter(of_series & wanted).to_dicts()

    @cached_property
    def _compared_places(self) -> dict[str, tuple[int, int]]:
        return _places(self.changes)

    def everybody_in(self, region: str) -> pl.DataFrame:
        """The comparisons of a region for everybody, in the order they are kept in."""
        return _part(self._everybody, self._everybody_places, region)

    @cached_property
    def _everybody(self) -> pl.DataFrame:
        of_everybody = self.changes.filter(pl.col("group") == TOTAL)
        return of_everybody.sort("region", maintain_order=True)

    @cached_property
    def _everybody_places(self) -> dict[str, tuple[int, int]]:
        return _places(self._everybody, "region")

    @cached_property
    def judged_regions(self) -> list[tuple[str, str]]:
        """Each indicator and region below the nation with a figure that was compared."""
        wanted = (pl.col("group") == TOTAL) & (pl.col("region") != COUNTRY)
        found = self._main.filter(wanted & pl.col("value").is_not_null())
        return list(found.select("indicator", "region").unique().iter_rows())

    @cached_property
    def _coming_places(self) -> dict[str, tuple[int, int]]:
        return _places(self.coming)

    @cached_property
    def _main(self) -> pl.DataFrame:
        # what only a reader of the file needs would cost a page of hundreds of regions dear
        left_out = ("comparison", "main", "release", "reference_release", "carried")
        return self.changes.filter("main").drop(*left_out, "minimum_detectable", strict=False)

    @cached_property
    def _change_places(self) -> dict[str, tuple[int, int]]:
        return _places(self._main)

    @cached_property
    def coming(self) -> pl.DataFrame:
        """What is expected of each series' next figure; see ``change.expecting.COMING``."""
        return self._scan_or_nothing("coming.parquet", COMING_OF_SERIES).collect()

    @cached_property
    def foretold(self) -> pl.DataFrame:
        """What the edition before expected of figures that came since; see ``FORETOLD``."""
        return self._scan_or_nothing("foretold.parquet", FORETOLD).collect()

    @cached_property
    def striking(self) -> dict[str, Any] | None:
        """The list of striking developments; ``None`` in editions from before there was one."""
        path = self.folder / "striking.json"
        found: dict[str, Any] | None = read_document(path) if path.is_file() else None
        return found

    @cached_property
    def late(self) -> dict[str, dict[str, str]]:
        """The indicators whose source failed when this was frozen: ``feed`` and ``since``."""
        path = self.folder / "late.json"
        found: dict[str, dict[str, str]] = read_document(path) if path.is_file() else {}
        return found

    @cached_property
    def texts(self) -> Texts:
        """What editors wrote and chose, and how it was published."""
        return read_texts(self.folder)

    @cached_property
    def sentences(self) -> dict[str, dict[str, str]]:
        """The sentences as used: language → key → sentence; see ``publish.edition_sentences``."""
        found: dict[str, dict[str, str]] = read_document(self.folder / "sentences.json")
        return found

    def figures_of(self, indicator: str) -> pl.DataFrame:
        """The figures of one indicator, in order of key."""
        if self._figures is not None:
            return _part(self._figures, self._figure_places, indicator)
        return self._scan().filter(pl.col("indicator") == indicator).collect()

    def figures(self) -> pl.DataFrame:
        """Every figure."""
        return self._scan().collect()

    def kept_figures(self) -> pl.DataFrame | None:
        """Every figure, of an edition that has so few that they are kept in memory."""
        return self._figures

    def total_of(self, region: str) -> pl.DataFrame:
        """The figures of every indicator for everybody in *region*."""
        wanted = (pl.col("region") == region) & (pl.col("group") == TOTAL)
        if self._figures is not None:
            return self._figures.filter(wanted)
        return self._scan().filter(wanted).collect()

    def groups_of(self, region: str) -> pl.DataFrame:
        """The figures of every indicator and group of people, but not of everybody, in *region*."""
        wanted = (pl.col("region") == region) & (pl.col("group") != TOTAL)
        if self._figures is not None:
            return self._figures.filter(wanted)
        by_region = pl.scan_parquet(self.folder / "figures.by-region.parquet")
        return by_region.filter(wanted).collect()

    def series_of(self, indicator: str, region: str, group: str) -> pl.DataFrame:
        """The figures of one indicator, region and group: all periods, divisions and methods."""
        wanted = (pl.col("region") == region) & (pl.col("group") == group)
        if self._figures is not None:
            return self.figures_of(indicator).filter(wanted)
        by_region = pl.scan_parquet(self.folder / "figures.by-region.parquet")
        return by_region.filter(wanted & (pl.col("indicator") == indicator)).collect()

    def vintages_of(self, indicator: str) -> pl.DataFrame:
        """The other vintages of an indicator's figures."""
        return _part(self._vintages, self._vintage_places, indicator)

    def vintages(self) -> pl.DataFrame:
        """The other vintages of every figure."""
        return self._vintages

    def carried_of(self, indicator: str) -> pl.DataFrame:
        """The sums that stand in for an indicator's figures of regions that took in others."""
        return _part(self._carried, self._carried_places, indicator)

    @cached_property
    def revised(self) -> dict[str, int] | None:
        """How many figures of the edition before were revised, by kind of difference.

        ``None`` without such an edition, and in editions that do not tell.
        """
        found: dict[str, int] | None = self.description.get("revisions")
        return found

    def revisions(self) -> pl.LazyFrame:
        """What was revised since the edition before; see ``since_previous.REVISIONS``."""
        return self._scan_or_nothing("revisions.parquet", REVISIONS)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many figures each indicator has."""
        counted = self._scan().group_by("indicator").agg(pl.len()).collect()
        return dict(counted.iter_rows())

    @cached_property
    def releases_of(self) -> dict[str, list[str]]:
        """The releases each indicator's figures come from."""
        used = self._scan().group_by("indicator").agg(pl.col("release").unique().sort()).collect()
        return dict(used.iter_rows())

    def _scan(self) -> pl.LazyFrame:
        return pl.scan_parquet(self.folder / "figures.by-indicator.parquet")

    def _scan_or_nothing(self, name: str, schema: Mapping[str, pl.DataType]) -> pl.LazyFrame:
        """A table of the edition; without rows in editions frozen before there was such a one."""
        path = self.folder / name
        return pl.scan_parquet(path) if path.is_file() else pl.LazyFrame(schema=schema)

    @cached_property
    def _figures(self) -> pl.DataFrame | None:
        """All figures in memory when they are few: a page then costs no reading at all."""
        if self.description["figures"] > _KEPT_IN_MEMORY:
            return None
        return self._scan().collect()

    @cached_property
    def _figure_places(self) -> dict[str, tuple[int, int]]:
        assert self._figures is not None
        return _places(self._figures)

    @cached_property
    def _vintages(self) -> pl.DataFrame:
        return pl.read_parquet(self.folder / "vintages.parquet")

    @cached_property
    def _vintage_places(self) -> dict[str, tuple[int, int]]:
        return _places(self._vintages)

    @cached_property
    def _carried(self) -> pl.DataFrame:
        return self._scan_or_nothing("carried.parquet", CARRIED).collect()

    @cached_property
    def _carried_places(self) -> dict[str, tuple[int, int]]:
        return _places(self._carried)


def _places(table: pl.DataFrame, by: str = "indicator") -> dict[str, tuple[int, int]]:
    """Offset and length of the rows of each indicator in a table sorted by it, or *by* other."""
    counted = table.with_row_index("at").group_by(by).agg(pl.col("at").min(), pl.len())
    return {key: (at, length) for key, at, length in counted.iter_rows()}


def _part(table: pl.DataFrame, places: dict[str, tuple[int, int]], key: str) -> pl.DataFrame:
    return table.slice(*places.get(key, (0, 0)))


def edition_folders(editions: Path) -> list[Path]:
    """The sealed editions in a folder, oldest first."""
    found = [
        path
        for path in editions.glob("[0-9]*-[0-9]*")
        if _NAME.fullmatch(path.name) and (path / SUMS).is_file()
    ]
    return sorted(found, key=lambda path: tuple(int(part) for part in path.name.split("-")))


def find_edition(editions: Path, id_: str) -> Edition:
    """The edition with this id. Raises ``Refused`` with the ones there are."""
    known = {path.name: path for path in edition_folders(editions)}
    if id_ not in known:
        there = f"there are {', '.join(known)}" if known else "freeze one first"
        raise Refused(f"There is no edition {id_}", [Problem(str(editions), 0, "not found", there)])
    return Edition(known[id_])

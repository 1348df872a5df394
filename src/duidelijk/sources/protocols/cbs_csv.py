"""A whole table of CBS as CSV files: the zip of ``https://datasets.cbs.nl/csv/CBS/nl/ID``.

Or its files in a folder. ``;`` separates cells, numbers have a decimal comma. One row is an
observation, with codes that the files beside it explain; they are read in blocks, so that any
number of them fits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from pathlib import Path, PurePosixPath

from duidelijk.regions import normalise
from duidelijk.regions.region import every_region
from duidelijk.sources.asking import Unreadable
from duidelijk.sources.protocols.cbs_csv_files import Download
from duidelijk.sources.protocols.cbs_csv_observations import OBSERVATIONS, OWN_COLUMNS, observations
from duidelijk.sources.table import (
    CBS_STATUSES,
    OBSERVATION,
    Description,
    Dimension,
    Kind,
    Measure,
    SourceTable,
)

_KINDS = {"TimeDimension": Kind.TIME, "GeoDimension": Kind.REGION, "GeoDetail": Kind.REGION}
_LICENCES = {"https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0"}
_MOST_DECIMALS = 9
_AGAIN = "download it again from CBS"


def recognises(path: Path) -> bool:
    """Whether this is a zip or a folder with the CSV files of a table of CBS."""
    try:
        members = Download.of(path, path.name).members
    except (Unreadable, OSError):
        return False
    return {OBSERVATIONS, "Dimensions.csv", "MeasureCodes.csv"} <= members.keys()


def read(path: Path, shown_as: str | None = None) -> SourceTable:
    """The table in a zip or a folder; *shown_as* is its name in messages.

    Raises ``Unreadable`` for files that are damaged, lack something or belong to different tables;
    what is wrong further on in the observations is raised while they are read.
    """
    download = Download.of(path, shown_as or path.name)
    expected, description = _description(download)
    chunks = observations(download, description, expected)
    first = list(islice(chunks, 1))  # tells at once what is wrong from the start
    return SourceTable(description, chain(first, chunks))


def _description(download: Download) -> tuple[int | None, Description]:
    """What the table is, and how many observations it says it has."""
    where = download.where("Properties.csv")
    rows = download.rows("Properties.csv", ("Identifier", "Title"))
    if len(rows) != 1 or not rows[0]["Identifier"]:
        raise Unreadable(where, "does not describe one table", _AGAIN)
    about = rows[0]
    modified = about.get("Modified", "")
    count = about.get("ObservationCount", "")
    if count and not (count.isascii() and count.isdecimal()):
        raise Unreadable(where, f"gives “{count[:40]}” as its number of observations", _AGAIN, 2)
    licence = about.get("License", "")
    catalogue = about.get("Catalog", "")
    description = Description(
        id=about["Identifier"],
        title=about["Title"],
        dimensions=tuple(_dimensions(download)),
        measures=tuple(_measures(download)),
        published=_day(modified, where),
        basis="date of the last change stated by the source" if modified else "",
        version=modified,
        publisher=catalogue,
        licence=_LICENCES.get(licence, licence),
        address=f"https://opendata.cbs.nl/#/{catalogue}/nl/dataset/{about['Identifier']}",
    )
    return int(count) if count else None, description


def _day(modified: str, where: str) -> dt.date | None:
    try:
        return dt.datetime.fromisoformat(modified).date() if modified else None
    except ValueError:
        what = f"gives “{modified[:40]}” as the date of its last change"
        raise Unreadable(where, what, _AGAIN, 2) from None


# --- dimensions


def _dimensions(download: Download) -> Iterator[Dimension]:
    where = download.where("Dimensions.csv")
    rows = download.rows("Dimensions.csv", ("Identifier", "Title", "Kind"))
    known = [row["Kind"] for row in rows]
    seen: set[str] = set()
    for row in rows:
        id_ = row["Identifier"]
        if not id_.isidentifier() or id_ in {*seen, *OBSERVATION, *OWN_COLUMNS}:
            raise Unreadable(where, f"names a dimension “{id_}” that cannot be", _AGAIN)
        seen.add(id_)
        codes, statuses = _codes(download, row)
        kind = _KINDS.get(row["Kind"], Kind.OTHER)
        geo = any(_KINDS.get(each) is Kind.REGION for each in known)
        if kind is Kind.OTHER and not geo and _are_regions(codes):
            kind = Kind.REGION  # CBS calls regions a plain dimension in some tables
        yield Dimension(id_, kind, row["Title"], codes, statuses)


def _are_regions(codes: Mapping[str, str]) -> bool:
    regions = every_region()
    return 2 * sum(normalise(code) in regions for code in codes) > len(codes)


def _codes(
    download: Download, dimension: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """The title of each code of a dimension, and its status when it is a period."""
    id_ = dimension["Identifier"]
    name = PurePosixPath(dimension.get("CodesUrl") or f"{id_}Codes.csv").name
    if name not in download.members and dimension.get("ContainsCodes") == "False":
        return {}, {}
    where = download.where(name)
    codes: dict[str, str] = {}
    statuses: dict[str, str] = {}
    for row in download.rows(name, ("Identifier", "Title")):
        code, status = row["Identifier"], row.get("Status", "")
        if not code or code in codes:
            raise Unreadable(where, f"has code “{code}” twice, or a code that is empty", _AGAIN)
        if row.get("DimensionId", id_) != id_:
            what = f"has codes of {row['DimensionId']}, not of {id_}"
            raise Unreadable(where, what, "put the files of one download together")
        codes[code] = row["Title"]
        if status and status not in CBS_STATUSES:
            what = f"gives {code} a status we do not know: “{status}”"
            raise Unreadable(where, what, f"known: {', '.join(CBS_STATUSES)}")
        if status:
            statuses[code] = CBS_STATUSES[status]
    if not codes:
        raise Unreadable(where, "has no codes", _AGAIN)
    return codes, statuses


# --- measures


def _measures(download: Download) -> Iterator[Measure]:
    where = download.where("MeasureCodes.csv")
    rows = download.rows("MeasureCodes.csv", ("Identifier", "Title", "Unit", "Decimals"))
    paths = _group_paths(download)
    seen: set[str] = set()
    for row in rows:
        id_, decimals, group = row["Identifier"], row["Decimals"], row.get("MeasureGroupId", "")
        if not id_ or id_ in seen:
            raise Unreadable(where, f"has measure “{id_}” twice, or one without a code", _AGAIN)
        seen.add(id_)
        if decimals and not (decimals.isascii() and decimals.isdecimal()):
            raise Unreadable(where, f"gives {id_} “{decimals}” decimals", _AGAIN)
        titles = [*paths.get(group, ()), " ".join(row["Title"].split())]
        places = min(int(decimals[:4]), _MOST_DECIMALS) if decimals else None
        yield Measure(id_, " › ".join(titles), row["Unit"], places)


def _group_paths(download: Download) -> dict[str, tuple[str, ...]]:
    """The titles from the top down to each group of measures; none when there are no groups."""
    if "MeasureGroups.csv" not in download.members:
        return {}
    rows = download.rows("MeasureGroups.csv", ("Id", "Title", "ParentId"))
    groups = {row["Id"]: row for row in rows}
    paths: dict[str, tuple[str, ...]] = {}
    for id_ in groups:
        path: list[str] = []
        above: str = id_
        while above in groups and len(path) <= len(groups):
            path.insert(0, " ".join(groups[above]["Title"].split()))
            above = groups[above]["ParentId"]
        if len(path) > len(groups):
            where = download.where("MeasureGroups.csv")
            raise Unreadable(where, f"puts group {id_} inside itself", _AGAIN)
        paths[id_] = tuple(path)
    return paths

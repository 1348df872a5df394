"""From a file's areas to the regions they are: which layer, which level, which year."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from duidelijk.foundation.folders import write_whole
from duidelijk.foundation.problems import Problem, Refused
from duidelijk.regions.boundaries.drawing import drawn
from duidelijk.regions.boundaries.projecting import in_degrees, to_grid
from duidelijk.regions.boundaries.reading import Shape, read_layers
from duidelijk.regions.levels import LEVELS, PREFIXES, Level, UnknownRegion, level_name, level_of
from duidelijk.regions.partition import partition_of_year, partitions
from duidelijk.regions.region import region

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_NAMED = 6


@dataclass(frozen=True)
class Imported:
    """What was made of one layer."""

    level: Level
    year: int
    regions: int
    path: Path


@dataclass(frozen=True)
class _Found:
    layer: str
    level: Level
    areas: Mapping[str, BaseGeometry]


def import_boundaries(
    path: Path, folder: Path, *, level: str | None = None, year: int | None = None
) -> list[Imported]:
    """Write the boundaries in a file to *folder*, one document a level; what was there is replaced.

    Of all layers those of a known level of region, or only *level*. The *year* of the division of
    the country is told by the codes of the municipalities where it is not given. Raises
    ``Refused`` when nothing fits, or regions are missing.
    """
    first, last = partitions()[0].valid_from.year, partitions()[-1].valid_until.year - 1
    if year is not None and not first <= year <= last:
        what = f"the division of {year} is not known"
        raise _refused(path, what, f"give a year from {first} to {last}")
    found = [each for each in _recognised(path) if level in (None, each.level)]
    if not found:
        raise _refused(
            path,
            f"holds no areas of {f'level {level}' if level else 'a known level'}",
            "give each area its CBS code, as GM0344 or VR09, in a property",
        )
    told = year if year is not None else _year(path, found)
    documents = [(each, _checked(path, each, told)) for each in found]
    done = []
    folder.mkdir(parents=True, exist_ok=True)
    for each, areas in documents:
        document = drawn(areas) | {"level": each.level, "year": told, "from": path.name}
        target = folder / f"{each.level}-{told}.json"
        write_whole(target, json.dumps(document, ensure_ascii=False).encode())
        done.append(Imported(each.level, told, len(areas), target))
    return done


def _recognised(path: Path) -> list[_Found]:
    """The layers whose areas carry codes of one level of region; the finest of each level."""
    best: dict[Level, _Found] = {}
    for name, shapes in read_layers(path).items():
        for key in dict.fromkeys(key for each in shapes for key in each.properties):
            coded = _coded(shapes, key)
            if coded is None:
                continue
            level, areas = coded
            if level not in best or len(areas) > len(best[level].areas):
                best[level] = _Found(name, level, areas)
    return [best[level] for level in LEVELS if level in best and level != "country"]


def _coded(shapes: Sequence[Shape], key: str) -> tuple[Level, dict[str, BaseGeometry]] | None:
    """The areas by region code, when every one of *key*'s values is a code of the same level."""
    from shapely import union_all

    pieces: dict[str, list[BaseGeometry]] = defaultdict(list)
    for each in shapes:
        code = str(each.properties.get(key) or "").strip()
        if code[:2] not in PREFIXES:
            return None
        pieces[code].append(each.geometry)
    try:
        levels = {level_of(code) for code in pieces}
    except UnknownRegion:
        return None
    if len(levels) != 1:
        return None
    # an area in several rows, as islands often are, is one
    whole = {code: union_all(parts) if parts[1:] else parts[0] for code, parts in pieces.items()}
    return levels.pop(), whole


def _year(path: Path, found: Iterable[_Found]) -> int:
    """The year whose municipalities are those of the file."""
    for each in found:
        if each.level == "municipality":
            for partition in reversed(partitions()):
                if set(partition.municipalities()) <= set(each.areas):
                    return partition.valid_from.year
    raise _refused(
        path, "does not tell of which year it is", "give the year of the division: --year 2021"
    )


def _checked(path: Path, found: _Found, year: int) -> dict[str, BaseGeometry]:
    """The areas of the division of a year in the Dutch grid. Refused when any is missing."""
    wanted = [each.code for each in partition_of_year(year).regions(found.level)]
    missing = [code for code in wanted if code not in found.areas]
    if missing:
        named = ", ".join(f"{code} ({region(code).name('en')})" for code in missing[:_NAMED])
        more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        what = f"{level_name(found.level, 'en')} boundaries of {year} are missing: {named}{more}"
        raise _refused(path, what, "give the right --year, or a complete file")
    areas = {code: found.areas[code] for code in wanted}
    return _in_grid(path, areas)


def _in_grid(path: Path, areas: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    import shapely

    west, south, east, north = map(float, shapely.total_bounds(list(areas.values())))
    bounds = (west, south, east, north)
    degrees = in_degrees(bounds)
    if degrees is None:
        raise _refused(
            path,
            f"lies outside the Netherlands: {', '.join(f'{each:g}' for each in bounds)}",
            "bring coordinates in WGS 84 (EPSG:4326) or RD (EPSG:28992)",
        )
    if east <= west or north <= south:
        raise _refused(path, "holds areas without any size", "export the boundaries again")
    if not degrees:
        return dict(areas)
    return {code: shapely.transform(each, to_grid) for code, each in areas.items()}


def _refused(path: Path, what: str, remedy: str) -> Refused:
    return Refused("These boundaries cannot be imported:", [Problem(str(path), 0, what, remedy)])

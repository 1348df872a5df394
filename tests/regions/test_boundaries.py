"""Real boundaries: whatever the file, the same map; whatever is wrong, a clear refusal."""

from __future__ import annotations

import json
import random
import re
import sqlite3
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from duidelijk.foundation.problems import Refused
from duidelijk.regions import partition_of_year
from duidelijk.regions.boundaries.importing import import_boundaries
from duidelijk.regions.boundaries.projecting import to_grid
from duidelijk.regions.boundaries.reading import read_layers


@pytest.fixture(scope="module")
def topology(shared: Path) -> Path:
    return shared / "data" / "geo" / "minvws_nl-vr-gm_2021.topo.json.gz"


def _squares(codes: list[str], *, degrees: bool = False) -> list[tuple[str, list[list[float]]]]:
    """A square a code, side by side in the middle of the country."""
    made = []
    for n, code in enumerate(codes):
        x, y = 100_000.0 + 10_000 * (n % 10), 400_000.0 + 10_000 * (n // 10)
        if degrees:
            x, y = 4.5 + 0.1 * (n % 10), 51.5 + 0.1 * (n // 10)
        side = 0.1 if degrees else 10_000.0
        made.append((code, [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]))
    return made


def _geojson(path: Path, codes: list[str], degrees: bool = False) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"statcode": code},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for code, ring in _squares(codes, degrees=degrees)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def _geopackage(path: Path, codes: list[str]) -> Path:
    from shapely import to_wkb
    from shapely.geometry import Polygon

    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE gpkg_geometry_columns (table_name, column_name, srs_id)")
        database.execute("INSERT INTO gpkg_geometry_columns VALUES ('regio', 'geom', 28992)")
        database.execute("CREATE TABLE regio (statcode, geom BLOB)")
        for code, ring in _squares(codes):
            blob = struct.pack("<2sBBi", b"GP", 0, 1, 28992) + to_wkb(Polygon(ring))
            database.execute("INSERT INTO regio VALUES (?, ?)", (code, blob))
    database.close()
    return path


def _one(kind: str, coordinates: Any, properties: Any = None) -> str:
    """A collection of one feature."""
    geometry = {"type": kind, "coordinates": coordinates}
    held = {"statcode": "VR01"} if properties is None else properties
    feature = {"type": "Feature", "properties": held, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


SAFETY = [each.code for each in partition_of_year(2021).regions("safety_region")]


def test_a_topology_gives_every_municipality_and_safety_region_of_its_year(
    topology: Path, tmp_path: Path
) -> None:
    done = import_boundaries(topology, tmp_path)
    assert {(each.level, each.year, each.regions) for each in done} == {
        ("municipality", 2021, 352),
        ("safety_region", 2021, 25),
    }
    made = json.loads((tmp_path / "municipality-2021.json").read_text())
    assert set(made["paths"]) == set(partition_of_year(2021).municipalities())
    assert all(re.fullmatch(r"(M[-\d. ]+l[-\d. ]+z)+", path) for path in made["paths"].values())
    x, y, _ = made["places"]["GM0363"]
    assert 0 < x < made["width"] and 0 < y < made["height"]
    _, groningen, _ = made["places"]["GM0014"]
    _, maastricht, _ = made["places"]["GM0935"]
    assert groningen < maastricht  # north is up


def test_the_same_areas_give_the_same_map_from_every_format(tmp_path: Path) -> None:
    files = [_geojson(tmp_path / "a.geojson", SAFETY), _geopackage(tmp_path / "b.gpkg", SAFETY)]
    made = []
    for n, file in enumerate(files):
        import_boundaries(file, tmp_path / str(n), year=2021)
        found = json.loads((tmp_path / str(n) / "safety_region-2021.json").read_text())
        made.append({key: found[key] for key in ("paths", "places", "width", "height")})
    assert made[0] == made[1]


def test_degrees_become_the_grid_in_which_the_country_looks_as_it_should(tmp_path: Path) -> None:
    """A degree of latitude is longer than one of longitude here: 111 km beside 69."""
    _geojson(tmp_path / "a.geojson", SAFETY, degrees=True)
    import_boundaries(tmp_path / "a.geojson", tmp_path, year=2021)
    made = json.loads((tmp_path / "safety_region-2021.json").read_text())
    assert made["height"] / made["width"] == pytest.approx(
        3 * 0.1 * 111.3 / (10 * 0.1 * 69.2), rel=0.02
    )


@pytest.mark.parametrize(
    ("lon", "lat", "x", "y"),
    [
        (5.38720621, 52.15517440, 155_000, 463_000),  # Amersfoort, the origin
        (4.88352559, 52.37453253, 120_700, 487_525),  # Westertoren, Amsterdam
        (6.56820053, 53.21938317, 233_883, 582_065),  # Martinitoren, Groningen
    ],
)
def test_known_towers_stand_where_they_stand(lon: float, lat: float, x: float, y: float) -> None:
    """Within metres of what Kadaster gives."""
    found = to_grid(np.array([[lon, lat]]))[0]
    assert found[0] == pytest.approx(x, abs=3) and found[1] == pytest.approx(y, abs=3)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "cannot be read"),
        ("[1, 2", "cannot be read"),
        ("[]", "neither a FeatureCollection nor a Topology"),
        ('{"type": "FeatureCollection"}', "is not sound"),
        ('{"type": "FeatureCollection", "features": [3]}', "is not sound"),
        ("[" * 100_000, "cannot be read|is not sound"),
        (_one("Point", [5.0, 52.0]), "holds no areas"),
        (_one("Polygon", []), "holds no areas"),
        (_one("Polygon", [[[5, 52], [6, 52], [5, 53], [5, 52]]], properties=[1]), "is not sound"),
        (_one("Polygon", "x"), "is not sound"),
        ('{"type": "FeatureCollection", "features": []}', "holds no areas"),
        ('{"type": "Topology", "objects": {}}', "is not sound"),
        (
            '{"type": "Topology", "arcs": [], "objects": {"a": {"geometries": [{}]}}}',
            "is not sound",
        ),
    ],
)
def test_what_is_no_map_is_refused_in_words(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "x.json"
    file.write_text(content)
    with pytest.raises(Refused, match=said):
        import_boundaries(file, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_missing_regions_and_a_missing_year_are_named(tmp_path: Path) -> None:
    file = _geojson(tmp_path / "a.geojson", SAFETY[1:])
    with pytest.raises(Refused, match="of which year"):
        import_boundaries(file, tmp_path / "out")
    with pytest.raises(Refused, match=rf"{SAFETY[0]} \("):
        import_boundaries(file, tmp_path / "out", year=2021)
    with pytest.raises(Refused, match="level province"):
        import_boundaries(file, tmp_path / "out", level="province")
    far = tmp_path / "far.geojson"
    far.write_text(file.read_text().replace("[1", "[91").replace("[2", "[92"))
    with pytest.raises(Refused, match=r"missing|outside the Netherlands"):
        import_boundaries(far, tmp_path / "out", year=2021)
    with pytest.raises(Refused, match="is not there"):
        import_boundaries(tmp_path / "no.json", tmp_path / "out")


def test_damaged_files_never_end_in_a_traceback(topology: Path, tmp_path: Path) -> None:
    import gzip

    whole = gzip.decompress(topology.read_bytes())
    chance = random.Random(7)
    small: dict[str, Any] = json.loads(whole)
    del small["objects"]["gm_features"]
    text = json.dumps(small).encode()
    file = tmp_path / "x.json"
    for _ in range(60):
        at, length = chance.randrange(len(text)), chance.randrange(1, 400)
        file.write_bytes(text[:at] + bytes(chance.randbytes(3)) + text[at + length :])
        try:
            read_layers(file)
        except Refused as refusal:
            assert str(file) in str(refusal)


def test_a_damaged_archive_and_an_odd_geopackage_are_refused(tmp_path: Path) -> None:
    import gzip

    packed = bytearray(gzip.compress(b"x" * 5000))
    packed[len(packed) // 2] ^= 0xFF
    archive = tmp_path / "x.json.gz"
    archive.write_bytes(bytes(packed))
    with pytest.raises(Refused):
        import_boundaries(archive, tmp_path / "out")
    for n, blob in enumerate(("tekst", 7, b"GP", b"GP\x00\x0f" + bytes(20))):
        odd = _geopackage(tmp_path / f"{n}.gpkg", SAFETY[:2])
        with sqlite3.connect(odd) as database:
            database.execute("UPDATE regio SET geom = ?", (blob,))
        database.close()
        with pytest.raises(Refused, match="is not sound"):
            import_boundaries(odd, tmp_path / "out", year=2021)


def test_any_name_of_a_file_will_do_and_nothing_is_made_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("kaart #2.gpkg", "kaart?x.gpkg", "kaart %20.gpkg"):
        file = _geopackage(folder / name, SAFETY)
        assert import_boundaries(file, tmp_path / "out", year=2021)[0].regions == 25
    assert len(list(folder.iterdir())) == 3


@pytest.mark.parametrize("year", [-5, 0, 1700, 9999])
def test_a_year_without_a_known_division_is_refused(tmp_path: Path, year: int) -> None:
    file = _geojson(tmp_path / "a.geojson", SAFETY)
    with pytest.raises(Refused, match="give a year from 2019 to"):
        import_boundaries(file, tmp_path / "out", year=year)

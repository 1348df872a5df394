"""The tile map."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from duidelijk.publish.charts.tiles import Tile, tile_map

PLACES = {"PV20": (2, 0), "PV27": (1, 2), "PV31": (3, 4)}
HOSTILE = "</title><script>&\"'"


def tile(code: str, favourable: bool | None = None, name: str = "Naam") -> Tile:
    return Tile(code, name, "Nm", "4,0 %", "risen", favourable)


def svg(*tiles: Tile, places: dict[str, tuple[int, int]] | None = None) -> ET.Element:
    made = tile_map(tiles, places or PLACES, id_="t", title="Titel", description="Zin.")
    return ET.fromstring(made)


def groups(image: ET.Element) -> list[ET.Element]:
    return list(image.iter("g"))


def test_a_map_is_one_image_with_a_title() -> None:
    image = svg(tile("PV20"))
    assert image.get("role") == "img" and image.findtext("title") == "Titel"


@pytest.mark.parametrize("tiles", [[], [tile("PV99")]])
def test_a_map_without_a_region_in_place_is_empty(tiles: list[Tile]) -> None:
    assert tile_map(tiles, PLACES, id_="t", title="T", description="") == ""
    assert tile_map(tiles, {}, id_="t", title="T", description="") == ""


def test_every_region_with_a_place_has_one_tile_within_the_map() -> None:
    image = svg(tile("PV20"), tile("PV31"), tile("PV99"))
    _, _, width, height = map(float, (image.get("viewBox") or "").split())
    corners = [
        (float(each.get("x") or 0), float(each.get("y") or 0)) for each in image.iter("rect")
    ]
    assert len(set(corners)) == 2
    side = float(next(image.iter("rect")).get("width") or 0)
    assert all(0 <= x <= width - side and 0 <= y <= height - side for x, y in corners)


def test_a_map_keeps_its_size_when_regions_are_missing() -> None:
    assert svg(tile("PV20")).get("viewBox") == svg(*map(tile, PLACES)).get("viewBox")


def test_a_tile_tells_its_figure_and_its_verdict() -> None:
    (group,) = groups(svg(tile("PV20", False)))
    assert group.findtext("title") == "Naam: 4,0 %"
    assert group.findtext("text") == "Nm"
    assert group.get("class") == "tile risen bad"
    use = group.find("use")
    assert use is not None and use.get("href") == "#mark-risen"


def test_hostile_names_stay_names() -> None:
    image = svg(tile("PV20", name=HOSTILE))
    assert groups(image)[0].findtext("title") == f"{HOSTILE}: 4,0 %"
    assert "script" not in {each.tag for each in image.iter()}

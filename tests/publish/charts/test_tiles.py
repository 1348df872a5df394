"""The tile map."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from duidelijk.publish.charts.tiles import Outlines, Tile, outline_map, tile_map

PLACES = {"PV20": (2, 0), "PV27": (1, 2), "PV31": (3, 4)}
HOSTILE = "</title><script>&\"'"


def tile(code: str, favourable: bool | None = None, name: str = "Naam") -> Tile:
    return Tile(code, name, "Nm", "4,0 %", "risen", favourable, f"/regio/{code}")


def svg(*tiles: Tile, places: dict[str, tuple[int, int]] | None = None) -> ET.Element:
    made = tile_map(tiles, places or PLACES, id_="t", title="Titel")
    return ET.fromstring(made)


def groups(image: ET.Element) -> list[ET.Element]:
    return list(image.iter("a"))


def test_a_map_is_a_group_of_links_with_a_name() -> None:
    image = svg(tile("PV20"))
    assert image.get("role") == "group" and image.findtext("title") == "Titel"
    (link,) = groups(image)
    assert link.get("href") == "/regio/PV20"
    assert link.get("aria-label") == "Naam: 4,0 %"


@pytest.mark.parametrize("tiles", [[], [tile("PV99")]])
def test_a_map_without_a_region_in_place_is_empty(tiles: list[Tile]) -> None:
    assert tile_map(tiles, PLACES, id_="t", title="T") == ""
    assert tile_map(tiles, {}, id_="t", title="T") == ""


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


def test_a_map_of_very_many_regions_has_marks_and_no_names() -> None:
    many = [tile(f"GM{n:04d}") for n in range(100)]
    places = {each.code: (n % 10, n // 10) for n, each in enumerate(many)}
    image = svg(*many, places=places)
    assert list(image.iter("text")) == []
    assert len(list(image.iter("use"))) == 100


def test_within_boundaries_a_region_is_its_outline_with_a_mark_where_there_is_room() -> None:
    outlines = Outlines(
        10,
        20,
        {"PV20": "M0 0l5 5 -5 5z", "PV27": "M5 5l1 1z"},
        {"PV20": (2.0, 5.0, 6.0), "PV27": (5.0, 5.0, 0.5)},
    )
    tiles = [tile("PV20"), tile("PV27"), tile("PV31")]
    image = ET.fromstring(outline_map(tiles, outlines, id_="t", title="T"))
    assert [each.get("d") for each in image.iter("path")] == ["M0 0l5 5 -5 5z", "M5 5l1 1z"]
    assert len(list(image.iter("use"))) == 1
    assert outline_map([tile("PV99")], outlines, id_="t", title="T") == ""

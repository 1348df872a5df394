"""The tile maps: every region once, and where one expects it."""

from __future__ import annotations

import pytest

from duidelijk.regions import LEVELS, Partition, partition_of_year, partitions

WADDEN = {"Texel", "Vlieland", "Terschelling", "Ameland", "Schiermonnikoog"}


@pytest.mark.parametrize("partition", partitions(), ids=lambda p: p.valid_from)
@pytest.mark.parametrize("level", LEVELS)
def test_every_region_has_a_cell_of_its_own(partition: Partition, level: str) -> None:
    tiles = partition.tiles(level)
    assert set(tiles) == {region.code for region in partition.regions(level)}
    assert len(set(tiles.values())) == len(tiles)
    assert min(column for column, _ in tiles.values()) == 0
    assert min(row for _, row in tiles.values()) == 0


def middle(partition: Partition, codes: tuple[str, ...]) -> tuple[float, float]:
    cells = [partition.tiles("municipality")[code] for code in codes]
    return sum(x for x, _ in cells) / len(cells), sum(y for _, y in cells) / len(cells)


@pytest.mark.parametrize("partition", partitions(), ids=lambda p: p.valid_from)
def test_the_compass_of_the_municipalities(partition: Partition) -> None:
    x, y = middle(partition, partition.municipalities())
    groningen, limburg = partition.members("PV20"), partition.members("PV31")
    assert middle(partition, groningen)[0] > x and middle(partition, groningen)[1] < y - 8
    assert middle(partition, limburg)[0] > x and middle(partition, limburg)[1] > y + 6
    zeeland = middle(partition, partition.members("PV29"))
    assert zeeland[0] < x - 6 and zeeland[1] > y + 3
    noord_holland = middle(partition, partition.members("PV27"))
    assert noord_holland[0] < x and noord_holland[1] < y
    islands = [r for r in partition.regions("municipality") if r.name() in WADDEN]
    assert len(islands) == 5
    assert all(partition.tiles("municipality")[r.code][1] <= 3 for r in islands)


@pytest.mark.parametrize("level", ["province", "safety_region", "ggd", "labour_region"])
def test_the_compass_of_the_larger_regions(level: str) -> None:
    partition = partition_of_year(2022)
    tiles = partition.tiles(level)

    def of(municipality: str) -> tuple[int, int]:
        return tiles[str(partition.membership(municipality, level).code)]

    groningen, maastricht, vlissingen = of("GM0014"), of("GM0935"), of("GM0718")
    amsterdam, utrecht, enschede = of("GM0363"), of("GM0344"), of("GM0153")
    assert groningen[1] < amsterdam[1] < maastricht[1]
    assert groningen[1] == 0 and maastricht[1] == max(row for _, row in tiles.values())
    assert vlissingen[0] == 0 and vlissingen[1] >= utrecht[1]
    assert enschede[0] == max(column for column, _ in tiles.values())
    assert amsterdam[1] <= utrecht[1] and vlissingen[0] < utrecht[0] < enschede[0]


def test_few_tiles_move_between_the_years() -> None:
    first, last = partitions()[0], partitions()[-1]
    before, after = first.tiles("municipality"), last.tiles("municipality")
    moved = [code for code in after if code in before and after[code] != before[code]]
    assert len(moved) <= 30
    assert all(
        abs(after[c][0] - before[c][0]) <= 2 and abs(after[c][1] - before[c][1]) <= 2 for c in moved
    )


def test_neighbours_stay_near() -> None:
    tiles = partition_of_year(2022).tiles("municipality")
    for one, other in [
        ("GM0363", "GM0384"),  # Amsterdam, Diemen
        ("GM0518", "GM0603"),  # The Hague, Rijswijk
        ("GM0014", "GM1730"),  # Groningen, Tynaarlo
        ("GM0935", "GM1903"),  # Maastricht, Eijsden-Margraten
        ("GM0772", "GM0861"),  # Eindhoven, Veldhoven
    ]:
        (x, y), (u, v) = tiles[one], tiles[other]
        assert max(abs(x - u), abs(y - v)) <= 2

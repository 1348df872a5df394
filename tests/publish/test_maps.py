"""Sentences about regions, from counts only."""

from __future__ import annotations

import pytest

from duidelijk.publish.maps import region_apart


@pytest.mark.parametrize(
    ("counts", "dutch", "english"),
    [
        ((0, 0, 0), "", ""),
        (
            (0, 0, 28),
            "Geen van de 28 cijfers ligt aantoonbaar hoger of lager dan in Nederland.",
            "None of the 28 figures is demonstrably higher or lower than the Netherlands.",
        ),
        (
            (0, 1, 1),
            "Het ene cijfer dat te vergelijken is, ligt aantoonbaar lager dan in Nederland.",
            "The one figure that can be compared is demonstrably lower than the Netherlands.",
        ),
        (
            (3, 0, 3),
            "Van de 3 cijfers liggen er 3 aantoonbaar hoger dan in heel Nederland, en 0 lager.",
            "Of the 3 figures, 3 are demonstrably higher than the Netherlands, and 0 lower.",
        ),
        (
            (1, 4, 28),
            "Van de 28 cijfers ligt er 1 aantoonbaar hoger dan in heel Nederland, en 4 lager.",
            "Of the 28 figures, 1 is demonstrably higher than the Netherlands, and 4 lower.",
        ),
    ],
)
def test_how_many_figures_of_a_region_lie_apart(
    counts: tuple[int, int, int], dutch: str, english: str
) -> None:
    assert region_apart(*counts, "nl") == dutch
    assert region_apart(*counts, "en") == english

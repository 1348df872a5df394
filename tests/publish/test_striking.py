"""The head of the list in words."""

from __future__ import annotations

from typing import Any

import pytest

from duidelijk.publish.striking import head_sentence, plain_sentence


def striking(listed: int, **other: Any) -> dict[str, Any]:
    counts = {"series": 1222, "judged": 1068, "listed": listed, "expected_false": -(-listed // 10)}
    return {"counts": counts | other, "plain": {"flagged": 564, "left_out": 484}}


@pytest.mark.parametrize(
    ("listed", "dutch", "english"),
    [
        (0, "Daarvan valt er geen op.", "None of them stands out."),
        (1, "Op de lijst van wat opvalt staat er 1. Onze werkwijze", "; 1 is on the list"),
        (27, "Op de lijst van wat opvalt staan er 27. Onze werkwijze laat", "; 27 are on the list"),
    ],
)
def test_the_head_tells_how_much_was_judged_and_how_much_is_chance(
    listed: int, dutch: str, english: str
) -> None:
    head = head_sentence(striking(listed), "nl")
    assert head.startswith("Van 1.222 nieuwe cijfers konden we er 1.068 toetsen.")
    assert dutch in head
    assert english in head_sentence(striking(listed), "en")


def test_the_rule_of_thumb_is_set_beside_it() -> None:
    assert "564" in plain_sentence(striking(3), "nl") and "484" in plain_sentence(striking(3), "en")

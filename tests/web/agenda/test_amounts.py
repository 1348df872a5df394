"""Amounts as people write them: read as they are meant, or not at all."""

from __future__ import annotations

import pytest

from duidelijk.web.agenda.amounts import from_lines
from duidelijk.web.agenda.changing import NotPossible


@pytest.mark.parametrize(
    ("line", "euros"),
    [
        ("58,5 miljoen voor jongeren", 58_500_000),
        ("58.5 million for young people", 58_500_000),
        ("58,125 miljoen voor x", 58_125_000),
        ("1,250 miljard", 1_250_000_000),
        ("0,750 mln", 750_000),
        ("€ 500 voor koffie", 500),
        ("58.500.000 voor jongeren", 58_500_000),
        ("300 duizend euro voor scholen", 300_000),
        ("12.500 tonnetjes", None),
        ("58.125 miljoen", None),
        ("58 mio", None),
        ("3 ton", None),
        ("58 miljoenen", None),
        ("5 milj. x", None),
        ("1,5 mrd", None),
        ("5 maanden hulp", 5),
        ("veel geld", None),
    ],
)
def test_an_amount_is_read_as_it_is_meant_or_refused(line: str, euros: int | None) -> None:
    if euros is None:
        with pytest.raises(NotPossible, match="amount"):
            from_lines(line)
    else:
        (found,) = from_lines(line)
        assert found.euros == euros

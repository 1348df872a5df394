"""Good or bad follows from the verdict and the polarity, and from nothing else."""

from __future__ import annotations

import pytest

from duidelijk.catalogue.model import Polarity
from duidelijk.change.verdict import Verdict, favourable

TRUTH: dict[tuple[Verdict, Polarity], bool] = {
    (Verdict.RISEN, "higher_is_favourable"): True,
    (Verdict.RISEN, "lower_is_favourable"): False,
    (Verdict.FALLEN, "higher_is_favourable"): False,
    (Verdict.FALLEN, "lower_is_favourable"): True,
}
POLARITIES: tuple[Polarity, ...] = ("higher_is_favourable", "lower_is_favourable", "no_judgement")


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("polarity", POLARITIES)
def test_a_change_is_favourable_by_polarity_alone(verdict: Verdict, polarity: Polarity) -> None:
    assert favourable(verdict, polarity) is TRUTH.get((verdict, polarity))
    assert favourable(verdict.value, polarity) is TRUTH.get((verdict, polarity))


@pytest.mark.parametrize("polarity", POLARITIES)
def test_no_verdict_is_no_judgement(polarity: Polarity) -> None:
    assert favourable(None, polarity) is None

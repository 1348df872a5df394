"""A release, kept as JSON and read back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from duidelijk.figures.release import Precision, Release


@given(
    st.text(),
    st.sampled_from(Precision),
    st.none() | st.dates(),
    st.sampled_from(["", "ab" * 32]),
)
def test_a_release_survives_being_kept(
    release: Callable[..., Release],
    basis: str,
    precision: Precision,
    retrieved: dt.date | None,
    sha256: str,
) -> None:
    made = release(basis=basis, precision=precision, retrieved=retrieved, sha256=sha256)
    assert Release.from_json(json.loads(json.dumps(made.as_json()))) == made


def test_what_a_release_does_not_know_is_left_out(release: Callable[..., Release]) -> None:
    assert not {"basis", "retrieved", "sha256"} & release().as_json().keys()

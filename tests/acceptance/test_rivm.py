"""RIVM gives its own verdict in every cell of its behaviour survey; ours must be the same."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import numpy as np
import polars as pl

from duidelijk.change.interval import square_and_add

_LIMITS = ("Value", "Lower_limit", "Upper_limit")
_SERIES = ["Region_code", "Subgroup_category", "Subgroup", "Indicator_category", "Indicator"]


def test_verdicts_agree_with_those_of_rivm_on_at_least_995_in_1000_cells(shared: Path) -> None:
    raw = gzip.decompress((shared / "data/rivm/COVID-19_gedrag_2021-05-04.csv.gz").read_bytes())
    cells = (
        pl.read_csv(io.BytesIO(raw), separator=";", infer_schema_length=None)
        .sort(*_SERIES, "Wave")
        .with_columns(
            pl.col(name).shift(1).over(_SERIES).alias(f"before_{name}") for name in _LIMITS
        )
        .drop_nulls([*_LIMITS, *[f"before_{name}" for name in _LIMITS]])
        .drop_nulls("Change_wrt_previous_measurement")
    )
    assert len(cells) == 20_445

    def column(name: str) -> np.ndarray:
        return cells[name].cast(pl.Float64).to_numpy()

    low, high, _ = square_and_add(
        *[column(name) for name in _LIMITS], *[column(f"before_{name}") for name in _LIMITS]
    )
    ours = np.where(low > 1e-9, 1, np.where(high < -1e-9, -1, 0))
    agreement = float(np.mean(ours == column("Change_wrt_previous_measurement")))
    assert agreement >= 0.995, f"agrees on {agreement:.2%}"


def test_the_same_verdicts_come_out_of_a_frozen_edition(shared: Path, corona_home: Path) -> None:
    """Through the whole house: declarations, store, selection, comparison, edition."""
    from duidelijk.editions.edition import find_edition

    raw = gzip.decompress((shared / "data/rivm/COVID-19_gedrag_2021-05-04.csv.gz").read_bytes())
    theirs = (
        pl.read_csv(io.BytesIO(raw), separator=";", infer_schema_length=None)
        .filter(
            (pl.col("Date_of_measurement") == "2021-04-20")
            & pl.col("Change_wrt_previous_measurement").is_not_null()
            & (pl.col("Subgroup") == "Totaal")
        )
        .select(
            pl.concat_str(
                pl.col("Indicator_category").str.to_lowercase(),
                pl.lit("_"),
                pl.col("Indicator").str.to_lowercase(),
            ).alias("indicator"),
            pl.col("Region_code").replace({"NL00": "NL01"}).alias("region"),
            pl.col("Change_wrt_previous_measurement").alias("theirs"),
        )
    )
    changes = find_edition(corona_home / "editions", "2021-3").changes
    ours = changes.filter(
        (pl.col("comparison") == "previous")
        & (pl.col("period") == "2021-04-20")
        & (pl.col("group") == "total")
    ).select(
        "indicator",
        "region",
        pl.col("verdict").replace_strict(
            {"risen": 1, "fallen": -1, "no_demonstrable_change": 0}, default=None
        ),
    )
    both = theirs.join(ours.drop_nulls(), on=["indicator", "region"])
    assert len(both) > 600
    assert (both["theirs"] == both["verdict"]).mean() >= 0.99

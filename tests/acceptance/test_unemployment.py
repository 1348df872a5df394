"""Two vintages of one figure are real; an edition must show what was known, and say why."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from duidelijk.editions.edition import find_edition

_KEY = "werkloze_beroepsbevolking"


def test_december_2020_is_368_thousand_in_march_2021_and_476_in_the_latest_release(
    corona_home: Path,
) -> None:
    edition = find_edition(corona_home / "editions", "2021-1")
    month = (pl.col("period") == "2020MM12") & (pl.col("group") == "total")
    shown = edition.figures_of(_KEY).filter(month)
    assert shown.select("value", "vintage", "method").rows() == [(368.0, "by_then", "ebb-oud")]
    latest = edition.vintages_of(_KEY).filter(month).sort("published")[-1]
    assert latest.select("value", "method").rows() == [(476.0, "ebb-2021")]
    assert str(latest["published"][0]) == "2026-07-16"


def test_no_edition_of_2021_holds_a_figure_by_the_method_of_2022(corona_home: Path) -> None:
    for number in range(1, 6):
        edition = find_edition(corona_home / "editions", f"2021-{number}")
        methods = edition.figures_of(_KEY)["method"].unique().to_list()
        assert methods == ["ebb-oud"]


def test_no_figure_in_an_edition_speaks_of_a_period_that_was_not_out(corona_home: Path) -> None:
    for number in range(1, 6):
        edition = find_edition(corona_home / "editions", f"2021-{number}")
        figures = pl.read_parquet(edition.folder / "figures.by-region.parquet")
        later = figures.filter(pl.col("vintage") == "later")
        delays = {key: each.reporting_delay for key, each in edition.monitor.indicators.items()}
        out = later.select(
            pl.col("period_end")
            + pl.duration(days=pl.col("indicator").replace_strict(delays, return_dtype=pl.Int64))
        ).to_series()
        assert len(out) > 500
        assert (out <= edition.date).all()
        by_then = figures.filter(pl.col("vintage") == "by_then")
        assert (by_then["published"] <= edition.date).all()

"""What codes are called: every code that can occur has its words, and none is left over."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl
import pytest

from duidelijk.catalogue.schema import schema
from duidelijk.change.pairing import Comparison
from duidelijk.change.verdict import Reason, Verdict
from duidelijk.editions.describing import table_columns
from duidelijk.editions.description import code_words, columns_of, file_kinds
from duidelijk.editions.since_previous import KINDS
from duidelijk.figures.release import Precision
from duidelijk.figures.table import MISSING, STATUSES
from duidelijk.periods import PeriodKind
from duidelijk.publish.sentences import VERDICT_WORDS
from duidelijk.regions import LEVELS

_DECLARED = schema()["$defs"]["indicator"]["properties"]


@pytest.mark.parametrize(
    ("column", "file", "codes"),
    [
        ("status", "", STATUSES),
        ("missing", "", MISSING),
        ("period_kind", "", PeriodKind),
        ("comparison", "", Comparison),
        ("verdict", "", Verdict),
        ("reason", "", Reason),
        ("level", "", LEVELS),
        ("precision", "", Precision),
        ("kind", "revisions.parquet", KINDS),
        *((each, "indicators.csv", _DECLARED[each]["enum"]) for each in ("kind", "polarity")),
        *((each, "indicators.csv", _DECLARED[each]["enum"]) for each in ("frequency", "status")),
    ],
)
def test_every_code_has_words(column: str, file: str, codes: Iterable[str]) -> None:
    found = code_words(column, file)
    assert set(found) == {str(each) for each in codes}
    assert all(each.nl and each.en for each in found.values())


def test_verdicts_are_called_as_in_sentences() -> None:
    assert code_words("verdict") == {str(key): text for key, text in VERDICT_WORDS.items()}


@pytest.mark.parametrize("edition", ["2021-1", "2021-5"])
def test_no_real_table_holds_a_code_without_words(corona_home: Path, edition: str) -> None:
    folder = corona_home / "editions" / edition
    for each in file_kinds():
        path = folder / each.name
        if path.suffix in (".csv", ".parquet") and path.is_file():
            read = pl.read_parquet if path.suffix == ".parquet" else pl.read_csv
            for column in columns_of(each.name, table_columns(path)):
                if column.values:
                    used = set(read(path, columns=[column.name])[column.name]) - {None}
                    assert used <= set(column.values), f"{each.name} {column.name}"

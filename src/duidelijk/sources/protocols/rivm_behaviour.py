"""The file of RIVM's behaviour research: ``COVID-19_gedrag.csv``, as it is or packed with gzip.

One row an answer of a group in a region in a wave, with limits and the number of respondents. Later
releases give earlier waves anew, with other values and even other dates: each file is a vintage.
"""

from __future__ import annotations

import datetime as dt
import gzip
import re
import zlib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import polars as pl

from duidelijk.sources.asking import Unreadable
from duidelijk.sources.table import (
    MEASURE,
    OBSERVATION,
    Description,
    Dimension,
    Kind,
    Measure,
    SourceTable,
)

REGION, GROUP, WAVE = "Region_code", "Subgroup", "Date_of_measurement"

_REPORT, _SIZE = "Date_of_report", "Sample_size"
_NUMBERS = ("Value", "Lower_limit", "Upper_limit")
_PARTS = ("Subgroup_category", GROUP, "Indicator_category", "Indicator")
_COLUMNS = (
    *(_REPORT, WAVE, "Wave", REGION, "Region_name", *_PARTS, _SIZE, "Figure_type"),
    *(*_NUMBERS, "Change_wrt_previous_measurement"),
)
_NEEDED = (WAVE, REGION, *_PARTS)
_TELLING = {_REPORT, WAVE, "Indicator_category", "Indicator"}
_LARGEST = 512 * 1024 * 1024
"""Bytes of an unpacked file; a hundred times what it has been."""
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_WHOLE = re.compile(r"[0-9]{1,9}\Z")
_DECIMAL = re.compile(r"-?[0-9]{1,15}(\.[0-9]{0,15})?\Z")
_LAYOUT = "the layout changed; the connector must be looked at"


def recognises(path: Path) -> bool:
    """Whether a file looks like one of the behaviour research, by the names of its columns."""
    try:
        with path.open("rb") as stream:
            start = stream.read(4096)
        if start.startswith(b"\x1f\x8b"):
            start = zlib.decompressobj(wbits=31).decompress(start, 4096)
    except (OSError, zlib.error):
        return False
    header = start.partition(b"\n")[0].decode("utf-8-sig", "replace")
    return {each.strip() for each in header.split(";")} >= _TELLING


def read(path: Path, shown_as: str | None = None) -> SourceTable:
    """The answers in a file; *shown_as* names it in messages. Raises ``Unreadable``."""
    shown = shown_as or path.name
    try:
        with path.open("rb") as stream:
            packed = stream.read(2) == b"\x1f\x8b"
            stream.seek(0)
            source = gzip.GzipFile(fileobj=stream) if packed else stream
            content = source.read(_LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        what = f"cannot be opened ({error})"
        raise Unreadable(shown, what, "get the file again") from None
    if len(content) > _LARGEST:
        raise Unreadable(shown, f"holds more than {_LARGEST >> 20} MB", "check that it is the file")
    return parse(content, shown)


def parse(content: bytes, shown: str) -> SourceTable:
    """The answers in the unpacked content of a file. Raises ``Unreadable``."""
    answers = _answers(_text(content, shown), shown)
    reported = _one_report(answers, shown)
    names = {each.region: each.region_name for each in answers}
    groups = dict.fromkeys(each.group for each in answers)
    waves = dict.fromkeys(each.wave for each in answers)
    description = Description(
        id="COVID-19_gedrag",
        title="COVID-19 gedragsonderzoek",
        dimensions=(
            Dimension(REGION, Kind.REGION, "Regio", names),
            Dimension(GROUP, Kind.OTHER, "Groep", {each: each for each in groups}),
            Dimension(WAVE, Kind.TIME, "Meting", {each: each for each in waves}),
        ),
        measures=_measures(answers),
        published=dt.date.fromisoformat(reported[:10]),
        basis="date of report in the file",
        version=reported,
        publisher="RIVM",
        licence="public domain",
    )
    return SourceTable(description, iter([_frame(answers)]))


class _Answer(NamedTuple):
    """One row."""

    line: int
    reported: str
    measure: str
    region: str
    region_name: str
    group: str
    wave: str
    value: float | None
    lower: float | None
    upper: float | None
    n: int
    digits: int
    percent: bool


def _text(content: bytes, shown: str) -> str:
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(shown, "is not written in UTF-8", "save it as UTF-8", line) from None


def _answers(text: str, shown: str) -> list[_Answer]:
    lines = text.rstrip("\n").split("\n")
    header = [each.strip() for each in lines[0].split(";")]
    if absent := [each for each in _COLUMNS if each not in header]:
        raise Unreadable(shown, f"lacks the columns {', '.join(absent)}", _LAYOUT, 1)
    if other := [each for each in header if each not in _COLUMNS]:
        raise Unreadable(shown, f"has other columns: {', '.join(other)}", _LAYOUT, 1)
    if len(header) != len(_COLUMNS):
        raise Unreadable(shown, "has a column twice", _LAYOUT, 1)
    if len(lines) == 1:
        raise Unreadable(shown, "has no rows", "get the file again", 1)
    answers = []
    for number, line in enumerate(lines[1:], 2):
        cells = line.split(";")
        if len(cells) != len(header):
            what = f"has {len(cells)} cells instead of {len(header)}"
            raise Unreadable(shown, what, "get the file again; it may have broken off", number)
        if '"' in line:
            what = "has a quotation mark, which this layout has not"
            raise Unreadable(shown, what, _LAYOUT, number)
        row = dict(zip(header, map(str.strip, cells), strict=True))
        try:
            answers.append(_answer(row, number))
        except _Wrong as wrong:
            raise Unreadable(shown, wrong.what, wrong.remedy, number) from None
    return answers


class _Wrong(Exception):
    """What is wrong with a row."""

    def __init__(self, what: str, remedy: str) -> None:
        self.what, self.remedy = what, remedy


def _answer(row: dict[str, str], line: int) -> _Answer:
    """A row made out. Raises ``_Wrong``."""
    for name in _NEEDED:
        if not row[name]:
            raise _Wrong(f"has no {name}", "check it with RIVM")
    for name in (WAVE, _REPORT):
        if not _is_date(row[name][:10]) or (name == WAVE and len(row[name]) > 10):
            what = f"“{row[name][:60]}” in column {name} is not a date"
            raise _Wrong(what, "a date is written as 2021-03-11")
    if not _WHOLE.match(row[_SIZE]):
        what = f"“{row[_SIZE][:60]}” in column {_SIZE} is not a whole number"
        raise _Wrong(what, _LAYOUT)
    return _Answer(
        line,
        row[_REPORT],
        f"{row['Indicator_category']}/{row['Indicator']}",
        row[REGION],
        row["Region_name"],
        f"{row['Subgroup_category']}/{row[GROUP]}",
        row[WAVE],
        _number(row, "Value"),
        _number(row, "Lower_limit"),
        _number(row, "Upper_limit"),
        int(row[_SIZE]),
        len(row["Value"].partition(".")[2]),
        row["Figure_type"] == "Percentage",
    )


def _number(row: dict[str, str], name: str) -> float | None:
    if not row[name]:
        return None
    if not _DECIMAL.match(row[name]):
        what = f"“{row[name][:60]}” in column {name} is not a number with a decimal point"
        raise _Wrong(what, _LAYOUT)
    return float(row[name])


@lru_cache(maxsize=1024)
def _is_date(text: str) -> bool:
    try:
        return bool(_DATE.match(text) and dt.date.fromisoformat(text))
    except ValueError:
        return False


def _one_report(answers: list[_Answer], shown: str) -> str:
    """The moment of the report, which is of one day in a file."""
    first = answers[0].reported
    for each in answers:
        if each.reported[:10] != first[:10]:
            what = f"holds reports of {first[:10]} and of {each.reported[:10]}"
            raise Unreadable(shown, what, "give one release a file", each.line)
    return first


def _measures(answers: list[_Answer]) -> tuple[Measure, ...]:
    digits: dict[str, int] = {}
    percent: dict[str, bool] = {}
    for each in answers:
        digits[each.measure] = max(digits.get(each.measure, 0), min(each.digits, 9))
        percent[each.measure] = percent.get(each.measure, True) and each.percent
    return tuple(
        Measure(id_, id_.replace("/", " › "), "%" if percent[id_] else "", decimals)
        for id_, decimals in digits.items()
    )


def _frame(answers: list[_Answer]) -> pl.DataFrame:
    """The observations; without a value nobody was asked, or RIVM gives no figure."""
    return pl.DataFrame(
        {
            MEASURE: [each.measure for each in answers],
            REGION: [each.region for each in answers],
            GROUP: [each.group for each in answers],
            WAVE: [each.wave for each in answers],
            "value": [each.value for each in answers],
            "lower": [each.lower for each in answers],
            "upper": [each.upper for each in answers],
            "n": [each.n for each in answers],
            "missing": [
                None if each.value is not None else "not_delivered" if each.n else "not_measured"
                for each in answers
            ],
        },
        schema={
            **dict.fromkeys((MEASURE, REGION, GROUP, WAVE), pl.String()),
            **{name: OBSERVATION[name] for name in ("value", "lower", "upper", "n", "missing")},
        },
    )

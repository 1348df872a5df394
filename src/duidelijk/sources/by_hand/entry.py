"""One figure as a person enters it, checked as figures in files are. Pure: nothing is stored."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import polars as pl

from duidelijk.catalogue import Indicator, Monitor
from duidelijk.catalogue.model import TOTAL
from duidelijk.figures.checking import check_figures, normalised
from duidelijk.figures.release import Precision, Release
from duidelijk.figures.table import MISSING, SCHEMA
from duidelijk.foundation.problems import Problem, Refused, did_you_mean
from duidelijk.periods import Period
from duidelijk.sources.by_hand import survey
from duidelijk.sources.by_hand.typed import Mistyped, period_typed, plain, region_typed

BASIS = "entered by hand and confirmed by a second person"
"""What a release says of where its date comes from; names of persons stay with the entry."""
MOST_DECIMALS = 9
_LONGEST = 2000
_LARGEST = 1e15  # beyond it a number loses its units
_TEXTS = (
    *("indicator", "period", "region", "group", "method", "note"),
    *("source", "publisher", "title", "address", "licence", "entered_by"),
)
_REQUIRED = {
    "indicator": "the key of an indicator of the monitor",
    "period": "as 2021MM03 or “maart 2021”",
    "region": "its name, or its code as GM0363",
    "source": "a key of sources.yaml",
    "title": "the title of the page or article",
    "address": "where it can be read, as https://…",
    "published": "when it was published, as 2021-03-11",
    "entered_by": "the name of who enters it",
}


@dataclass(frozen=True)
class Entry:
    """A figure with its source, as it is typed; empty where nothing was."""

    indicator: str = ""
    period: str = ""
    """A code or words, as “maart 2021”."""
    value: float | None = None
    missing: str | None = None
    lower: float | None = None
    upper: float | None = None
    n: int | None = None
    design_effect: float | None = None
    """Of a survey: with n and no limits it gives the limits; see ``survey``."""
    standard_deviation: float | None = None
    """Of the answers, where the value is their mean."""
    region: str = "NL01"
    """A code or a name."""
    group: str = TOTAL
    method: str = ""
    """Where the indicator has methods and none is given, that in use on the day of publication."""
    status: str | None = None
    decimals: int | None = None
    """Of publication; −3 is rounded to thousands. Those of the value when not given."""
    note: str = ""
    source: str = ""
    publisher: str = ""
    """The title of the source when not given; so too the licence."""
    title: str = ""
    address: str = ""
    licence: str = ""
    published: dt.date | None = None
    precision: Precision = Precision.DAY
    entered_by: str = ""

    def as_json(self) -> dict[str, Any]:
        """Its fields with dates as text; what is not given left out."""
        fields = asdict(self)
        fields["published"] = self.published.isoformat() if self.published else None
        return {key: value for key, value in fields.items() if value not in (None, "")}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Entry:
        """The entry that ``as_json`` wrote."""
        fields = dict(value)
        if "published" in fields:
            fields["published"] = dt.date.fromisoformat(fields["published"])
        fields["precision"] = Precision(fields.get("precision", "day"))
        return cls(**fields)

    @property
    def same(self) -> tuple[str, ...]:
        """What two entries of one figure by one publication have in common."""
        key = (self.indicator, self.region, self.group, self.period, self.method)
        return (*key, self.source, str(self.published))


def checked(
    monitor: Monitor, entry: Entry, today: dt.date, mistyped: Iterable[Problem] = ()
) -> Entry:
    """*entry* with codes for words, and limits from n where they were not given.

    *mistyped* holds what could not be read of its fields, as ``form.entry_typed`` tells. Raises
    ``Refused`` with everything that is wrong; each problem has its field in ``where``, or none when
    the figure as a whole is wrong.
    """
    problems = list(mistyped)
    told = {each.where for each in problems}
    entry = _tidied(entry, problems)
    problems += [
        Problem(field, 0, "is not given", what)
        for field, what in _REQUIRED.items()
        if not getattr(entry, field) and field not in told
    ]
    _numbers(entry, problems)
    if not any(each.where in _NUMERIC for each in problems):
        _decimals(entry, problems)
    indicator = monitor.indicators.get(entry.indicator)
    entry = _placed(entry, indicator, problems)
    _publication(entry, monitor, today, problems)
    problems += _as_in_files(entry, monitor, {each.where for each in problems})
    if problems:
        raise Refused("The figure was refused; nothing was stored:", set(problems))
    assert indicator is not None, "an unknown indicator is refused"
    return _completed(entry, indicator, monitor)


def figure_of(entry: Entry, release: str) -> pl.DataFrame:
    """A checked entry as a table of one figure (``figures.table.SCHEMA``)."""
    fields = {name: getattr(entry, name, None) for name in SCHEMA}
    row = {**fields, "release": release, "region_year": None, "note": entry.note or None}
    return normalised(pl.DataFrame([row], schema=SCHEMA))


def release_of(entry: Entry, id_: str, entered: dt.date, sha256: str = "") -> Release:
    """The release that a checked entry is from; names of persons are not in it."""
    assert entry.published is not None, "an entry without a date is refused"
    return Release(
        id=id_,
        source=entry.source,
        publisher=entry.publisher,
        title=entry.title,
        address=entry.address,
        licence=entry.licence,
        published=entry.published,
        precision=entry.precision,
        basis=BASIS,
        retrieved=entered,
        sha256=sha256,
    )


# --- checks, field by field

_NUMERIC = ("value", "lower", "upper", "n", "design_effect", "standard_deviation", "decimals")


def _tidied(entry: Entry, problems: list[Problem]) -> Entry:
    texts = {name: plain(getattr(entry, name) or "") for name in _TEXTS}
    problems += [
        Problem(name, 0, f"has {len(text)} characters", f"at most {_LONGEST}")
        for name, text in texts.items()
        if len(text) > _LONGEST
    ]
    changed: dict[str, Any] = {
        **texts,
        "group": texts["group"] or TOTAL,
        "missing": plain(entry.missing or "") or None,
        "status": plain(entry.status or "") or None,
    }
    return replace(entry, **changed)


def _numbers(entry: Entry, problems: list[Problem]) -> None:
    wanted: dict[str, tuple[Callable[[float], bool], str]] = {
        "value": (_sensible, "as 1234.5"),
        "lower": (_sensible, "as 1234.5"),
        "upper": (_sensible, "as 1234.5"),
        "n": (lambda n: n == int(n) and 0 <= n <= 2**53, "n counts respondents or cases"),
        "design_effect": (lambda effect: 0 < effect <= 1000, "above 0, and mostly from 1 to 3"),
        "standard_deviation": (lambda deviation: deviation >= 0, "it is 0 or more"),
        "decimals": (
            lambda digits: digits == int(digits) and abs(digits) <= MOST_DECIMALS,
            f"a whole number from {-MOST_DECIMALS} to {MOST_DECIMALS}",
        ),
    }
    for name, (fits, remedy) in wanted.items():
        number = getattr(entry, name)
        if number is not None and not (abs(number) < math.inf and fits(number)):
            problems.append(Problem(name, 0, f"is {number}", remedy))
    if entry.n == 0 and entry.value is not None:
        problems.append(Problem("n", 0, "is 0, and there is a value", "leave n out if unknown"))
    if entry.design_effect is not None and not entry.n:
        problems.append(Problem("design_effect", 0, "is given without n", "give n too"))
    if entry.standard_deviation is not None and not entry.n:
        problems.append(Problem("standard_deviation", 0, "is given without n", "give n too"))


def _sensible(number: float) -> bool:
    return abs(number) <= _LARGEST


def _decimals(entry: Entry, problems: list[Problem]) -> None:
    """A value is as coarse as its decimals say, or one of the two is mistyped."""
    if entry.value is None or entry.decimals is None:
        return
    rounded = round(entry.value, entry.decimals)
    if abs(rounded - entry.value) > 1e-9 * max(1.0, abs(entry.value)):
        coarse = f"is {entry.decimals}, but the value {entry.value:.12g} is not so coarse"
        problems.append(Problem("decimals", 0, coarse, f"check both; rounded it is {rounded:.12g}"))


def _placed(entry: Entry, indicator: Indicator | None, problems: list[Problem]) -> Entry:
    year = None
    if entry.period:
        try:
            code, status = period_typed(entry.period, indicator)
            entry = replace(entry, period=code, status=entry.status or status)
            year = Period.parse(code).end.year
        except Mistyped as mistyped:
            problems.append(Problem("period", 0, mistyped.what, mistyped.remedy))
    if entry.region:
        try:
            entry = replace(entry, region=region_typed(entry.region, indicator, year))
        except Mistyped as mistyped:
            problems.append(Problem("region", 0, mistyped.what, mistyped.remedy))
    if indicator and indicator.methods and not entry.method and entry.published:
        entry = replace(entry, method=indicator.method_on(entry.published))
    return entry


def _publication(entry: Entry, monitor: Monitor, today: dt.date, problems: list[Problem]) -> None:
    if entry.source and entry.source not in monitor.sources:
        what = f"“{entry.source}” is not known"
        problems.append(Problem("source", 0, what, did_you_mean(entry.source, monitor.sources)))
    if entry.address and not web_address(entry.address):
        remedy = "an address starts with https:// or http://"
        problems.append(Problem("address", 0, f"“{entry.address}” is no web address", remedy))
    # a made-up monitor may be ahead of its time
    if entry.published and entry.published > today and not monitor.synthetic:
        what = f"is {entry.published}, which is still to come"
        problems.append(Problem("published", 0, what, "check the date"))


def web_address(address: str) -> bool:
    """Whether a text is an address on the web: https or http, with a host."""
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in address
    except ValueError:
        return False


def _as_in_files(entry: Entry, monitor: Monitor, told: set[str]) -> list[Problem]:
    """What the checks of files say of it; what was told by its field is not told again."""
    if told & set(_NUMERIC):  # the rest can be checked without
        without: dict[str, Any] = dict.fromkeys(_NUMERIC)
        entry = replace(entry, **without, missing=MISSING[0])
    known = next(iter(monitor.sources), "")
    source = entry.source if entry.source in monitor.sources else known
    published = entry.published or dt.date.max - dt.timedelta(days=1)
    release = release_of(replace(entry, published=published), "published", published)
    release = replace(release, source=source)
    rows = figure_of(entry, release.id).with_columns(
        pl.lit("").alias("file"), pl.lit(0, pl.UInt32).alias("line")
    )
    words = [f"unknown {name}" for name in ("indicator", "period", "region") if name in told]
    words += ["did not exist in"] if "period" in told else []
    words += ["without a known source"]
    return [
        each
        for each in check_figures(rows, monitor, [release])
        if not any(word in each.what for word in words)
    ]


# --- what is filled in


def _completed(entry: Entry, indicator: Indicator, monitor: Monitor) -> Entry:
    source = monitor.sources[entry.source]
    decimals = entry.decimals
    if decimals is None and entry.value is not None:
        decimals = _digits(entry.value)
    entry = replace(
        entry,
        period=Period.parse(entry.period).code,
        decimals=decimals,
        publisher=entry.publisher or source.title,
        licence=entry.licence or indicator.licence or source.licence,
    )
    return _with_limits(entry, indicator)


def _digits(value: float) -> int:
    """The decimals a value is written with."""
    text = f"{value:.{MOST_DECIMALS}f}".rstrip("0")
    return len(text.partition(".")[2])


def _with_limits(entry: Entry, indicator: Indicator) -> Entry:
    """With 95 % limits from n, where the indicator needs them and none were given."""
    if indicator.uncertainty != "published_limits" or not entry.n or entry.value is None:
        return entry
    if entry.lower is not None or entry.upper is not None:
        return entry
    if indicator.kind == "percent" and not 0.0 <= entry.value <= 100.0:
        return entry  # a change in percent, not a share of people
    effect = entry.design_effect or 1.0
    try:
        if indicator.kind == "percent":
            how, ends = "Wilson", survey.limits(entry.value, entry.n, effect)
        elif entry.standard_deviation is not None:
            bounds = (indicator.minimum, indicator.maximum)
            ends = survey.mean_limits(
                entry.value, entry.standard_deviation, entry.n, effect, *bounds
            )
            how = f"Student, standard deviation {entry.standard_deviation:g}"
        else:
            return entry
    except ValueError as error:
        problem = Problem("n", 0, str(error), "give the limits, or check n and the design effect")
        raise Refused("The figure was refused; nothing was stored:", [problem]) from None
    digits = max(entry.decimals or 0, 0) + 2
    said = f"limits reckoned from n = {entry.n:,} and design effect {effect:g} (95 %, {how})"
    return replace(
        entry,
        lower=min(round(ends[0], digits), entry.value),
        upper=max(round(ends[1], digits), entry.value),
        note=f"{entry.note}; {said}" if entry.note else said,
    )

"""Periods: codes, calendar, neighbours, distance, and the same period a year earlier."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duidelijk.periods import PER_YEAR, Period, PeriodKind, UnknownPeriod


def spans(code: str) -> tuple[str, str, str]:
    period = Period.parse(code)
    return period.kind.value, period.start.isoformat(), period.end.isoformat()


@pytest.mark.parametrize(
    ("code", "kind", "start", "end"),
    [
        ("2021JJ00", "year", "2021-01-01", "2021-12-31"),
        ("2021HJ01", "half_year", "2021-01-01", "2021-06-30"),
        ("2021HJ02", "half_year", "2021-07-01", "2021-12-31"),
        ("2021KW01", "quarter", "2021-01-01", "2021-03-31"),
        ("2021KW04", "quarter", "2021-10-01", "2021-12-31"),
        ("2020MM02", "month", "2020-02-01", "2020-02-29"),
        ("2021MM02", "month", "2021-02-01", "2021-02-28"),
        ("2021MM12", "month", "2021-12-01", "2021-12-31"),
        ("2020SJ00", "school_year", "2020-08-01", "2021-07-31"),
        ("2021W101", "week", "2021-01-04", "2021-01-10"),
        ("2020W153", "week", "2020-12-28", "2021-01-03"),
        ("2020W101", "week", "2019-12-30", "2020-01-05"),
        ("2021X000", "part_week", "2021-01-01", "2021-01-03"),
        ("2019X053", "part_week", "2019-12-30", "2019-12-31"),
        ("20210311", "day", "2021-03-11", "2021-03-11"),
        ("2021-04-20", "wave", "2021-04-20", "2021-04-20"),
        ("2021-04-14/2021-04-20", "wave", "2021-04-14", "2021-04-20"),
        (" 2021MM03 ", "month", "2021-03-01", "2021-03-31"),
    ],
)
def test_a_code_is_a_stretch_of_the_calendar(code: str, kind: str, start: str, end: str) -> None:
    assert spans(code) == (kind, start, end)
    assert Period.parse(code).code == code.strip()


@pytest.mark.parametrize(
    "code",
    [
        "",
        "2021",
        "maart 2021",
        "2021MM00",
        "2021MM13",
        "2021MM3",
        "2021mm03",
        "2021KW05",
        "2021HJ03",
        "2021JJ01",
        "2020SJ01",
        "2021W100",
        "2021W153",
        "2018X000",
        "2020X053",
        "20210230",
        "20211301",
        "2021-02-30",
        "2021-4-20",
        "2021-04-20/",
        "2021-04-20/2021-04-14",
        "2021-04-20/2021-04-31",
        "0000JJ00",
        "00000101",
        "2021MM03\n2021MM04",
        "2021XX03",
    ],
)
def test_what_is_no_period_is_refused_with_what_would_be_right(code: str) -> None:
    with pytest.raises(UnknownPeriod, match="“"):
        Period.parse(code)


digits = st.text("0123456789", min_size=2, max_size=2)
years = st.integers(0, 9999).map("{:04}".format)
plausible = st.one_of(
    st.tuples(years, st.sampled_from(["JJ", "HJ", "KW", "MM", "SJ", "X0", "W1"]), digits).map(
        "".join
    ),
    st.tuples(years, digits, digits).map("".join),
    st.tuples(years, digits, digits).map("-".join),
    st.tuples(years, digits, digits, years, digits, digits).map(
        lambda p: f"{p[0]}-{p[1]}-{p[2]}/{p[3]}-{p[4]}-{p[5]}"
    ),
    st.from_regex(r"\d{4}[A-Z]{2}\d{2}", fullmatch=True),
)


def outcome(code: str) -> Period | None:
    try:
        return Period.parse(code)
    except UnknownPeriod:
        return None


@given(st.text() | plausible.filter(lambda code: not code.startswith("9999")))
def test_any_text_is_a_period_or_an_unknown_period(code: str) -> None:
    period = outcome(code)
    if period:
        assert period.code == code.strip()
        assert period.start <= period.end
        assert Period.parse(period.code) == period


def test_the_last_week_of_the_calendar_is_unknown_and_not_an_error() -> None:
    outcome("9999W152")


def test_digits_of_another_script_are_no_period() -> None:
    assert outcome("２０２１MM03") is None


def test_a_part_week_has_one_code() -> None:
    codes = [f"2019X0{number:02}" for number in range(100)]
    assert len([code for code in codes if outcome(code)]) == 1


counted = st.sampled_from(list(PER_YEAR)).flatmap(
    lambda kind: st.builds(
        Period.of, st.just(kind), st.integers(1900, 2100), st.integers(1, PER_YEAR[kind])
    )
)
days = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
weeks = days.map(lambda day: "{:04}W1{:02}".format(*day.isocalendar()[:2])).map(Period.parse)
single_days = days.map(lambda day: Period.parse(day.strftime("%Y%m%d")))
calendar = st.one_of(counted, weeks, single_days)


@given(calendar)
def test_the_one_before_the_next_is_itself(period: Period) -> None:
    assert period.previous().next() == period
    assert period.next().previous() == period


@given(calendar)
def test_neighbours_follow_without_gap_or_overlap(period: Period) -> None:
    assert period.next().start == period.end + dt.timedelta(days=1)
    assert period.next().kind is period.kind


@given(calendar, st.integers(-500, 500))
def test_distance_undoes_shifting(period: Period, by: int) -> None:
    assert period.shifted(by).distance(period) == by
    assert period.distance(period.shifted(by)) == -by


@given(st.lists(st.one_of(calendar, days.map(lambda d: Period.parse(d.isoformat())))))
def test_order_agrees_with_start(periods: list[Period]) -> None:
    starts = [period.start for period in sorted(periods)]
    assert starts == sorted(starts)


@given(counted)
def test_a_counted_period_is_made_from_its_year_and_number(period: Period) -> None:
    assert Period.of(period.kind, period.year, period.number) == period


@given(weeks)
def test_a_week_is_made_from_its_iso_year_and_number(week: Period) -> None:
    assert Period.of(PeriodKind.WEEK, week.year, week.number) == week
    assert (week.year, week.number) == tuple(week.start.isocalendar())[:2]


@pytest.mark.parametrize("kind", [PeriodKind.WAVE, PeriodKind.DAY, PeriodKind.PART_WEEK])
def test_what_is_not_counted_within_a_year_cannot_be_made_from_a_number(kind: PeriodKind) -> None:
    with pytest.raises(ValueError, match="not counted"):
        Period.of(kind, 2021, 1)


@pytest.mark.parametrize("code", ["2021-04-20", "2021X000"])
def test_what_comes_after_a_wave_is_up_to_the_source(code: str) -> None:
    with pytest.raises(ValueError, match="no calendar neighbour"):
        Period.parse(code).next()


def test_two_kinds_of_period_have_no_distance() -> None:
    with pytest.raises(ValueError, match="not of one kind"):
        Period.parse("2021MM03").distance(Period.parse("2021KW01"))


def test_waves_lie_days_apart() -> None:
    later, earlier = Period.parse("2021-04-14/2021-04-20"), Period.parse("2021-03-24")
    assert later.distance(earlier) == 21


@given(counted)
def test_the_same_period_last_year_starts_a_year_earlier(period: Period) -> None:
    earlier = period.same_last_year()
    assert earlier is not None
    assert (earlier.start.year, earlier.start.month) == (period.start.year - 1, period.start.month)
    assert (earlier.kind, earlier.number) == (period.kind, period.number)


@pytest.mark.parametrize(
    ("code", "earlier"),
    [
        ("2021MM03", "2020MM03"),
        ("2021W109", "2020W109"),
        ("2021W152", "2020W152"),
        ("2020W153", None),
        ("20210311", "20200311"),
        ("20200229", None),
        ("20210228", "20200228"),
    ],
)
def test_week_53_and_the_leap_day_have_no_counterpart(code: str, earlier: str | None) -> None:
    found = Period.parse(code).same_last_year()
    assert (found.code if found else None) == earlier


KNOWN = [Period.parse(code) for code in ("2020-03-20", "2020-04-25", "2020-06-10", "2020MM04")]


@pytest.mark.parametrize(
    ("code", "earlier"),
    [
        ("2021-04-20", "2020-04-25"),
        ("2021-04-01", "2020-03-20"),
        ("2021-07-25", "2020-06-10"),
        ("2021-07-26", None),
        ("2019-04-20", None),
    ],
)
def test_the_counterpart_of_a_wave_is_the_nearest_within_45_days(
    code: str, earlier: str | None
) -> None:
    found = Period.parse(code).same_last_year(KNOWN)
    assert (found.code if found else None) == earlier


@given(days, st.lists(days))
def test_no_wave_is_nearer_to_a_year_ago_than_the_counterpart(
    day: dt.date, others: list[dt.date]
) -> None:
    known = [Period.parse(each.isoformat()) for each in others]
    found = Period.parse(day.isoformat()).same_last_year(known)
    apart = [abs((day - each).days - 365) for each in others]
    near = [each for each in apart if each <= 45]
    assert (abs((day - found.start).days - 365) if found else None) == min(near, default=None)

"""Words to codes: every way of writing that sources use, and nothing made of what is uncertain."""

from __future__ import annotations

import datetime as dt
import random
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duidelijk.periods import Period, PeriodKind
from duidelijk.regions import level_name, partition_of_year, region
from duidelijk.regions.region import every_region
from duidelijk.sources.table import CBS_SYMBOLS
from duidelijk.sources.wording import (
    number_in_words,
    period_in_words,
    region_in_words,
    regions_in_words,
)

# --- periods


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2014", "2014JJ00"),
        ("  2014 ", "2014JJ00"),
        ("2e kwartaal 2020", "2020KW02"),
        ("2020 2e kwartaal", "2020KW02"),
        ("2020 2e\u00a0kwartaal", "2020KW02"),
        ("tweede kwartaal 2020", "2020KW02"),
        ("2e kw. 2020", "2020KW02"),
        ("2nd quarter 2020", "2020KW02"),
        ("Q2 2020", "2020KW02"),
        ("2020-Q2", "2020KW02"),
        ("2020Q2", "2020KW02"),
        ("januari 2021", "2021MM01"),
        ("2021 januari", "2021MM01"),
        ("2021 January", "2021MM01"),
        ("jan 2021", "2021MM01"),
        ("jan. 2021", "2021MM01"),
        ("Mrt-2021", "2021MM03"),
        ("2021-03", "2021MM03"),
        ("1e halfjaar 2017", "2017HJ01"),
        ("2017 1e halfjaar", "2017HJ01"),
        ("2e half jaar 2017", "2017HJ02"),
        ("2017-H2", "2017HJ02"),
        ("2019/'20", "2019SJ00"),
        ("2019/’20", "2019SJ00"),
        ("2019/20", "2019SJ00"),
        ("2019/2020", "2019SJ00"),
        ("schooljaar 1999/'00", "1999SJ00"),
        ("week 12 2020", "2020W112"),
        ("2020 week 12", "2020W112"),
        ("2020-W12", "2020W112"),
        ("2020 week 53", "2020W153"),
        ("2021 week 0 (3 dagen)", "2021X000"),
        ("2019 week 53 (2 dagen)", "2019X053"),
        ("15 maart 2021", "20210315"),
        ("maandag 15 maart 2021", "20210315"),
        ("2021 maandag 15 maart", "20210315"),
        ("March 15, 2021", "20210315"),
        ("01-03-2021", "20210301"),
        ("1-3-2021", "20210301"),
        ("2021-03-15", "2021-03-15"),
        ("2021-04-14/2021-04-20", "2021-04-14/2021-04-20"),
        ("2021MM03", "2021MM03"),
        (" 2021jj00 ", "2021JJ00"),
        ("20210311", "20210311"),
    ],
)
def test_a_period_is_told_as_sources_write_it(text: str, code: str) -> None:
    assert period_in_words(text) == (code, None)
    assert period_in_words(f"{text}*") == (code, "provisional")
    assert period_in_words(f"{text} **") == (code, "revised_provisional")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "*",
            "2016***",
            "5",
            "42",
            "1050",
            "20201",
            "2020123",
            "2014-2017",
            "2014 t/m 2017",
        ),
        *("Totaal", "januari", "kwartaal 2020", "5e kwartaal 2020", "3e halfjaar 2020", "Q5 2020"),
        *("31-02-2021", "30 februari 2021", "2021MM13", "2021KW05", "week 53 2021", "week 0 2020"),
        *("2019/2021", "2019/'21", "2011-12", "2009-10", "jan-21", "2021 12", "2020 maart 2021"),
        *("zondag 15 maart 2021", "2021 week 0 (4 dagen)", "2020 week 53 (4 dagen)", "２０２０"),
        *("01/03/2021", "12-13-2021", "2020½", "0", "Niet in te delen"),
    ],
)
def test_what_cannot_be_told_is_no_period(text: str) -> None:
    assert period_in_words(text) is None


_MONTHS_NL = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
_MONTHS_EN = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_NTH_EN = ("1st", "2nd", "3rd", "4th")


def _written(period: Period, rng: random.Random) -> str:
    """*period* in one of the ways in which people write it."""
    year, number = period.year, period.number
    match period.kind:
        case PeriodKind.YEAR:
            ways = [f"{year}"]
        case PeriodKind.QUARTER:
            ways = [f"{number}e kwartaal", f"Q{number}", f"{_NTH_EN[number - 1]} quarter"]
        case PeriodKind.HALF_YEAR:
            ways = [f"{number}e halfjaar", f"H{number}", f"{_NTH_EN[number - 1]} half year"]
        case PeriodKind.MONTH:
            ways = [_MONTHS_NL[number - 1], _MONTHS_EN[number - 1], _MONTHS_EN[number - 1][:3]]
        case PeriodKind.WEEK:
            ways = [f"week {number}", f"week {number:02}", f"W{number}"]
        case PeriodKind.SCHOOL_YEAR:
            return rng.choice((f"{year}/{year + 1}", f"{year}/'{(year + 1) % 100:02}"))
        case _:
            day = period.start
            ways = [f"{day.day} {_MONTHS_NL[day.month - 1]}"]
            if rng.random() < 0.3:
                return f"{day:%d-%m-%Y}"
    if period.kind is PeriodKind.YEAR:
        return ways[0]
    way = rng.choice(ways)
    return f"{way} {year}" if rng.random() < 0.5 else f"{year} {way}"


def _any_period(rng: random.Random) -> Period:
    kind = rng.choice([kind for kind in PeriodKind if kind not in ("part_week", "wave")])
    year = rng.randint(1900, 2099)
    if kind is PeriodKind.DAY:
        day = dt.date(year, 1, 1) + dt.timedelta(days=rng.randint(0, 364))
        return Period.parse(f"{day:%Y%m%d}")
    most = {"half_year": 2, "quarter": 4, "month": 12, "week": 52}.get(kind, 1)
    return Period.of(kind, year, rng.randint(1, most))


def test_every_period_comes_back_from_every_way_it_is_written() -> None:
    rng = random.Random(2021)
    kinds = set()
    for _ in range(8000):
        period = _any_period(rng)
        kinds.add(period.kind)
        text = _written(period, rng)
        text = rng.choice((text, text.upper(), text.casefold(), f"  {text}\t"))
        stars = rng.choice(("", "*", "**"))
        status = {"": None, "*": "provisional", "**": "revised_provisional"}[stars]
        assert period_in_words(text + stars) == (period.code, status), text
        assert period_in_words(period.code) == (period.code, None)
    assert len(kinds) == 7


def test_text_that_is_nearly_a_period_gives_none_or_one_that_exists() -> None:
    rng = random.Random(2022)
    letters = "0123456789-/' .*()QWHekwartjn"
    told = 0
    for _ in range(8000):
        text = _damaged(_written(_any_period(rng), rng), letters, rng)
        found = period_in_words(text)
        if found is not None:
            told += 1
            assert Period.parse(found[0]).code == found[0]
    assert 500 < told < 7500


def _damaged(text: str, letters: str, rng: random.Random) -> str:
    """*text* with one letter put in, taken out or changed."""
    place = rng.randrange(len(text))
    put = rng.choice(("", letters[rng.randrange(len(letters))]))
    return text[:place] + put + text[place + rng.randint(0, 1) :]


@given(st.text(max_size=20))
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_the_reading(text: str) -> None:
    found = period_in_words(text)
    assert found is None or Period.parse(found[0]).code == found[0]
    for mark in ",.":
        value, reason = number_in_words(text, mark)
        assert value is None or reason is None
    codes = regions_in_words([text])
    assert all(region(code).code == code for code in codes.values())


# --- regions


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Nederland", "NL01"),
        ("NL00", "NL01"),
        ("NL01  ", "NL01"),
        ("GM0363 ", "GM0363"),
        ("gm0363", "GM0363"),
        ("Groningen (PV)", "PV20"),
        ("Friesland (PV)", "PV21"),
        ("Noord-Nederland (LD)", "LD01"),
        ("'s-Gravenhage (gemeente)", "GM0518"),
        ("Den Haag", "GM0518"),
        ("Utrecht (gemeente)", "GM0344"),
        ("gemeente Utrecht", "GM0344"),
        ("Provincie Utrecht", "PV26"),
        ("Veiligheidsregio Utrecht", "VR09"),
        ("Beek (L.)", "GM0888"),
        ("Bergen (NH.)", "GM0373"),
        ("Appingedam", "GM0003"),
    ],
)
def test_a_region_is_told_by_name_or_code(text: str, code: str) -> None:
    assert region_in_words(text) == (code, ())


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("Bergen", {"GM0373", "GM0893"}),
        ("Utrecht", {"PV26", "VR09", "GM0344"}),
        ("Amersfoort", {"AM14", "GM0307"}),
        ("Amstardam", {"GM0363"}),
    ],
)
def test_an_uncertain_region_comes_with_what_may_be_meant(text: str, candidates: set[str]) -> None:
    code, found = region_in_words(text)
    assert code is None and candidates <= set(found)


@pytest.mark.parametrize(
    "text", ["Buitenland", "Niet in te delen (RE)", "Amsterdam (RE)", "", "GM9999", "PV2"]
)
def test_what_is_no_region_has_no_code(text: str) -> None:
    assert region_in_words(text)[0] is None


def test_a_level_or_a_year_tells_namesakes_apart() -> None:
    assert region_in_words("Utrecht", "municipality") == ("GM0344", ())
    assert region_in_words("Utrecht", "province") == ("PV26", ())
    assert region_in_words("gemeente Utrecht", "province")[0] is None
    assert region_in_words("GM0344", "province")[0] is None
    assert region_in_words("Appingedam", year=2011) == ("GM0003", ())
    assert region_in_words("Appingedam", year=2023) == (None, ("GM0003",))
    with pytest.raises(ValueError, match="not a level"):
        region_in_words("Utrecht", "town")


def test_every_region_is_found_by_its_name_its_code_and_its_level() -> None:
    for code, one in every_region().items():
        assert region_in_words(code.ljust(10)) == (code, ())
        for name in (one.name_nl, one.name_en):
            found, candidates = region_in_words(name)
            assert found == code or code in candidates, name
            assert region_in_words(name, one.level)[0] == code or one.level == "municipality"
        if one.level != "municipality":
            assert region_in_words(f"{one.name_nl} ({level_name(one.level)})") == (code, ())


def test_a_table_tells_what_one_name_does_not() -> None:
    towns = ["Aa en Hunze", "Zeist", "Almere"]
    assert regions_in_words([*towns, "Utrecht", "Utrecht (PV)"])["Utrecht"] == "GM0344"
    assert regions_in_words([*towns, "Amersfoort"])["Amersfoort"] == "GM0307"
    provinces = ["Noord-Holland", "Zuid-Holland", "Gelderland"]
    assert regions_in_words([*provinces, "Utrecht", "Zeeland"])["Utrecht"] == "PV26"
    # the levels of names that tell it themselves say nothing about bare names
    assert "Utrecht" not in regions_in_words(["Groningen (PV)", "Drenthe (PV)", "Utrecht"])
    assert "Utrecht" not in regions_in_words([*towns, *provinces, "Utrecht"])
    assert "Bergen" not in regions_in_words([*towns, "Bergen"])
    assert regions_in_words([*towns, "Bergen", "Bergen (L.)"])["Bergen"] == "GM0373"
    assert "Limburg (RE)" not in regions_in_words([*towns, "Limburg (RE)", "Buitenland"])


def test_all_municipalities_of_a_year_are_told_from_their_names_alone() -> None:
    codes = partition_of_year(2022).municipalities()
    names = {region(code).name_nl: code for code in codes}
    found = regions_in_words(names)
    assert {name: found[name] for name in names} == names


def test_a_damaged_name_is_never_a_region_that_does_not_exist() -> None:
    rng = random.Random(2023)
    names = [one.name_nl for one in every_region().values()]
    told = 0
    for _ in range(6000):
        text = _damaged(rng.choice(names), string.ascii_letters + " '-().", rng)
        for code in regions_in_words([text]).values():
            told += 1
            assert region(code).code == code
    assert 100 < told < 5000
    for _ in range(150):
        text = _damaged(rng.choice(names), string.ascii_letters, rng)
        code, candidates = region_in_words(text)
        assert code is None or candidates == ()
        for each in (code, *candidates):
            assert each is None or region(each).code == each


# --- numbers


@pytest.mark.parametrize(
    ("text", "comma", "point"),
    [
        ("5", 5.0, 5.0),
        ("  481,8", 481.8, None),
        ("  481.8", None, 481.8),
        ("-3,5", -3.5, None),
        ("−3,5", -3.5, None),
        ("+0,2", 0.2, None),
        ("1.234,5", 1234.5, None),
        ("1 234,5", 1234.5, None),
        ("1\u00a0234\u00a0567", 1234567.0, 1234567.0),
        ("1\u202f234.5", None, 1234.5),
        ("1.234", 1234.0, 1.234),
        ("1.234.567", 1234567.0, None),
        ("-", 0.0, 0.0),
        ("0,0", 0.0, None),
    ],
)
def test_a_number_is_read_with_its_decimal_mark(
    text: str, comma: float | None, point: float | None
) -> None:
    assert number_in_words(text, ",") == (comma, None)
    assert number_in_words(text, ".") == (point, None)


@pytest.mark.parametrize("symbol", CBS_SYMBOLS)
def test_a_symbol_gives_the_reason(symbol: str) -> None:
    assert number_in_words(f" {symbol} ", ",") == (None, CBS_SYMBOLS[symbol])
    assert number_in_words(symbol, ".") == (None, CBS_SYMBOLS[symbol])


@pytest.mark.parametrize(
    "text",
    [
        *("5*", "2024*", "nan", "inf", "1e5", "12%", "5,", ",5", "1,2,3", "1 23", "1.23 4,5", "٣"),
        *("1.234 567", "12 345 6", "--5", "- 5", "abc", "..", "xx", "–", "0x1F", "9" * 400),
    ],
)
def test_anything_else_is_no_number(text: str) -> None:
    assert number_in_words(text, ",") == (None, None)


def test_every_number_comes_back_from_every_way_it_is_written() -> None:
    rng = random.Random(2024)
    for _ in range(8000):
        digits = rng.randint(0, 6)
        number = round(rng.uniform(-1, 1) * 10 ** rng.randint(0, 9), digits)
        mark = rng.choice(",.")
        gap = rng.choice(["", " ", "\u00a0", "\u202f", *("." if mark == "," else "")])
        whole, _, rest = f"{number:,.{digits}f}".partition(".")
        text = whole.replace(",", gap) + (mark + rest if rest else "")
        text = rng.choice((text, text.replace("-", "−"), f"   {text}"))
        assert number_in_words(text, mark) == (number, None), text

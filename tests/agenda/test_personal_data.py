"""What looks like personal data is found; what policy texts are full of is not."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duidelijk.agenda.personal_data import Kind, passes_eleven_test, personal_data

_MONITOR = Path(__file__).resolve().parents[2] / "src/duidelijk/monitors/corona"
_EXAMPLE = Path(__file__).resolve().parents[2] / "src/duidelijk/web/agenda/example"


@pytest.mark.parametrize(
    ("text", "kind", "fragment"),
    [
        ("Mail jan.jansen@example.nl graag", Kind.EMAIL, "jan.jansen@example.nl"),
        ("bel 06-12345678.", Kind.TELEPHONE, "06-12345678"),
        ("bel 06 12 34 56 78", Kind.TELEPHONE, "06 12 34 56 78"),
        ("bel +31 6 1234 5678", Kind.TELEPHONE, "+31 6 1234 5678"),
        ("bel (020) 123 45 67 overdag", Kind.TELEPHONE, "(020) 123 45 67"),
        ("nummer 070-3456789", Kind.TELEPHONE, "070-3456789"),
        ("bsn 111222333", Kind.CITIZEN_NUMBER, "111222333"),
        ("bsn 1112.22.333, van hem", Kind.CITIZEN_NUMBER, "1112.22.333"),
        ("rekening NL91 ABNA 0417 1643 00", Kind.BANK_ACCOUNT, "NL91 ABNA 0417 1643 00"),
        ("rekening NL91 ABNA 0417 1643 00 van hem", Kind.BANK_ACCOUNT, "NL91 ABNA 0417 1643 00"),
        ("IBAN:nl91abna0417164300", Kind.BANK_ACCOUNT, "nl91abna0417164300"),
        ("BE68 5390 0754 7034", Kind.BANK_ACCOUNT, "BE68 5390 0754 7034"),
        ("woont op 1234 AB 12 en", Kind.HOUSE, "1234 AB 12"),
        ("op 1234ab 12a", Kind.HOUSE, "1234ab 12a"),
        ("Dorpsstraat 12, 1234 AB Ede", Kind.HOUSE, "Dorpsstraat 12, 1234 AB"),
        ("mail jan [at] voorbeeld.nl", Kind.EMAIL, "jan [at] voorbeeld.nl"),
        ("tel:0612345678", Kind.TELEPHONE, "0612345678"),
        ("bel 06 - 12345678", Kind.TELEPHONE, "06 - 12345678"),
        ("bel 06‑12345678", Kind.TELEPHONE, "06‑12345678"),
        ("bel 06.12.34.56.78", Kind.TELEPHONE, "06.12.34.56.78"),
        ("bel +31 (0)6 12345678", Kind.TELEPHONE, "+31 (0)6 12345678"),
        ("bel 0031612345678", Kind.TELEPHONE, "0031612345678"),
        ("bel +32 470 12 34 56", Kind.TELEPHONE, "+32 470 12 34 56"),
        ("bel 020/1234567", Kind.TELEPHONE, "020/1234567"),
        ("BSN:111222333", Kind.CITIZEN_NUMBER, "111222333"),
        ("bsn 111-222-333", Kind.CITIZEN_NUMBER, "111-222-333"),
        ("zijn BSN is 10.000.008", Kind.CITIZEN_NUMBER, "10.000.008"),
    ],
)
def test_what_points_at_somebody_is_found(text: str, kind: Kind, fragment: str) -> None:
    (found,) = personal_data(text)
    assert (found.kind, found.fragment) == (kind, fragment)
    assert text[found.start :].startswith(fragment)


@pytest.mark.parametrize(
    "text",
    [
        "Er is € 58.500.000 beschikbaar, of 58.5 miljoen.",
        "In 2020-2021 waren er 20.493 plekken te weinig, in 2019 nog 12.209.",
        "Op 08-12-2020 en 2021-02-01 is erover gesproken.",
        "CBS 80590ned, 37789ksz en Kamerstuk 35 883 nr. 1, 25295-988.",
        "Stb. 2021, 309 en Stcrt. 2021, 2100.",
        "bsn 111222334 klopt niet, en 123456789 ook niet",
        "rekening NL91 ABNA 1417 1643 01 bestaat niet",
        "Postbus 20018, 2500 EA Den Haag",
        "https://zoek.officielebekendmakingen.nl/kst-31524-465.html",
        "Er ging € 111.222.333 naar toe, later nog 111.222.333 euro.",
        "In 10.000.008 van de gevallen, op 20210108 gemeten.",
        "KvK 10000008, ISBN 978-90-12-34567-8, doi 10.1016/j.puhe.2020.11.021",
        "Bel 112, 113, 0800-1351, 0900-0767 of 14 030.",
        "Periodes 2021KW02, 2021MM03 en 2030JJ00 van 80590ned.",
        "https://voorbeeld.nl/?ts=0612345678&nr=111222333",
        "Leeftijden 0-3, 4-11 12-17 18-24; per 0 4 12 18 25 30 40 50.",
        "Op 01-01-2021 12 mensen, op 02.02.2021 30 en tot +10.000.000.000.",
        "+10 000 000 000 euro of 0-12 12-18 18-65",
        "de 20 gemeenten in 2020 en al 17 regio's, is 26 van de 30",
        "Van 25.000 tot 30.000 mensen; 112 en 113 worden vaker gebeld.",
    ],
)
def test_what_points_at_nobody_is_left_alone(text: str) -> None:
    assert personal_data(text) == []


def test_real_texts_raise_no_false_alarm() -> None:
    read = 0
    for path in [*_MONITOR.rglob("*.yaml"), *_MONITOR.rglob("*.md"), *_EXAMPLE.glob("*.yaml")]:
        found = personal_data(path.read_text(encoding="utf-8"))
        assert found == [], (path.name, found)
        read += 1
    assert read > 150


@given(st.text(max_size=300))
def test_any_text_can_be_looked_at(text: str) -> None:
    until = 0
    for each in personal_data(text):
        assert text[each.start :].startswith(each.fragment)
        assert each.start >= until, "told twice, or out of order"
        until = each.start + len(each.fragment)


_ANYTHING = st.text("0123456789 .-/()+@:,abNLx€\n–²٣", max_size=120)


@given(_ANYTHING)
def test_a_mess_of_digits_breaks_nothing(text: str) -> None:
    for each in personal_data(text):
        assert text[each.start :].startswith(each.fragment)


def _with_check(first_eight: int) -> str | None:
    digits = f"{first_eight:08d}"
    rest = (
        sum(weight * int(each) for weight, each in zip(range(9, 1, -1), digits, strict=True)) % 11
    )
    return None if rest == 10 else f"{digits}{rest}"


@given(st.integers(1_000_000, 99_999_999), st.sampled_from(["", ".", " ", "-"]))
def test_every_citizen_number_is_found_and_one_digit_off_is_none(first: int, between: str) -> None:
    digits = _with_check(first)
    if digits is None or len(set(digits)) == 1:
        return
    written = between.join((digits[:3], digits[3:6], digits[6:]))
    assert [each.kind for each in personal_data(f"Het nummer {written}, van hem.")]
    off = f"{digits[:8]}{(int(digits[8]) + 1) % 10}"
    assert not passes_eleven_test(off)
    kinds = {each.kind for each in personal_data(f"Het nummer {off}.")}
    assert Kind.CITIZEN_NUMBER not in kinds


@given(st.integers(0, 9_999_999_999), st.from_regex("[A-Z]{4}", fullmatch=True), st.booleans())
def test_every_dutch_account_is_found_and_one_check_off_is_none(
    number: int, bank: str, spaced: bool
) -> None:
    plain = f"{bank}{number:010d}NL00"
    check = 98 - int("".join(str(int(each, 36)) for each in plain)) % 97
    for told, wanted in ((check, True), (check % 97 + 2, check % 97 + 2 == check)):
        account = f"NL{told:02d}{bank}{number:010d}"
        if spaced:
            account = " ".join(account[at : at + 4] for at in range(0, 18, 4))
        found = [each.fragment for each in personal_data(f"op {account} graag")]
        assert (account in found) == wanted


@given(
    st.from_regex("06[0-9]{8}|0(20|30|70|10|24)[1-9][0-9]{6}", fullmatch=True),
    st.lists(st.sampled_from(["", " ", "-"]), min_size=3, max_size=3),
    st.sampled_from([(2,), (3,), (2, 6), (3, 6), (2, 4, 6), (2, 4, 6, 8)]),
)
def test_a_telephone_number_is_found_however_it_is_written(
    number: str, between: list[str], cuts: tuple[int, ...]
) -> None:
    parts = [number[at:to] for at, to in zip((0, *cuts), (*cuts, 10), strict=True)]
    written = parts[0]
    for at, part in enumerate(parts[1:]):
        written += between[at % 3] + part
    found = personal_data(f"Bel {written} overdag.")
    assert [each.fragment for each in found] == [written]


@given(st.integers(1_000, 999_999_999_999))
def test_no_amount_is_taken_for_a_person(euros: int) -> None:
    amount = f"{euros:,}".replace(",", ".")
    for text in (f"€ {amount} is beschikbaar", f"er is {amount} euro", f"{amount} mensen"):
        assert personal_data(text) == []


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_no_date_is_taken_for_a_person(day: dt.date) -> None:
    for form in ("%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%Y%m%d", "%d %m %Y"):
        assert personal_data(f"Op {day.strftime(form)} om 10:30 uur") == []


def test_a_long_text_is_read_at_once() -> None:
    for worst in ("0", "a", "1.", "NL", "0 ", "a@", "12-", "A 1 "):
        begun = time.process_time()
        personal_data(worst * (20_000 // len(worst)))
        assert time.process_time() - begun < 2.0, worst

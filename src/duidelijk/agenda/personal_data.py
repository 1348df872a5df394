"""What looks like personal data in a text that is to be read by everybody.

Patterns alone: they warn, a person decides. What has a check in it is told from other numbers by
that check. Citizen service numbers pass the eleven-test: the sum of their nine digits, weighted 9
down to 2 and the last -1, is a multiple of eleven (one in eleven of all numbers passes). Bank
accounts have the length that their country gives them and leave 1 when divided by 97 (ISO 13616).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What it looks like."""

    CITIZEN_NUMBER = "citizen_number"
    EMAIL = "email"
    TELEPHONE = "telephone"
    BANK_ACCOUNT = "bank_account"
    HOUSE = "house"


@dataclass(frozen=True)
class Found:
    """Something in a text that looks like personal data."""

    kind: Kind
    fragment: str
    start: int


_Span = tuple[int, int]
_PLAIN = str.maketrans("‐‑‒–—−\u00a0\u2007\u2009\u202f＠", "------    @")
"""Dashes, spaces and an @ that look like the plain ones; one for one, so that places stay."""
_ADDRESS = re.compile(r"(?:https?://|www\.|\b10\.\d{4,9}/)\S+", re.IGNORECASE)
"""Of a page, or the DOI of a publication: full of numbers that are nobody's."""

_AT_EMAIL = re.compile(
    r"(?<![\w.+'-])[\w.+'-]{1,64}(?:@| ?[\[(](?:at|apenstaartje)[\])] ?)"
    r"[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.[^\W\d_]{2,24}",
    re.IGNORECASE,
)

_ALONE = r"(?<![0-9A-Za-z_+])(?<![0-9][.,/:-])"
_OVER = r"(?![0-9A-Za-z_]|[.,/:-][0-9])"

_NUMBER = re.compile(
    rf"{_ALONE}(?:[0-9]{{8,9}}|(?<![0-9] )"
    rf"[0-9]{{2,4}}([ .-])[0-9]{{2,3}}\1[0-9]{{2,4}}(?:\1[0-9]{{2,3}})?(?!\1[0-9])){_OVER}"
)
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_NAMED = re.compile(r"(?:bsn|sofi|service ?-?(?:nummer|number))\W{0,3}(?:\w+\W{1,3}){0,3}$", re.I)
_MONEY_BEFORE = re.compile(r"(?:[€$£]|\beur|\beuro) ?$", re.IGNORECASE)
_COUNTED_AFTER = re.compile(r" ?(?:€|%|euro|eur\b|mensen|personen|inwoners|people)", re.IGNORECASE)
_OTHER_BEFORE = re.compile(
    r"(?:kvk|isbn|issn|rsin|fonds)\W{0,3}(?:nummer\W{0,2})?$|[^\W\d][-./]$", re.I
)
_DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$")

_TELEPHONE = re.compile(
    rf"{_ALONE}(?:\((?=0))?"
    r"(?:(?:\+|00)[ ]?[1-9](?:(?: ?[-./ ] ?| ?\(0\) ?)?[0-9]){8,13}"
    rf"|0[1-8](?:(?:\) ?| ?[-./ ] ?)?[0-9]){{8}}){_OVER}"
)
_FREE = re.compile("080|08[1239]")
"""Numbers within the Netherlands that are no person's, as 0800."""
_DATED = re.compile(r"\d{1,2}([-./ ])\d{1,2}\1(?:19|20)\d\d")
_THOUSANDS = re.compile(r"\+?[0-9]{1,3}(?:\.[0-9]{3})+$")
_GROUP = re.compile(r"[0-9]+")

_IBAN_HEAD = re.compile(r"(?<![0-9A-Za-z])[A-Z]{2} ?[0-9]{2}", re.IGNORECASE)
_IBAN_REST = re.compile(r"(?:[ .-]?[0-9A-Z])*", re.IGNORECASE)
_IBAN_LENGTHS = {
    length: frozenset(countries.split())
    for length, countries in {
        15: "NO",
        16: "BE",
        18: "DK FI NL",
        19: "SI",
        20: "AT EE LT LU",
        21: "CH HR LI LV",
        22: "BG DE GB IE VA",
        23: "GI",
        24: "AD CZ ES RO SE SK",
        25: "PT",
        26: "IS TR",
        27: "FR GR IT MC SM",
        28: "CY HU MA PL",
        31: "MT",
    }.items()
}
"""Characters of an account → the countries that have these (registry of ISO 13616)."""
_LONGEST_IBAN, _LEAST_DIGITS = 31, 10

_POSTCODE = r"[1-9][0-9]{3}(?: ?(?!S[ADS])[A-Z]{2}|(?!s[ads])[a-z]{2})"
_WITH_NUMBER = r"[0-9]{1,5}(?: ?-[0-9]{1,4}| ?[a-zA-Z])?(?![0-9A-Za-z])"
_HOUSE = re.compile(
    rf"{_ALONE}{_POSTCODE},? ?(?:(?:nr\.?|nummer|huisnummer|no\.?) ?)?{_WITH_NUMBER}"
    rf"|(?<!\w)(?!Postbus|Antwoordnummer|Box)[A-Z][\w'’.-]{{2,40}} {_WITH_NUMBER}"
    rf",?\s{{1,2}}{_POSTCODE}(?![0-9A-Za-z])"
)
_PERIOD = re.compile(r"(?:19|20)\d\d(?:JJ|HJ|KW|MM|VJ|SJ|W1)\d\d$")
"""Codes of periods of Statistics Netherlands: built like a postcode with a house number."""


def personal_data(text: str) -> list[Found]:
    """What looks like personal data, in the order in which it stands; nothing is told twice."""
    plain = text.translate(_PLAIN)
    hidden = _ADDRESS.sub(lambda match: "_" * len(match[0]), plain)
    taken: list[_Span] = []
    found: list[Found] = []
    for kind, read, spans in (
        (Kind.EMAIL, plain, _emails),
        (Kind.BANK_ACCOUNT, hidden, _bank_accounts),
        (Kind.TELEPHONE, hidden, _telephones),
        (Kind.CITIZEN_NUMBER, hidden, _citizen_numbers),
        (Kind.HOUSE, hidden, _houses),
    ):
        for start, end in spans(read):
            if all(end <= other[0] or other[1] <= start for other in taken):
                taken.append((start, end))
                found.append(Found(kind, text[start:end], start))
    return sorted(found, key=lambda each: each.start)


def _emails(text: str) -> Iterator[_Span]:
    return (match.span() for match in _AT_EMAIL.finditer(text))


def _citizen_numbers(text: str) -> Iterator[_Span]:
    for match in _NUMBER.finditer(text):
        digits = _digits(match[0])
        if passes_eleven_test(digits) and _may_be_citizen_number(text, match, digits):
            yield match.span()


def _may_be_citizen_number(text: str, match: re.Match[str], digits: str) -> bool:
    """Whether a number that passes is no amount, date or number of something else: these pass as
    often as any number.
    """
    before = text[max(0, match.start() - 40) : match.start()]
    if _NAMED.search(before):
        return True
    after = text[match.end() : match.end() + 12]
    if _MONEY_BEFORE.search(before) or _OTHER_BEFORE.search(before) or _COUNTED_AFTER.match(after):
        return False
    return len(digits) == 9 or not (match[1] or _DAY.match(digits))


def passes_eleven_test(digits: str) -> bool:
    """Whether eight or nine digits can be a citizen service number; eight have lost their zero."""
    nine = digits.zfill(9)
    if len(digits) not in (8, 9) or len(set(digits)) == 1:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, nine, strict=True))
    return total % 11 == 0


def _telephones(text: str) -> Iterator[_Span]:
    for match in _TELEPHONE.finditer(text):
        after = text[match.end() : match.end() + 12]
        if _is_telephone(match[0].lstrip("(")) and not _COUNTED_AFTER.match(after):
            yield match.span()


def _is_telephone(text: str) -> bool:
    if _DATED.match(text) or _THOUSANDS.match(text):
        return False
    if text.startswith(("+", "00")):
        digits = _digits(text.replace("(0)", "")).removeprefix("00")
        return len(digits) == 11 if digits.startswith("31") else 9 <= len(digits) <= 15
    return not _FREE.match(text) and all(len(each) > 1 for each in _GROUP.findall(text))


def _bank_accounts(text: str) -> Iterator[_Span]:
    for head in _IBAN_HEAD.finditer(text):
        country = head[0][:2].upper()
        length = next((n for n, those in _IBAN_LENGTHS.items() if country in those), 0)
        end = _end_of(text, head.start(), length)
        if length and end and _leaves_one(text[head.start() : end]):
            yield head.start(), end


def _end_of(text: str, start: int, length: int) -> int:
    """Where so many letters and digits have passed; 0 when there are fewer, or the last word goes
    on.
    """
    run = _IBAN_REST.match(text, start, start + 3 * _LONGEST_IBAN)
    places = [at for at in range(start, run.end() if run else start) if text[at].isalnum()]
    if not length or len(places) < length:
        return 0
    end = places[length - 1] + 1
    return 0 if text[end : end + 1].isalnum() else end


def _leaves_one(account: str) -> bool:
    plain = "".join(each for each in account.upper() if each.isalnum())
    turned = plain[4:] + plain[:4]
    remainder = int("".join(str(int(each, 36)) for each in turned)) % 97
    return remainder == 1 and len(_digits(plain)) >= _LEAST_DIGITS


def _houses(text: str) -> Iterator[_Span]:
    return (match.span() for match in _HOUSE.finditer(text) if not _PERIOD.match(match[0]))


def _digits(text: str) -> str:
    return "".join(_GROUP.findall(text))

"""What looks like personal data in a text that is to be read by everybody.

Patterns alone: they warn, a person decides. Citizen service numbers are told from other numbers by
their eleven-test (the weighted sum of the digits, with weights 9 down to 2 and -1, is a multiple of
eleven), bank accounts by the checksum of ISO 13616.
"""

from __future__ import annotations

import re
from collections.abc import Callable
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


_EDGE, _END = r"(?<![\w.,/:=-])", r"(?![\w]|[.,/:-]\d)"
_EMAIL = re.compile(r"[^\s@<>(),;:\"]+@[^\s@<>(),;:\"]+\.\w{2,}")
_NUMBER = re.compile(rf"{_EDGE}\d{{2,4}}[ .]?\d{{2,3}}[ .]?\d{{2,3}}(?:[ .]?\d{{1,3}})?{_END}")
_TELEPHONE = re.compile(
    rf"{_EDGE}\(?(?:\+|00|0)(?:\d[ ()\-]{{0,2}}){{8,12}}\d?{_END}",
)
_IBAN = re.compile(rf"{_EDGE}[A-Z]{{2}}\d{{2}}(?: ?[A-Z0-9]{{2,4}}){{3,8}}{_END}", re.IGNORECASE)
_HOUSE = re.compile(rf"{_EDGE}[1-9]\d{{3}} ?[A-Z]{{2}},? (?:nr\.? ?)?\d{{1,5}}[a-z]?{_END}")
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def personal_data(text: str) -> list[Found]:
    """What looks like personal data, in the order in which it stands; nothing is told twice."""
    found: list[Found] = []
    for kind, pattern, holds in _LOOKED_FOR:
        for match in pattern.finditer(text):
            fragment = match[0].strip()
            taken = any(
                each.start < match.end() and match.start() < each.start + len(each.fragment)
                for each in found
            )
            if not taken and holds(fragment):
                found.append(Found(kind, fragment, match.start()))
    return sorted(found, key=lambda each: each.start)


def _digits(text: str) -> str:
    return "".join(each for each in text if each.isdigit())


def _is_citizen_number(text: str) -> bool:
    digits = _digits(text).zfill(9)
    if len(_digits(text)) not in (8, 9) or len(set(digits)) == 1:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return total % 11 == 0


def _is_telephone(text: str) -> bool:
    digits = _digits(text)
    if text.lstrip("(").startswith(("+", "00")):
        return 10 <= len(digits) <= 15
    return len(digits) == 10 and digits[1] != "0"


def _is_bank_account(text: str) -> bool:
    plain = text.replace(" ", "").upper()
    if not 15 <= len(plain) <= 34:
        return False
    turned = plain[4:] + plain[:4]
    return int("".join(str(int(each, 36)) for each in turned)) % 97 == 1


_LOOKED_FOR: tuple[tuple[Kind, re.Pattern[str], Callable[[str], bool]], ...] = (
    (Kind.EMAIL, _EMAIL, bool),
    (Kind.BANK_ACCOUNT, _IBAN, _is_bank_account),
    (Kind.TELEPHONE, _TELEPHONE, _is_telephone),
    (Kind.CITIZEN_NUMBER, _NUMBER, _is_citizen_number),
    (Kind.HOUSE, _HOUSE, bool),
)

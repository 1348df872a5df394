"""Amounts of money as people write them, a line each: ``58,5 miljoen voor jongeren``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from duidelijk.catalogue import Text
from duidelijk.web.agenda.acting import Amount
from duidelijk.web.agenda.changing import NotPossible
from duidelijk.web.agenda.models import Money
from duidelijk.web.typed_text import one_line, plain

MOST = 10
_LONGEST = 200
_MOST_EUROS = 10**13
_LINE = re.compile(
    r"(?:€|eur(?:o)?)?\s*(?P<number>\d[\d.,]*)\s*"
    r"(?P<times>duizend|thousand|miljoen|mln\.?|million|miljard|mld\.?|billion)?"
    r"(?:\s*euro)?(?:[\s:;,–-]+(?P<what>.*))?",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"(?:ton|mio|milj|mln|mrd|mld|bn|k|m|duizend|miljoen|miljard|million|billion|thousand)(?![^\W\d_])"
    r"|(?:ton|milj|mln|mrd|mld|duizend|thousand|million|billion)",
    re.IGNORECASE,
)
"""How a multiplier may begin that is written otherwise than we read it."""
_MILLIARD = ("miljard", "mld", "billion")


def from_lines(typed: str) -> list[Amount]:
    """The amounts that somebody typed. Raises ``NotPossible`` with the line that holds none."""
    lines = [one_line(each, 400) for each in plain(typed).split("\n")]
    found: list[Amount] = []
    for line in filter(None, lines):
        amount = _amount(line)
        if amount is None or len(found) == MOST:
            raise NotPossible("amount", line=line)
        found.append(amount)
    return found


def as_lines(money: Iterable[Money]) -> str:
    """Amounts as somebody can change them."""
    return "\n".join(_line(each) for each in money)


def _line(money: Money) -> str:
    what = " / ".join(filter(None, (money.what_nl, money.what_en)))
    amount = f"{money.euros:,}".replace(",", ".")
    return f"{amount} {what}".strip()


def _amount(line: str) -> Amount | None:
    """Whole euros at the head of a line and what they are for; ``None`` where none are."""
    found = _LINE.fullmatch(line)
    if found is None or _UNKNOWN.match(found["what"] or ""):
        return None
    number = _number(found["number"].rstrip(".,"), bool(found["times"]))
    if number is None:
        return None
    euros = number * _times((found["times"] or "").lower())
    if int(euros) != euros or not 0 < euros <= _MOST_EUROS:
        return None
    dutch, _, english = (found["what"] or "").partition(" / ")
    return Amount(int(euros), Text(dutch.strip()[:_LONGEST], english.strip()[:_LONGEST]))


def _number(written: str, multiplied: bool) -> Decimal | None:
    """``58.500.000``, ``58,5`` or ``58.5`` as a number: groups of three are thousands.

    Before *miljoen* a comma is one of decimals, and a single point with three digits after it may
    be either: that is not read.
    """
    if multiplied:
        plain_number = re.fullmatch(r"\d+(,\d+|\.\d{1,2})?", written)
        return Decimal(written.replace(",", ".")) if plain_number else None
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", written) or re.fullmatch(r"\d{1,3}(,\d{3})+", written):
        return Decimal(re.sub(r"[.,]", "", written))
    if re.fullmatch(r"\d+([.,]\d+)?", written):
        return Decimal(written.replace(",", "."))
    if re.fullmatch(r"\d{1,3}(\.\d{3})+,\d+", written):
        return Decimal(written.replace(".", "").replace(",", "."))
    return None


def _times(word: str) -> int:
    if not word:
        return 1
    if word.startswith(_MILLIARD):
        return 1_000_000_000
    return 1_000 if word[0] in "dt" else 1_000_000

"""Numbers as people read them: 1.234,5 in Dutch, 1,234.5 in English, a real minus sign."""

from __future__ import annotations

from duidelijk.catalogue import Indicator

NARROW = "\u202f"
"""A narrow space that does not break: between a number and its sign in Dutch (12 %)."""
SPACE = "\u00a0"
MINUS = "\u2212"

_DUTCH = str.maketrans({",": ".", ".": ","})


def number(value: float, decimals: int, language: str) -> str:
    """*value* with exactly *decimals* decimals, grouped by thousands; −3 rounds to thousands."""
    if decimals < 0:
        value, decimals = round(value, decimals), 0
    text = f"{abs(value):,.{decimals}f}"
    if language != "en":
        text = text.translate(_DUTCH)
    negative = value < 0 and any(digit in "123456789" for digit in text)
    return f"{MINUS}{text}" if negative else text


def signed(value: float, decimals: int, language: str) -> str:
    """As ``number``, with a plus sign when it is above nought."""
    text = number(value, decimals, language)
    return (
        f"+{text}" if not text.startswith(MINUS) and any(c in "123456789" for c in text) else text
    )


def quantity(value: float, decimals: int, indicator: Indicator, language: str) -> str:
    """*value* with the unit of *indicator*: ``12,5 %``, ``368 duizend personen``."""
    return with_unit(number(value, decimals, language), indicator, language)


def with_unit(text: str, indicator: Indicator, language: str) -> str:
    """A formatted number with the unit of *indicator* behind it."""
    unit = indicator.unit.to(language)
    if unit == "%":
        return with_sign(text, language)
    return f"{text}{SPACE}{unit}"


def with_sign(text: str, language: str) -> str:
    """A formatted number with a percent sign, as each language sets it."""
    return f"{text}%" if language == "en" else f"{text}{NARROW}%"


def difference_unit(indicator: Indicator, language: str, plural: bool = True) -> str:
    """What a difference is counted in: percentage points for a share, else the unit itself."""
    if indicator.kind == "percent" and indicator.unit.to("en") == "%":
        if language == "en":
            return "percentage points" if plural else "percentage point"
        return "procentpunt"
    unit = indicator.unit.to(language)
    if indicator.kind == "balance" and not plural:
        return {"punten": "punt", "points": "point"}.get(unit, unit)
    return unit


def shown_decimals(indicator: Indicator, published: int | None) -> int:
    """Decimals to show: those of the declaration, never more than were published."""
    return indicator.decimals if published is None else min(indicator.decimals, published)


def limits_words(lower: float, upper: float, decimals: int, language: str) -> str:
    """Both ends of a margin: ``58,9 – 64,0``."""
    return f"{number(lower, decimals, language)} – {number(upper, decimals, language)}"

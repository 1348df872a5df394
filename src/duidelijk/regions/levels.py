"""The levels a region can have, and the CBS codes that tell them apart."""

from __future__ import annotations

import re
from typing import Final, Literal, TypeAlias

Level: TypeAlias = Literal[
    "country", "part", "province", "safety_region", "ggd", "labour_region", "municipality"
]

LEVELS: Final[tuple[Level, ...]] = (
    "country",
    "part",
    "province",
    "safety_region",
    "ggd",
    "labour_region",
    "municipality",
)

# CBS writes the country as NL00 in some tables and as NL01 in others.
COUNTRY: Final = "NL01"

_SHAPES: Final[dict[str, tuple[Level, int]]] = {
    "NL": ("country", 2),
    "LD": ("part", 2),
    "PV": ("province", 2),
    "VR": ("safety_region", 2),
    "GG": ("ggd", 4),
    "AM": ("labour_region", 2),
    "GM": ("municipality", 4),
}
PREFIXES: Final[dict[str, Level]] = {prefix: level for prefix, (level, _) in _SHAPES.items()}

_NAMES: Final[dict[Level, tuple[str, str]]] = {
    "country": ("land", "country"),
    "part": ("landsdeel", "part of the country"),
    "province": ("provincie", "province"),
    "safety_region": ("veiligheidsregio", "safety region"),
    "ggd": ("GGD-regio", "public health region"),
    "labour_region": ("arbeidsmarktregio", "labour-market region"),
    "municipality": ("gemeente", "municipality"),
}


class UnknownRegion(ValueError):
    """A code or a name that is no region, or none at the date asked for.

    What may have been meant by *like* is looked for only when somebody reads the message.
    """

    def __init__(self, message: str, like: str = "") -> None:
        self.like = like
        super().__init__(message)

    def __str__(self) -> str:
        return f"{super().__str__()}{meant(self.like)}" if self.like else super().__str__()


def normalise(code: str) -> str:
    """The code without padding; NL00 becomes NL01, which is the same country."""
    bare = code.strip()
    return COUNTRY if bare == "NL00" else bare


def level_of(code: str) -> Level:
    """The level of a CBS region code, judged by its form; padding is allowed.

    Raises UnknownRegion, with what may have been meant, for anything that is not such a code.
    """
    bare = normalise(code)
    level, digits = _SHAPES.get(bare[:2], ("country", 0))
    if digits and re.fullmatch(f"[0-9]{{{digits}}}", bare[2:]):
        return level
    raise UnknownRegion(f"{code.strip()!r} is not the code of a region.", like=code)


def checked(level: str) -> Level:
    """The level itself; ValueError, listing the levels, when there is no such level."""
    for known in LEVELS:
        if level == known:
            return known
    raise ValueError(f"{level!r} is not a level of regions; choose from {', '.join(LEVELS)}.")


def level_name(level: str, lang: str = "nl") -> str:
    """What people call a level: Dutch (nl) or English (en)."""
    return _NAMES[checked(level)][0 if lang == "nl" else 1]


def meant(text: str) -> str:
    """The end of an error message: the regions that may have been meant, or nothing."""
    from duidelijk.regions.names import suggest  # names builds on the levels

    near = [f"{found.code} ({found.title('en')})" for found in suggest(text)]
    return f" Did you mean {' or '.join(near)}?" if near else ""

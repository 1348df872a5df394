"""The licences under which a monitor can publish its editions, and what machines call them."""

from __future__ import annotations

from dataclasses import dataclass

_EUROPEAN = "http://publications.europa.eu/resource/authority/licence/"


@dataclass(frozen=True)
class Licence:
    """An open licence."""

    id: str
    """As SPDX names it."""
    address: str
    """Where its text is."""
    european: str
    """Its name in the list of the European Publications Office."""


LICENCES = {
    "CC0 1.0": Licence(
        "CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/", f"{_EUROPEAN}CC0"
    ),
    "CC BY 4.0": Licence(
        "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/", f"{_EUROPEAN}CC_BY_4_0"
    ),
    "CC BY-SA 4.0": Licence(
        "CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/", f"{_EUROPEAN}CC_BYSA_4_0"
    ),
}
"""By the name that stands in ``monitor.yaml``."""

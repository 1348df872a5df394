"""What the fields of several models share."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from django.utils import timezone

TITLE, TEXT, ASKED = 160, 1500, 800
"""The most characters of a title, of what is seen, and of what is asked: a note is two pages."""


def choices_of(of: type[StrEnum]) -> list[tuple[str, str]]:
    """The values of an enumeration, as a field wants them."""
    return [(each.value, each.value) for each in of]


def today() -> dt.date:
    """The day it is in the Netherlands."""
    return timezone.localdate()

"""The notes of figures as readers see them: those that the system writes are in their language."""

from __future__ import annotations

import re

from duidelijk.publish.numbers import number

_RECKONED = re.compile(
    r"limits reckoned from n = (?P<n>[\d,]+) and design effect (?P<effect>[\d.e+]+) "
    r"\(95 %, (?:Wilson|Student, standard deviation (?P<deviation>[\d.e+-]+))\)"
)
_WITHDRAWN = "withdrawn by the source"


def note_words(note: str | None, language: str) -> str:
    """What stands with a figure; of a person's own words nothing is translated."""
    if not note or language == "en":
        return note or ""
    told = _RECKONED.sub(lambda found: _reckoned(found, language), note)
    return told.replace(_WITHDRAWN, "ingetrokken door de bron")


def _reckoned(found: re.Match[str], language: str) -> str:
    n = number(float(found["n"].replace(",", "")), 0, language)
    effect = found["effect"].replace(".", ",")
    spread = ""
    if found["deviation"]:
        spread = f", standaarddeviatie {found['deviation'].replace('.', ',')}"
    return f"marge (95 %) berekend uit n = {n} en designeffect {effect}{spread}"

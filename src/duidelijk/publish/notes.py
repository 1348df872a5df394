"""The notes of figures as readers see them: those that the system writes are in their language."""

from __future__ import annotations

import re

from duidelijk.publish.numbers import number

_WITHDRAWN = "withdrawn by the source"
_WRITTEN_HERE = re.compile(
    r"limits reckoned from n = (?P<n>[\d,]+) and design effect (?P<effect>[\d.e+]+) "
    r"\(95 %, (?:Wilson|Student, standard deviation (?P<deviation>[\d.e+-]+))\)"
    rf"|{_WITHDRAWN}"
)
_BETWEEN = " | "


def note_words(note: str | None, language: str) -> str:
    """What stands with a figure. A person's own words are given as they are, or in the reader's
    language where the note holds both: ``Dutch | English``.
    """
    if not note:
        return ""
    here = [_translated(each, language) for each in _WRITTEN_HERE.finditer(note)]
    own = _WRITTEN_HERE.sub("", note).strip("; ")
    if own.count(_BETWEEN) == 1:
        own = own.split(_BETWEEN)[language == "en"]
    return "; ".join([own, *here] if own else here)


def _translated(found: re.Match[str], language: str) -> str:
    if language == "en":
        return found[0]
    if found[0] == _WITHDRAWN:
        return "ingetrokken door de bron"
    n = number(float(found["n"].replace(",", "")), 0, language)
    effect = found["effect"].replace(".", ",")
    spread = ""
    if found["deviation"]:
        spread = f", standaarddeviatie {found['deviation'].replace('.', ',')}"
    return f"marge (95 %) berekend uit n = {n} en designeffect {effect}{spread}"

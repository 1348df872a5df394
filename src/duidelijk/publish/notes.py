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
_IN_BOTH = re.compile(
    rf"nl: (?P<nl>.+) \| en: (?P<en>.+?)(?P<after>(?:; (?:{_WITHDRAWN}|limits .+))*)"
)


def note_words(note: str | None, language: str) -> str:
    """What stands with a figure. A person's own words are given as they are, or in the reader's
    language where the note holds both: ``nl: afgerond | en: rounded``.
    """
    if not note:
        return ""
    both = _IN_BOTH.fullmatch(note)
    own = f"{both[language]}{both['after']}" if both else note
    return own if language == "en" else _WRITTEN_HERE.sub(_in_dutch, own)


def _in_dutch(found: re.Match[str]) -> str:
    if found[0] == _WITHDRAWN:
        return "ingetrokken door de bron"
    n = number(float(found["n"].replace(",", "")), 0, "nl")
    effect = found["effect"].replace(".", ",")
    spread = ""
    if found["deviation"]:
        spread = f", standaarddeviatie {found['deviation'].replace('.', ',')}"
    return f"marge (95 %) berekend uit n = {n} en designeffect {effect}{spread}"

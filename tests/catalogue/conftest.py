"""A small monitor on disk, to break in one place at a time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("steady", deadline=None)  # a busy machine is no failure
settings.load_profile("steady")

MONITOR = """\
id: proef
title: {nl: Proef, en: Trial}
lead: {nl: Waarvoor., en: What for.}
publisher: {nl: Uitgever, en: Publisher}
synthetic: true
crisis_start: 2020-03-01
themes:
  - id: werk
    title: {nl: Werk, en: Work}
    question: {nl: "Wie werkt?", en: "Who works?"}
  - id: wonen
    title: {nl: Wonen, en: Housing}
    question: {nl: "Wie woont?", en: "Who lives?"}
editions:
  - id: 2021-1
    date: 2021-03-11
    title: {nl: maart 2021, en: March 2021}
    note: {nl: Let op., en: Take note.}
  - id: 2021-2
    date: 2021-06-30
    date_precision: month
    title: {nl: juni 2021, en: June 2021}
"""

GROUPS = """\
dimensions:
  - id: leeftijd
    title: {nl: Leeftijd, en: Age}
    groups:
      - code: 16-24
        title: {nl: Jongeren, en: Young people}
        short: {nl: 16–24, en: 16–24}
      - code: 25+
        title: {nl: Ouderen, en: Older people}
target_groups:
  - id: jongeren
    title: {nl: Jongeren, en: Young people}
    groups: ["leeftijd:16-24"]
    indicators: [werkloosheid]
"""

SOURCES = """\
sources:
  - id: cbs
    title: CBS
    kind: statistics_office
    licence: CC BY 4.0
    address: https://example.org/
"""

MEASURES = """\
measures:
  - id: avondklok
    title: {nl: Avondklok, en: Curfew}
    kind: curfew
    from: 2021-01-23
    until: 2021-04-28
    weight: 3
  - id: mondkapjes
    title: {nl: Mondkapjes, en: Masks}
    kind: masks
    from: 2020-12-01
"""

UNEMPLOYMENT = """\
id: werkloosheid
theme: werk
title: {nl: Werkloosheid, en: Unemployment}
question: {nl: "Hoeveel?", en: "How many?"}
definition: {nl: Zonder werk., en: Without work.}
population: {nl: Iedereen., en: Everybody.}
unit: {nl: "%", en: "%"}
kind: percent
decimals: 1
polarity: lower_is_favourable
uncertainty: published_limits
frequency: month
reporting_delay: 20
region_levels: [country, municipality]
groups: [leeftijd]
source: cbs
status: active
limitations: {nl: Grenzen., en: Limits.}
headline: true
materiality: {points: 0.5}
methods:
  - id: oud
    title: {nl: Oud, en: Old}
    in_use_until: 2021-12-31
  - id: nieuw
    title: {nl: Nieuw, en: New}
    in_use_from: 2022-01-01
breaks:
  - period: 2021MM01
    reason: {nl: Andere vraag., en: Another question.}
events:
  - period: 2020MM04
    note: {nl: Dicht., en: Closed.}
local:
  - title: {nl: Kaart, en: Map}
    address: https://example.org/{region}
"""

INHABITANTS = """\
id: inwoners
context: true
title: {nl: Inwoners, en: Inhabitants}
question: {nl: "Hoeveel?", en: "How many?"}
definition: {nl: Ingeschreven., en: Registered.}
population: {nl: Iedereen., en: Everybody.}
unit: {nl: personen, en: people}
kind: count
decimals: 0
polarity: no_judgement
uncertainty: count
frequency: year
reporting_delay: 90
region_levels: [country]
source: cbs
status: stopped
stopped_since: 2022JJ00
successor: werkloosheid
limitations: {nl: Geen., en: None.}
"""


@dataclass(frozen=True)
class Written:
    """A monitor folder whose files can be changed word by word."""

    folder: Path

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        """Replace *old*, which must be there once."""
        text = (self.folder / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def line(self, name: str, words: str) -> int:
        """The line of the only place where *words* stand."""
        lines = (self.folder / name).read_text(encoding="utf-8").splitlines()
        (found,) = [number for number, line in enumerate(lines, 1) if words in line]
        return found


@pytest.fixture
def written(tmp_path: Path) -> Written:
    made = Written(tmp_path / "proef")
    for name, text in {
        "monitor.yaml": MONITOR,
        "groups.yaml": GROUPS,
        "sources.yaml": SOURCES,
        "measures.yaml": MEASURES,
        "indicators/werk/werkloosheid.yaml": UNEMPLOYMENT,
        "indicators/inwoners.yaml": INHABITANTS,
    }.items():
        made.write(name, text)
    return made

"""What the demonstration adds to the shipped editions: one real correction, and a draft to review.

The shipped text about work and income of edition 2021-5 names three figures as if all of them were
known in October 2021. Of two the series only holds a publication of 2026. That is a slip of the
text, so a correction mends it: a number of its own, with all other texts and figures as they were.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from duidelijk.editions.texts import Texts, read_texts, theme_text, write_texts

CORRECTED = "2021-5"
CORRECTION = "2021-6"
DRAFT = "2021-7"
SPOKEN_OF = "2021-2"
"""The edition that the played session is about."""
BEFORE_SPOKEN_OF = "2021-1"
EDITIONS = f"""\
  - id: "{CORRECTION}"
    date: "2021-10-15"
    date_precision: month
    title: {{nl: "oktober 2021, verbeterd", en: "October 2021, corrected"}}
    corrects: "{CORRECTED}"
    reason:
      nl: >-
        De tekst over werk en inkomen noemde drie cijfers alsof zij toen alle drie bekend waren.
        Twee ervan hebben wij alleen uit een publicatie van het CBS van juni 2026. Dat staat er nu
        bij. De cijfers bleven gelijk.
      en: >-
        The text about work and income named three figures as if all three were known then. Two of
        them we only have from a publication by Statistics Netherlands of June 2026. The text now
        says so. The figures stayed the same.
    note:
      nl: >-
        De precieze dag van deze editie is niet bekend; wij gaan uit van de 15e.
        De nieuwste gedragscijfers van het RIVM in deze reeks zijn die van 20 april 2021.
      en: >-
        The exact day of this edition is not known; we use the 15th. The newest
        RIVM behaviour figures in this series are those of 20 April 2021.
  - id: "{DRAFT}"
    date: "2021-12-15"
    date_precision: month
    title: {{nl: "december 2021", en: "December 2021"}}
    note:
      nl: "Een concept, om de werkplek te leren kennen. Deze editie is nooit verschenen."
      en: "A draft, to get to know the workspace. This edition never appeared."
"""
"""Declared in the demonstration's own home, after those of the shipped monitor. The draft is of the
shipped figures that were out by its date."""

_THEME = "werk_inkomen"
_MENDED = {
    "nl": (
        "faillissementen van bedrijven uitgesproken.",
        " Die laatste twee cijfers hebben wij alleen zoals het CBS ze in juni 2026 publiceerde.",
    ),
    "en": (
        "bankruptcies of companies were declared.",
        " We only have the last two figures as Statistics Netherlands published them in June 2026.",
    ),
}
"""By language: how the sentence ends that said too much, and what the correction adds to them."""


def declare(shipped: Path, folder: Path) -> None:
    """Write the *shipped* monitor to *folder* with the two editions, and the text of the first."""
    apart = shutil.ignore_patterns("figures", "written")  # those are in the store, and sealed
    shutil.copytree(shipped, folder, ignore=apart, dirs_exist_ok=True)
    declared = folder / "monitor.yaml"
    text = declared.read_text(encoding="utf-8").rstrip("\n")
    declared.write_text(f"{text}\n{EDITIONS}", encoding="utf-8")
    written = folder / "written" / CORRECTION
    written.mkdir(parents=True)
    write_texts(written, _mended(read_texts(shipped / "written" / CORRECTED)))


def _mended(texts: Texts) -> Texts:
    """*texts* with what was missing in the one about work and income."""
    name = theme_text(_THEME)
    text = texts.texts[name]
    both = {language: getattr(text, language) for language in _MENDED}
    for language, (said, added) in _MENDED.items():
        if said not in both[language]:
            raise ValueError(f"the text of {CORRECTED} to correct is another one: {said}")
        both[language] = both[language].replace(said, said + added)
    return Texts({**texts.texts, name: type(text)(**both)})

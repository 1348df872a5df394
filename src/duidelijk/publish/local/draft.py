"""A draft about the local picture, for the people who discuss it in a session: plain Markdown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from duidelijk.local.picture import Picture
from duidelijk.publish.local.naming import (
    cell_sentences,
    coverage_sentence,
    indicator_sentence,
    phrases,
)

Named = Callable[[str, str], str]
"""The name of a ``theme``, ``group``, ``indicator`` or ``part`` with a key."""


@dataclass(frozen=True)
class Quote:
    """Words of one who reports, with who that is."""

    text: str
    by: str


def draft_text(
    picture: Picture,
    themes: Sequence[str],
    quotes: Mapping[str, Sequence[Quote]],
    named: Named,
    language: str,
) -> str:
    """What is seen locally, theme by theme in this order, with a question to begin with.

    Nothing that fewer than five municipalities report is in it, but for quotes, which somebody
    chose and which say whose they are.
    """
    known = phrases(language)
    parts = ", ".join(
        known["local_draft_part"].format(
            name=named("part", each.key), reporters=each.reporters, of=each.of
        )
        for each in picture.coverage.by_part
    )
    lines = [f"## {known['local_draft_title']}", "", coverage_sentence(picture.coverage, language)]
    if parts:
        lines += [known["local_draft_silent"].format(parts=parts)]
    lines += ["", known["local_interval"], ""]
    for theme in themes:
        lines += _theme(picture, theme, quotes.get(theme, ()), named, language)
    return "\n".join([*lines, f"*{known['local_draft_ask']}*", ""])


def _theme(
    picture: Picture, theme: str, quotes: Sequence[Quote], named: Named, language: str
) -> list[str]:
    known, whole = phrases(language), picture.cell(theme)
    if whole is None:
        return []
    lines = [f"### {named('theme', theme)}", "", " ".join(cell_sentences(whole, language)), ""]
    told = [each for each in picture.of_theme(theme) if each.most is not None]
    lines += [
        f"- **{named('indicator', each.indicator)}.** {indicator_sentence(each, language)}"
        for each in told
    ]
    groups = [each for each in picture.cells if each.theme == theme and each.group and each.worse]
    if groups:
        lines += ["", f"{known['local_draft_groups']}:", ""]
        lines += [
            f"- **{named('group', each.group)}.** {' '.join(cell_sentences(each, language))}"
            for each in groups
        ]
    if quotes:
        lines += ["", f"{known['local_draft_said']}:", ""]
        for each in quotes:
            words = " ".join(each.text.split())
            lines += [f"> {words} ({each.by})", ""]
    return [*lines, ""] if lines[-1] else lines

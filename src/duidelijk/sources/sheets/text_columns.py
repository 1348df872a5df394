"""What the columns of texts of a sheet tell: regions, periods, groups, indicators, or several."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from duidelijk.sources.sheets.draft import Draft
from duidelijk.sources.sheets.guessing import Guess, is_everybody, roles_by_heading
from duidelijk.sources.sheets.mapping import IGNORE, UNSETTLED, Column, column_letters

_SEPARATORS = (" - ", " | ", " / ", "_", "-", "/", "|", ";", ",")
_ONE = ("region", "period", "indicator")
"""Places that one column tells; groups may be told by several."""


def read_text_columns(draft: Draft) -> None:
    """Say of every column that holds no figures what it is, or ask."""
    texts = {index: draft.shape.texts(index) for index in range(draft.shape.width)}
    guesses: dict[int, Guess] = {}
    for index, found in texts.items():
        guess = _guess(draft, index, found)
        if guess is not None:
            guesses[index] = guess
    chosen = {role: _best(guesses, role) for role in _ONE}
    grouped = any(guess.role == "group" for guess in guesses.values())
    for index, guess in guesses.items():
        best = chosen.get(guess.role)
        if best is not None and best != index:
            why = f"column {column_letters(best)} tells the {guess.role}"
            draft.set(index, Column(IGNORE), why)
        elif guess.sure and (guess.role != IGNORE or grouped):
            draft.set(index, Column(guess.role), guess.why)
            draft.settle(guess)
        else:
            draft.ask(index, f"{guess.role}, or ignore; {guess.why}")
    for index, found in texts.items():
        if index not in draft.columns and index not in draft.shape.numbers and any(found):
            _other(draft, index, found)


def _guess(draft: Draft, index: int, texts: Sequence[str]) -> Guess | None:
    title = draft.title(index)
    if index not in draft.shape.numbers:
        return draft.guesser.guess(texts, title, len(draft.shape.rows))
    # years and codes of regions are numbers too
    if len(draft.shape.numbers) > 1 or draft.shape.width == 1:
        return draft.guesser.period(texts, title) or draft.guesser.region(texts, title)
    return None


def _best(guesses: dict[int, Guess], role: str) -> int | None:
    """The column that tells a place best: surest, fewest open names, most known, most texts."""
    found = [index for index, guess in guesses.items() if guess.role == role]

    def rank(index: int) -> tuple[bool, int, int, int]:
        guess = guesses[index]
        unsettled = sum(code == UNSETTLED for code in guess.names.values())
        if role == "indicator":
            return guess.sure, guess.known, guess.texts, -index
        return guess.sure, -unsettled, guess.known, -index

    return max(found, key=rank, default=None)


def _other(draft: Draft, index: int, texts: Sequence[str]) -> None:
    """A column that is no sort of name by itself."""
    title = draft.title(index)
    if _split(draft, index, texts):
        return
    if len(texts) == 1 and is_everybody(texts[0]):
        draft.set(index, Column(IGNORE), f"always “{texts[0]}”")
    elif len(texts) == 1:
        draft.ask(index, f"always “{texts[0][:40]}”; ignore when that is everybody, or group")
    elif (other := _same_as(draft, index)) is not None:
        draft.set(index, Column(IGNORE), f"goes with column {column_letters(other)}")
    elif role := next((each for each in ("note", "status") if each in roles_by_heading(title)), ""):
        draft.set(index, Column(role), "its heading says so")
    else:
        few = ", ".join(f"“{text[:20]}”" for text in texts[:3])
        draft.ask(index, f"group, indicator, note, filter or ignore; {len(texts)} texts, as {few}")


def _same_as(draft: Draft, index: int) -> int | None:
    """A column that is told already and has another text wherever this one has."""
    for other, column in draft.columns.items():
        if column.role in ("region", "indicator", "period"):
            pairs = {(row.cell(other), row.cell(index)) for row in draft.shape.rows}
            if len(pairs) == len({one for one, _ in pairs}) == len({two for _, two in pairs}):
                return other
    return None


def _split(draft: Draft, index: int, texts: Sequence[str]) -> bool:
    """Whether the texts of a column tell several things, which is then said of it."""
    found = parts_of(draft, texts)
    if found is None:
        return False
    by, guesses = found
    roles = part_roles(guesses)
    draft.set(index, Column("split", by=by, parts=roles), f"texts of {len(roles)} parts")
    settle_parts(draft, guesses)
    if UNSETTLED in roles:
        draft.doubt(("columns", index), draft.shown(index), what_parts(texts, by, roles))
    return True


def settle_parts(draft: Draft, guesses: Sequence[Guess | None]) -> None:
    """Take over the names of the parts that are sure."""
    for guess in guesses:
        if guess is not None and guess.sure:
            draft.settle(guess)


def what_parts(texts: Sequence[str], by: str, roles: Sequence[str]) -> str:
    """What may be meant by the parts that nobody can tell, with some of their texts."""
    cut = [[part.strip() for part in text.split(by)] for text in texts]
    told = []
    for number, role in enumerate(roles):
        if role == UNSETTLED:
            distinct = dict.fromkeys(each[number] for each in cut if len(each) == len(roles))
            told.append(f"part {number + 1} ({', '.join(list(distinct)[:3])})")
    return f"{' and '.join(told)}: region, period, group, indicator or ignore"


def parts_of(draft: Draft, texts: Sequence[str]) -> tuple[str, list[Guess | None]] | None:
    """A separator that cuts most texts into as many parts, with what each part may be.

    Only when one of the parts is surely a region or a period.
    """
    named = [text for text in texts if text]
    for by in _SEPARATORS:
        cut = [[part.strip() for part in text.split(by)] for text in named]
        counts = sorted(len(each) for each in cut)
        usual = counts[len(counts) // 2] if counts else 0
        fitting = [each for each in cut if len(each) == usual]
        if usual < 2 or len(fitting) < 0.7 * len(cut):
            continue
        guesses: list[Guess | None] = []
        for place in zip(*fitting, strict=True):
            distinct = list(dict.fromkeys(place))
            alone = Guess(IGNORE, True, "") if len(distinct) == 1 else None
            guesses.append(alone or draft.guesser.guess(distinct, "", len(fitting)))
        told = [each.role for each in guesses if each is not None and each.sure]
        if ("region" in told or "period" in told) and not _twice(told):
            return by, guesses
    return None


def _twice(roles: Sequence[str]) -> bool:
    return any(one == other and one in _ONE for one, other in pairwise(sorted(roles)))


def part_roles(guesses: Sequence[Guess | None]) -> tuple[str, ...]:
    """What each part is, as far as that is sure."""
    return tuple(each.role if each is not None and each.sure else UNSETTLED for each in guesses)

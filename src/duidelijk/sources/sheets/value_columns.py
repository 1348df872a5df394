"""What the columns of figures of a sheet are, by the headings above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from duidelijk.sources.sheets.draft import Draft
from duidelijk.sources.sheets.guessing import roles_by_heading
from duidelijk.sources.sheets.mapping import IGNORE, UNSETTLED, Column, Heading
from duidelijk.sources.sheets.text_columns import part_roles, parts_of, settle_parts, what_parts
from duidelijk.sources.sheets.units import factor_in
from duidelijk.sources.wording import period_in_words, regions_in_words


def read_value_columns(draft: Draft) -> None:
    """Say of every column of figures what it holds, or ask."""
    values = [index for index in draft.shape.numbers if index not in draft.columns]
    _above(draft, values)
    values = _beside(draft, values)
    common = _common(draft, values)
    draft.one_indicator = bool(draft.headings) and not any(
        _rest(draft, index, common) for index in values
    )
    read = {index: _read(draft, index, common) for index in values}
    grouped = any(groups for _, groups, _ in read.values())
    for index, (column, groups, left) in read.items():
        _settle(draft, index, column, groups, left if grouped or column.indicator else ())
    _only_values(draft, values)


def _above(draft: Draft, values: Sequence[int]) -> None:
    """Rows of headings that tell the same sort of thing of every column of figures."""
    rows = draft.shape.header_rows
    for number, line in enumerate(rows):
        texts = [draft.headed.paths[index][number] for index in values]
        distinct = list(dict.fromkeys(texts))
        if not distinct or not all(texts):
            continue
        if all(period_in_words(text) for text in distinct) and not draft.tells("period"):
            draft.head(Heading(line, "period"), "periods")
        elif (
            len(distinct) > 1
            and len(regions_in_words(distinct)) == len(distinct)
            and not draft.tells("region")
        ):
            draft.head(Heading(line, "region"), "regions")
        elif len(rows) == 1 and len(values) > 2:
            _parts(draft, line, distinct)


def _parts(draft: Draft, line: int, texts: Sequence[str]) -> None:
    found = parts_of(draft, texts)
    if found is None:
        return
    by, guesses = found
    roles = part_roles(guesses)
    path = draft.head(Heading(line, "split", by, roles), f"texts of {len(roles)} parts")
    settle_parts(draft, guesses)
    if UNSETTLED in roles:
        draft.doubt(path, f"the headings on row {line}", what_parts(texts, by, roles))


def _beside(draft: Draft, values: Sequence[int]) -> list[int]:
    """Set limits and respondents apart from the values they go with."""
    beside: dict[int, str] = {}
    for index in values:
        said = roles_by_heading(draft.title(index))
        if role := next((each for each in said if each in ("lower", "upper", "n")), ""):
            beside[index] = role
    left = [index for index in values if index not in beside]
    roles = sorted(beside.values())
    plain = len(left) == 1 and roles in (["n"], ["lower", "upper"], ["lower", "n", "upper"])
    for index, role in beside.items():
        if plain:
            draft.set(index, Column(role), "its heading says so")
        else:
            draft.ask(index, f"{role}, value or ignore")
    return left


def _common(draft: Draft, values: Sequence[int]) -> set[str]:
    """Headings that stand above every column of figures, and so tell nothing of one."""
    paths = [set(draft.headed.paths[index]) for index in values if draft.headed.paths]
    return set.intersection(*paths) if len(paths) > 1 else set()


def _rest(draft: Draft, index: int, common: set[str]) -> list[str]:
    """What the headings of a column tell that no rule for a whole row of them does."""
    told = {heading.row for heading in draft.headings}
    pairs = zip(draft.shape.header_rows, draft.headed.paths[index], strict=True)
    return [text for row, text in pairs if text and row not in told and text not in common]


_Read = tuple[Column, list[str], list[str]]


def _read(draft: Draft, index: int, common: set[str]) -> _Read:
    """What headings tell of a column of figures: it, its groups, and texts that tell nothing."""
    column = Column("value")
    groups: list[str] = []
    left: list[str] = []
    for text in dict.fromkeys(draft.headed.paths[index] if draft.headed.paths else ()):
        if not text or draft.guesser.is_dimension(text):
            continue
        if not draft.tells("period") and (found := period_in_words(text)):
            column = replace(column, period=found[0])
        elif not draft.tells("indicator") and (key := draft.guesser.indicator_of(text)):
            column = replace(column, indicator=key)
        elif group := draft.guesser.group_of(text):
            groups.append(group)
        elif text not in common and not draft.headings:
            left.append(text)
    draft.known += bool(column.period) + bool(column.indicator) + len(groups)
    return column, groups, left


def _settle(
    draft: Draft, index: int, column: Column, groups: Sequence[str], left: Sequence[str]
) -> None:
    """Set a column of figures, and ask for what its headings do not tell for certain."""
    apart = [group for group in dict.fromkeys(groups) if group != "total"]
    if len(apart) > 1:
        why = f"{' within '.join(apart)}: groups within groups are not kept"
        draft.set(index, Column(IGNORE), why)
        return
    column = replace(column, group=[*apart, *groups, ""][0])
    asked: list[str] = []
    told_or_asked = draft.one_indicator or draft.may_tell("indicator")
    factor = factor_in(draft.title(index))
    if left and column.group != "total":
        told = column.group or "total"
        asked.append(f"the group: “{' › '.join(left)}” is none of the monitor; {told}, or ignore")
        column = replace(column, group=UNSETTLED)
    if not column.indicator and not told_or_asked:
        near = draft.guesser.indicators_like(draft.title(index))
        asked.append(f"the indicator: {near or 'a key of the monitor'}, or make it is: ignore")
        if not column.group and not draft.tells("group") and UNSETTLED not in column.group:
            asked.append("add group: when it is not about everybody")
        column = replace(column, indicator=UNSETTLED)
    elif factor and column.indicator:
        known = draft.guesser.monitor.indicators[column.indicator]
        if known.scale != factor:
            asked.append(f"the indicator: {column.indicator}, with times: {factor:.0f}?")
            column = replace(column, indicator=UNSETTLED)
            factor = None
    if factor and asked:
        asked.append(f"its unit may need times: {factor:.0f}")
    draft.set(index, column)
    path = ("columns", index)
    if asked:
        draft.doubt(path, draft.shown(index), "; ".join(asked))
    named = {name: getattr(column, name) for name in ("indicator", "group", "period")}
    said = [f"{name} {code}" for name, code in named.items() if code not in ("", UNSETTLED)]
    if said:
        draft.understood.append(f"{draft.shown(index)} is {', '.join(said)}")


def _only_values(draft: Draft, values: Sequence[int]) -> None:
    """When a column of texts tells the indicator, only one column can be the value of a row."""
    several = [index for index in values if draft.columns[index].role == "value"]
    several = [index for index in several if not draft.columns[index].indicator]
    if draft.telling("indicator") is None or len(several) < 2:
        return
    headed = [index for index in several if "value" in roles_by_heading(draft.title(index))]
    for index in several:
        if headed != [index]:
            draft.ask(index, "value or ignore; only one column is the value of a row")

"""What is still to be settled of a mapping that a person changed: asked again, with candidates.

A proposal is made once; then somebody says that a column tells regions, and its texts have to mean
something. Settled answers stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from duidelijk.catalogue import Monitor
from duidelijk.foundation.declarations import KeyPath
from duidelijk.sources.sheets.applying import Following
from duidelijk.sources.sheets.cells import Row, Sheet
from duidelijk.sources.sheets.guessing import MOST_NAMES, Guesser
from duidelijk.sources.sheets.mapping import PLACES, UNSETTLED, Column, FileMapping, Unfit
from duidelijk.sources.sheets.meaning import Meanings

_LOOKED_AT = 50_000
_MOST_SYMBOLS = 20
_NEEDED = ("region", "period", "indicator")

Asked = tuple[FileMapping, dict[KeyPath, str]]


def resettled(mapping: FileMapping, sheet: Sheet, monitor: Monitor) -> Asked:
    """The mapping with ``?`` for every text that means nothing yet, and what each may be.

    Questions about texts that no longer tell anything are dropped. A mapping that does not fit the
    sheet is given back as it is: following it tells what is wrong.
    """
    mapping = replace(
        mapping, columns=tuple(_without_told(each, mapping.fixed) for each in mapping.columns)
    )
    try:
        following = Following(mapping, sheet, monitor, "")
    except Unfit:
        return mapping, {}
    rows = [row for _, row in zip(range(_LOOKED_AT), following.taken(), strict=False)]
    asking = _Asking(mapping, sheet, monitor, following, rows)
    names, missing, fixed = asking.names(), asking.missing(), asking.fixed()
    return replace(mapping, names=names, missing=missing, fixed=fixed), asking.hints


def _without_told(column: Column, fixed: Mapping[str, str]) -> Column:
    """A column without questions about what is told of every figure."""
    told: dict[str, Any] = {
        place: ""
        for place in PLACES
        if getattr(column, place) == UNSETTLED and fixed.get(place, UNSETTLED) != UNSETTLED
    }
    return replace(column, **told)


class _Asking:
    def __init__(
        self,
        mapping: FileMapping,
        sheet: Sheet,
        monitor: Monitor,
        following: Following,
        rows: list[Row],
    ) -> None:
        self.mapping, self.following, self.rows = mapping, following, rows
        above = " ".join(cell for row in sheet.head[:10] for cell in row.cells if cell)
        self.guesser = Guesser(monitor, f"{above} {sheet.file}")
        self.meanings = Meanings(mapping, monitor)
        self.hints: dict[KeyPath, str] = {}

    def names(self) -> dict[str, dict[str, str]]:
        """By place, the texts with their codes: those settled, and those to be settled."""
        told = self.mapping.names
        found = {
            place: {text: code for text, code in told.get(place, {}).items() if code != UNSETTLED}
            for place in PLACES
        }
        for place, text, known in self._texts():
            if known or text in found[place]:
                continue
            asked = sum(code == UNSETTLED for code in found[place].values())
            if asked >= MOST_NAMES:
                continue
            found[place][text] = self._code(place, text)
        return {place: names for place, names in found.items() if names}

    def _code(self, place: str, text: str) -> str:
        """The code that the same words have, or a question with candidates."""
        guesser = self.guesser
        exact = {"group": guesser.group_of, "indicator": guesser.indicator_of}.get(place)
        if exact is not None and text and (code := exact(text)) is not None:
            return code
        match place:
            case "region":
                hint = guesser.region_hint(text)
            case "group":
                hint = guesser.groups_like(text)
            case "indicator":
                hint = guesser.indicators_like(text)
            case _:
                hint = ""
        self.hints["names", place, text] = hint
        return UNSETTLED

    def _texts(self) -> Iterator[tuple[str, str, bool]]:
        """Each place with a text that tells it, and whether that means something by itself."""
        roles = self.following.roles
        seen: set[tuple[str, str]] = set()
        for says in roles.says:
            own = dict(says.names)
            for row in self.rows:
                whole = row.cell(says.column)
                parts = [whole]
                if says.part is not None:
                    parts = [each.strip() for each in whole.split(says.by)]
                    if len(parts) != says.parts:
                        continue
                text = parts[says.part or 0]
                if (says.place, text) not in seen and text not in own:
                    seen.add((says.place, text))
                    known = self._known(says.place, text, says.level)
                    yield says.place, text, known
        for heading in self.mapping.headings:
            if heading.row not in self.mapping.header_rows:
                continue
            at = self.mapping.header_rows.index(heading.row)
            for value in roles.values:
                whole = roles.headed.paths[value.column][at]
                parts = [whole] if heading.role != "split" else whole.split(heading.by)
                places = [heading.role] if heading.role != "split" else list(heading.parts)
                if len(parts) != len(places):
                    continue
                for place, text in zip(places, (each.strip() for each in parts), strict=True):
                    if place in PLACES and (place, text) not in seen:
                        seen.add((place, text))
                        yield place, text, self._known(place, text, "")

    def _known(self, place: str, text: str, level: str) -> bool:
        if self.mapping.names.get(place, {}).get(text) == UNSETTLED:
            return False
        return self.meanings.place(place, text, level).code is not None

    def missing(self) -> dict[str, str]:
        """What stands where a number should, with why, or a question."""
        told = self.mapping.missing
        found = {text: why for text, why in told.items() if why != UNSETTLED}
        asked = 0
        for value in self.following.roles.values:
            for row in self.rows:
                text = row.cell(value.column)
                if text in found:
                    continue
                number = self.meanings.number(text, row.kind(value.column))
                if number.value is None and number.missing is None and asked < _MOST_SYMBOLS:
                    asked += 1
                    found[text] = UNSETTLED
                    self.hints["missing", text] = number.remedy
        return found

    def fixed(self) -> dict[str, str]:
        """What holds for every figure; what nothing tells is asked, what a column tells is not."""
        roles = self.following.roles
        fixed = dict(self.mapping.fixed)
        for place in _NEEDED:
            elsewhere = bool(roles.telling(place)) or any(
                place in (each.role, *each.parts) for each in self.mapping.headings
            )
            stated = [getattr(roles.columns[value.column], place) for value in roles.values]
            elsewhere = elsewhere or (bool(stated) and all(stated))
            if elsewhere and fixed.get(place) == UNSETTLED:
                del fixed[place]
            elif not elsewhere and not fixed.get(place):
                fixed[place] = UNSETTLED
                near = self.guesser.places() if place == "region" else ""
                self.hints["fixed", place] = f"NL01{f' or {near}' if near else ''}" if near else ""
        return {place: code for place, code in fixed.items() if code}
